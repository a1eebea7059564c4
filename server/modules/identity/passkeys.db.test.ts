import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { withCode } from '#test/factories/identity';
import { PASSWORD, type Resident, usePortal } from '#test/factories/identity-portal';
import { softPasskey, type SoftPasskey } from '#test/factories/soft-passkey';
import type { Browser } from '#test/cookie-browser';
import { useWorld } from '#test/world';
import { requestConfirmation, tryConfirmation, useConfirmation } from './confirmation.ts';
import { identify } from './identify.ts';

const world = useWorld();
const portal = usePortal(world);
const later = (seconds: number): Date => (world.now = new Date(world.now.getTime() + seconds * 1000));
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/api/v1/security')).status === 200;
const optionsOf = async (browser: Browser, url = '/api/v1/sign-in/passkey/options', body = {}): Promise<string> =>
  (await browser.post(url, body)).body['options'] as string;

/** A resident who is in by password and code, with a passkey connected from there. */
async function withPasskey(factor?: 'none' | 'sms' | 'totp'): Promise<{ resident: Resident; browser: Browser; key: SoftPasskey; id: string }> {
  later(60);
  const resident = await portal.resident(factor);
  const browser = await portal.enter(resident);
  const key = softPasskey();
  const made = await browser.post('/api/v1/passkeys', { response: key.make(await optionsOf(browser, '/api/v1/passkeys/options')), name: 'Телефон' });
  if (made.status !== 200) throw new Error(JSON.stringify(made.body));
  return { resident, browser, key, id: made.body['id'] as string };
}

test('AUTH-3: a passkey is connected after a fresh second proof, listed with its name, renamed, removed; the person is told', async () => {
  const { resident, browser, key, id } = await withPasskey();
  expect((await browser.get('/api/v1/security')).body['passkeys']).toMatchObject([{ id, name: 'Телефон', lastUsedAt: null, isSynced: false }]);
  expect((await browser.post(`/api/v1/passkeys/${id}/name`, { name: ' Рабочий ' })).status).toBe(200);
  expect((await browser.get('/api/v1/security')).body['passkeys']).toMatchObject([{ name: 'Рабочий' }]);
  const twice = await browser.post('/api/v1/passkeys', { response: key.make(await optionsOf(browser, '/api/v1/passkeys/options')) });
  expect(twice.body['code']).toBe('passkey.known');
  later(11 * 60);
  expect((await browser.post('/api/v1/passkeys/options')).body['code']).toBe('auth.secondFactor');
  expect((await browser.post(`/api/v1/passkeys/${id}/remove`)).body['code']).toBe('auth.secondFactor');
  expect((await browser.post('/api/v1/sign-in/passkey', { response: key.answer(await optionsOf(browser)) })).body).toMatchObject({ next: 'done' });
  expect((await browser.post(`/api/v1/passkeys/${id}/remove`)).status, 'a passkey is a fresh second proof').toBe(200);
  expect((await portal.browser().post('/api/v1/sign-in/passkey', { response: key.answer(await optionsOf(portal.browser())) })).body['code']).toBe(
    'passkey.unknown',
  );
  const told = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('person_id', '=', resident.personId)
    .where('action', '=', 'identity.protectionChanged')
    .orderBy('id')
    .execute();
  expect(told.map(({ facts }) => (facts as { what: string }).what)).toEqual(['passkeyOn', 'passkeyOff']);
});

for (const factor of ['none', 'sms', 'totp'] as const) {
  test(`AUTH-3 AUTH-2: a passkey with the person verified is the only step under «${factor}», from a browser never seen before`, async () => {
    const { resident, key } = await withPasskey(factor === 'totp' ? 'sms' : factor);
    if (factor === 'totp') await world.db.updateTable('identity.person').set({ second_factor: 'totp' }).where('id', '=', resident.personId).execute();
    const fresh = portal.browser({ ip: '203.0.113.201' });
    expect((await fresh.post('/api/v1/sign-in/passkey', { response: key.answer(await optionsOf(fresh)) })).body).toMatchObject({
      next: 'done',
      challenge: null,
    });
    const actor = await identify(world.db, { sessionToken: fresh.cookies.get('sid'), machineKey: undefined, origin: { ip: '1.1.1.1', agent: '' } }, world.now);
    expect(actor).toMatchObject({ kind: 'person', personId: resident.personId, level: 2, steppedUpUntil: expect.any(String) });
  });
}

