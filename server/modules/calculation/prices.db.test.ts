import { describe, expect, test } from 'vitest';
import { addMeters, addPastReadings } from '#modules/meters';
import { verifyJournal } from '#platform/journal';
import { newId } from '#platform/ids';
import { makePerson } from '#test/factories/identity';
import { accountantOf, countMonth, type CountedHouse, jobContext, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { portal, refusalOf, useWorld } from '#test/world';
import { countRunJob } from './count-run.ts';
import { moveRun } from './open-run.ts';
import { readPreview } from './preview-price.ts';
import { addPrice, dropPrice, editPrice, readPrices } from './prices.ts';

const world = useWorld('2026-11-02T09:00:00Z');
type Wanted = Parameters<typeof addPrice>[2];
const water = ({ house }: CountedHouse, more: Partial<Wanted> = {}): Wanted => ({
  organizationId: house.managerId,
  houseId: null,
  serviceCode: 'cold_water',
  way: '',
  fromVolume: '0',
  value: '58.62',
  fromDay: '2026-10-01',
  toDay: null,
  decision: 'Постановление № 201-Т',
  ...more,
});
const reading = (made: CountedHouse) => ({ db: world.db, actor: made.accountant, now: world.now });
const waterOf = async (made: CountedHouse) =>
  (await readPrices(reading(made), 'tariff', {})).prices
    .filter(({ serviceCode }) => serviceCode === 'cold_water')
    .map(({ value, fromDay, toDay }) => [value, fromDay, toDay]);
const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);

