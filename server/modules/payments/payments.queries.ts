// Reads of payments, within the payer's own.
import { sql } from 'kysely';
import { paymentColumns } from '#contract/payments';
import { found } from '#platform/errors';
import { list } from '#platform/lists';
import type { Db } from '#platform/tables';
import { loadPayment, loadReceipt, type PaymentKey } from './payment-row.ts';
import { type PaymentView, paymentView } from './payment-view.ts';
import { refundsOf, refundViews } from './refund-row.ts';

/** One payment with its parts, receipt and refunds, four statements, three before it is paid. Refuses with object.notFound what is not this person's. */
export async function readPayment({ db }: { db: Db }, key: PaymentKey): Promise<PaymentView> {
  const payment = found(await loadPayment(db, key));
  const isPaid = payment.row.paid_at !== null; // a page that waits for the bank asks often and has nothing to give back
  return paymentView(payment, await loadReceipt(db, key), isPaid ? refundViews(payment.parts, await refundsOf(db, key)) : []);
}

export type HistoryScope = { readonly personId: string; readonly timeZone: string };

/** The scope of a person's history: days are counted by the clock of the home paid for last. */
export async function historyScope(db: Db, personId: string): Promise<HistoryScope> {
  const last = await db
    .selectFrom('payments.payment')
    .select('time_zone')
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { personId, timeZone: last?.time_zone ?? 'Europe/Moscow' };
}

/** The history: all that was started. Drafts are no payments yet. */
export const paymentHistory = list<typeof paymentColumns, HistoryScope>({
  columns: paymentColumns,
  name: 'Платежи',
  values: {
    createdAt: sql`p.created_at`,
    kopecks: sql`p.total_kopecks`,
    payees: sql`t.payees`,
    accounts: sql`t.accounts`,
    addresses: sql`t.addresses`,
    method: sql`p.method`,
    source: sql`p.source`,
    status: sql`p.status`,
    receipt: sql`r.number`,
    timeZone: sql`p.time_zone`,
  },
  id: { value: sql`p.id`, type: 'uuid' },
  from: ({ personId }) => sql`payments.payment p
    join lateral (select string_agg(distinct payee, ', ') as payees, string_agg(account_number, ', ' order by place) as accounts, string_agg(distinct address, '; ') as addresses
      from (select payee, account_number, address, place from payments.payment_part where person_id = ${personId} and payment_id = p.id
        union all select payee, 'УИН ' || number, name, place from payments.payment_bill where person_id = ${personId} and payment_id = p.id) l) t on true
    left join payments.receipt r on r.person_id = p.person_id and r.payment_id = p.id`,
  where: ({ personId }) => sql`p.person_id = ${personId} and p.status not in ('draft', 'confirming')`,
  sort: '-createdAt',
  timeZone: ({ timeZone }) => timeZone,
});
