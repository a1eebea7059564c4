// Files: taken in as a stream, judged by content, images without their metadata, encrypted on disk under a key of their own.
// The bytes are on disk before the command that keeps the file; what no row names after an hour is swept away.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { Refusal, refuse } from './errors.ts';
import { checkedContent } from './file-content.ts';
import { openFile, rewrapFile, sealStream } from './file-cipher.ts';
import { cleanName, declaredKind, type FileKind, fileKinds, isProgramName } from './file-kinds.ts';
import { isUuid, newId } from './ids.ts';
import type { KeyRing } from './key-ring.ts';
import type { Db, Tx } from './tables.ts';

export type FileStore = { readonly dir: string; readonly ring: KeyRing; readonly clock: () => Date };
/** `exact`: not a byte may change (signed files), so images keep their metadata. */
export type FileRules = { readonly accepts: readonly FileKind[]; readonly mostBytes: number; readonly exact?: boolean };
/** On disk and not yet kept by any row. */
export type ReceivedFile = {
  readonly id: string;
  readonly name: string;
  readonly kind: FileKind;
  readonly mediaType: string;
  readonly bytes: bigint;
  readonly sha256: Buffer;
  readonly keyVersion: string;
  readonly path: string;
};
export type ReceivedPiece = Omit<ReceivedFile, 'kind'>;
export type KeptFile = {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: bigint;
  readonly sha256: Buffer;
  readonly path: string;
};

const megabytes = (count: number): string => `${Math.max(1, Math.floor(count / 1_048_576))} МБ`;
const placeOf = (id: string): string => `file ${id}`;

/** Refuses by the name and the declared type alone: file.active (a program), file.type (not accepted here). */
export function judgeName(declared: { name: string; mediaType: string }, rules: FileRules): { name: string; kind: FileKind } {
  const name = cleanName(declared.name);
  if (isProgramName(declared.name) || isProgramName(name)) refuse('file.active');
  const kind = declaredKind(name, declared.mediaType);
  if (kind === undefined || !rules.accepts.includes(kind)) return refuse('file.type', { accepted: rules.accepts.map((one) => fileKinds[one].name).join(', ') });
  return { name, kind };
}

/**
 * Takes a file in. Refuses by name: file.active (program, script, page, drawing), file.type (not accepted here), file.mismatch (name, type
 * and content disagree), file.tooLarge, file.empty, file.damaged, file.locked. HEIC becomes JPEG. After a refusal nothing is left on disk.
 */
export async function receiveFile(store: FileStore, content: Readable, declared: { name: string; mediaType: string }, rules: FileRules): Promise<ReceivedFile> {
  const { name, kind } = heard(content, () => judgeName(declared, rules));
  const sealed = await writeSealed(store, checkedContent(limited(content, rules.mostBytes), kind, { exact: rules.exact ?? false }));
  const kept = kind === 'heic' && !rules.exact ? ({ kind: 'jpeg', name: name.replace(/\.[^.]+$/, '.jpg') } as const) : { kind, name };
  return { ...sealed, ...kept, mediaType: fileKinds[kept.kind].mediaType };
}

/** Takes in a piece of a file as it is, for `receiveFile` to judge when all are there. A line that breaks leaves what came. Refuses file.tooLarge. */
export async function receivePiece(store: FileStore, content: Readable, mostBytes: number): Promise<ReceivedPiece> {
  async function* came(): AsyncGenerator<Buffer> {
    try {
      yield* limited(content, mostBytes, true);
    } catch (error) {
      if (error instanceof Refusal) throw error;
    }
  }
  return { ...(await writeSealed(store, came())), name: 'piece', mediaType: 'application/octet-stream' };
}

async function writeSealed(store: FileStore, content: AsyncIterable<Buffer>): Promise<Pick<ReceivedFile, 'id' | 'bytes' | 'sha256' | 'keyVersion' | 'path'>> {
  const id = newId(store.clock());
  const relative = path.join(id.slice(-2), id);
  const target = path.join(store.dir, relative);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let bytes = 0n;
  const count = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += BigInt(part.length);
      hash.update(part);
      done(null, part);
    },
  });
  try {
    await pipeline(content, count, sealStream(store.ring, placeOf(id)), createWriteStream(`${target}.part`, { mode: 0o600, flush: true }));
    await rename(`${target}.part`, target);
  } catch (error) {
    await rm(`${target}.part`, { force: true });
    throw error;
  }
  return { id, bytes, sha256: hash.digest(), keyVersion: String(store.ring.current), path: relative };
}

