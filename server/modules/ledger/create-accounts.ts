// Personal accounts are opened in bulk: by a load, by the demo town, by a new organization.
import { sql } from 'kysely';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import type { Work } from '#platform/work';
import type { AccountKind } from './accounts.queries.ts';
import type { AccountKey } from './post-transfers.ts';
import './ledger.events.ts';
import './ledger.tables.ts';

export type NewAccount = {
  houseId: string;
  accountId?: string;
  premisesId: string;
  organizationId: string;
  number: string;
  unifiedNumber?: string | null;
  housingServiceId?: string | null;
  kind: AccountKind;
  contract?: string | null;
  openedOn: string;
};

/** Opens accounts by three statements; answers their keys in order. A number taken in the organization rolls everything back. */
export async function createAccounts(work: Work, accounts: readonly NewAccount[]): Promise<AccountKey[]> {
  const rows = accounts.map((one, n) => ({
    house_id: one.houseId,
    id: one.accountId ?? deriveId(work.id, `account ${n}`),
    premises_id: one.premisesId,
    organization_id: one.organizationId,
    number: one.number,
    unified_number: one.unifiedNumber ?? null,
    housing_service_id: one.housingServiceId ?? null,
    kind: one.kind,
    contract: one.contract ?? null,
    opened_on: one.openedOn,
  }));
  await insertRows(work.tx, 'ledger.account', rows);
  await insertRows(
    work.tx,
    'ledger.account_number',
    rows.map((row) => ({ organization_id: row.organization_id, number: row.number, house_id: row.house_id, account_id: row.id })),
  );
  await insertRows(
    work.tx,
    'ledger.unified_number',
    rows.flatMap((row) => (row.unified_number === null ? [] : [{ unified_number: row.unified_number, house_id: row.house_id, account_id: row.id }])),
  );
  for (const [houseId, own] of Map.groupBy(rows, (row) => row.house_id))
    work.journal({ stream: `house:${houseId}`, action: 'accounts.opened', object: { kind: 'house', id: houseId }, houseId, facts: { count: own.length } });
  return rows.map((row) => ({ houseId: row.house_id, accountId: row.id }));
}

export type LinkProof = 'last_bill' | 'organization' | 'ownership' | 'invitation';
export type NewLink = AccountKey & { personId: string; premisesId: string; proof: LinkProof; contract?: string | null };

/** Lets people see accounts whose right is proven. A link that was removed comes back; one that stands stays as it is. */
export async function linkAccounts(work: Work, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  const column = <Value>(pick: (link: NewLink) => Value): Value[] => links.map(pick);
  const { rows } = await sql<{ personId: string; houseId: string; accountId: string; premisesId: string; proof: string }>`
    insert into ledger.account_link as l (person_id, house_id, account_id, premises_id, proof, contract, status, linked_at)
    select *, 'linked', ${work.now.toISOString()}::timestamptz from unnest(${column((l) => l.personId)}::uuid[], ${column((l) => l.houseId)}::uuid[], ${column((l) => l.accountId)}::uuid[], ${column((l) => l.premisesId)}::uuid[],
      ${column((l) => l.proof)}::text[], ${column((l) => l.contract ?? null)}::text[])
    on conflict (person_id, account_id) do update set status = 'linked', proof = excluded.proof, linked_at = excluded.linked_at, contract = coalesce(excluded.contract, l.contract), suspended_at = null, version = l.version + 1
    where l.status <> 'linked'
    returning person_id as "personId", house_id as "houseId", account_id as "accountId", premises_id as "premisesId", proof`.execute(work.tx);
  for (const { personId, houseId, accountId, proof } of rows) {
    work.journal({ stream: `person:${personId}`, action: 'account.linked', object: { kind: 'account', id: accountId }, personId, houseId, facts: { proof } });
    work.emit('account.linked', { personId, houseId, accountId }, [`person:${personId}`]);
  }
}

/** One link; see `linkAccounts`. */
export const linkAccount = (work: Work, link: NewLink): Promise<void> => linkAccounts(work, [link]);
