// Entering through outside systems, against the database. The systems answer as the test says; their protocols are tested beside their clients.
import { beforeEach, expect, test } from 'vitest';
import { createOrganizations } from '#modules/housing';
import { personsWithRole } from '#modules/identity';
import { recordConsent } from '#modules/privacy';
import { usePortal } from '#test/factories/identity-portal';
import { portal as system, useWorld } from '#test/world';
import { factsOf, putFact, takePapers } from './facts.ts';
import { federationModule } from './index.ts';
import type { OutsideIdentity, OutsidePerson, Told } from './ports.ts';

const world = useWorld();
const papersOf = (more: Partial<OutsidePerson> = {}): OutsidePerson => ({
  subject: '1000',
  isTrusted: true,
  lastName: 'Тестова',
  firstName: 'Анна',
  middleName: 'Сергеевна',
  birthDay: '1990-03-04',
  phone: null,
  email: null,
  snils: null,
  inn: null,
  passport: null,
  address: null,
  heads: [],
  ...more,
});
let told: Told<OutsidePerson>;
let seen: URL[] = [];
const systemOf = (id: string, kind: 'state' | 'bank'): OutsideIdentity => ({
  id,
  kind,
  name: kind === 'state' ? 'Госуслуги' : 'Банк',
  begin: async ({ state }) => (told.kind === 'away' ? told : { kind: 'ok', value: `https://outside.example/?state=${state}` }),
  callbackOf: (search) => new URL(search, `https://portal.example/sign-in/outside/${id}/back`),
  finish: async ({ state }, callback) => {
    seen.push(callback);
    return callback.searchParams.get('state') === state ? told : { kind: 'refused', why: 'foreign state' };
  },
  leaveUrl: () => null,
});
const portal = usePortal(world, () => [
  federationModule({ systems: [systemOf('state', 'state'), systemOf('bank', 'bank')], publicUrl: new URL('http://localhost:8080') }),
]);
type Browser = ReturnType<typeof portal.browser>;
beforeEach(() => {
  told = { kind: 'ok', value: papersOf() };
  seen = [];
});

let accounts = 0;
/** A subject of its own, so that tests do not meet. */
const tell = (more: Partial<OutsidePerson> = {}): string => {
  accounts += 1;
  told = { kind: 'ok', value: papersOf({ subject: String(5000 + accounts), ...more }) };
  return told.value.subject;
};
async function begin(browser: Browser, purpose = 'enter', systemId = 'state') {
  const { status, body } = await browser.post(`/api/v1/sign-in/outside/${systemId}/begin`, { purpose });
  return {
    status,
    body,
    token: String(body['token']),
    state: new URL(typeof body['url'] === 'string' ? body['url'] : 'https://none.example').searchParams.get('state') ?? '',
  };
}
async function come(
  browser: Browser,
  { purpose = 'enter', systemId = 'state', query }: { purpose?: string; systemId?: string; query?: (state: string) => string } = {},
) {
  const begun = await begin(browser, purpose, systemId);
  if (begun.status !== 200) return { ...begun, answer: '' };
  const answer = query ? query(begun.state) : `code=1&state=${begun.state}`;
  return { ...(await browser.post(`/api/v1/sign-in/outside/${systemId}/finish`, { token: begun.token, answer })), token: begun.token, answer };
}
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/api/v1/security')).status === 200;
const enrol = (browser: Browser, token: string, consent = true) => browser.post('/api/v1/sign-in/outside/new', { token, consent });

test('AUTH-1 AUTH-7: a trusted person without an account makes one by a word, confirmed and filled; the next time the account opens at once', async () => {
  tell({ phone: '+79005550001', email: 'new@outside.example', snils: '087-654-303 00', passport: '6518 564738', address: 'г. Рябинск' });
  const browser = portal.browser();
  const came = await come(browser);
  expect(came.body).toMatchObject({ next: 'new', name: 'Тестова Анна Сергеевна', challenge: null });
  expect(browser.cookies.size, 'nothing is open yet').toBe(0);
  expect((await enrol(browser, came.token, false)).body['fields']).toMatchObject([{ pointer: '/consent' }]);
  expect((await enrol(browser, came.token)).body).toMatchObject({ next: 'done' });
  expect((await browser.get('/api/v1/security')).body).toMatchObject({
    person: { isConfirmed: true, name: 'Тестова Анна Сергеевна' },
    secondFactor: 'none',
    history: [{ outcome: 'entered' }],
  });
  expect((await browser.get('/api/v1/outside')).body).toMatchObject({
    systems: [
      { id: 'state', isTrusted: true, linkedAt: expect.any(String) },
      { id: 'bank', linkedAt: null },
    ],
    differences: [],
  });
  const again = portal.browser();
  expect((await come(again)).body).toMatchObject({ next: 'done' });
  expect((await again.get('/api/v1/sessions')).body).toMatchObject({ sessions: [{ level: 2 }, { level: 2 }] });
});

