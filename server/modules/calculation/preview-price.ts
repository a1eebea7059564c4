// What a price would do: the last posted month of a house counted twice by the core, as it was and with the price. Nothing is written.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { previewPrice } from '#contract/directories';
import { type PriceKind, pricesOf, serviceMap } from '#modules/directory';
import { housesByIds, premisesOf, shortAddress } from '#modules/housing';
import { housesOfIssuer, lookAtAccounts } from '#modules/ledger';
import { found, refuseFields } from '#platform/errors';
import { kopecksToJson, sumKopecks } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { addMonths, monthIn, monthOf } from '#platform/time';
import type { Ground } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { formulaText } from './calculation.queries.ts';
import { chargeHouse } from './charge-house.ts';
import type { HouseMonth, RunLine } from './house-month.ts';
import { loadHouse } from './load-house.ts';
import { openDays } from './open-days.ts';

type Asked = InputOf<typeof previewPrice>['query'];

/** The month with the price in force on all its days. What was charged and corrected already is left out: the month is counted from its facts. Pure. */
export function withPrice(
  facts: HouseMonth,
  kind: PriceKind,
  { serviceCode, way = '', fromVolume, value }: Pick<Asked, 'serviceCode' | 'way' | 'fromVolume' | 'value'>,
): HouseMonth {
  if (kind === 'norm') {
    const isIt = (norm: HouseMonth['norms'][number]) => norm.serviceCode === serviceCode && norm.per === way;
    return { ...facts, norms: [...facts.norms.filter((norm) => !isIt(norm)), { serviceCode, per: way as 'person', force: { from: null, to: null, value } }] };
  }
  const isIt = (tariff: HouseMonth['tariffs'][number]) => tariff.serviceCode === serviceCode && tariff.zone === way && tariff.fromVolume === fromVolume;
  return {
    ...facts,
    tariffs: [
      ...facts.tariffs.filter((tariff) => !isIt(tariff)),
      { serviceCode, zone: way, fromVolume, force: { from: null, to: null, value: { value, from: null, decision: null } } },
    ],
  };
}

/** The first house that a price for all houses would reach: one with a price of its own keeps it. */
async function generalHouse<H extends { houseId: string }>(
  db: Db,
  kind: PriceKind,
  { organizationId, serviceCode, way = '' }: Asked,
  houses: readonly H[],
): Promise<H> {
  const prices = await pricesOf(db, kind, { organizationId, regions: [] });
  const own = new Set(prices.filter((price) => price.serviceCode === serviceCode && (kind === 'tariff' || price.way === way)).map(({ houseId }) => houseId));
  return (
    houses.find(({ houseId }) => !own.has(houseId)) ??
    refuseFields([{ pointer: '/houseId', code: 'input.invalid', detail: 'В каждом доме своё значение, общее ничего не изменит: выберите дом' }])
  );
}

/** Query: a flat (the first whose lines change unless named) and the whole house. Some twenty statements. */
export async function readPreview({ ground, ...reading }: Reading & { ground: Ground }, kind: PriceKind, asked: Asked): Promise<AnswerOf<typeof previewPrice>> {
  const { db, actor, now } = reading;
  const { organizationId } = asked;
  found(runOrganizations(actor).includes(organizationId) || undefined);
  const houses = (await housesByIds(db, await housesOfIssuer(db, [organizationId]))).sort((a, b) =>
    shortAddress(a).localeCompare(shortAddress(b), 'ru', { numeric: true }),
  );
  const house = asked.houseId === undefined ? await generalHouse(db, kind, asked, houses) : found(houses.find(({ houseId }) => houseId === asked.houseId));
  const opened = (await openDays(db, organizationId)).get(house.houseId);
  const month = addMonths(opened === undefined ? monthIn(house.timeZone, now) : monthOf(opened), -1);
  const loaded = await loadHouse(db, { organizationId, houseId: house.houseId, month }, { withPenalties: false });
  const facts: HouseMonth = { ...loaded, past: loaded.past.filter((charge) => charge.month < month), recalculations: new Map() };
  const [before, after] = [facts, withPrice(facts, kind, asked)].map(
    (one) => new Map(chargeHouse(one).lines.map((line) => [`${line.accountId} ${line.serviceCode}`, line])),
  ) as [Map<string, RunLine>, Map<string, RunLine>];
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key)?.kopecks !== after.get(key)?.kopecks);
  const account =
    asked.account === undefined || asked.account === ''
      ? facts.accounts.find(({ accountId }) => changed.some((key) => key.startsWith(accountId)))
      : facts.accounts.find(({ number }) => number === asked.account);
  if (!account && asked.account !== undefined && asked.account !== '')
    refuseFields([{ pointer: '/account', code: 'input.invalid', detail: 'В этом доме такого счёта нет' }]);
  if (account)
    await lookAtAccounts(ground, reading, {
      accounts: [{ ...account, houseId: house.houseId }],
      object: { kind: 'price', id: account.accountId },
      what: 'начисления квартиры: пример новой цены',
      organizationId,
    });
  const [premises] = account ? await premisesOf(db, [{ houseId: house.houseId, premisesId: account.premisesId }]) : [];
  const names = await serviceMap(db);
  const sum = (lines: ReadonlyMap<string, RunLine>) => kopecksToJson(sumKopecks([...lines.values()].map(({ kopecks }) => kopecks)));
  return {
    month,
    address: shortAddress(house),
    account: account?.number ?? null,
    flat: premises?.number ?? null,
    flats: new Set(changed.map((key) => key.split(' ')[0])).size,
    beforeKopecks: sum(before),
    kopecks: sum(after),
    flatEffects: changed
      .filter((key) => account !== undefined && key.startsWith(account.accountId))
      .map((key) => {
        const [was, is] = [before.get(key), after.get(key)];
        const code = key.slice(key.indexOf(' ') + 1);
        return {
          service: names.get(code)?.name ?? code,
          beforeKopecks: kopecksToJson(was?.kopecks ?? 0n),
          kopecks: kopecksToJson(is?.kopecks ?? 0n),
          before: was ? formulaText(was.terms) : '',
          formula: is ? formulaText(is.terms) : '',
        };
      }),
  };
}
