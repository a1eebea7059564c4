import { expect, test } from 'vitest';
import type { Order } from '#platform/work';
import type { Browser } from '#test/cookie-browser';
import { PASSWORD, type Resident, usePortal } from '#test/factories/identity-portal';
import { useWorld } from '#test/world';
import { sendContactCode } from './contact-proof.ts';
import { sealTotp, totpCodeAt } from './totp-secret.ts';

const world = useWorld();
const portal = usePortal(world);
const later = (seconds: number): Date => (world.now = new Date(world.now.getTime() + seconds * 1000));
const NEW = 'ночью на крыше сосед';
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/api/v1/security')).status === 200;
let address = 0;
const somebody = (): Browser => portal.browser({ ip: `10.${(address += 1)}.0.1` });

type Message = { personId?: string; to?: string; channel: string; template: string; facts: { code?: string } };
/** Orders of the newest outbox rows, newest first. */
async function orders(task: string): Promise<object[]> {
  const rows = await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id', 'desc').limit(1_000).execute();
  return rows.flatMap(({ jobs }) => jobs as Order[]).flatMap((order) => (order.task === task ? [order.payload] : []));
}
/** Does the job that the request ordered, and gives the message that it sends, if any. */
async function message(): Promise<Message | undefined> {
  const before = (await orders('notifications.send-message')).length;
  const [payload] = await orders('identity.send-contact-code');
  await sendContactCode.run({ ground: world.ground } as never, payload);
  const after = (await orders('notifications.send-message')) as Message[];
  return after.length > before ? after[0] : undefined;
}
async function forgotten(browser: Browser, name: string): Promise<{ challenge: string; sent: Message | undefined }> {
  later(1000);
  const { body } = await browser.post('/api/v1/recovery', { name });
  return { challenge: body['challenge'] as string, sent: await message() };
}
const finish = (browser: Browser, body: object) => browser.post('/api/v1/recovery/finish', { newPassword: NEW, ...body });
const canEnter = async (resident: Resident, password: string): Promise<boolean> =>
  (await somebody().post('/api/v1/sign-in', { name: resident.login, password })).status === 200;

test('AUTH-9: a forgotten password by the telephone: the code sets a new one, every session ends, the old one is over', async () => {
  const resident = await portal.resident();
  const [one, two] = [await portal.enter(resident), await portal.enter(resident)];
  const browser = somebody();
  const { challenge, sent } = await forgotten(browser, resident.phone.replace('+7', '8 '));
  expect(sent).toMatchObject({ personId: resident.personId, channel: 'sms', template: 'identity.code' });
  const code = sent!.facts.code!;
  expect((await finish(browser, { challenge, code, newPassword: 'пароль2026' })).body).toMatchObject({
    code: 'password.weak',
    fields: [{ pointer: '/newPassword' }],
  });
  expect((await finish(browser, { challenge, code, newPassword: PASSWORD })).body).toMatchObject({ fields: [{ code: 'password.reused' }] });
  const done = await Promise.all(Array.from({ length: 20 }, () => finish(browser, { challenge, code })));
  expect(
    done.filter(({ status }) => status === 200),
    'twenty at once set it once',
  ).toHaveLength(1);
  expect(browser.cookies.size, 'it opens no session').toBe(0);
  expect([await isIn(one), await isIn(two)]).toEqual([false, false]);
  expect([await canEnter(resident, PASSWORD), await canEnter(resident, NEW)]).toEqual([false, true]);
  expect((await finish(browser, { challenge, code })).body['code']).toBe('signIn.over');
  const late = await forgotten(browser, resident.phone);
  later(601);
  expect(
    (await finish(browser, { challenge: late.challenge, code: late.sent!.facts.code!, newPassword: 'луна над тихой рекой' })).body['code'],
    'ten minutes later',
  ).toBe('signIn.over');
  expect(await canEnter(resident, NEW)).toBe(true);
});

