// Story: Tamara connects her browser for notices, has codes sent there, and leaves it: nothing comes there any more. From a letter she stops its kind.
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { openKeyFile } from '#platform/key-ring';
import { unsubscribeUrl } from '#modules/notifications';
import { demoPeople } from '../demo/people.ts';
import { DEMO_SEED } from '../demo/town.ts';
import { signIn } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

/** Browsers subscribe at a service of their maker: here one that leads nowhere. */
const subscribeNowhere = `PushManager.prototype.subscribe = async () => ({ toJSON: () => ({ endpoint: 'https://localhost:9/push/story', keys: { p256dh: '${Buffer.alloc(65, 4).toString('base64url')}', auth: '${Buffer.alloc(16, 5).toString('base64url')}' } }) })`;

test('NTF-1, CONF-2, AUTH-5: a browser is connected for notices and codes, shows what is pushed, and is forgotten when its owner signs out', async () => {
  const page = await browsing.newPage();
  const context = page.context();
  await context.grantPermissions(['notifications'], { origin: browsing.url });
  await context.addInitScript(subscribeNowhere);
  await signIn(page, 'tamara', '/profile/notices');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Присылать на это устройство' }).click();
  await main.getByText('это устройство', { exact: false }).filter({ hasText: 'Подключено' }).waitFor();
  await main.getByRole('button', { name: 'Присылать сюда и коды' }).click();
  await main.getByText('Сюда приходят коды').waitFor();
  await main.getByRole('columnheader', { name: 'Устройства' }).first().waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);

  // The browser's own door for tools stands in for the push service.
  const tools = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && resolve(registrations[0].registrationId)),
  );
  await tools.send('ServiceWorker.enable');
  const data = JSON.stringify({ title: 'Код для «Мой дом»', text: 'Код 482913: оплата 9 196,61 ₽', link: '/notices', tag: 'story', receipt: 'x.y' });
  await tools.send('ServiceWorker.deliverPushMessage', { origin: browsing.url, registrationId: await registered, data });
  await page.waitForFunction(
    async () => (await (await navigator.serviceWorker.ready).getNotifications()).some(({ title, body }) => title.startsWith('Код') && body.includes('482913')),
    undefined,
    { polling: 100 },
  );

  await visit(page, '/sign-out');
  await main.getByRole('button', { name: 'Выйти' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await signIn(page, 'tamara', '/profile/notices');
  // The news of the leaving takes its way through the worker.
  await expect.poll(async () => (await visit(page, '/profile/notices'), main.getByRole('button', { name: 'Отключить' }).count()), { timeout: 10_000 }).toBe(0);
});

test('NTF-1, X-8: a letter’s address stops its kind without a sign-in, in a browser without scripts and by the button of a mail program', async () => {
  const { personId } = demoPeople(DEMO_SEED).find(({ key }) => key === 'tamara')!;
  const address = unsubscribeUrl(openKeyFile(path.join(inject('town').dataDir, 'encryption-keys.json')), new URL(browsing.url), {
    personId,
    kind: 'bill.due',
  })!;
  const page = await browsing.newPage({ js: false, width: 390 });
  await page.goto(address);
  await page.getByRole('heading', { name: 'Скоро последний день оплаты' }).waitFor();
  for (const pressed of [{ form: { 'List-Unsubscribe': 'One-Click' } }, { multipart: { 'List-Unsubscribe': 'One-Click' } }])
    expect((await page.request.post(address, { ...pressed, maxRedirects: 0 })).status()).toBe(200);
  await page.getByRole('button', { name: 'Не присылать' }).click();
  await page.getByText('«Скоро последний день оплаты»: письма выключены').waitFor();
});
