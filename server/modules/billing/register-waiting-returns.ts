// A bank's return of a payment that still waits for an account (PAY-7): it closes the waiting one, nothing comes onto any account. The row is noted when its
// register is checked and closes when it is loaded; taken back, the payment waits again.
import { sql } from 'kysely';
import { formatDayDigits } from '#contract/russian';
import { insertRows } from '#platform/insert-rows';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { registerErrors } from './register-texts.ts';
import { writeKopecks } from './register-values.ts';
import './billing.tables.ts';

type Load = { loadId: string; organizationId: string };
/** A staged return; `accountId` where its account is known. Kopecks above zero. */
export type WaitingReturn = {
  row: number;
  operationId: string;
  accountNumber: string;
  accountId: string | null;
  kopecks: bigint;
  paidOn: Day;
};
type Waiting = { operationId: string; accountNumber: string; takenOffAccountId: string | null; kopecks: bigint; paidOn: Day; returnOperationId: string | null };

/** A return under the number of its payment gets a number of its own. */
const numberOf = ({ operationId }: WaitingReturn, waiting: Waiting): string => (operationId === waiting.operationId ? `${operationId} возврат` : operationId);
const isSameNumber = ({ operationId }: WaitingReturn, waiting: Waiting): boolean =>
  operationId === waiting.operationId || operationId === `${waiting.operationId} возврат`;
const isSameAccount = (one: WaitingReturn, waiting: Waiting): boolean =>
  waiting.paidOn <= one.paidOn && (one.accountNumber === waiting.accountNumber || (one.accountId !== null && one.accountId === waiting.takenOffAccountId));

type Pair = { one: WaitingReturn; waiting: Waiting };

/** Each return with the waiting payment of its number, else with the newest of its account and sum that no other return of the file has. Those known already come first. Pure. */
function pairReturns(returns: readonly WaitingReturn[], all: readonly Waiting[], mayBeOfAccount: (one: WaitingReturn) => boolean): Pair[] {
  const known = all.filter(({ returnOperationId }) => returnOperationId !== null);
  const free = all.filter(({ returnOperationId }) => returnOperationId === null).toSorted((a, b) => (a.paidOn < b.paidOn ? 1 : -1));
  const pairs = new Map<WaitingReturn, Waiting>();
  const take = (fits: (one: WaitingReturn, waiting: Waiting) => boolean): void => {
    for (const one of returns) {
      const place = pairs.has(one) ? -1 : free.findIndex((waiting) => waiting.kopecks === one.kopecks && fits(one, waiting));
      if (place >= 0) pairs.set(one, free.splice(place, 1)[0]!);
    }
  };
  for (const one of returns) {
    const same = known.find((waiting) => waiting.kopecks === one.kopecks && numberOf(one, waiting) === waiting.returnOperationId);
    if (same) pairs.set(one, same);
  }
  take(isSameNumber);
  take((one, waiting) => mayBeOfAccount(one) && isSameAccount(one, waiting));
  return [...pairs].map(([one, waiting]) => ({ one, waiting }));
}

