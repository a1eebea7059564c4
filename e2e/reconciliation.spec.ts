// Story: the accountant finds a day that does not agree with the bank, explains it and takes the report away; others see their own.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('PAY-7, ROLE-1: a transfer that is short is found, booked as far as it came, noted, closed with a reason; one that came whole is booked; the report comes as a file; another company sees none of it', async () => {
  const page = await pageOf(browsing, 'accountantA');
  await visit(page, '/work');
  await page.getByRole('link', { name: 'Сверка с банком' }).click();
  await page.waitForURL('**/work/reconciliation?state=differs');
  await page.getByRole('main').locator('tbody a[href^="/work/reconciliation/"]').first().click();
  await page.getByRole('heading', { name: 'Перечислили другую сумму' }).waitFor();
  const address = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Провести то, что сошлось' }).click();
  await page.getByRole('heading', { name: 'Часть перечисления проведена' }).waitFor();
  await page.getByText('В пути ещё').waitFor();
  await page.getByRole('button', { name: 'Закрыть с пояснением' }).click();
  await page.getByText('Напишите, что выяснили').first().waitFor();
  await page.getByLabel('Что выяснили').fill('Запросили расшифровку у банка');
  await page.getByRole('button', { name: 'Сохранить пояснение' }).click();
  await page.getByText('Расхождение остаётся открытым').waitFor();
  await page.getByLabel('Что выяснили').fill('Банк удержал 100 ₽ за возврат прошлого месяца');
  await page.getByRole('button', { name: 'Закрыть с пояснением' }).click();
  await page.getByRole('heading', { name: 'Расхождение закрыто' }).waitFor();
  expect(await page.getByRole('main').textContent()).toContain('Полянина');

  await visit(page, '/work/reconciliation?state=ready');
  await page.getByRole('button', { name: 'Провести', exact: true }).click();
  await page.getByRole('heading', { name: 'Перечисления проведены' }).waitFor();
  await visit(page, '/work/reconciliation?state=ready');
  await page.getByRole('heading', { name: 'Таких дней нет' }).waitFor();

  const report = await page.request.get('/api/v1/work/reconciliation/export?format=csv');
  expect(await report.text()).toContain('Проведено');
  const operator = await pageOf(browsing, 'operator');
  expect(await visit(operator, address)).toBe(200);
  expect(await operator.getByRole('button', { name: 'Закрыть с пояснением' }).count()).toBe(0);
  const stranger = await pageOf(browsing, 'accountantB');
  expect((await stranger.request.get(address, { headers: { accept: 'text/html' } })).status()).toBe(404);
});
