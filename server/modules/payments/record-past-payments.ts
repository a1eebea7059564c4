// Payments that were made before this portal kept them: brought in with their receipts, for the payers' history. Their money is posted
// by the caller: a history that is brought in moves nothing.
import { personNames } from '#modules/identity';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { sumKopecks } from '#platform/money';
import type { Work } from '#platform/work';
import { PAYMENT_MOVES, type PaymentAction } from './payment-states.ts';
import { receiptNumber } from './receipt-number.ts';
import './payments.tables.ts';

export type PastPart = {
  accountId: string;
  houseId: string;
  premisesId: string;
  organizationId: string;
  number: string;
  address: string;
  payee: string;
  payeeInn: string;
  kopecks: bigint;
};
/** `paidAt` is an instant; `cardLast4` null: paid by a QR code. */
export type PastPayment = {
  paymentId: string;
  personId: string;
  paidAt: string;
  timeZone: string;
  email: string;
  cardLast4: string | null;
  parts: readonly PastPart[];
};

const STEPS: readonly PaymentAction[] = ['askCode', 'start', 'captured'];
const HOUR_MS = 3_600_000;

/** Writes any number of paid payments by seven statements, one journal line for each payer. */
export async function recordPastPayments(work: Work, payments: readonly PastPayment[]): Promise<void> {
  const names = await personNames(
    work.tx,
    payments.map((one) => one.personId),
  );
  await insertRows(
    work.tx,
    'payments.payment',
    payments.map((one) => ({ ...paymentRow(one), payer_name: names.get(one.personId)?.full ?? '' })),
  );
  await insertRows(work.tx, 'payments.payment_part', payments.flatMap(partRows));
  await insertRows(work.tx, 'payments.payment_event', payments.flatMap(eventRows));
  await insertRows(
    work.tx,
    'payments.payment_owner',
    payments.map((one) => ({ payment_id: one.paymentId, person_id: one.personId })),
  );
  await insertRows(
    work.tx,
    'payments.receipt',
    payments.map((one) => ({
      person_id: one.personId,
      payment_id: one.paymentId,
      number: receiptNumber(one.paymentId),
      issued_at: one.paidAt,
      fiscal_state: 'none',
      asked: 0,
    })),
  );
  await insertRows(
    work.tx,
    'payments.receipt_number',
    payments.map((one) => ({ number: receiptNumber(one.paymentId), person_id: one.personId, payment_id: one.paymentId })),
  );
  for (const [personId, own] of Map.groupBy(payments, (one) => one.personId)) {
    work.journal({
      stream: `person:${personId}`,
      action: 'payments.broughtIn',
      object: { kind: 'payment', id: deriveId(work.id, `past payments ${personId}`) },
      personId,
      facts: { count: own.length },
    });
  }
}

function paymentRow({ paymentId, personId, paidAt, timeZone, email, cardLast4, parts }: PastPayment) {
  const until = new Date(Date.parse(paidAt) + HOUR_MS).toISOString();
  return {
    person_id: personId,
    id: paymentId,
    status: 'paid',
    method: cardLast4 === null ? 'qr' : 'card',
    total_kopecks: sumKopecks(parts.map((part) => part.kopecks)),
    email,
    time_zone: timeZone,
    frame: false,
    last4: cardLast4,
    paid_at: paidAt,
    expires_at: until,
    asked: 0,
    created_at: paidAt,
    updated_at: paidAt,
    version: STEPS.length + 1,
  };
}

const partRows = ({ personId, paymentId, parts }: PastPayment) =>
  parts.map((part, place) => ({
    person_id: personId,
    payment_id: paymentId,
    account_id: part.accountId,
    house_id: part.houseId,
    premises_id: part.premisesId,
    organization_id: part.organizationId,
    account_number: part.number,
    address: part.address,
    payee: part.payee,
    payee_inn: part.payeeInn,
    kopecks: part.kopecks,
    place,
  }));

/** The steps that every paid payment has taken, by the table of states. */
function eventRows({ personId, paymentId, paidAt }: PastPayment) {
  let status: string = 'draft';
  return STEPS.map((action, n) => {
    const from = status;
    status = PAYMENT_MOVES.find((one) => one.from === from && one.action === action)!.to;
    return { person_id: personId, payment_id: paymentId, number: n + 2, from_status: from, action, to_status: status, at: paidAt, cause: 'brought in' };
  });
}
