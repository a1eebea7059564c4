import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import type { Event, Order } from '#platform/work';
import { PASSWORD, usePortal } from '#test/factories/identity-portal';
import { portal as system, useWorld } from '#test/world';
import { identify, todayOf } from './identify.ts';
import { remindPasswords } from './remind-passwords.ts';
import { grantRole, endRole, personsWithRole } from './roles.ts';
import { totpCodeAt } from './totp-secret.ts';

const world = useWorld();
const portal = usePortal(world);
const later = (seconds: number): Date => (world.now = new Date(world.now.getTime() + seconds * 1000));
const origin = { ip: '127.0.0.1', agent: 'test' };
const isIn = async (browser: { get(url: string): Promise<{ status: number }> }): Promise<boolean> => (await browser.get('/api/v1/security')).status === 200;
const eventsOf = async (kind: string): Promise<Event[]> =>
  (await world.db.selectFrom('platform.outbox').select('events').orderBy('id').execute())
    .flatMap(({ events }) => events as Event[])
    .filter((event) => event.kind === kind);

test('AUTH-11: thirty idle minutes or twelve hours end a session; use within them keeps it', async () => {
  const browser = await portal.enter(await portal.resident());
  for (let i = 0; i < 24; i++) {
    later(29 * 60);
    expect(await isIn(browser), `after ${(i + 1) * 29} min`).toBe(true);
    await expect
      .poll(async () => (await world.db.selectFrom('identity.session').select('seen_at').orderBy('created_at', 'desc').executeTakeFirstOrThrow()).seen_at)
      .toBe(world.now.toISOString().replace(/\.000Z$/, 'Z'));
  }
  later(25 * 60);
  expect(await isIn(browser), 'twelve hours are over').toBe(false);
  const idle = await portal.enter(await portal.resident());
  later(30 * 60);
  expect(await isIn(idle)).toBe(false);
});

test('AUTH-11: a session ended from another one is a guest at its next request, and its live streams are told', async () => {
  const resident = await portal.resident();
  const [one, two] = [await portal.enter(resident), await portal.enter(resident, portal.browser({ agent: 'Mozilla/5.0 (iPhone) Safari/605' }))];
  const { sessions } = (await one.get('/api/v1/sessions')).body as { sessions: { id: string; isCurrent: boolean; device: string }[] };
  expect(sessions.map(({ device }) => device).toSorted()).toEqual(['Chrome, Windows', 'Safari, iPhone']);
  const other = sessions.find(({ isCurrent }) => !isCurrent)!;
  expect((await one.post(`/api/v1/sessions/${other.id}/end`)).status).toBe(200);
  expect([await isIn(one), await isIn(two)]).toEqual([true, false]);
  expect((await eventsOf('session.ended')).at(-1)).toMatchObject({ data: { sessionIds: [other.id] }, audiences: [`person:${resident.personId}`] });
});

test('AUTH-11: all others at once, and signing out drops the cookie', async () => {
  const resident = await portal.resident();
  const browsers = [await portal.enter(resident), await portal.enter(resident), await portal.enter(resident)];
  expect((await browsers[0]!.post('/api/v1/sessions/end-others')).body).toEqual({ ended: 2 });
  expect(await Promise.all(browsers.map(isIn))).toEqual([true, false, false]);
  const token = browsers[0]!.cookies.get('sid')!;
  await browsers[0]!.post('/api/v1/sign-out');
  expect(browsers[0]!.cookies.has('sid')).toBe(false);
  browsers[0]!.cookies.set('sid', token);
  expect(await isIn(browsers[0]!)).toBe(false);
});

test('X-8 AUTH-11: somebody else’s session cannot be ended: it is answered like one that does not exist', async () => {
  const [mine, theirs] = [await portal.enter(await portal.resident()), await portal.enter(await portal.resident())];
  const { sessions } = (await theirs.get('/api/v1/sessions')).body as { sessions: { id: string }[] };
  const [foreign, missing] = [await mine.post(`/api/v1/sessions/${sessions[0]!.id}/end`), await mine.post(`/api/v1/sessions/${newId(new Date())}/end`)];
  expect([foreign.status, foreign.body['title']]).toEqual([404, missing.body['title']]);
  expect(await isIn(theirs)).toBe(true);
});

