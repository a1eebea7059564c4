// Story: an accountant finds an account and sees its money; another company and a neighbour see nothing of it.
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { makers } from './made.ts';
import { pageOf } from './people.ts';
import { tabTo, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

/** The address of the account as the accountant of its company finds it. */
async function findAccount(page: Page): Promise<string> {
  await visit(page, '/work/accounts');
  await page.getByRole('searchbox').fill('Соколова');
  await page.getByRole('button', { name: 'Найти' }).click();
  await page.waitForURL('**q=**');
  const row = page.getByRole('row').filter({ hasText: 'Июльская' }).filter({ hasText: 'кв. 37' }).first();
  await row.waitFor();
  return (await row.getByRole('link').first().getAttribute('href'))!;
}

test('ACC-1, ACC-3, ROLE-1: the accountant finds an account by a name, sees its charges, payments and people, closes a neighbour’s with a reason and opens it again', async () => {
  const page = await pageOf(browsing, 'accountantA');
  const address = await findAccount(page);
  expect(await visit(page, address)).toBe(200);
  const text = (await page.getByRole('main').textContent())!;
  for (const words of ['Июльская', 'Операции', 'Начислено', 'Оплачено', 'Соколова']) expect(text).toContain(words);

  await visit(page, '/work/accounts?q=Июльская 114, кв. 38');
  expect(await page.locator('tfoot').textContent()).toMatch(/Всего.*₽/);
  await visit(page, (await page.getByRole('row').filter({ hasText: 'кв. 38' }).getByRole('link').first().getAttribute('href'))!);
  await page.getByText('Закрыть счёт').first().click();
  await page.getByLabel('Почему').fill('Квартира продана');
  await page.getByRole('button', { name: 'Закрыть счёт' }).click();
  await page.waitForURL('**?done=1');
  await page.getByText('Открыть счёт снова').click();
  await page.getByLabel('Почему').fill('Закрыли по ошибке');
  await page.getByRole('button', { name: 'Открыть снова' }).click();
  await page.getByText('Закрыть счёт').first().waitFor();
  expect(await page.getByRole('main').textContent()).not.toContain('Закрыт ');
});

test('X-8, ROLE-1: the accountant of another company, a neighbour and a guest get of it what does not exist gets', async () => {
  const owner = await pageOf(browsing, 'galina');
  const own: string[] = [];
  for (const [from, links] of [
    ['/accounts', 'a[href^="/accounts/"]:not([href="/accounts/add"])'],
    ['/bills', 'tbody a[href^="/bills/"]'],
    ['/payments', 'a[href^="/payments/"]:not([href="/payments/methods"])'],
    ['/meters', 'a[href^="/meters/"]:not([href="/meters/history"], [href="/meters/acts"])'],
  ] as const) {
    await visit(owner, from);
    const found = await owner
      .locator(`main ${links}`)
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')!).filter((href) => href.split('/').length > 2));
    expect(found.length, from).toBeGreaterThan(0);
    own.push(found[0]!);
  }
  const work = await findAccount(await pageOf(browsing, 'accountantA'));
  const status = async (page: Page, path: string): Promise<number> =>
    (await page.request.get(path, { headers: { accept: 'text/html' }, maxRedirects: 0 })).status();
  for (const path of own) expect([path, await status(owner, path)]).toEqual([path, 200]);
  // The same path with ids that nobody has: the answers must be of one kind, and never a page.
  const none = (path: string): string => path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '00000000-0000-4000-8000-000000000000');
  for (const stranger of [await pageOf(browsing, 'roman'), await pageOf(browsing, 'accountantB'), await browsing.newPage()]) {
    for (const path of [...own, work].flatMap((one) => [one, `/api/v1${one}`])) {
      const answer = await status(stranger, path);
      expect([302, 303, 401, 403, 404], path).toContain(answer);
      expect([path, answer]).toEqual([path, await status(stranger, none(path))]);
    }
  }
  const neighbour = await pageOf(browsing, 'roman');
  for (const path of own) expect([path, await status(neighbour, path)]).toEqual([path, 404]);
  expect(await status(await pageOf(browsing, 'accountantB'), work)).toBe(404);
});

test('X-8, MTR-8: of all readings a company sees those of its houses, and another company none of them', async () => {
  const page = await pageOf(browsing, 'accountantA');
  await visit(page, '/work/readings/all?search=Июльская');
  const serials = await page.locator('main tbody').getByText(/№ \S+/).allTextContents();
  expect(serials.length).toBeGreaterThan(3);
  const stranger = await pageOf(browsing, 'accountantB');
  expect(await visit(stranger, '/work/readings/all?search=Июльская')).toBe(200);
  expect(await stranger.locator('main tbody tr').count()).toBe(0);
  await visit(stranger, '/work/readings/all');
  const others = (await stranger.getByRole('main').textContent())!;
  expect(others).not.toMatch(/Июльская|Флотская/);
  for (const serial of serials) expect(others).not.toContain(`${serial.trim().replace(/,.*$/, '')},`);
  for (const person of ['roman', 'galina'] as const)
    expect([302, 303, 403, 404]).toContain(
      await (async () =>
        (await (await pageOf(browsing, person)).request.get('/work/readings/all', { headers: { accept: 'text/html' }, maxRedirects: 0 })).status())(),
    );
});

test('HOME-6: the start page of an accountant tells of the same things that wait as the workplace does', async () => {
  const page = await pageOf(browsing, 'accountantA');
  const lit = () => page.locator('main .item').filter({ hasText: '(ждёт вас)' }).getByRole('heading').allTextContents();
  await visit(page, '/work');
  const waiting = await lit();
  expect(waiting.length).toBeGreaterThan(0);
  await visit(page, '/');
  const own = await lit();
  expect(own.slice(-waiting.length)).toEqual(waiting);
  expect(await page.getByRole('main').textContent()).not.toContain('Всё спокойно');
});

test('CALC-1, A11Y-1, X-3: by keyboard alone a flat is written as cut off from the heating of its house, and the record is taken away', async () => {
  const page = await pageOf(browsing, 'accountantA');
  await visit(page, await makers['work/premises/:houseId/:premisesId']!(page));
  const press = async (name: string, key = 'Enter'): Promise<void> => {
    await tabTo(page, name);
    await page.keyboard.press(key);
  };
  await tabTo(page, 'Документ о переустройстве');
  await page.keyboard.type('Акт № 7');
  await press('Записать отключение');
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Документ о переустройстве').inputValue(), 'nothing typed is lost').toBe('Акт № 7');
  await page.getByRole('alert').getByRole('link').first().focus();
  await page.keyboard.press('Enter'); // the summary leads to the field
  await page.keyboard.type('01012026'); // day and month alike: browsers order them by their own language
  await press('Записать отключение');
  await page.getByText('Записано.').waitFor();
  expect(await page.getByLabel('Отключено с какого дня').inputValue()).toBe('2026-01-01');
  await press('Убрать запись');
  await page.getByText('Помещение греет дом').waitFor();
});