test('AUTH-3: a replayed answer, a foreign page, another host, an unverified person, a counter that goes back, another handle are refused', async () => {
  const { resident, key } = await withPasskey();
  const browser = portal.browser();
  const enter = async (response: string) => (await browser.post('/api/v1/sign-in/passkey', { response })).body['code'] ?? 'entered';
  const good = key.answer(await optionsOf(browser));
  expect(await enter(good)).toBe('entered');
  expect(await enter(good), 'replayed').toBe('passkey.over');
  const refused = {
    origin: { origin: 'https://moidom.example.evil' },
    host: { rpId: 'evil.example' },
    verified: { isVerified: false },
    counter: { counter: 1 },
    handle: { userHandle: 'AAAA' },
  };
  for (const [what, forged] of Object.entries(refused)) expect(await enter(key.answer(await optionsOf(browser), forged)), what).toBe('passkey.refused');
  expect(await enter(key.answer(await optionsOf(browser), { challenge: Buffer.alloc(32, 1).toString('base64url') })), 'a challenge that nobody gave').toBe(
    'passkey.over',
  );
  for (const bad of ['{}', 'no JSON', '{"id":1,"response":{"clientDataJSON":"e30"}}', 'null', '[]']) expect(await enter(bad)).toBe('passkey.refused');
  const late = key.answer(await optionsOf(browser));
  later(301);
  expect(await enter(late), 'five minutes later').toBe('passkey.over');
  const history = await world.db
    .selectFrom('identity.sign_in_event')
    .select('outcome')
    .where('person_id', '=', resident.personId)
    .where('outcome', '=', 'wrong_passkey')
    .execute();
  expect(history).toHaveLength(5);
});

test('AUTH-3: twenty parallel uses of one answer open one session; a challenge to connect is not one to enter', async () => {
  const { resident, browser, key } = await withPasskey();
  const response = key.answer(await optionsOf(portal.browser()));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => portal.browser({ ip: `198.51.100.${i}` }).post('/api/v1/sign-in/passkey', { response })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await world.db.selectFrom('identity.session').select('id').where('person_id', '=', resident.personId).execute()).toHaveLength(2);
  const connecting = JSON.parse(await optionsOf(browser, '/api/v1/passkeys/options')) as { challenge: string };
  expect(
    (await portal.browser().post('/api/v1/sign-in/passkey', { response: key.answer(JSON.stringify({ ...connecting, rpId: 'localhost' })) })).body['code'],
  ).toBe('passkey.over');
});

test('AUTH-3 AUTH-2: as the second proof of a password, for that signing in and that person alone', async () => {
  const { resident, key } = await withPasskey();
  const other = await withPasskey();
  const browser = portal.browser();
  const { challenge } = (await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD })).body as { challenge: string };
  const options = await optionsOf(browser, undefined, { challenge });
  expect((JSON.parse(options) as { allowCredentials: unknown[] }).allowCredentials).toHaveLength(1);
  expect((await browser.post('/api/v1/sign-in/passkey', { challenge, response: other.key.answer(options) })).body['code']).toBe('passkey.unknown');
  const again = await optionsOf(browser, undefined, { challenge });
  const second = (await portal.browser().post('/api/v1/sign-in', { name: resident.login, password: PASSWORD })).body['challenge'];
  expect((await browser.post('/api/v1/sign-in/passkey', { challenge: second, response: key.answer(again) })).body['code'], 'of another signing in').toBe(
    'passkey.over',
  );
  expect(
    (await browser.post('/api/v1/sign-in/passkey', { challenge, response: key.answer(await optionsOf(browser, undefined, { challenge })) })).body,
  ).toMatchObject({ next: 'done' });
  expect(await isIn(browser)).toBe(true);
  expect((await browser.post('/api/v1/sign-in/passkey', { challenge, response: key.answer(await optionsOf(browser)) })).body['code']).toBe('signIn.over');
});

