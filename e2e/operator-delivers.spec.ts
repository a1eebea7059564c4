// Story: the operator looks how messages arrive, switches a failing channel off and on again.
import { expect, test } from 'vitest';
import { pageOf } from './people.ts';
import { settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('CONF-2: the operator sees delivery by channel and switches one off and on', async () => {
  const page = await pageOf(browsing, 'operator');
  await visit(page, '/work');
  await page.getByRole('link', { name: 'Доставка сообщений' }).click();
  const push = page.getByRole('row').filter({ hasText: 'Уведомления на устройства' });
  await push.getByText('Работает').waitFor();
  await settled(page);
  await push.getByRole('button', { name: 'Выключить' }).click();
  await page.getByText('Выключено: Уведомления на устройства').waitFor();
  await push.getByRole('button', { name: 'Включить' }).click();
  await push.getByText('Работает').waitFor();
  expect(await page.getByText('Выключено:').count()).toBe(0);
});
