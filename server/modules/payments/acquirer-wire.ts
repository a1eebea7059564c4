// The acquirer's objects (YooKassa v3) as they come over the wire, and as the payments module sees them.
import { Type, type Static } from 'typebox';
import { declineCode, type DeclineCode } from './decline-reasons.ts';

const MoneyWire = Type.Object({ value: Type.String({ pattern: '^\\d{1,12}\\.\\d{2}$' }), currency: Type.Literal('RUB') });
const Registration = Type.Union([Type.Literal('pending'), Type.Literal('succeeded'), Type.Literal('canceled')]);

export const PaymentWire = Type.Object({
  id: Type.String(),
  status: Type.Union([Type.Literal('pending'), Type.Literal('waiting_for_capture'), Type.Literal('succeeded'), Type.Literal('canceled')]),
  amount: MoneyWire,
  income_amount: Type.Optional(MoneyWire),
  refunded_amount: Type.Optional(MoneyWire),
  created_at: Type.String(),
  captured_at: Type.Optional(Type.String()),
  expires_at: Type.Optional(Type.String()),
  metadata: Type.Optional(Type.Record(Type.String(), Type.String())),
  confirmation: Type.Optional(
    Type.Object({ type: Type.String(), confirmation_url: Type.Optional(Type.String()), confirmation_data: Type.Optional(Type.String()) }),
  ),
  payment_method: Type.Optional(
    Type.Object({
      type: Type.String(),
      id: Type.String(),
      saved: Type.Boolean(),
      account_number: Type.Optional(Type.String()),
      card: Type.Optional(
        Type.Object({
          first6: Type.Optional(Type.String()),
          last4: Type.String(),
          expiry_month: Type.Optional(Type.String()),
          expiry_year: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
  cancellation_details: Type.Optional(Type.Object({ party: Type.String(), reason: Type.String() })),
  receipt_registration: Type.Optional(Registration),
});
export const RefundWire = Type.Object({
  id: Type.String(),
  payment_id: Type.String(),
  status: Type.Union([Type.Literal('pending'), Type.Literal('succeeded'), Type.Literal('canceled')]),
  amount: MoneyWire,
  created_at: Type.String(),
});
export const ReceiptWire = Type.Object({
  id: Type.String(),
  type: Type.Union([Type.Literal('payment'), Type.Literal('refund')]),
  payment_id: Type.Optional(Type.String()),
  refund_id: Type.Optional(Type.String()),
  status: Registration,
  fiscal_storage_number: Type.Optional(Type.String()),
  fiscal_document_number: Type.Optional(Type.String()),
  fiscal_attribute: Type.Optional(Type.String()),
  registered_at: Type.Optional(Type.String()),
});
export const listOf = <Item extends typeof PaymentWire | typeof RefundWire | typeof ReceiptWire>(item: Item) =>
  Type.Object({ items: Type.Array(item), next_cursor: Type.Optional(Type.String()) });

/** `redirect` and `frame` are pages, `qr` is the text of a QR code that is a link as well. */
export type NextStep = { readonly kind: 'redirect' | 'frame' | 'qr'; readonly url: string };
export type CardMark = { readonly first6: string; readonly last4: string; readonly expiryMonth: string; readonly expiryYear: string };

export type AcquirerPayment = {
  readonly id: string;
  readonly status: 'pending' | 'held' | 'succeeded' | 'canceled';
  readonly kopecks: bigint;
  /** What the acquirer keeps of it, known once the money was taken. */
  readonly feeKopecks: bigint;
  readonly refundedKopecks: bigint;
  readonly createdAt: string;
  /** When the money was taken. */
  readonly capturedAt: string | undefined;
  readonly expiresAt: string | undefined;
  /** What the payer has to open, while the payment is pending. */
  readonly next: NextStep | undefined;
  readonly card: CardMark | undefined;
  /** The last four digits of the card or of the wallet. */
  readonly last4: string | undefined;
  /** The token of a saved method, for payments without the payer. */
  readonly savedMethodId: string | undefined;
  readonly decline: DeclineCode | undefined;
  readonly fiscal: 'none' | 'pending' | 'registered' | 'failed';
  readonly metadata: Readonly<Record<string, string>>;
};
export type AcquirerRefund = {
  readonly id: string;
  readonly paymentId: string;
  readonly kopecks: bigint;
  readonly status: 'pending' | 'succeeded' | 'canceled';
  readonly createdAt: string;
};
/** The attributes that the law on cash registers (54-FZ, article 4.7) asks of a receipt and the acquirer alone knows. */
export type FiscalReceipt = {
  readonly id: string;
  readonly type: 'payment' | 'refund';
  readonly refundId: string | undefined;
  readonly state: 'pending' | 'registered' | 'failed';
  /** ФН, ФД, ФПД and the time of registration: all there once registered. */
  readonly fiscal: { readonly storageNumber: string; readonly documentNumber: string; readonly attribute: string; readonly registeredAt: string } | undefined;
};

export const toKopecks = ({ value }: Static<typeof MoneyWire>): bigint => BigInt(value.replace('.', ''));
/** 150050n to {"value":"1500.50"}. */
export const toMoney = (kopecks: bigint) => ({ value: `${kopecks / 100n}.${(kopecks % 100n).toString().padStart(2, '0')}`, currency: 'RUB' });

const fiscalStates = { pending: 'pending', succeeded: 'registered', canceled: 'failed' } as const;
const nextKinds: Readonly<Record<string, NextStep['kind']>> = { redirect: 'redirect', embedded: 'frame', qr: 'qr' };

export function readPayment(wire: Static<typeof PaymentWire>): AcquirerPayment {
  const { confirmation, payment_method: method } = wire;
  const kind = nextKinds[confirmation?.type ?? ''];
  const url = confirmation?.confirmation_url ?? confirmation?.confirmation_data;
  const card = method?.card;
  const canceled = wire.status === 'canceled';
  return {
    id: wire.id,
    status: wire.status === 'waiting_for_capture' ? 'held' : wire.status,
    kopecks: toKopecks(wire.amount),
    feeKopecks: wire.income_amount ? toKopecks(wire.amount) - toKopecks(wire.income_amount) : 0n,
    refundedKopecks: wire.refunded_amount ? toKopecks(wire.refunded_amount) : 0n,
    createdAt: wire.created_at,
    capturedAt: wire.captured_at,
    expiresAt: wire.expires_at,
    next: wire.status === 'pending' && kind !== undefined && url !== undefined ? { kind, url } : undefined,
    card: card && { first6: card.first6 ?? '', last4: card.last4, expiryMonth: card.expiry_month ?? '', expiryYear: card.expiry_year ?? '' },
    last4: card?.last4 ?? method?.account_number?.slice(-4),
    savedMethodId: method?.saved ? method.id : undefined,
    decline: canceled ? declineCode(wire.cancellation_details?.reason ?? '') : undefined,
    fiscal: wire.receipt_registration === undefined ? 'none' : fiscalStates[wire.receipt_registration],
    metadata: wire.metadata ?? {},
  };
}

export const readRefund = (wire: Static<typeof RefundWire>): AcquirerRefund => ({
  id: wire.id,
  paymentId: wire.payment_id,
  kopecks: toKopecks(wire.amount),
  status: wire.status,
  createdAt: wire.created_at,
});

export function readReceipt(wire: Static<typeof ReceiptWire>): FiscalReceipt {
  const { fiscal_storage_number: storageNumber, fiscal_document_number: documentNumber, fiscal_attribute: attribute, registered_at: registeredAt } = wire;
  const complete = storageNumber !== undefined && documentNumber !== undefined && attribute !== undefined && registeredAt !== undefined;
  const state = fiscalStates[wire.status];
  return {
    id: wire.id,
    type: wire.type,
    refundId: wire.refund_id,
    // Registered without its attributes is not yet of use to the buyer: it is asked for again.
    state: state === 'registered' && !complete ? 'pending' : state,
    fiscal: complete ? { storageNumber, documentNumber, attribute, registeredAt } : undefined,
  };
}
