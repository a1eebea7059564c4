// Story: the accountant finds the account of a payment that a bank could not place, takes it off again, and gives back a part of one made through the portal.
import { expect, test } from 'vitest';
import { askCode, bankFrame, CARDS, choose, giveCode, rowOf, typeCard } from './paying.ts';
import { pageOf } from './people.ts';
import { axeFaults, overflow, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const OWN = { payee: 'Сосновый двор', address: 'кв. 37' };

test('PAY-7, X-12: a payment with a slip in its number comes by a register, its page knows the number and the account, it is put there, and taken off again', async () => {
  const page = await pageOf(browsing, 'accountantA');
  await visit(page, '/work/accounts?q=Соколова');
  const number = (await page.locator('main tbody a[href^="/work/accounts/"]').first().textContent())!.trim();
  // Two digits beside each other in the other order, as people type; the first such pair, for the last ones make a neighbour's number.
  const at = Array.from(number).findIndex((digit, n) => n > 0 && digit !== number[n - 1]);
  const slip = number.slice(0, at - 1) + number[at]! + number[at - 1]! + number.slice(at + 1);
  const operation = `b-${Date.now()}`;
  await visit(page, '/work/registers');
  await page.getByLabel('Файл', { exact: true }).setInputFiles({
    name: `bank-${operation}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `Лицевой счёт;Операция;Сумма;Дата оплаты;Плательщик\n${slip};${operation};77,31;${new Date().toLocaleDateString('ru-RU')};Соколова Галина Петровна\n`,
    ),
  });
  await page.getByRole('button', { name: 'Проверить файл' }).click();
  await page.waitForURL(/\/work\/registers\/[0-9a-f-]{36}/);
  await settled(page);
  await page
    .getByRole('button', { name: /^Загрузить/ })
    .first()
    .click();
  await page.getByText('Загружен', { exact: true }).first().waitFor({ timeout: 30_000 });
  await page.getByText('лежат в невыясненных').waitFor();
  expect(await overflow(page)).toEqual([]);
  await visit(page, '/work/unmatched?status=open');
  await page.getByRole('row').filter({ hasText: '77,31' }).getByRole('link').first().click();
  await page.waitForURL(/\/work\/unmatched\/[0-9a-f-]{36}/);
  await settled(page);
  expect(await page.getByRole('main').textContent()).toContain(slip);
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('radio', { name: new RegExp(`^${number}`) }).check();
  await page.getByRole('button', { name: 'Зачислить', exact: true }).click();
  await page.waitForURL('**/work/unmatched?done=resolved');
  await visit(page, '/work/accounts?q=Соколова');
  await visit(page, (await page.getByRole('row').filter({ hasText: number }).getByRole('link').first().getAttribute('href'))!);
  expect(await page.getByRole('main').textContent()).toContain('77,31');

  // It was meant for nobody here after all: off the account, and noted as returned.
  await page.getByText('Платёж попал сюда по ошибке').click();
  await page
    .getByLabel('Какой платёж')
    .selectOption({ label: (await page.getByLabel('Какой платёж').locator('option').filter({ hasText: operation }).textContent())! });
  await page.getByLabel('Причина').fill('Плательщик ошибся домом');
  await page.getByRole('button', { name: 'Снять со счёта' }).click();
  await page.getByText('Платёж снят со счёта').waitFor();
  await settled(page);
  expect(await page.getByRole('main').textContent()).toMatch(new RegExp(`Снят со счёта[^]*${number}[^]*Плательщик ошибся домом`));
  await page.getByLabel('Причина или номер поручения').fill('Поручение 15');
  await page.getByRole('button', { name: 'Отметить возвращённым' }).click();
  await page.waitForURL('**/work/unmatched?done=returned');
});

test('PAY-9, X-12: a part of a payment just made goes back: the form knows the sum, the resident sees the refund and owes it again', async () => {
  const page = await pageOf(browsing, 'galina');
  await choose(page, [{ ...OWN, roubles: '61,37' }]);
  await giveCode(page, await askCode(page, 'galina'));
  await typeCard(bankFrame(page), CARDS.secure);
  await page.getByRole('heading', { name: 'Оплачено', exact: true, level: 1 }).waitFor();
  const paid = new URL(page.url()).pathname.split('/')[2]!;
  const owed = async (): Promise<number> => {
    await visit(page, '/pay');
    return Math.round(Number((await rowOf(page, OWN).getByRole('textbox').inputValue()).replaceAll(/\s/g, '').replace(',', '.')) * 100);
  };
  const before = await owed();

  const work = await pageOf(browsing, 'accountantA');
  await visit(work, `/work/payments/${paid}`);
  expect(await work.getByLabel('Сколько вернуть').inputValue()).toBe('61,37');
  await work.getByLabel('Сколько вернуть').fill('21,30');
  await work.getByLabel('Причина').fill('Оплачено за соседа');
  await work.getByRole('checkbox', { name: /долг по ним откроется снова/ }).check();
  await work.getByRole('button', { name: 'Вернуть деньги' }).click();
  await work.waitForURL('**?ordered=1');
  await expect.poll(async () => (await work.reload(), work.getByText('Возврат записан').count()), { timeout: 20_000, interval: 700 }).toBe(1);
  expect(await work.getByLabel('Сколько вернуть').inputValue()).toBe('40,07');

  await visit(page, `/payments/${paid}`);
  expect((await page.getByRole('main').textContent())!).toMatch(/21,30[^]*Оплачено за соседа|Оплачено за соседа[^]*21,30/);
  expect(await owed()).toBe(before + 21_30);
});
