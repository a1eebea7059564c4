// Attempts without right are counted and watched (PRIV-5): per person, organization and network; an unusual run raises an alert to the operators.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { alertColumns, type getAlert, watchedRefusals } from '#contract/privacy-watch';
import { personNames, personsWithRole } from '#modules/identity';
import { type Actor, organizationsOf, personAtScreen, personIdOf, system } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId, newId } from '#platform/ids';
import { list } from '#platform/lists';
import type { Job } from '#platform/module';
import { recordLook } from '#platform/record-look';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Ground, runOnce, type Work } from '#platform/work';
import { todayOf } from './documents.queries.ts';
import { demandOperator } from './privacy.policy.ts';
import type { OrganizationNames } from './ports.ts';
import './privacy.tables.ts';

const WATCHED: ReadonlySet<string> = new Set(Object.keys(watchedRefusals));
/** Refusals in ten minutes that are unusual, by the day from which the figures are in force. An office or a provider has many people behind one address. */
const THRESHOLDS: readonly ({ fromDay: string } & Record<Kind, number>)[] = [{ fromDay: '0001-01-01', person: 30, organization: 100, network: 150 }];
const WINDOW_MS = 600_000;
const MINUTE_MS = 60_000;
type Kind = 'person' | 'organization' | 'network';

export type Refused = { readonly actor: Actor; readonly code: string };

/** The first three numbers of an address, or the first three groups: a neighbourhood of addresses. Pure. */
export const networkOf = (ip: string): string => (ip.includes(':') ? ip.split(':').slice(0, 3).join(':') : ip.split('.').slice(0, 3).join('.'));

/** Whom a refusal is counted against: of a representative himself, not whom he acts for. Pure. */
export const subjectsOf = (actor: Actor): string[] => [
  ...(actor.kind === 'person' ? [`person:${personAtScreen(actor)}`] : []),
  ...organizationsOf(actor).map((id) => `organization:${id}`),
  ...(actor.ip === '' ? [] : [`network:${networkOf(actor.ip)}`]),
];

/** Counts a handful of refusals in one statement: they come in bunches, and one row a minute stands for all. */
export async function noteRefusals(db: Db, refused: readonly Refused[], now: Date): Promise<void> {
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS).toISOString();
  const counts = new Map<string, number>();
  for (const { actor, code } of refused)
    if (WATCHED.has(code)) for (const subject of subjectsOf(actor)) counts.set(`${subject} ${code}`, (counts.get(`${subject} ${code}`) ?? 0) + 1);
  if (counts.size === 0) return;
  const rows = [...counts].map(([key, count]) => ({ minute, subject: key.slice(0, key.lastIndexOf(' ')), code: key.slice(key.lastIndexOf(' ') + 1), count }));
  await db
    .insertInto('privacy.refusal')
    .values(rows)
    .onConflict((on) => on.columns(['minute', 'subject', 'code']).doUpdateSet({ count: sql`privacy.refusal.count + excluded.count` }))
    .execute();
}

type Run = { subject: string; count: number; codes: string };

/** Every minute: runs over the threshold. One alert a subject and day; its figure grows, the operators are told once. */
export const watchJob = (organizationNames: OrganizationNames): Job => ({
  async run({ ground, db, now }) {
    const { rows } =
      await sql<Run>`select subject, sum(count)::int as count, string_agg(distinct code, ', ' order by code) as codes from privacy.refusal where minute > ${new Date(now().getTime() - WINDOW_MS).toISOString()} group by subject`.execute(
        db,
      );
    const limits = THRESHOLDS.findLast(({ fromDay }) => fromDay <= todayOf(now()))!;
    for (const run of rows.filter(({ subject, count }) => count >= limits[subject.slice(0, subject.indexOf(':')) as Kind])) {
      await runOnce(
        ground,
        { actor: system('privacy.watch'), id: deriveId(`${run.subject} ${todayOf(now())}`, `alert ${now().toISOString()}`), now: now() },
        (work) => raise(work, run, organizationNames),
      );
    }
  },
});

async function raise(work: Work, { subject, count, codes }: Run, organizationNames: OrganizationNames): Promise<void> {
  const onDay = todayOf(work.now);
  // An id of its own: made of the subject and the day, of two at once the second would fall over the key before it met the conflict below.
  const row = await work.tx
    .insertInto('privacy.alert')
    .values({ id: newId(work.now), subject, on_day: onDay, count, codes, raised_at: work.now.toISOString(), note: null, closed_at: null, closed_by: null })
    .onConflict((on) =>
      on.columns(['subject', 'on_day']).doUpdateSet({ count: sql`greatest(privacy.alert.count, excluded.count)`, codes: sql`excluded.codes` }),
    )
    .returning(['id', sql<boolean>`xmax = 0`.as('isNew')])
    .executeTakeFirstOrThrow();
  if (!row.isNew) return;
  work.journal({ stream: 'portal', action: 'privacy.alertRaised', object: { kind: 'alert', id: row.id }, facts: { count } });
  await tellOperators(work, {
    kind: 'work.refusals',
    facts: { subject: await subjectName(work.tx, subject, organizationNames), count },
    link: '/work/privacy/alerts?status=open',
  });
}

/** One order to tell every operator of the portal. */
export async function tellOperators(work: Work, notice: { kind: string; facts: object; link: string }): Promise<void> {
  const personIds = [...new Set((await personsWithRole(work.tx, { roles: ['operator'] }, work.now)).map(({ personId }) => personId))];
  if (personIds.length > 0) work.order({ task: 'notifications.notify', payload: { id: deriveId(work.id, `told ${notice.kind}`), personIds, ...notice } });
}

