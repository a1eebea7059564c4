// The virus check of what people put into vaults: not opened, shown or read before it; an infected file is removed and its owner told. While
// clamd is away everything waits and is tried again every minute.
import { system } from '#platform/actor';
import { findFile, forgetFile, readFile } from '#platform/files';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { VirusCheckAway } from '#platform/virus-check';
import { runOnce, type Work } from '#platform/work';
import { audiencesOf, orderReading, streamOf } from './keep-document.ts';
import type { VersionKey } from './read-document.ts';
import type { Intake } from './upload-documents.ts';
import { vaultOf } from './vault.policy.ts';
import './documents.events.ts';
import './documents.tables.ts';

const TASK = 'documents.check';
const AT_ONCE = 200;
type Context = Pick<JobContext, 'ground' | 'db' | 'now'>;

/** Safe to repeat. Where no check is set up any more, what still waits is let through. Throws VirusCheckAway. */
export async function checkVersion({ files, virusCheck }: Intake, { ground, db, now }: Context, key: VersionKey): Promise<void> {
  const row = await db.selectFrom('documents.version').select('file_id').where('document_id', '=', key.documentId).where('number', '=', key.number).where('state', '=', 'checking').executeTakeFirst();
  const file = row && (await findFile(db, row.file_id));
  if (!row || !file) return;
  const virus = virusCheck ? await virusCheck(readFile(files, file)) : null;
  await runOnce(ground, { actor: system(TASK), id: newId(now()), now: now() }, (work) => keepFinding(work, key, { virus, fileId: row.file_id }));
}

/** Job of every minute. Says how many were judged; stops at the first that gets no answer. */
export async function checkWaiting(intake: Intake, { log, ...context }: Context & Pick<JobContext, 'log'>): Promise<number> {
  const rows = await context.db.selectFrom('documents.version').select(['document_id as documentId', 'number']).where('state', '=', 'checking').orderBy('at').limit(AT_ONCE).execute();
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

async function keepFinding(work: Work, { documentId, number }: VersionKey, { virus, fileId }: { virus: string | null; fileId: string }): Promise<null> {
  const document = await work.tx.selectFrom('documents.document').selectAll().where('id', '=', documentId).forUpdate().executeTakeFirst();
  const judged = await work.tx.updateTable('documents.version').set({ state: virus === null ? 'ready' : 'infected' }).where('document_id', '=', documentId).where('number', '=', number).where('state', '=', 'checking').returning(['added_by', 'file_name']).executeTakeFirst();
  if (!document || !judged) return null;
  const vault = vaultOf(document);
  work.emit('document.changed', { documentId }, audiencesOf(vault));
  if (virus === null) {
    orderReading(work, documentId, number);
    return null;
  }
  await forgetFile(work.tx, fileId);
  // An earlier version that was clean is the current one again.
  const { last } = await work.tx.selectFrom('documents.version').select((on) => on.fn.max('number').as('last')).where('document_id', '=', documentId).where('state', '=', 'ready').executeTakeFirstOrThrow();
  if (document.current === number && (last as number | null) !== null) await work.tx.updateTable('documents.document').set({ current: last, version: document.version + 1 }).where('id', '=', documentId).execute();
  work.journal({ stream: streamOf(vault), action: 'document.infected', object: { kind: 'document', id: documentId }, ...('personId' in vault ? { personId: vault.personId } : { houseId: vault.houseId }), facts: { virus: virus.slice(0, 100) } });
  const personId = document.person_id ?? judged.added_by;
  const id = newId(work.now);
  if (personId !== null) work.order({ task: 'notifications.notify', key: id, payload: { id, personIds: [personId], kind: 'documents.infected', facts: { name: judged.file_name }, link: `/documents/${documentId}` } });
  return null;
}
