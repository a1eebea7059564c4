// Tariffs, norms and key rates from a table (CALC-1, CALC-3): preview, errors by row, all or the good rows, the same table twice.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { accountantOf, type CountedHouse, countMonth, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makeActor } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { importRates, previewRates } from './import-key-rates.ts';
import { importPrices, previewPrices } from './import-prices.ts';
import { readKeyRates } from './key-rates.ts';
import { readPrices } from './prices.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Kind = 'tariff' | 'norm';
const preview = (made: CountedHouse, kind: Kind, table: string) =>
  previewPrices({ db: world.db, actor: made.accountant }, kind, { organizationId: made.house.managerId, table });
const load = (
  made: CountedHouse,
  table: string,
  {
    choice = 'all',
    kind = 'tariff',
    actor = made.accountant,
    key = newId(world.now),
  }: { choice?: 'all' | 'good'; kind?: Kind; actor?: CountedHouse['accountant']; key?: string } = {},
) => world.run(actor, (work) => importPrices(work, kind, { organizationId: made.house.managerId, table, choice }), key);
const tariffsOf = async (made: CountedHouse, code: string) =>
  (await readPrices({ db: world.db, actor: made.accountant, now: world.now }, 'tariff', {})).prices
    .filter(({ serviceCode }) => serviceCode === code)
    .map(({ value, fromDay, toDay }) => [value, fromDay, toDay]);

const GOOD =
  'Тарифы на год;;;;\nУслуга;Действует с;Цена, руб.;Решение\nХолодное водоснабжение;01.10.2026;58,62;РЭК № 1\nХОЛОДНАЯ ВОДА;01.07.2027;"61,30";РЭК № 2\n\nwaste;2026-10-01;900;РЭК № 3\n';

test('CALC-1, X-4: a table of a spreadsheet is shown before anything is written, added once by twenty at once, and changes nothing the second time', async () => {
  const made = await makeCountedHouse(world);
  const { rows } = await preview(made, 'tariff', GOOD);
  expect(rows.map(({ row, state }) => [row, state])).toEqual([
    [3, 'new'],
    [4, 'new'],
    [6, 'new'],
  ]);
  expect(rows[0]!.said).toContain('58,62');
  expect(await tariffsOf(made, 'cold_water')).toEqual([['52.4', '2026-01-01', null]]);
  const runId = await countMonth(world, made, '2026-10');
  const answers = await Promise.all(Array.from({ length: 20 }, () => load(made, GOOD)));
  expect(answers.filter(({ added }) => added > 0)).toEqual([{ added: 3, same: 0, wrong: 0 }]);
  expect(answers.every(({ added, same }) => added + same === 3)).toBe(true);
  expect(await tariffsOf(made, 'cold_water')).toEqual([
    ['61.3', '2027-07-01', null],
    ['58.62', '2026-10-01', '2027-06-30'],
    ['52.4', '2026-01-01', '2026-09-30'],
  ]);
  expect((await preview(made, 'tariff', GOOD)).rows.map(({ state }) => state)).toEqual(['same', 'same', 'same']);
  expect(await world.db.selectFrom('calculation.run').select('stale').where('id', '=', runId).executeTakeFirst()).toEqual({ stale: true });
  const key = newId(world.now);
  expect(await load(made, GOOD, { key })).toEqual(await load(made, GOOD, { key }));
  const { revisions } = await readPrices({ db: world.db, actor: made.accountant, now: world.now }, 'tariff', {});
  expect(revisions.filter(({ action }) => action === 'added')).toHaveLength(3);
});

test('CALC-1, X-3: each wrong cell is told by its row and heading; nothing is written unless the good rows are asked for', async () => {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  const table = [
    'Услуга\tДом\tВремя суток\tС какого объёма\tЦена\tДействует с\tПо какой день\tРешение',
    'Полёты\tМосква\tвечером\tмного\t-1\tзавтра\tвчера\t',
    'Газоснабжение\t\t\t\t7,5\t01.09.2026\t\tРешение',
    'Газоснабжение\t\t\t\t7,5\t01.10.2026\t\tРешение',
    'Газоснабжение\t\t\t\t8\t15.10.2026\t01.10.2026\tРешение',
  ].join('\n');
  const { rows } = await preview(made, 'tariff', table);
  expect(rows.map(({ state }) => state)).toEqual(['wrong', 'wrong', 'new', 'wrong']);
  expect(rows[0]!.problems.map(({ column }) => column)).toEqual([
    'Услуга',
    'Дом',
    'Время суток',
    'Цена',
    'С какого объёма',
    'Действует с',
    'По какой день',
    'Решение',
  ]);
  expect(rows[0]!.problems[0]!.detail).toBe('Такой услуги нет: «Полёты»');
  expect(rows[1]!.problems).toMatchObject([{ column: 'Действует с', detail: expect.stringContaining('уже проведены') }]);
  expect(await refusalOf(load(made, table))).toMatchObject({ code: 'import.errors', facts: { count: 3 } });
  expect(await tariffsOf(made, 'gas')).toEqual([]);
  expect(await load(made, table, { choice: 'good' })).toEqual({ added: 1, same: 0, wrong: 3 });
  expect(await tariffsOf(made, 'gas')).toEqual([['7.5', '2026-10-01', null]]);
});