describe('a tariff on the screen', () => {
  test('CALC-1, CALC-4: a new tariff ends the one before it, is told in the journal and in the history, and counts the next month', async () => {
    const made = await makeCountedHouse(world);
    const person = await makePerson(world, { lastName: 'Смирнова', firstName: 'Ольга' });
    const accountant = accountantOf(world, made.house.managerId, person.personId);
    const key = newId(world.now);
    const [first, again] = [
      await world.run(accountant, (work) => addPrice(work, 'tariff', water(made)), key),
      await world.run(accountant, (work) => addPrice(work, 'tariff', water(made)), key),
    ];
    expect(again).toEqual(first);
    expect(await waterOf(made)).toEqual([
      ['58.62', '2026-10-01', null],
      ['52.4', '2026-01-01', '2026-09-30'],
    ]);
    const { revisions } = await readPrices(reading(made), 'tariff', {});
    expect(revisions.map(({ action }) => action).sort()).toEqual(['added', 'ended']);
    expect(revisions[0]!.who).toContain('Смирнова');
    const lines = await world.db
      .selectFrom('platform.journal_line')
      .select('action')
      .where('stream', '=', `organization:${made.house.managerId}`)
      .where('action', 'in', ['tariff.added', 'tariff.ended'])
      .execute();
    expect(lines.filter(({ action }) => action === 'tariff.ended')).toHaveLength(1);
    const runId = await countMonth(world, made, '2026-10');
    const line = await world.db
      .selectFrom('calculation.run_line')
      .select('kopecks')
      .where('run_id', '=', runId)
      .where('service_code', '=', 'cold_water')
      .executeTakeFirstOrThrow();
    // Two people, 4.85 m³ each, at 58.62.
    expect(line.kopecks).toBe(56_861n);
    expect((await verifyJournal(world.db)).faults).toEqual([]);
  });

  test('CALC-1: where an accountant sets the social norm, a run charges what is over it by the second price', async () => {
    const made = await makeCountedHouse(world, { flats: 1 });
    const { houseId, managerId, premises } = made.house;
    await world.run(portal, async (work) => {
      const [id] = await addMeters(work, [
        {
          houseId,
          premisesId: premises[0]!.premisesId,
          organizationId: managerId,
          serviceCode: 'electricity',
          serial: 'Э-1',
          make: '',
          model: '',
          digits: 6,
          decimals: 0,
          place: '',
          installedOn: '2026-09-24',
          nextVerificationOn: '2032-01-14',
          registers: [{ zone: '', initialValue: '0' }],
        },
      ]);
      await addPastReadings(work, [{ houseId, meterId: id!, zone: '', month: '2026-10', takenOn: '2026-10-24', value: '300', source: 'resident' }]);
    });
    const set = (kind: 'tariff' | 'norm', more: Partial<Wanted>) =>
      world.run(made.accountant, (work) => addPrice(work, kind, water(made, { serviceCode: 'electricity', ...more })));
    await set('tariff', { value: '4.00' });
    await set('tariff', { value: '6.00', fromVolume: '1' });
    await set('norm', { way: 'home1', value: '150' });
    await set('norm', { way: 'home2', value: '230' });
    expect(
      (await readPrices(reading(made), 'norm', {})).prices.filter(({ serviceCode }) => serviceCode === 'electricity').map(({ way, value }) => [way, value]),
    ).toEqual([
      ['home1', '150'],
      ['home2', '230'],
    ]);
    const line = await world.db
      .selectFrom('calculation.run_line')
      .select(['kopecks', 'terms'])
      .where('run_id', '=', await countMonth(world, made, '2026-10'))
      .where('service_code', '=', 'electricity')
      .executeTakeFirstOrThrow();
    // Two people: 230 kWh at 4.00, 70 at 6.00.
    expect(line).toMatchObject({
      kopecks: 134_000n,
      terms: {
        pieces: [
          { volume: '230', upTo: '230' },
          { volume: '70', upTo: null },
        ],
      },
    });
  });

  test('CALC-2: posted months stay as they were: nothing begins or changes in them, a used price only ends later', async () => {
    const made = await makeCountedHouse(world);
    await postMonth(world, made, '2026-09');
    expect(await fieldsOf(world.run(made.accountant, (work) => addPrice(work, 'tariff', water(made, { fromDay: '2026-09-15' }))))).toEqual(['/fromDay']);
    const [old] = (await readPrices(reading(made), 'tariff', {})).prices.filter(({ serviceCode }) => serviceCode === 'cold_water');
    expect(old!.can).toEqual({ change: false, end: true, remove: false });
    const change = { organizationId: made.house.managerId, version: 1, value: '52.4', fromDay: old!.fromDay, toDay: null, decision: old!.decision };
    const key = { kind: 'tariff' as const, id: old!.id };
    expect(await fieldsOf(world.run(made.accountant, (work) => editPrice(work, key, { ...change, value: '1' })))).toEqual(['/fromDay']);
    expect(await fieldsOf(world.run(made.accountant, (work) => editPrice(work, key, { ...change, toDay: '2026-09-29' })))).toEqual(['/toDay']);
    expect(await fieldsOf(world.run(made.accountant, (work) => dropPrice(work, key, { organizationId: made.house.managerId, version: 1 })))).toEqual([
      '/fromDay',
    ]);
    const { id } = await world.run(made.accountant, (work) => addPrice(work, 'tariff', water(made)));
    expect(
      (await refusalOf(world.run(made.accountant, (work) => editPrice(work, { ...key, id }, { ...change, version: 7, fromDay: '2026-10-01' })))).code,
    ).toBe('object.changed');
    expect(await world.run(made.accountant, (work) => editPrice(work, { ...key, id }, { ...change, value: '60', fromDay: '2026-10-01' }))).toEqual({
      version: 2,
    });
    await world.run(made.accountant, (work) => dropPrice(work, { ...key, id }, { organizationId: made.house.managerId, version: 2 }));
    expect(await waterOf(made)).toEqual([['52.4', '2026-01-01', null]]);
  });

  test('CALC-2: a change makes the draft stale: it is counted anew before it may be checked and posted', async () => {
    const made = await makeCountedHouse(world);
    const runId = await countMonth(world, made, '2026-10');
    const key = { houseId: made.house.houseId, runId };
    await world.run(made.accountant, (work) => moveRun(work, 'check', { ...key, version: 2 }));
    await world.run(made.accountant, (work) => addPrice(work, 'tariff', water(made)));
    expect((await refusalOf(world.run(made.accountant, (work) => moveRun(work, 'post', { ...key, version: 4 })))).code).toBe('run.notChecked');
    expect((await refusalOf(world.run(made.accountant, (work) => moveRun(work, 'check', { ...key, version: 4 })))).code).toBe('run.stale');
    const { progressId } = await world.run(made.accountant, (work) => moveRun(work, 'count', { ...key, version: 4 }));
    await countRunJob.run(jobContext(world), { ...key, progressId });
    await world.run(made.accountant, (work) => moveRun(work, 'check', { ...key, version: 6 }));
  });

  test('X-8, X-3: a stranger finds nothing; what is wrong is told by its field; of twenty at once one stands', async () => {
    const made = await makeCountedHouse(world);
    const stranger = accountantOf(world, (await makeCountedHouse(world)).house.managerId);
    expect((await refusalOf(world.run(stranger, (work) => addPrice(work, 'tariff', water(made))))).code).toBe('object.notFound');
    expect((await refusalOf(readPrices({ db: world.db, actor: stranger, now: world.now }, 'tariff', { organizationId: made.house.managerId }))).code).toBe(
      'object.notFound',
    );
    const [price] = (await readPrices(reading(made), 'tariff', {})).prices;
    const theirs = stranger.grants[0]!.organizationId!;
    expect(
      (await refusalOf(world.run(stranger, (work) => dropPrice(work, { kind: 'tariff', id: price!.id }, { organizationId: theirs, version: 1 })))).code,
    ).toBe('object.notFound');
    const wrongs: [Partial<Wanted>, string][] = [
      [{ houseId: newId(world.now) }, '/houseId'],
      [{ serviceCode: 'penalty' }, '/serviceCode'],
      [{ way: 'person' }, '/way'],
      [{ toDay: '2026-09-01' }, '/toDay'],
      [{ fromDay: '2026-01-01' }, '/fromDay'],
    ];
    for (const [more, field] of wrongs)
      expect(await fieldsOf(world.run(made.accountant, (work) => addPrice(work, 'tariff', water(made, more))))).toEqual([field]);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => world.run(made.accountant, (work) => addPrice(work, 'tariff', water(made, { value: String(50 + n) })))),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await waterOf(made)).toHaveLength(2);
  });
});

