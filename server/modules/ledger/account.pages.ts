// What the pages of personal accounts show: homes with their sums, accounts, one account, its history.
import type { Static } from 'typebox';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { AccountCard, AccountLine, getAccountHistory, getAccounts, getHomes, getHouseSuppliers, LinkRequest } from '#contract/ledger';
import { compareRussian } from '#contract/russian';
import { serviceMap, tariffsInForce } from '#modules/directory';
import { communalFlatOf, fitsHouse, housesByIds, organizationsByIds, premisesOf, publicOrganization } from '#modules/housing';
import { type Actor, homesOf, personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { isUuid } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn, isDay, isMonth } from '#platform/time';
import type { Ground } from '#platform/work';
import { type Account, accountsByIds, accountsOfHouse, linkedAccounts } from './accounts.queries.ts';
import { type Balance, balances, history, monthsOf, openDebts, type Operation, type OperationCursor, OPERATIONS } from './balances.queries.ts';
import { accountInReach } from './ledger.policy.ts';
import { lookAtAccount } from './look-at-accounts.ts';

type Line = Static<typeof AccountLine>;
type Sums = Pick<Line, 'dueKopecks' | 'penaltyKopecks' | 'reservedKopecks' | 'advanceKopecks'>;
const NOTHING: Sums = { dueKopecks: 0, penaltyKopecks: 0, reservedKopecks: 0, advanceKopecks: 0 };

const sumsOf = (balance: Balance | undefined): Sums =>
  balance === undefined
    ? NOTHING
    : {
        dueKopecks: kopecksToJson(balance.dueKopecks),
        penaltyKopecks: kopecksToJson(balance.penaltyKopecks),
        reservedKopecks: kopecksToJson(balance.reservedKopecks),
        advanceKopecks: kopecksToJson(balance.advanceKopecks),
      };
const added = (a: Sums, b: Sums): Sums => ({
  dueKopecks: a.dueKopecks + b.dueKopecks,
  penaltyKopecks: a.penaltyKopecks + b.penaltyKopecks,
  reservedKopecks: a.reservedKopecks + b.reservedKopecks,
  advanceKopecks: a.advanceKopecks + b.advanceKopecks,
});

/** The homes of the actor: those of a role and those of accounts that he sees. */
function homePairs(actor: Actor, links: readonly { houseId: string; premisesId: string }[]): { houseId: string; premisesId: string }[] {
  const pairs = new Map([...homesOf(actor), ...links].map(({ houseId, premisesId }) => [premisesId, { houseId, premisesId }]));
  return [...pairs.values()];
}

/** GET /api/v1/homes. Three statements. */
export async function readHomes({ db, actor }: Reading): Promise<AnswerOf<typeof getHomes>> {
  const links = await linkedAccounts(db, found(personIdOf(actor)));
  const [premises, sums] = [await premisesOf(db, homePairs(actor, links)), await balances(db, links)];
  const homes = premises.map(({ houseId, premisesId, address, kind, areaTotal }) => {
    const own = links.filter((link) => link.premisesId === premisesId).map((link) => link.accountId);
    const total = sums
      .filter((balance) => own.includes(balance.accountId))
      .map(sumsOf)
      .reduce(added, NOTHING);
    return { houseId, premisesId, address, kind, areaTotal, accounts: own.length, ...total };
  });
  homes.sort((a, b) => compareRussian(a.address, b.address));
  return {
    homes,
    total: homes
      .map(({ dueKopecks, penaltyKopecks, reservedKopecks, advanceKopecks }) => ({ dueKopecks, penaltyKopecks, reservedKopecks, advanceKopecks }))
      .reduce(added, NOTHING),
  };
}

/** Accounts with their organization, address and sums; in the order of the accounts given. Three statements. */
export async function accountLines(db: Db, accounts: readonly Account[], suspended: ReadonlySet<string> = new Set()): Promise<Line[]> {
  if (accounts.length === 0) return [];
  const organizations = new Map(
    (
      await organizationsByIds(
        db,
        accounts.map((account) => account.organizationId),
      )
    ).map((one) => [one.id, one]),
  );
  const addresses = new Map((await premisesOf(db, accounts)).map((one) => [one.premisesId, one.address]));
  const sums = new Map((await balances(db, accounts)).map((balance) => [balance.accountId, balance]));
  return accounts.map(({ houseId, accountId, premisesId, number, unifiedNumber, kind, closedOn, organizationId }) => ({
    houseId,
    accountId,
    premisesId,
    number,
    unifiedNumber,
    kind,
    closedOn,
    address: addresses.get(premisesId) ?? '',
    organization: { id: organizationId, shortName: organizations.get(organizationId)!.shortName },
    oldestDebt: sums.get(accountId)?.oldestDebt ?? null,
    isSuspended: suspended.has(accountId),
    ...sumsOf(sums.get(accountId)),
  }));
}

