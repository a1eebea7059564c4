// A job: the text of a paper, its kind and key fields, for the search (DOCS-2). Killed on its way, it goes on with the page it had come to.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { system } from '#platform/actor';
import { askChild, ChildError } from '#platform/ask-child';
import { type FileStore, findFile, readFile } from '#platform/files';
import { type FieldPlace, openField, sealField } from '#platform/field-cipher';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { runOnce, type Work } from '#platform/work';
import { audiencesOf } from './keep-document.ts';
import { keyFieldsOf } from './key-fields.ts';
import type { PageRead, ReadOrder } from './read-child.ts';
import { type Guess, recogniseKind } from './recognise-kind.ts';
import { vaultOf } from './vault.policy.ts';
import './documents.events.ts';
import './documents.tables.ts';

const CHILD = fileURLToPath(new URL('read-child.ts', import.meta.url));
const TASK = 'documents.read';
const TRIES = 2;
const TIME_LIMIT_MS = 25 * 60_000;
const MOST_LETTERS = 300_000;

export type ReadPorts = {
  readonly files: FileStore;
  /** The folder of `rus.traineddata`; without it pictures stay unread. */ readonly ocrData: string | undefined;
};
export type VersionKey = { readonly documentId: string; readonly number: number };
type Context = Pick<JobContext, 'ground' | 'db' | 'now'>;

/** The folder that is set, or where Debian puts the data; null where the Russian letters are not there. */
export function findOcrData(given: string | undefined): string | null {
  const folders = given === undefined ? ['/usr/share/tesseract-ocr/5/tessdata', '/usr/share/tesseract-ocr/4.00/tessdata'] : [given];
  return folders.find((folder) => existsSync(path.join(folder, 'rus.traineddata'))) ?? null;
}

const pagePlace = ({ documentId, number }: VersionKey, page: number): FieldPlace => ({
  table: 'documents.page',
  column: 'text',
  rowId: `${documentId} ${number} ${page}`,
});

/** Safe to repeat. What is known to be an identity document is not looked into at all. */
export async function readDocumentText({ files, ocrData }: ReadPorts, { ground, db, now }: Context, key: VersionKey): Promise<void> {
  const row = await db
    .selectFrom('documents.version as v')
    .innerJoin('documents.document as d', 'd.id', 'v.document_id')
    .select(['v.file_id', 'v.media_type', 'd.kind', 'd.kind_by'])
    .where('v.document_id', '=', key.documentId)
    .where('v.number', '=', key.number)
    .where('v.reading', '=', 'waiting')
    .where('v.state', '=', 'ready')
    .executeTakeFirst();
  const file = row && (await findFile(db, row.file_id));
  if (!row || !file) return;
  const finish = (outcome: Outcome): Promise<null> =>
    runOnce(ground, { actor: system(TASK), id: newId(now()), now: now() }, (work) => keepReading(work, key, outcome));
  if (row.kind === 'identity') return void (await finish({ reading: 'withheld' }));
  const parts: Buffer[] = [];
  for await (const part of readFile(files, file)) parts.push(part);
  const order = { file: Buffer.concat(parts), mediaType: row.media_type, ocrData: findOcrData(ocrData) };
  const outcome = await readPages({ ground, db, now }, key, order);
  if (outcome === 'unable') return void (await finish({ reading: 'unable' }));
  const text = outcome.join('\n').slice(0, MOST_LETTERS);
  const guess = recogniseKind(text, { isPicture: row.media_type.startsWith('image/') });
  // Somebody who says that it is another paper is believed.
  const isIdentity = guess.kind === 'identity' && row.kind_by === 'read';
  await finish({ reading: isIdentity ? 'withheld' : text.trim() === '' ? 'none' : 'read', guess, ...(!isIdentity && { text }) });
}

/** Every page is kept, sealed, as soon as it is read. A child that dies twice without having read a page more is given up. */
async function readPages({ ground, db }: Context, key: VersionKey, order: Omit<ReadOrder, 'firstPage'>): Promise<string[] | 'unable'> {
  let isUnable = false;
  const kept = () =>
    db
      .selectFrom('documents.page')
      .select(['page', 'text'])
      .where('document_id', '=', key.documentId)
      .where('number', '=', key.number)
      .orderBy('page')
      .execute();
  for (let fails = 0, known = (await kept()).length; ;) {
    try {
      await askChild<PageRead>(CHILD, { ...order, firstPage: known + 1 } satisfies ReadOrder, {
        timeLimitMs: TIME_LIMIT_MS,
        async onAnswer({ page, text, unable }) {
          if (unable) isUnable = true;
          const sealed = sealField(ground.masterKeys, pagePlace(key, page), text.replaceAll('\0', ''));
          await db
            .insertInto('documents.page')
            .values({ document_id: key.documentId, number: key.number, page, text: sealed })
            .onConflict((on) => on.doNothing())
            .execute();
        },
      });
      if (isUnable) return 'unable';
      return (await kept()).map(({ page, text }) => openField(ground.masterKeys, pagePlace(key, page), text));
    } catch (error) {
      if (!(error instanceof ChildError)) throw error;
      const now = (await kept()).length;
      fails = now > known ? 0 : fails + 1;
      known = now;
      if (fails >= TRIES) return 'unable';
    }
  }
}

type Outcome = { readonly reading: 'read' | 'none' | 'withheld' | 'unable'; readonly text?: string; readonly guess?: Guess };

/** What was read, in one transaction; what a person said of the paper meanwhile stands. */
async function keepReading(work: Work, { documentId, number }: VersionKey, { reading, text, guess }: Outcome): Promise<null> {
  const document = await work.tx.selectFrom('documents.document').selectAll().where('id', '=', documentId).forUpdate().executeTakeFirst();
  const done = await work.tx
    .updateTable('documents.version')
    .set({ reading })
    .where('document_id', '=', documentId)
    .where('number', '=', number)
    .where('reading', '=', 'waiting')
    .executeTakeFirst();
  await work.tx.deleteFrom('documents.page').where('document_id', '=', documentId).where('number', '=', number).execute();
  if (!document || done.numUpdatedRows === 0n || document.current !== number) return null;
  const isIdentity = document.kind === 'identity' || (document.kind_by === 'read' && guess?.kind === 'identity');
  const fields = text === undefined || isIdentity ? { number: null, datedOn: null, sumKopecks: null, cadastralNumber: null } : keyFieldsOf(text);
  await work.tx
    .updateTable('documents.document')
    .set({
      ...(document.kind_by === 'read' && guess && { kind: guess.kind, sureness: guess.sureness }),
      number: document.number ?? fields.number,
      dated_on: document.dated_on ?? fields.datedOn,
      sum_kopecks: document.sum_kopecks ?? fields.sumKopecks,
      cadastral_number: document.cadastral_number ?? fields.cadastralNumber,
      words: sql`setweight(to_tsvector('russian', ${document.name}), 'A') || to_tsvector('russian', ${isIdentity ? '' : (text ?? '')})`,
    })
    .where('id', '=', documentId)
    .execute();
  work.emit('document.changed', { documentId }, audiencesOf(vaultOf(document)));
  return null;
}
