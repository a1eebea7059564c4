// A webhook is a hint: it is checked, kept once, and makes us read the truth. It books nothing itself.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { system } from '#platform/actor';
import { refuse } from '#platform/errors';
import { newId } from '#platform/ids';
import type { Streaming } from '#platform/route';
import { type Ground, runOnce } from '#platform/work';
import type { Acquirer } from './acquirer.ts';
import { verifyWebhook } from './acquirer-webhook.ts';
import { book } from './settle-payment.ts';

const DAY_MS = 86_400_000;
const KEEP_DAYS = 30;

/** Stream route. Refuses with payments.webhook what is not signed by the acquirer or is old; the same one again is answered and changes nothing. */
export async function takeWebhook(webhookSecret: string, { ground }: Streaming, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const verdict = verifyWebhook({ headers: request.headers, rawBody, secret: webhookSecret, now: ground.clock() });
  if (verdict.kind === 'refused') {
    request.log.warn({ why: verdict.code }, 'a webhook was refused');
    return refuse('payments.webhook');
  }
  const { event, paymentId: acquirerId } = verdict;
  const hash = createHash('sha256').update(rawBody).digest();
  await runOnce(ground, { actor: system('payments.webhook'), id: newId(ground.clock()), now: ground.clock() }, async (work) => {
    const kept = await work.tx
      .insertInto('payments.webhook')
      .values({ hash, event, acquirer_id: acquirerId, received_at: work.now.toISOString() })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst();
    if (kept.numInsertedOrUpdatedRows === 1n) work.order({ task: 'payments.read-back', payload: { acquirerId }, key: acquirerId });
  });
  return reply.code(200).send({});
}

/** Job: reads the payment at the acquirer and books what it says. Throws while the acquirer does not answer, so that it is tried again. */
export async function readBack(acquirer: Acquirer, ground: Ground, acquirerId: string): Promise<void> {
  const answer = await acquirer.getPayment(acquirerId);
  if (answer.kind === 'refused') return; // not a payment of ours: nothing to book
  if (answer.kind === 'unknown') throw new Error(`the acquirer did not tell about ${acquirerId}: ${answer.why}`);
  const owner = await ground.db
    .selectFrom('payments.payment_owner')
    .selectAll()
    .where('payment_id', '=', ourId(answer.value.metadata['payment']))
    .executeTakeFirst();
  if (owner) await book(ground, { personId: owner.person_id, paymentId: owner.payment_id }, answer, 'the acquirer told');
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
const ourId = (text: string | undefined): string => (text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : NOBODY);

/** Hints older than a month are of no use to anybody. */
export const forgetWebhooks = async ({ db }: { db: Ground['db'] }, now: Date): Promise<void> =>
  void (await db
    .deleteFrom('payments.webhook')
    .where('received_at', '<', new Date(now.getTime() - KEEP_DAYS * DAY_MS).toISOString())
    .execute());
