// A house with all that stands in it, many times over: millions of rows that the doors would need hours for.
import pg from 'pg';
import type { World } from '#test/world';

/** What makes a row of another house of it: ids, and texts that are unique beyond the house. Parents first. */
const TABLES: readonly { table: string; ids: readonly string[]; texts?: readonly string[] }[] = [
  { table: 'housing.house', ids: ['house_id'], texts: ['number'] },
  { table: 'housing.premises', ids: ['house_id', 'premises_id'] },
  { table: 'ledger.account', ids: ['house_id', 'id', 'premises_id'], texts: ['number'] },
  { table: 'ledger.account_number', ids: ['house_id', 'account_id'], texts: ['number'] },
  { table: 'ledger.book', ids: ['house_id', 'id', 'account_id'] },
  { table: 'ledger.transfer', ids: ['house_id', 'id', 'debit_book', 'credit_book', 'account_id'] },
  { table: 'ledger.balance', ids: ['house_id', 'account_id'] },
  { table: 'ledger.account_sum', ids: ['house_id', 'id'] },
  { table: 'billing.charge', ids: ['house_id', 'id', 'account_id'] },
  { table: 'billing.bill', ids: ['house_id', 'id', 'account_id'], texts: ['number'] },
];
const AT_ONCE = 20;

/** Puts `times` more houses like this one beside it. Foreign keys hold by the way the ids are made: they are away meanwhile. */
export async function cloneHouse({ ownerUrl }: World, houseId: string, times: number): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const { rows: keys } = await owner.query<{ table: string; name: string; text: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as text from pg_constraint where contype = 'f' and conrelid = any($1::regclass[])`,
    [TABLES.map(({ table }) => table)],
  );
  for (const { table, name } of keys) await owner.query(`alter table ${table} drop constraint ${name}`);
  await owner.query('set synchronous_commit = off');
  for (let first = 1; first <= times; first += AT_ONCE) {
    for (const { table, ids, texts = [] } of TABLES) {
      const { rows } = await owner.query<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
        [table],
      );
      const value = ({ name }: { name: string }): string =>
        ids.includes(name) ? `md5(t.${name}::text || n)::uuid` : texts.includes(name) ? `t.${name} || '-' || n` : `t.${name}`;
      await owner.query(
        `insert into ${table} (${rows.map(({ name }) => name).join(', ')}) select ${rows.map(value).join(', ')} from ${table} t, generate_series(${first}, ${Math.min(first + AT_ONCE - 1, times)}) n where t.house_id = $1`,
        [houseId],
      );
    }
  }
  for (const { table, name, text } of keys) await owner.query(`alter table ${table} add constraint ${name} ${text} not valid`);
  await owner.end();
}