test('AUTH-9 AUTH-2: a second factor that is on is still asked: the app, or the channel that the code did not come by', async () => {
  const app = await portal.resident('totp');
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  await world.db
    .insertInto('identity.totp')
    .values({
      person_id: app.personId,
      secret: sealTotp(world.ground.masterKeys, app.personId, secret),
      made_at: world.now.toISOString(),
      confirmed_at: world.now.toISOString(),
    })
    .execute();
  const browser = somebody();
  const first = await forgotten(browser, app.phone);
  const given = { challenge: first.challenge, code: first.sent!.facts.code! };
  expect((await finish(browser, given)).body).toMatchObject({ code: 'recovery.second', fields: [{ pointer: '/secondCode' }] });
  expect((await finish(browser, { ...given, secondCode: '000000' })).body).toMatchObject({ code: 'recovery.second', fields: [{ code: 'signIn.wrongCode' }] });
  expect(await canEnter(app, NEW)).toBe(false);
  expect((await finish(browser, { ...given, secondCode: totpCodeAt(secret, world.now) })).status).toBe(200);

  const byMail = await portal.resident('sms');
  const second = await forgotten(browser, `${byMail.login}@example.ru`);
  expect(second.sent).toMatchObject({ channel: 'email' });
  const mailed = { challenge: second.challenge, code: second.sent!.facts.code! };
  expect((await finish(browser, mailed)).body['code']).toBe('recovery.second');
  const texted = ((await orders('notifications.send-message')) as Message[])[0]!;
  expect(texted).toMatchObject({ channel: 'sms', personId: byMail.personId });
  expect((await finish(browser, mailed)).body['code'], 'asked again, sent once').toBe('recovery.second');
  expect((await finish(browser, { ...mailed, secondCode: texted.facts.code! })).status).toBe(200);
});

test('AUTH-9 AUTH-10: whether a person exists is told neither by words nor by work: one answer, one row, one order, every code wrong', async () => {
  const resident = await portal.resident();
  later(1000);
  const ask = async (name: string) => {
    later(1);
    const { status, body } = await somebody().post('/api/v1/recovery', { name });
    return { status, members: Object.keys(body), challenge: body['challenge'] as string };
  };
  const [known, unknown] = [await ask(resident.login), await ask('nobody-here')];
  expect({ ...unknown, challenge: '' }).toEqual({ ...known, challenge: '' });
  expect(await message(), 'nobody is written to').toBeUndefined();
  const outcomes = async (challenge: string) => {
    const codes = [];
    for (let i = 0; i < 4; i++) codes.push((await finish(somebody(), { challenge, code: '000000' })).body['code']);
    return codes;
  };
  expect(await outcomes(known.challenge)).toEqual(['signIn.wrongCode', 'signIn.wrongCode', 'signIn.wrongCode', 'signIn.over']);
  expect(await outcomes(unknown.challenge)).toEqual(['signIn.wrongCode', 'signIn.wrongCode', 'signIn.wrongCode', 'signIn.over']);
  const one = somebody();
  const waits = [];
  for (let i = 0; i < 7; i++) waits.push((await one.post('/api/v1/recovery', { name: 'nobody-again' })).status);
  expect(waits, 'messages are not pumped').toEqual([200, 200, 200, 200, 200, 429, 429]);
});

test('AUTH-1: a new cabinet: the telephone proven by a code, a name and a password; open at once, not confirmed', async () => {
  later(1000);
  const browser = somebody();
  const phone = '+79005550001';
  expect((await browser.post('/api/v1/sign-up', { phone: '12' })).body['fields']).toMatchObject([{ pointer: '/phone' }]);
  const { challenge } = (await browser.post('/api/v1/sign-up', { phone: '8 900 555-00-01' })).body as { challenge: string };
  const sent = await message();
  expect(sent).toMatchObject({ to: phone, channel: 'sms', template: 'identity.code' });
  const given = { challenge, code: sent!.facts.code!, lastName: ' Новикова ', firstName: 'Ольга', password: NEW };
  const make = (more: object) => browser.post('/api/v1/sign-up/finish', { ...given, ...more });
  expect((await make({ lastName: '  ' })).body['fields']).toMatchObject([{ pointer: '/lastName' }]);
  expect((await make({ password: 'Новикова1' })).body['code']).toBe('password.weak');
  expect((await make({ code: given.code === '000000' ? '111111' : '000000' })).body['code']).toBe('signIn.wrongCode');
  const made = await Promise.all(Array.from({ length: 20 }, () => make({})));
  expect(made.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await browser.get('/api/v1/security')).body['person']).toMatchObject({ name: 'Новикова Ольга', isConfirmed: false });

  later(1000);
  const again = await somebody().post('/api/v1/sign-up', { phone });
  expect(again.status, 'whoever has one already is not told here').toBe(200);
  expect(await message(), 'but by a message').toMatchObject({ template: 'identity.alreadyHere' });
  expect((await somebody().post('/api/v1/sign-up/finish', { ...given, challenge: again.body['challenge'] })).body['code']).toBe('signIn.wrongCode');
});