/** GET /api/v1/accounts. Seven statements, ten where requests wait. */
export async function readAccounts({ db, actor }: Reading): Promise<AnswerOf<typeof getAccounts>> {
  const personId = found(personIdOf(actor));
  const links = await linkedAccounts(db, personId);
  const accounts = await accountLines(db, await accountsByIds(db, links), new Set(links.filter((link) => link.isSuspended).map((link) => link.accountId)));
  accounts.sort((a, b) => compareRussian(a.address, b.address) || a.organization.shortName.localeCompare(b.organization.shortName, 'ru'));
  return { accounts, requests: await requestsOf(db, personId, homePairs(actor, links)) };
}

/** `homes`: of the person; a request whose address fits one of them is shown with it. One statement, four where there are requests. */
async function requestsOf(db: Db, personId: string, homes: readonly { houseId: string; premisesId: string }[]): Promise<Static<typeof LinkRequest>[]> {
  const rows = await db
    .selectFrom('ledger.link_request')
    .select(['id', 'number', 'address', 'flat', 'organization_id', 'status', 'asked_at', 'decide_by', 'reason'])
    .where('person_id', '=', personId)
    .where('status', 'in', ['waiting', 'refused'])
    .orderBy('asked_at', 'desc')
    .limit(20)
    .execute();
  const organizations = new Map(
    (rows.length > 0
      ? await organizationsByIds(
          db,
          rows.map((row) => row.organization_id),
        )
      : []
    ).map((one) => [one.id, one]),
  );
  const houses = new Map(
    (rows.length > 0
      ? await housesByIds(
          db,
          homes.map(({ houseId }) => houseId),
        )
      : []
    ).map((one) => [one.houseId, one]),
  );
  const premises = rows.length > 0 ? await premisesOf(db, homes) : [];
  const homeOf = ({ address, flat }: { address: string; flat: string }): string | null =>
    premises.find(
      (one) => fitsHouse(address, houses.get(one.houseId)!) && (flat === '' ? one.kind === 'detached_house' : one.number.toLowerCase() === flat.toLowerCase()),
    )?.premisesId ?? null;
  return rows.map((row) => ({
    id: row.id,
    premisesId: homeOf(row),
    number: row.number,
    address: row.flat === '' ? row.address : `${row.address}, кв. ${row.flat}`,
    organization: { id: row.organization_id, shortName: organizations.get(row.organization_id)!.shortName },
    status: row.status as 'waiting',
    askedAt: row.asked_at,
    decideBy: row.decide_by,
    reason: row.reason,
  }));
}

/** GET /api/v1/accounts/:houseId/:accountId. At most eight statements. */
export async function readAccount(ground: Ground, reading: Reading, key: { houseId: string; accountId: string }): Promise<Static<typeof AccountCard>> {
  const { isSuspended, ...account } = await accountInReach(reading.db, reading.actor, key);
  await lookAtAccount(ground, reading, account);
  return accountCard(reading.db, account, isSuspended);
}

/** An account in full, for whom it was found in reach. */
export async function accountCard(db: Db, account: Account, isSuspended = false): Promise<Static<typeof AccountCard>> {
  const [line] = await accountLines(db, [account], new Set(isSuspended ? [account.accountId] : []));
  const [organization] = await organizationsByIds(db, [account.organizationId]);
  const names = await serviceMap(db);
  return {
    ...line!,
    housingServiceId: account.housingServiceId,
    contract: account.contract,
    openedOn: account.openedOn,
    payee: publicOrganization(organization!),
    communal: await communalFlatOf(db, account),
    months: (await monthsOf(db, account)).map(({ period, ...sums }) => ({
      period,
      chargedKopecks: kopecksToJson(sums.chargedKopecks),
      paidKopecks: kopecksToJson(sums.paidKopecks),
      kopecks: kopecksToJson(sums.kopecks),
    })),
    debts: (await openDebts(db, [account])).map(({ period, serviceCode, kopecks }) => ({
      period,
      serviceCode,
      service: names.get(serviceCode)?.name ?? serviceCode,
      kopecks: kopecksToJson(kopecks),
    })),
  };
}