test('AUTH-7: a number shown on the screen is masked, and lies sealed in the database', async () => {
  tell({ snils: '112-233-445 95', passport: '6514 102938' });
  const browser = portal.browser();
  await enrol(browser, (await come(browser)).token);
  const { body } = await browser.get('/api/v1/outside');
  expect(body['facts']).toEqual([
    { kind: 'birthDay', value: '1990-03-04', since: '2026-11-12' },
    { kind: 'passport', value: '••••••••938', since: '2026-11-12' },
    { kind: 'snils', value: '•••••••••45 95', since: '2026-11-12' },
  ]);
  const rows = await world.db.selectFrom('federation.fact').select('value').execute();
  expect(rows.some(({ value }) => value!.includes('112-233'))).toBe(false);
  const kept = await world.db.selectFrom('federation.attempt').select('papers').where('papers', 'is not', null).execute();
  expect(kept.length > 0 && kept.every(({ papers }) => !papers!.includes('112-233'))).toBe(true);
});

test('AUTH-7: of twenty that come with one answer, and of twenty that make the account, one does; a repeated answer is over', async () => {
  tell({ phone: '+79005550002' });
  const browser = portal.browser();
  const begun = await begin(browser);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => browser.post('/api/v1/sign-in/outside/state/finish', { token: begun.token, answer: `code=1&state=${begun.state}` })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body['code']))).toEqual(new Set(['outside.over']));
  expect(seen, 'the code went to the system once').toHaveLength(1);
  const made = await Promise.all(Array.from({ length: 20 }, () => enrol(browser, begun.token)));
  expect(made.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await world.db.selectFrom('identity.person').select('id').where('phone', '=', '+79005550002').execute()).toHaveLength(1);
});

test('AUTH-7: wrong state, another system, another browser, a late answer and rubbish open nothing', async () => {
  tell();
  const browser = portal.browser();
  expect((await come(browser, { query: () => 'code=1&state=00000000-0000-4000-8000-000000000000' })).body['code']).toBe('outside.refused');
  const begun = await begin(browser);
  const finish = (systemId: string, token: string) =>
    browser.post(`/api/v1/sign-in/outside/${systemId}/finish`, { token, answer: `code=1&state=${begun.state}` });
  expect((await finish('bank', begun.token)).body['code'], 'mixed-up systems').toBe('outside.over');
  expect((await finish('state', 'x'.repeat(43))).body['code'], 'a browser without the token').toBe('outside.over');
  expect((await finish('nobody', begun.token)).status).toBe(404);
  const now = world.now;
  world.now = new Date(now.getTime() + 11 * 60_000);
  expect((await finish('state', begun.token)).body['code']).toBe('outside.over');
  world.now = now;
  expect((await come(browser, { query: () => '%%%&&&=#' })).body['code']).toBe('outside.refused');
  told = { kind: 'refused', why: 'answered access_denied' };
  expect((await come(browser, { query: (state) => `error=access_denied&state=${state}` })).body['code']).toBe('outside.cancelled');
  expect(await isIn(browser)).toBe(false);
  const lines = await world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', 'federation.refused').execute();
  expect(JSON.stringify(lines)).toContain('foreign state');
});

test('AUTH-7: a system that is away is said so, at the start and at the end', async () => {
  const browser = portal.browser();
  const begun = await begin(browser);
  told = { kind: 'away', why: 'connection' };
  const finished = await browser.post('/api/v1/sign-in/outside/state/finish', { token: begun.token, answer: `code=1&state=${begun.state}` });
  expect([finished.status, finished.body['code'], finished.body['title']]).toEqual([
    424,
    'outside.away',
    'Госуслуги: сейчас не отвечает. Попробуйте через несколько минут или войдите другим способом',
  ]);
  expect((await begin(browser)).body['code']).toBe('outside.away');
});

test('AUTH-2 AUTH-7: whoever chose a second factor is asked for it after the state system too; a person is known by the insurance number', async () => {
  const resident = await portal.resident('sms');
  await world.run(system, (work) => putFact(work, { personId: resident.personId, kind: 'snils', value: '112-233-446 96' }));
  tell({ snils: '112-233-446 96' });
  const browser = portal.browser();
  const { body } = await come(browser);
  expect(body).toMatchObject({ next: 'second', method: 'code' });
  expect(await isIn(browser)).toBe(false);
  await browser.post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'code', code: await portal.codeOf(resident.personId) });
  expect((await browser.get('/api/v1/security')).body).toMatchObject({ person: { isConfirmed: true } });
});

