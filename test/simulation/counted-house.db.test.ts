// Months of a house that the portal counts itself, with facts of chance: meters that may not be charged by, a flat cut off from heating,
// owners who took what is over the norm, a flat sold within a month. Each line is what an independent model says, to the kopeck.
//   SIM_SEEDS=200 node test.mjs simulation    as many seeds; SIM_SEED=17 begins with that one
import { describe, expect, test } from 'vitest';
import { addNorms, addTariffs } from '#modules/directory';
import { addMeters, addPastReadings } from '#modules/meters';
import { addDays, daysInMonth, firstDay, lastDay, type Month } from '#platform/time';
import { closed, makeAccount } from '#test/factories/accounts';
import { type CountedHouse, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { portal, useWorld, type World } from '#test/world';
import { tellOverNorm } from '../../server/modules/calculation/over-norm.ts';
import { tellOwnHeating } from '../../server/modules/calculation/own-heating.ts';
import { noteFault } from '../../server/modules/meters/meter-faults.ts';
import { costOfMonth, differentLines, type ModelAccount, type ModelFlat, type ModelMonth } from './counting-model.ts';
import { type Dice, openDice } from './dice.ts';

const first = Number(process.env['SIM_SEED'] ?? 1);
const seeds = Array.from({ length: Number(process.env['SIM_SEEDS'] ?? 2) }, (_, n) => first + n);
/** Read from July on, counted from October to January. */
const READ: readonly Month[] = ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2027-01'];
const COUNTED = READ.slice(3);
const FIRST = 7;
const METERED = [1, 2];
const KINDS = ['broken', 'sealTorn', 'noAccess'] as const;

const decimal = (thousandths: bigint): string => `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`;
const dayOf = (month: Month, day: number): string => addDays(firstDay(month), day - 1);

/** A meter of a flat, or of the house, read on each 24th. */
async function readMeter(
  world: World,
  { house }: CountedHouse,
  { flat, serviceCode, uses }: { flat: number | null; serviceCode: string; uses: readonly bigint[] },
): Promise<string> {
  const { houseId, managerId } = house;
  return world.run(portal, async (work) => {
    const [id] = await addMeters(work, [
      {
        houseId,
        premisesId: flat === null ? null : house.premises[flat]!.premisesId,
        organizationId: managerId,
        serviceCode,
        serial: `С-${serviceCode}-${flat}-${houseId.slice(-6)}`,
        make: '',
        model: '',
        digits: 6,
        decimals: 3,
        place: '',
        installedOn: '2026-06-24',
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '0' }],
      },
    ]);
    await addPastReadings(
      work,
      READ.map((month, n) => ({
        houseId,
        meterId: id!,
        zone: '',
        month,
        takenOn: `${month}-24`,
        value: decimal(uses.slice(0, n + 1).reduce((sum, one) => sum + one, 0n)),
        source: 'organization' as const,
      })),
    );
    return id!;
  });
}

type Told = {
  made: CountedHouse;
  flats: ModelFlat[];
  accounts: (ModelAccount & { month: number | null })[];
  heat: readonly bigint[] | null;
  houseLitres: readonly bigint[];
  overNormFrom: string | null;
};

const litres = (dice: Dice, most: number): bigint[] => READ.map(() => BigInt(1 + dice.roll(most)));

/** The house of a seed, everything that is known of it told before its first run. */
async function houseOf(world: World, dice: Dice): Promise<Told> {
  const made = await makeCountedHouse(world, { flats: 4 });
  const {
    house: { houseId, managerId, premises },
    accountant,
  } = made;
  const decision = 'Постановление № 118-ПК от 18.09.2026';
  await world.run(portal, async (work) => {
    await addTariffs(work, [{ organizationId: managerId, serviceCode: 'heating', value: '2350.18', unit: 'Гкал', fromDay: '2026-01-01', decision }]);
    await addNorms(work, [{ region: 'Свердловская область', serviceCode: 'heating', per: 'm2', value: '0.02', unit: 'Гкал', fromDay: '2026-01-01', decision }]);
  });
  const [heat, houseLitres] = [dice.chance(60) ? litres(dice, 30_000) : null, litres(dice, 90_000)];
  if (heat) await readMeter(world, made, { flat: null, serviceCode: 'heating', uses: heat });
  else await world.db.updateTable('housing.house').set({ heating: 'norm' }).where('house_id', '=', houseId).execute();
  await readMeter(world, made, { flat: null, serviceCode: 'cold_water', uses: houseLitres });
  const leftOn = dice.chance(70) ? dayOf(dice.pick(COUNTED), dice.chance(50) ? 1 : 1 + dice.roll(28)) : null;
  const backOn = leftOn !== null && dice.chance(30) ? lastDay(dice.pick(COUNTED)) : null;
  const days = leftOn !== null && (backOn === null || backOn >= leftOn) ? { fromDay: leftOn, toDay: backOn ?? '' } : null;
  if (days)
    await world.run(accountant, (work) =>
      tellOwnHeating(work, {
        params: { houseId, premisesId: premises[0]!.premisesId },
        query: {},
        body: { version: 1, ownHeating: { ...days, paper: 'Акт № 7 от 12.05.2026' } },
      }),
    );
  const overNormFrom = dice.chance(50) ? dayOf(dice.pick(COUNTED), dice.chance(50) ? 1 : 2) : null;
  if (overNormFrom)
    await world.run(accountant, (work) =>
      tellOverNorm(work, {
        params: { houseId },
        query: {},
        body: { version: 1, overNorm: { fromDay: overNormFrom, toDay: '', minutes: '№ 3 от 12.09.2026' } },
      }),
    );
  const flats: ModelFlat[] = [];
  for (const [flat, { premisesId }] of premises.entries()) {
    const area = BigInt(2000 + dice.roll(8000));
    await world.db
      .updateTable('housing.premises')
      .set({ area_total: decimal(area * 10n).slice(0, -1) })
      .where('house_id', '=', houseId)
      .where('premises_id', '=', premisesId)
      .execute();
    const own = METERED.includes(flat) ? litres(dice, 12_000) : null;
    const meterId = own && (await readMeter(world, made, { flat, serviceCode: 'cold_water', uses: own }));
    const stopped = meterId && dice.chance(70) ? { month: FIRST + 3 + dice.roll(3), day: 2 + dice.roll(27) } : null;
    if (meterId && stopped)
      await world.run(accountant, (work) =>
        noteFault(work, {
          params: { houseId, meterId },
          query: {},
          body: { version: 1, kind: dice.pick(KINDS), fromDay: dayOf(READ[stopped.month - FIRST]!, stopped.day), act: 'акт № 5' },
        }),
      );
    flats.push({
      area,
      litres: own,
      stopped,
      cutOff: READ.map((month) => flat === 0 && days !== null && days.fromDay <= firstDay(month) && (days.toDay === '' || days.toDay >= lastDay(month))),
    });
  }
  return { made, flats, accounts: await accountsOf(world, made, dice), heat, houseLitres, overNormFrom };
}

