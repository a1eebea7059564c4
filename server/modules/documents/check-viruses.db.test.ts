import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Person } from '#platform/actor';
import { type FileStore, findFile } from '#platform/files';
import { openVirusCheck, VirusCheckAway } from '#platform/virus-check';
import { makeActor } from '#test/factories/identity';
import { refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { checkVersion, checkWaiting } from './check-viruses.ts';
import { readDocument } from './documents.queries.ts';
import { readDocumentText } from './read-document.ts';
import { shareDocument } from './share-document.ts';
import { type Intake, keepUpload, keepVersion, takeIn } from './upload-documents.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-viruses-'));
const files: FileStore = { dir, ring: TEST_KEYS, clock: () => world.now };
const VIRUS = 'This stands for a virus';
let answer: (content: string) => string | undefined;
let seen: string[] = [];

/** As clamd: pieces with their lengths until an empty one, a line in answer, and the line is hung up. */
const clamd: Server = net.createServer((socket) => {
  let came = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (part) => {
    came = Buffer.concat([came, part]);
    const content = contentOf(came);
    if (content === undefined) return;
    seen.push(content);
    const said = answer(content);
    if (said === undefined) socket.destroy();
    else socket.end(`${said}\0`);
  });
});
function contentOf(came: Buffer): string | undefined {
  const parts: Buffer[] = [];
  for (let at = 'zINSTREAM\0'.length; at + 4 <= came.length;) {
    const length = came.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts).toString();
    parts.push(came.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
await new Promise<void>((done) => clamd.listen(0, '127.0.0.1', done));
const virusCheck = openVirusCheck(`tcp://127.0.0.1:${(clamd.address() as AddressInfo).port}`, 2_000);
const intake: Intake = { files, virusCheck };
afterAll(() => {
  clamd.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  seen = [];
  answer = (content) => (content.includes(VIRUS) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK');
});

const errors: object[] = [];
const context = () => ({
  ground: world.ground,
  db: world.db,
  now: () => world.now,
  log: { info: () => {}, error: (facts: object) => void errors.push(facts) },
});
const receive = (name: string, text: string) => takeIn(intake, Readable.from([Buffer.from(text)]), { name, mediaType: '' });
const put = async (actor: Person, text: string): Promise<string> => {
  const file = await receive('Скан.txt', text);
  return (await world.run(actor, (work) => keepUpload(work, { personId: actor.personId }, file))).documentId;
};
const show = (actor: Person, id: string) => readDocument({ db: world.db, actor, now: world.now }, id);
const share = (actor: Person, id: string) => world.run(actor, (work) => shareDocument(work, id, { phone: '+79005550000', until: '2026-12-01' }));
const fileOf = async (documentId: string, number: number) =>
  (
    await world.db
      .selectFrom('documents.version')
      .select('file_id')
      .where('document_id', '=', documentId)
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
  ).file_id;

test('DOCS-1, X-10: before the check a file is neither read nor shared; a clean one is then what any other is', async () => {
  const actor = await makeActor(world);
  const long = 'Договор управления домом. '.repeat(20_000);
  const id = await put(actor, long);
  expect(await show(actor, id)).toMatchObject({ state: 'checking', reading: 'waiting', can: { change: true, share: false } });
  expect((await refusalOf(share(actor, id))).code).toBe('documents.checking');
  await readDocumentText({ files, ocrData: undefined }, context(), { documentId: id, number: 1 });
  expect(await show(actor, id)).toMatchObject({ reading: 'waiting' });
  await checkVersion(intake, context(), { documentId: id, number: 1 });
  expect(seen).toEqual([long]);
  expect(await show(actor, id)).toMatchObject({ state: 'ready', can: { share: true } });
  await share(actor, id);
  await checkVersion(intake, context(), { documentId: id, number: 1 });
  expect(seen).toHaveLength(1);
});

test('DOCS-1, X-10, AUD-1: an infected file is removed and its owner told; of a paper the clean version is the current one again', async () => {
  const actor = await makeActor(world);
  const [only, paper] = [await put(actor, VIRUS), await put(actor, 'Акт осмотра')];
  await checkWaiting(intake, context());
  const onlyFile = await fileOf(only, 1);
  expect(await show(actor, only)).toMatchObject({ state: 'infected', versions: [{ state: 'infected' }], can: { change: true, share: false } });
  expect((await refusalOf(share(actor, only))).code).toBe('documents.infected');
  expect(await findFile(world.db, onlyFile)).toBeUndefined();
  const newer = await receive('Скан.txt', `${VIRUS} again`);
  await world.run(actor, (work) => keepVersion(work, paper, newer));
  await Promise.all(Array.from({ length: 20 }, () => checkVersion(intake, context(), { documentId: paper, number: 2 })));
  expect(await show(actor, paper)).toMatchObject({
    state: 'ready',
    current: 1,
    versions: [
      { number: 2, state: 'infected' },
      { number: 1, state: 'ready' },
    ],
  });
  expect(await findFile(world.db, newer.id)).toBeUndefined();
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('person_id', '=', actor.personId)
    .where('action', '=', 'document.infected')
    .execute();
  expect(lines).toHaveLength(2);
});

test('DOCS-1, X-10: while the check is away, silent or answers rubbish, files wait; when it is there again, all are judged', async () => {
  const actor = await makeActor(world);
  const ids = [await put(actor, 'Акт 1'), await put(actor, 'Акт 2')];
  const states = async () => [...new Set(await Promise.all(ids.map(async (id) => (await show(actor, id)).state)))];
  for (const said of [undefined, 'INSTREAM size limit exceeded. ERROR', '']) {
    answer = () => said;
    expect(await checkWaiting(intake, context())).toBe(0);
  }
  const nobody = openVirusCheck('tcp://127.0.0.1:9', 500);
  expect(await checkWaiting({ files, virusCheck: nobody }, context())).toBe(0);
  await expect(nobody(Readable.from([]))).rejects.toThrow(VirusCheckAway);
  expect([await states(), errors.length]).toEqual([['checking'], 4]);
  answer = () => 'stream: OK';
  expect(await checkWaiting(intake, context())).toBe(2);
  expect(await states()).toEqual(['ready']);
});
