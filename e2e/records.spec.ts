// A resident tells her papers, is told what the registers say otherwise, mends it; without JavaScript a section is written too.
import { test } from 'vitest';
import { signIn } from './people.ts';
import { settled, useBrowser, visit } from './walk.ts';

const browsings = useBrowser();

// By different people, mostly waiting: side by side.

test.concurrent('DATA-1, DATA-2, DATA-4, HOME-2: papers are checked by field and with the registers; a difference says what it spoils and goes when mended; scans are put in', async ({
  expect,
  onTestFinished,
}) => {
  const browsing = browsings.apart(onTestFinished);
  const page = await browsing.newPage({ width: 390, height: 844 });
  await signIn(page, 'tamara', '/profile/records');
  await page.getByRole('button', { name: 'Согласиться и продолжить' }).click();
  await page.getByRole('button', { name: 'Проверить мои данные' }).waitFor();

  await page.getByRole('link', { name: /Заполнить.*Личные данные/ }).click();
  await page.waitForURL(/records\/personal$/);
  await settled(page);
  expect(await page.getByLabel('Дата рождения').inputValue(), 'offered from the papers of the state system').toBe('1958-06-02');
  const number = await page.getByLabel('Номер паспорта').inputValue();
  await page.getByLabel('Номер паспорта').fill('12');
  await page.getByLabel('Когда выдан').fill('2016-05-20');
  await page.getByLabel('Код подразделения').fill('660001');
  await page.getByLabel('Кем выдан').fill('УВД Кировского района');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByRole('alert').getByText('Номер паспорта: 6 цифр').waitFor();
  expect(await page.getByLabel('Код подразделения').inputValue(), 'nothing typed is lost').toBe('660001');
  await page.getByLabel('Номер паспорта').fill('777777');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.waitForURL(/records\?done=saved$/);

  const passport = page.getByRole('article').filter({ hasText: 'такого паспорта нет' });
  await passport.waitFor();
  await passport.getByText('подтверждение владения не примут').waitFor();
  await page.getByRole('cell', { name: 'Ответил' }).first().waitFor();
  await passport.getByRole('link', { name: /Исправить.*Паспорт/ }).click();
  await page.waitForURL(/records\/personal$/);
  await settled(page);
  await page.getByLabel('Номер паспорта').fill(number);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.waitForURL(/records\?done=saved$/);
  await passport.waitFor({ state: 'detached' });
  await page.getByLabel('Сканы').setInputFiles({ name: 'паспорт.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nscan\n%%EOF') });
  await page.getByRole('button', { name: 'Загрузить документы' }).click();
  await page.getByText('Положили 1 файл. Сверяем сведения с реестрами.').waitFor();
});

test.concurrent('DATA-4, A11Y-3: a section is written without JavaScript, and what stood before is shown', async ({ onTestFinished }) => {
  const browsing = browsings.apart(onTestFinished);
  const page = await browsing.newPage({ js: false });
  await signIn(page, 'daria', '/profile/records/family');
  const save = async (children: string): Promise<void> => {
    await visit(page, '/profile/records/family');
    await page.getByLabel('В браке', { exact: true }).check();
    await page.getByLabel('Детей до 18 лет').fill(children);
    await page.getByLabel('Снимаю').check();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForURL(/records\?done=saved$/);
  };
  await save('1');
  await save('2');
  await visit(page, '/profile/records/family');
  await page
    .getByRole('row')
    .filter({ hasText: 'Детей до 18 лет' })
    .filter({ has: page.getByRole('cell', { name: '1', exact: true }) })
    .waitFor();
});
