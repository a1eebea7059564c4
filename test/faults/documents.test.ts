// kill -9 while a file comes in, while it becomes a paper, while it is read, while a claim is confirmed by its extract and while planned checks are carried
// out: the upload goes on from its offset, the rest is done again and once, nothing is half visible and no bytes stay that no row names.
import fs from 'node:fs';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseOf, descendants, killIfThere, type PortalProcess, processes, startPortal } from '#test/portal-process';
import { type Caller, callAs } from './api-caller.ts';
import { killWorkers } from './kill-workers.ts';

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-faults-'));
const files = path.join(dataDir, 'files');
let portal: PortalProcess;
let owner: pg.Client;
let roman: Caller;

beforeAll(async () => {
  portal = await startPortal({ dataDir });
  owner = new pg.Client({ connectionString: databaseOf(dataDir).ownerUrl });
  owner.on('error', () => {}); // the end of the portal, should the test fail
  await owner.connect();
  roman = await callAs(portal.url, 'roman');
}, 180_000);
afterAll(async () => {
  await owner.end();
  await portal.stop();
  for (const { pid } of processes().filter(({ command }) => command.includes(dataDir))) killIfThere(pid);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function until(what: string, is: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  for (const started = Date.now(); Date.now() - started < limitMs; await pause(50)) if (await is()) return;
  throw new Error(`not within ${limitMs / 1000} s: ${what}\n${portal.output()}`);
}
const waitsFor = (table: string) =>
  until(
    `somebody waits for ${table}`,
    async () => (await owner.query('select 1 from pg_locks where not granted and relation = $1::regclass', [table])).rowCount !== 0,
  );

async function killServer(): Promise<void> {
  const [server] = descendants(portal.pid).filter(({ command }) => command.endsWith('main.ts server'));
  process.kill(server!.pid, 'SIGKILL');
  await until('another server', () => descendants(portal.pid).some(({ pid, command }) => command.endsWith('main.ts server') && pid !== server!.pid));
}

/** The next bytes from the offset on; as many are announced, and `sent` of them go. A line that breaks is no answer. */
function send(url: string, offset: number, content: Buffer, sent = content.length): Promise<unknown> {
  return new Promise((done) => {
    const piece = request(
      portal.url + url,
      {
        method: 'PATCH',
        headers: { ...roman.headers(), 'content-type': 'application/offset+octet-stream', 'upload-offset': offset, 'content-length': content.length },
      },
      (answer) => answer.resume().on('end', () => done(answer.statusCode)),
    );
    piece.on('error', () => done(undefined));
    if (sent === content.length) piece.end(content);
    else piece.write(content.subarray(0, sent));
  });
}

const MEGABYTE = 1_048_576;
const CONTENT = Buffer.alloc(20 * MEGABYTE, 'Protocol of the meeting, line by line. ');
const stateOf = async (url: string) => (await roman.get(url)).body as { offset: number; size: number; documentId: string | null };
const named = async (name: string) =>
  ((await roman.get('/api/v1/documents')).body['documents'] as { id: string; name: string }[]).filter((one) => one.name === name);
const onDisk = () =>
  fs
    .readdirSync(files, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes(path.sep))
    .map((name) => path.join(files, name));
const partOf = () => onDisk().find((name) => name.endsWith('.part') && fs.statSync(name).size > MEGABYTE);

test('DOCS-1, OPS-4, X-8: the server is killed while a file comes in and while it becomes a paper: it goes on from the offset and is there once', async () => {
  const begun = await roman.post('/api/v1/documents/uploads', { name: 'Обмер.txt', size: CONTENT.length });
  const url = `/api/v1/documents/uploads/${String(begun.body['uploadId'])}`;
  expect(await send(url, 0, CONTENT.subarray(0, 8 * MEGABYTE))).toBe(200);
  const torn = send(url, 8 * MEGABYTE, CONTENT.subarray(8 * MEGABYTE), 5 * MEGABYTE);
  await until('a part of the piece lies on the disk', () => partOf() !== undefined);
  await killServer();
  await torn;
  expect(await stateOf(url)).toMatchObject({ offset: 8 * MEGABYTE, documentId: null });
  expect(await named('Обмер')).toEqual([]);

  await owner.query('begin');
  await owner.query('lock table documents.document in share mode');
  const last = send(url, 8 * MEGABYTE, CONTENT.subarray(8 * MEGABYTE));
  await waitsFor('documents.document');
  await killServer();
  await owner.query('commit');
  await last;
  expect(await stateOf(url)).toEqual({ offset: CONTENT.length, size: CONTENT.length, documentId: null });
  expect(await named('Обмер')).toEqual([]);
  expect(await send(url, CONTENT.length, Buffer.alloc(0))).toBe(200);
  const { documentId } = await stateOf(url);
  expect(await named('Обмер')).toMatchObject([{ id: documentId }]);
  const kept = await fetch(`${portal.url}/api/v1/documents/${documentId}/versions/1/file`, { headers: roman.headers() });
  expect(Buffer.from(await kept.arrayBuffer()).equals(CONTENT)).toBe(true);
}, 180_000);

test('DOCS-2, OPS-4, X-8: the worker is killed while a paper is read: it is read again, once', async () => {
  await owner.query('begin');
  await owner.query('lock table documents.page in share mode');
  const form = new FormData();
  form.append('files', new Blob(['Договор управления домом № 7. Предмет договора: содержание мусоропровода'], { type: 'text/plain' }), 'Скан договора.txt');
  const { body } = await roman.post('/api/v1/documents', form);
  await waitsFor('documents.page');
  const isDead = await killWorkers(portal, owner);
  await owner.query('commit');
  await isDead();
  const [documentId] = body['documents'] as string[];
  await until('the paper is read', async () => (await roman.get(`/api/v1/documents/${documentId}`)).body['reading'] === 'read');
  expect((await roman.get(`/api/v1/documents?q=${encodeURIComponent('мусоропроводы')}`)).body['documents']).toMatchObject([
    { id: documentId, kind: 'contract' },
  ]);
  // Of this paper: others may be on their way.
  expect((await owner.query('select 1 from documents.page where document_id = $1', [documentId])).rowCount).toBe(0);
}, 180_000);

test('OWN-2, OPS-4: the worker is killed while a claim is confirmed by its extract: it is confirmed once, with one record, one certificate and one paper', async () => {
  await owner.query('begin');
  await owner.query('lock table housing.ownership in share mode');
  const {
    rows: [claim],
  } = await owner.query<{ id: string; person_id: string; premises_id: string }>(
    `select c.id, c.person_id, c.premises_id from ownership.claim c join ownership.paper p on p.claim_id = c.id and p.kind = 'extract' where c.status = 'draft' limit 1`,
  );
  const other = new pg.Client({ connectionString: databaseOf(dataDir).ownerUrl });
  await other.connect();
  await other.query(
    `update ownership.claim set status = 'submitted', submitted_at = now(), check_by = current_date + 3, try_at = now(), signature_kind = 'code' where id = $1`,
    [claim!.id],
  );
  await other.query(`select graphile_worker.add_job('ownership.check')`);
  await other.end();
  await waitsFor('housing.ownership');
  const isDead = await killWorkers(portal, owner);
  await owner.query('commit');
  await isDead();
  const one = async (text: string, values: unknown[]) => (await owner.query<{ n: number }>(`select count(*)::int as n from ${text}`, values)).rows[0]!.n;
  await until('the certificate is made', async () => (await one('ownership.claim where id = $1 and certificate_file_id is not null', [claim!.id])) === 1);
  const lines = await owner.query<{ action: string }>('select action from platform.journal_line where object_id = $1 order by id', [claim!.id]);
  expect(lines.rows.map(({ action }) => action).slice(-3)).toEqual(['claim.passed', 'claim.confirmed', 'claim.certified']);
  expect([
    await one('housing.ownership where premises_id = $1 and person_id = $2 and to_day is null', [claim!.premises_id, claim!.person_id]),
    await one(`documents.issued where person_id = $1 and kind = 'certificate'`, [claim!.person_id]),
    await one(`documents.document where person_id = $1 and kind = 'certificate'`, [claim!.person_id]),
  ]).toEqual([1, 1, 1]);
}, 180_000);

test('DATA-2, OPS-4: the worker is killed amid planned checks: every one is carried out and written once', async () => {
  const { rows } = await owner.query<{ id: string }>('select id from identity.person order by id limit 20');
  const ids = rows.map(({ id }) => id);
  await owner.query(
    `insert into privacy.consent (person_id, id, code, version, sha256, given_at) select id, gen_random_uuid(), 'registers', 1, '\\x00', now() - interval '1 day' from identity.person p where id = any($1) and not exists (select 1 from privacy.consent c where c.person_id = p.id and c.code = 'registers')`,
    [ids],
  );
  await owner.query(
    `insert into records.checkup (person_id, state, ordered_at, finished_at, next_on, planned_told_on) select id, 'done', now() - interval '1 year', now() - interval '1 year', current_date, current_date from identity.person where id = any($1) on conflict (person_id) do update set state = 'done', next_on = current_date`,
    [ids],
  );
  const {
    rows: [before],
  } = await owner.query<{ n: number }>(`select count(*)::int as n from platform.journal_line where action = 'records.checked'`);
  await owner.query(`select graphile_worker.add_job('records.plan')`);
  await owner.query('begin');
  await owner.query('lock table records.told in share mode');
  await waitsFor('records.told');
  const isDead = await killWorkers(portal, owner);
  await owner.query('commit');
  await isDead();
  await until(
    'all are done',
    async () =>
      (await owner.query(`select 1 from records.checkup where person_id = any($1) and (state <> 'done' or next_on <= current_date)`, [ids])).rowCount === 0,
  );
  const {
    rows: [after],
  } = await owner.query<{ n: number; people: number }>(
    `select count(*)::int as n, count(distinct person_id)::int as people from platform.journal_line where action = 'records.checked' and person_id = any($1)`,
    [ids],
  );
  expect([after!.n - before!.n, after!.people]).toEqual([20, 20]);
}, 180_000);

test('X-10, OPS-4: what the killed left on the disk is swept away; every file of a row is there', async () => {
  const twoHoursAgo = Date.now() / 1_000 - 7_200;
  expect(partOf()).toBeDefined();
  for (const name of onDisk()) fs.utimesSync(name, twoHoursAgo, twoHoursAgo);
  await owner.query(`select graphile_worker.add_job('files.sweep')`);
  await until('the torn part is gone', () => partOf() === undefined);
  const ids = async () => (await owner.query<{ id: string }>('select id from platform.file order by id')).rows.map(({ id }) => id);
  await until(
    'what lies there is what the rows name',
    async () =>
      JSON.stringify(
        onDisk()
          .map((name) => path.basename(name))
          .toSorted(),
      ) === JSON.stringify(await ids()),
  );
});
