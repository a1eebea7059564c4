// Story: a resident looks at what is due, understands it and pays; on a computer, on a phone, by keyboard, without JavaScript.
import { expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../demo/people.ts';
import { askCode, bankFrame, CARDS, choose, giveCode, homeOf, rowOf, typeCard } from './paying.ts';
import { codeFor, emailOf, pageOf, phoneOf, signIn, waitForMessage } from './people.ts';
import { axeFaults, overflow, pressUntil, settled, tabTo, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const WATER = { payee: 'Ключевая вода', address: 'кв. 37' };
const LIGHT = { payee: 'Ровный свет', address: 'кв. 37' };
const HEAT = { payee: 'Теплолад', address: 'кв. 37' };

test('PAY-1, PAY-2, PAY-8, CONF-1: a payment by card with 3-D Secure in the frame, its receipt on the screen, in the history and by e-mail', async () => {
  const page = await browsing.newPage();
  await signIn(page, 'galina');
  await choose(page, [
    { ...WATER, roubles: '321,11' },
    { ...HEAT, roubles: '73,23' },
  ]);
  const code = await askCode(page, 'galina');
  expect(await page.getByRole('main').textContent()).toContain('394,34');
  const sms = await waitForMessage(page, phoneOf('galina'), (message) => message.code === code, new Date(0));
  expect(sms.text.replaceAll('\u00a0', ' ')).toContain('394,34'); // the message says what it confirms
  await giveCode(page, code);
  await page.waitForURL((url) => /^\/pay\/[^/]+$/.test(url.pathname));
  const paying = new URL(page.url()).pathname;
  expect(await axeFaults(page)).toEqual([]);
  const since = new Date();
  await typeCard(bankFrame(page), CARDS.secure);
  await page.waitForURL(`**${paying}/result`);
  await page.getByRole('heading', { name: 'Оплачено', exact: true, level: 1 }).waitFor();
  expect(new URL(page.url()).origin).toBe(browsing.url); // nobody left the portal
  const receipt = page.getByRole('main');
  await receipt.getByText('ФПД', { exact: true }).waitFor({ timeout: 30_000 }); // the fiscal receipt comes by itself
  const number = /[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{4}/.exec((await receipt.textContent())!)![0];
  expect(await axeFaults(page)).toEqual([]);

  const letter = await waitForMessage(
    page,
    emailOf('galina'),
    ({ text, attachments }) => text.includes(number) || attachments.some((name) => name.includes(number)),
    since,
  );
  expect(letter.channel).toBe('email');
  await visit(page, '/payments');
  const row = page.getByRole('row').filter({ hasText: '394,34' }).first();
  expect(await row.textContent()).toContain('Оплачено');
  await row.getByRole('link').first().click();
  await page.getByRole('link', { name: 'Скачать PDF' }).waitFor();
  expect(await page.getByRole('main').textContent()).toContain(number);
  const pdf = await page.request.get(`/api/v1${paying.replace('/pay/', '/payments/')}/receipt.pdf`);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');

  const stranger = await browsing.newPage();
  await visit(stranger, `/receipts/${number}`);
  expect(await stranger.getByText('Чек настоящий').count()).toBe(1);
  expect(await stranger.getByRole('main').textContent()).not.toMatch(/Соколов|кв\. 37/); // nothing personal
});

test('CONF-1, PAY-1: a code for one sum does nothing for another, and a wrong one does not pay', async () => {
  const page = await pageOf(browsing, 'galina');
  await choose(page, [{ ...LIGHT, roubles: '10' }]);
  const first = await askCode(page, 'galina');
  await choose(page, [{ ...LIGHT, roubles: '20' }]);
  const second = await askCode(page, 'galina');
  for (const wrong of [first === second ? '000000' : first, '12']) {
    await giveCode(page, wrong);
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toContain('Ошибка');
    expect(await page.locator('iframe').count()).toBe(0);
  }
  expect(await axeFaults(page)).toEqual([]);
  await giveCode(page, second);
  await page.locator('iframe.bankframe').waitFor();
});

test('PAY-4: a decline says why and what to do, and the payment can be made again with what was chosen', async () => {
  const page = await pageOf(browsing, 'galina');
  await choose(page, [{ ...LIGHT, roubles: '73,73' }]);
  await giveCode(page, await askCode(page, 'galina'));
  await typeCard(bankFrame(page), CARDS.noMoney);
  await page.getByRole('heading', { name: 'Платёж не прошёл', exact: true, level: 1 }).waitFor();
  await settled(page);
  const words = await page.getByRole('main').textContent();
  expect(words).toMatch(/не хвати?ло|недостаточно|не хватает/i);
  expect(words).toMatch(/другой картой|пополните/i);
  expect(await axeFaults(page)).toEqual([]);
  await page
    .getByRole('link', { name: /ещё раз|Попробовать/i })
    .first()
    .click();
  await page.waitForURL('**/pay?again=**');
  await settled(page);
  expect(await rowOf(page, LIGHT).getByRole('textbox').inputValue()).toBe('73,73');
  expect(await rowOf(page, LIGHT).getByRole('checkbox').isChecked()).toBe(true);
  expect(await rowOf(page, WATER).getByRole('checkbox').isChecked()).toBe(false);
});

test('PAY-2, A11Y-1, AUTH-2: without JavaScript: signs in, pays by going to the bank and back', async () => {
  const page = await browsing.newPage({ js: false });
  await signIn(page, 'tamara');
  await visit(page, '/pay');
  const box = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('checkbox') })
    .first();
  for (const one of await page.getByRole('main').getByRole('checkbox').all()) await one.uncheck();
  await box.getByRole('checkbox').check();
  await box.getByRole('textbox').fill('15,50');
  await giveCode(page, await askCode(page, 'tamara'));
  await page.waitForURL((url) => url.origin !== browsing.url);
  await typeCard(page, CARDS.secure);
  await page.waitForURL((url) => url.origin === browsing.url && url.pathname.endsWith('/result'));
  // The page loads itself anew until the bank has answered.
  await page.getByRole('heading', { name: 'Оплачено', exact: true, level: 1 }).waitFor({ timeout: 30_000 });
});

test('MOB-1, PAY-1: the same on a phone of 390 px: nothing scrolls sideways, the bank fits its frame', async () => {
  const page = await browsing.newPage({ width: 390, height: 844 });
  await signIn(page, 'roman');
  const choice = async (): Promise<void> => {
    await visit(page, '/pay');
    for (const one of await page.getByRole('main').getByRole('checkbox').all()) await one.uncheck();
    const row = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.getByRole('checkbox') })
      .first();
    await row.getByRole('checkbox').check();
    await row.getByRole('textbox').fill('12');
  };
  await choice();
  expect(await overflow(page)).toEqual([]);
  const code = await askCode(page, 'roman');
  expect(await overflow(page)).toEqual([]);
  await giveCode(page, code);
  await bankFrame(page).getByLabel('Номер карты').waitFor();
  expect(await overflow(page)).toEqual([]);
  expect(
    await bankFrame(page)
      .locator('html')
      .evaluate((html) => html.scrollWidth <= html.clientWidth),
  ).toBe(true);
  await typeCard(bankFrame(page), CARDS.paid);
  await page.getByRole('heading', { name: 'Оплачено', exact: true, level: 1 }).waitFor();
  expect(await overflow(page)).toEqual([]);
});

