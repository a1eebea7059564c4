// The accounts of an accountant's organizations as a list (X-1): found by number, address or owner's name.
import { type RawBuilder, sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { type getWorkAccounts, workAccountColumns } from '#contract/ledger';
import type { ListRow } from '#contract/list';
import { foundPremises, premisesByAddress, premisesByOwnerName, premisesOf } from '#modules/housing';
import { organizationsOf } from '#platform/actor';
import { list, readList } from '#platform/lists';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import type { Ground } from '#platform/work';
import { type AccountSums, accountSums } from './account-sums.ts';
import { housesOfIssuer, normalNumber } from './accounts.queries.ts';
import { balances } from './balances.queries.ts';
import { ACCOUNT_STAFF } from './ledger.policy.ts';
import { lookAtAccounts } from './look-at-accounts.ts';
import { ownersByPremises } from './owners-by-premises.ts';
import './ledger.tables.ts';

const MOSCOW = 'Europe/Moscow';
/** Words of an address that say nothing of which. */
const EMPTY_WORDS = new Set(['ул', 'д', 'дом', 'кв', 'улица', 'квартира']);

/** A page looks through so many homes: of a crowd it shows a part and says so, the file has all of it. */
export const HOMES_LOOKED_THROUGH = 2_000;

/** Null: not asked by that. `homes`: rows of house and premises. */
type Scope = {
  readonly organizationIds: readonly string[];
  readonly number: string | null;
  readonly homes: RawBuilder<unknown> | null;
  readonly isPart: boolean;
  readonly today: Day;
};

// One organization is said to be one: only then does the index give the order of numbers.
const amongOrganizations = (ids: readonly string[]) =>
  ids.length === 1 ? sql<boolean>`a.organization_id = ${ids[0]}` : sql<boolean>`a.organization_id = any(${[...ids]}::uuid[])`;
const isNumber = (text: string) =>
  sql<boolean>`(a.number like ${`${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`} or a.unified_number = ${normalNumber(text)})`;

/** Address, owners and sums come by `tellAccounts`. */
export const workAccountList = list({
  columns: workAccountColumns,
  name: 'Лицевые счета',
  values: {
    number: sql`a.number`,
    address: sql`''::text`,
    owners: sql`''::text`,
    kind: sql`a.kind`,
    openedOn: sql`a.opened_on`,
    closedOn: sql`a.closed_on`,
    dueKopecks: sql`0`,
    advanceKopecks: sql`0`,
    reservedKopecks: sql`0`,
    houseId: sql`a.house_id`,
    premisesId: sql`a.premises_id`,
  },
  id: { value: sql`a.id`, type: 'uuid' },
  from: () => sql`ledger.account a`,
  where: ({ organizationIds, number, homes }: Scope) => sql`${amongOrganizations(organizationIds)}
    and ${number === null ? sql`true` : isNumber(number)}
    and ${homes === null ? sql`true` : sql`(a.house_id, a.premises_id) in (${homes})`}`,
  // Of all accounts by the sums that postings keep, of those sought by their balances.
  sums: async (db, { scope: { organizationIds, number, homes }, query, where }) => {
    if (number === null && homes === null && query['ids'] === undefined) return accountSums(db, organizationIds, query['kind'] as string[] | undefined);
    const { rows } = await sql<AccountSums>`
      select coalesce(sum(b.kopecks) filter (where b.kopecks > 0), 0)::bigint as "dueKopecks", coalesce(-sum(b.kopecks) filter (where b.kopecks < 0), 0)::bigint as "advanceKopecks"
      from ledger.account a join ledger.balance b on b.house_id = a.house_id and b.account_id = a.id and b.kopecks <> 0 where ${where}`.execute(db);
    return rows[0]!;
  },
  sort: 'number',
});

/** By number first, else by the words of an address or an owner's name: whole (a file), or at most so many homes. At most three statements. */
export async function workAccountScope({ db, actor, now, input }: Reading & { input: { query: unknown } }, most?: number): Promise<Scope> {
  const [organizationIds, today] = [organizationsOf(actor, ACCOUNT_STAFF), dayIn(MOSCOW, now)];
  const text = ((input.query as { q?: string }).q ?? '').trim();
  const whole = { organizationIds, number: null, homes: null, isPart: false, today };
  if (text === '') return whole;
  const { rows } = await sql`select from ledger.account a where ${amongOrganizations(organizationIds)} and ${isNumber(text)} limit 1`.execute(db);
  if (rows.length > 0) return { ...whole, number: text };
  const houses = await housesOfIssuer(db, organizationIds);
  const words = text
    .toLowerCase()
    .split(/[\s,.]+/u)
    .filter((word) => word !== '' && !EMPTY_WORDS.has(word));
  const sought = sql`${premisesByAddress(houses, words.length === 0 ? [text] : words)} union all ${premisesByOwnerName(houses, { name: text, day: today })}`;
  const { homes, isPart } = await foundPremises(db, sought, most ?? HOMES_LOOKED_THROUGH);
  if (isPart && most === undefined) return { ...whole, homes: sought };
  return { ...whole, homes: sql`select * from unnest(${homes.map((home) => home.houseId)}::uuid[], ${homes.map((home) => home.premisesId)}::uuid[])`, isPart };
}

/** GET /api/v1/work/accounts. Eight statements of a whole list, three more of a search. */
export async function readWorkAccounts(ground: Ground, reading: Reading, input: InputOf<typeof getWorkAccounts>): Promise<AnswerOf<typeof getWorkAccounts>> {
  const scope = await workAccountScope({ ...reading, input }, HOMES_LOOKED_THROUGH);
  const page = await readList(reading.db, workAccountList, scope, input.query);
  await lookAtWorkAccounts({ ground, ...reading }, page.rows);
  return { ...page, isPart: scope.isPart, rows: await tellAccounts(reading.db, scope, page.rows) };
}

type Row = ListRow<typeof workAccountColumns>;
const keyOf = ({ id, houseId, premisesId }: Row) => ({ accountId: id, houseId, premisesId });

export const lookAtWorkAccounts = ({ ground, ...reading }: Reading & { ground: Ground }, rows: readonly Row[]): Promise<void> =>
  lookAtAccounts(ground, reading, { accounts: rows.map(keyOf), object: { kind: 'accounts' }, what: 'список лицевых счетов с фамилиями' });

/** Three statements for any number of rows. */
export async function tellAccounts(db: Db, { today }: Scope, rows: readonly Row[]): Promise<Row[]> {
  const accounts = rows.map(keyOf);
  const addresses = new Map((await premisesOf(db, accounts)).map((one) => [one.premisesId, one.address]));
  const owners = await ownersByPremises(db, accounts, today);
  const sums = new Map((await balances(db, accounts)).map((one) => [one.accountId, one]));
  return rows.map((row) => {
    const { dueKopecks, advanceKopecks, reservedKopecks } = sums.get(row.id) ?? { dueKopecks: 0n, advanceKopecks: 0n, reservedKopecks: 0n };
    const told = { dueKopecks: kopecksToJson(dueKopecks), advanceKopecks: kopecksToJson(advanceKopecks), reservedKopecks: kopecksToJson(reservedKopecks) };
    return { ...row, ...told, address: addresses.get(row.premisesId) ?? '', owners: (owners.get(row.premisesId) ?? []).join(', ') };
  });
}
