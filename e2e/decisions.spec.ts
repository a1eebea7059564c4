// Story: the accountant enters an act on low pressure and a subsidy: sees what they change before, enters them, takes one back.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('CALC-1, X-3: low pressure is looked at before it is entered; what is wrong stands at its field and what was typed stays', async () => {
  const page = await pageOf(browsing, 'accountantA', { js: false });
  await visit(page, '/work/decisions?new=quality');
  await page.getByLabel('Услуга').selectOption({ label: 'Холодное водоснабжение' });
  await page.getByLabel('Что измерили').selectOption({ label: 'Давление воды' });
  await page.getByLabel('Сколько оказалось').fill('0,3');
  await page.getByLabel('Начало').fill('2026-10-05T08:00');
  await page.getByLabel('Конец').fill('2026-10-05T20:00');
  await page.getByRole('button', { name: 'Внести' }).click();
  await page.getByText('Назовите документ').first().waitFor();
  await page.getByLabel('Документ').fill('Акт № 9 от 05.10.2026');
  await page.getByRole('button', { name: 'Посмотреть, что изменится' }).click();
  await page.getByText('Это в пределах нормы').first().waitFor();
  expect(await page.getByLabel('Начало').inputValue()).toBe('2026-10-05T08:00');
  await page.getByLabel('Сколько оказалось').fill('0,02');
  await page.getByRole('button', { name: 'Посмотреть, что изменится' }).click();
  await page.getByRole('heading', { name: 'Что изменится' }).waitFor();
  await page.getByRole('button', { name: 'Внести' }).click();
  await page.getByText(/Внесли\./).waitFor();
  await page.getByRole('row').filter({ hasText: '0,02 МПа' }).first().waitFor();
});

test('CALC-1, BILL-1: a subsidy of an account is shown for the month that it changes, entered and taken back', async () => {
  const page = await pageOf(browsing, 'accountantA');
  await visit(page, '/work/accounts?q=Соколова');
  const number = (await page.getByRole('row').filter({ hasText: 'Июльская' }).first().getByRole('link').first().textContent())!.replace(/\D/g, '');
  await visit(page, '/work/decisions?new=subsidy');
  await page.getByLabel('Лицевой счёт').fill(number);
  await page.getByLabel('Название').fill('Субсидия на оплату жилья');
  await page.getByLabel('Сумма в месяц', { exact: true }).fill('300');
  await page.getByRole('checkbox', { name: 'Содержание жилого помещения' }).check();
  await page.getByLabel('С месяца').fill('2027-01');
  await page.getByLabel('По месяц').fill('2027-06');
  await page.getByLabel('Документ').fill('Решение № 17 от 01.12.2026');
  await page.getByRole('button', { name: 'Посмотреть, что изменится' }).click();
  await page.getByRole('heading', { name: 'Что изменится' }).waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Внести' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Субсидия на оплату жилья' }).first();
  await row.getByRole('button', { name: 'Отозвать' }).click();
  await row.getByText('Отозвано').waitFor();
});
