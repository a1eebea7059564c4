import { expect, test } from 'vitest';
import { PASSWORD, usePortal } from '#test/factories/identity-portal';
import { countStatements } from '#test/statements';
import { useWorld } from '#test/world';
import { sealTotp, totpCodeAt } from './totp-secret.ts';

const world = useWorld();
const portal = usePortal(world);
const later = (seconds: number): Date => (world.now = new Date(world.now.getTime() + seconds * 1000));
const wrong = (code: string): string => (code === '000000' ? '111111' : '000000');
const isIn = async (browser: { get(url: string): Promise<{ status: number }> }): Promise<boolean> => (await browser.get('/api/v1/security')).status === 200;

test('AUTH-1 AUTH-2: by phone, login or e-mail and password, then the code from the message', async () => {
  const resident = await portal.resident();
  for (const name of [resident.phone.replace('+7', '8 '), resident.login.toUpperCase(), ` ${resident.login}@Example.ru `]) {
    const browser = portal.browser();
    const first = await browser.post('/api/v1/sign-in', { name, password: PASSWORD });
    expect(first.body).toMatchObject({ next: 'second', method: 'code', sentTo: expect.stringMatching(/^\+7\s\(900\)\s•••-••-\d\d$/) });
    expect(browser.cookies.size, 'one proof opens nothing').toBe(0);
    const second = await browser.post('/api/v1/sign-in/code', {
      challenge: first.body['challenge'],
      method: 'code',
      code: await portal.codeOf(resident.personId),
    });
    expect(second.body).toEqual({ level: 2 });
    expect(await isIn(browser)).toBe(true);
    later(60);
  }
});

test('AUTH-2 AUTH-5: without a second factor a new browser is confirmed by a code once; then the password opens a session of level 1, which a code raises', async () => {
  const resident = await portal.resident('none');
  const browser = portal.browser();
  const first = await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
  expect(first.body).toMatchObject({ next: 'confirmDevice', method: 'code' });
  expect(browser.cookies.size).toBe(0);
  expect(
    (await browser.post('/api/v1/sign-in/code', { challenge: first.body['challenge'], method: 'code', code: await portal.codeOf(resident.personId) })).body,
  ).toEqual({ level: 2 });
  await browser.post('/api/v1/sign-out');
  later(1);
  expect((await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD })).body).toMatchObject({ next: 'done', challenge: null });
  expect((await browser.post('/api/v1/totp')).body['code']).toBe('auth.secondFactor');
  await browser.post('/api/v1/sign-in/code/resend');
  const raised = await browser.post('/api/v1/sign-in/code', { method: 'code', code: await portal.codeOf(resident.personId) });
  expect(raised.body).toEqual({ level: 2 });
  expect((await browser.post('/api/v1/totp')).status).toBe(200);
});

test('AUTH-11: the cookie is httpOnly, SameSite=Lax and a new one at every step; an old one and a planted one are worth nothing', async () => {
  const resident = await portal.resident('none');
  const browser = await portal.enter(resident);
  await browser.post('/api/v1/sign-out');
  await world.db.deleteFrom('identity.session').where('person_id', '=', resident.personId).execute();
  later(1);
  browser.cookies.set('sid', 'planted-by-a-stranger'.padEnd(43, 'x'));
  const first = await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
  const cookie = first.setCookies.find((one) => one.startsWith('sid='))!;
  expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(first.setCookies.find((one) => one.startsWith('did='))).toMatch(/HttpOnly; SameSite=Lax/);
  const before = browser.cookies.get('sid')!;
  expect(before).not.toContain('planted');
  await browser.post('/api/v1/sign-in/code/resend');
  await browser.post('/api/v1/sign-in/code', { method: 'code', code: await portal.codeOf(resident.personId) });
  expect(browser.cookies.get('sid')).not.toBe(before);
  const thief = portal.browser();
  thief.cookies.set('sid', before);
  expect(await isIn(thief)).toBe(false);
  const stored = await world.db.selectFrom('identity.session').selectAll().where('person_id', '=', resident.personId).execute();
  expect(stored, 'the raised session is the same one').toHaveLength(1);
  expect(JSON.stringify(stored)).not.toContain(browser.cookies.get('sid'));
});

