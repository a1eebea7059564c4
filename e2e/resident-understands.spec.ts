// Story: a resident sees what was charged and why, finds, sorts and takes it away, and gets the bill as a file and by e-mail.
import { expect, test } from 'vitest';
import { emailOf, pageOf, waitForMessage } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const plain = (text: string | null): string => (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
const kopecksIn = (text: string): number => Number(/(-?[\d ]+),(\d\d)/.exec(text)!.slice(1).join('').replaceAll(' ', ''));

for (const js of [true, false]) {
  test(`CHG-1, CHG-2: charges and «Почему столько?» ${js ? 'with' : 'without'} JavaScript: the shown terms stand under the line, the list is filtered and sorted`, async () => {
    const page = await pageOf(browsing, 'galina', { js });
    await visit(page, '/charges?periodFrom=&periodTo=&sort=-totalKopecks');
    const sums = async (): Promise<number[]> => (await page.locator('tbody tr td b').allTextContents()).map((text) => kopecksIn(plain(text)));
    const dearest = await sums();
    expect(dearest.length).toBeGreaterThan(5);
    expect(dearest).toEqual([...dearest].sort((one, other) => other - one));
    await visit(page, '/charges?serviceCode=heating&periodFrom=&periodTo=');
    const services = await page.locator('tbody tr:has(a[href*="why="]) th').allTextContents();
    expect(services.length).toBeGreaterThan(3);
    expect(services.filter((name) => !name.startsWith('Отопление'))).toEqual([]);
    await page
      .getByRole('link', { name: /^Почему столько\?/ })
      .first()
      .click();
    await page.locator('#why').waitFor();
    await settled(page);
    const heading = plain(await page.locator('#why').textContent());
    const reason = plain(await page.locator('section:has(> #why), section:has(#why)').last().textContent());
    const sum = /[\d ]+,\d\d ₽/.exec(heading)![0].trim();
    expect(reason.split(sum).length).toBeGreaterThan(2); // the formula ends in the sum of the heading
    expect(reason).toMatch(/×|÷/);
    if (js) expect(await axeFaults(page)).toEqual([]);
  });
}

test('CHG-1, X-1: charges are taken away as CSV, XLSX and PDF with the filter kept', async () => {
  const page = await pageOf(browsing, 'galina');
  await visit(page, '/charges?serviceCode=heating&periodFrom=&periodTo=');
  const files = await page.locator('a[href*="/api/v1/charges/export"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  const starts = new Map<string, Buffer>();
  for (const file of files) starts.set(/format=(\w+)/.exec(file)![1]!, await (await page.request.get(file)).body());
  expect([...starts.keys()].sort()).toEqual(['csv', 'pdf', 'xlsx']);
  const csv = starts.get('csv')!.toString('utf8');
  expect(csv.startsWith('\ufeff')).toBe(true);
  const lines = csv.trim().split(/\r?\n/).slice(1);
  expect(lines.filter((line) => !line.includes('Отопление') && !line.includes('Итого'))).toEqual([]);
  expect(starts.get('xlsx')!.subarray(0, 2).toString()).toBe('PK');
  expect(starts.get('pdf')!.subarray(0, 5).toString()).toBe('%PDF-');
});

for (const js of [true, false])
  test(`CALC-1, X-12: Galina learns what subsidy her family may count on ${js ? 'with' : 'without'} JavaScript: a wrong income stays in its field, the income is in no address`, async () => {
    const page = await pageOf(browsing, 'galina', { width: 390, height: 844, js });
    const main = page.getByRole('main');
    await visit(page, '/accounts');
    await main.locator('a[href^="/accounts/"]:not([href="/accounts/add"])').first().click();
    await main.getByRole('link', { name: 'Положена ли субсидия' }).click();
    await main.getByRole('heading', { name: 'Как её получить' }).waitFor();
    const income = main.getByLabel('Доход всей семьи в месяц');
    const count = async (typed: string): Promise<void> => {
      await income.fill(typed);
      await main.getByRole('button', { name: 'Посчитать' }).click();
    };
    await count('двадцать');
    await main.getByText('Введите число цифрами').first().waitFor();
    expect(await income.inputValue()).toBe('двадцать');
    await count('21 300');
    await main.getByText('Похоже, положена').waitFor();
    expect([await income.inputValue(), new URL(page.url()).search]).toEqual(['21 300', '']);
    await count('900 000');
    await main.getByText('По этим данным не положена').waitFor();
  });

test('BILL-2, BILL-3: the bill on the screen, as PDF, as HTML and by e-mail; one press leads to its payment', async () => {
  const page = await pageOf(browsing, 'galina');
  await visit(page, '/bills');
  await page.locator('tbody a[href^="/bills/"]').first().click();
  await page.waitForURL(/\/bills\/[^/]+\/[^/]+$/);
  await settled(page);
  const pdf = await page.request.get((await page.getByRole('link', { name: 'Скачать PDF' }).getAttribute('href'))!);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  const html = await page.request.get((await page.getByRole('link', { name: 'Скачать HTML' }).getAttribute('href'))!);
  expect(await html.text()).toContain('Июльская');
  const since = new Date();
  await page.getByRole('button', { name: 'Прислать на почту' }).click();
  await page.getByText('Отправляем').waitFor();
  const letter = await waitForMessage(page, emailOf('galina'), ({ attachments }) => attachments.some((name) => name.endsWith('.pdf')), since);
  expect(letter.channel).toBe('email');
  await page.getByRole('main').getByRole('link', { name: 'Оплатить' }).first().click();
  await page.waitForURL('**/pay?account=**');
  await settled(page);
  await expect.poll(() => page.getByRole('main').getByRole('checkbox', { checked: true }).count()).toBe(1);
});
