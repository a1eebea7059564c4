import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verifyDocument } from '#modules/signing';
import { findFile, type FileStore, readFile } from '#platform/files';
import { openTypesetter } from '#platform/typst-pool';
import { collect } from '#test/collect';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { hasPdfJudges, pdfPages } from '#test/pdf-judges';
import { guest, TEST_KEYS, useWorld } from '#test/world';
import { decideSubmissions } from './decide-submissions.ts';
import { makeAct } from './make-act.ts';
import { checkAct } from './read-act.ts';
import { submitReadings } from './submit-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const typesetter = openTypesetter({ processes: 1 });
const folder = mkdtempSync(path.join(tmpdir(), 'acts-'));
const files: FileStore = { dir: path.join(folder, 'files'), ring: TEST_KEYS, clock: () => world.now };
const ports = { typesetter, files, publicUrl: 'https://moidom.example' };
afterAll(async () => {
  await typesetter.stop();
  rmSync(folder, { recursive: true });
});

const context = () => ({ ground: world.ground, db: world.db, now: () => world.now });
async function handIn(home: MeteredHome, value = '256,4') {
  const body = {
    readings: [
      { meterId: home.cold, zone: '' as const, value },
      { meterId: home.hot, zone: '' as const, value: '190,5' },
    ],
  };
  const { submissions } = await world.run(home.owner, (work) =>
    submitReadings(work, { params: { houseId: home.houseId, premisesId: home.premisesId }, query: {}, body }),
  );
  return submissions[0]!;
}
const rowOf = (id: string) => world.db.selectFrom('meters.submission').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const contentOf = async (id: string) => Buffer.concat(await collect(readFile(files, (await findFile(world.db, id))!)));
const jobsAfter = async (houseId: string) => {
  const rows = (await world.db
    .selectFrom('platform.outbox')
    .select(['events', 'jobs'])
    .where('stream', '=', `house:${houseId}`)
    .orderBy('id', 'desc')
    .limit(1)
    .execute()) as { events: { kind: string }[]; jobs: { task: string; payload: Record<string, unknown> }[] }[];
  return rows[0]!;
};

test('MTR-3: the act is made, signed by the organization, kept sealed and mailed; openssl and the portal verify it', async () => {
  const home = await makeMeteredHome(world);
  const { submissionId, houseId, actNumber, checkCode } = await handIn(home);
  await makeAct(ports, context(), { houseId, submissionId });
  const row = await rowOf(submissionId);
  const [pdf, signature] = [await contentOf(row.act_file_id!), await contentOf(row.signature_file_id!)];
  expect(await verifyDocument(world.db, { bytes: pdf, signature })).toMatchObject({ valid: true, by: { certificateNumber: row.certificate_number } });
  expect(await verifyDocument(world.db, { bytes: Buffer.concat([pdf, Buffer.from(' ')]), signature })).toEqual({ valid: false, problem: 'changed' });
  const stored = await findFile(world.db, row.act_file_id!);
  expect(readFileSync(path.join(files.dir, stored!.path)).includes('%PDF')).toBe(false);
  if (hasPdfJudges)
    for (const fact of [`Акт о передаче показаний № ${actNumber}`, 'Соколова Галина Петровна, собственник', '251,04', '256,4', '5,36', checkCode])
      expect(pdfPages(pdf)[0]).toContain(fact);
  const { events, jobs } = await jobsAfter(houseId);
  expect(events.map(({ kind }) => kind)).toEqual(['act.ready']);
  expect(jobs.map(({ task, payload }) => [task, payload['template'] ?? payload['kind']])).toEqual([
    ['notifications.notify', 'meters.actReady'],
    ['notifications.send-message', 'meters.actReady'],
  ]);
  expect((jobs[1]!.payload['attachments'] as { name: string }[]).map(({ name }) => name)).toEqual([`Акт ${actNumber}.pdf`, `Акт ${actNumber}.pdf.sig`]);
  if (spawnSync('openssl', ['version']).error !== undefined) return;
  const root = await world.db.selectFrom('signing.authority').select('certificate').where('role', '=', 'root').executeTakeFirstOrThrow();
  for (const [name, content] of Object.entries({ pdf, signature, root: root.certificate })) writeFileSync(path.join(folder, name), content);
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  run('x509', '-inform', 'DER', '-in', 'root', '-out', 'root.pem');
  run(
    'cms',
    '-verify',
    '-binary',
    '-cades',
    '-attime',
    String(world.now.getTime() / 1000),
    '-inform',
    'DER',
    '-in',
    'signature',
    '-content',
    'pdf',
    '-CAfile',
    'root.pem',
    '-out',
    'verified',
  );
});

test('MTR-3: the job tried again, and five at once, keep one act', async () => {
  const home = await makeMeteredHome(world);
  const { submissionId, houseId } = await handIn(home);
  await Promise.all(Array.from({ length: 5 }, () => makeAct(ports, context(), { houseId, submissionId })));
  const first = await rowOf(submissionId);
  await makeAct(ports, context(), { houseId, submissionId });
  expect(await rowOf(submissionId)).toEqual(first);
  const { rows } = await world.pool.query(`select count(*)::int as kept from platform.file where stream = $1`, [`house:${houseId}`]);
  expect(rows).toEqual([{ kept: 2 }]);
  await makeAct(ports, context(), { houseId, submissionId: houseId }); // an order for what is not there ends quietly
});

