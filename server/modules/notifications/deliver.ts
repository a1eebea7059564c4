// Handing messages to their channels, one after another where one fails. No transaction is open while a channel is spoken to.
import { type Selectable, sql } from 'kysely';
import { inTransaction } from '#platform/database';
import { deriveId } from '#platform/ids';
import { type Ground, lockName } from '#platform/work';
import { afterReport, afterSending, refusedStep, SENDING_SECONDS, type Step } from './delivery.ts';
import { letterOf } from './letter.ts';
import type { OutsideChannel } from './notice-kinds.ts';
import type { DeliveryTable } from './notifications.tables.ts';
import type { NotificationPorts } from './ports.ts';
import { reachOf } from './reach.ts';
import { sendPush } from './send-push.ts';
import { unsubscribeUrl } from './unsubscribe.ts';
import { countSent, refusalOf, SEND_REFUSALS } from './send-limits.ts';
import type { SendResult } from './send-result.ts';

export type Attachment = { readonly name: string; readonly type: string; readonly base64: string };
export type NewDelivery = {
  readonly id: string;
  readonly personId: string | null;
  readonly noticeId: string | null;
  readonly kind: string;
  readonly channel: OutsideChannel;
  readonly recipient: string;
  /** Whose network asked for it, where nobody of the portal did. */
  readonly network: string | null;
  /** Tried one after another when this one fails for good. */
  readonly spareChannels: readonly OutsideChannel[];
  readonly isSecret: boolean;
  readonly title: string;
  readonly text: string;
  readonly shortText: string;
  readonly link: string | null;
  readonly attachments: readonly Attachment[];
};
type Row = Selectable<DeliveryTable>;
export type Sending = { readonly ground: Ground; readonly db: Ground['db']; readonly ports: NotificationPorts; readonly now: () => Date };

/** Keeps the message, once per id. One that is not sent (`send-limits.ts`) is kept with the reason, and gives way like any other failure. */
export async function createDelivery({ db, now, ports }: Pick<Sending, 'db' | 'now' | 'ports'>, message: NewDelivery): Promise<void> {
  const at = now();
  await inTransaction(db, async (tx) => {
    if (message.network !== null) await lockName(tx, `messages for ${message.network}`);
    await lockName(tx, `messages to ${message.recipient}`);
    const why = refusalOf(message, await countSent(tx, message, at), ports.smsDayBudget) ?? null;
    const { personId, noticeId, spareChannels, isSecret, shortText, attachments, ...same } = message;
    await tx
      .insertInto('notifications.delivery')
      .values({
        ...same,
        person_id: personId,
        notice_id: noticeId,
        spare_channels: [...spareChannels],
        is_secret: isSecret,
        short_text: shortText,
        attachments: attachments.length > 0 ? JSON.stringify(attachments) : null,
        why,
        made_at: at.toISOString(),
        next_at: at.toISOString(),
      })
      .onConflict((on) => on.doNothing())
      .execute();
  });
}

const CLAIMABLE = ['created', 'temporary-failure'];

/** Sends one message if nobody else is at it and its time has come; a failure for good goes on by the next channel. */
export async function deliver(sending: Sending, id: string): Promise<void> {
  const { db, now } = sending;
  const at = now();
  const claimed = await db
    .updateTable('notifications.delivery')
    .set((eb) => ({
      status: 'sending',
      attempts: eb('attempts', '+', 1),
      tried_at: at.toISOString(),
      next_at: new Date(at.getTime() + SENDING_SECONDS * 1000).toISOString(),
    }))
    .where('id', '=', id)
    .where('status', 'in', CLAIMABLE)
    .where('next_at', '<=', at.toISOString())
    .returningAll()
    .executeTakeFirst();
  if (!claimed) return;
  const isRefused = claimed.why !== null && SEND_REFUSALS.includes(claimed.why);
  await settle(sending, claimed, isRefused ? refusedStep(claimed.why!, now()) : afterSending(messageOf(claimed), await send(sending, claimed), now()));
}

const messageOf = (row: Row) => ({ channel: row.channel as OutsideChannel, isSecret: row.is_secret, attempts: row.attempts, madeAt: new Date(row.made_at) });

