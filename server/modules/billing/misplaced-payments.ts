// A bank's payment that stands on a wrong account: the accountant takes it off, and it waits among those without an account for its own or its sender.
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { getBankPayments, takePaymentOff as takeOffEndpoint } from '#contract/unmatched';
import { type AccountKey, accountsByIds, lookAtAccounts, refundPayment } from '#modules/ledger';
import { organizationsOf, personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { type Ground, lockName, type Work } from '#platform/work';
import { zoneOfWork } from './check-register.ts';
import { REGISTER_SOURCE } from './register-payments.ts';
import { registerOrganizations } from './registers.policy.ts';
import { readUnmatched } from './unmatched.queries.ts';
import './billing.tables.ts';

const MOST_SHOWN = 50;

/** Payments, each with whether it or a part of it went back. */
const payments = (db: Db, organizationIds: readonly string[]) =>
  db
    .selectFrom('billing.register_payment as p')
    .selectAll('p')
    .select(
      sql<boolean>`p.returned_kopecks > 0 or exists (select 1 from billing.register_payment r where r.payment_id = p.payment_id and r.kopecks < 0)`.as(
        'isReturned',
      ),
    )
    .where('p.organization_id', '=', sql<string>`any(${[...organizationIds]}::uuid[])`)
    .where('p.kopecks', '>', 0n);

/** GET …/bank-payments: the newest first. Whose account it is finds the look in the journal (AUD-1). */
export async function readBankPayments(ground: Ground, reading: Reading, key: AccountKey): Promise<AnswerOf<typeof getBankPayments>> {
  const { db, actor } = reading;
  const organizationIds = organizationsOf(actor, ['accountant', 'manager']);
  const account = found((await accountsByIds(db, [key])).find(({ organizationId }) => organizationIds.includes(organizationId)));
  await lookAtAccounts(ground, reading, {
    accounts: [account],
    object: { kind: 'account', id: account.accountId },
    what: `лицевой счёт ${account.number}`,
    organizationId: account.organizationId,
  });
  const rows = await payments(db, organizationIds)
    .innerJoin('billing.register_load as l', 'l.id', 'p.load_id')
    .select('l.file_name')
    .where('p.house_id', '=', key.houseId)
    .where('p.account_id', '=', key.accountId)
    .orderBy('p.paid_on', 'desc')
    .orderBy('p.operation_id')
    .limit(MOST_SHOWN)
    .execute();
  const own = registerOrganizations(actor);
  return {
    payments: rows.map(
      ({
        payment_id: paymentId,
        paid_on: paidOn,
        kopecks,
        operation_id: operation,
        file_name: file,
        load_id: loadId,
        organization_id: organizationId,
        isReturned,
      }) => ({
        paymentId,
        paidOn,
        kopecks: kopecksToJson(kopecks),
        operation,
        file,
        loadId,
        isReturned,
        can: { takeOff: !isReturned && own.includes(organizationId) },
      }),
    ),
  };
}

/** Command. The debt is open again; the same operation is posted here no more, whichever file names it. Refuses unmatched.bankReturned. */
export async function takePaymentOff(work: Work, { params, body }: InputOf<typeof takeOffEndpoint>): Promise<AnswerOf<typeof takeOffEndpoint>> {
  const reason = body.reason.trim();
  if (reason.length < 3) refuseFields([{ pointer: '/reason', code: 'required', detail: 'Напишите причину: например, в номере счёта ошиблись' }]);
  const own = () => payments(work.tx, registerOrganizations(work.actor)).where('p.payment_id', '=', params.paymentId).executeTakeFirst();
  // The lock that registers are loaded and taken back under.
  await lockName(work.tx, `billing.charges ${found(await own()).organization_id}`);
  const row = found(await own());
  if (row.isReturned) refuse('unmatched.bankReturned');
  const { organization_id: organizationId, operation_id: operationId, house_id: houseId, account_id: accountId, kopecks } = row;
  const [account] = await accountsByIds(work.tx, [{ houseId, accountId }]);
  await work.tx.deleteFrom('billing.register_payment').where('organization_id', '=', organizationId).where('operation_id', '=', operationId).execute();
  await refundPayment(work, {
    paymentId: row.payment_id,
    parts: [{ houseId, accountId, kopecks }],
    happenedOn: dayIn(zoneOfWork, work.now),
    book: 'bank',
    sourceKind: REGISTER_SOURCE,
    note: 'Платёж не этого счёта, снят',
  });
  const waits = {
    status: 'open',
    load_id: row.load_id,
    house_id: null,
    account_id: null,
    taken_off_house_id: houseId,
    taken_off_account_id: accountId,
    taken_off_reason: reason,
    decided_by: personIdOf(work.actor),
    decided_at: work.now.toISOString(),
  };
  const { id } = await work.tx
    .insertInto('billing.unmatched_payment')
    .values({
      organization_id: organizationId,
      operation_id: operationId,
      id: deriveId(work.id, 'unmatched'),
      account_number: account!.number,
      kopecks,
      paid_on: row.paid_on,
      created_at: work.now.toISOString(),
      ...waits,
    })
    .onConflict((met) =>
      met.columns(['organization_id', 'operation_id']).doUpdateSet((on) => ({ ...waits, version: on('billing.unmatched_payment.version', '+', 1) })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'bankPayment.takenOff',
    object: { kind: 'unmatched', id },
    organizationId,
    houseId,
    facts: { number: account!.number, amountKopecks: kopecks.toString(), reason },
  });
  return readUnmatched({ db: work.tx, actor: work.actor, now: work.now }, id);
}
