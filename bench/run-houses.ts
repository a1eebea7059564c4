// Houses of an organization whose months the portal computes, for measurements.
import { addNorms, addTariffs } from '#modules/directory';
import { addResidence } from '#modules/housing';
import { createAccounts } from '#modules/ledger';
import { makeHouse } from '#test/factories/housing';
import { portal, type World } from '#test/world';

export const FLATS = 250;

/** Houses of `FLATS` flats with their accounts, tariffs of eight services and norms. Answers their ids. */
export async function makeHouses(world: World, managerId: string, count: number): Promise<string[]> {
  const tariff = (serviceCode: string, value: string, unit: string) => ({
    organizationId: managerId,
    serviceCode,
    value,
    unit,
    fromDay: '2026-01-01',
    decision: 'Решение № 1',
  });
  const norm = (serviceCode: string, per: 'person' | 'm2_common', value: string, unit: string) => ({
    region: 'Свердловская область',
    serviceCode,
    per,
    value,
    unit,
    fromDay: '2026-01-01',
    decision: 'РЭК № 1',
  });
  await world.run(portal, async (work) => {
    await addTariffs(work, [
      tariff('maintenance', '31.85', 'м²'),
      tariff('capital_repair', '18.81', 'м²'),
      tariff('intercom', '65', 'квартира'),
      tariff('cold_water', '52.40', 'м³'),
      tariff('sewage', '38.10', 'м³'),
      tariff('electricity', '6.53', 'кВт·ч'),
      tariff('waste', '981.36', 'м³'),
      tariff('common_cold_water', '52.40', 'м³'),
    ]);
    await addNorms(work, [
      norm('cold_water', 'person', '4.85', 'м³'),
      norm('sewage', 'person', '7.9', 'м³'),
      norm('electricity', 'person', '56', 'кВт·ч'),
      norm('waste', 'person', '0.168', 'м³'),
      norm('common_cold_water', 'm2_common', '0.0208', 'м³'),
    ]);
  });
  const houseIds: string[] = [];
  while (houseIds.length < count) {
    const { houseId: own, premises } = await makeHouse(world, { flats: FLATS, managerId });
    await world.run(portal, async (work) => {
      await addResidence(
        work,
        premises.map(({ houseId, premisesId }, n) => ({ houseId, premisesId, registered: 1 + (n % 4), fromDay: '2020-01-01' })),
      );
      await createAccounts(
        work,
        premises.map(({ houseId, premisesId }, n) => ({
          houseId,
          premisesId,
          organizationId: managerId,
          number: String(20_000_000 + houseIds.length * FLATS + n),
          kind: 'manager' as const,
          openedOn: '2020-01-01',
        })),
      );
    });
    houseIds.push(own);
  }
  return houseIds;
}
