// The virus check of what people put into vaults: not opened, shown or read before it; an infected file is removed and its owner told. While
// clamd is away everything waits and is tried again every minute.
import { system } from '#platform/actor';
import { findFile, forgetFile, readFile } from '#platform/files';
import { deriveId, newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { VirusCheckAway } from '#platform/virus-check';
import { runOnce, type Work } from '#platform/work';
import { audiencesOf, orderReading, streamOf } from './keep-document.ts';
import type { VersionKey } from './read-document.ts';
import type { Intake } from './upload-documents.ts';
import { type DocumentRow, vaultOf } from './vault.policy.ts';
import './documents.events.ts';
import './documents.tables.ts';

const TASK = 'documents.check';
const AT_ONCE = 200;
type Context = Pick<JobContext, 'ground' | 'db' | 'now'>;

/** Safe to repeat. Where no check is set up any more, what still waits is let through. Throws VirusCheckAway. */
export async function checkVersion({ files, virusCheck }: Intake, { ground, db, now }: Context, key: VersionKey): Promise<void> {
  const row = await db
    .selectFrom('documents.version')
    .select('file_id')
    .where('document_id', '=', key.documentId)
    .where('number', '=', key.number)
    .where('state', '=', 'checking')
    .executeTakeFirst();
  const file = row && (await findFile(db, row.file_id));
  if (!row || !file) return;
  const virus = virusCheck ? await virusCheck(readFile(files, file)) : null;
  await runOnce(ground, { actor: system(TASK), id: newId(now()), now: now() }, (work) => keepFinding(work, row.file_id, virus));
}

/** Job of every minute. Says how many were judged; stops at the first that gets no answer. */
export async function checkWaiting(intake: Intake, { log, ...context }: Context & Pick<JobContext, 'log'>): Promise<number> {
  const rows = await context.db
    .selectFrom('documents.version')
    .select(['document_id as documentId', 'number'])
    .where('state', '=', 'checking')
    .orderBy('at')
    .limit(AT_ONCE)
    .execute();
  for (const [n, key] of rows.entries()) {
    try {
      await checkVersion(intake, context, key);
    } catch (error) {
      if (!(error instanceof VirusCheckAway)) throw error;
      log.error({ err: error, waiting: rows.length - n }, 'files wait for the virus check');
      return n;
    }
  }
  return rows.length;
}

/** A file may lie in papers of several houses: all of them are judged at once. */
async function keepFinding(work: Work, fileId: string, virus: string | null): Promise<null> {
  const named = work.tx.selectFrom('documents.version').select('document_id').where('file_id', '=', fileId);
  const documents = await work.tx.selectFrom('documents.document').selectAll().where('id', 'in', named).orderBy('id').forUpdate().execute();
  const judged = await work.tx
    .updateTable('documents.version')
    .set({ state: virus === null ? 'ready' : 'infected' })
    .where('file_id', '=', fileId)
    .where('state', '=', 'checking')
    .returning(['document_id', 'number', 'added_by', 'file_name'])
    .execute();
  if (virus !== null && judged.length > 0) await forgetFile(work.tx, fileId);
  for (const version of judged) {
    const document = documents.find(({ id }) => id === version.document_id)!;
    work.emit('document.changed', { documentId: document.id }, audiencesOf(vaultOf(document)));
    if (virus === null) orderReading(work, document.id, version.number);
    else await tellInfected(work, document, { ...version, virus });
  }
  return null;
}

async function tellInfected(
  work: Work,
  document: DocumentRow,
  { number, added_by: addedBy, file_name: name, virus }: { number: number; added_by: string | null; file_name: string; virus: string },
): Promise<void> {
  const vault = vaultOf(document);
  // An earlier version that was clean is the current one again.
  const clean = await work.tx
    .selectFrom('documents.version')
    .select('number')
    .where('document_id', '=', document.id)
    .where('state', '=', 'ready')
    .orderBy('number', 'desc')
    .executeTakeFirst();
  if (document.current === number && clean)
    await work.tx
      .updateTable('documents.document')
      .set({ current: clean.number, version: document.version + 1 })
      .where('id', '=', document.id)
      .execute();
  work.journal({
    stream: streamOf(vault),
    action: 'document.infected',
    object: { kind: 'document', id: document.id },
    ...('personId' in vault ? { personId: vault.personId } : { houseId: vault.houseId }),
    facts: { virus: virus.slice(0, 100) },
  });
  const personId = document.person_id ?? addedBy;
  const id = deriveId(document.id, `infected ${number}`);
  if (personId !== null)
    work.order({
      task: 'notifications.notify',
      key: id,
      payload: { id, personIds: [personId], kind: 'documents.infected', facts: { name }, link: `/documents/${document.id}` },
    });
}
