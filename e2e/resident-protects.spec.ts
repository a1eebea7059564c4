// How a resident guards the account: a passkey made, entered with, used to confirm, removed; a voice connected and entered with.
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, test } from 'vitest';
import { VOICE_ROUNDS, VOICE_WORDS } from '#contract/voice';
import { DEMO_PASSWORD } from '../demo/people.ts';
import { say } from '../server/modules/voice/voice-speaker.fixture.ts';
import { codeFor, pageOf, phoneOf, signIn, waitForMessage } from './people.ts';
import { settled, useBrowser, visit } from './walk.ts';

/** What the browser's microphone hears, from its beginning whenever a page listens. */
const HEARD = path.join(tmpdir(), `moidom-voice-${process.pid}.wav`);
const browsings = useBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${HEARD}`]);
afterAll(() => rmSync(HEARD, { force: true }));

/** The device's own keys, with a person who is verified; answers how many it holds. */
async function addAuthenticator(page: Page): Promise<() => Promise<number>> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async () => (await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length;
}

// First, because most of it is listening: the others run beside it.
test.concurrent('AUTH-3, PRIV-1: a voice is connected by the page’s recorder with a consent, lets its owner in beside the password, and goes with the consent', async ({
  expect,
  onTestFinished,
}) => {
  const browsing = browsings.apart(onTestFinished);
  const page = await browsing.newPage({ width: 390, height: 844 });
  const main = page.getByRole('main');
  const post = (address: string, data: object) => page.request.post(address, { headers: { origin: browsing.url, 'idempotency-key': randomUUID() }, data });
  let take = 1;
  const speech = (words: readonly string[]): Buffer =>
    say(
      { pitch: 115, mouth: 1 },
      words.map((word) => VOICE_WORDS.findIndex((one) => one === word)),
      (take += 1),
    );
  await signIn(page, 'elena', '/profile/voice');
  await main.getByRole('button', { name: 'Согласиться и продолжить' }).click();
  await main.getByRole('heading', { name: 'раз 1 из 3' }).waitFor();
  // The rounds before the last are read by requests: each takes thirteen seconds.
  for (let round = 1; round < VOICE_ROUNDS; round += 1) {
    const answer = await post('/api/v1/voice/rounds', { sound: speech(VOICE_WORDS).toString('base64') });
    expect(answer.status(), await answer.text()).toBe(200);
  }
  await visit(page, '/profile/voice');
  await main.getByRole('heading', { name: 'раз 3 из 3' }).waitFor();
  writeFileSync(HEARD, speech(VOICE_WORDS));
  await main.getByRole('button', { name: 'Начать запись' }).click();
  await main.getByText('Голос подключён').waitFor({ timeout: 30_000 });

  await visit(page, '/sign-out');
  await main.getByRole('button', { name: 'Выйти' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await visit(page, '/sign-in?next=/profile');
  await page.getByLabel('Телефон, почта или логин').fill(phoneOf('elena'));
  await page.getByLabel('Пароль').fill(DEMO_PASSWORD);
  await main.getByRole('button', { name: 'Войти', exact: true }).click();
  await page.waitForURL('**/sign-in/code**');
  // The words are told only when the button is pressed: the speaker learns them before the microphone opens.
  await page.route('**/sign-in/voice', async (route) => {
    const answer = await route.fetch();
    const { words } = (await answer.json()) as { words?: string[] };
    if (words) writeFileSync(HEARD, speech(words));
    await route.fulfill({ response: answer });
  });
  await main.getByRole('button', { name: 'Прочитать слова' }).click();
  await page.waitForURL((url) => url.pathname === '/profile', { timeout: 30_000 });
  expect((await post('/api/v1/consents/voice/withdraw', {})).status()).toBe(200);
  await expect.poll(async () => ((await (await page.request.get('/api/v1/voice')).json()) as { rounds: number }).rounds, { timeout: 15_000 }).toBe(0);
});

test.concurrent('AUTH-3: a resident adds a passkey, leaves, and comes back by it alone', async ({ expect, onTestFinished }) => {
  const browsing = browsings.apart(onTestFinished);
  const page = await browsing.newPage({ width: 390, height: 844 });
  // Codes of two stories that sign one person in at the same time would be taken for each other: nobody else is Максим here.
  await signIn(page, 'maxim', '/profile/passkeys');
  const keys = await addAuthenticator(page);
  await page.getByRole('button', { name: 'Добавить ключ' }).click();
  await page.getByText('Ключ добавлен').waitFor();
  expect(await keys()).toBe(1);

  // The foot of every page leads to the profile, where one leaves.
  await page.getByRole('link', { name: 'Профиль', exact: true }).last().click();
  await page.getByRole('main').getByRole('button', { name: 'Выйти на этом устройстве' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await visit(page, '/sign-in?next=/profile/passkeys');
  // The field of the name may have offered the key by itself already.
  const back = page.waitForURL((url) => url.pathname === '/profile/passkeys');
  await Promise.race([
    back,
    page
      .getByRole('button', { name: 'Войти ключом доступа' })
      .click()
      .catch(() => {}),
  ]);
  await back;
  await settled(page);

  await page.getByText('Изменить').first().click();
  await page.getByRole('button', { name: 'Убрать ключ' }).click();
  await page.getByText('Ключ убран').waitFor();
});

test.concurrent('AUTH-5: a new browser is let in by «Это я» on the open page of a known one', async ({ onTestFinished }) => {
  const browsing = browsings.apart(onTestFinished);
  const known = await browsing.newPage();
  await signIn(known, 'roman', '/profile');
  const fresh = await browsing.newPage({ width: 390, height: 844 });
  await visit(fresh, '/sign-in?next=/profile');
  await fresh.getByLabel('Телефон, почта или логин').fill(phoneOf('roman'));
  await fresh.getByLabel('Пароль').fill(DEMO_PASSWORD);
  await fresh.getByRole('main').getByRole('button', { name: 'Войти', exact: true }).click();
  await fresh.getByText('Или разрешите на другом устройстве').waitFor();
  await known.bringToFront();
  await known.getByText('Это вы входите?').waitFor();
  await known.getByRole('button', { name: 'Это я', exact: true }).click();
  await known.getByText('Разрешили').waitFor();
  await fresh.bringToFront();
  await fresh.waitForURL((url) => url.pathname === '/profile');
});

test.concurrent('AUTH-1 AUTH-9 X-13: without JavaScript: a new cabinet is made, and its forgotten password is changed by a code', async ({
  expect,
  onTestFinished,
}) => {
  const browsing = browsings.apart(onTestFinished);
  const page = await browsing.newPage({ js: false });
  const [phone, password] = [`+7900777${String(Date.now() % 10_000).padStart(4, '0')}`, 'ночью на крыше сосед'];
  const codeSince = async (since: Date): Promise<string> => (await waitForMessage(page, phone, ({ code }) => code !== null, since)).code!;
  const askCode = async (label: string): Promise<Date> => {
    await page.getByRole('textbox', { name: label }).fill(phone);
    const since = new Date();
    await page.getByRole('button', { name: 'Прислать код' }).click();
    return since;
  };
  for (const next of ['//evil.example/x', 'https://evil.example', '/\\evil.example']) {
    await visit(page, `/sign-in?next=${encodeURIComponent(next)}`);
    expect(await page.locator('main input[name=next]').first().inputValue(), 'the way back leads only to this site').toBe('/');
    const chosen = await page.request.post('/view', { headers: { origin: browsing.url }, form: { next, preset: 'usual' }, maxRedirects: 0 });
    expect([chosen.status(), chosen.headers()['location']]).toEqual([303, '/']);
  }
  await page.getByRole('link', { name: 'Завести кабинет' }).click();
  const first = await askCode('Телефон');
  await page.getByLabel('Код из сообщения').fill(await codeSince(first));
  await page.getByLabel('Фамилия').fill('Новикова');
  await page.getByLabel('Имя', { exact: true }).fill('Ольга');
  const field = page.getByLabel('Новый пароль');
  expect(
    await field.evaluate((input: HTMLInputElement) => [
      input.type,
      input.autocomplete,
      input.onpaste,
      input.readOnly,
      input.maxLength === -1 || input.maxLength >= 200,
    ]),
    'hidden, open to paste and to managers',
  ).toEqual(['password', 'new-password', null, false, true]);
  await field.fill(password);
  await page.getByRole('button', { name: 'Завести кабинет' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-up');

  await visit(page, '/sign-in/recovery');
  const second = await askCode('Телефон, почта или логин');
  const code = await codeSince(second);
  await page.getByLabel('Код из сообщения').fill(code);
  await page.getByLabel('Новый пароль').fill('12345678');
  await page.getByRole('button', { name: 'Сменить пароль' }).click();
  await page.getByText('Этот пароль стоит в списках').first().waitFor();
  await page.getByLabel('Код из сообщения').fill(code);
  await page.getByLabel('Новый пароль').fill(`${password} второй`);
  await page.getByRole('button', { name: 'Сменить пароль' }).click();
  await page.getByText('Пароль изменён. Войдите с новым.').waitFor();
});

test.concurrent('PRIV-2, CONF-1: «Мои данные» without JavaScript: seen, a mistake told, a copy taken as JSON and PDF, erasure asked with what law keeps, and taken back', async ({
  expect,
  onTestFinished,
}) => {
  const browsing = browsings.apart(onTestFinished);
  const page = await pageOf(browsing, 'artyom', { js: false });
  await visit(page, '/profile/data');
  await page.getByText('Кто вы', { exact: false }).first().click();
  await page.getByText('Ветров').first().waitFor();
  await page.getByText('Написать обращение').click();
  await page.getByLabel('Какие данные').fill('Отчество');
  await page.getByLabel('Как правильно или что узнать').fill('Правильно: Игоревич, через «о»');
  await page.getByRole('button', { name: 'Отправить' }).click();
  await page.getByText('Обращение принято').waitFor();
  await page.getByText('ответим до').first().waitFor();

  const confirm = async (ask: string, done: string): Promise<void> => {
    const since = new Date();
    await page.getByRole('button', { name: ask, exact: true }).click();
    await page.getByLabel('Код из сообщения').fill(await codeFor(page, 'artyom', since));
    await page.getByRole('button', { name: done }).click();
  };
  await confirm('Заказать копию', 'Собрать копию');
  await page.getByText('Собираем копию').waitFor();
  await expect
    .poll(async () => (await visit(page, '/profile/data'), page.getByRole('link', { name: 'JSON', exact: true }).count()), { timeout: 20_000 })
    .toBeGreaterThan(0);
  const take = async (name: string) => page.request.get((await page.getByRole('link', { name, exact: true }).first().getAttribute('href'))!);
  expect(JSON.stringify(await (await take('JSON')).json())).toContain('Ветров');
  expect((await (await take('PDF')).body()).subarray(0, 5).toString()).toBe('%PDF-');

  expect(await page.getByRole('main').textContent()).toMatch(/статья 29 закона № 402-ФЗ|402-ФЗ/);
  await confirm('Удалить кабинет', 'Запросить удаление');
  await page.getByText('Кабинет будет удалён').waitFor();
  await page.getByRole('button', { name: 'Отменить удаление' }).click();
  await page.getByText('Удаление отменено').waitFor();
});