/** What waits in the organization, what banks have given back of it, and what the register itself would set aside; of these sums. One statement. */
async function waitingOf(db: Db, loadId: string, returns: readonly WaitingReturn[]): Promise<Waiting[]> {
  const sums = [...new Set(returns.map(({ kopecks }) => kopecks))];
  const { rows } = await sql<Waiting>`
    select u.operation_id as "operationId", u.account_number as "accountNumber", u.taken_off_account_id as "takenOffAccountId", u.kopecks, u.paid_on as "paidOn", u.return_operation_id as "returnOperationId"
    from billing.unmatched_payment u join billing.register_load l on l.id = ${loadId} and l.organization_id = u.organization_id
    where (u.status = 'open' or u.return_operation_id is not null) and u.kopecks = any(${sums}::bigint[])
      and not exists (select from billing.load_error n where n.load_id = ${loadId} and n.scope = 'note' and n.operation->>'of' = u.operation_id)
    union all
    select o.operation->>'operationId', o.operation->>'accountNumber', null, (o.operation->>'kopecks')::bigint, (o.operation->>'paidOn')::date, null
    from billing.load_error o join billing.register_load l on l.id = o.load_id
    where o.load_id = ${loadId} and (o.operation->>'kopecks')::bigint = any(${sums}::bigint[])
      and not exists (select from billing.load_error n where n.load_id = ${loadId} and n.scope = 'note' and n.operation->>'of' = o.operation->>'operationId')
      and not exists (select from billing.register_payment p where p.organization_id = l.organization_id and p.operation_id = o.operation->>'operationId')
      and not exists (select from billing.unmatched_payment u where u.organization_id = l.organization_id and u.operation_id = o.operation->>'operationId' and u.status <> 'taken_back')`.execute(
    db,
  );
  return rows;
}

/** Staged returns that bear the number of a waiting payment, and those whose account was not found. One statement. */
async function returnsToNote(db: Db, loadId: string): Promise<WaitingReturn[]> {
  const { rows } = await sql<WaitingReturn>`
    select r.row, r.operation_id as "operationId", r.account_number as "accountNumber", r.account_id as "accountId", -r.total_kopecks as kopecks, r.paid_on as "paidOn"
    from billing.load_row r join billing.register_load l on l.id = r.load_id
    where r.load_id = ${loadId} and r.total_kopecks < 0 and r.operation_id is not null
      and (exists (select from billing.unmatched_payment u where u.organization_id = l.organization_id and u.operation_id in (r.operation_id, regexp_replace(r.operation_id, ' возврат$', '')) and u.status <> 'taken_back')
        or exists (select from billing.unmatched_payment u where u.organization_id = l.organization_id and u.return_operation_id = r.operation_id)
        or r.operation_id in (select o.operation->>'operationId' from billing.load_error o where o.load_id = ${loadId} and o.operation is not null))
    union all
    select o.row, o.operation->>'operationId', o.operation->>'accountNumber', null, -(o.operation->>'kopecks')::bigint, (o.operation->>'paidOn')::date
    from billing.load_error o join billing.register_load l on l.id = o.load_id where o.load_id = ${loadId} and o.scope = 'row' and (o.operation->>'kopecks')::bigint < 0
      and not exists (select from billing.register_payment p where p.organization_id = l.organization_id and p.operation_id = o.operation->>'operationId')
    order by row`.execute(db);
  return rows;
}

/**
 * Notes the returns that close what waits; answers the others as they were. Not given: those that bear the number of one, and those whose account was not found;
 * a return of a known account may be of a posted payment and is given afterwards. Two statements where there are no returns, at most six.
 */
export async function noteReturns(tx: Db, loadId: string, given?: readonly WaitingReturn[]): Promise<WaitingReturn[]> {
  const returns = given ?? (await returnsToNote(tx, loadId));
  if (returns.length === 0) return [];
  const pairs = pairReturns(returns, await waitingOf(tx, loadId, returns), ({ accountId }) => given !== undefined || accountId === null);
  if (pairs.length === 0) return [...returns];
  const rows = sql`any(${pairs.map(({ one }) => one.row)}::int[])`;
  await sql`delete from billing.load_row where load_id = ${loadId} and row = ${rows}`.execute(tx);
  await sql`delete from billing.load_error where load_id = ${loadId} and row = ${rows} and operation is not null`.execute(tx);
  await insertRows(
    tx,
    'billing.load_error',
    pairs.map(({ one, waiting }) => {
      const isKnown = waiting.returnOperationId !== null;
      const code = isKnown ? 'operation.returnKnown' : 'operation.returnsWaiting';
      const facts = { operation: waiting.operationId, day: formatDayDigits(waiting.paidOn), kopecks: writeKopecks(waiting.kopecks) };
      const operation = {
        operationId: numberOf(one, waiting),
        accountNumber: one.accountNumber,
        kopecks: (-one.kopecks).toString(),
        paidOn: one.paidOn,
        ...(!isKnown && { of: waiting.operationId }),
      };
      return { load_id: loadId, scope: 'note', row: one.row, column_name: null, code, detail: registerErrors[code](facts), account_number: null, operation };
    }),
  );
  const noted = new Set(pairs.map(({ one }) => one));
  return returns.filter((one) => !noted.has(one));
}