/** After a refusal lets the rest of the upload pass, so that the answer is heard: a browser does not read it before it has sent everything. */
function heard<Named>(content: Readable, judge: () => Named): Named {
  try {
    return judge();
  } catch (error) {
    content.resume();
    throw error;
  }
}

async function* limited(content: Readable, mostBytes: number, mayBeEmpty = false): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const part of content as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) refuse('file.tooLarge', { limit: megabytes(mostBytes) });
    yield part;
  }
  if (bytes === 0 && !mayBeEmpty) refuse('file.empty');
}

/** Writes the row in the command's transaction: from its commit on the file stays. `stream` is that of the object it belongs to: `house:<id>`. */
export async function keepFile(tx: Tx, file: ReceivedPiece, stream: string, now: Date): Promise<void> {
  const { id, name, mediaType, bytes, sha256, keyVersion, path } = file;
  await tx
    .insertInto('platform.file')
    .values({ id, stream, name, media_type: mediaType, bytes, sha256, key_version: keyVersion, path, made_at: now.toISOString() })
    .onConflict((on) => on.doNothing())
    .execute();
}

/** The row of a file. Whether the actor may read it is decided before, by the object that it belongs to. */
export async function findFile(db: Db | Tx, id: string): Promise<KeptFile | undefined> {
  return db.selectFrom('platform.file').select(['id', 'name', 'media_type as mediaType', 'bytes', 'sha256', 'path']).where('id', '=', id).executeTakeFirst();
}

/** The content, or its bytes from `start` up to `end` (not included), checked as it is decrypted. Throws CipherError when it was tampered with. */
export async function* readFile(store: FileStore, file: KeptFile | ReceivedFile, range: { start?: number; end?: number } = {}): AsyncGenerator<Buffer> {
  const handle = await open(path.join(store.dir, file.path));
  try {
    yield* openFile(store.ring, placeOf(file.id), handle, range);
  } finally {
    await handle.close();
  }
}

/** The row goes in the command's transaction, the bytes with the next sweep: a rolled back command has lost nothing. */
export async function forgetFile(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('platform.file').where('id', '=', id).execute();
}

const ORPHAN_AFTER_MS = 3_600_000;

/** Deletes files that no row names and that are older than an hour. Says how many. */
export async function sweepFiles(store: FileStore, db: Db): Promise<number> {
  let deleted = 0;
  for (const folder of await readdir(store.dir).catch(() => [])) {
    const names = await readdir(path.join(store.dir, folder)).catch(() => []);
    const { rows } = await sql<{ id: string }>`select id from platform.file where id = any(${names.filter(isUuid)}::uuid[])`.execute(db);
    const kept = new Set(rows.map(({ id }) => id));
    for (const name of names.filter((one) => !kept.has(one))) {
      const file = path.join(store.dir, folder, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (store.clock().getTime() - mtimeMs < ORPHAN_AFTER_MS) continue;
      await rm(file, { force: true });
      deleted += 1;
    }
  }
  return deleted;
}

/** Puts kept files that lie under an older master key under the current one, so that the older one may be taken out of the ring. Says how many. */
export async function rekeyFiles(store: FileStore, db: Db): Promise<number> {
  const keyVersion = String(store.ring.current);
  const rows = await db.selectFrom('platform.file').select(['id', 'path']).where('key_version', '<>', keyVersion).execute();
  for (const { id, path: relative } of rows) {
    await rewrapFile(store.ring, placeOf(id), path.join(store.dir, relative));
    await db.updateTable('platform.file').set({ key_version: keyVersion }).where('id', '=', id).execute();
  }
  return rows.length;
}

/** A stream of what `readFile` gives. */
export const streamFile = (store: FileStore, file: KeptFile, range: { start?: number; end?: number } = {}): Readable =>
  Readable.from(readFile(store, file, range), { objectMode: false });
