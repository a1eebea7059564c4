import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openPool } from '#platform/database';
import { newId } from '#platform/ids';
import type { Browser } from '#test/cookie-browser';
import { PASSWORD, type Resident, usePortal } from '#test/factories/identity-portal';
import { useWorld } from '#test/world';

const world = useWorld();
const portal = usePortal(world);
const later = (seconds: number): Date => (world.now = new Date(world.now.getTime() + seconds * 1000));
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/api/v1/security')).status === 200;
const password = (browser: Browser, resident: Resident) => browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
const asked = async (browser: Browser) => (await browser.get('/api/v1/sign-in/asked')).body['asked'] as { id: string; device: string; ip: string }[];
const answer = (browser: Browser, id: string, isMe: boolean) => browser.post(`/api/v1/sign-in/asked/${id}/answer`, { isMe });
const byDevice = (browser: Browser, challenge: unknown) => browser.post('/api/v1/sign-in/code', { challenge, method: 'device', code: '-' });
type Device = { id: string; isCurrent: boolean; device: string; name: string | null };
const devices = async (browser: Browser): Promise<Device[]> => (await browser.get('/api/v1/security')).body['devices'] as Device[];

test('AUTH-5: a new browser is let in by «Это я» on a device where the person is in; the question names browser and address', async () => {
  const resident = await portal.resident();
  const known = await portal.enter(resident);
  later(60);
  const fresh = portal.browser({ ip: '203.0.113.8', agent: 'Mozilla/5.0 (iPhone) Safari/605' });
  const { body } = await password(fresh, resident);
  expect(body).toMatchObject({ next: 'second', others: ['device'] });
  expect((await fresh.post('/api/v1/sign-in/answer', { challenge: body['challenge'] })).body).toEqual({ state: 'waiting' });
  expect((await byDevice(fresh, body['challenge'])).body['code']).toBe('signIn.notYet');
  const [question] = await asked(known);
  expect(question).toMatchObject({ device: 'Safari, iPhone', ip: '203.0.113.8' });
  expect((await answer(known, question!.id, true)).status).toBe(200);
  expect((await answer(known, question!.id, false)).status, 'answered once').toBe(404);
  expect((await fresh.post('/api/v1/sign-in/answer', { challenge: body['challenge'] })).body).toEqual({ state: 'approved' });
  expect((await byDevice(fresh, body['challenge'])).body).toEqual({ level: 2 });
  expect([await isIn(fresh), await asked(known)]).toEqual([true, []]);
});

test('AUTH-5: «Это не я» ends the signing in, its code too; twenty answers at once are one', async () => {
  const resident = await portal.resident();
  const known = await portal.enter(resident);
  later(60);
  const fresh = portal.browser({ ip: '203.0.113.9' });
  const { body } = await password(fresh, resident);
  const code = await portal.codeOf(resident.personId);
  const { id } = (await asked(known))[0]!;
  const answers = await Promise.all(Array.from({ length: 20 }, () => answer(known, id, false)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await byDevice(fresh, body['challenge'])).body['code']).toBe('signIn.denied');
  expect((await fresh.post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'code', code })).body['code']).toBe('signIn.over');
  expect(await isIn(fresh)).toBe(false);
});

test('X-8 AUTH-5: a stranger answers nobody else’s question, and a browser not bound answers none', async () => {
  const resident = await portal.resident();
  const known = await portal.enter(resident);
  const stranger = await portal.enter(await portal.resident());
  later(60);
  const fresh = portal.browser({ ip: '203.0.113.10' });
  const { body } = await password(fresh, resident);
  const { id } = (await asked(known))[0]!;
  expect(await asked(stranger)).toEqual([]);
  expect((await answer(stranger, id, true)).status).toBe(404);
  expect((await answer(fresh, id, true)).status, 'not in at all').toBe(401);
  await world.db
    .updateTable('identity.known_device')
    .set({ id: newId(new Date()) })
    .where('person_id', '=', resident.personId)
    .execute();
  expect((await answer(known, id, true)).status, 'its device was removed').toBe(404);
  expect((await byDevice(fresh, body['challenge'])).body['code']).toBe('signIn.notYet');
});

