// Story: Artyom confirms a claim with his extract in the application of his bank and gets a certificate by himself, without JavaScript; the reviewer sees Maxim's differences side by side and asks for more.
import { expect, test } from 'vitest';
import { zipOf } from '#test/zip';
import { pageOf } from './people.ts';
import { axeFaults, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('OWN-1, OWN-2, OWN-4: a file that is no extract is told at its field; a claim confirmed in the bank is checked by the registers and ends with a certificate', async () => {
  const page = await pageOf(browsing, 'artyom', { js: false });
  await visit(page, '/home/ownership');
  await page.getByRole('link', { name: 'Июльская, 114, кв. 52' }).first().click();
  await page.getByLabel('Другой файл: Выписка из ЕГРН').setInputFiles({ name: 'счёт.xml', mimeType: 'application/xml', buffer: Buffer.from('<bill/>') });
  await page.getByRole('button', { name: /^Заменить.*Выписка из ЕГРН/ }).click();
  await page.getByText('Это не выписка из ЕГРН').first().waitFor();
  const inArchive = async (name: string) => (await page.request.get((await page.getByRole('link', { name, exact: true }).getAttribute('href'))!)).body();
  const archive = await zipOf({ 'выписка.xml': await inArchive('Выписка из ЕГРН.xml'), 'выписка.xml.sig': await inArchive('Выписка из ЕГРН.xml.sig') });
  await page.getByLabel('Другой файл: Выписка из ЕГРН').setInputFiles({ name: 'выписка.zip', mimeType: 'application/zip', buffer: archive });
  await page.getByRole('button', { name: /^Заменить.*Выписка из ЕГРН/ }).click();
  await page.getByText('достали из архива').waitFor();
  await page.getByRole('button', { name: 'Подтвердить в приложении: Учебный банк ID' }).click();
  await page.getByText('Послали запрос в ваш банк').waitFor();
  const inBank = await browsing.newPage();
  await inBank.goto((await page.getByRole('link', { name: 'Открыть приложение банка' }).getAttribute('href'))!);
  for (let tries = 0; tries < 60 && (await inBank.getByRole('button', { name: 'Подтвердить' }).count()) === 0; tries++) {
    await inBank.waitForTimeout(500);
    await inBank.reload();
  }
  await inBank.getByRole('button', { name: 'Подтвердить' }).first().click();
  await inBank.getByText('Подтверждать нечего').waitFor();
  // The check and the certificate are made by the worker: the page is opened anew until it says so.
  const address = new URL(page.url()).pathname;
  for (let tries = 0; tries < 60 && (await page.getByRole('link', { name: 'Скачать справку' }).count()) === 0; tries++) {
    await page.waitForTimeout(500);
    await visit(page, address);
  }
  const certificate = await page.request.get((await page.getByRole('link', { name: 'Скачать справку' }).getAttribute('href'))!);
  expect([certificate.headers()['content-type'], (await certificate.body()).subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
  await page.getByRole('link', { name: 'Проверить по коду' }).click();
  await page.getByText('Справка о подтверждённом владении жильём').first().waitFor();
});

test('OWN-3, OWN-5, X-3, X-6: the reviewer finds what waits, sees what differs first, cannot decide without a reason; the open page of who claims tells of it by itself', async () => {
  const page = await pageOf(browsing, 'reviewer');
  await visit(page, '/work/claims?status=reviewer');
  await page.getByRole('link', { name: 'Ясная, 187, кв. 23' }).first().click();
  await page.getByRole('table', { name: 'Сверка' }).waitFor();
  expect(await page.getByRole('table', { name: 'Сверка' }).locator('tbody tr').first().textContent()).toContain('Отличается');
  expect(await axeFaults(page)).toEqual([]);
  // Two claim this flat, and one does not reach the other's claim.
  const own = new URL(page.url()).pathname.replace('/work/claims/', '/home/ownership/');
  const [owner, tenant] = [await pageOf(browsing, 'maxim', { width: 390 }), await pageOf(browsing, 'daria', { width: 390 })];
  const claimant = (await visit(owner, own)) === 200 ? owner : tenant;
  expect(await visit(claimant, own)).toBe(200);
  await page.getByLabel('Попросить документы').check();
  await page.getByRole('button', { name: 'Записать решение' }).click();
  await page.getByText('Напишите, что нужно приложить').first().waitFor();
  await page.getByLabel('Причина').fill('Приложите свежую выписку');
  await page.getByRole('button', { name: 'Записать решение' }).click();
  await page.getByText('Попросили дополнить').waitFor();
  await claimant.getByText('Приложите свежую выписку').first().waitFor();
});

test('HOME-3, HOME-4: an owner sees the history and takes it as a file; shares that are no whole are told, a proposal waits for all and is refused by one', async () => {
  const page = await pageOf(browsing, 'elena', { js: false });
  await visit(page, '/home/owners');
  await page.getByRole('table', { name: 'История владения' }).waitFor();
  const file = await page.request.get((await page.getByRole('link', { name: 'CSV' }).getAttribute('href'))!);
  expect([file.status(), (await file.text()).includes('Соколова Елена Андреевна')]).toEqual([200, true]);
  const sheet = await page.request.get((await page.getByRole('link', { name: 'PDF для печати' }).first().getAttribute('href'))!);
  expect([sheet.status(), (await sheet.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  await page.getByLabel('Соколова Елена Андреевна').fill('1/2');
  await page.getByRole('button', { name: 'Предложить доли' }).click();
  await page
    .getByText(/Вместе доли (?:больше|меньше) целого/)
    .first()
    .waitFor();
  await page.getByLabel('Соколова Галина Петровна').fill('1/2');
  await page.getByRole('button', { name: 'Предложить доли' }).click();
  await page.getByText('Предложили новые доли').waitFor();
  await page.getByLabel('Почему не согласны').fill('Передумали');
  await page.getByRole('button', { name: 'Отказаться от соглашения' }).click();
  await page.getByText('От соглашения отказались').waitFor();
});