test('AUTH-8: a new password needs the old one, is not weak and not one of the last five; other sessions end', async () => {
  const resident = await portal.resident();
  const [browser, elsewhere] = [await portal.enter(resident), await portal.enter(resident)];
  const change = (currentPassword: string, newPassword: string) => browser.post('/api/v1/password', { currentPassword, newPassword });
  expect((await change('не он', 'ночью на крыше сосед')).body).toMatchObject({ code: 'password.wrong', fields: [{ pointer: '/currentPassword' }] });
  expect((await change(PASSWORD, 'пароль2026')).body).toMatchObject({ code: 'password.weak', fields: [{ pointer: '/newPassword' }] });
  expect((await change(PASSWORD, PASSWORD)).body).toMatchObject({ fields: [{ pointer: '/newPassword', code: 'password.reused' }] });
  const chain = [PASSWORD, ...Array.from({ length: 5 }, (_, i) => `ночью на крыше сосед ${'абвгд'[i]}${'клмно'[i]}`)];
  for (let i = 1; i < chain.length; i++) {
    later(1);
    expect((await change(chain[i - 1]!, chain[i]!)).body).toEqual({ ended: i === 1 ? 1 : 0 });
  }
  expect([await isIn(browser), await isIn(elsewhere)]).toEqual([true, false]);
  later(1);
  expect((await change(chain[5]!, chain[1]!)).body).toMatchObject({ fields: [{ code: 'password.reused' }] });
  expect((await change(chain[5]!, PASSWORD)).status, 'the sixth before may come back').toBe(200);
});

test('AUTH-8: the strength of a new password is told without keeping it; a password of 180 days is called old', async () => {
  const browser = await portal.enter(await portal.resident());
  expect((await browser.post('/api/v1/password/strength', { newPassword: 'gfhjkm123' })).body).toMatchObject({ isEnough: false, level: 0 });
  expect((await browser.post('/api/v1/password/strength', { newPassword: 'ночью на крыше сосед' })).body).toMatchObject({ isEnough: true });
  const resident = await portal.resident();
  later(181 * 86_400);
  const old = await portal.enter(resident);
  expect((await old.get('/api/v1/security')).body['password']).toMatchObject({ isOld: true, least: 8 });
});

test('AUTH-8: whose password turned half a year is reminded once by a notice, however often the job runs; a new password, a child and the blocked are not', async () => {
  const [resident, renewed, blocked] = [await portal.resident(), await portal.resident(), await portal.resident()];
  later(180 * 86_400 + 60);
  await world.db.updateTable('identity.person').set({ password_set_at: world.now.toISOString() }).where('id', '=', renewed.personId).execute();
  await world.db.updateTable('identity.person').set({ blocked_at: world.now.toISOString() }).where('id', '=', blocked.personId).execute();
  const context = { ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } };
  await remindPasswords.run(context, {});
  await Promise.all([remindPasswords.run(context, {}), remindPasswords.run(context, {})]);
  later(86_400);
  await remindPasswords.run(context, {});
  const orders = (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as Order[])
    .filter((one) => (one.payload as { kind?: string }).kind === 'identity.passwordOld');
  const toldOf = (personId: string) =>
    new Set(
      orders
        .map((one) => one.payload as { id: string; personIds: string[] })
        .filter(({ personIds }) => personIds.includes(personId))
        .map(({ id }) => id),
    ).size;
  expect([resident, renewed, blocked].map(({ personId }) => toldOf(personId))).toEqual([1, 0, 0]);
});

