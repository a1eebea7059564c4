// Papers that are made anew whenever somebody asks for them: a bill, a receipt, a statement (DOCS-3). The same paper is one row.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { DocumentKind } from '#contract/documents';
import { canonicalJson, type Work } from '#platform/work';
import { checkCode } from './check-code.ts';
import './documents.tables.ts';

/** What a paper tells of its check: printed on it. */
export type PaperCheck = { readonly code: string; readonly address: string };
/** `sha256`: of the file; none where a sheet is printed among others. `title` is shown to whoever holds the code. `sourceId`: of what it is about, where that may change (`withdrawMade`). */
export type MadePaper = {
  readonly code: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly sha256: Buffer | null;
  readonly personId?: string;
  readonly houseId?: string;
  readonly sourceId?: string;
};
/** `id`: of what it is about, known to nobody outside. `templates`: what it is set by. `content`: all that it says besides the code. */
type Paper = { readonly id: string; readonly templates: readonly URL[]; readonly content: unknown };

const texts = new Map<string, Buffer>();
function textOf(template: URL): Buffer {
  const known = texts.get(template.href) ?? readFileSync(template);
  texts.set(template.href, known);
  return known;
}

/** The code of a paper and where it is checked: the same for the same bytes however often it is made, another one when a word of it changed. */
export function checkOfPaper(publicUrl: string | URL, { id, templates, content }: Paper): PaperCheck {
  const hash = createHash('sha256').update(`paper\0${id}\0`);
  for (const template of templates) hash.update(textOf(template));
  return { code: checkCode(hash.update(canonicalJson(content)).digest()), address: `${new URL(publicUrl).host}/check` };
}

export const paperDigest = (file: Uint8Array): Buffer => createHash('sha256').update(file).digest();

/** Registers papers, each once; one known without a file gets its digest, one that was withdrawn and is given out again is in force again. One statement for any number. */
export async function registerMade(work: Work, papers: readonly MadePaper[]): Promise<void> {
  if (papers.length === 0) return;
  const column = <Value>(value: (paper: MadePaper) => Value): Value[] => papers.map(value);
  await sql`
    insert into documents.issued (code, number, kind, title, sha256, person_id, house_id, source_id, at)
    select n.code, ${`МД-${work.now.getUTCFullYear()}-`} || lpad(nextval('documents.issued_number')::text, 7, '0'), n.kind, n.title, n.sha256, n.person_id, n.house_id, n.source_id, ${work.now.toISOString()}
    from unnest(${column((one) => one.code)}::text[], ${column((one) => one.kind)}::text[], ${column((one) => one.title)}::text[], ${column((one) => one.sha256)}::bytea[], ${column((one) => one.personId ?? null)}::uuid[], ${column((one) => one.houseId ?? null)}::uuid[], ${column((one) => one.sourceId ?? null)}::uuid[])
      as n (code, kind, title, sha256, person_id, house_id, source_id)
    where not exists (select 1 from documents.issued i where i.code = n.code and i.withdrawn_at is null and (i.sha256 is not null or n.sha256 is null)) order by n.code
    on conflict (code) do update set sha256 = coalesce(documents.issued.sha256, excluded.sha256), withdrawn_at = null, withdrawn_why = null
    where documents.issued.sha256 is null or documents.issued.withdrawn_at is not null`.execute(work.tx);
}

/** What these papers are about is no longer so: from now on the public page says when and why (`why` is shown there). One statement for any number. */
export async function withdrawMade(work: Work, changed: readonly { readonly sourceId: string; readonly why: string }[]): Promise<void> {
  if (changed.length === 0) return;
  await sql`
    update documents.issued i set withdrawn_at = ${work.now.toISOString()}::timestamptz, withdrawn_why = g.why
    from unnest(${changed.map((one) => one.sourceId)}::uuid[], ${changed.map((one) => one.why)}::text[]) g (source_id, why) where i.source_id = g.source_id and i.withdrawn_at is null`.execute(
    work.tx,
  );
}
