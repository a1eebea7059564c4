// Operations of a bank whose account is not found: set aside when their register is loaded, settled by hand, exactly once.
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { resolveUnmatched as resolveEndpoint, returnUnmatched as returnEndpoint } from '#contract/unmatched';
import { accountsByIds, accountsByNumbers, postPayment } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { lockName, type Work } from '#platform/work';
import { takeBackClosings } from './register-waiting-returns.ts';
import { othersNaming } from './register-named.ts';
import { REGISTER_SOURCE } from './register-payments.ts';
import { readUnmatched } from './unmatched.queries.ts';
import { registerOrganizations } from './registers.policy.ts';
import './billing.events.ts';
import './billing.tables.ts';

type Load = { loadId: string; organizationId: string };

const WAITS_AGAIN = sql`
    on conflict (organization_id, operation_id) do update
    set status = 'open', load_id = excluded.load_id, account_number = excluded.account_number, unified_number = excluded.unified_number, payer_name = excluded.payer_name, address = excluded.address,
      reason = null, house_id = null, account_id = null, decided_by = null, decided_at = null, version = u.version + 1
    where u.status = 'taken_back'`;

/** What the errors of a payment register tell as operations becomes open payments; those that are known already stay as they are. One statement. */
export async function setAside(work: Work, { loadId, organizationId }: Load): Promise<void> {
  await sql`
    insert into billing.unmatched_payment as u (organization_id, operation_id, id, load_id, account_number, unified_number, payer_name, address, kopecks, paid_on, status, created_at)
    select distinct on (o.operation->>'operationId') ${organizationId}::uuid, o.operation->>'operationId', gen_random_uuid(), ${loadId}::uuid, o.operation->>'accountNumber', o.operation->>'unifiedNumber', o.operation->>'payerName',
      o.operation->>'address', (o.operation->>'kopecks')::bigint, (o.operation->>'paidOn')::date, 'open', ${work.now.toISOString()}::timestamptz
    from billing.load_error o
    where o.load_id = ${loadId} and (o.operation->>'kopecks')::bigint > 0
      and not exists (select 1 from billing.register_payment p where p.organization_id = ${organizationId} and p.operation_id = o.operation->>'operationId')
    order by o.operation->>'operationId', o.row
    ${WAITS_AGAIN}`.execute(work.tx);
}

/**
 * Before a register is taken back: what it has brought to an account, and what another loaded register names for one that was not found, waits there. What
 * stays with others was handed over before. One statement.
 */
export async function setAsideNamed(work: Work, loadId: string): Promise<void> {
  await sql`
    insert into billing.unmatched_payment as u (organization_id, operation_id, id, load_id, account_number, unified_number, payer_name, address, kopecks, paid_on, status, created_at)
    select distinct on (p.organization_id, p.operation_id) p.organization_id, p.operation_id, gen_random_uuid(), n.load_id, o.operation->>'accountNumber', o.operation->>'unifiedNumber', o.operation->>'payerName',
      o.operation->>'address', p.kopecks, (o.operation->>'paidOn')::date, 'open', ${work.now.toISOString()}::timestamptz
    from billing.register_payment p
    cross join lateral (select n.load_id, n.row, l.loaded_at from ${othersNaming(sql`p`)} and n.account_id is null) n
    join billing.load_error o on o.load_id = n.load_id and o.row = n.row and o.operation->>'operationId' = p.operation_id
    where p.load_id = ${loadId} and p.kopecks > 0 order by p.organization_id, p.operation_id, n.loaded_at, n.load_id
    ${WAITS_AGAIN}`.execute(work.tx);
}

/** Operations that a later register brings with the right account need no hand any more. */
export async function settledByRegister(work: Work, loadId: string): Promise<void> {
  await sql`update billing.unmatched_payment u set status = 'resolved', house_id = p.house_id, account_id = p.account_id, decided_at = ${work.now.toISOString()}::timestamptz, version = u.version + 1
    from billing.register_payment p where p.load_id = ${loadId} and u.organization_id = p.organization_id and u.operation_id = p.operation_id and u.status in ('open', 'taken_back')`.execute(
    work.tx,
  );
}

/**
 * The register is taken back, its payments are posted no more: what it set aside, settled or not, goes with it; what it had settled of another
 * register waits again, as long as that one is loaded. What was returned to its sender stays returned.
 */
