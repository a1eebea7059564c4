// A notice: it stands in the person's list at once, and goes out by the channels that the kind and the person want.
import { sql } from 'kysely';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { createDelivery, deliver, inTurns, type Sending } from './deliver.ts';
import { reachOf } from './reach.ts';
import { channelsFor, type NoticeFacts, type NoticeKind, type NoticeKindName, noticeKinds, type OutsideChannel, wordNotice } from './notice-kinds.ts';

export type Notice = {
  readonly personIds: readonly string[];
  readonly kind: NoticeKindName;
  readonly facts: NoticeFacts;
  /** Path of the page about it: `/bills/…`. */
  readonly link?: string;
  /** Ways it must not go by for these people: what they asked for this one matter (ACC-3). */
  readonly without?: readonly OutsideChannel[];
};

/** Tells people within the caller's transaction; the same command telling the same twice tells it once. Sending follows the commit. */
export async function notify(work: Work, { personIds, kind, facts, link, without }: Notice): Promise<void> {
  const people = [...new Set(personIds)];
  if (people.length === 0) return;
  const { version, nature }: NoticeKind = noticeKinds[kind];
  if (nature === 'code') throw new RangeError(`${kind} is a secret: it is sent, never listed`);
  const { title, text } = wordNotice(kind, facts);
  const told = people.map((personId) => ({ personId, id: deriveId(work.id, `notice ${kind} ${JSON.stringify(facts)} ${personId}`) }));
  await sql`insert into notifications.notice (person_id, id, kind, version, facts, title, text, link, made_at)
    select n.person_id, n.id, ${kind}, ${version}, ${JSON.stringify(facts)}::jsonb, ${title}, ${text}, ${link ?? null}, ${work.now.toISOString()}::timestamptz
    from unnest(${told.map((one) => one.personId)}::uuid[], ${told.map((one) => one.id)}::uuid[]) n (person_id, id)
    on conflict do nothing`.execute(work.tx);
  for (const { personId, id } of told) work.emit('notice.made', { noticeIds: [id] }, [`person:${personId}`]);
  work.order({ task: 'notifications.carry', payload: { notices: told, ...(without !== undefined && { without }) }, key: told[0]!.id });
}

/** Makes and sends the messages of notices. Safe to repeat: a message has one id per notice and channel. */
export async function carryNotices(
  sending: Sending,
  notices: readonly { personId: string; id: string }[],
  without: readonly OutsideChannel[] = [],
): Promise<void> {
  const [people, ids] = [notices.map(({ personId }) => personId), notices.map(({ id }) => id)];
  const inPairs = sql`(person_id, id) in (select * from unnest(${people}::uuid[], ${ids}::uuid[]))`;
  const [rows, reach, preferences] = await Promise.all([
    sending.db
      .selectFrom('notifications.notice')
      .selectAll()
      .where(sql<boolean>`${inPairs}`)
      .execute(),
    reachOf(sending, people),
    sending.db
      .selectFrom('notifications.preference')
      .selectAll()
      .where('person_id', '=', sql<string>`any(${people}::uuid[])`)
      .execute(),
  ]);
  await inTurns(rows, 8, async (row) => {
    const kind = row.kind as NoticeKindName;
    const chosen = new Map(
      preferences.filter((one) => one.person_id === row.person_id && one.kind === kind).map((one) => [one.channel as OutsideChannel, one.is_on]),
    );
    for (const channel of channelsFor(kind, chosen).filter((one) => !without.includes(one))) {
      const recipient = reach.get(row.person_id)?.[channel];
      if (recipient === undefined) continue;
      const id = deriveId(row.id, channel);
      const { sms } = wordNotice(kind, row.facts as NoticeFacts);
      const message = {
        id,
        personId: row.person_id,
        noticeId: row.id,
        kind,
        channel,
        recipient,
        network: null,
        spareChannels: [],
        isSecret: false,
        title: row.title,
        text: row.text,
        shortText: sms,
        link: row.link,
        attachments: [],
      };
      await createDelivery(sending, message);
      await deliver(sending, id);
    }
  });
}