test('AUTH-2: connecting an authenticator: QR code, first code, recovery codes; each of these lets in once; removing it', async () => {
  const resident = await portal.resident();
  const browser = await portal.enter(resident);
  const started = (await browser.post('/api/v1/totp')).body as { secret: string; url: string; qr: { side: number; path: string } };
  expect(started.url).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/);
  expect(started.qr.path).toMatch(/^M\d+ \d+h/);
  const row = await world.db.selectFrom('identity.totp').select('secret').where('person_id', '=', resident.personId).executeTakeFirstOrThrow();
  expect(row.secret.toString('latin1')).not.toContain(started.secret);
  expect((await browser.post('/api/v1/totp/confirm', { code: '000000' })).body).toMatchObject({ code: 'signIn.wrongCode' });
  const { recoveryCodes } = (await browser.post('/api/v1/totp/confirm', { code: totpCodeAt(started.secret, world.now) })).body as { recoveryCodes: string[] };
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const one of recoveryCodes) expect(one).toMatch(/^[2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5}$/); // 10 of 30 signs: 49 bits
  expect((await browser.post('/api/v1/totp')).body['code']).toBe('totp.alreadyOn');

  const byRecovery = async (code: string) => {
    const other = portal.browser({ ip: '203.0.113.99' });
    const { body } = await other.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
    return other.post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'recovery', code });
  };
  expect((await byRecovery(recoveryCodes[0]!.toUpperCase().replace('-', ' '))).status).toBe(200);
  expect((await byRecovery(recoveryCodes[0]!)).body['code']).toBe('signIn.wrongCode');
  expect((await browser.get('/api/v1/security')).body).toMatchObject({ secondFactor: 'totp', recoveryCodesLeft: 9 });

  later(11 * 60); // the second proof is stale now
  expect((await browser.post('/api/v1/totp/remove')).body['code']).toBe('auth.secondFactor');
  expect((await browser.post('/api/v1/sign-in/code', { method: 'totp', code: totpCodeAt(started.secret, world.now) })).status).toBe(200);
  expect((await browser.post('/api/v1/totp/remove')).status).toBe(200);
  expect((await browser.get('/api/v1/security')).body).toMatchObject({ secondFactor: 'sms', totpSince: null, recoveryCodesLeft: 0 });
});

test('AUTH-12: a machine key is shown once, acts for its organization and operations only, has a term, can be revoked', async () => {
  const [organizationId, elsewhere] = [newId(new Date()), newId(new Date())];
  const resident = await portal.resident();
  await world.run(system, (work) => grantRole(work, { personId: resident.personId, role: 'manager', organizationId, fromDay: '2020-01-01' }));
  const browser = await portal.enter(resident);
  const url = `/api/v1/organizations/${organizationId}/machine-keys`;
  const body = { name: 'Расчётный центр', operations: ['registers.load'], days: 30 };
  const key = newId(new Date());
  const made = (await browser.post(url, body, key)).body as { id: string; key: string };
  expect(made.key).toMatch(/^moidom_[\w-]{43}$/);
  expect((await browser.post(url, body, key)).body).toEqual({ ...made, key: null });
  expect((await browser.post(`/api/v1/organizations/${elsewhere}/machine-keys`, body)).status).toBe(404);
  const stored = JSON.stringify([
    await world.db.selectFrom('identity.machine_key').selectAll().execute(),
    await world.db.selectFrom('platform.command').select('answer').execute(),
  ]);
  expect(stored).not.toContain(made.key);

  const who = () => identify(world.db, { sessionToken: undefined, machineKey: made.key, origin }, world.now);
  expect(await who()).toMatchObject({ kind: 'machine', organizationId, operations: ['registers.load'] });
  const listed = async () => ((await browser.get(url)).body as { keys: { state: string; lastUsedAt: string | null; hint: string }[] }).keys[0]!;
  await expect.poll(async () => (await listed()).lastUsedAt).not.toBeNull();
  expect((await browser.post(`${url}/${made.id}/revoke`)).status).toBe(200);
  expect([(await who()).kind, (await listed()).state]).toEqual(['guest', 'revoked']);
  const second = (await browser.post(url, body)).body as { key: string };
  later(31 * 86_400);
  expect((await identify(world.db, { sessionToken: undefined, machineKey: second.key, origin }, world.now)).kind).toBe('guest');
});

