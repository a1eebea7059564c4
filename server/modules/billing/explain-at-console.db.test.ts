import { expect, test } from 'vitest';
import pg from 'pg';
import { makeAccount } from '#test/factories/accounts';
import { areaTerms, postRun } from '#test/factories/billing';
import { useWorld } from '#test/world';
import { explainAccount } from './explain-at-console.ts';

const world = useWorld();

test('CHG-2, CALC-4: the console tells the terms in words, beside last month, and says when they do not give the sum', async () => {
  const account = await makeAccount(world);
  for (const period of ['2026-09', '2026-10']) await postRun(world, [account], { period, charges: { maintenance: areaTerms(period, '54.3', '31.85') } });
  const { lines, charges, unequal } = await explainAccount(world.db, account.number, '2026-10');
  expect([charges, unequal]).toEqual([1, 0]);
  const text = lines.join('\n').replaceAll('\u00a0', ' ');
  for (const part of [
    'Содержание жилого помещения: 1 729,46 ₽',
    '54,3 м²',
    '31,85 ₽',
    'Тариф: Решение собрания № 1',
    'Столько же, сколько в сентябре',
    'Равно: слагаемые дают 1 729,46 ₽',
  ])
    expect(text).toContain(part);
  const owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
  await owner.query(`update billing.charge set terms = jsonb_set(terms, '{area}', '"54.4"') where account_id = $1 and period = '2026-10-01'`, [
    account.accountId,
  ]);
  await owner.end();
  const spoilt = await explainAccount(world.db, account.number, '2026-10');
  expect([spoilt.charges, spoilt.unequal]).toEqual([1, 1]);
  expect(spoilt.lines.join('\n')).toContain('НЕ РАВНО');
  expect((await explainAccount(world.db, account.number, '2026-08')).charges).toBe(0);
  expect((await explainAccount(world.db, 'нет такого', '2026-10')).lines).toEqual([]);
});
