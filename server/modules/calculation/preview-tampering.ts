// What a mark of tampering would charge: the months that it touches counted twice by the core, as they are and with the mark. Nothing is written.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { previewTampering } from '#contract/meter-faults';
import { sumOfTerms } from '#modules/billing';
import { serviceMap } from '#modules/directory';
import { lookAtAccounts } from '#modules/ledger';
import { supposeTampering, type TamperedMeter } from '#modules/meters';
import { kopecksToJson, sumKopecks, type Kopecks } from '#platform/money';
import type { Flow } from '#platform/route';
import type { Db } from '#platform/tables';
import { addMonths, firstDay, type Month, monthOf, monthsFrom } from '#platform/time';
import { formulaText } from './calculation.queries.ts';
import { tamperingRulesOf } from './calculation-rules.ts';
import { chargeHouse } from './charge-house.ts';
import type { HouseMonth, RunLine } from './house-month.ts';
import { loadHouse } from './load-house.ts';
import { openDays } from './open-days.ts';
import { countDays, tamperedDays } from './tampered-days.ts';

type Effect = AnswerOf<typeof previewTampering>;
type Change = { readonly accountId: string; readonly serviceCode: string; readonly month: Month; readonly kopecks: Kopecks; readonly terms: ChargeTerms };
type MonthEffect = { readonly changes: readonly Change[]; readonly facts: HouseMonth; readonly uncounted: boolean };

const recalculationsOf = (terms: ChargeTerms): readonly TermsOf<'recalculation'>[] => (terms.method === 'corrected' ? terms.recalculations : []);
const monthCorrected = ({ ground }: TermsOf<'recalculation'>): Month | null =>
  ground.by === 'tampered' ? ground.month : ground.by === 'months' && ground.tampered ? (ground.months[0]?.month ?? null) : null;

/** What the mark makes of a line: a correction for each posted month, the rest is of the month itself. */
function changesOf(month: Month, before: RunLine | undefined, after: RunLine): Change[] {
  const { accountId, serviceCode } = after;
  const known = new Set(before ? recalculationsOf(before.terms).map((one) => JSON.stringify(one)) : []);
  const past = recalculationsOf(after.terms).flatMap((terms): Change[] => {
    const of = known.has(JSON.stringify(terms)) ? null : monthCorrected(terms);
    return of === null ? [] : [{ accountId, serviceCode, month: of, kopecks: sumOfTerms(terms), terms }];
  });
  const own = after.kopecks - (before?.kopecks ?? 0n) - sumKopecks(past.map(({ kopecks }) => kopecks));
  const terms = after.terms.method === 'corrected' ? after.terms.base : after.terms;
  return own === 0n || terms === null ? past : [...past, { accountId, serviceCode, month, kopecks: own, terms }];
}

/** A month counted as it is and with the mark. Two readings of a house. */
async function effectIn(db: Db, which: { organizationId: string; houseId: string; month: Month }, supposed: TamperedMeter): Promise<MonthEffect> {
  const [was, facts] = [await loadHouse(db, which, { withPenalties: false }), await loadHouse(db, which, { withPenalties: false, supposed })];
  const [before, after] = [chargeHouse(was), chargeHouse(facts)];
  const known = new Map(before.lines.map((line) => [`${line.accountId} ${line.serviceCode}`, line]));
  const missing = (run: typeof before) =>
    run.exceptions.filter(({ kind, serviceCode }) => (kind === 'noTariff' || kind === 'noNorm') && serviceCode === supposed.serviceCode);
  return {
    facts,
    changes: after.lines.flatMap((line) => changesOf(which.month, known.get(`${line.accountId} ${line.serviceCode}`), line)),
    uncounted: missing(after).length > missing(before).length,
  };
}

/** Flow that reads alone: two readings of the house for each month between the first open one and that of finding, three at most back. */
export async function readTamperingEffect({ db, actor, now, ground }: Flow, input: InputOf<typeof previewTampering>): Promise<Effect> {
  const { houseId, meterId } = input.params;
  const found = monthOf(input.body.foundOn);
  const mark = await supposeTampering({ db, actor, now }, input, firstDay(addMonths(found, -tamperingRulesOf(found).monthsBack)));
  const { organizationId } = mark;
  const opened = (await openDays(db, organizationId)).get(houseId) ?? mark.from;
  const from = [monthOf(opened), monthOf(mark.from)].sort().at(-1)!;
  const to = [from, found].sort().at(-1)!;
  const effects: MonthEffect[] = [];
  for (const month of monthsFrom(from, to)) effects.push(await effectIn(db, { organizationId, houseId, month }, mark));
  const accounts = new Map(effects.flatMap(({ facts }) => [...facts.closedAccounts, ...facts.accounts]).map((account) => [account.accountId, account]));
  const flatOf = (accountId: string): string => {
    const { premisesId } = accounts.get(accountId)!;
    return effects[0]!.facts.premises.get(premisesId)?.flatId ?? premisesId;
  };
  const [own, others] = [true, false].map((isOwn) =>
    effects.flatMap(({ changes }) => changes).filter(({ accountId }) => (flatOf(accountId) === mark.premisesId) === isOwn),
  ) as [Change[], Change[]];
  await lookAtAccounts(
    ground,
    { db, actor, now },
    {
      accounts: [...new Set(own.map(({ accountId }) => accountId))].map((accountId) => ({ ...accounts.get(accountId)!, houseId })),
      object: { kind: 'meter', id: meterId },
      what: 'начисления квартиры: что изменит отметка о вмешательстве',
      organizationId,
    },
  );
  const names = await serviceMap(db);
  const daysOf = (month: Month): number => countDays(tamperedDays(month, [mark]));
  const sum = (changes: readonly Change[]) => kopecksToJson(sumKopecks(changes.map(({ kopecks }) => kopecks)));
  return {
    fromDay: mark.from,
    days: monthsFrom(monthOf(mark.from), to).reduce((days, month) => days + daysOf(month), 0),
    to,
    kopecks: sum(own),
    lines: own
      .toSorted((a, b) => a.month.localeCompare(b.month))
      .map(({ accountId, serviceCode, month, kopecks, terms }) => ({
        account: accounts.get(accountId)!.number,
        service: names.get(serviceCode)?.name ?? serviceCode,
        month,
        posted: terms.method === 'recalculation',
        days: daysOf(month),
        kopecks: kopecksToJson(kopecks),
        formula: formulaText(terms),
      })),
    others: { accounts: new Set(others.map(({ accountId }) => accountId)).size, kopecks: sum(others) },
    uncounted: effects.some(({ uncounted }) => uncounted),
  };
}