test('X-8 AUTH-3: a neighbour’s passkey cannot be named nor removed, and an answer to connect is for whoever asked', async () => {
  const [mine, theirs] = [await withPasskey(), await withPasskey()];
  expect((await mine.browser.post(`/api/v1/passkeys/${theirs.id}/name`, { name: 'моё' })).status).toBe(404);
  expect((await mine.browser.post(`/api/v1/passkeys/${theirs.id}/remove`)).status).toBe(404);
  const response = softPasskey().make(await optionsOf(theirs.browser, '/api/v1/passkeys/options'));
  expect((await mine.browser.post('/api/v1/passkeys', { response })).body['code']).toBe('passkey.over');
  expect(
    (
      await mine.browser.post('/api/v1/passkeys', {
        response: softPasskey().make(await optionsOf(mine.browser, '/api/v1/passkeys/options'), { isVerified: false }),
      })
    ).body['code'],
  ).toBe('passkey.refused');
});

test('CONF-1 CONF-2: a passkey confirms the very operation: its challenge holds the content’s digest, for this session and this confirmation', async () => {
  const { browser, key } = await withPasskey();
  const sid = browser.cookies.get('sid');
  const actor = await identify(world.db, { sessionToken: sid, machineKey: undefined, origin: { ip: '127.0.0.1', agent: 'test' } }, world.now);
  const [purpose, content] = ['test.pay', { sumKopecks: 919_661n }];
  const ask = async () =>
    (await world.run(actor, (work) => withCode(work, (inner) => requestConfirmation(inner, { purpose, content, words: 'оплата' })), newId(new Date()))).answer
      .confirmationId;
  const [one, two] = [await ask(), await ask()];
  const optionsFor = (id: string) => optionsOf(browser, `/api/v1/confirmations/${id}/passkey/options`);
  const confirm = (id: string, response: string) => browser.post(`/api/v1/confirmations/${id}/passkey`, { response });
  const signed = Buffer.from((JSON.parse(await optionsFor(one)) as { challenge: string }).challenge, 'base64url');
  expect(signed, '32 random bytes and the digest of the content').toHaveLength(64);

  expect((await confirm(two, key.answer(await optionsFor(one)))).body['code'], 'of another operation').toBe('passkey.over');
  expect((await confirm(one, key.answer(await optionsOf(browser)))).body['code'], 'an answer to enter').toBe('passkey.over');
  const given = { confirmationId: one, code: (await confirm(one, key.answer(await optionsFor(one)))).body['code'] as string };
  expect(given.code).toMatch(/^\d{6}$/);
  await tryConfirmation(world.ground, actor, given);
  await expect(world.run(actor, (work) => useConfirmation(work, { purpose, content: { sumKopecks: 1n }, ...given }), newId(new Date()))).rejects.toThrow(
    'confirm.otherContent',
  );
  await world.run(actor, (work) => useConfirmation(work, { purpose, content, ...given }), newId(new Date()));
  expect((await browser.post(`/api/v1/confirmations/${one}/passkey/options`)).body['code']).toBe('confirm.used');

  const stranger = await withPasskey();
  expect((await stranger.browser.post(`/api/v1/confirmations/${two}/passkey/options`)).status).toBe(404);
  const elsewhere = portal.browser();
  await elsewhere.post('/api/v1/sign-in/passkey', { response: key.answer(await optionsOf(elsewhere)) });
  expect((await elsewhere.post(`/api/v1/confirmations/${two}/passkey/options`)).status, 'another session of the same person').toBe(404);
});