export async function takeBackUnmatched(work: Work, { loadId, organizationId }: Load): Promise<void> {
  await takeBackClosings(work, { loadId, organizationId });
  await work.tx
    .updateTable('billing.unmatched_payment')
    .set((on) => ({
      status: 'taken_back',
      house_id: null,
      account_id: null,
      taken_off_house_id: null,
      taken_off_account_id: null,
      taken_off_reason: null,
      version: on('version', '+', 1),
    }))
    .where('load_id', '=', loadId)
    .where('status', 'in', ['open', 'resolved'])
    .execute();
  await sql`update billing.unmatched_payment u set status = case l.status when 'taken_back' then 'taken_back' else 'open' end, house_id = null, account_id = null, decided_by = null, decided_at = null, version = u.version + 1
    from billing.register_load l where l.id = u.load_id and u.organization_id = ${organizationId} and u.status = 'resolved' and u.load_id <> ${loadId}
      and not exists (select from billing.register_payment p where p.organization_id = u.organization_id and p.operation_id = u.operation_id)`.execute(work.tx);
}

async function openUnmatched(work: Work, id: string, version: number) {
  const own = () =>
    work.tx
      .selectFrom('billing.unmatched_payment')
      .selectAll()
      .where('id', '=', id)
      .where('organization_id', '=', sql<string>`any(${registerOrganizations(work.actor)}::uuid[])`)
      .where('status', '<>', 'taken_back');
  const { organization_id: organizationId } = found(await own().executeTakeFirst());
  // The lock that registers are loaded under: none brings the operation meanwhile.
  await lockName(work.tx, `billing.charges ${organizationId}`);
  const row = found(await own().forUpdate().executeTakeFirst());
  if (row.status !== 'open') refuse('unmatched.settled');
  if (row.version !== version) refuseChanged({ status: row.status, version: row.version });
  return row;
}

/** Command. Refuses unmatched.settled, object.changed; by field unmatched.accountUnknown. */
export async function resolveUnmatched(work: Work, { params, body }: InputOf<typeof resolveEndpoint>): Promise<AnswerOf<typeof resolveEndpoint>> {
  const row = await openUnmatched(work, params.id, body.version);
  const number = body.accountNumber.trim();
  const key = (await accountsByNumbers(work.tx, row.organization_id, [number])).get(number);
  const [account] = key ? await accountsByIds(work.tx, [key]) : [];
  if (!account || account.organizationId !== row.organization_id)
    return refuseFields(
      [{ pointer: '/accountNumber', code: 'unmatched.accountUnknown', detail: 'Такого счёта у вашей организации нет. Проверьте номер' }],
      'unmatched.accountUnknown',
    );
  const { houseId, accountId } = account;
  const paymentId = deriveId(work.id, 'payment');
  await work.tx
    .insertInto('billing.register_payment')
    .values({
      organization_id: row.organization_id,
      operation_id: row.operation_id,
      load_id: row.load_id,
      payment_id: paymentId,
      house_id: houseId,
      account_id: accountId,
      kopecks: row.kopecks,
      paid_on: row.paid_on,
    })
    .execute();
  await postPayment(work, {
    paymentId,
    parts: [{ houseId, accountId, kopecks: row.kopecks }],
    happenedOn: row.paid_on,
    book: 'bank',
    sourceKind: REGISTER_SOURCE,
  });
  await settle(work, row, { status: 'resolved', house_id: houseId, account_id: accountId });
  work.journal({ ...lineOf(row), action: 'unmatched.resolved', houseId, facts: { number: account.number, amountKopecks: row.kopecks.toString() } });
  return readUnmatched({ db: work.tx, actor: work.actor, now: work.now }, row.id);
}

/** Command. The money itself goes back by the organization's bank; here it is noted and leaves the list. */
export async function returnUnmatched(work: Work, { params, body }: InputOf<typeof returnEndpoint>): Promise<AnswerOf<typeof returnEndpoint>> {
  const row = await openUnmatched(work, params.id, body.version);
  const reason = body.reason.trim();
  if (reason.length < 3) refuseFields([{ pointer: '/reason', code: 'required', detail: 'Напишите причину: например, номер платёжного поручения' }]);
  await settle(work, row, { status: 'returned', reason });
  work.journal({ ...lineOf(row), action: 'unmatched.returned', facts: { amountKopecks: row.kopecks.toString(), reason } });
  return readUnmatched({ db: work.tx, actor: work.actor, now: work.now }, row.id);
}

type Row = { organization_id: string; operation_id: string; id: string; version: number };

const lineOf = (row: Row) => ({
  stream: `organization:${row.organization_id}`,
  object: { kind: 'unmatched', id: row.id },
  organizationId: row.organization_id,
});

const settle = (work: Work, row: Row, changes: { status: 'resolved'; house_id: string; account_id: string } | { status: 'returned'; reason: string }) =>
  work.tx
    .updateTable('billing.unmatched_payment')
    .set({ ...changes, decided_by: personIdOf(work.actor), decided_at: work.now.toISOString(), version: row.version + 1 })
    .where('organization_id', '=', row.organization_id)
    .where('operation_id', '=', row.operation_id)
    .execute();
