// Story: Artyom finds his fine by his licence at a discount, pays it by card like anything else and sees it paid; a wrong number is told at its field.
import { expect, test } from 'vitest';
import { askCode, bankFrame, CARDS, giveCode, typeCard } from './paying.ts';
import { signIn } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('BILL-4, X-3: a wrong УИН is refused at its field; a fine found by the licence is paid at its discount, with a receipt', async () => {
  const page = await browsing.newPage();
  await signIn(page, 'artyom');
  await visit(page, '/state-bills');
  await page.getByLabel('УИН', { exact: true }).fill('18810566261120000010');
  await page.getByRole('button', { name: 'Найти', exact: true }).click();
  await page
    .getByText(/УИН не сходится/)
    .first()
    .waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);

  await page.getByRole('link', { name: /^Оплатить 562,50/ }).click();
  await page.getByRole('heading', { name: 'Что оплатить' }).waitFor();
  await page.getByRole('radio', { name: /^Картой/ }).check();
  await giveCode(page, await askCode(page, 'artyom'));
  await typeCard(bankFrame(page), CARDS.paid);
  await page.getByRole('heading', { name: 'Оплачено', exact: true, level: 1 }).waitFor();
  await page
    .getByText(/Госавтоинспекция/)
    .first()
    .waitFor();
  await visit(page, '/state-bills');
  await page.getByRole('link', { name: /^Платёж и чек/ }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
});
