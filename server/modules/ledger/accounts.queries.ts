// Personal accounts: found by number, by premises, by person.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Pair } from '#modules/housing';
import { type AccountKey, amongAccounts } from './post-transfers.ts';
import './ledger.tables.ts';

export const ACCOUNT_KINDS = ['manager', 'supplier', 'repair', 'waste', 'billing_centre'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export type Account = AccountKey & {
  premisesId: string;
  organizationId: string;
  number: string;
  unifiedNumber: string | null;
  housingServiceId: string | null;
  kind: AccountKind;
  contract: string | null;
  openedOn: string;
  closedOn: string | null;
  version: number;
};

const accounts = (db: Db) =>
  db
    .selectFrom('ledger.account as a')
    .select([
      'a.house_id as houseId',
      'a.id as accountId',
      'a.premises_id as premisesId',
      'a.organization_id as organizationId',
      'a.number',
      'a.unified_number as unifiedNumber',
      'a.housing_service_id as housingServiceId',
      'a.kind',
      'a.contract',
      'a.opened_on as openedOn',
      'a.closed_on as closedOn',
      'a.version',
    ])
    .$castTo<Account>();

/** Accounts by their keys, in no order; unknown ones are passed over. */
export const accountsByIds = async (db: Db, keys: readonly AccountKey[]): Promise<Account[]> =>
  keys.length === 0
    ? []
    : accounts(db)
        .where(amongAccounts(keys, 'a.house_id', 'a.id'))
        .execute();

/** Accounts of premises, by organization kind and number. */
export async function accountsOfPremises(db: Db, pairs: readonly Pair[]): Promise<Account[]> {
  if (pairs.length === 0) return [];
  return accounts(db)
    .where(
      sql<boolean>`(a.house_id, a.premises_id) in (select * from unnest(${pairs.map((pair) => pair.houseId)}::uuid[], ${pairs.map((pair) => pair.premisesId)}::uuid[]))`,
    )
    .orderBy('a.kind')
    .orderBy('a.number')
    .orderBy('a.id')
    .execute();
}

/** All accounts of a house, or of one organization in it. */
export const accountsOfHouse = (db: Db, houseId: string, organizationId?: string): Promise<Account[]> =>
  accounts(db)
    .where('a.house_id', '=', houseId)
    .$if(organizationId !== undefined, (query) => query.where('a.organization_id', '=', organizationId!))
    .orderBy('a.number')
    .orderBy('a.id')
    .execute();

/** Houses in which the organizations keep accounts: stepping from house to house, not over their accounts. One statement. */
export async function housesOfIssuer(db: Db, organizationIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ houseId: string }>`
    with recursive stepped as (
      select o.id, '00000000-0000-0000-0000-000000000000'::uuid as house_id from unnest(${[...organizationIds]}::uuid[]) o (id)
      union all
      select s.id, (select a.house_id from ledger.account a where a.organization_id = s.id and a.house_id > s.house_id order by a.house_id limit 1) from stepped s where s.house_id is not null)
    select distinct house_id as "houseId" from stepped where house_id > '00000000-0000-0000-0000-000000000000'`.execute(db);
  return rows.map(({ houseId }) => houseId);
}

/** Of an organization's numbers those that are known, as number → account. One statement for any number of them. */
export async function accountsByNumbers(db: Db, organizationId: string, numbers: readonly string[]): Promise<Map<string, AccountKey>> {
  const rows = await db
    .selectFrom('ledger.account_number')
    .select(['number', 'house_id as houseId', 'account_id as accountId'])
    .where('organization_id', '=', organizationId)
    .where('number', '=', sql<string>`any(${[...new Set(numbers)]}::text[])`)
    .execute();
  return new Map(rows.map(({ number, ...account }) => [number, account]));
}

/** Of the unified numbers those that are known; one number may stand on several accounts of the premises. */
export async function accountsByUnified(db: Db, unifiedNumbers: readonly string[]): Promise<Map<string, AccountKey[]>> {
  const rows = await db
    .selectFrom('ledger.unified_number')
    .select(['unified_number', 'house_id as houseId', 'account_id as accountId'])
    .where('unified_number', '=', sql<string>`any(${[...new Set(unifiedNumbers)]}::text[])`)
    .orderBy('account_id')
    .execute();
  const found = new Map<string, AccountKey[]>();
  for (const { unified_number, ...account } of rows) found.set(unified_number, [...(found.get(unified_number) ?? []), account]);
  return found;
}

