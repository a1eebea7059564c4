// The policy and the texts of consents, by version.
import { type RawBuilder, sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { DOCUMENTS, type DocumentCode, type getPrivacyDocument, type Section } from '#contract/privacy';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import { changesBetween } from './document-text.ts';
import './privacy.tables.ts';

/** The day of a text is a day of Moscow, for the whole country. */
export const todayOf = (now: Date): Day => dayIn('Europe/Moscow', now);

/** The version from which an older agreement holds no more: the newest one in force that asks anew. */
export const askedVersion = (code: RawBuilder<unknown>, today: Day): RawBuilder<number> =>
  sql<number>`(select max(version) from privacy.document asked where asked.code = ${code} and asked.asks_anew and asked.from_day <= ${today}::date)`;

export type InForce = {
  code: DocumentCode;
  version: number;
  fromDay: Day;
  title: string;
  summary: string;
  sections: readonly Section[];
  sha256: Buffer;
  askedVersion: number;
};

/** What is in force on the day, the policy first. One statement. */
export async function documentsInForce(db: Db | Tx, today: Day): Promise<InForce[]> {
  const { rows } = await sql<InForce>`
    select distinct on (code) code, version, from_day::text as "fromDay", title, summary, sections, sha256, ${askedVersion(sql`document.code`, today)} as "askedVersion"
    from privacy.document where from_day <= ${today}::date order by code, version desc`.execute(db);
  return rows.sort((a, b) => DOCUMENTS.indexOf(a.code) - DOCUMENTS.indexOf(b.code));
}

/** GET /api/v1/privacy/documents/:code, for anybody. One statement. */
export async function readDocument({ db, now }: Reading, code: DocumentCode, asked?: number): Promise<AnswerOf<typeof getPrivacyDocument>> {
  const rows = await db.selectFrom('privacy.document').selectAll().where('code', '=', code).orderBy('version', 'desc').execute();
  const today = todayOf(now);
  const inForce = rows.find((row) => row.from_day <= today);
  const at = rows.findIndex((row) => row.version === (asked ?? inForce?.version));
  const row = found(rows[at]);
  const sections = row.sections as Section[];
  return {
    code,
    title: row.title,
    version: row.version,
    fromDay: row.from_day,
    isInForce: row === inForce,
    sections,
    changes: rows[at + 1] === undefined ? [] : changesBetween(rows[at + 1]!.sections as Section[], sections),
    editions: rows.map(({ version, from_day: fromDay, asks_anew: asksAnew, summary }) => ({ version, fromDay, asksAnew, summary })),
  };
}
