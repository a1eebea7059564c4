// Story: Galina asks to recalculate the waste for days away and adds a paper, without JavaScript; the waste operator sees what an absence changes and accepts it.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const dayBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

test('CALC-1, X-3: a resident asks for days away by the account that goes by the norm; wrong days stand at their field; a paper is added', async () => {
  const page = await pageOf(browsing, 'galina', { js: false });
  await visit(page, '/accounts');
  const addresses = await page
    .locator('a[href^="/accounts/"]:not([href="/accounts/add"])')
    .evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href')!))]);
  for (const address of addresses) {
    await visit(page, `${address}/absence`);
    if ((await page.getByRole('button', { name: 'Отправить заявление' }).count()) > 0) break;
  }
  await page.getByLabel('День отъезда').fill(dayBefore(12));
  await page.getByLabel('День возвращения').fill(dayBefore(8));
  await page.getByRole('button', { name: 'Отправить заявление' }).click();
  await page.getByText('полных дней отсутствия больше пяти').first().waitFor();
  await page.getByLabel('День возвращения').fill(dayBefore(2));
  await page.getByRole('button', { name: 'Отправить заявление' }).click();
  await page.getByText('Заявление отправили').waitFor();
  await page.getByLabel('Чем подтвердить отсутствие').setInputFiles({ name: 'билеты.txt', mimeType: 'text/plain', buffer: Buffer.from('билеты') });
  await page.getByRole('button', { name: 'Приложить' }).click();
  await page.getByText('Файл не приложили').waitFor();
  await page.getByLabel('Чем подтвердить отсутствие').setInputFiles({
    name: 'билеты.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  });
  await page.getByRole('button', { name: 'Приложить' }).click();
  await page.getByRole('link', { name: 'билеты.pdf' }).waitFor();
});

test('CALC-1: the accountant finds what waits, sees what accepting changes, and accepts', async () => {
  const page = await pageOf(browsing, 'accountantWaste');
  await visit(page, '/work');
  await page.getByRole('link', { name: 'Заявления об отсутствии' }).click();
  await page.getByRole('row').filter({ hasText: 'Ждёт вашего решения' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Что изменится' }).waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('radio', { name: /Принять/ }).check();
  await page.getByRole('button', { name: 'Решить' }).click();
  await page.getByText('Расчёт учтёт отсутствие сам').waitFor();
});