test('AUTH-7: a telephone alone opens nobody’s account: its owner signs in by the own ways, and then the system is connected', async () => {
  const resident = await portal.resident('sms');
  const other = await portal.resident('sms');
  const subject = tell({ phone: resident.phone, lastName: 'Смирнова' });
  const browser = portal.browser();
  const came = await come(browser);
  expect(came.body).toMatchObject({ next: 'signIn', challenge: null });
  expect(await isIn(browser)).toBe(false);
  expect((await enrol(browser, came.token)).body['code'], 'no second account beside it').toBe('outside.over');
  // Not the account that was found: the papers are spent and stay unconnected.
  const stranger = await portal.enter(other, portal.browser());
  const taken = await come(portal.browser());
  expect((await stranger.post('/api/v1/sign-in/outside/join', { token: taken.token })).body['code']).toBe('outside.otherPerson');
  const second = await come(browser);
  await world.run(system, (work) => recordConsent(work, resident.personId, 'stateIdentity'));
  await portal.enter(resident, browser);
  expect((await browser.post('/api/v1/sign-in/outside/join', { token: second.token })).status).toBe(200);
  expect(await world.db.selectFrom('federation.link').select('person_id').where('subject', '=', subject).execute()).toEqual([{ person_id: resident.personId }]);
  const { body } = await browser.get('/api/v1/outside');
  expect(body['differences']).toEqual([{ kind: 'name', ours: 'Тестова Анна Сергеевна', theirs: 'Смирнова Анна Сергеевна' }]);
  expect((await browser.post('/api/v1/outside/differences/name', { take: true })).status).toBe(200);
  expect((await browser.get('/api/v1/security')).body).toMatchObject({ person: { name: 'Смирнова Анна Сергеевна', isConfirmed: true } });
  expect((await browser.post('/api/v1/outside/differences/name', { take: true })).status, 'settled').toBe(404);
});

test('AUTH-7: a simplified account and a bank make no account and confirm nobody; connected, they count as what the person knows', async () => {
  for (const [systemId, isTrusted] of [
    ['state', false],
    ['bank', false],
  ] as const) {
    tell({ isTrusted, phone: null, snils: '112-233-447 97' });
    expect((await come(portal.browser(), { systemId })).body['code']).toBe('outside.unknown');
    const resident = await portal.resident('none');
    const browser = await portal.enter(resident);
    expect((await come(browser, { purpose: 'link', systemId })).body).toMatchObject({ next: 'linked' });
    expect((await browser.get('/api/v1/security')).body).toMatchObject({ person: { isConfirmed: false } });
    expect((await browser.get('/api/v1/outside')).body, 'its papers are nobody’s').toMatchObject({ facts: [] });
    const again = portal.browser();
    expect((await come(again, { systemId })).body, 'a new browser is confirmed by a code').toMatchObject({ next: 'confirmDevice' });
    expect(await isIn(again)).toBe(false);
  }
});

test('AUTH-7 KIDS-1: a child does not enter by the state system', async () => {
  tell({ birthDay: '2012-11-13' });
  expect((await come(portal.browser())).body['code']).toBe('outside.child');
  tell({ birthDay: '2012-11-12' });
  expect((await come(portal.browser())).body['next'], 'fourteen today').toBe('new');
});

