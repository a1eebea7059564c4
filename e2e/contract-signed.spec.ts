// Story: Galina draws up a lease, signs by the key of her browser; Roman signs by a code without scripts; anybody checks the file.
import { expect, test } from 'vitest';
import { readRevocationList } from '#platform/x509';
import { codeFor, pageOf, phoneOf, signIn } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('SIGN-1, SIGN-2, SIGN-4: a lease from a template is signed by a key of the browser and by a code without scripts, and its file is proven to a stranger, also when the key is revoked after', async () => {
  const galina = await browsing.newPage();
  await signIn(galina, 'galina', '/profile/signature');
  await galina.getByRole('button', { name: 'Сделать ключ' }).click();
  await galina.getByText('Ключ сделан, сертификат выдан').waitFor();
  await settled(galina);
  expect(await axeFaults(galina)).toEqual([]);

  await visit(galina, '/agreements/new');
  await galina.getByLabel('Адрес квартиры').fill('ул. Липовая аллея, 14, кв. 37');
  await galina.getByLabel('С какого дня').fill('2026-12-01');
  await galina.getByLabel('По какой день').fill('2027-11-01');
  await galina.getByLabel('Плата в месяц').fill('25 000');
  await galina.getByLabel('До какого числа платить').fill('40');
  await galina.getByRole('button', { name: 'Составить' }).click();
  await galina.locator('#payDay-error').getByText('от 1 до 28').waitFor();
  await galina.getByLabel('До какого числа платить').fill('5');
  await galina.getByRole('button', { name: 'Составить' }).click();
  await galina.getByLabel('1-й участник').fill(phoneOf('roman'));
  await galina.getByRole('button', { name: 'Отправить на подпись' }).click();
  await galina.getByText('Первый уже может подписать').waitFor();
  await settled(galina);
  expect(await axeFaults(galina)).toEqual([]);
  await galina.getByRole('button', { name: 'Подписать ключом' }).click();
  await galina.getByText('Подписано.').waitFor();
  await galina.getByText('своим ключом').waitFor();
  const address = new URL(galina.url()).pathname;

  const roman = await pageOf(browsing, 'roman', { js: false });
  await visit(roman, '/agreements');
  await roman.getByRole('row').filter({ hasText: 'Ждёт вашей подписи' }).getByRole('link', { name: 'Договор найма квартиры' }).first().click();
  await roman.waitForURL(`**${address}`);
  const since = new Date();
  await roman.getByRole('button', { name: 'Подписать кодом из сообщения' }).click();
  await roman.getByLabel('Код из сообщения').fill(await codeFor(roman, 'roman', since));
  await roman.getByRole('button', { name: 'Подписать', exact: true }).first().click();
  await roman.getByText('Подписан всеми').waitFor();

  const file = await (await roman.request.get(`/api/v1${address}/file`)).body();
  const stranger = await browsing.newPage();
  await visit(stranger, '/verify');
  await stranger.getByLabel('Документ').setInputFiles({ name: 'Договор найма.pdf', mimeType: 'application/pdf', buffer: file });
  await stranger.getByRole('button', { name: 'Проверить подпись' }).click();
  await stranger.getByText('Все подписи верны: 2. Документ не меняли').waitFor();
  await settled(stranger);
  expect(await axeFaults(stranger)).toEqual([]);

  const administrator = await pageOf(browsing, 'administrator', { js: false });
  await visit(administrator, '/work/authority?find=Соколова Галина');
  await administrator.getByRole('row').filter({ hasText: 'Действует' }).getByRole('link', { name: /^Отозвать/ }).first().click();
  const number = await administrator.locator('input[name=certificateNumber]').inputValue();
  await administrator.getByLabel('Почему отзываете').fill('По решению суда');
  const asked = new Date();
  await administrator.getByRole('button', { name: 'Получить код' }).click();
  await administrator.getByLabel('Код из сообщения').fill(await codeFor(administrator, 'administrator', asked));
  await administrator.getByRole('button', { name: 'Отозвать сертификат' }).click();
  await administrator.getByRole('heading', { name: 'Сертификат отозван' }).waitFor();
  const lists = await administrator.getByRole('link', { name: 'Список отозванных' }).all();
  const published = await Promise.all(lists.map(async (link) => readRevocationList(await (await stranger.request.get((await link.getAttribute('href'))!)).body())!.revoked.has(number)));
  expect(published).toContain(true);
  await stranger.getByLabel('Документ').setInputFiles({ name: 'Договор найма.pdf', mimeType: 'application/pdf', buffer: file });
  await stranger.getByRole('button', { name: 'Проверить подпись' }).click();
  await stranger.getByText('подписано раньше, подпись остаётся верной').waitFor();
  await visit(galina, '/profile/signature');
  await galina.getByText('Отозван').first().waitFor();

  file[file.indexOf('/Type') + 1]! ^= 0x20;
  await stranger.getByLabel('Документ').setInputFiles({ name: 'Договор найма.pdf', mimeType: 'application/pdf', buffer: file });
  await stranger.getByRole('button', { name: 'Проверить подпись' }).click();
  await stranger.getByText('Подпись не верна').first().waitFor();
});
