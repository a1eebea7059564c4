// Webhooks: signed, repeated with growing pauses until somebody answers 200, in no promised order.
import { createHmac, randomUUID } from 'node:crypto';
import type { Book } from './book.ts';
import { takeFault, type Faults } from './faults.ts';

export type WebhookSettings = { url: string; secret: string; firstRetryMs: number };

const ATTEMPTS = 12;
const ANSWER_WITHIN_MS = 10_000;

/** The header: time of sending in seconds and HMAC-SHA-256 of `time.body`, so that an old one cannot be sent again. */
export const signWebhook = (secret: string, seconds: number, body: string) =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/** Puts webhooks into the book; the body is a picture of the moment of the event, not of the delivery. */
export function createAnnouncer(book: Book, faults: Faults, now: () => number) {
  let held: string | undefined;
  const queue = (body: string) => {
    if (takeFault(faults, 'webhooksDropped')) return;
    for (let copy = 0; copy < faults.webhookCopies; copy++) book.put('webhooks', randomUUID(), { body, attempts: 0, nextAt: now() + faults.webhookDelayMs });
  };
  return function announce(event: string, object: unknown): void {
    const body = JSON.stringify({ type: 'notification', event, object });
    if (faults.webhooksReversed && held === undefined) {
      held = body;
      return;
    }
    queue(body);
    if (held !== undefined) queue(held);
    held = undefined;
  };
}

/** Tries one webhook once and puts down what is next for it. */
export async function deliverWebhook(book: Book, settings: WebhookSettings, delivery: { id: string; now: () => number }): Promise<void> {
  const { id, now } = delivery;
  const webhook = book.webhooks.get(id);
  if (webhook === undefined) return;
  const answer = await fetch(settings.url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', 'webhook-signature': signWebhook(settings.secret, Math.floor(now() / 1000), webhook.body) },
    body: webhook.body,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch(() => undefined);
  await answer?.body?.cancel();
  const attempts = webhook.attempts + 1;
  if (answer?.status === 200 || attempts >= ATTEMPTS) book.drop('webhooks', id);
  else book.put('webhooks', id, { ...webhook, attempts, nextAt: now() + settings.firstRetryMs * 2 ** webhook.attempts });
  book.commit();
}