test('AUTH-12 ROLE-2: whoever is not a manager of the organization makes no keys', async () => {
  const organizationId = newId(new Date());
  const resident = await portal.resident();
  await world.run(system, (work) => grantRole(work, { personId: resident.personId, role: 'accountant', organizationId, fromDay: '2020-01-01' }));
  const browser = await portal.enter(resident);
  expect(
    (await browser.post(`/api/v1/organizations/${organizationId}/machine-keys`, { name: 'x', operations: ['registers.load'], days: 1 })).body['code'],
  ).toBe('access.denied');
});

test('ROLE-1: a role counts from its first day to its last, and one taken away is gone at the next request', async () => {
  const actor = await portal.resident();
  const browser = await portal.enter(actor);
  const asked = async () => {
    const who = await identify(world.db, { sessionToken: browser.cookies.get('sid'), machineKey: undefined, origin }, world.now);
    return who.kind === 'person' ? who.grants.map(({ role }) => role) : [];
  };
  const [premisesId, houseId] = [newId(new Date()), newId(new Date())];
  const today = todayOf(world.now);
  const give = (fromDay: string, toDay?: string) =>
    world.run(system, (work) => grantRole(work, { personId: actor.personId, role: 'tenant', premisesId, houseId, fromDay, ...(toDay && { toDay }) }));
  await give('2020-01-01', '2020-12-31');
  await give('2099-01-01');
  const find = () => personsWithRole(world.db, { premisesIds: [premisesId], roles: ['tenant', 'owner'] }, world.now);
  expect([await find(), await asked()]).toEqual([[], []]);
  const { grantId } = await give(today, today);
  expect(await find()).toMatchObject([{ personId: actor.personId, grantId, role: 'tenant', premisesId, houseId, organizationId: null }]);
  expect(await asked()).toEqual(['tenant']);
  expect(await world.run(system, (work) => endRole(work, { personId: actor.personId, grantId }))).toBe(true);
  expect([await find(), await asked()]).toEqual([[], []]);
  await expect(world.run(system, (work) => grantRole(work, { personId: actor.personId, role: 'owner', fromDay: today }))).rejects.toThrow(/cannot be given/);
});

test('AUTH-11: one statement finds the person with their roles', async () => {
  const resident = await portal.resident();
  const [premisesId, houseId] = [newId(new Date()), newId(new Date())];
  await world.run(system, (work) => grantRole(work, { personId: resident.personId, role: 'owner', premisesId, houseId, fromDay: '2020-01-01' }));
  const browser = await portal.enter(resident);
  let statements = 0;
  const counted = world.db.withPlugin({ transformQuery: ({ node }) => ((statements += 1), node), transformResult: async ({ result }) => result });
  const actor = await identify(counted, { sessionToken: browser.cookies.get('sid'), machineKey: undefined, origin }, world.now);
  expect(actor).toMatchObject({
    kind: 'person',
    personId: resident.personId,
    level: 2,
    grants: [{ role: 'owner', premisesId, houseId, organizationId: null }],
  });
  expect(statements).toBe(1);
});

test('CONF-2 AUTH-2: the second step comes by the message that the person chose, or not at all; changing it needs a fresh proof and an address', async () => {
  const resident = await portal.resident();
  const browser = await portal.enter(resident);
  const choose = (factor: string) => browser.post('/api/v1/second-factor', { factor });
  expect((await choose('email')).status).toBe(200);
  const second = await portal.browser().post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
  expect(second.body).toMatchObject({ next: 'second', sentTo: 'r•••@example.ru' });
  expect((await choose('none')).status).toBe(200);
  expect((await browser.get('/api/v1/security')).body).toMatchObject({ secondFactor: 'none' });
  expect((await choose('push')).body['fields']).toMatchObject([{ pointer: '/factor' }]);
  await world.db.updateTable('identity.person').set({ email: null }).where('id', '=', resident.personId).execute();
  expect((await choose('email')).body['code']).toBe('confirm.noChannel');
  await world.db.updateTable('identity.person').set({ second_factor: 'totp' }).where('id', '=', resident.personId).execute();
  expect((await choose('sms')).body['code']).toBe('totp.alreadyOn');
  later(11 * 60);
  expect((await choose('sms')).body['code']).toBe('auth.secondFactor');
});
