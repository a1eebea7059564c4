// Contracts when several act at once, again, late, or with a key that is gone: one of them is done, and the contract stands as it says.
import { beforeAll, expect, test } from 'vitest';
import { readPdfSignatures, revokeOwnKey } from '#modules/signing';
import type { Person } from '#platform/actor';
import { readCms } from '#platform/cms';
import { newId } from '#platform/ids';
import type { Work } from '#platform/work';
import { useAgreements } from '#test/factories/agreements';
import { makeSigningKey, type TestKey } from '#test/factories/signing';
import { refusalOf, useWorld } from '#test/world';
import { readAgreement } from './agreements.queries.ts';
import { expire, refuseToSign, remind, withdraw } from './end-agreement.ts';
import { askCode, sign, toSign } from './sign-agreement.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const { ports, people, flowOf, reading, sent, phones, at, byKey, codeFor, fileOf, actionsOf, noticesTo } = useAgreements(world);
let [landlord, tenant]: Person[] = [];
let [landlordsKey, tenantsKey]: TestKey[] = [];
beforeAll(async () => {
  [landlord, tenant] = people;
  [landlordsKey, tenantsKey] = [await makeSigningKey(world, landlord!), await makeSigningKey(world, tenant!)];
});
const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusalOf(work)).code;
const context = () => ({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } });
const signatures = async (agreementId: string) => {
  const read = readPdfSignatures(await fileOf(agreementId));
  return read.ok ? read.signatures : [];
};

/** What each of them was refused with, sorted; one who was not is `done`. */
const outcomesOf = (settled: readonly PromiseSettledResult<unknown>[]): string[] =>
  settled.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code)).toSorted();
const outcomes = async (works: readonly Promise<unknown>[]): Promise<string[]> => outcomesOf(await Promise.allSettled(works));
const others = (code: string): string[] => ['done', ...Array.from({ length: 19 }, () => code)].toSorted();

test('SIGN-2, X-3: twenty at once remind, refuse, withdraw once; the same request again is answered as the first time and does nothing', async () => {
  const id = await sent('no');
  const told = await noticesTo(tenant!.personId, 'agreements.turn');
  const commands: [string, Person, string, (work: Work) => Promise<object>][] = [
    ['agreement.reminded', landlord!, 'agreement.remindedToday', (work) => remind(work, id)],
    ['agreement.refused', tenant!, 'agreement.notNow', (work) => refuseToSign(work, id, 'Передумал')],
  ];
  for (const [action, actor, code, command] of commands) {
    const keys = Array.from({ length: 20 }, () => newId(world.now));
    const settled = await Promise.allSettled(keys.map((key) => world.run(actor, command, key)));
    expect(outcomesOf(settled)).toEqual(others(code));
    await world.run(actor, command, keys[settled.findIndex(({ status }) => status === 'fulfilled')]);
    expect((await actionsOf(id)).filter((one) => one === action)).toEqual([action]);
  }
  expect(await noticesTo(tenant!.personId, 'agreements.turn')).toBe(told + 1);
  const back = await sent('no');
  expect(await outcomes(Array.from({ length: 20 }, () => world.run(landlord!, (work) => withdraw(work, back))))).toEqual(others('agreement.notNow'));
  expect((await actionsOf(back)).filter((one) => one === 'agreement.withdrawn')).toHaveLength(1);
});

test('SIGN-2: two sign at once: the second waits for his turn, signs the file of the first, and a signature of the file before is refused', async () => {
  const id = await sent('first');
  const moment = { agreementId: id, at: at() };
  const cms = await landlordsKey!.sign(await toSign(ports, reading(landlord!), moment), null);
  const early = sign(ports, flowOf(tenant!), { agreementId: id, body: { at: at(), cms: await tenantsKey!.sign(Buffer.from('файл до подписи'), null) } });
  expect(await outcomes([sign(ports, flowOf(landlord!), { agreementId: id, body: { at: at(), cms } }), early])).toEqual([
    expect.stringMatching(/agreement.notYourTurn|signature.otherContent/),
    'done',
  ]);
  expect(await codeOf(sign(ports, flowOf(tenant!), { agreementId: id, body: { at: at(), cms } }))).toBe('signature.otherContent');
  expect(await byKey(tenant!, tenantsKey!, id)).toEqual({ status: 'done' });
  expect((await signatures(id)).map(({ cms: one, signed }) => readCms(one, signed)!.signers[0]!.fault)).toEqual([null, null]);
});

