// Is this webhook the acquirer's own and fresh? Even then it is only a hint: the payment is read back before anything is booked.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import { Check } from 'typebox/value';

export type WebhookVerdict =
  /** `objectId` is the refund's own id for refund events; `paymentId` is there for all. */
  | { readonly kind: 'ok'; readonly event: string; readonly objectId: string; readonly paymentId: string }
  | { readonly kind: 'refused'; readonly code: 'unsigned' | 'forged' | 'old' | 'unreadable' };

export type Webhook = {
  /** Names in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawBody: string | Uint8Array;
  readonly secret: string;
  readonly now: Date;
};

const OLDEST_SECONDS = 300;

const Notification = Type.Object({
  type: Type.Literal('notification'),
  event: Type.String(),
  object: Type.Object({ id: Type.String({ minLength: 1 }), payment_id: Type.Optional(Type.String({ minLength: 1 })) }),
});

/**
 * Checks `Webhook-Signature: t=<seconds>,v1=<hex>`, HMAC-SHA-256 over `<seconds>.<body as received>`, in constant time;
 * the time may differ by five minutes. The same webhook again passes again: whoever books must look at the state. Never throws.
 */
export function verifyWebhook({ headers, rawBody, secret, now }: Webhook): WebhookVerdict {
  const header = headers['webhook-signature'];
  const [, seconds, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(typeof header === 'string' ? header : '') ?? [];
  if (seconds === undefined || given === undefined) return { kind: 'refused', code: 'unsigned' };
  const expected = createHmac('sha256', secret).update(`${seconds}.`).update(rawBody).digest();
  if (!timingSafeEqual(expected, Buffer.from(given, 'hex'))) return { kind: 'refused', code: 'forged' };
  if (Math.abs(now.getTime() / 1000 - Number(seconds)) > OLDEST_SECONDS) return { kind: 'refused', code: 'old' };
  const body = readJson(typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString('utf8'));
  if (!Check(Notification, body)) return { kind: 'refused', code: 'unreadable' };
  const { event, object } = body;
  return { kind: 'ok', event, objectId: object.id, paymentId: object.payment_id ?? object.id };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