const ORGANIZATION = 'organization:';
const organizationsAmong = (subjects: readonly string[]): string[] =>
  subjects.filter((one) => one.startsWith(ORGANIZATION)).map((one) => one.slice(ORGANIZATION.length));

/** «сеть 203.0.113», «ООО «Уют»», «человек …beef01». Who a person is, an operator sees by opening the alert, and the look is told. */
function subjectWords(subject: string, names: ReadonlyMap<string, string>): string {
  const [kind = '', ...rest] = subject.split(':');
  const name = rest.join(':');
  return kind === 'network' ? `сеть ${name}` : (names.get(name) ?? `${kind === 'person' ? 'человек' : 'организация'} …${name.slice(-8)}`);
}
const subjectName = async (db: Db, subject: string, organizationNames: OrganizationNames): Promise<string> =>
  subjectWords(subject, await organizationNames(db, organizationsAmong([subject])));

/** Rows of the list as they are read: subjects and codes in words. One statement more. */
export async function tellAlerts<Row extends { subject: string; codes: string }>(
  db: Db,
  rows: readonly Row[],
  organizationNames: OrganizationNames,
): Promise<Row[]> {
  const names = await organizationNames(db, organizationsAmong(rows.map(({ subject }) => subject)));
  return rows.map((row) => ({ ...row, subject: subjectWords(row.subject, names), codes: refusalWords(row.codes) }));
}

export const alertList = list({
  columns: alertColumns,
  name: 'Тревоги',
  id: { value: sql`a.id`, type: 'uuid' },
  sort: '-raisedAt',
  values: { raisedAt: sql`a.raised_at`, subject: sql`a.subject`, count: sql`a.count`, codes: sql`a.codes`, status: sql`a.status`, note: sql`a.note` },
  from: () => sql`privacy.alert a`,
  where: ({ isOperator }: { readonly isOperator: boolean }) => sql`${isOperator}`,
});

/** «нет права, чужое или несуществующее», of codes as the alert keeps them. */
const refusalWords = (codes: string): string => codes.split(', ').map(wordOf).join(', ');
const wordOf = (code: string): string => (watchedRefusals as Readonly<Record<string, string>>)[code] ?? code;

const HOURS_SHOWN = 24;
const MINUTES_SHOWN = 100;

/** GET …/alerts/:alertId: who it is, and what was refused in the day before it was raised. The look is told to the person. Four statements. */
export async function readAlert(
  { ground, organizationNames }: { ground: Ground; organizationNames: OrganizationNames },
  { db, actor }: Reading,
  alertId: string,
): Promise<AnswerOf<typeof getAlert>> {
  demandOperator(actor);
  const { subject, raised_at } = found(await db.selectFrom('privacy.alert').select(['subject', 'raised_at']).where('id', '=', alertId).executeTakeFirst());
  const at = Date.parse(raised_at);
  const rows = await db
    .selectFrom('privacy.refusal')
    .select(['minute', 'code', 'count'])
    .where('subject', '=', subject)
    .where('minute', '>', new Date(at - HOURS_SHOWN * 3_600_000).toISOString())
    .where('minute', '<', new Date(at + HOURS_SHOWN * 3_600_000).toISOString())
    .orderBy('minute', 'desc')
    .limit(MINUTES_SHOWN)
    .execute();
  const personId = subject.startsWith('person:') ? subject.slice('person:'.length) : undefined;
  if (personId !== undefined) await recordLook(ground, actor, { personIds: [personId], object: { kind: 'alert', id: alertId }, what: 'тревога об отказах' });
  const name = personId === undefined ? null : ((await personNames(db, [personId])).get(personId)?.full ?? 'данные удалены');
  return {
    subject: await subjectName(db, subject, organizationNames),
    name,
    refusals: rows.map(({ minute, code, count }) => ({ minute, what: wordOf(code), count })),
  };
}

/** POST …/alerts/:alertId/close. Refuses an empty note by field, privacy.answered. */
export async function closeAlert(work: Work, alertId: string, note: string): Promise<object> {
  demandOperator(work.actor);
  const row = found(await work.tx.selectFrom('privacy.alert').select('status').where('id', '=', alertId).forUpdate().executeTakeFirst());
  if (row.status === 'closed') refuse('privacy.answered');
  if (note.trim() === '') refuseFields([{ pointer: '/note', code: 'required', detail: 'Напишите, чем это объясняется и что сделано' }]);
  await work.tx
    .updateTable('privacy.alert')
    .set({ status: 'closed', note: note.trim(), closed_at: work.now.toISOString(), closed_by: personIdOf(work.actor) })
    .where('id', '=', alertId)
    .execute();
  work.journal({ stream: 'portal', action: 'privacy.alertClosed', object: { kind: 'alert', id: alertId } });
  return {};
}

/** How many wait for the operator. */
export async function countOpenAlerts(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('privacy.alert')
    .select((on) => on.fn.countAll<bigint>().as('n'))
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(n);
}

const WRITE_EVERY_MS = 2_000;
const HELD_MOST = 10_000;

/** Counts in memory and writes every two seconds: a flood of refusals costs the base one statement. What a crash takes with it is two seconds. */
export function openRefusalCounter(
  { db, clock }: Pick<Ground, 'db' | 'clock'>,
  failed: (error: unknown) => void,
): { note(refused: Refused): void; stop(): Promise<void> } {
  const held: Refused[] = [];
  const write = async (): Promise<void> => noteRefusals(db, held.splice(0), clock()).catch(failed);
  const timer = setInterval(() => void write(), WRITE_EVERY_MS);
  return {
    note: (refused) => void (held.length < HELD_MOST && WATCHED.has(refused.code) && held.push(refused)),
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}
