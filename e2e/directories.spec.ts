// Story: the operator adds a service and closes it; the accountant brings tariffs from a spreadsheet, mends what is wrong and sees who changed what.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('CALC-1, X-3: a new service; a table of tariffs with an error is told by row, mended and loaded; the history names who; the service is closed', async () => {
  const operator = await pageOf(browsing, 'operator', { js: false });
  await visit(operator, '/work/services?new=1');
  await operator.getByLabel('Название на квитанции').fill('Видеонаблюдение во дворе');
  await operator.getByLabel('Короткое название').fill('Камеры');
  await operator.getByLabel('Раздел', { exact: true }).selectOption('other');
  await operator.getByLabel('За что начисляют').selectOption('квартира');
  await operator.getByLabel('Код для файлов').fill('Камеры');
  await operator.getByRole('button', { name: 'Сохранить' }).click();
  await operator.getByText('Латинские буквы').first().waitFor();
  await operator.getByLabel('Код для файлов').fill('yard_cameras');
  await operator.getByRole('button', { name: 'Сохранить' }).click();
  await operator.getByText('Добавили.').waitFor();

  const accountant = await pageOf(browsing, 'accountantA', { js: false });
  await visit(accountant, '/work/import/tariff');
  const table = (house: string): string =>
    `Услуга;Дом;Цена;Действует с;Решение\nДомофон;${house};61,50;01.03.2031;Собрание № 4\nАнтенна;;99;01.03.2031;Собрание № 4`;
  await accountant.getByLabel('Таблица').fill(table('Дом на горе'));
  await accountant.getByRole('button', { name: 'Проверить' }).click();
  await accountant.getByText('В таком доме у организации нет счетов').waitFor();
  expect(await accountant.getByRole('button', { name: 'Загрузить 1 строку без ошибок' }).count()).toBe(1);
  await accountant.getByLabel('Таблица').fill(table(''));
  await accountant.getByRole('button', { name: 'Проверить' }).click();
  await accountant.getByRole('button', { name: 'Загрузить 2 строки' }).click();
  await accountant.getByText('Загружено строк: 2').waitFor();
  expect(await accountant.getByRole('main').textContent()).toMatch(/Кто что менял.*Домофон.*61,50/s);

  await visit(operator, '/work/services?edit=yard_cameras');
  await operator.getByLabel('Последний день действия').fill('2030-12-31');
  await operator.getByRole('button', { name: 'Сохранить' }).click();
  await operator.getByText('Изменили.').waitFor();
  expect(await operator.getByRole('main').textContent()).toMatch(/по 31.декабря.2030.*Кто что менял/s);
});

test('MOB-1: on a phone the ten directories are one line that names the open one and unfolds, without JavaScript too', async () => {
  const accountant = await pageOf(browsing, 'accountantA', { width: 390, js: false });
  await visit(accountant, '/work/instalments');
  const link = accountant.getByRole('navigation', { name: 'Справочники' }).getByRole('link', { name: 'Получатели' });
  expect(await link.isVisible()).toBe(false);
  await accountant.getByText('Справочники: Рассрочки').click();
  await link.click();
  await accountant.getByRole('heading', { name: 'Кому платят за услуги' }).waitFor();
  await accountant.setViewportSize({ width: 1280, height: 900 });
  expect([await link.isVisible(), await accountant.getByText('Справочники: Получатели').isVisible()]).toEqual([true, false]);
});
