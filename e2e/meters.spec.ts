// The story of readings: handed in without JavaScript, mended, the act taken.
import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { codeFor, emailOf, type PersonKey, signIn as signInTo, waitForMessage } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsings = useBrowser();

// By different people, mostly waiting: side by side.

/** Signs in and stands on the page of readings. */
const signIn = (page: Page, person: PersonKey): Promise<void> => signInTo(page, person, '/meters');

const now = async (page: Page, n: number, plus: number): Promise<string> => {
  const label = await page.locator('.dial').nth(n).getAttribute('aria-label');
  return String(Math.floor(Number(/[\d,]+/.exec(label!)![0].replace(',', '.'))) + plus);
};

test.concurrent('MTR-2, MTR-3: readings go without JavaScript: a wrong one is named and stays typed, the mended ones make an act, which a code signs', async ({
  expect,
  onTestFinished,
}) => {
  const browsing = browsings.apart(onTestFinished);
  const page = await browsing.newPage({ js: false });
  await signIn(page, 'galina');
  expect(await page.locator('h1').textContent()).toMatch(/^Показания за /);
  const inputs = page.locator('input[inputmode=decimal], input[inputmode=numeric]');
  const count = await inputs.count();
  expect(count).toBeGreaterThanOrEqual(3);
  const typed = [];
  for (let n = 0; n < count; n++) typed.push(await now(page, n, n === count - 1 ? 90 : 3));
  for (let n = 0; n < count; n++) await inputs.nth(n).fill(n === 0 ? '1' : typed[n]!);
  await page.click('button:has-text("Передать показания")');
  expect(await page.locator('[role=alert]').textContent()).toContain('Введите не меньше');
  expect(await inputs.nth(0).inputValue()).toBe('1');
  await inputs.nth(0).fill(typed[0]!);
  for (const tick of await page.locator('input[type=checkbox][name$=confirmed]').all()) await tick.check();
  await page.click('button:has-text("Передать показания")');
  if (await page.locator('[role=alert]').count()) {
    for (const tick of await page.locator('input[type=checkbox][name$=confirmed]').all()) await tick.check();
    await page.click('button:has-text("Передать показания")');
  }
  expect(await page.locator('.note[role=status]').first().textContent()).toMatch(/Показания переданы.*Акт № П-\d{4}-\d{6}/);
  await visit(page, '/meters/acts');
  for (let tries = 0; tries < 60 && (await page.locator('a:has-text("Подпись")').count()) === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await page.reload();
  }
  const act = await page.request.get((await page.locator('a[href$="act.pdf"]').first().getAttribute('href'))!);
  expect([act.status(), (await act.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  const since = new Date();
  await page.getByRole('link', { name: 'Подписать акт' }).first().click();
  await page.getByRole('button', { name: 'Подписать кодом из сообщения' }).click();
  await page.getByLabel('Код из сообщения').fill(await codeFor(page, 'galina', since));
  await page.getByRole('button', { name: 'Подписать', exact: true }).first().click();
  await page.getByText('Житель подписал одноразовым кодом').first().waitFor();
});

test.concurrent('MTR-2, MTR-3, X-3: letters, a reading below zero and one less than before are named; an unusual one is confirmed, mended in the window, and its act comes by e-mail', async ({
  expect,
  onTestFinished,
}) => {
  const browsing = browsings.apart(onTestFinished);
  const page = await browsing.newPage({ width: 390, height: 844 });
  await signIn(page, 'daria');
  const inputs = page.locator('input[name$=".value"]');
  const typed = await Promise.all(Array.from({ length: await inputs.count() }, (_, n) => now(page, n, 3)));
  expect(typed.length).toBeGreaterThanOrEqual(3);
  const send = async (values: readonly string[]): Promise<void> => {
    for (const [n, value] of values.entries()) await inputs.nth(n).fill(value);
    await page.getByRole('button', { name: 'Передать показания' }).click();
    await page.waitForLoadState('networkidle');
    await settled(page);
  };
  const said = (n: number) => inputs.nth(n).evaluate((input) => input.closest('.field')!.textContent);
  await send(['двести', '-5', '1', ...typed.slice(3)]);
  await page.getByRole('alert').waitFor();
  expect([await said(0), await said(1), await said(2)]).toEqual([
    expect.stringContaining('двести'),
    expect.stringMatching(/меньше нуля|не бывает/),
    expect.stringContaining('Введите не меньше'),
  ]);
  expect(await inputs.nth(0).inputValue()).toBe('двести');
  expect(await axeFaults(page)).toEqual([]);
  // What is being mended stays under the eyes when the page's data come anew and when a line of the summary is followed.
  // They do not vanish either while the portal does not answer: it is asked again.
  const away = (method: string) =>
    page.route('**/*.data*', (route) => (route.request().method() === method ? route.fulfill({ status: 429, headers: { 'x-away': '1' } }) : route.fallback()), {
      times: 1,
    });
  await away('GET');
  await page.evaluate(async () => {
    const { person } = (await (await fetch('/api/v1/me')).json()) as { person: { id: string } };
    // As another tab tells of a live event; a channel has no target origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    new BroadcastChannel(`live:${person.id}`).postMessage({ kind: 'notice.made', id: '' });
  });
  await page.getByText('Портал пока не отвечает').waitFor();
  expect(await inputs.nth(0).inputValue()).toBe('двести');
  await page.getByText('Страница обновлена в').waitFor({ state: 'attached' });
  await page.getByRole('alert').getByRole('link').first().click();
  await page.waitForURL('**/meters#**');
  expect([await page.getByRole('alert').count(), await said(0), await inputs.nth(0).inputValue()]).toEqual([1, expect.stringContaining('двести'), 'двести']);

  const water = await page.locator('.meter').evaluateAll((meters) => meters.findIndex((meter) => meter.textContent.includes('Холодная вода')));
  const much = [...typed];
  much[water] = await now(page, water, 95);
  await away('POST'); // goes out by itself once the portal answers
  await send(much);
  const doubt = page.locator('.meter').nth(water).getByLabel('Всё верно, так и есть');
  await doubt.waitFor();
  expect(await page.locator('.meter').nth(water).textContent()).toMatch(/больше обычного|нормы/);
  expect(await inputs.nth(water).inputValue()).toBe(much[water]);
  let since = new Date();
  for (const tick of await page.locator('input[type=checkbox][name$=confirmed]').all()) await tick.check();
  await page.getByRole('button', { name: 'Передать показания' }).click();
  const done = page.locator('.note[role=status]').filter({ hasText: 'Показания переданы' });
  await done.waitFor();
  const number = /П-\d{4}-\d{6}/.exec((await done.textContent())!)![0];
  const letter = await waitForMessage(
    page,
    emailOf('daria'),
    ({ subject, text, attachments }) => `${subject} ${text}`.includes(number) && attachments.some((name) => name.endsWith('.pdf')),
    since,
  );
  expect(letter.channel).toBe('email');

  // The window is still open: the mistake is mended; more is typed after the comma than the meter is charged by.
  since = new Date();
  await visit(page, '/meters');
  const mended = page.locator('.meter').nth(water);
  await mended.getByText('Исправить').click();
  await mended.locator('input[name$=".value"]').fill(`${typed[water]},126`);
  await page.getByRole('button', { name: 'Передать показания' }).click();
  await done.waitFor();
  expect(await done.textContent()).toContain('Лишние цифры после запятой поставщик не принимает');
  expect(await done.textContent()).toContain(`${typed[water]},12`);
  await visit(page, '/meters');
  expect((await mended.textContent())!.replaceAll(/\s/g, '')).toContain(`${typed[water]},12`);
  await waitForMessage(page, emailOf('daria'), ({ attachments }) => attachments.some((name) => name.endsWith('.pdf')), since);
  await visit(page, '/meters/acts');
  const act = await page.request.get((await page.locator('a[href$="act.pdf"]').first().getAttribute('href'))!);
  expect([act.status(), (await act.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
});
