// An owner lets somebody into the home and out again; support looks for a person, who reads why.
import { expect, test } from 'vitest';
import { pageOf, waitForMessage } from './people.ts';
import { useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('ROLE-1: an owner invites by telephone, the link and the told code open the home, and closing it ends the place', async () => {
  const owner = await pageOf(browsing, 'galina', { js: false });
  const phone = '+79995550103';
  await visit(owner, '/home/people');
  await owner.getByLabel('Кого приглашаете').fill('Племянник Олег');
  await owner.getByLabel('Телефон или почта').fill(phone);
  const since = new Date();
  await owner.getByRole('button', { name: 'Отправить приглашение' }).click();
  await owner.getByText('Приглашение отправлено').waitFor();
  const code = await owner.getByRole('row', { name: /Племянник Олег/ }).locator('.code').textContent();
  const { text } = await waitForMessage(owner, phone, (message) => message.text.includes('/join/'), since);
  expect(text).not.toContain(code!);

  const invited = await browsing.newPage({ js: false });
  await visit(invited, `/join/${/\/join\/([\w-]{22})/.exec(text)![1]}`);
  await invited.getByLabel('Код', { exact: true }).fill(code!);
  await invited.getByLabel('Фамилия').fill('Тихоручьёв');
  await invited.getByLabel('Имя', { exact: true }).fill('Олег');
  await invited.locator('input[type=password]').fill('липа у старого колодца');
  await invited.getByRole('button', { name: 'Создать кабинет и принять' }).click();
  await invited.waitForURL((url) => !url.pathname.startsWith('/join/'));

  await visit(owner, '/home/people');
  await owner.getByRole('row', { name: /Тихоручьёв Олег/ }).getByRole('button').click();
  await owner.getByText('Этот человек дом больше не видит').waitFor();
  expect(await owner.getByRole('row', { name: /Тихоручьёв Олег/ }).count()).toBe(0);
});

test('ROLE-1, AUD-1: support finds a person with a reason, and the person reads it in the own journal', async () => {
  const support = await pageOf(browsing, 'support', { js: false });
  await visit(support, '/work/people');
  await support.getByLabel('Имя', { exact: false }).first().check();
  await support.getByLabel('Что ищем').fill('горюнов роман');
  await support.getByLabel('Зачем').fill('звонок в поддержку, заявка 77');
  await support.getByRole('button', { name: 'Найти' }).click();
  await support.getByRole('link', { name: /Горюнов Роман/ }).click();
  await support.getByText('Он это видит в своём журнале').waitFor();
  const roman = await pageOf(browsing, 'roman', { js: false });
  await visit(roman, '/journal?action=journal.looked');
  await roman.getByText('звонок в поддержку, заявка 77').first().waitFor();
});
