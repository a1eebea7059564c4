// An owner lets somebody into the home and out again, gives a power of attorney and ends it; one on paper goes by a reviewer; a child has what
// its parents opened; support looks for a person, who reads why. All without JavaScript.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { codeFor, emailOf, pageOf, type PersonKey, phoneOf, signInByRequests, waitForMessage } from './people.ts';
import { useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A session of its own, so that what the story leaves in it meets no other. */
async function entered(person: PersonKey): Promise<Page> {
  const page = await browsing.newPage({ js: false });
  await signInByRequests(page, person, browsing.url);
  return page;
}
/** Presses the button that asks for a code, and gives the code. */
async function askedCode(page: Page, person: PersonKey): Promise<string> {
  const since = new Date();
  await page.getByRole('button', { name: 'Получить код' }).click();
  return codeFor(page, person, since);
}
/** Acts for another from now on, from the page of powers. */
async function actFor(page: Page): Promise<void> {
  await visit(page, '/profile/powers');
  await page.getByRole('button', { name: /^Действовать за/ }).click();
  await page.getByText('Вы действуете за').waitFor();
}

test('ROLE-1: an owner invites by telephone, the link and the told code open the home, and closing it ends the place', async () => {
  const owner = await pageOf(browsing, 'galina', { js: false });
  const phone = '+79995550103';
  await visit(owner, '/home/people');
  await owner.getByLabel('Кого приглашаете').fill('Племянник Олег');
  await owner.getByLabel('Телефон или почта').fill(phone);
  const since = new Date();
  await owner.getByRole('button', { name: 'Отправить приглашение' }).click();
  await owner.getByText('Приглашение отправлено').waitFor();
  const code = await owner
    .getByRole('row', { name: /Племянник Олег/ })
    .locator('.code')
    .textContent();
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
  await owner
    .getByRole('row', { name: /Тихоручьёв Олег/ })
    .getByRole('button')
    .click();
  await owner.getByText('Этот человек дом больше не видит').waitFor();
  expect(await owner.getByRole('row', { name: /Тихоручьёв Олег/ }).count()).toBe(0);
});

test('ROLE-3, CONF-1, CONF-2: a power is given by a code that came another way; it opens bills and nothing else; ended, the next request is refused', async () => {
  const owner = await pageOf(browsing, 'tamara', { js: false });
  await visit(owner, '/profile/powers');
  await owner.getByLabel('Кому').fill(phoneOf('ivan'));
  await owner.getByLabel('видеть счета, начисления и платежи').check();
  await owner.getByLabel('Последний день').fill(inDays(30));
  const bySms = await askedCode(owner, 'tamara');
  const beside = await owner.context().newPage();
  await visit(beside, (await owner.getByRole('link', { name: /^Другой способ/ }).getAttribute('href'))!);
  const since = new Date();
  await beside.getByRole('button', { name: 'Прислать письмо' }).click();
  await beside.getByText('Новый код в пути').waitFor();
  const byMail = (await waitForMessage(owner, emailOf('tamara'), ({ code }) => code !== null, since)).code!;
  for (const code of bySms === byMail ? [byMail] : [bySms, byMail]) {
    await owner.getByLabel('Код из сообщения').fill(code);
    await owner.getByRole('button', { name: 'Дать доверенность' }).click();
    await owner
      .getByText(code === byMail ? 'Доверенность дана' : 'Код не подошёл')
      .first()
      .waitFor();
  }

  const representative = await entered('ivan');
  await actFor(representative);
  const forged = await representative.request.post('/acting', { headers: { origin: 'https://evil.example' }, form: { powerId: '' } });
  expect(forged.status()).toBe(403);
  expect(await visit(representative, '/bills')).toBe(200);
  const bill = (await representative.locator('main a[href^="/bills/"]').first().getAttribute('href'))!;
  expect(await visit(representative, bill)).toBe(200);
  for (const closed of ['/documents', '/profile/contacts', '/profile/data']) expect([closed, await visit(representative, closed)]).toEqual([closed, 403]);
  await visit(owner, '/profile/powers');
  await owner
    .getByRole('row', { name: /Соколов Иван/ })
    .getByRole('button', { name: /^Закончить/ })
    .click();
  await owner.getByText('она уже не действует').waitFor();
  expect(await visit(representative, bill)).toBe(404);
  expect(await representative.getByText('Вы действуете за').count()).toBe(0);
});

test('ROLE-3: a power on paper is handed in, the owner sees it wait, a reviewer accepts it, and the owner ends it', async () => {
  const representative = await entered('daria');
  await visit(representative, '/profile/powers/paper');
  await representative.getByLabel('Кто выдал').fill(phoneOf('roman'));
  await representative.getByLabel('Номер').fill('66/12-н/66-2026-1-45');
  await representative.getByLabel('Когда выдана').fill(inDays(-30));
  await representative.getByLabel('Нотариус').fill('Петрова Пелагея Петровна, Екатеринбург');
  await representative.getByLabel('видеть счета, начисления и платежи').check();
  await representative.getByLabel('Последний день').fill(inDays(30));
  await representative.getByRole('button', { name: 'Дальше: приложить копию' }).click();
  await representative.getByLabel('Файл').setInputFiles({
    name: 'Доверенность.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  });
  await representative.getByRole('button', { name: 'Приложить' }).click();
  await representative.getByRole('link', { name: 'Доверенность.pdf' }).waitFor();
  await representative.getByLabel('Код из сообщения').fill(await askedCode(representative, 'daria'));
  await representative.getByRole('button', { name: 'Подать доверенность' }).click();
  await representative.getByText('Доверенность подана').waitFor();

  const owner = await pageOf(browsing, 'roman', { js: false });
  await visit(owner, '/profile/powers');
  await owner.getByText('Подаёт: Росина Дарья Андреевна').waitFor();
  await owner.getByRole('button', { name: /^Я её не давал/ }).waitFor();
  const reviewer = await pageOf(browsing, 'reviewer', { js: false });
  await visit(reviewer, '/work/powers');
  // Another paper waits in the demo town.
  const paper = reviewer.locator('section.card').filter({ hasText: '66/12-н/66-2026-1-45' });
  await paper.locator('summary').click();
  await paper.getByLabel('Принять').check();
  await paper.getByLabel('Причина').fill('Есть в реестре, не отменена');
  await paper.getByRole('button', { name: 'Записать решение' }).click();
  await reviewer.getByText('Доверенность принята').waitFor();
  await actFor(representative);
  await visit(owner, '/profile/powers');
  const row = owner.getByRole('row', { name: /Росина Дарья/ });
  expect(await row.textContent()).toContain('Бумажная доверенность № 66/12-н/66-2026-1-45');
  await row.getByRole('button', { name: /^Закончить/ }).click();
  await owner.getByText('она уже не действует').waitFor();
});

test('KIDS-1: a parent opens meters at certain hours; the child sees them and nothing else, money not even by its address; out of the hours nothing', async () => {
  const parent = await pageOf(browsing, 'galina', { js: false });
  const [login, password] = [`masha.${Date.now() % 1_000_000}`, 'рыжий кот на крыше'];
  await visit(parent, '/home/children');
  const fresh = parent.locator('form').filter({ has: parent.getByRole('button', { name: 'Создать профиль' }) });
  await fresh.getByLabel('Фамилия ребёнка').fill('Соколова');
  await fresh.getByLabel('Имя ребёнка').fill('Василиса');
  await fresh.getByLabel('Логин').fill(login);
  await fresh.getByLabel('Пароль для ребёнка').fill(password);
  await fresh.getByLabel('Мой дом: дом и квартира').uncheck();
  await fresh.getByLabel('С какого времени').fill('00:00');
  await fresh.getByLabel('До какого времени').fill('23:59');
  await fresh.getByRole('button', { name: 'Создать профиль' }).click();
  await parent.getByText('Профиль создан').waitFor();

  const child = await browsing.newPage({ js: false });
  await visit(child, '/sign-in?next=/meters');
  await child.getByLabel('Телефон, почта или логин').fill(login);
  await child.getByLabel('Пароль').fill(password);
  await child.getByRole('main').getByRole('button', { name: 'Войти', exact: true }).click();
  await child.waitForURL((url) => url.pathname === '/meters');
  await child.getByText('Портал открыт для тебя').waitFor();
  for (const closed of ['/pay', '/bills', '/payments', '/accounts', '/charges', '/documents', '/profile/powers', '/home/people'])
    expect([closed, await visit(child, closed)]).toEqual([closed, 403]);
  for (const path of ['payable-accounts', 'payments', 'payment-methods', 'charges', 'own-data'])
    expect([path, (await child.request.get(`/api/v1/${path}`)).status()]).toEqual([path, 403]);

  const own = parent.locator('form').filter({ has: parent.getByRole('button', { name: /^Сохранить.*Василиса/ }) });
  const [from, to] = new Date().getUTCHours() < 9 ? ['20:00', '21:00'] : ['06:00', '07:00'];
  await own.getByLabel('С какого времени').fill(from);
  await own.getByLabel('До какого времени').fill(to);
  await own.getByRole('button', { name: /^Сохранить/ }).click();
  await parent.getByText('Сохранили, уже действует').waitFor();
  expect(await visit(child, '/meters')).toBe(403);
  await child.getByText('Сейчас портал отдыхает').first().waitFor();
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
