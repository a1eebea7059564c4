// Payments that a register brings: each operation of the bank once, whichever file names it.
import { type RawBuilder, sql } from 'kysely';
import { type PaymentPosting, postPayments, refundPayments } from '#modules/ledger';
import { deriveId } from '#platform/ids';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { nameKnown } from './register-named.ts';
import { keepReadings } from './register-readings.ts';
import { postReturns, takeBackReturns } from './register-returns.ts';
import './billing.tables.ts';

const AT_ONCE = 2_000;
export const REGISTER_SOURCE = 'register';

type Operation = { operationId: string; houseId: string; accountId: string; kopecks: bigint; paidOn: Day; row: number };
type Advance = (rows: number) => Promise<void>;

/** Posts the operations that no register has brought yet, in the order of accounts. Answers the houses. Eleven statements for each batch, two more where some of it is known. */
export async function postRegisterPayments(
  work: Work,
  { loadId, organizationId }: { loadId: string; organizationId: string },
  advance: Advance,
): Promise<string[]> {
  const houses = new Set<string>();
  let hasReadings = false;
  let done = 0;
  for (let rows = await nextOperations(work, loadId); rows.length > 0; rows = await nextOperations(work, loadId, rows.at(-1))) {
    const fresh = await keepOperations(
      work,
      { loadId, organizationId },
      rows.map((row) => ({ ...row, paymentId: deriveId(loadId, `payment ${row.operationId}`) })),
    );
    await postPayments(
      work,
      fresh.map(({ paymentId, houseId, accountId, kopecks, paidOn }): PaymentPosting => ({
        paymentId,
        parts: [{ houseId, accountId, kopecks }],
        happenedOn: paidOn,
        book: 'bank',
        sourceKind: REGISTER_SOURCE,
      })),
    );
    hasReadings =
      (await keepReadings(
        work,
        { loadId, organizationId },
        fresh.map(({ row }) => row),
      )) || hasReadings;
    const posted = new Set(fresh.map(({ row }) => row));
    await nameKnown(
      work,
      { loadId, organizationId },
      rows.flatMap(({ row }) => (posted.has(row) ? [] : [row])),
    );
    for (const { houseId } of fresh) houses.add(houseId);
    await work.flush();
    await advance((done += rows.length));
  }
  if (hasReadings) work.emit('register.readings', { loadId, organizationId }, [`organization:${organizationId}`]);
  return [...new Set([...houses, ...(await postReturns(work, { loadId, organizationId }))])];
}

async function nextOperations(work: Work, loadId: string, after?: Operation): Promise<Operation[]> {
  const further = after ? sql`and (house_id, account_id, paid_on, row) > (${after.houseId}, ${after.accountId}, ${after.paidOn}, ${after.row})` : sql``;
  const { rows } = await sql<Operation>`
    select operation_id as "operationId", house_id as "houseId", account_id as "accountId", total_kopecks as kopecks, paid_on as "paidOn", row from billing.load_row
    where load_id = ${loadId} and total_kopecks > 0 ${further} order by house_id, account_id, paid_on, row limit ${AT_ONCE}`.execute(work.tx);
  return rows;
}

/** The decision by which an operation is not posted again: its money went back to the sender, or was taken off this very account. */
export const decidedOtherwise = (organizationId: RawBuilder<unknown>, row: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select 1 from billing.unmatched_payment u where u.organization_id = ${organizationId} and u.operation_id = ${row}.operation_id and (u.status = 'returned' or (u.status = 'open' and u.taken_off_account_id = ${row}.account_id))`;

/** Answers those that were not known: brought by a register before, returned to their sender, or taken off this very account. */
async function keepOperations<Own extends Operation & { paymentId: string }>(
  work: Work,
  { loadId, organizationId }: { loadId: string; organizationId: string },
  given: readonly Own[],
): Promise<Own[]> {
  const { rows } = await sql<{ operationId: string }>`
    insert into billing.register_payment (organization_id, operation_id, load_id, payment_id, house_id, account_id, kopecks, paid_on)
    select ${organizationId}, g.*
    from (select operation_id, ${loadId}::uuid, payment_id, house_id, account_id, kopecks, paid_on from unnest(${given.map((one) => one.operationId)}::text[], ${given.map((one) => one.paymentId)}::uuid[],
      ${given.map((one) => one.houseId)}::uuid[], ${given.map((one) => one.accountId)}::uuid[], ${given.map((one) => one.kopecks)}::bigint[], ${given.map((one) => one.paidOn)}::date[]) g (operation_id, payment_id, house_id, account_id, kopecks, paid_on)) g
    where not exists (${decidedOtherwise(sql`${organizationId}::uuid`, sql`g`)})
    on conflict do nothing returning operation_id as "operationId"`.execute(work.tx);
  const fresh = new Set(rows.map(({ operationId }) => operationId));
  return given.filter(({ operationId }) => fresh.has(operationId));
}

/** Takes back all payments that still are the load's, but what was given back of them already; the operations may come again. Answers the houses. Nine statements for each batch. */
export async function takeBackPayments(work: Work, { loadId, onDay }: { loadId: string; onDay: Day }, advance: Advance): Promise<string[]> {
  type Taken = { paymentId: string; houseId: string; accountId: string; kopecks: bigint };
  const houses = new Set(await takeBackReturns(work, loadId));
  await work.tx.deleteFrom('billing.register_reading').where('load_id', '=', loadId).execute();
  await work.tx.deleteFrom('billing.register_named').where('load_id', '=', loadId).execute();
  for (let done = 0; ;) {
    const { rows } = await sql<Taken>`
      delete from billing.register_payment where (organization_id, operation_id) in (select organization_id, operation_id from billing.register_payment where load_id = ${loadId} order by house_id, account_id limit ${AT_ONCE})
      returning payment_id as "paymentId", house_id as "houseId", account_id as "accountId", kopecks - returned_kopecks as kopecks`.execute(work.tx);
    if (rows.length === 0) return [...houses];
    await refundPayments(
      work,
      rows
        .filter(({ kopecks }) => kopecks > 0n)
        .map(({ paymentId, ...part }) => ({
          paymentId,
          parts: [part],
          happenedOn: onDay,
          book: 'bank' as const,
          sourceKind: REGISTER_SOURCE,
          note: 'Загрузка реестра отменена',
        })),
    );
    for (const { houseId } of rows) houses.add(houseId);
    await work.flush();
    await advance((done += rows.length));
  }
}