/** One flat is sold within a month: two accounts follow each other. `month`: the one that only a part of is answered for. */
async function accountsOf(world: World, made: CountedHouse, dice: Dice): Promise<Told['accounts']> {
  const [sold, month, day] = [dice.roll(4), dice.roll(COUNTED.length), 2 + dice.roll(27)];
  const period = COUNTED[month]!;
  const old = made.accounts[sold]!;
  await closed(world, made.accountant, { ...old, closedOn: dayOf(period, day - 1) });
  const { accountId } = await makeAccount(world, { house: made.house, premisesId: made.house.premises[sold]!.premisesId, openedOn: dayOf(period, day) });
  return [
    ...made.accounts.flatMap((account, flat) => (flat === sold ? [] : [{ id: account.accountId, flat, from: 1, to: 31, month: null }])),
    { id: old.accountId, flat: sold, from: 1, to: day - 1, month },
    { id: accountId, flat: sold, from: day, to: 31, month },
  ];
}

/** Who answers for which days of a month: before it changed hands the first of two, after it the other. */
const answering = (accounts: Told['accounts'], n: number, days: number): ModelAccount[] =>
  accounts.flatMap((account) => {
    const { month, from, to } = account;
    if (month === null || month === n) return [{ ...account, to: Math.min(to, days) }];
    return (from === 1) === n < month ? [{ ...account, from: 1, to: days }] : [];
  });

describe('a house whose months the portal counts', () => {
  const world = useWorld('2027-02-02T09:00:00Z');

  test.each(seeds)(
    'CALC-1, CALC-4: seed %i: each line of each month is what the model says, marks of meters, heat of a flat cut off, common needs over the norm and a sale among them',
    async (seed) => {
      const told = await houseOf(world, openDice(seed));
      for (const [n, month] of COUNTED.entries()) {
        const days = daysInMonth(month);
        const runId = await postMonth(world, told.made, month);
        const lines = await world.db.selectFrom('calculation.run_line').select(['account_id', 'service_code', 'kopecks']).where('run_id', '=', runId).execute();
        const wanted = costOfMonth({
          n: FIRST + 3 + n,
          days,
          flats: told.flats,
          accounts: answering(told.accounts, n, days),
          heat: told.heat?.[3 + n] ?? null,
          houseLitres: told.houseLitres[3 + n]!,
          overNorm: told.overNormFrom !== null && told.overNormFrom <= firstDay(month),
        });
        const found = new Map(lines.map((line) => [`${line.account_id} ${line.service_code}`, line.kopecks]));
        expect(differentLines(wanted, found), `SIM_SEED=${seed} SIM_SEEDS=1, ${month}`).toEqual([]);
      }
    },
  );
});

test('planted, CALC-1: each fact told otherwise is told by the lines it concerns', () => {
  const flat: ModelFlat = { area: 5430n, litres: null, stopped: null, cutOff: READ.map(() => false) };
  const read: ModelFlat = { ...flat, litres: READ.map(() => 6200n) };
  const month: ModelMonth = {
    n: 10,
    days: 31,
    flats: [flat, read],
    accounts: [
      { id: 'a', flat: 0, from: 1, to: 31 },
      { id: 'b', flat: 1, from: 1, to: 31 },
    ],
    heat: 12_000n,
    houseLitres: 60_000n,
    overNorm: false,
  };
  const told = (more: Partial<ModelMonth>): string[] =>
    differentLines(costOfMonth(month), costOfMonth({ ...month, ...more })).map((line) => line.split(':')[0]!);
  expect(told({})).toEqual([]);
  expect(told({ overNorm: true })).toEqual(['a common_cold_water', 'b common_cold_water']);
  expect(told({ flats: [{ ...flat, cutOff: READ.map(() => true) }, read] })).toEqual(['a heating', 'b heating']);
  expect(told({ flats: [flat, { ...read, litres: [...read.litres!.slice(0, 3), 9000n], stopped: { month: 10, day: 30 } }] })).toEqual(['b cold_water']);
  expect(told({ flats: [flat, { ...read, stopped: { month: 7, day: 2 } }] })).toEqual(['b cold_water']);
  expect(told({ accounts: [month.accounts[0]!, { id: 'b', flat: 1, from: 11, to: 31 }] })).toHaveLength(6);
  expect(told({ heat: null })).toEqual(['a heating', 'b heating']);
});
