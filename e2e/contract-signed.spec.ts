// Story: Galina draws up a lease, signs by the key of her browser; Roman signs by a code without scripts; anybody checks the file.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { readRevocationList } from '#platform/x509';
import { codeFor, nextAppCode, pageOf, phoneOf, signIn } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
/** Of the first story, for the second. */
let lease: Buffer;

test('SIGN-1, SIGN-2, SIGN-4: a lease from a template is signed by a key of the browser and by a code without scripts, and its file is proven to a stranger', async () => {
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
  lease = Buffer.from(file);
  const stranger = await browsing.newPage();
  await visit(stranger, '/verify');
  await stranger.getByLabel('Документ').setInputFiles({ name: 'Договор найма.pdf', mimeType: 'application/pdf', buffer: file });
  await stranger.getByRole('button', { name: 'Проверить подпись' }).click();
  await stranger.getByText('Все подписи верны: 2. Документ не меняли').waitFor();
  await settled(stranger);
  expect(await axeFaults(stranger)).toEqual([]);
  file[file.indexOf('/Type') + 1]! ^= 0x20;
  await stranger.getByLabel('Документ').setInputFiles({ name: 'Договор найма.pdf', mimeType: 'application/pdf', buffer: file });
  await stranger.getByRole('button', { name: 'Проверить подпись' }).click();
  await stranger.getByText('Подпись не верна').first().waitFor();
});

test('SIGN-1, SIGN-4: the administrator revokes the certificate of the key that signed the lease; the list names it at once, the lease stays proven by its time stamp, whoever checks and Galina are told', async () => {
  const stranger = await browsing.newPage({ js: false });
  const check = async (): Promise<void> => {
    await visit(stranger, '/verify');
    await stranger.getByLabel('Документ').setInputFiles({ name: 'Договор найма.pdf', mimeType: 'application/pdf', buffer: lease });
    await stranger.getByRole('button', { name: 'Проверить подпись' }).click();
    await stranger.getByRole('heading', { name: 'Все подписи верны: 2. Документ не меняли' }).waitFor();
  };
  await check();
  const number = (await stranger.locator('dd .code').first().textContent())!;

  const galina = await pageOf(browsing, 'galina', { js: false });
  const administrator = await pageOf(browsing, 'administrator', { js: false });
  await visit(administrator, `/work/authority?find=${number}`);
  await administrator
    .getByRole('row')
    .getByRole('link', { name: /^Отозвать/ })
    .click();
  await administrator.getByLabel('Почему отзываете').fill('Ключ утерян');
  await administrator.getByRole('button', { name: 'Подтвердить кодом из приложения' }).click();
  await administrator.getByLabel('Код из приложения').fill(nextAppCode());
  await administrator.getByRole('button', { name: 'Отозвать сертификат' }).click();
  await administrator.getByRole('heading', { name: 'Сертификат отозван' }).waitFor();
  const lists = await Promise.all(
    (await administrator.getByRole('link', { name: 'Список отозванных' }).all()).map(async (link) =>
      (await stranger.request.get((await link.getAttribute('href'))!)).body(),
    ),
  );
  expect(lists.some((list) => readRevocationList(list)!.revoked.has(number))).toBe(true);
  await check();
  await stranger.getByText('подписано раньше, подпись остаётся верной').waitFor();
  await visit(galina, '/profile/signature');
  await galina.getByText('Отозван').first().waitFor();
});

test('AUTH-11, X-3: what was typed when the session had ended already is there after signing in', async () => {
  const page = await browsing.newPage();
  await signIn(page, 'artyom', '/agreements/new');
  await page.getByLabel('Адрес квартиры').fill('ул. Липовая аллея, 14, кв. 37');
  await page.getByLabel('Плата в месяц').fill('25 000');
  await page.request.post('/api/v1/sign-out', { headers: { origin: browsing.url, 'idempotency-key': randomUUID() }, data: {} });
  await page.getByRole('button', { name: 'Составить' }).click();
  await page.waitForURL('**/sign-in?next=**');
  await signIn(page, 'artyom', '/agreements/new');
  await expect.poll(() => page.getByLabel('Плата в месяц').inputValue()).toBe('25 000');
  expect(await page.getByLabel('Адрес квартиры').inputValue()).toBe('ул. Липовая аллея, 14, кв. 37');
});
