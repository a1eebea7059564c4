// A house with its organization and flats, made through the doors.
import {
  addOwnership,
  addResidence,
  createHouses,
  createOrganizations,
  createPremises,
  type NewHouse,
  type NewOrganization,
  type NewPremises,
} from '#modules/housing';
import { newId } from '#platform/ids';
import { portal, type World } from '#test/world';

let made = 0;

/** An organization with a tax number of its own (its check digits are right). */
export async function makeOrganization(world: World, more: Partial<NewOrganization> = {}): Promise<string> {
  made += 1;
  const name = more.name ?? `ООО «Липовый дом ${made}»`;
  const [id] = await world.run(portal, (work) =>
    createOrganizations(work, [
      {
        kind: 'manager',
        name,
        shortName: `«Липовый дом ${made}»`,
        inn: innOf(made),
        address: 'г. Липовск, улица Садовая, д. 1',
        phone: '+73430000001',
        dispatchPhone: '+73430000002',
        bankName: 'Банк «Липа»',
        bic: '044525225',
        settlementAccount: '40702810138250123017',
        correspondentAccount: '30101810400000000225',
        ...more,
      },
    ]),
  );
  return id!;
}

const WEIGHTS = [2, 4, 10, 3, 5, 9, 4, 6, 8];
function innOf(n: number): string {
  const digits = `66${String(n).padStart(7, '0')}`;
  return digits + String((Array.from(digits).reduce((sum, digit, i) => sum + Number(digit) * WEIGHTS[i]!, 0) % 11) % 10);
}

export type MadeHouse = { houseId: string; managerId: string; premises: { houseId: string; premisesId: string; number: string }[] };

/** A house with `flats` flats, numbered from 1; its manager is made unless given. */
export async function makeHouse(world: World, { flats = 3, managerId, ...more }: Partial<NewHouse> & { flats?: number } = {}): Promise<MadeHouse> {
  made += 1;
  const manager = managerId ?? (await makeOrganization(world));
  const [houseId] = await world.run(portal, (work) =>
    createHouses(work, [
      {
        region: 'Свердловская область',
        city: 'Липовск',
        street: 'улица Липовая',
        number: String(made),
        timeZone: 'Asia/Yekaterinburg',
        yearBuilt: 1984,
        floors: 9,
        entrances: 4,
        flats,
        areaTotal: '4812.60',
        areaCommon: '610.00',
        series: '137',
        walls: 'панель',
        energyClass: 'C',
        lifts: 4,
        condition: 'удовлетворительное',
        heating: 'house_meter',
        repairAccount: 'regional',
        managerId: manager,
        ...more,
      },
    ]),
  );
  const premises = await makePremises(
    world,
    Array.from({ length: flats }, (_, n) => ({
      houseId: houseId!,
      number: String(n + 1),
      kind: 'flat' as const,
      entrance: 1,
      floor: 1 + Math.floor(n / 4),
      areaTotal: '54.30',
      areaLiving: '33.10',
      rooms: 2,
      condition: 'resale' as const,
      housingStatus: 'own' as const,
    })),
  );
  return { houseId: houseId!, managerId: manager, premises };
}

/** Premises in houses that exist. */
export async function makePremises(world: World, rows: readonly NewPremises[]): Promise<MadeHouse['premises']> {
  const ids = await world.run(portal, (work) => createPremises(work, rows));
  return rows.map(({ houseId, number }, n) => ({ houseId, premisesId: ids[n]!, number }));
}

/** An owner of the whole premises and the people registered there since 2020. */
export async function makeOwner(
  world: World,
  home: { houseId: string; premisesId: string },
  { personId = newId(world.now), name = 'Ветрова Анна Сергеевна', registered = 2 } = {},
): Promise<string> {
  await world.run(portal, async (work) => {
    await addOwnership(work, [{ houseId: home.houseId, premisesId: home.premisesId, personId, ownerName: name, fromDay: '2020-01-01', confirmed: true }]);
    await addResidence(work, [{ houseId: home.houseId, premisesId: home.premisesId, registered, fromDay: '2020-01-01' }]);
  });
  return personId;
}
