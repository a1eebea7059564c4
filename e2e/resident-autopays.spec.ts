// Story: a resident keeps a card while paying, lets the portal pay by itself, pauses with one tap, and forgets the card. The rules of days
// and declines are told with a moved clock beside the module.
import { expect, test } from 'vitest';
import { askCode, bankFrame, CARDS, choose, giveCode } from './paying.ts';
import { codeFor, pageOf } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('PAY-2, PAY-5, CONF-1: a card is kept while paying; the account is paid by itself after a code; paused and resumed with one tap; ended', async () => {
  const page = await pageOf(browsing, 'galina');
  await choose(page, [{ payee: 'Теплолад', address: 'кв. 37', roubles: '11,17' }]);
  await page.getByRole('radio', { name: /^Картой/ }).check();
  await page.getByLabel('Запомнить новую карту').check();
  await giveCode(page, await askCode(page, 'galina'));
  await bankFrame(page).getByLabel('Номер карты').fill(CARDS.paid);
  await bankFrame(page).getByLabel('Месяц/год').fill('12/39');
  await bankFrame(page).getByLabel('CVC').fill('123');
  await bankFrame(page)
    .getByRole('button', { name: /^Оплатить / })
    .click();
  await page.getByRole('heading', { name: 'Оплачено', exact: true, level: 1 }).waitFor();

  await visit(page, '/accounts');
  await page
    .getByRole('main')
    .getByRole('link', { name: /Теплолад/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Настроить автоплатёж' }).click();
  await page.getByRole('heading', { name: 'На что вы соглашаетесь' }).waitFor();
  await settled(page);
  await page.getByLabel('Предел за один раз').fill('12 000');
  const since = new Date();
  await page.getByRole('button', { name: 'Получить код' }).click();
  await page.getByLabel('Код из сообщения').fill(await codeFor(page, 'galina', since));
  await page.getByRole('button', { name: 'Включить автоплатёж' }).click();
  await page.getByText('Автоплатёж включён.').waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Поставить на паузу' }).click();
  await page.getByText('На паузе', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Возобновить' }).click();
  await page.getByText('Включён', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Отключить' }).click();
  await page.getByText('Автоплатёж отключён.').waitFor();

  await visit(page, '/payments/methods');
  await page.getByRole('button', { name: 'Убрать Карта •• 0103' }).first().click(); // the other stories type theirs
  await page.getByText('Убрали.').waitFor();
});
