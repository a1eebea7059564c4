// A new version of the policy or of a consent: published ahead of its day and told to everybody (PRIV-3).
import { sql } from 'kysely';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { FieldProblem } from '#contract/errors';
import type { publishDocument as endpoint } from '#contract/privacy';
import { personsAfter } from '#modules/identity';
import { personIdOf } from '#platform/actor';
import { refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { lockName, runAsSystem, type Work } from '#platform/work';
import { readSections } from './document-text.ts';
import { todayOf } from './documents.queries.ts';
import { demandOperator } from './privacy.policy.ts';
import './privacy.tables.ts';

const PEOPLE_AT_ONCE = 500;
type Announced = { code: string; version: number; title: string; fromDay: string; summary: string; asksAnew: boolean };

/** POST /api/v1/work/privacy/documents. Refuses by field a day that has come and an empty text, privacy.sameText for what is published already. */
export async function publishDocument(work: Work, { code, fromDay, asksAnew, summary, text }: BodyOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  demandOperator(work.actor);
  const sections = readSections(text);
  const problems: FieldProblem[] = [
    ...(fromDay <= todayOf(work.now)
      ? [{ pointer: '/fromDay', code: 'input.invalid', detail: 'Выберите день позже сегодняшнего: людей надо предупредить' }]
      : []),
    ...(summary.trim() === '' ? [{ pointer: '/summary', code: 'required', detail: 'Напишите, что изменилось: это увидит каждый' }] : []),
    ...(sections.every(({ paragraphs }) => paragraphs.length === 0) ? [{ pointer: '/text', code: 'required', detail: 'Введите текст целиком' }] : []),
  ];
  if (problems.length > 0) refuseFields(problems);
  await lockName(work.tx, `privacy.document ${code}`);
  const last = await work.tx
    .selectFrom('privacy.document')
    .select(['version', 'title', 'from_day', 'sha256'])
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .executeTakeFirstOrThrow();
  if (fromDay <= last.from_day)
    refuseFields([{ pointer: '/fromDay', code: 'input.invalid', detail: 'Следующая версия не может начаться раньше той, что уже опубликована' }]);
  const json = JSON.stringify(sections);
  const version = last.version + 1;
  const digest = await sql<{ sha256: Buffer }>`select sha256(convert_to(${last.title} || ${json}::jsonb::text, 'UTF8'))`.execute(work.tx);
  const { sha256 } = digest.rows[0]!;
  if (sha256.equals(last.sha256)) refuse('privacy.sameText');
  await work.tx
    .insertInto('privacy.document')
    .values({
      code,
      version,
      from_day: fromDay,
      asks_anew: asksAnew,
      title: last.title,
      summary: summary.trim(),
      sections: json,
      sha256,
      published_at: work.now.toISOString(),
      published_by: personIdOf(work.actor),
    })
    .execute();
  work.journal({
    stream: 'portal',
    action: 'policy.published',
    object: { kind: 'document', id: `${code} ${version}` },
    facts: { what: last.title, number: version, fromDay },
  });
  work.order({
    task: 'privacy.announce',
    payload: { code, version, title: last.title, fromDay, summary: summary.trim(), asksAnew } satisfies Announced,
    key: `privacy.announce ${code} ${version}`,
  });
  return { code, version };
}

/** Tells everybody, some hundreds a command; tried again it goes on with those who were not told. */
export const announceJob: Job = {
  deadlineSeconds: 3_600,
  async run({ ground, db }, payload) {
    const { code, version, title, fromDay, summary, asksAnew } = payload as Announced;
    let after: string | undefined;
    for (;;) {
      const personIds = await personsAfter(db, after, PEOPLE_AT_ONCE);
      if (personIds.length === 0) return;
      await runAsSystem(ground, 'privacy.announce', `${code} ${version} ${personIds[0]}`, async (work) =>
        work.order({
          task: 'notifications.notify',
          payload: {
            id: deriveId(work.id, 'told'),
            personIds,
            kind: 'privacy.documentChanged',
            facts: { title, fromDay, summary, asksAnew },
            link: code === 'policy' ? `/privacy?version=${version}` : '/profile/consents',
          },
        }),
      );
      after = personIds.at(-1);
    }
  },
};