test('PRIV-1, AUTH-7: what came from the state is deleted by its owner as the consent promises; nobody else’s, and without the consent it does not come again', async () => {
  const [resident, other] = [await portal.resident('sms'), await portal.resident('sms')];
  for (const { personId } of [resident, other]) {
    await world.run(system, (work) => recordConsent(work, personId, 'stateIdentity'));
    await world.run(system, (work) => putFact(work, { personId, kind: 'snils', value: personId === resident.personId ? '112-233-445 95' : '112-233-447 97' }));
  }
  const browser = await portal.enter(resident);
  expect((await browser.get('/api/v1/outside')).body).toMatchObject({ facts: [{ kind: 'snils' }] });
  expect((await portal.browser().post('/api/v1/outside/facts/forget')).status).toBe(401);
  const done = await Promise.all(Array.from({ length: 20 }, () => browser.post('/api/v1/outside/facts/forget')));
  expect(new Set(done.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await browser.get('/api/v1/outside')).body).toMatchObject({ facts: [] });
  const held = await world.db.selectFrom('federation.fact').select('person_id').where('person_id', 'in', [resident.personId, other.personId]).execute();
  expect(held).toEqual([{ person_id: other.personId }]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('person_id', '=', resident.personId)
    .where('action', '=', 'federation.papersForgotten')
    .execute();
  expect(lines).toEqual([{ facts: { count: 1 } }]);
  await world.db
    .updateTable('privacy.consent')
    .set({ ended_at: world.now.toISOString(), end_reason: 'withdrawn' })
    .where('person_id', '=', resident.personId)
    .execute();
  await world.run(system, async (work) => (await takePapers(work, resident.personId, papersOf({ snils: '112-233-445 95' })), null));
  expect((await browser.get('/api/v1/outside')).body).toMatchObject({ facts: [] });
});

test('AUTH-7: connecting asks a fresh second proof, takes one account for one person, and the profile keeps what it says until its owner agrees', async () => {
  const [first, second] = [await portal.resident('sms'), await portal.resident('sms')];
  const browser = await portal.enter(first);
  await world.run(system, (work) => putFact(work, { personId: first.personId, kind: 'address', value: 'г. Липовск, ул. Садовая, д. 1' }));
  tell({ address: 'г. Рябинск, д. 14', inn: '660000000950', phone: '+79005550009' });
  expect((await come(browser, { purpose: 'link' })).body).toMatchObject({ next: 'linked' });
  expect((await browser.get('/api/v1/outside')).body, 'nothing is taken before the consent').toMatchObject({
    facts: [{ kind: 'address' }],
    differences: [],
    mayFill: false,
  });
  await world.run(system, (work) => recordConsent(work, first.personId, 'stateIdentity'));
  await come(browser);
  expect((await browser.get('/api/v1/outside')).body).toMatchObject({
    facts: [{ kind: 'address', value: 'г. Липовск, ул. Садовая, д. 1' }, { kind: 'birthDay' }, { kind: 'inn', value: '••••••••0950' }],
    differences: [{ kind: 'address', theirs: 'г. Рябинск, д. 14' }],
  });
  expect(
    (await world.db.selectFrom('identity.person').select('phone').where('id', '=', first.personId).executeTakeFirstOrThrow()).phone,
    'a contact is never replaced',
  ).toBe(first.phone);
  await browser.post('/api/v1/outside/differences/address', { take: false });
  expect((await factsOf(world.db, world.ground.masterKeys, first.personId)).facts[0]!.value).toBe('г. Липовск, ул. Садовая, д. 1');
  expect((await come(await portal.enter(second), { purpose: 'link' })).body['code'], 'another’s already').toBe('outside.taken');
  world.now = new Date(world.now.getTime() + 11 * 60_000);
  expect((await begin(browser, 'link')).body['code']).toBe('auth.secondFactor');
  expect((await browser.post('/api/v1/outside/state/unlink')).body['code']).toBe('auth.secondFactor');
});

test('AUTH-7: disconnected, the account opens nothing more; who has no other way in is kept from it', async () => {
  const resident = await portal.resident('sms');
  const browser = await portal.enter(resident);
  tell();
  await come(browser, { purpose: 'link' });
  expect((await browser.post('/api/v1/outside/state/unlink')).status).toBe(200);
  expect((await browser.post('/api/v1/outside/state/unlink')).status).toBe(404);
  expect((await come(portal.browser())).body['next'], 'nobody’s again').toBe('new');
  tell({ phone: null });
  const bare = portal.browser();
  await enrol(bare, (await come(bare)).token);
  expect((await bare.post('/api/v1/outside/state/unlink')).body['code']).toBe('outside.lastDoor');
});

test('AUTH-7 ROLE-1: the head of an organization of the portal is its manager while the state system says so', async () => {
  const [organizationId] = await world.run(system, (work) =>
    createOrganizations(work, [
      {
        kind: 'manager',
        name: 'ООО «Дом»',
        shortName: '«Дом»',
        inn: '6699000017',
        ogrn: '1996600000010',
        address: 'г. Липовск',
        phone: '+73430000001',
        dispatchPhone: null,
        bankName: 'Банк',
        bic: '044525225',
        settlementAccount: '40702810138250123017',
        correspondentAccount: '30101810400000000225',
      },
    ]),
  );
  const subject = tell({
    heads: [
      { ogrn: '1996600000010', name: '«Дом»' },
      { ogrn: '1000000000000', name: 'чужая' },
    ],
  });
  const browser = portal.browser();
  await enrol(browser, (await come(browser)).token);
  expect((await browser.get('/api/v1/outside')).body['heads']).toEqual(['«Дом»']);
  const managers = () => personsWithRole(world.db, { roles: ['manager'], organizationIds: [organizationId!] }, world.now);
  expect(await managers()).toHaveLength(1);
  told = { kind: 'ok', value: papersOf({ subject }) };
  await come(browser);
  expect(await managers()).toEqual([]);
});

test('AUTH-7: an account blocked on the portal stays shut whatever the state says', async () => {
  const resident = await portal.resident('none');
  const browser = await portal.enter(resident);
  tell();
  await come(browser, { purpose: 'link' });
  await world.db.updateTable('identity.person').set({ blocked_at: world.now.toISOString() }).where('id', '=', resident.personId).execute();
  expect((await come(portal.browser())).body['code']).toBe('signIn.stopped');
});
