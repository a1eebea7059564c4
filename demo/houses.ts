// Three houses with their flats: streets of the city that there are, numbers that they do not reach.
import type { NewHouse, NewPremises } from '#modules/housing';
import { decimalText } from '#platform/decimal';
import { deriveId } from '#platform/ids';
import type { DemoOrganization, OrganizationKey } from './organizations.ts';

export const HOUSE_KEYS = ['a', 'b', 'c'] as const;
export type HouseKey = (typeof HOUSE_KEYS)[number];
export type DemoHouse = NewHouse & { houseId: string; key: HouseKey; shortAddress: string };
export type DemoPremises = NewPremises & {
  premisesId: string;
  houseKey: HouseKey;
  kind: 'flat' | 'room' | 'commercial';
  rooms: number;
  entrance: number;
  floor: number;
};

/** Of the heating season. */
export const HEATING_MONTHS = 8;

/** Rooms, and hundredths of m² in all and living. */
type Flat = readonly [rooms: number, area: number, living: number];
type Plan = {
  readonly passport: Omit<NewHouse, 'houseId' | 'managerId' | 'flats' | 'areaTotal' | 'region' | 'city' | 'timeZone'>;
  readonly manager: OrganizationKey;
  readonly firstFlatFloor: number;
  readonly floor: readonly Flat[];
  readonly commercial: readonly number[];
};

const plans: Readonly<Record<HouseKey, Plan>> = {
  a: {
    passport: {
      street: 'улица Июльская',
      number: '114',
      postalCode: '620990',
      cadastralNumber: '66:41:9900114:14',
      yearBuilt: 1984,
      floors: 9,
      entrances: 4,
      areaCommon: '912.40',
      series: '137',
      walls: 'панель',
      energyClass: 'C',
      lifts: 4,
      condition: 'удовлетворительное',
      heating: 'house_meter',
      repairAccount: 'regional',
    },
    manager: 'companyA',
    firstFlatFloor: 1,
    commercial: [],
    floor: [
      [2, 5430, 3310],
      [1, 3620, 1870],
      [3, 6680, 4290],
      [2, 4970, 2980],
    ],
  },
  b: {
    passport: {
      street: 'улица Флотская',
      number: '197',
      postalCode: '620991',
      cadastralNumber: '66:41:9900197:20',
      yearBuilt: 1962,
      floors: 5,
      entrances: 4,
      areaCommon: '388.60',
      series: '1-447',
      walls: 'кирпич',
      energyClass: 'D',
      lifts: 0,
      condition: 'удовлетворительное',
      heating: 'norm',
      heatingMonths: HEATING_MONTHS,
      repairAccount: 'special',
    },
    manager: 'companyA',
    firstFlatFloor: 1,
    commercial: [],
    floor: [
      [2, 4460, 2920],
      [1, 3140, 1790],
      [2, 4310, 2840],
      [3, 5830, 4110],
    ],
  },
  c: {
    passport: {
      street: 'улица Ясная',
      number: '187',
      postalCode: '620992',
      cadastralNumber: '66:41:9900187:7',
      yearBuilt: 2016,
      floors: 16,
      entrances: 1,
      areaCommon: '1104.30',
      series: null,
      walls: 'монолит, кирпич',
      energyClass: 'B',
      lifts: 3,
      condition: 'хорошее',
      heating: 'house_meter',
      repairAccount: 'regional',
    },
    manager: 'associationB',
    firstFlatFloor: 3,
    commercial: [12640, 8450, 21030, 6720],
    floor: [
      [1, 4130, 1920],
      [2, 6390, 3480],
      [3, 8840, 5210],
      [2, 5870, 3160],
      [1, 3860, 1740],
      [3, 7250, 4420],
    ],
  },
};

/** The flat that is a communal one, and the living area of its rooms: together the living area of the flat. */
export const COMMUNAL_FLAT = ['b', '44'] as const;
const ROOM_AREAS = [1740, 1320, 1050];

/** Hundredths of a square metre as the decimal text of a column. */
const metres = (hundredths: number): string => decimalText({ value: BigInt(hundredths), scale: 2 });

export type Houses = { houses: DemoHouse[]; premises: DemoPremises[] };

/** The houses and all premises, in the order of their numbers; rooms of a communal flat after all. */
export function housesOf(seed: string, organizations: Readonly<Record<OrganizationKey, DemoOrganization>>): Houses {
  const built = HOUSE_KEYS.map((key) => build(seed, key, organizations[plans[key].manager].id));
  const premises = built.flatMap((one) => one.premises);
  return { houses: built.map(({ house }) => house), premises: [...premises, ...premises.flatMap(roomsOf)] };
}

/** The rooms of the communal flat; none of other premises. */
function roomsOf(flat: DemoPremises): DemoPremises[] {
  if (flat.houseKey !== COMMUNAL_FLAT[0] || flat.number !== COMMUNAL_FLAT[1]) return [];
  return ROOM_AREAS.map((area, n): DemoPremises => ({
    ...flat,
    number: `${flat.number}-${n + 1}`,
    kind: 'room',
    premisesId: deriveId(flat.premisesId, `room ${n + 1}`),
    flatId: flat.premisesId,
    rooms: 1,
    areaTotal: metres(area),
    areaLiving: metres(area),
    cadastralNumber: `${flat.cadastralNumber!}${n + 1}`,
  }));
}

function build(seed: string, key: HouseKey, managerId: string): { house: DemoHouse; premises: DemoPremises[] } {
  const { passport, firstFlatFloor, floor, commercial } = plans[key];
  const houseId = deriveId(seed, `house ${key}`);
  const places: Omit<DemoPremises, 'premisesId' | 'houseId' | 'houseKey' | 'cadastralNumber'>[] = [];
  for (let entrance = 1; entrance <= passport.entrances; entrance += 1) {
    for (let level = firstFlatFloor; level <= passport.floors; level += 1) {
      for (const [rooms, area, living] of floor) {
        places.push({
          number: String(places.length + 1),
          kind: 'flat',
          entrance,
          floor: level,
          areaTotal: metres(area),
          areaLiving: metres(living),
          rooms,
          condition: key === 'c' ? 'new' : 'resale',
          housingStatus: 'own',
        });
      }
    }
  }
  const flats = places.length;
  commercial.forEach((area, n) =>
    places.push({
      number: `Н${n + 1}`,
      kind: 'commercial',
      entrance: 1,
      floor: 1 + (n % 2),
      areaTotal: metres(area),
      areaLiving: null,
      rooms: 1,
      condition: null,
      housingStatus: null,
    }),
  );
  const premises = places.map((place, n) => ({
    ...place,
    houseId,
    houseKey: key,
    premisesId: deriveId(houseId, `premises ${place.number}`),
    cadastralNumber: `${passport.cadastralNumber!.split(':').slice(0, 3).join(':')}:${1001 + n}`,
  }));
  const area =
    passport.entrances * (passport.floors - firstFlatFloor + 1) * floor.reduce((sum, flat) => sum + flat[1], 0) + commercial.reduce((sum, one) => sum + one, 0);
  const house = {
    ...passport,
    houseId,
    key,
    managerId,
    flats,
    areaTotal: metres(area),
    region: REGION,
    city: 'Екатеринбург',
    timeZone: 'Asia/Yekaterinburg',
    shortAddress: `${passport.street.replace('улица ', '')}, ${passport.number}`,
  };
  return { house, premises };
}

export const REGION = 'Свердловская область';
