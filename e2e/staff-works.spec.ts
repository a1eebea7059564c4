// Story: people of organizations and of the portal at their work: a month counted and posted, looks that residents see, no dead ends.
import { expect, test } from 'vitest';
import { type PersonKey, pageOf, phoneOf, signIn, signInByRequests } from './people.ts';
import { useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('X-12, ACC-2: forms hold what is known: what to pay, where the receipt goes, the home of a new account, whose wrong number is named, and the month to count', async () => {
  const page = await pageOf(browsing, 'galina', { js: false });
  await visit(page, '/pay');
  expect(await page.locator('input[name=account]:checked').count()).toBeGreaterThan(0);
  expect(await page.getByLabel('Куда прислать чек').inputValue()).toBe('galina@example.ru');
  await visit(page, '/accounts/add');
  expect([await page.getByLabel('Улица и дом').inputValue(), await page.getByLabel('Квартира').inputValue()]).toEqual([
    expect.stringMatching(/^\S.+, \d+/),
    expect.stringMatching(/^\d+$/),
  ]);
  await page.getByLabel('Кто прислал квитанцию').selectOption(
    await page
      .getByRole('option', { name: /Сосновый двор/ })
      .first()
      .getAttribute('value'),
  );
  await page.getByLabel('Номер лицевого счёта').fill('999');
  await page.getByRole('button', { name: 'Добавить счёт' }).click();
  await page.getByText('счёт с другим номером').first().waitFor();
  const work = await pageOf(browsing, 'accountantA', { js: false });
  await visit(work, '/work/runs');
  expect(await work.locator('input[name=month]').inputValue()).toMatch(/^\d{4}-\d\d$/);
});

test('AUD-1: the accountant opens an account, and its owner reads in the journal who looked and in which session', async () => {
  const work = await pageOf(browsing, 'accountantA');
  await visit(work, '/work/accounts?q=Соколова');
  await visit(work, (await work.locator('main tbody a[href^="/work/accounts/"]').first().getAttribute('href'))!);
  expect(await work.getByRole('heading', { name: 'Показания' }).count()).toBe(1);
  const owner = await pageOf(browsing, 'galina');
  await visit(owner, '/journal?action=journal.looked');
  const row = owner.getByRole('row').filter({ hasText: 'лицевой счёт' }).first();
  expect(await row.textContent()).toMatch(/Сотрудник посмотрел ваши данные.*Полянина Ольга Юрьевна, бухгалтер/);
  await row.getByRole('link', { name: /сеанс/ }).click();
  await owner.waitForURL('**/journal?session=**');
  // The address changes a moment before the page does.
  await expect.poll(() => owner.getByLabel('Сеанс').inputValue()).toMatch(/^[0-9a-f]{8}$/);
});

test('CALC-2: an accountant counts the month of a house, looks at the remarks, checks it and may put it away', async () => {
  const page = await pageOf(browsing, 'accountantA', { width: 390, height: 844 });
  await visit(page, '/work/runs');
  // The month after the one proposed, which the town has charged; not posted, so that its accounts stay as they are.
  const [year = 0, month = 0] = (await page.locator('input[name=month]').inputValue()).split('-').map(Number);
  await page.locator('input[name=month]').fill(month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`);
  await page.getByRole('button', { name: 'Посчитать' }).click();
  await page.waitForURL(/\/work\/runs\/[^/]+\/[^/]+$/);
  const check = page.getByRole('button', { name: 'Отметить проверенным' });
  await expect.poll(async () => (await page.reload(), check.count()), { timeout: 20_000, interval: 1_000 }).toBe(1);
  await check.click();
  await page.getByRole('button', { name: 'Провести начисления' }).waitFor();
  await page.getByRole('button', { name: 'Отменить расчёт' }).click();
  await page.getByText('Отменён').first().waitFor();
});

test('HOME-5, HOME-1, HOME-6, X-3, X-11, CALC-1: a manager tells of a work, names no person, and an owner sees it on the page of the home; who pays over the norm is written by the minutes and taken back; a corrected passport keeps what stood; who has sold leaves the council, and an application for registration goes from the home', async () => {
  const manager = await pageOf(browsing, 'managerA', { js: false });
  await visit(manager, '/work/houses');
  await manager.getByRole('link', { name: /Июльская, д. 114/ }).click();
  await manager.getByRole('link', { name: 'Записать работу' }).click();
  await manager.getByLabel('Что делают').fill('Ремонт крыльца первого подъезда');
  await manager.getByLabel('Кто делает').fill('Плотников Иван Ильич');
  await manager.getByLabel('Срок').fill('2099-12-20');
  await manager.getByRole('button', { name: 'Записать' }).click();
  await manager.getByText('Напишите организацию, бригаду или должность без имени').first().waitFor();
  expect(await manager.getByLabel('Что делают').inputValue()).toBe('Ремонт крыльца первого подъезда');
  await manager.getByLabel('Кто делает').fill('Бригада плотников');
  await manager.getByRole('button', { name: 'Записать' }).click();
  await manager.getByText('Работа записана').waitFor();
  await manager.getByRole('link', { name: 'Исправить паспорт' }).click();
  const was = await manager.getByLabel('Лифтов').inputValue();
  const will = was === '7' ? '6' : '7';
  await manager.getByLabel('Лифтов').fill(will);
  await manager.getByRole('button', { name: 'Записать' }).click();
  await manager.getByText('Паспорт записан').waitFor();
  expect(await manager.getByText(`лифтов ${was} → ${will}`).count()).toBeGreaterThan(0);
  await manager.getByRole('link', { name: /кто платит сверх норматива/ }).click();
  await manager.getByLabel('Протокол собрания').fill('№ 3');
  await manager.getByRole('button', { name: 'Записать' }).click();
  await manager.locator('.bad-field').filter({ hasText: 'Собственники платят с какого дня' }).waitFor();
  expect(await manager.getByLabel('Протокол собрания').inputValue(), 'nothing typed is lost').toBe('№ 3');
  await manager.getByLabel('Собственники платят с какого дня').fill('2026-01-01');
  await manager.getByLabel('Протокол собрания').fill('№ 3 от 12.10.2026');
  await manager.getByRole('button', { name: 'Записать' }).click();
  await manager.getByText('Решение собственников записано').waitFor();
  await manager.getByText(/платят собственники с\s1\sянваря\s2026.*Протокол/).waitFor();
  await manager.getByRole('link', { name: /кто платит сверх норматива/ }).click();
  await manager.getByLabel('Записали по ошибке').check();
  await manager.getByRole('button', { name: 'Записать' }).click();
  await manager.getByText('Сверх норматива на общие нужды платит управляющая организация').waitFor();
  const sold = manager.getByRole('row').filter({ hasText: 'Больше не собственник' });
  const name = (await sold.first().getByRole('rowheader').textContent())!.replace('Больше не собственник', '').trim();
  await sold
    .first()
    .getByRole('link', { name: /Закончить срок/ })
    .click();
  expect(await manager.getByLabel('Последний день').inputValue(), 'the last day of owning').toMatch(/^\d{4}-\d\d-\d\d$/);
  await manager.getByRole('button', { name: 'Закончить срок' }).click();
  await manager.getByText('Срок закончен').waitFor();
  expect(await manager.getByText(name).count()).toBe(0);
  const owner = await pageOf(browsing, 'galina', { js: false });
  await visit(owner, '/home');
  expect(await owner.getByText(name).count(), 'and the house did not see it before').toBe(0);
  expect(await owner.getByRole('row').filter({ hasText: 'Ремонт крыльца первого подъезда' }).first().textContent()).toMatch(/Бригада плотников.*Запланировано/);
  expect(await owner.getByRole('link', { name: /^Выписка по счёту/ }).count()).toBeGreaterThan(0);
  await owner.getByRole('link', { name: 'Заявление о регистрации' }).click();
  await owner.getByRole('button', { name: 'Отправить' }).click();
  await owner.getByText('Выберите, о чём просите').first().waitFor();
  await owner.getByLabel('Прописать временно').check();
  await owner.getByLabel('Кого и с какого дня').fill('Сына, с 1 декабря по 31 мая');
  await owner.getByRole('button', { name: 'Отправить' }).click();
  await owner.getByText('Прописать временно. Сына, с 1 декабря по 31 мая').first().waitFor();
  await visit(owner, '/home');
  expect(await owner.getByRole('row').filter({ hasText: 'Регистрация по месту жительства: Прописать временно' }).first().textContent()).toMatch(/Ждёт ответа/);
  await owner.locator('summary').filter({ hasText: 'Июльская' }).click();
  await owner.getByRole('button', { name: /Флотская, 197/ }).click();
  await owner.getByRole('heading', { level: 1, name: /Флотская, 197/ }).waitFor();
  expect(await owner.getByRole('row').filter({ hasText: 'Регистрация по месту жительства' }).count(), 'of the other home').toBe(0);
});

test('ROLE-1, AUTH-12: a manager invites a bookkeeper, who accepts and works; the post taken away, the next request is refused; a key for a program is shown once and, revoked, opens nothing', async () => {
  // A fresh second proof is asked for a key.
  const manager = await browsing.newPage({ js: false });
  await signIn(manager, 'managerA');
  await visit(manager, '/work/staff');
  await manager.getByLabel('Кого приглашаете').fill('Липина Зоя');
  await manager.getByLabel('Телефон или почта').fill(phoneOf('zoya'));
  await manager.locator('input[name=role][value=accountant]').check();
  await manager.getByRole('button', { name: 'Отправить приглашение' }).click();
  await manager.getByText('Приглашение отправлено').waitFor();
  const invited = await pageOf(browsing, 'zoya', { js: false });
  expect(await visit(invited, '/work/accounts')).toBe(403);
  await visit(invited, '/profile/invitations');
  await invited.getByRole('button', { name: /^Принять/ }).click();
  await invited.waitForURL((url) => url.pathname !== '/profile/invitations');
  expect(await visit(invited, '/work/accounts')).toBe(200);
  await visit(manager, '/work/staff');
  await manager.getByRole('button', { name: /^Снять роль.*Липина/ }).click();
  await manager.getByText('Роль снята').waitFor();
  expect(await visit(invited, '/work/accounts')).toBe(403);

  const program = `Расчётный центр ${Date.now()}`;
  await manager.getByLabel('Для какой программы').fill(program);
  await manager.getByLabel('Загружать реестры').check();
  await manager.getByRole('button', { name: 'Выпустить ключ' }).click();
  await manager.getByText('Сохраните его сейчас').waitFor();
  const key = (await manager.getByText(/^moidom_\S{40,}$/).textContent())!;
  const asProgram = async (): Promise<number> =>
    (await fetch(new URL('/api/v1/work/registers', browsing.url), { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await asProgram()).toBe(200);
  await visit(manager, '/work/staff');
  expect(await manager.getByText(key).count()).toBe(0);
  await manager.getByRole('button', { name: new RegExp(`^Отозвать.*${program}`) }).click();
  await manager.getByText('Ключ отозван').waitFor();
  expect(await asProgram()).toBe(401);
});

/** Every role without a home: what its start page says it is. */
const ROLES: readonly [PersonKey, RegExp][] = [
  ['tamara', /Ваша роль: председатель совета дома/],
  ['meetingChair', /Ваша роль: председатель собрания/],
  ['meetingSecretary', /Ваша роль: секретарь собрания/],
  ['pollTrustee', /Ваша роль: доверенное лицо опроса/],
  ['contractorA', /Ваша роль: подрядчик/],
  ['supplierWater', /Ваша роль: сотрудник поставщика/],
  ['dispatcherA', /Ваша роль: диспетчер/],
  ['assigneeA', /Ваша роль: исполнитель/],
  ['moderator', /Ваша роль: модератор/],
  ['support', /Портал<\/b>, поддержка/],
  ['officer', /Портал<\/b>, надзор/],
  ['authority', /Портал<\/b>, орган власти/],
  ['auditor', /Портал<\/b>, аудитор/],
  ['reviewer', /Портал<\/b>, специалист по проверке/],
];
test('ROLE-1, X-13: the start page and the workplace of every role say what is open to it, and every way on them leads somewhere', async () => {
  const dead: string[] = [];
  for (const [person, says] of ROLES) {
    const page = await browsing.newPage();
    await signInByRequests(page, person, browsing.url);
    const html = async (path: string): Promise<string> =>
      (await (await page.request.get(path, { headers: { accept: 'text/html' } })).text()).replaceAll('<!-- -->', '');
    const mains = [await html('/'), await html('/work')].map((text) => text.slice(text.indexOf('<main'), text.indexOf('</main>')));
    expect(mains[0], person).toMatch(says);
    const links = mains.map((main) => [...main.matchAll(/href="(\/[^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&')));
    for (const own of links) expect(own.length, person).toBeGreaterThan(0);
    const answers = await Promise.all(
      [...new Set(links.flat())].map(async (link) => `${person} ${link} ${(await page.request.get(link, { headers: { accept: 'text/html' } })).status()}`),
    );
    dead.push(...answers.filter((answer) => !answer.endsWith(' 200')));
  }
  expect(dead).toEqual([]);
});
