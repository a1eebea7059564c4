// An acquirer in memory: what happens to a payment and what goes wrong on the way is told by the simulation.
import { createHmac } from 'node:crypto';
import type { Acquirer } from '#modules/payments';

type Refund = Extract<Awaited<ReturnType<Acquirer['getRefund']>>, { kind: 'ok' }>['value'];
type Payment = Extract<Awaited<ReturnType<Acquirer['getPayment']>>, { kind: 'ok' }>['value'];
/** `down`: nothing was done, no answer. `lost`: done, no answer. `cutBefore`, `cutAfter`: our process ends before or after the call. */
export type WireFault = 'down' | 'lost' | 'cutBefore' | 'cutAfter';
export type Fate = 'paid' | 'declined' | 'abandoned';

export type ScriptedAcquirer = Acquirer & {
  /** The fault of the next call. */
  fault: WireFault | undefined;
  /** The payment of ours at the acquirer; undefined when it never came there. */
  find(paymentId: string): Payment | undefined;
  all(): Payment[];
  decide(paymentId: string, fate: Fate): void;
};

/** Opens an acquirer whose clock is the world's. */
export function openScriptedAcquirer(clock: () => Date): ScriptedAcquirer {
  const byKey = new Map<string, string>();
  const payments = new Map<string, Payment>();
  const refunds = new Map<string, Refund>();
  const no = { kind: 'unknown', why: 'timeOut', detail: 'no answer' } as const;
  const missing = { kind: 'refused', code: 'notFound', detail: 'there is none' } as const;
  const answer = <Value>(work: () => Value) => {
    const fault = acquirer.fault;
    acquirer.fault = undefined;
    if (fault === 'cutBefore') throw new Error('the process ended before the call');
    if (fault === 'down') return no;
    const value = work();
    if (fault === 'cutAfter') throw new Error('the process ended after the call');
    return fault === 'lost' ? no : value;
  };
  const one = (id: string) => {
    const value = payments.get(id);
    return value ? ({ kind: 'ok', value } as const) : missing;
  };
  const change = (id: string, changes: Partial<Payment>): void => void payments.set(id, { ...payments.get(id)!, ...changes });
  const find = (paymentId: string): Payment | undefined => [...payments.values()].find((payment) => payment.metadata['payment'] === paymentId);
  const unused = (): never => {
    throw new Error('the simulation does not call this');
  };
  const acquirer: ScriptedAcquirer = {
    fault: undefined,
    find,
    all: () => [...payments.values()],
    decide: (paymentId, fate) => {
      const payment = find(paymentId);
      if (payment?.status !== 'pending' || fate === 'abandoned') return;
      change(
        payment.id,
        fate === 'paid'
          ? { status: 'succeeded', capturedAt: clock().toISOString(), next: undefined, fiscal: 'registered' }
          : { status: 'canceled', decline: 'insufficientFunds', next: undefined },
      );
    },
    createPayment: async (wanted) =>
      answer(() => {
        const id = byKey.get(wanted.key) ?? `acq-${payments.size + 1}-${wanted.key.slice(0, 8)}`;
        if (!byKey.has(wanted.key)) {
          const { kopecks, metadata } = wanted;
          const next = { kind: 'frame', url: 'https://bank.example/pay' } as const;
          payments.set(id, {
            id,
            status: 'pending',
            kopecks,
            metadata,
            feeKopecks: 0n,
            refundedKopecks: 0n,
            createdAt: clock().toISOString(),
            capturedAt: undefined,
            expiresAt: undefined,
            next,
            card: undefined,
            last4: undefined,
            savedMethodId: undefined,
            decline: undefined,
            fiscal: 'none',
          });
        }
        byKey.set(wanted.key, id);
        return one(id);
      }),
    getPayment: async (id) => answer(() => one(id)),
    cancel: async ({ paymentId }) =>
      answer(() => {
        const payment = payments.get(paymentId);
        if (payment?.status === 'succeeded') return { kind: 'refused', code: 'badRequest', detail: 'paid already' } as const;
        if (payment?.status === 'pending') change(paymentId, { status: 'canceled', decline: 'canceledByUs', next: undefined });
        return one(paymentId);
      }),
    capture: unused,
    refund: async ({ key, paymentId, kopecks }) =>
      answer(() => {
        const id = byKey.get(key) ?? `refund-${refunds.size + 1}-${key.slice(0, 8)}`;
        const payment = payments.get(paymentId)!;
        if (!byKey.has(key)) {
          if (payment.refundedKopecks + kopecks > payment.kopecks) return { kind: 'refused', code: 'badRequest', detail: 'more than was paid' } as const;
          refunds.set(id, { id, paymentId, kopecks, status: 'succeeded', createdAt: clock().toISOString() });
          change(paymentId, { refundedKopecks: payment.refundedKopecks + kopecks });
        }
        byKey.set(key, id);
        return { kind: 'ok', value: refunds.get(id)! } as const;
      }),
    getRefund: async (id) =>
      answer(() => {
        const value = refunds.get(id);
        return value ? ({ kind: 'ok', value } as const) : missing;
      }),
    listPayments: async () => ({ kind: 'ok', value: [...payments.values()].filter((payment) => payment.status === 'succeeded') }),
    listRefunds: async () => ({ kind: 'ok', value: [...refunds.values()] }),
    pageOfPayments: unused,
    pageOfRefunds: unused,
    getReceipts: async (id) =>
      answer(() => ({
        kind: 'ok' as const,
        value: [
          {
            id: `fiscal-${id}`,
            type: 'payment' as const,
            refundId: undefined,
            state: 'registered' as const,
            fiscal: { storageNumber: '9999078900004792', documentNumber: '1', attribute: '1', registeredAt: clock().toISOString() },
          },
        ],
      })),
  };
  return acquirer;
}

/** A webhook as the acquirer signs it at this moment. */
export function signedWebhook(payment: Payment, secret: string, now: Date): { payload: string; headers: Record<string, string> } {
  const payload = JSON.stringify({
    type: 'notification',
    event: payment.status === 'succeeded' ? 'payment.succeeded' : 'payment.canceled',
    object: { id: payment.id },
  });
  const seconds = Math.floor(now.getTime() / 1000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${payload}`).digest('hex');
  return { payload, headers: { 'content-type': 'application/json', 'webhook-signature': `t=${seconds},v1=${signature}` } };
}