async function send({ ground, ports }: Sending, row: Row): Promise<SendResult> {
  if (row.channel === 'push') return sendPush(ground, ports.push, row);
  if (row.channel === 'sms') return ports.sms.send({ id: row.id, to: row.recipient, text: row.short_text ?? '' });
  const attachments = ((row.attachments ?? []) as Attachment[]).map(({ name, type, base64 }) => ({ name, type, content: Buffer.from(base64, 'base64') }));
  const link = row.link === null ? null : new URL(row.link, ports.publicUrl).href;
  const leave = unsubscribeUrl(ground.masterKeys, ports.publicUrl, { personId: row.person_id, kind: row.kind });
  return ports.mail.send({
    id: row.id,
    to: row.recipient,
    ...letterOf({ title: row.title ?? '', text: row.text ?? '', link, leave }),
    attachments,
    ...(leave !== undefined && { unsubscribeUrl: leave }),
  });
}

async function settle(sending: Sending, row: Row, step: Step): Promise<void> {
  const failed = step.status === 'permanent-failure';
  if (failed) await giveWay(sending, row);
  await sending.db
    .updateTable('notifications.delivery')
    .set({
      status: step.status,
      next_at: step.nextAt.toISOString(),
      why: step.why ?? null,
      ...(step.reference !== undefined && { reference: step.reference }),
      // What is over needs its attachments no more, and a code is nobody's business from now on.
      ...(step.isOver && { attachments: null, ...(row.is_secret && { text: null, short_text: null }) }),
    })
    .where('id', '=', row.id)
    // The word of a device may have come before the answer of its service.
    .where('status', '=', 'sending')
    .execute();
  if (failed) for (const channel of row.spare_channels) await deliver(sending, spareId(row.id, channel));
}

const spareId = (id: string, channel: string): string => deriveId(id, `instead by ${channel}`);

/** The same message by the first of the other channels on which the person can be reached. */
async function giveWay(sending: Sending, row: Row): Promise<void> {
  if (row.person_id === null || row.text === null) return;
  const reach = (await reachOf(sending, [row.person_id], row.is_secret)).get(row.person_id);
  const spare = row.spare_channels as OutsideChannel[];
  for (const [place, channel] of spare.entries()) {
    const recipient = reach?.[channel];
    if (recipient === undefined) continue;
    await createDelivery(sending, {
      id: spareId(row.id, channel),
      personId: row.person_id,
      noticeId: row.notice_id,
      kind: row.kind,
      channel,
      recipient,
      network: row.network,
      spareChannels: spare.slice(place + 1),
      isSecret: row.is_secret,
      title: row.title ?? '',
      text: row.text,
      shortText: row.short_text ?? '',
      link: row.link,
      attachments: (row.attachments ?? []) as Attachment[],
    });
    return;
  }
}

/** Does what is due: messages to be tried again, sends that never answered, reports on SMS, pushes that no device has shown. Says how many it looked at. */
export async function sweepDeliveries(sending: Sending, limit = 200): Promise<number> {
  const { db, now } = sending;
  const due = await sql<{ id: string; status: string; reference: string | null }>`
    update notifications.delivery set
      status = case when status = 'sending' and reference is null then 'temporary-failure' else status end,
      next_at = case when status = 'sending' and reference is not null then ${now().toISOString()}::timestamptz + interval '30 seconds' else next_at end
    where id in (select id from notifications.delivery where status in ('created', 'sending', 'temporary-failure') and next_at <= ${now().toISOString()}::timestamptz
      order by next_at limit ${limit} for update skip locked)
    returning id, status, reference`.execute(db);
  const toSend = due.rows.filter(({ status }) => CLAIMABLE.includes(status));
  await inTurns(toSend, 8, ({ id }) => deliver(sending, id));
  await readReports(
    sending,
    due.rows.filter(({ status }) => status === 'sending').map(({ id }) => id),
  );
  return due.rows.length;
}

async function readReports(sending: Sending, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await sending.db
    .selectFrom('notifications.delivery')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  const reports = await sending.ports.sms.statuses(
    rows.filter(({ channel }) => channel === 'sms').map(({ id, recipient, reference }) => ({ id, to: recipient, reference: reference ?? id })),
  );
  for (const row of rows) await settle(sending, row, afterReport(messageOf(row), reports.get(row.id) ?? 'unknown', sending.now()));
}

/** At most `width` at a time. */
export async function inTurns<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    }),
  );
}
