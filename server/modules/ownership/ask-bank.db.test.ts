// A claim confirmed in the application of a bank, against the database; the bank says what each test wants.
import { expect, test } from 'vitest';
import type { PaperKind } from '#contract/ownership';
import { newId } from '#platform/ids';
import { makeClaimedFlat, makeExtract, OWNER_HOLDER, OWNER_PAPERS, testStore } from '#test/factories/claims';
import { makeActor } from '#test/factories/identity';
import { jobContext } from '#test/factories/registers';
import { refusalOf, useWorld } from '#test/world';
import { askBank, bankJob } from './ask-bank.ts';
import { putPapers } from './claim-papers.ts';
import { readClaim } from './claims.queries.ts';
import type { BankAsked, BankSaid, ConfirmingBank } from './confirming-bank.ts';
import { startClaim } from './start-claim.ts';

const START = new Date('2026-11-12T09:00:00Z');
const world = useWorld(START.toISOString());
type Script = { asked: BankAsked; said: BankSaid };

async function setting() {
  world.now = START;
  const { owner, object } = await makeClaimedFlat(world);
  const store = testStore(world);
  const key = await world.run(owner, (work) => startClaim(work, { cadastralNumber: object.cadastralNumber }));
  const put = async () => {
    const papers = await makeExtract(world, store, object);
    await world.run(owner, (work) =>
      putPapers(
        work,
        key,
        Object.entries(papers).map(([kind, file]) => ({ kind: kind as PaperKind, file })),
      ),
    );
  };
  await put();
  const { phone } = await world.db.selectFrom('identity.person').select('phone').where('id', '=', owner.personId).executeTakeFirstOrThrow();
  const yes: BankSaid = { kind: 'confirmed', answer: 'a.b.c', customer: { subject: 'c-1', name: OWNER_HOLDER.name, birthDay: OWNER_PAPERS.birthDay, phone } };
  const script: Script = { asked: { kind: 'asked', bankId: newId(world.now), seconds: 300 }, said: { kind: 'pending' } };
  const calls: string[] = [];
  const bank: ConfirmingBank = {
    name: 'Банк',
    appUrl: null,
    ask: async ({ message }) => (calls.push(`ask ${message}`), script.asked),
    said: async () => (calls.push('said'), script.said),
  };
  const read = () => readClaim({ db: world.db, actor: owner, now: world.now }, key, bank);
  const ask = async (id = newId(world.now)) => {
    const { version } = await read();
    return world.run(owner, (work) => askBank(work, bank, key, { version }), id, { version });
  };
  const tick = async (seconds = 4) => {
    world.now = new Date(world.now.getTime() + seconds * 1000);
    await bankJob(bank).run(jobContext(world), {});
  };
  return { owner, key, put, yes, script, calls, read, ask, tick };
}

test('OWN-1, OWN-5: the bank’s yes signs the claim and hands it in, once, recorded like any signature; asked again and by twenty workers it is one request', async () => {
  const { owner, key, yes, script, calls, read, ask, tick } = await setting();
  const asked = await ask();
  expect(await ask()).toEqual(asked);
  await Promise.all(
    Array.from({ length: 20 }, () =>
      bankJob({ name: '', appUrl: null, ask: async () => (calls.push('ask'), script.asked), said: async () => script.said }).run(jobContext(world), {}),
    ),
  );
  expect(calls.length).toBe(1);
  await tick();
  expect((await read()).bank).toEqual({ name: 'Банк', appUrl: null, request: { state: 'waiting', checkNumber: asked.checkNumber, until: expect.any(String) } });
  script.said = yes;
  world.now = new Date(world.now.getTime() + 4_000);
  await Promise.all(Array.from({ length: 20 }, () => tick(0)));
  expect(await read()).toMatchObject({ status: 'submitted', bank: null });
  const signatures = await world.db
    .selectFrom('signing.signature')
    .select(['kind', 'purpose', 'bank_answer'])
    .where('person_id', '=', owner.personId)
    .execute();
  expect(signatures).toEqual([{ kind: 'bank', purpose: 'ownership.claim', bank_answer: 'a.b.c' }]);
  expect(await world.db.selectFrom('ownership.claim').select('signature_kind').where('id', '=', key.claimId).execute()).toEqual([{ signature_kind: 'bank' }]);
  const actions = (await world.db.selectFrom('platform.journal_line').select('action').where('person_id', '=', owner.personId).orderBy('id').execute()).map(
    ({ action }) => action,
  );
  expect(actions.slice(actions.indexOf('claim.bankAsked'))).toEqual(['claim.bankAsked', 'claim.bankConfirmed', 'signature.made', 'claim.submitted']);
});

const ends: readonly [string, Partial<Script>, string][] = [
  ['a refusal', { said: { kind: 'denied' } }, 'denied'],
  ['its own end of the term', { said: { kind: 'lapsed' } }, 'lapsed'],
  ['a telephone it does not know', { asked: { kind: 'unknown' } }, 'unknown'],
  [
    'another name',
    { said: { kind: 'confirmed', answer: 'a.b.c', customer: { subject: 'c-2', name: 'Чужая Анна Олеговна', birthDay: null, phone: '+79000000002' } } },
    'otherPerson',
  ],
];
test('OWN-1: a refusal, a late answer, an unknown telephone and another person sign nothing, and the person is told which', async () => {
  for (const [what, said, state] of ends) {
    const { owner, script, read, ask, tick } = await setting();
    Object.assign(script, said);
    await ask();
    for (let n = 0; n < 2; n++) await tick();
    expect(await read(), what).toMatchObject({ status: 'draft', bank: { request: { state } } });
    expect(await world.db.selectFrom('signing.signature').select('id').where('person_id', '=', owner.personId).execute(), what).toEqual([]);
  }
});

test('OWN-1: a bank that is away is asked again with pauses until the term is over; nobody answers for five minutes; a paper replaced meanwhile makes the yes worthless', async () => {
  const away = await setting();
  away.script.asked = { kind: 'silent' };
  await away.ask();
  for (let n = 0; n < 3; n++) await away.tick(0);
  expect(away.calls.length).toBe(1);
  for (let n = 0; n < 10; n++) await away.tick(40);
  expect(away.calls.length).toBeLessThan(10);
  expect((await away.read()).bank?.request?.state).toBe('silent');

  const nobody = await setting();
  await nobody.ask();
  for (let n = 0; n < 8; n++) await nobody.tick(50);
  expect((await nobody.read()).bank?.request?.state).toBe('lapsed');

  const changed = await setting();
  await changed.ask();
  await changed.tick();
  await changed.put();
  changed.script.said = changed.yes;
  await changed.tick();
  expect(await changed.read()).toMatchObject({ status: 'draft', bank: { request: { state: 'changed' } } });
});

test('OWN-1, X-8: a stranger finds no claim; without a bank, without papers and the sixth time in an hour the request is refused', async () => {
  const { owner, key, put, read, ask } = await setting();
  const { version } = await read();
  const bank = { name: 'Банк', appUrl: null } as ConfirmingBank;
  expect((await refusalOf(world.run(await makeActor(world), (work) => askBank(work, bank, key, { version })))).code).toBe('object.notFound');
  expect((await refusalOf(world.run(owner, (work) => askBank(work, null, key, { version })))).code).toBe('claims.noBank');
  for (let n = 0; n < 5; n++) {
    await ask();
    await put(); // another text: the request before it is worth nothing
  }
  expect((await refusalOf(ask())).code).toBe('limit.exceeded');
});