test('AUTH-11: a live session that a stranger planted in the browser does not become the session of who enters there: it ends', async () => {
  const [stranger, victim] = [await portal.resident('none'), await portal.resident('none')];
  const own = await portal.enter(stranger);
  const planted = own.cookies.get('sid')!;
  const browser = portal.browser({ ip: '203.0.113.88' });
  browser.cookies.set('sid', planted);
  const first = await browser.post('/api/v1/sign-in', { name: victim.login, password: PASSWORD });
  await browser.post('/api/v1/sign-in/code', { challenge: first.body['challenge'], method: 'code', code: await portal.codeOf(victim.personId) });
  expect([await isIn(browser), browser.cookies.get('sid') === planted, await isIn(own)]).toEqual([true, false, false]);
  const open = await world.db
    .selectFrom('identity.session')
    .select('person_id')
    .where('person_id', 'in', [stranger.personId, victim.personId])
    .where('ended_at', 'is', null)
    .execute();
  expect(open).toEqual([{ person_id: victim.personId }]);
});

test('AUTH-10: nobody learns whether a person exists: one text, one status, the same work', async () => {
  const resident = await portal.resident();
  // CPU of the process, the threads that hash among it: a clock would measure what else the machine does.
  const timed = async (name: string, i: number): Promise<{ answer: { status: number; body: object }; ms: number }> => {
    const before = process.cpuUsage();
    const { status, body } = await portal.browser({ ip: `192.0.2.${i}` }).post('/api/v1/sign-in', { name, password: 'неверный пароль тут' });
    const { user, system } = process.cpuUsage(before);
    return { answer: { status, body: { ...body, requestId: '' } }, ms: (user + system) / 1000 };
  };
  await timed('warm-up', 250);
  const [known, unknown] = [[] as number[], [] as number[]];
  let answers: object[] = [];
  for (let i = 0; i < 25; i++) {
    const [one, two] = [await timed(resident.login, i), await timed(`nobody-${i}`, 100 + i)];
    known.push(one.ms);
    unknown.push(two.ms);
    answers = [...answers, one.answer, two.answer];
    later(1000); // past the waits of the known one
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const median = (times: number[]): number => times.toSorted((a, b) => a - b)[12]!;
  // Without the hash there would be less than a third of it.
  expect(median(unknown) / median(known)).toBeGreaterThan(0.7);
  expect(median(known) / median(unknown)).toBeGreaterThan(0.7);
});

test('AUTH-10: a wrong password costs as many statements at a name that nobody has, the first time and after', async () => {
  const resident = await portal.resident();
  let address = 0;
  const statements = (name: string) =>
    countStatements(() => portal.browser({ ip: `203.0.${(address += 1)}.9` }).post('/api/v1/sign-in', { name, password: 'неверный пароль тут' }));
  await statements('nobody-first');
  for (const time of ['first', 'second']) expect(await statements(resident.login), time).toBe(await statements('nobody-else'));
});

test('AUTH-10: strangers use up the tries of a person; from a browser that entered before the owner still gets in', async () => {
  const resident = await portal.resident();
  const own = await portal.enter(resident, portal.browser({ ip: '203.0.113.5' }));
  later(30);
  const outcomes: string[] = [];
  for (let i = 0; i < 30; i++)
    outcomes.push(
      String((await portal.browser({ ip: `198.51.100.${i}` }).post('/api/v1/sign-in', { name: resident.phone, password: `guess ${i}` })).body['code']),
    );
  expect(outcomes.filter((code) => code === 'signIn.wrong')).toHaveLength(5);
  expect(outcomes.filter((code) => code === 'signIn.wait')).toHaveLength(25);
  const stranger = await portal.browser().post('/api/v1/sign-in', { name: resident.phone, password: PASSWORD });
  expect([stranger.status, stranger.body['code']]).toEqual([429, 'signIn.wait']);
  expect((await own.post('/api/v1/sign-in', { name: resident.phone, password: PASSWORD })).status).toBe(200);
  // A copied name of the browser is not the browser: the mark is a secret.
  const copy = portal.browser({ ip: '203.0.113.5' });
  copy.cookies.set('did', 'x'.repeat(43));
  expect((await copy.post('/api/v1/sign-in', { name: resident.phone, password: PASSWORD })).body['code']).toBe('signIn.wait');
});

test('AUTH-10: used-up tries by one name tell nothing of another: nobody learns that both are of one person', async () => {
  const [resident, other] = [await portal.resident(), await portal.resident()];
  const guess = async (name: string, i: number): Promise<unknown> =>
    (await portal.browser({ ip: `198.51.101.${i}` }).post('/api/v1/sign-in', { name, password: 'не тот пароль' })).body['code'];
  for (let i = 0; i < 6; i++) await guess(resident.phone, i);
  expect(await guess(resident.phone, 6)).toBe('signIn.wait');
  const [ofSame, ofAnother, ofNobody] = [
    await guess(`${resident.login}@example.ru`, 7),
    await guess(`${other.login}@example.ru`, 8),
    await guess('nobody@example.ru', 9),
  ];
  expect([ofSame, ofAnother, ofNobody]).toEqual(['signIn.wrong', 'signIn.wrong', 'signIn.wrong']);
});

test('AUTH-10: parallel guesses cannot run ahead of the count', async () => {
  const resident = await portal.resident();
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => portal.browser({ ip: `198.18.${i}.1` }).post('/api/v1/sign-in', { name: resident.login, password: `guess ${i}` })),
  );
  expect(answers.filter(({ body }) => body['code'] === 'signIn.wrong')).toHaveLength(5);
});

