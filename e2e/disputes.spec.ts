// Story: Galina disputes a line, the accountant agrees, she sees it at the line; she suspends an account and resumes it; the accountant's reports.
import { expect, test } from 'vitest';
import { codeFor, pageOf } from './people.ts';
import { settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const WORDS = 'Счётчик показывал меньше, показание я передала вовремя';

test('CHG-3: a line is disputed in two steps, the accountant agrees, and the decision stands in «Почему столько?»', async () => {
  const galina = await pageOf(browsing, 'galina', { js: false });
  await visit(galina, '/charges');
  const row = galina.getByRole('row').filter({ hasText: 'Содержание жилого помещения' }).first();
  await row.getByRole('link', { name: /Почему столько/ }).click();
  const why = galina.url();
  await galina.getByRole('link', { name: 'Оспорить' }).click();
  await galina.getByRole('button', { name: 'Дальше' }).click();
  expect(await galina.getByText('Выберите, что не так').count()).toBeGreaterThan(0);
  await galina.getByLabel('Площадь').check();
  await galina.getByLabel('Как должно быть').fill(WORDS);
  await galina.getByRole('button', { name: 'Дальше' }).click();
  expect(await galina.getByRole('main').textContent()).toContain(WORDS);
  await galina.getByRole('button', { name: 'Отправить' }).click();
  await galina.waitForURL('**/cases/*/*?sent');
  const accountant = await pageOf(browsing, 'accountantA');
  await visit(accountant, '/work/cases?status=open');
  await accountant.getByRole('row').filter({ hasText: 'Спор о начислении' }).getByRole('link').first().click();
  await accountant.waitForURL('**/work/cases/*/*');
  await settled(accountant);
  await accountant.getByLabel('Согласиться').check();
  await accountant.getByLabel('Сколько вернуть').fill('60');
  await accountant.getByLabel('Причина').fill('Площадь поправили по выписке');
  await accountant.getByRole('button', { name: 'Отправить решение' }).click();
  await accountant.getByRole('heading', { name: /Согласились: 60,00/ }).waitFor();
  await visit(galina, new URL(why).pathname + new URL(why).search);
  const text = (await galina.getByRole('main').textContent())!;
  expect(text).toContain('Согласились');
  expect(text).toContain('Площадь поправили по выписке');
});

test('ACC-3, CONF-1: an account is suspended with a code, says so, and resumes', async () => {
  const galina = await pageOf(browsing, 'galina');
  await visit(galina, '/accounts');
  await galina.locator('main a[href^="/accounts/"]:not([href="/accounts/add"])').first().click();
  await galina.getByRole('link', { name: 'Настройки', exact: true }).click();
  const since = new Date();
  await galina.getByRole('button', { name: 'Получить код' }).first().click();
  await galina.getByLabel('Код из сообщения').fill(await codeFor(galina, 'galina', since));
  await galina.getByRole('button', { name: 'Приостановить счёт' }).click();
  await galina.getByRole('heading', { name: 'Счёт приостановлен' }).waitFor();
  await visit(galina, '/accounts');
  expect(await galina.getByText('Приостановлен', { exact: true }).count()).toBe(1);
  await galina.goBack();
  await galina.getByRole('button', { name: 'Возобновить' }).click();
  await galina.getByRole('heading', { name: 'Приостановить счёт' }).waitFor();
});

test('ACC-1, X-1: the accountant sees debtors by age and takes the turnover sheet as a table', async () => {
  const page = await pageOf(browsing, 'accountantA');
  await visit(page, '/work/debtors?age=over90');
  expect(await page.getByRole('row').filter({ hasText: 'Больше 90 дней' }).count()).toBeGreaterThan(0);
  await visit(page, '/work/reports');
  expect(await page.getByRole('main').textContent()).toContain('Собираемость');
  const files = await page.locator('a[download]').evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  expect(files).toHaveLength(3);
  for (const file of files) expect((await page.request.get(file)).status(), file).toBe(200);
});

test('ACC-5, X-6: a question about a payment carries it along, that it was read, the answer and the closing appear on the open page by themselves', async () => {
  const galina = await pageOf(browsing, 'galina');
  await visit(galina, '/payments?status=paid&search=Сосновый');
  await galina.locator('main tbody a[href^="/payments/"]').first().click();
  await galina.getByRole('link', { name: /^Спросить(: .*Сосновый двор| о платеже)/ }).click();
  await galina.waitForURL('**/cases/new**');
  await settled(galina);
  const text = galina.getByLabel('Что случилось');
  expect(await text.inputValue()).toMatch(/^Платёж .*₽.*чек №/);
  await text.fill(`${await text.inputValue()}Когда его учтут?`);
  await galina.getByRole('button', { name: 'Отправить' }).click();
  await galina.waitForURL('**/cases/*/*?sent');
  await settled(galina);
  const accountant = await pageOf(browsing, 'accountantA', { js: false });
  await visit(accountant, `/work${new URL(galina.url()).pathname}`);
  expect(await accountant.getByRole('main').textContent()).toContain('Когда его учтут?');
  await galina.bringToFront();
  await galina.getByText('Организация прочитала').waitFor();
  await accountant.getByLabel('Ответ жителю').fill('Уже учли: он в ноябрьской квитанции');
  await accountant.getByRole('button', { name: 'Отправить', exact: true }).click();
  await galina.bringToFront();
  await galina.getByText('Уже учли: он в ноябрьской квитанции').waitFor();
  await visit(accountant, `/work${new URL(galina.url()).pathname}`);
  expect(await accountant.getByRole('main').textContent()).toContain('Житель прочитал');
  await accountant.getByRole('button', { name: 'Закрыть вопрос' }).click();
  await galina.bringToFront();
  await galina.getByRole('heading', { name: 'Вопрос остался?' }).waitFor();
});