test('A11Y-1, PAY-1: by keyboard alone: signs in and pays', async () => {
  const page = await browsing.newPage();
  await visit(page, '/');
  await tabTo(page, /^Войти$/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sign-in');
  await settled(page);
  await tabTo(page, 'Телефон, почта или логин');
  await page.keyboard.type(phoneOf('daria'));
  await tabTo(page, 'Пароль');
  await page.keyboard.type(DEMO_PASSWORD);
  let since = new Date();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sign-in/code**');
  await settled(page);
  await tabTo(page, /^Код/);
  await page.keyboard.type(await codeFor(page, 'daria', since));
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto('/pay');
  await settled(page);
  const boxes = await page.getByRole('main').getByRole('checkbox').count();
  for (let box = 0; box < boxes; box += 1) {
    await pressUntil(page, 'Tab', 'checkbox');
    if ((await page.evaluate(() => (document.activeElement as HTMLInputElement).checked)) !== (box === 0)) await page.keyboard.press('Space');
    if (box > 0) continue;
    await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('14,20');
  }
  await tabTo(page, 'Проверить платёж');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => /^\/pay\/[^/]+$/.test(url.pathname));
  await settled(page);
  since = new Date();
  await tabTo(page, 'Получить код');
  await page.keyboard.press('Enter');
  await page.getByLabel('Код из сообщения').waitFor();
  const code = await codeFor(page, 'daria', since);
  await tabTo(page, 'Код из сообщения');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  const bank = bankFrame(page);
  await bank.getByLabel('Номер карты').waitFor();
  await tabTo(page, 'Номер карты', bank);
  await page.keyboard.type(CARDS.paid.replaceAll(' ', ''));
  await page.keyboard.press('Tab');
  await page.keyboard.type('12/39');
  await page.keyboard.press('Tab');
  await page.keyboard.type('123');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Оплачено', exact: true, level: 1 }).waitFor();
});

test('X-6, PAY-3: the balance on another open page changes by itself within seconds, and a double press pays once', async () => {
  const page = await pageOf(browsing, 'galina');
  const other = await page.context().newPage();
  await visit(other, '/pay');
  const owed = homeOf(other, HEAT.address).locator('header b');
  const before = await owed.textContent();
  await page.bringToFront(); // a page in the background draws once a second
  await visit(page, '/payments');
  const earlier = await page.getByRole('row').filter({ hasText: '41,07' }).count();
  await choose(page, [{ ...HEAT, roubles: '41,07' }]);
  const code = await askCode(page, 'galina');
  await settled(page);
  await page.getByLabel('Код из сообщения').fill(code);
  await page.getByRole('button', { name: /^Оплатить / }).dblclick();
  await typeCard(bankFrame(page), CARDS.secure);
  await page.getByRole('heading', { name: 'Оплачено', exact: true, level: 1 }).waitFor();
  const after = await waitForChange(() => owed.textContent(), before);
  expect(after).not.toBe(before);
  await visit(page, '/payments');
  expect(await page.getByRole('row').filter({ hasText: '41,07' }).count()).toBe(earlier + 1);
});

async function waitForChange(read: () => Promise<string | null>, before: string | null): Promise<string | null> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const now = await read();
    if (now !== before) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return before;
}