test('CALC-1, X-3, X-8: what is no table is told in words; a stranger finds nothing; norms go by the same way', async () => {
  const made = await makeCountedHouse(world);
  for (const [table, why] of [
    ['x', '«Услуга»'],
    ['Услуга;Цена\nГаз;7', '«Действует с», «Решение»'],
    ['Услуга;Цена;Действует с;Решение', 'ни одной строки'],
    [`Услуга;Цена;Действует с;Решение\n${'a;1;2;3\n'.repeat(501)}`, 'строк 501'],
    ['Услуга;Цена;Действует с;Решение\n"a;1;2;3', 'кавычки'],
  ] as const) {
    expect(await refusalOf(preview(made, 'tariff', table)), table.slice(0, 60)).toMatchObject({
      code: 'import.table',
      facts: { why: expect.stringContaining(why) },
    });
  }
  const stranger = accountantOf(world, (await makeCountedHouse(world)).house.managerId);
  expect((await refusalOf(load(made, GOOD, { actor: stranger }))).code).toBe('object.notFound');
  expect((await refusalOf(previewPrices({ db: world.db, actor: stranger }, 'tariff', { organizationId: made.house.managerId, table: GOOD }))).code).toBe(
    'object.notFound',
  );
  const norms =
    'Услуга;На что;Норматив;Действует с;Решение\nХолодная вода;на человека;5,1;01.10.2026;Собрание № 1\nХолодная вода;на кота;5,1;01.10.2026;Собрание № 1';
  expect((await preview(made, 'norm', norms)).rows).toMatchObject([{ state: 'new' }, { state: 'wrong', problems: [{ column: 'На что' }] }]);
  expect(await load(made, norms, { kind: 'norm', choice: 'good' })).toEqual({ added: 1, same: 0, wrong: 1 });
});

test('CALC-3, X-3, X-4: key rates of a table stand when they begin after the last; those known are passed over, the rest is told', async () => {
  const operator = await makeActor(world, [{ role: 'operator' }]);
  const table = 'Дата;Ставка, % годовых\n21.12.2026;14,5\n16.02.2026;15,5\n10.02.2026;15\n08.02.2027;14%\nпозже;0';
  const states = async () =>
    (await previewRates(world.db, { table })).rows
      .map(({ row, state, problems }) => [row, state, problems.map(({ column }) => column)] as const)
      .toSorted(([a], [b]) => a - b);
  expect(await states()).toEqual([
    [2, 'new', []],
    [3, 'same', []],
    [4, 'wrong', ['Действует с']],
    [5, 'new', []],
    [6, 'wrong', ['Действует с', 'Ставка']],
  ]);
  const add = (choice: 'all' | 'good') => world.run(operator, (work) => importRates(work, { table, choice }), newId(world.now));
  expect((await refusalOf(add('all'))).code).toBe('import.errors');
  const answers = await Promise.all(Array.from({ length: 20 }, () => add('good')));
  expect(answers.reduce((sum, { added }) => sum + added, 0)).toBe(2);
  const { rates } = await readKeyRates({ db: world.db, actor: operator, now: world.now });
  expect(rates.slice(0, 2).map(({ fromDay, percent, decision }) => [fromDay, percent, decision])).toEqual([
    ['2027-02-08', '14', 'Банк России'],
    ['2026-12-21', '14.5', 'Банк России'],
  ]);
  // One key again is the first answer, and two tables at once never leave a rate that begins before the last.
  const key = newId(world.now);
  const next = (day: string, rate: string) => ({ table: `Дата;Ставка, % годовых\n${day};${rate}`, choice: 'good' as const });
  const sent = await Promise.all(Array.from({ length: 5 }, () => world.run(operator, (work) => importRates(work, next('15.03.2027', '13')), key)));
  expect(sent).toEqual(sent.map(() => ({ added: 1, same: 0, wrong: 0 })));
  const raced = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      world.run(operator, (work) => importRates(work, next(n % 2 === 0 ? '19.04.2027' : '26.04.2027', '12')), newId(world.now)),
    ),
  );
  const after = (await readKeyRates({ db: world.db, actor: operator, now: world.now })).rates.map(({ fromDay }) => fromDay).filter((day) => day > '2027-02-08');
  expect(after).toEqual([...new Set(after)].toSorted().toReversed());
  expect([after.includes('2027-03-15'), after.includes('2027-04-26'), raced.reduce((sum, { added }) => sum + added, 0)]).toEqual([
    true,
    true,
    after.length - 1,
  ]);
  expect(await world.run(operator, (work) => importRates(work, next('15.03.2027', '13')), key)).toEqual(sent[0]);
});