test("CALC-1: an organization sets a norm of its own, for itself alone, that stands before the region's", async () => {
  const made = await makeCountedHouse(world);
  const other = await makeCountedHouse(world);
  const norm = { ...water(made), way: 'person' as const, value: '5.5', fromDay: '2026-10-11', houseId: made.house.houseId };
  await world.run(made.accountant, (work) => addPrice(work, 'norm', norm));
  expect((await readPrices(reading(made), 'norm', {})).prices.filter(({ can }) => can.change)).toMatchObject([
    { value: '5.5', unit: 'м³', house: expect.stringContaining('Липовая') },
  ]);
  expect((await readPrices(reading(other), 'norm', {})).prices.filter(({ can }) => can.change)).toEqual([]);
  const terms = async (town: CountedHouse) => {
    const runId = await countMonth(world, town, '2026-10');
    return (
      await world.db
        .selectFrom('calculation.run_line')
        .select('terms')
        .where('run_id', '=', runId)
        .where('service_code', '=', 'cold_water')
        .executeTakeFirstOrThrow()
    ).terms;
  };
  expect(await terms(made)).toMatchObject({
    pieces: [
      { norm: '4.85', part: { days: 10, of: 31 } },
      { norm: '5.5', part: { days: 21, of: 31 } },
    ],
  });
  expect(await terms(other)).toMatchObject({ pieces: [{ norm: '4.85', part: null }] });
});

test('CALC-1: the preview counts the last posted month with the price, for a flat and the house, and writes nothing', async () => {
  const made = await makeCountedHouse(world);
  await postMonth(world, made, '2026-09');
  const asked = { organizationId: made.house.managerId, serviceCode: 'cold_water', way: '' as const, fromVolume: '0', value: '58.62' };
  const effect = await readPreview({ ground: world.ground, ...reading(made) }, 'tariff', asked);
  expect(effect).toMatchObject({ month: '2026-09', flats: 3, flatEffects: [{ beforeKopecks: 50_828, kopecks: 56_861 }] });
  expect(effect.kopecks - effect.beforeKopecks).toBe(3 * (56_861 - 50_828));
  expect((await readPreview({ ground: world.ground, ...reading(made) }, 'tariff', { ...asked, account: made.accounts[2]!.number })).account).toBe(
    made.accounts[2]!.number,
  );
  expect(await fieldsOf(readPreview({ ground: world.ground, ...reading(made) }, 'tariff', { ...asked, account: 'нет' }))).toEqual(['/account']);
  await world.run(made.accountant, (work) => addPrice(work, 'tariff', water(made, { houseId: made.house.houseId, toDay: '2026-12-31' })));
  expect(await fieldsOf(readPreview({ ground: world.ground, ...reading(made) }, 'tariff', asked))).toEqual(['/houseId']);
  expect((await readPreview({ ground: world.ground, ...reading(made) }, 'norm', { ...asked, way: 'person', value: '9.7' })).flatEffects).toMatchObject([
    { kopecks: 101_656 },
  ]);
  expect(await waterOf(made)).toEqual([
    ['52.4', '2026-01-01', null],
    ['58.62', '2026-10-01', '2026-12-31'],
  ]);
});