test('AUTH-10: one address that guesses at many people is slowed, and so is its network', async () => {
  const codes: string[] = [];
  for (let i = 0; i < 25; i++)
    codes.push(String((await portal.browser({ ip: '100.64.7.7' }).post('/api/v1/sign-in', { name: `many-${i}`, password: 'one password' })).body['code']));
  expect(codes.filter((code) => code === 'signIn.wrong')).toHaveLength(20);
  const network: string[] = [];
  for (let i = 0; i < 110; i++)
    network.push(String((await portal.browser({ ip: `100.65.7.${i}` }).post('/api/v1/sign-in', { name: `net-${i}`, password: 'one password' })).body['code']));
  expect(network.filter((code) => code === 'signIn.wait').length).toBeGreaterThan(5);
});

test('AUTH-10, AUTH-1: neighbours behind one address sign in at one instant: whose request began a moment earlier and is counted later does not wait', async () => {
  const began = world.now;
  for (const millisecond of [3, 2, 1]) {
    world.now = new Date(began.getTime() + millisecond);
    const resident = await portal.resident();
    const browser = portal.browser({ ip: '203.0.113.40' });
    const { body } = await browser.post('/api/v1/sign-in', { name: resident.login, password: millisecond === 3 ? 'mistyped' : PASSWORD });
    if (millisecond === 3) expect(body['code']).toBe('signIn.wrong');
    else {
      const code = await portal.codeOf(resident.personId);
      world.now = new Date(began.getTime() + millisecond - 3);
      expect((await browser.post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'code', code })).body).toEqual({ level: 2 });
    }
  }
});

test('AUTH-2: a message code works once, three wrong tries end it, and a new one can be asked for', async () => {
  const resident = await portal.resident();
  const browser = portal.browser({ ip: '203.0.113.21' });
  const { body } = await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
  const enter = (code: string) => browser.post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'code', code });
  const code = await portal.codeOf(resident.personId);
  for (let i = 0; i < 3; i++) expect((await enter(wrong(code))).body['code']).toBe('signIn.wrongCode');
  expect((await enter(code)).body['code']).toBe('signIn.wrongCode');
  const resent = await browser.post('/api/v1/sign-in/code/resend', { challenge: body['challenge'], channel: 'email' });
  expect(resent.body).toMatchObject({ method: 'code', sentTo: 'r•••@example.ru' });
  const fresh = await portal.codeOf(resident.personId);
  expect((await enter(fresh)).status).toBe(200);
  expect((await portal.browser().post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'code', code: fresh })).body['code']).toBe('signIn.over');
});

test('AUTH-2: twenty parallel uses of one code open one session', async () => {
  const resident = await portal.resident();
  const { body } = await portal.browser({ ip: '203.0.113.33' }).post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
  const code = await portal.codeOf(resident.personId);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      portal.browser({ ip: `198.19.${i}.1` }).post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'code', code }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await world.db.selectFrom('identity.session').select('id').where('person_id', '=', resident.personId).execute()).toHaveLength(1);
});