/** What the noted returns name is closed; a return whose payment was settled after the check becomes an error. Three statements, one where nothing is noted. */
export async function closeReturned(work: Work, { loadId, organizationId }: Load): Promise<void> {
  const { rows } = await sql`select 1 from billing.load_error where load_id = ${loadId} and scope = 'note' limit 1`.execute(work.tx);
  if (rows.length === 0) return;
  await sql`
    update billing.unmatched_payment u set status = 'returned', reason = 'Вернул банк', return_operation_id = o.operation->>'operationId', return_load_id = ${loadId}::uuid, return_on = (o.operation->>'paidOn')::date,
      decided_by = null, decided_at = ${work.now.toISOString()}::timestamptz, version = u.version + 1
    from billing.load_error o where o.load_id = ${loadId} and o.scope = 'note' and u.organization_id = ${organizationId} and u.operation_id = o.operation->>'of' and u.status = 'open' and u.kopecks = -(o.operation->>'kopecks')::bigint
      and not exists (select from billing.unmatched_payment k where k.organization_id = ${organizationId} and k.return_operation_id = o.operation->>'operationId')`.execute(
    work.tx,
  );
  await sql`insert into billing.register_named (organization_id, operation_id, load_id, row)
    select u.organization_id, u.return_operation_id, o.load_id, o.row from billing.load_error o join billing.unmatched_payment u on u.organization_id = ${organizationId} and u.return_operation_id = o.operation->>'operationId'
    where o.load_id = ${loadId} and o.scope = 'note' and u.return_load_id <> ${loadId}`.execute(work.tx);
  await sql`update billing.load_error o set scope = 'row', code = 'operation.returnSettled', detail = ${registerErrors['operation.returnSettled']()}, operation = null
    where o.load_id = ${loadId} and o.scope = 'note' and not exists (select from billing.unmatched_payment u where u.organization_id = ${organizationId} and u.return_operation_id = o.operation->>'operationId')`.execute(
    work.tx,
  );
}

/** The register is taken back: its returns are another's that names them, as long as their payments stay; else what they closed waits again. Two statements. */
export async function takeBackClosings(work: Work, { loadId, organizationId }: Load): Promise<void> {
  await sql`
    with heir as (
      select distinct on (u.operation_id) u.operation_id, n.load_id, n.operation_id as return_id from billing.unmatched_payment u
      join billing.register_named n on n.organization_id = u.organization_id and n.operation_id = u.return_operation_id and n.load_id <> ${loadId}
      join billing.register_load l on l.id = n.load_id and l.status in ('loaded', 'taking_back')
      where u.return_load_id = ${loadId} and u.load_id <> ${loadId} order by u.operation_id, l.loaded_at, n.load_id),
    no_longer_named as (delete from billing.register_named n using heir where n.organization_id = ${organizationId} and n.operation_id = heir.return_id and n.load_id = heir.load_id)
    update billing.unmatched_payment u set return_load_id = heir.load_id from heir where u.organization_id = ${organizationId} and u.operation_id = heir.operation_id`.execute(
    work.tx,
  );
  await sql`update billing.unmatched_payment set status = 'open', reason = null, return_operation_id = null, return_load_id = null, return_on = null, decided_at = null, version = version + 1
    where return_load_id = ${loadId}`.execute(work.tx);
}
