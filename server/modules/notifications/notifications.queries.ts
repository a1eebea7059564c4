import { sql } from 'kysely';
import { noticeColumns } from '#contract/notifications';
import { maskPhone } from '#contract/phone';
import type { AnswerOf, QueryOf } from '#contract/endpoint';
import type { getNoticePreferences, getNotices } from '#contract/notifications';
import { list, readList } from '#platform/lists';
import type { Db } from '#platform/tables';
import { channelsFor, type NoticeKind, type NoticeKindName, noticeKinds, OUTSIDE_CHANNELS, type OutsideChannel } from './notice-kinds.ts';
import type { Contact } from './ports.ts';

const notices = list({
  columns: noticeColumns,
  name: 'Уведомления',
  values: {
    at: sql`n.made_at`,
    title: sql`n.title`,
    text: sql`n.text`,
    link: sql`n.link`,
    state: sql`case when n.read_at is null then 'unread' else 'read' end`,
  },
  id: { value: sql`n.id`, type: 'uuid' },
  from: () => sql`notifications.notice n`,
  where: (scope: { personId: string }) => sql`n.person_id = ${scope.personId}`,
  sort: '-at',
});

/** A page of the person's notices, and how many are unread. Three statements. */
export async function noticesOf(db: Db, personId: string, query: QueryOf<typeof getNotices>): Promise<AnswerOf<typeof getNotices>> {
  return { list: await readList(db, notices, { personId }, query), unread: await unreadCount(db, personId) };
}

/** How many notices of the person are unread, as a value that another module may select: the number at the bell. */
export const unreadNotices = (personId: string) => sql<bigint>`(select count(*) from notifications.notice where person_id = ${personId} and read_at is null)`;

/** The same, read by itself. */
export async function unreadCount(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ unread: bigint }>`select ${unreadNotices(personId)} as unread`.execute(db);
  return Number(rows[0]!.unread);
}

/** What the person hears of by which channel. Codes are no matter of choice and are left out. */
export async function preferencesOf(db: Db, personId: string, contact: Contact | undefined): Promise<AnswerOf<typeof getNoticePreferences>> {
  const rows = await db.selectFrom('notifications.preference').selectAll().where('person_id', '=', personId).execute();
  const kinds = (Object.entries(noticeKinds) as [NoticeKindName, NoticeKind][]).filter(([, { nature }]) => nature !== 'code');
  return {
    email: contact?.email ? maskedEmail(contact.email) : null,
    phone: contact?.phone ? maskPhone(contact.phone) : null,
    kinds: kinds.map(([kind, { group, name, nature, channels }]) => {
      const chosen = new Map(rows.filter((row) => row.kind === kind).map((row) => [row.channel as OutsideChannel, row.is_on]));
      const on = channelsFor(kind, chosen);
      return {
        kind,
        group,
        name,
        channels: OUTSIDE_CHANNELS.map((channel) => ({ channel, isOn: on.includes(channel), mayChange: !(nature === 'legal' && channels.includes(channel)) })),
      };
    }),
  };
}

/** ivanova@mail.ru → i•••@mail.ru. */
const maskedEmail = (email: string): string => email.replace(/^(.)[^@]*/, '$1•••');
