// A resident finds a house by its address, in whatever way it is typed, and adds it to their own.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('ADDR-1, ADDR-2, ADDR-5: suggestions while typing with a slip, by the keys; added, shown as not proven, removed', async () => {
  const page = await pageOf(browsing, 'galina');
  await visit(page, '/homes/add');
  const field = page.getByRole('combobox', { name: 'Адрес' });
  await field.pressSequentially('Флотцкая 197');
  const first = page.getByRole('listbox', { name: 'Подходящие адреса' }).getByRole('option').first();
  await first.filter({ hasText: 'Флотская, 197' }).waitFor();
  await field.press('ArrowDown');
  await expect.poll(() => first.getAttribute('aria-selected')).toBe('true');
  await field.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Флотская, 197' }).waitFor();
  expect(await page.getByRole('link', { name: 'Паспорт дома' }).count()).toBe(1);
  await page.getByLabel('Квартира').fill('5');
  await page.getByLabel('Наниматель').check();
  await page.getByRole('button', { name: 'Добавить дом' }).click();
  await page.waitForURL('**/homes?added');
  const card = page.getByRole('article').filter({ hasText: 'Флотская, 197' });
  await card.getByText('ждёт подтверждения').waitFor();
  await card.getByRole('button', { name: 'Убрать' }).click();
  await page.getByText('Убранные адреса: 1').waitFor();
});

test("ADDR-2, ADDR-5: the card of one's house shows its history, a flat that it has not; a request and a wrong fact become cases", async () => {
  const page = await pageOf(browsing, 'galina');
  await visit(page, '/homes/add?q=Июльская+114+кв+999');
  await page.getByRole('link', { name: 'Июльская, 114' }).first().click();
  await page.getByText('В этом доме нет квартиры 999').waitFor();
  await page.getByRole('table', { name: 'Ваши начисления здесь' }).waitFor();
  const tell = page.getByText('Написать управляющей организации');
  await tell.click();
  await page.getByLabel('Что случилось или что не так').fill('х');
  await page.getByRole('button', { name: 'Отправить' }).click();
  await page.getByText('Напишите, что случилось и где').first().waitFor();
  await page.getByLabel('Ошибка в данных о доме').check();
  await page.getByLabel('Что случилось или что не так').fill('Лифтов не четыре, а два');
  await page.getByRole('button', { name: 'Отправить' }).click();
  await page.waitForURL('**/cases/**');
  await page.getByRole('heading', { name: 'Ошибка в данных', exact: true }).waitFor();
  await page.getByText('Лифтов не четыре, а два').first().waitFor();
});

test('ADDR-1, ADDR-2, ADDR-5: without a script: found in the wrong layout, by what is near and narrowed; added by the form, waiting, taken away', async () => {
  const page = await browsing.newPage({ js: false, width: 390 });
  await visit(page, '/homes/add');
  await page.getByRole('combobox', { name: 'Адрес' }).fill('b.kmcrfz 114');
  await page.getByRole('button', { name: 'Найти' }).click();
  await page.getByRole('link', { name: 'ул. Июльская, 114' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Июльская, 114' }).waitFor();
  await page.getByText('Чтобы добавить дом, войдите').waitFor();
  expect(await page.getByRole('table', { name: 'Ваши начисления здесь' }).count(), 'charges are for whose home it is').toBe(0);
  await visit(page, '/homes/add?q=Июльская+99');
  await page.getByText('Точно такого адреса нет').waitFor();
  await visit(page, '/homes/add?q=Июльская&kind=commercial');
  await page.getByText('Такого адреса не нашли').waitFor();
  const own = await pageOf(browsing, 'galina', { js: false, width: 390 });
  await visit(own, '/homes/add?q=флотская+197+кв+7');
  await own.getByRole('link', { name: 'ул. Флотская, 197' }).first().click();
  expect(await own.getByLabel('Квартира').inputValue()).toBe('7');
  await own.getByLabel('Член семьи').check();
  await own.getByRole('button', { name: 'Добавить дом' }).click();
  const card = own.getByRole('article').filter({ hasText: 'Флотская, 197' });
  await card.getByText('ждёт подтверждения').waitFor();
  await card.getByRole('button', { name: 'Убрать' }).click();
  await own.getByText(/Убранные адреса: \d/).waitFor();
  expect(await card.count()).toBe(0);
});