test('MTR-3: the code on the act tells anybody its number, organization and hash, and nothing personal', async () => {
  const home = await makeMeteredHome(world);
  const { submissionId, houseId, checkCode, actNumber } = await handIn(home);
  await makeAct(ports, context(), { houseId, submissionId });
  const reading = { db: world.db, actor: guest, now: world.now };
  const answer = await checkAct(reading, ` ${checkCode.toLowerCase().replaceAll('-', ' ')}`);
  const row = await rowOf(submissionId);
  expect(answer).toEqual({
    valid: true,
    act: {
      number: actNumber,
      on: '2026-11-22',
      countsFor: '2026-11',
      organization: expect.any(String),
      status: 'sent',
      certificateNumber: row.certificate_number,
      contentHash: row.content_hash,
      countersigned: null,
    },
  });
  for (const code of ['7K4M-92QD-0000', 'x', '']) expect(await checkAct(reading, code)).toEqual({ valid: false, act: null });
});

const decide = (home: MeteredHome, actor: Parameters<typeof world.run>[0], body: Parameters<typeof decideSubmissions>[1], key?: string) =>
  world.run(actor, (work) => decideSubmissions(work, body), key, body).then((answer) => ({ answer, home }));
const chosen = ({ houseId, submissionId, version }: { houseId: string; submissionId: string; version: number }) => [{ houseId, submissionId, version }];

test('MTR-3, X-2: the organization accepts, or rejects with a reason that comes back as a notice and frees the month', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const first = await handIn(home);
  await decide(home, staff, { decision: 'accepted', submissions: chosen(first) });
  const { events, jobs } = await jobsAfter(home.houseId);
  expect(events.map(({ kind }) => kind)).toEqual(['readings.decided']);
  expect(jobs[0]!.payload).toMatchObject({
    kind: 'meters.readingAccepted',
    personIds: [home.owner.personId],
    facts: { meter: 'Холодная вода, Горячая вода', value: '256,4; 190,5' },
  });
  await decide(home, staff, { decision: 'rejected', reason: 'Число не похоже на снимок', submissions: chosen({ ...first, version: 2 }) });
  expect(await rowOf(first.submissionId)).toMatchObject({ status: 'rejected', reason: 'Число не похоже на снимок', decided_by: staff.personId });
  expect(
    (await world.db.selectFrom('meters.reading').select('status').where('submission_id', '=', first.submissionId).execute()).map(({ status }) => status),
  ).toEqual(['rejected', 'rejected']);
  const again = await handIn(home);
  expect(again.submissionId).not.toBe(first.submissionId);
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', first.submissionId).orderBy('id').execute();
  expect(lines.map(({ action }) => action)).toEqual(['readings.submitted', 'readings.accepted', 'readings.rejected']);
});

const codeOf = async (work: Promise<unknown>) =>
  (
    await work.then(
      () => ({ code: 'done' }),
      (error: { code: string }) => error,
    )
  ).code;

test('MTR-3, X-5, X-8: another company and a dispatcher find nothing, a stale version and an empty reason are refused, of twenty at once one decides', async () => {
  const home = await makeMeteredHome(world);
  const one = await handIn(home);
  const accept = { decision: 'accepted' as const, submissions: chosen(one) };
  for (const actor of [
    await makeActor(world, [{ role: 'accountant', organizationId: home.powerId }]),
    await makeActor(world, [{ role: 'dispatcher', organizationId: home.supplierId }]),
    home.owner,
  ])
    expect(await codeOf(decide(home, actor, accept))).toBe('object.notFound');
  const staff = await makeActor(world, [{ role: 'manager', organizationId: home.supplierId }]);
  expect(await codeOf(decide(home, staff, { ...accept, decision: 'rejected', reason: ' ' }))).toBe('input.invalid');
  const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(decide(home, staff, accept))));
  expect(codes.sort()).toEqual(['done', ...Array(19).fill('object.changed')]);
  expect(await codeOf(decide(home, staff, { ...accept, submissions: chosen({ ...one, version: 2 }) }))).toBe('meters.decided');
  const corrected = await handIn(home, '257');
  expect(await codeOf(decide(home, staff, { decision: 'rejected', reason: 'Ошибка', submissions: chosen({ ...one, version: 2 }) }))).toBe('object.changed');
  const key = '00000000-0000-4000-8000-00000000aa01';
  const repeated = await Promise.all([
    decide(home, staff, { decision: 'accepted', submissions: chosen(corrected) }, key),
    decide(home, staff, { decision: 'accepted', submissions: chosen(corrected) }, key),
  ]);
  expect(repeated.map(({ answer }) => answer)).toEqual([{ decided: 1 }, { decided: 1 }]);
});
