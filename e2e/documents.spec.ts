// A resident puts a paper into the vault, finds it by a word of its text, says what it is, opens it to somebody until a day and closes it; without JavaScript.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('DOCS-1, DOCS-2, A11Y-3: a paper is kept, found by its text, given its kind, opened until a day and closed', async () => {
  const page = await pageOf(browsing, 'roman', { js: false });
  await visit(page, '/documents');
  await page.getByRole('link', { name: 'Протокол собрания о дворе' }).waitFor();
  const buffer = Buffer.from('Дубликаты ключей от подвала лежат у консьержа');
  await page.getByLabel('Файлы').setInputFiles([{ name: 'Памятка.txt', mimeType: 'text/plain', buffer }, { name: 'Программа.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') }]);
  await page.getByRole('button', { name: 'Положить в хранилище' }).click();
  await page.getByText('Положили 1 файл').waitFor();
  await page.getByText('«Программа.exe»').waitFor();

  await expect.poll(async () => {
    await visit(page, `/documents?q=${encodeURIComponent('дубликат ключа')}`);
    return page.getByRole('link', { name: 'Памятка' }).count();
  }, { timeout: 20_000 }).toBe(1);
  await page.getByRole('link', { name: 'Памятка' }).click();
  await page.getByRole('form', { name: 'Вид документа' }).getByRole('button', { name: 'Заявление' }).click();
  await page.getByText('Сохранили').waitFor();
  await page.getByRole('heading', { name: 'Заявление', exact: true }).waitFor();

  await page.getByText('Открыть на время').click();
  await page.getByLabel('Телефон').fill('+7 900 999-00-00');
  await page.getByLabel('Последний день').fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
  await page.getByRole('button', { name: 'Открыть документ' }).click();
  await page.getByText('Документ открыт').waitFor();
  await page.getByRole('button', { name: /^Закрыть для/ }).click();
  await page.getByText('Только тем, чьё это хранилище').waitFor();
});
