// Consents: given for one purpose and one text, taken back as easily (PRIV-1; 152-FZ, article 9).
import { sql } from 'kysely';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { type answerConsents, type DocumentCode, type getConsents, type Purpose, PURPOSES } from '#contract/privacy';
import { selfOf } from '#platform/actor';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import type { Day } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { askedVersion, documentsInForce, type InForce, todayOf } from './documents.queries.ts';
import './privacy.events.ts';
import './privacy.tables.ts';

type Shown = AnswerOf<typeof getConsents>;
const HISTORY_MOST = 100;

/** GET /api/v1/consents. Two statements. */
export async function readConsents({ db, actor, now }: Pick<Reading, 'actor' | 'now'> & { db: Db | Tx }): Promise<Shown> {
  const documents = await documentsInForce(db, todayOf(now));
  const rows = await db
    .selectFrom('privacy.consent')
    .selectAll()
    .where('person_id', '=', selfOf(actor))
    .orderBy('given_at', 'desc')
    .orderBy('id', 'desc')
    .limit(HISTORY_MOST)
    .execute();
  const titles = new Map<string, string>(documents.map(({ code, title }) => [code, title]));
  const openOf = (code: DocumentCode) => rows.find((row) => row.code === code && row.ended_at === null);
  const policy = documents.find(({ code }) => code === 'policy')!;
  const read = openOf('policy');
  return {
    policy: {
      version: policy.version,
      fromDay: policy.fromDay,
      summary: policy.summary,
      readAt: read?.given_at ?? null,
      readVersion: read?.version ?? null,
      mustRead: (read?.version ?? 0) < policy.askedVersion,
    },
    purposes: documents
      .filter((one): one is InForce & { code: Purpose } => one.code !== 'policy')
      .map((document) => {
        const open = openOf(document.code);
        return {
          code: document.code,
          title: document.title,
          version: document.version,
          sections: [...document.sections],
          state: open === undefined ? 'none' : open.version < document.askedVersion ? 'anew' : 'given',
          givenAt: open?.given_at ?? null,
          givenVersion: open?.version ?? null,
        };
      }),
    history: rows.map((row) => ({
      id: row.id,
      code: row.code as DocumentCode,
      title: titles.get(row.code) ?? row.code,
      version: row.version,
      sha256: row.sha256.toString('hex'),
      givenAt: row.given_at,
      endedAt: row.ended_at,
      endReason: row.end_reason as Shown['history'][number]['endReason'],
    })),
  };
}

type Agreed = { code: DocumentCode; version: number };

/** Refuses privacy.textChanged where the text shown is not the one in force. Agreeing twice is agreeing once. */
async function agree(work: Work, personId: string, agreed: readonly Agreed[]): Promise<void> {
  await lockName(work.tx, `privacy.consent ${personId}`);
  const documents = await documentsInForce(work.tx, todayOf(work.now));
  const at = work.now.toISOString();
  for (const { code, version } of agreed) {
    const document = documents.find((one) => one.code === code);
    if (document?.version !== version) refuse('privacy.textChanged');
    const open = await work.tx
      .selectFrom('privacy.consent')
      .select(['id', 'version'])
      .where('person_id', '=', personId)
      .where('code', '=', code)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (open?.version === version) continue;
    if (open)
      await work.tx
        .updateTable('privacy.consent')
        .set({ ended_at: at, end_reason: 'renewed' })
        .where('person_id', '=', personId)
        .where('id', '=', open.id)
        .execute();
    await work.tx
      .insertInto('privacy.consent')
      .values({
        person_id: personId,
        id: deriveId(work.id, `consent ${code}`),
        code,
        version,
        sha256: document.sha256,
        given_at: at,
        ended_at: null,
        end_reason: null,
      })
      .execute();
    work.journal({
      stream: `person:${personId}`,
      action: code === 'policy' ? 'policy.read' : 'consent.given',
      object: { kind: 'consent', id: code },
      personId,
      facts: { what: document.title, number: version },
    });
    if (code !== 'policy') work.emit('consent.changed', { personId, purpose: code }, [`person:${personId}`]);
  }
}

/** POST /api/v1/consents: the first page. What was not ticked is not agreed to. */
export async function answerFirstPage(work: Work, { policyVersion, given }: BodyOf<typeof answerConsents>): Promise<Shown> {
  await agree(work, selfOf(work.actor), [{ code: 'policy', version: policyVersion }, ...given]);
  return readConsents({ db: work.tx, actor: work.actor, now: work.now });
}

/** POST /api/v1/consents/:code/give. */
export async function agreeTo(work: Work, agreed: { code: Purpose; version: number }): Promise<Shown> {
  await agree(work, selfOf(work.actor), [agreed]);
  return readConsents({ db: work.tx, actor: work.actor, now: work.now });
}

/** POST /api/v1/consents/:code/withdraw. What is not given stays so. */
export async function withdraw(work: Work, code: Purpose): Promise<Shown> {
  const personId = selfOf(work.actor);
  await lockName(work.tx, `privacy.consent ${personId}`);
  const ended = await work.tx
    .updateTable('privacy.consent')
    .set({ ended_at: work.now.toISOString(), end_reason: 'withdrawn' })
    .where('person_id', '=', personId)
    .where('code', '=', code)
    .where('ended_at', 'is', null)
    .returning('version')
    .executeTakeFirst();
  const shown = await readConsents({ db: work.tx, actor: work.actor, now: work.now });
  if (ended) {
    work.journal({
      stream: `person:${personId}`,
      action: 'consent.withdrawn',
      object: { kind: 'consent', id: code },
      personId,
      facts: { what: shown.purposes.find((one) => one.code === code)!.title, number: ended.version },
    });
    work.emit('consent.changed', { personId, purpose: code }, [`person:${personId}`]);
  }
  return shown;
}

/** A consent that the person ticked on the page of another module, beside the text in force. */
export async function recordConsent(work: Work, personId: string, purpose: Purpose): Promise<void> {
  const { version } = (await documentsInForce(work.tx, todayOf(work.now))).find(({ code }) => code === purpose)!;
  await agree(work, personId, [{ code: purpose, version }]);
}

/** Of these people those whose consent for the purpose is in force. One statement. For jobs and mailings. */
export async function whoAgreed(db: Db | Tx, personIds: readonly string[], purpose: Purpose, now: Date): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const { rows } = await sql<{ person_id: string }>`
    select person_id from privacy.consent where person_id = any(${[...personIds]}::uuid[]) and code = ${purpose} and ended_at is null and version >= ${askedVersion(sql`${purpose}`, todayOf(now))}`.execute(
    db,
  );
  return new Set(rows.map((row) => row.person_id));
}

/** Whether the person has read the policy in force, as a value that another module may select. */
export const hasReadPolicy = (personId: string, today: Day) =>
  sql<boolean>`exists (select from privacy.consent where person_id = ${personId} and code = 'policy' and ended_at is null and version >= ${askedVersion(sql`'policy'`, today)})`;

/** Writes the first answers of people who gave them elsewhere: the people of the demo town, a load of residents who signed on paper. */
export async function recordAnswers(work: Work, answers: readonly { personId: string; purposes: readonly Purpose[] }[]): Promise<void> {
  const versions = new Map((await documentsInForce(work.tx, todayOf(work.now))).map(({ code, version }) => [code, version]));
  for (const { personId, purposes } of answers)
    await agree(
      { ...work, id: deriveId(work.id, personId) },
      personId,
      (['policy', ...PURPOSES.filter((one) => purposes.includes(one))] as const).map((code) => ({ code, version: versions.get(code)! })),
    );
}