test('AUTH-2: with an authenticator no message is sent, its code works once in its step, and a message code is not taken', async () => {
  const resident = await portal.resident('totp');
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  await world.db
    .insertInto('identity.totp')
    .values({
      person_id: resident.personId,
      secret: sealTotp(world.ground.masterKeys, resident.personId, secret),
      made_at: world.now.toISOString(),
      confirmed_at: world.now.toISOString(),
    })
    .execute();
  const start = async () => {
    const browser = portal.browser({ ip: '203.0.113.44' });
    const { body } = await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
    expect(body).toMatchObject({ next: 'second', method: 'totp', sentTo: 'приложение для кодов' });
    return (method: string, code: string) => browser.post('/api/v1/sign-in/code', { challenge: body['challenge'], method, code });
  };
  const code = totpCodeAt(secret, world.now);
  expect((await (await start())('totp', code)).status).toBe(200);
  const again = await start();
  expect((await again('totp', code)).body['code'], 'replayed').toBe('signIn.wrongCode');
  expect((await again('code', '123456')).body['code']).toBe('confirm.expired');
  later(300);
  for (const seconds of [-60, 60])
    expect((await again('totp', totpCodeAt(secret, new Date(world.now.getTime() + seconds * 1000)))).body['code'], `${seconds} s away`).toBe(
      'signIn.wrongCode',
    );
  expect((await again('totp', totpCodeAt(secret, new Date(world.now.getTime() - 30_000)))).status, 'one step late').toBe(200);
});

test('AUTH-10: guessing the second step is slowed per person as well', async () => {
  const resident = await portal.resident('totp');
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  await world.db
    .insertInto('identity.totp')
    .values({
      person_id: resident.personId,
      secret: sealTotp(world.ground.masterKeys, resident.personId, secret),
      made_at: world.now.toISOString(),
      confirmed_at: world.now.toISOString(),
    })
    .execute();
  const browser = portal.browser({ ip: '203.0.113.55' });
  const { body } = await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
  const answers = await Promise.all(
    Array.from({ length: 30 }, () =>
      browser.post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'totp', code: wrong(totpCodeAt(secret, world.now)) }),
    ),
  );
  expect(answers.filter((answer) => answer.body['code'] === 'signIn.wrongCode')).toHaveLength(5);
  expect(answers.filter((answer) => answer.body['code'] === 'signIn.wait')).toHaveLength(25);
});

test('AUTH-1: a blocked person is answered like a wrong password, and open sessions are guests at once', async () => {
  const resident = await portal.resident();
  const browser = await portal.enter(resident, portal.browser({ ip: '203.0.113.66' }));
  await world.db.updateTable('identity.person').set({ blocked_at: world.now.toISOString() }).where('id', '=', resident.personId).execute();
  expect(await isIn(browser)).toBe(false);
  expect((await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD })).body['code']).toBe('signIn.wrong');
});

test('AUTH-1: what was typed is checked by field, and a challenge older than ten minutes is over', async () => {
  const resident = await portal.resident();
  const browser = portal.browser({ ip: '203.0.113.77' });
  expect((await browser.post('/api/v1/sign-in', { name: '' })).body['fields']).toEqual(
    expect.arrayContaining([expect.objectContaining({ pointer: '/password' }), expect.objectContaining({ pointer: '/name' })]),
  );
  const { body } = await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
  const code = await portal.codeOf(resident.personId);
  later(601);
  expect((await browser.post('/api/v1/sign-in/code', { challenge: body['challenge'], method: 'code', code })).body['code']).toBe('signIn.over');
});

test('X-2 PRIV-5: every entering and every refusal leaves a line, also for a name that nobody has', async () => {
  const resident = await portal.resident();
  await portal.browser({ ip: '203.0.113.88' }).post('/api/v1/sign-in', { name: resident.login, password: 'не тот пароль' });
  await portal.browser({ ip: '203.0.113.88' }).post('/api/v1/sign-in', { name: 'nobody-at-all', password: 'не тот пароль' });
  await portal.enter(resident, portal.browser({ ip: '203.0.113.88' }));
  const actions = await world.db.selectFrom('platform.journal_line').select('action').where('person_id', '=', resident.personId).orderBy('id').execute();
  expect(actions.map(({ action }) => action)).toEqual(['identity.personMade', 'identity.refused', 'identity.entered']);
  expect(await world.db.selectFrom('platform.journal_line').select('id').where('stream', '=', 'portal:sign-in').execute()).not.toHaveLength(0);
});
