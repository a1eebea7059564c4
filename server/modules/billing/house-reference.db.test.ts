import { expect, test } from 'vitest';
import { addMeters, addPastReadings } from '#modules/meters';
import { makeAccount } from '#test/factories/accounts';
import { postRun } from '#test/factories/billing';
import { countMonth, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { portal, useWorld } from '#test/world';
import { billDocument } from './bill-document.ts';
import { examples } from './charge-terms.example.ts';
import { drawBills } from './draw-bills.ts';

const world = useWorld('2026-11-02T09:00:00Z');

test('BILL-1: bills of a month that the portal counted tell the norms, the volumes of the house, of each service, and until when a meter is verified', async () => {
  const made = await makeCountedHouse(world);
  const { houseId, managerId, premises } = made.house;
  const meter = (premisesId: string | null, serial: string) => ({
    houseId,
    premisesId,
    organizationId: managerId,
    serviceCode: 'cold_water' as const,
    serial,
    make: 'Бетар',
    model: 'СХВ-15',
    digits: 5,
    decimals: 3,
    place: 'ванная',
    installedOn: '2026-08-24',
    sealedOn: null,
    verifiedOn: null,
    nextVerificationOn: '2032-01-14',
    registers: [{ zone: '' as const, initialValue: '95' }],
  });
  await world.run(portal, async (work) => {
    const ids = await addMeters(work, [meter(premises[0]!.premisesId, 'flat-1'), meter(null, 'house-1')]);
    const values = [
      ['100', '105'],
      ['120', '150'],
    ];
    await addPastReadings(
      work,
      ids.flatMap((meterId, n) =>
        ['2026-09', '2026-10'].map((month, place) => ({
          houseId,
          meterId,
          zone: '' as const,
          month,
          takenOn: `${month}-24`,
          value: values[n]![place]!,
          source: 'resident' as const,
        })),
      ),
    );
  });
  await postMonth(world, made, '2026-10');
  const bills = await world.db.selectFrom('billing.bill').selectAll().where('house_id', '=', houseId).execute();
  const drawn = await drawBills(world.db, houseId, bills);
  const bill = (n: number) => drawn.get(bills.find(({ account_id }) => account_id === made.accounts[n]!.accountId)!.id)!;
  // 5 m³ by the meter, twice 9.7 by the norm: of the house's thirty 5.6 are common.
  expect(bill(0).reference).toEqual({
    norms: [
      { service: 'Холодная вода', unit: 'м³/чел.', flat: '4.85', common: '0.0208' },
      { service: 'Вывоз мусора', unit: 'м³/чел.', flat: '0.168', common: null },
    ],
    house: [{ service: 'Холодная вода', unit: 'м³', meter: '30', premises: '24.4', common: '5.6' }],
  });
  expect(bill(0).meters).toMatchObject([{ meter: '№ flat-1', previous: '100', current: '105', verifiedUntil: '2032-01-14' }]);
  expect(bill(0).meters[0]!.consumption).toBe('5');
  expect(bill(1).meters).toEqual([]);
  const cells = (n: number, service: string) =>
    billDocument(bill(n))
      .services.rows.find((row) => row.cells[0] === service)!
      .cells.slice(1, 5);
  expect(cells(1, 'Холодное водоснабжение')).toEqual(['м³', 'норматив', '9,7', '52,40']);
  expect(cells(1, 'Обращение с твёрдыми коммунальными отходами')).toEqual(['м³', '—', '0,336', '981,36']);
  expect(cells(1, 'Холодная вода на содержание общего имущества')).toEqual(['м³', 'счётчик', '1,866667', '52,40']);
  expect(bill(1).consumption).toMatchObject([
    { service: 'Холодная вода', months: [...Array.from({ length: 12 }, () => ({ volume: null })), { month: '2026-10', volume: '9.7' }] },
  ]);
});

test('BILL-1: a meter whose readings two services are counted by stands in the bill once; two-component hot water shows both prices', async () => {
  const account = await makeAccount(world);
  await postRun(world, [account], {
    period: '2026-10',
    charges: {
      sewage: { ...examples.meter, pieces: [{ ...examples.meter.pieces[0]!, volume: '8.94' }] },
      cold_water: examples.meter,
      hot_water: examples.hotWater,
    },
  });
  const bills = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).execute();
  const [facts] = (await drawBills(world.db, account.houseId, bills)).values();
  expect(facts!.meters).toMatchObject([{ service: 'Холодная вода', meter: '№ 18-204417', consumption: '5.73' }]);
  expect(
    billDocument(facts!)
      .services.rows.find((row) => row.cells[0] === 'Горячее водоснабжение')!
      .cells.slice(3, 5),
  ).toEqual(['3,21', '52,40\n2\u00a0350,18']);
});

test('BILL-1: a draft keeps no reference for bills: only a posted month does', async () => {
  const made = await makeCountedHouse(world);
  await countMonth(world, made, '2026-10');
  expect(await world.db.selectFrom('billing.house_month').selectAll().where('house_id', '=', made.house.houseId).execute()).toEqual([]);
});