const markOf = ({ happenedOn, postedAt, sourceId, kind, period }: Operation): string =>
  Buffer.from(JSON.stringify([happenedOn, postedAt, sourceId, kind, period])).toString('base64url');

function readMark(mark: string): OperationCursor {
  try {
    const [happenedOn, postedAt, sourceId, kind, period] = JSON.parse(Buffer.from(mark, 'base64url').toString()) as unknown[];
    const isText = (value: unknown): value is string => typeof value === 'string';
    const isPlace =
      isText(happenedOn) &&
      isDay(happenedOn) &&
      isText(postedAt) &&
      !Number.isNaN(Date.parse(postedAt)) &&
      isText(sourceId) &&
      isUuid(sourceId) &&
      (period === null || (isText(period) && isMonth(period)));
    if (isPlace && OPERATIONS.some((one) => one === kind)) return { happenedOn, postedAt, sourceId, kind: kind as OperationCursor['kind'], period };
  } catch {
    // not a mark of ours: refused below
  }
  return refuse('list.mark');
}

const USUAL_PAGE = 50;

/** GET /api/v1/accounts/:houseId/:accountId/history. At most five statements. */
export async function readHistory(
  ground: Ground,
  reading: Reading,
  { params, query }: InputOf<typeof getAccountHistory>,
): Promise<AnswerOf<typeof getAccountHistory>> {
  const { db, actor } = reading;
  const account = await accountInReach(db, actor, params);
  await lookAtAccount(ground, reading, account);
  const limit = query.limit ?? USUAL_PAGE;
  const rows = await history(db, account, {
    from: query.from,
    to: query.to,
    ...(query.kind && { kinds: query.kind }),
    ...(query.after !== undefined && { after: readMark(query.after) }),
    limit: limit + 1,
  });
  const [organization] = await organizationsByIds(db, [account.organizationId]);
  const names = await serviceMap(db);
  const shown = rows.slice(0, limit);
  return {
    operations: shown.map(({ happenedOn, kind, period, kopecks, balanceKopecks, services, note }) => ({
      happenedOn,
      kind,
      period,
      kopecks: kopecksToJson(kopecks),
      balanceKopecks: kopecksToJson(balanceKopecks),
      services: services.map((code) => names.get(code)?.shortName ?? code),
      note,
      payee: organization!.shortName,
    })),
    next: rows.length > limit ? markOf(shown.at(-1)!) : null,
  };
}

/** GET /api/v1/houses/:houseId/suppliers: public facts. Five statements. */
export async function readSuppliers({ db, now }: Reading, houseId: string): Promise<AnswerOf<typeof getHouseSuppliers>> {
  const house = found((await housesByIds(db, [houseId]))[0]);
  const issuers = [...new Set((await accountsOfHouse(db, houseId)).map((account) => account.organizationId))];
  const suppliers = (await organizationsByIds(db, issuers)).sort((a, b) => a.shortName.localeCompare(b.shortName, 'ru'));
  const names = await serviceMap(db);
  const byId = new Map(suppliers.map((one) => [one.id, one]));
  const tariffs = await tariffsInForce(db, { organizationIds: issuers, houseIds: [houseId] }, dayIn(house.timeZone, now));
  const own = new Set(tariffs.filter((tariff) => tariff.houseId !== null).map((tariff) => `${tariff.organizationId} ${tariff.serviceCode}`));
  return {
    suppliers: suppliers.map(publicOrganization),
    tariffs: tariffs
      .filter((tariff) => tariff.houseId !== null || !own.has(`${tariff.organizationId} ${tariff.serviceCode}`))
      .map((tariff) => ({
        service: names.get(tariff.serviceCode)?.name ?? tariff.serviceCode,
        organization: byId.get(tariff.organizationId)!.shortName,
        zone: tariff.zone,
        fromVolume: tariff.fromVolume,
        value: tariff.value,
        unit: tariff.unit,
        fromDay: tariff.fromDay,
        decision: tariff.decision,
      })),
  };
}
