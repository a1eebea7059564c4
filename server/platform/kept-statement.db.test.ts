import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useWorld } from '#test/world';
import { keptStatement } from './kept-statement.ts';
import { inTransaction } from './database.ts';

const world = useWorld();

test('a kept statement is made once and read with the values of each call, wherever they stand in it', async () => {
  let made = 0;
  const read = keptStatement(({ name, ids }: { name: string; ids: string[] }) => {
    made += 1;
    return sql<{
      name: string;
      again: string;
      fixed: string;
      ids: number;
    }>`select ${name}::text as name, ${name}::text as again, ${'as written'}::text as fixed, cardinality(${ids}::text[]) as ids`;
  });
  expect(await read(world.db, { name: 'a', ids: [] })).toEqual([{ name: 'a', again: 'a', fixed: 'as written', ids: 0 }]);
  expect(await Promise.all(['b', 'c'].map(async (name) => (await read(world.db, { name, ids: [name, 'x'] }))[0]!.again))).toEqual(['b', 'c']);
  expect(await inTransaction(world.db, (tx) => read(tx, { name: 'd', ids: ['1'] }))).toMatchObject([{ name: 'd', ids: 1 }]);
  expect(made).toBe(1);
});
