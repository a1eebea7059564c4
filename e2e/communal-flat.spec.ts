// Story: who lives in a room of a communal flat finds its shared meters and hands in for everybody.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('MTR-1, MTR-2: shared meters of a communal flat stand beside the room’s own, and a room hands in for all', async () => {
  const page = await pageOf(browsing, 'zoya', { js: false });
  await visit(page, '/meters');
  await page.getByRole('link', { name: 'Общие счётчики квартиры' }).click();
  await page.getByText('один раз за всех').waitFor();
  const before = Number(/[\d\u00a0]+/.exec((await page.locator('.meter .mut.num').first().textContent())!)![0].replaceAll('\u00a0', ''));
  await page.locator('input[name="readings.0.value"]').fill(String(before + 10));
  await page.getByRole('button', { name: 'Передать показания' }).click();
  await page
    .getByText(/Показания переданы/)
    .first()
    .waitFor();
  expect(new URL(page.url()).searchParams.get('flat')).toBe('1');
});
