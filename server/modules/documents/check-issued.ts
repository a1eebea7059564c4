// The public check (DOCS-3): is there such a document, is it in force, is this file the one that was given out.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf } from '#contract/endpoint';
import type { DocumentKind, getIssued } from '#contract/documents';
import { found, Refusal, refuse } from '#platform/errors';
import type { Reading, Streaming } from '#platform/route';
import { dayIn } from '#platform/time';
import { readCheckCode } from './check-code.ts';
import { PORTAL_ZONE } from './vault.policy.ts';
import './documents.tables.ts';

const MOST_BYTES = 60 * 1_048_576;

async function issuedBy(db: Reading['db'], typed: string) {
  const code = readCheckCode(typed);
  return code === undefined
    ? undefined
    : db
        .selectFrom('documents.issued')
        .select(['number', 'kind', 'title', 'sha256', 'at', 'withdrawn_at', 'withdrawn_why'])
        .where('code', '=', code)
        .executeTakeFirst();
}

/** Query. A code that was never given out and one that cannot be are answered alike. One statement. */
export async function readIssued({ db }: Reading, typed: string): Promise<AnswerOf<typeof getIssued>> {
  const row = await issuedBy(db, typed);
  if (!row) return { document: null };
  const { number, kind, title, sha256, at, withdrawn_at: withdrawnAt, withdrawn_why: withdrawnWhy } = row;
  const day = (instant: string): string => dayIn(PORTAL_ZONE, new Date(instant));
  return {
    document: {
      number,
      kind: kind as DocumentKind,
      title,
      on: day(at),
      sha256: sha256?.toString('hex') ?? null,
      withdrawnOn: withdrawnAt && day(withdrawnAt),
      withdrawnWhy,
    },
  };
}

/** Compares what is sent with what was given out; nothing is kept. A page is led back to the check. */
export async function compareIssued({ db, input }: Streaming, { request, reply }: { request: FastifyRequest; reply: FastifyReply }): Promise<unknown> {
  const { code } = input.params as { code: string };
  const isPage = (request.headers.accept ?? '').includes('text/html');
  const lead = (outcome: string): FastifyReply => reply.redirect(`/check/${encodeURIComponent(code)}?file=${outcome}`, 303);
  try {
    const { sha256 } = found(await issuedBy(db, code));
    const part = (await request.file()) ?? refuse('file.missing');
    if (part.filename === '') refuse('file.missing');
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of part.file as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > MOST_BYTES) refuse('file.tooLarge', { limit: '60 МБ' });
      hash.update(piece);
    }
    if (bytes === 0) refuse('file.empty');
    const same = sha256 !== null && hash.digest().equals(sha256);
    return isPage ? await lead(same ? 'same' : 'other') : await reply.send({ same });
  } catch (error) {
    if (!isPage || !(error instanceof Refusal)) throw error;
    return lead(error.code);
  }
}
