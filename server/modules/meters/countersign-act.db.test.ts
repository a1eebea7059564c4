// The act signed by who handed in, against the database and the store of files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tryConfirmation } from '#modules/identity';
import type { Person } from '#platform/actor';
import { findFile, type FileStore, readFile } from '#platform/files';
import { newId } from '#platform/ids';
import { openTypesetter } from '#platform/typst-pool';
import { collect } from '#test/collect';
import { makeActor, withCode } from '#test/factories/identity';
import { makeMeteredHome } from '#test/factories/meters';
import { makeSigningKey } from '#test/factories/signing';
import { guest, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { askActCode, countersignAct } from './countersign-act.ts';
import { makeAct } from './make-act.ts';
import { checkAct } from './read-act.ts';
import { readSubmissions } from './submissions.queries.ts';
import { submitReadings } from './submit-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const typesetter = openTypesetter({ processes: 1 });
const folder = mkdtempSync(path.join(tmpdir(), 'countersigned-'));
const files: FileStore = { dir: path.join(folder, 'files'), ring: TEST_KEYS, clock: () => world.now };
const ports = { typesetter, files, publicUrl: 'https://moidom.example' };
afterAll(async () => {
  await typesetter.stop();
  rmSync(folder, { recursive: true });
});

async function setting({ ready = true } = {}) {
  const { houseId, premisesId, cold } = await makeMeteredHome(world);
  const lives = { role: 'family' as const, houseId, premisesId };
  const anna = await makeActor(world, [lives], { confirmed: true });
  const hand = async (value: string) =>
    (
      await world.run(anna, (work) =>
        submitReadings(work, { params: { houseId, premisesId }, query: {}, body: { readings: [{ meterId: cold, zone: '', value }] } }),
      )
    ).submissions[0]!;
  const { submissionId, checkCode } = await hand('256,4');
  const params = { houseId, submissionId };
  if (ready) await makeAct(ports, { ground: world.ground, db: world.db, now: () => world.now }, params);
  const rowOf = () => world.db.selectFrom('meters.submission').selectAll().where('id', '=', submissionId).executeTakeFirstOrThrow();
  const act = async () => Buffer.concat(await collect(readFile(files, (await findFile(world.db, (await rowOf()).act_file_id!))!)));
  const sign = (actor: Person, body: Parameters<typeof countersignAct>[2]['body'], key = newId(world.now)) =>
    world.run(actor, (work) => countersignAct(ports, work, { params, body }), key, body);
  const code = async () => {
    const { answer, code: digits } = await world.run(anna, (work) => withCode(work, (inner) => askActCode(ports, inner, params)));
    const given = { confirmationId: answer.confirmationId, code: digits };
    await tryConfirmation(world.ground, anna, given);
    return given;
  };
  const seen = async (actor: Person) =>
    (await readSubmissions({ db: world.db, actor, now: world.now }, { houseId, premisesId }, {})).submissions.find((one) => one.submissionId === submissionId)!;
  return { anna, lives, checkCode, submissionId, act, hand, sign, code, seen };
}
const signatures = (anna: Person) => world.db.selectFrom('signing.signature').select(['kind', 'purpose']).where('person_id', '=', anna.personId).execute();

test('MTR-3, SIGN-1: who handed in signs the act by an own key; the list and the public check tell so, and who signs is told to nobody', async () => {
  const { anna, lives, checkCode, submissionId, act, sign, seen } = await setting();
  const neighbour = await makeActor(world, [lives]);
  expect([(await seen(anna)).can, (await seen(neighbour)).can]).toEqual([{ countersign: true }, { countersign: false }]);
  const key = await makeSigningKey(world, anna);
  const [body, id] = [{ cms: await key.sign(await act()) }, newId(world.now)];
  const done = { by: 'key', at: world.now.toISOString() };
  expect([await sign(anna, body, id), await sign(anna, body, id)]).toEqual([done, done]);
  expect(await signatures(anna)).toEqual([{ kind: 'key', purpose: 'meters.act' }]);
  expect(await seen(anna)).toMatchObject({ countersigned: done, ownSignatureId: expect.any(String), can: { countersign: false } });
  const check = await checkAct({ db: world.db, actor: guest, now: world.now }, checkCode);
  expect(check.act).toMatchObject({ countersigned: done });
  expect(JSON.stringify(check)).not.toContain(anna.personId);
  expect((await refusalOf(sign(anna, body))).code).toBe('meters.actSigned');
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', submissionId).orderBy('id').execute();
  expect(lines.map(({ action }) => action)).toEqual(['readings.submitted', 'act.signed', 'act.countersigned']);
  const told = (await world.db.selectFrom('platform.outbox').select('events').execute()) as { events: { kind: string; data: { submissionId?: string } }[] }[];
  expect(told.flatMap(({ events }) => events).filter(({ kind, data }) => kind === 'act.countersigned' && data.submissionId === submissionId)).toHaveLength(1);
});

test('MTR-3, SIGN-1: a code signs as well; of twenty at once one is kept', async () => {
  const { anna, sign, code, seen } = await setting();
  const given = await code();
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => sign(anna, given)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(tries.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))).toEqual(
    Array.from({ length: 19 }, () => 'meters.actSigned'),
  );
  expect(await signatures(anna)).toEqual([{ kind: 'code', purpose: 'meters.act' }]);
  expect((await seen(anna)).countersigned?.by).toBe('code');
});

test('MTR-3, X-8: nobody signs for another, no other file is taken, nothing is signed before the act is made or after it was replaced', async () => {
  const { anna, lives, act, hand, sign } = await setting();
  const key = await makeSigningKey(world, anna);
  const codes = (...tries: Promise<unknown>[]) => Promise.all(tries.map(async (one) => (await refusalOf(one)).code));
  const cms = await key.sign(await act());
  const [neighbour, stranger, other] = [await makeActor(world, [lives]), await makeActor(world), await key.sign(Buffer.from('другой акт'))];
  expect(await codes(sign(neighbour, { cms }), sign(stranger, { cms }))).toEqual(['object.notFound', 'object.notFound']);
  expect(await codes(sign(anna, {}), sign(anna, { cms: other }), sign(anna, { cms: 'AAAA' }))).toEqual([
    'signature.missing',
    'signature.otherContent',
    'signature.unreadable',
  ]);
  await hand('257');
  expect(await codes(sign(anna, { cms }))).toEqual(['meters.decided']);
  const early = await setting({ ready: false });
  expect([(await early.seen(early.anna)).can.countersign, ...(await codes(early.sign(early.anna, { cms })))]).toEqual([false, 'meters.actNotReady']);
});