test('AUTH-5 AUTH-2: whoever chose the authenticator is not let in by another device', async () => {
  const resident = await portal.resident();
  const known = await portal.enter(resident);
  await world.db.updateTable('identity.person').set({ second_factor: 'totp' }).where('id', '=', resident.personId).execute();
  later(60);
  const { body } = await password(portal.browser({ ip: '203.0.113.11' }), resident);
  expect([body['others'], await asked(known)]).toEqual([[], []]);
});

test('AUTH-5: devices are listed and named; a removed one is out at once, is a stranger again, and remembers no name', async () => {
  const resident = await portal.resident('none');
  const one = await portal.enter(resident);
  later(60);
  const two = await portal.enter(resident, portal.browser({ agent: 'Mozilla/5.0 (X11; Linux) Firefox/140' }));
  expect((await devices(one)).map(({ device, isCurrent }) => [device, isCurrent])).toEqual([
    ['Firefox, Linux', false],
    ['Chrome, Windows', true],
  ]);
  const other = (await devices(one)).find(({ isCurrent }) => !isCurrent)!;
  expect((await one.post(`/api/v1/devices/${other.id}/name`, { name: 'Работа' })).status).toBe(200);
  expect((await two.get('/api/v1/sign-in/name')).body).toEqual({ name: resident.login });
  expect((await (await portal.enter(await portal.resident())).post(`/api/v1/devices/${other.id}/remove`)).status, 'of somebody else').toBe(404);
  expect((await one.post(`/api/v1/devices/${other.id}/remove`)).body).toEqual({ ended: 1 });
  expect([await isIn(one), await isIn(two)]).toEqual([true, false]);
  expect((await two.get('/api/v1/sign-in/name')).body).toEqual({ name: null });
  later(60);
  expect((await password(two, resident)).body).toMatchObject({ next: 'confirmDevice' });
  await one.post('/api/v1/sign-out');
  expect((await password(one, resident)).body, 'a bound one is not asked').toMatchObject({ next: 'done' });
});

test('AUTH-6 AUTH-5: an unusual place asks a second factor where none is required; with many failures from a new browser it stops and the owner is told', async () => {
  const owner = openPool(world.ownerUrl, 1);
  await owner.query("insert into identity.address_range values ('192.0.2.0', '192.0.2.255', 'Екатеринбург'), ('203.0.113.0', '203.0.113.255', 'Лагос')");
  await owner.end();
  const resident = await portal.resident('none');
  const home = await portal.enter(resident, portal.browser({ ip: '192.0.2.7' }));
  await home.post('/api/v1/sign-out');
  later(60);
  expect((await password(home, resident)).body).toMatchObject({ next: 'done' });
  // The same browser, the other end of the world.
  const away = portal.browser({ ip: '203.0.113.77' });
  away.cookies.set('did', home.cookies.get('did')!);
  expect((await password(away, resident)).body).toMatchObject({ next: 'second', method: 'code' });
  for (let i = 0; i < 20; i++) {
    later(1000);
    await portal.browser({ ip: `198.51.100.${i}` }).post('/api/v1/sign-in', { name: resident.login, password: 'guess' });
  }
  later(1000);
  const thief = portal.browser({ ip: '203.0.113.78' });
  expect((await password(thief, resident)).body['code']).toBe('signIn.stopped');
  expect((await password(away, resident)).body, 'the bound browser is not stopped').toMatchObject({ next: 'second' });
  const back = await portal.enter(resident, home);
  const { sessions, devices: bound } = (await back.get('/api/v1/security')).body as Record<'sessions' | 'devices', { ip: string; place: string | null }[]>;
  expect([sessions, bound].map((all) => all.map(({ ip, place }) => [ip, place]))).toEqual([[['192.0.2.7', 'Екатеринбург']], [['192.0.2.7', 'Екатеринбург']]]);
  const { history } = (await back.get('/api/v1/security')).body as { history: { outcome: string; reasons: string[]; place: string | null }[] };
  expect(history.find(({ outcome }) => outcome === 'stopped')).toMatchObject({ reasons: ['newDevice', 'place', 'manyFailures'], place: 'Лагос' });
  const { rows } = await sql<{ n: bigint }>`select count(*) as n from platform.outbox where events::text like '%signInStopped%'`.execute(world.db);
  expect(rows[0]!.n).toBe(1n);
});
