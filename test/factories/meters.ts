// A home with meters and a year of readings.
import { addNorms, setReadingWindow } from '#modules/directory';
import { addMeters, addPastReadings, type NewMeter } from '#modules/meters';
import type { Person } from '#platform/actor';
import { addMonths, dateInMonth } from '#platform/time';
import { makeHouse, makeOrganization, makeOwner, type MadeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { portal, type World } from '#test/world';

export type MeteredHome = {
  house: MadeHouse;
  houseId: string;
  premisesId: string;
  supplierId: string;
  powerId: string;
  owner: Person;
  cold: string;
  hot: string;
  power: string;
};

const water: Omit<NewMeter, 'houseId' | 'premisesId' | 'organizationId' | 'serviceCode' | 'serial'> = {
  make: 'Бетар',
  model: 'СХВ-15',
  digits: 5,
  decimals: 3,
  place: 'ванная',
  installedOn: '2022-01-14',
  sealedOn: '2022-01-14',
  verifiedOn: '2022-01-14',
  nextVerificationOn: '2028-01-14',
  registers: [{ zone: '', initialValue: '0' }],
};

let made = 0;

/** Water meters of one organization and a two-zone power meter of another, read each month from 2025-10 to 2026-10; the window is 20–25. */
export async function makeMeteredHome(
  world: World,
  { house, flat = 0, readings = true }: { house?: MadeHouse; flat?: number; readings?: boolean } = {},
): Promise<MeteredHome> {
  made += 1;
  const own = house ?? (await makeHouse(world, { flats: 3 }));
  const { houseId, premisesId } = own.premises[flat]!;
  const [supplierId, powerId] = [await makeOrganization(world, { kind: 'supplier' }), await makeOrganization(world, { kind: 'supplier' })];
  const owner = await makeActor(world, [{ role: 'owner', houseId, premisesId }], {
    lastName: 'Соколова',
    firstName: 'Галина',
    middleName: 'Петровна',
    email: `sokolova${made}-${process.pid}@example.ru`,
  });
  await makeOwner(world, { houseId, premisesId }, { personId: owner.personId, name: 'Соколова Галина Петровна' });
  const of = { houseId, premisesId };
  const [cold, hot, power] = await world.run(portal, async (work) => {
    await setReadingWindow(work, { organizationId: supplierId, serviceCode: 'cold_water', fromDayOfMonth: 20, toDayOfMonth: 25 });
    await setReadingWindow(work, { organizationId: supplierId, serviceCode: 'hot_water', fromDayOfMonth: 20, toDayOfMonth: 25 });
    await setReadingWindow(work, { organizationId: powerId, serviceCode: 'electricity', fromDayOfMonth: 20, toDayOfMonth: 25 });
    const ids = await addMeters(work, [
      { ...water, ...of, organizationId: supplierId, serviceCode: 'cold_water', serial: `18-${1000 + made}` },
      { ...water, ...of, organizationId: supplierId, serviceCode: 'hot_water', serial: `19-${1000 + made}` },
      {
        ...water,
        ...of,
        organizationId: powerId,
        serviceCode: 'electricity',
        serial: `0092-${1000 + made}`,
        make: 'Энергомера',
        model: 'CE102',
        decimals: 0,
        place: 'щит на площадке',
        registers: [
          { zone: 'T1', initialValue: '0' },
          { zone: 'T2', initialValue: '0' },
        ],
      },
    ]);
    if (readings) await addPastReadings(work, pastReadings(houseId, ids));
    return ids;
  });
  return { house: own, houseId, premisesId, supplierId, powerId, owner, cold: cold!, hot: hot!, power: power! };
}

/** 5 m³ of cold and 3 m³ of hot water, 120 and 50 kWh a month; October 2026 ends at 251.04, 187.42, 8412 and 4127. */
function pastReadings(houseId: string, [cold, hot, power]: readonly string[]) {
  const months = Array.from({ length: 13 }, (_, n) => addMonths('2025-10', n));
  return months.flatMap((month, n) => {
    const before = 12 - n;
    const one = { houseId, month, takenOn: dateInMonth(month, 24), source: 'resident' as const };
    return [
      { ...one, meterId: cold!, zone: '', value: `${251 - 5 * before}.04` },
      { ...one, meterId: hot!, zone: '', value: `${187 - 3 * before}.42` },
      { ...one, meterId: power!, zone: 'T1', value: String(8412 - 120 * before) },
      { ...one, meterId: power!, zone: 'T2', value: String(4127 - 50 * before) },
    ];
  });
}

/** A consumption norm of a person in the region of the made houses. */
export const makeNorm = (world: World, serviceCode: string, value: string): Promise<unknown> =>
  world.run(portal, (work) =>
    addNorms(work, [{ region: 'Свердловская область', serviceCode, per: 'person', value, unit: 'м³', fromDay: '2020-01-01', decision: 'РЭК № 1' }]),
  );
