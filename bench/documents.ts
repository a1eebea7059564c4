// Vaults: sealing a file, knowing the kind of a paper, and one person's list and search among a million papers of a hundred thousand people (database time).
import { createCipheriv, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readDocuments } from '../server/modules/documents/documents.queries.ts';
import { recogniseKind } from '../server/modules/documents/recognise-kind.ts';
import { sealStream } from '#platform/file-cipher';
import { paperSet, shareByKind, shareOfAll } from '#test/papers/paper-set';
import { TEST_KEYS, type World, personActor } from '#test/world';
import { costOf, type Row } from './ratio.ts';
import { asOwner } from './world.ts';

const PIECE = Buffer.from(randomBytes(1 << 20));
const MEGABYTES = 100;
const PEOPLE = 100_000;
const PAPERS_EACH = 10;
const ASKED = 200;

export async function benchDocuments(world: World): Promise<Row[]> {
  return [await sealing(), await knowing(), ...(await searching(world))];
}

/** A million bytes through the whole stream, beside the bare cipher over the same pieces. */
async function sealing(): Promise<Row> {
  const pieces = (count: number) => Readable.from(Array.from({ length: count }, () => PIECE));
  const drain = async (stream: AsyncIterable<unknown>): Promise<void> => {
    for await (const piece of stream) void piece;
  };
  const cost = await costOf(MEGABYTES, (units) => pipeline(pieces(units), sealStream(TEST_KEYS, 'bench'), drain));
  const limitCost = await costOf(MEGABYTES, (units) => pipeline(pieces(units), createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)), drain));
  return {
    what: `a megabyte of a file sealed in chunks (${Math.round((1e6 * 1.048_576) / cost.cpuUs)} MB in a second of CPU)`,
    cost,
    limit: 'one AES-256-GCM over the same stream',
    limitCost,
  };
}

/** The kinds of two hundred papers, beside one search for one word in each. */
async function knowing(): Promise<Row> {
  const papers = paperSet();
  const shares = shareByKind(papers, (paper) => recogniseKind(paper.text, paper).kind);
  const each = (work: (text: string) => unknown) =>
    costOf(papers.length, (units) => {
      for (const { text } of papers.slice(0, units)) work(text);
      return Promise.resolve();
    });
  const byKind = shares.map(({ kind, right, of }) => `${kind} ${right}/${of}`).join(', ');
  return {
    what: `the kind of a paper: ${shareOfAll(shares)} % of ${papers.length} known, 95 wanted (${byKind})`,
    cost: await each((text) => recogniseKind(text, { isPicture: false })),
    limit: 'one word looked for in its small letters',
    limitCost: await each((text) => text.toLowerCase().includes('договор')),
  };
}

async function searching(world: World): Promise<Row[]> {
  const personId = (n: string): string => `('00000000-0000-8000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
  await asOwner(
    world,
    `insert into identity.person (id, last_name, first_name, made_at) select ${personId('n')}, 'Пробный', 'Пётр', now() from generate_series(1, ${PEOPLE}) n`,
    `insert into documents.document (id, person_id, kind, kind_by, name, source, words, at)
      select gen_random_uuid(), ${personId(`1 + n % ${PEOPLE}`)}, (array['contract', 'act', 'bill', 'extract'])[1 + n % 4], 'read', 'Договор ' || n, 'upload',
        to_tsvector('russian', 'управление многоквартирным домом лифты мусоропроводы отопление подъезд собственник') || to_tsvector('russian', 'Договор ' || n || ' ' || md5(n::text) || ' ' || (array['кровля', 'фасад', 'подвал', 'чердак', 'двор'])[1 + (n / 7) % 5]), now() - n * interval '1 second'
      from generate_series(1, ${PEOPLE * PAPERS_EACH}) n`,
    `insert into documents.version (document_id, number, file_id, file_name, media_type, bytes, sha256, state, reading, at) select id, 1, id, 'x.pdf', 'application/pdf', 1000, '\\x00', 'ready', 'read', at from documents.document`,
    'analyze documents.document',
    'analyze documents.version',
  );
  const people = Array.from({ length: ASKED }, (_, n) => personActor(`00000000-0000-8000-8000-${(1 + n * 499).toString(16).padStart(12, '0')}`));
  const ask = (q: string) =>
    costOf(ASKED, async (units) => {
      for (const actor of people.slice(0, units)) await readDocuments({ db: world.db, actor, now: new Date() }, q === '' ? {} : { q });
    });
  const one = 'select 1';
  const limitCost = await costOf(ASKED, async (units) => {
    for (let n = 0; n < units; n++) for (let statement = 0; statement < 2; statement++) await world.pool.query(one);
  });
  const limit = 'two empty statements';
  const size = `${(PEOPLE * PAPERS_EACH).toLocaleString('en')} papers of ${PEOPLE.toLocaleString('en')} people`;
  return [
    { what: `one person's list with its folders, ${size}`, cost: await ask(''), limit, limitCost },
    { what: `… found by two words of the text`, cost: await ask('собственники подвала'), limit, limitCost },
  ];
}