export type LinkedAccount = AccountKey & { premisesId: string; isSuspended: boolean };

/** The accounts that a person sees, as pairs for further statements. */
export const linkedAccounts = (db: Db, personId: string): Promise<LinkedAccount[]> =>
  db
    .selectFrom('ledger.account_link')
    .select(['house_id as houseId', 'account_id as accountId', 'premises_id as premisesId', sql<boolean>`suspended_at is not null`.as('isSuspended')])
    .where('person_id', '=', personId)
    .where('status', '=', 'linked')
    .orderBy('premises_id')
    .orderBy('account_id')
    .execute();

/** The people who see each of the accounts, for notices. */
export const peopleOfAccounts = async (db: Db, keys: readonly AccountKey[]): Promise<{ personId: string; houseId: string; accountId: string }[]> =>
  keys.length === 0
    ? []
    : db
        .selectFrom('ledger.account_link')
        .select(['person_id as personId', 'house_id as houseId', 'account_id as accountId'])
        .where('status', '=', 'linked')
        .where(amongAccounts(keys))
        .execute();

/** The people who see an account of this number at any organization, or of this unified number. Two statements. */
export async function peopleByAccountNumber(db: Db, typed: string): Promise<string[]> {
  const number = normalNumber(typed);
  const keys = isUnifiedNumber(number)
    ? ((await accountsByUnified(db, [number])).get(number) ?? [])
    : await db.selectFrom('ledger.account_number').select(['house_id as houseId', 'account_id as accountId']).where('number', '=', number).execute();
  return [...new Set((await peopleOfAccounts(db, keys)).map(({ personId }) => personId))].sort();
}

export type Listener = { personId: string; houseId: string; accountId: string; without: ('email' | 'sms')[] };

/** Who is told about each of the accounts, and by which ways not: whoever suspended the account is left out (ACC-3). One statement. */
export async function listenersOfAccounts(db: Db, keys: readonly AccountKey[]): Promise<Listener[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .selectFrom('ledger.account_link')
    .select(['person_id as personId', 'house_id as houseId', 'account_id as accountId', 'by_email', 'by_sms'])
    .where('status', '=', 'linked')
    .where('suspended_at', 'is', null)
    .where(amongAccounts(keys))
    .execute();
  return rows.map(({ by_email, by_sms, ...one }) => ({ ...one, without: [...(by_email ? [] : ['email' as const]), ...(by_sms ? [] : ['sms' as const])] }));
}

type Keeping = { readonly personId: string; readonly premisesId: string; readonly organizationId: string };

/** How `suspendedAccounts` names the accounts of a person's home at an organization. */
export const suspensionOf = ({ personId, premisesId, organizationId }: Keeping): string => `${personId} ${premisesId} ${organizationId}`;

/** Of the homes of the people, those whose every account at an organization they have suspended: no reminder comes and nothing is asked for (ACC-3). One statement. */
export async function suspendedAccounts(db: Db, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('ledger.account_link as l')
    .innerJoin('ledger.account as a', (on) => on.onRef('a.house_id', '=', 'l.house_id').onRef('a.id', '=', 'l.account_id'))
    .select(['l.person_id as personId', 'l.premises_id as premisesId', 'a.organization_id as organizationId'])
    .where('l.person_id', '=', sql<string>`any(${[...personIds]}::uuid[])`)
    .where('l.status', '=', 'linked')
    .groupBy(['l.person_id', 'l.premises_id', 'a.organization_id'])
    .having(sql<boolean>`bool_and(l.suspended_at is not null)`)
    .execute();
  return new Set(rows.map(suspensionOf));
}

/** Numbers as people type them: Latin letters that look Russian are Russian, no spaces, upper case. Pure. */
export function normalNumber(typed: string): string {
  const LATIN = 'ABCEHKMOPTXY';
  const RUSSIAN = 'АВСЕНКМОРТХУ';
  return typed
    .replace(/\s+/gu, '')
    .toUpperCase()
    .replace(/[ABCEHKMOPTXY]/g, (letter) => RUSSIAN[LATIN.indexOf(letter)]!);
}
/** The unified account number of the state system: `80РС558347` (its form only, it has no public check digit). */
export const isUnifiedNumber = (text: string): boolean => /^\d{2}[А-Я]{2}\d{6}$/.test(text);
