// The operator's view of delivery: the last day by channel, the switch, and the alarm when a channel fails or the day's SMS run out.
import { sql } from 'kysely';
import { CHANNELS, type DeliveryReason, deliveryReasons, type DeliveryToday } from '#contract/delivery';
import { personsWithRole } from '#modules/identity';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import { lockName, runAsSystem, type Ground, type Work } from '#platform/work';
import type { OutsideChannel } from './notice-kinds.ts';
import { notify } from './notify.ts';
import './notifications.tables.ts';

const HOUR_MS = 3_600_000;
const BUDGET_ALARM = 0.8;
/** Fewer than so many in an hour say nothing of a channel. */
const FEW = 20;

/** Three statements. Counts alone: recipients are nobody's business here. */
export async function deliveryToday(db: Db, now: Date, smsDayBudget: number): Promise<DeliveryToday> {
  const since = new Date(now.getTime() - 24 * HOUR_MS).toISOString();
  const [counts, failures, off] = [
    await countByChannel(db, since),
    await failuresSince(db, since),
    await db.selectFrom('notifications.channel').select('channel').where('is_on', '=', false).execute(),
  ];
  const channels = CHANNELS.map((channel) => ({
    channel,
    isOn: off.every((one) => one.channel !== channel),
    ...(counts.get(channel) ?? { total: 0, delivered: 0, waiting: 0, failed: 0 }),
  }));
  const unsent = failures
    .filter(({ channel, reason }) => channel === 'sms' && ['limit', 'network', 'number', 'budget', 'off'].includes(reason))
    .reduce((sum, { count }) => sum + count, 0);
  return { since, channels, failures, sms: { used: (counts.get('sms')?.total ?? 0) - unsent, limit: smsDayBudget } };
}

type Counts = { total: number; delivered: number; waiting: number; failed: number };

async function countByChannel(db: Db, since: string): Promise<Map<string, Counts>> {
  const { rows } = await sql<{ channel: string } & Counts>`
    select channel, count(*)::int as total, (count(*) filter (where status = 'delivered'))::int as delivered, (count(*) filter (where status = 'permanent-failure'))::int as failed,
      (count(*) filter (where status in ('created', 'sending', 'temporary-failure')))::int as waiting
    from notifications.delivery where made_at > ${since} group by channel`.execute(db);
  return new Map(rows.map(({ channel, ...counts }) => [channel, counts]));
}

/** What servers say may hold an address, so only the kind of it is shown: the word before the colon. */
async function failuresSince(db: Db, since: string): Promise<DeliveryToday['failures']> {
  const { rows } = await sql<{ channel: OutsideChannel; reason: string; count: number; lastAt: string }>`
    select channel, split_part(why, ':', 1) as reason, count(*)::int as count, max(coalesce(tried_at, made_at)) as "lastAt"
    from notifications.delivery where made_at > ${since} and status = 'permanent-failure' group by 1, 2 order by count desc, channel, reason`.execute(db);
  return rows.map(({ reason, ...row }) => ({ ...row, reason: Object.hasOwn(deliveryReasons, reason) ? (reason as DeliveryReason) : 'permanent' }));
}

/** Refuses with delivery.lastChannel to switch off both SMS and mail: nobody could sign in. */
export async function switchChannel(work: Work, channel: OutsideChannel, isOn: boolean): Promise<object> {
  await lockName(work.tx, 'notifications.channel');
  const off = new Set((await work.tx.selectFrom('notifications.channel').select('channel').where('is_on', '=', false).execute()).map((row) => row.channel));
  if (off.has(channel) === !isOn) return {};
  const other = channel === 'sms' ? 'email' : 'sms';
  if (!isOn && channel !== 'push' && off.has(other)) refuse('delivery.lastChannel');
  const row = { channel, is_on: isOn, changed_at: work.now.toISOString() };
  await work.tx
    .insertInto('notifications.channel')
    .values(row)
    .onConflict((on) => on.column('channel').doUpdateSet(row))
    .execute();
  work.journal({ stream: 'portal', action: 'notifications.channelSwitched', object: { kind: 'channel', id: channel }, facts: { isOn } });
  return {};
}

/** Every five minutes: the operators hear once a day that a channel loses more than half of an hour's messages, or that SMS run out. */
export async function watchDelivery(ground: Ground, smsDayBudget: number): Promise<void> {
  const now = ground.clock();
  const lastHour = await countByChannel(ground.db, new Date(now.getTime() - HOUR_MS).toISOString());
  const { sms } = await deliveryToday(ground.db, now, smsDayBudget);
  const alarms = CHANNELS.filter((channel) => isFailing(lastHour.get(channel))).map((channel) => ({
    of: channel as string,
    what: `${WORDS[channel]}: за час не доставлено ${lastHour.get(channel)!.failed} из ${lastHour.get(channel)!.total}`,
  }));
  if (sms.used >= sms.limit * BUDGET_ALARM) alarms.push({ of: 'budget', what: `за сутки ушло СМС: ${sms.used} из ${sms.limit}` });
  for (const { of, what } of alarms) {
    await runAsSystem(ground, 'notifications.watch', `${now.toISOString().slice(0, 10)} ${of}`, async (work) => {
      const personIds = (await personsWithRole(work.tx, { roles: ['operator'] }, work.now)).map(({ personId }) => personId);
      await notify(work, { personIds, kind: 'work.delivery', facts: { what }, link: '/work/delivery' });
      return {};
    });
  }
}

const WORDS: Readonly<Record<OutsideChannel, string>> = { sms: 'СМС', email: 'почта', push: 'уведомления на устройства' };
const isFailing = (counts: Counts | undefined): boolean => counts !== undefined && counts.total >= FEW && counts.failed * 2 > counts.total;
