// Story: the accountant finds an account and sees its money; another company, a neighbour and a stranger see nothing of it.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { axeFaults, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const GALINA = '11010037'; // her account at the management company

test('ACC-1, ROLE-1: the accountant of the company finds the account by number, address and name, and sees charges, payments and readings', async () => {
  const page = await pageOf(browsing, 'accountantA');
  for (const words of [GALINA, 'Июльская 114 37', 'Соколова']) {
    await visit(page, `/work/accounts?q=${encodeURIComponent(words)}`);
    expect(await page.getByRole('link', { name: GALINA }).count(), words).toBeGreaterThan(0);
  }
  await visit(page, (await page.getByRole('link', { name: GALINA }).first().getAttribute('href'))!);
  const text = ((await page.getByRole('main').textContent()) ?? '').replaceAll('\u00a0', ' ');
  expect(text).toContain('Соколова Галина Петровна');
  expect(text).toMatch(/Начислен/);
  expect(text).toMatch(/Оплат/);
  expect(await axeFaults(page)).toEqual([]);
  const resident = await pageOf(browsing, 'galina');
  await visit(resident, '/meters');
  await resident.getByLabel('Сейчас на счётчике', { exact: false }).first().fill('731');
  await resident.getByRole('button', { name: 'Передать показания' }).click();
  await resident.getByText(/Показания переданы/).first().waitFor();
  // What came to the suppliers of the house stands in the list of its company too, as a table to take away.
  const readings = await page.request.get('/api/v1/work/readings/export?format=csv');
  expect(await readings.text()).toContain('улица Июльская, д. 114, кв. 37');
});

test('X-8, ROLE-2: the accountant of another company finds nothing of it, by search or by address', async () => {
  const own = await pageOf(browsing, 'accountantA');
  await visit(own, `/work/accounts?q=${GALINA}`);
  const address = (await own.getByRole('link', { name: GALINA }).first().getAttribute('href'))!;
  const other = await pageOf(browsing, 'accountantB');
  await visit(other, `/work/accounts?q=${GALINA}`);
  expect(await other.getByRole('link', { name: GALINA }).count()).toBe(0);
  expect(await visit(other, address)).toBe(404);
  expect(await other.getByRole('main').textContent()).not.toContain('Соколова');
});

test('X-8: a neighbour and a resident of another house get the page that is not there', async () => {
  const own = await pageOf(browsing, 'galina');
  await visit(own, '/accounts');
  const account = (await own.getByRole('main').locator('table a[href^="/accounts/"]').first().getAttribute('href'))!;
  await visit(own, '/bills');
  const bill = (await own.getByRole('main').locator('table a[href^="/bills/"]').first().getAttribute('href'))!;
  for (const who of ['roman', 'daria'] as const) {
    const page = await pageOf(browsing, who);
    for (const path of [account, bill]) expect([who, path, await visit(page, path)]).toEqual([who, path, 404]);
    expect(await visit(page, '/work/accounts')).toBe(403);
  }
});
