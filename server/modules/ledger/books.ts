// What the ledger has booked, line by line as those keep it who ordered it: to be compared with them.
import { sql } from 'kysely';
import { type Book, bookOf } from '#platform/compare-books';
import './ledger.tables.ts';

const bookedFor = (sourceKind: 'payment' | 'register'): Book =>
  bookOf(sql`
  select house_id as place, account_id, source_id::text as what, case kind when 'payment' then kopecks else -kopecks end as kopecks from ledger.transfer where source_kind = ${sourceKind} and kind in ('payment', 'refund')`);

/**
 * `charges`: charged by month and service, without what was brought along. `payments`, `registers`: entries less refunds by payment, those made
 * on the portal and those of banks. `reserves`: by payment under way. `payees`: taken in for payees without accounts, by payer, payment and bill.
 */
export const ledgerBooks = {
  charges: bookOf(
    sql`select house_id as place, account_id, concat_ws(' ', to_char(period, 'YYYY-MM'), service_code) as what, case kind when 'charge_reversal' then -kopecks else kopecks end as kopecks from ledger.transfer where kind in ('charge', 'penalty', 'charge_reversal')`,
  ),
  payments: bookedFor('payment'),
  registers: bookedFor('register'),
  reserves: bookOf(sql`select house_id as place, account_id, payment_id::text as what, kopecks from ledger.reserve`),
  payees: bookOf(
    sql`select person_id as place, null::uuid as account_id, concat_ws(' ', payment_id, number, payee_inn) as what, kopecks from ledger.payee_transfer where kind = 'payment'`,
  ),
} as const;