test('SIGN-2: signed and withdrawn at once, signed and refused at once, signed while the term ends: one of the two, and the file says the same', async () => {
  const start = world.now;
  for (const against of ['withdraw', 'refuse', 'expire'] as const) {
    const id = await sent('no', [phones[1]], 1);
    const given = await codeFor(tenant!, id);
    const body = { at: at(), ...given };
    const signing = sign(ports, flowOf(tenant!), { agreementId: id, body });
    if (against === 'expire') world.now = new Date(start.getTime() + 86_400_000);
    const ending =
      against === 'withdraw'
        ? world.run(landlord!, (work) => withdraw(work, id))
        : against === 'refuse'
          ? world.run(tenant!, (work) => refuseToSign(work, id, 'Передумал'))
          : expire(context());
    const [signed] = await Promise.allSettled([signing, ending]);
    await expire(context());
    world.now = start;
    const { status, parties } = await readAgreement(reading(landlord!), id);
    expect([status, parties[0]!.state, (await signatures(id)).length], against).toEqual(
      signed.status === 'fulfilled'
        ? ['done', 'signed', 1]
        : [{ withdraw: 'withdrawn', refuse: 'refused', expire: 'expired' }[against], against === 'refuse' ? 'refused' : 'waiting', 0],
    );
    expect((await actionsOf(id)).filter((one) => /completed|withdrawn|refused|expired/.test(one))).toHaveLength(1);
  }
});

test('SIGN-1, SIGN-2: a key that is lost between opening and signing signs nothing; what it signed before holds, and the contract goes on by a code', async () => {
  const first = await sent('first');
  const lost = await makeSigningKey(world, landlord!);
  await byKey(landlord!, lost, first);
  const second = await sent('first');
  const cms = await lost.sign(await toSign(ports, reading(landlord!), { agreementId: second, at: at() }), null);
  await world.run(landlord!, (work) => revokeOwnKey(work, lost.keyId, 'lost'));
  expect(await codeOf(sign(ports, flowOf(landlord!), { agreementId: second, body: { at: at(), cms } }))).toBe('signature.revoked');
  expect(await signatures(second)).toEqual([]);
  expect(await sign(ports, flowOf(landlord!), { agreementId: second, body: { at: at(), ...(await codeFor(landlord!, second)) } })).toEqual({
    status: 'signing',
  });
  expect(await byKey(tenant!, tenantsKey!, first)).toEqual({ status: 'done' });
  const [before] = await signatures(first);
  expect(readCms(before!.cms, before!.signed)!.signers).toMatchObject([{ fault: null }]);
});

test('SIGN-2: a document changed after the first signature is told, at the reader of every signature that covers the place', async () => {
  const id = await sent('first');
  await byKey(landlord!, landlordsKey!, id);
  await byKey(tenant!, tenantsKey!, id);
  const pdf = await fileOf(id);
  const faultsAt = (place: number) => {
    const changed = Buffer.from(pdf);
    changed[place]! ^= 1;
    const read = readPdfSignatures(changed);
    return read.ok ? read.signatures.map(({ cms, signed }) => readCms(cms, signed)!.signers[0]!.fault) : read.fault;
  };
  const [first] = await signatures(id);
  expect(faultsAt(10)).toEqual(['changed', 'changed']);
  expect(faultsAt(pdf.indexOf(Buffer.from('2026').toString('hex'), first!.covers) + 1)).toEqual([null, 'changed']);
});

test('SIGN-2: a page opened over an hour ago or by a clock that is ahead is refused, a clock wrong by half a minute is not', async () => {
  const id = await sent('no');
  const shifted = (seconds: number) => new Date(world.now.getTime() + seconds * 1_000).toISOString();
  for (const seconds of [-3_601, 61, 86_400])
    expect(await codeOf(askCode(ports, flowOf(tenant!), { agreementId: id, body: { at: shifted(seconds) } })), String(seconds)).toBe('agreement.tooLong');
  for (const seconds of [-3_599, -30, 30]) expect(await toSign(ports, reading(tenant!), { agreementId: id, at: shifted(seconds) })).toBeInstanceOf(Buffer);
});
