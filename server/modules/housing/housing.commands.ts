// What others make in housing: organizations, houses, premises, owners, residents. Each takes any number and writes them by one statement.
// They check shapes only: callers (loads, the demo town, later screens) check what people typed.
import type { JournalAction } from '#contract/action-words';
import type { Work } from '#platform/work';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import type { Db } from '#platform/tables';
import './housing.tables.ts';

export type OrganizationKind = 'manager' | 'association' | 'supplier' | 'billing_centre' | 'repair_fund' | 'authority';
export type NewOrganization = {
  id?: string;
  kind: OrganizationKind;
  name: string;
  shortName?: string;
  inn: string;
  kpp?: string | null;
  ogrn?: string | null;
  address: string;
  phone: string;
  dispatchPhone?: string | null;
  email?: string | null;
  site?: string | null;
  hours?: string | null;
  bankName?: string | null;
  bic?: string | null;
  settlementAccount?: string | null;
  correspondentAccount?: string | null;
};

/** Registers organizations; answers their ids in order. Refused by the database when one of this tax number is known. */
export async function createOrganizations(work: Work, organizations: readonly NewOrganization[]): Promise<string[]> {
  const rows = organizations.map((one, n) => ({
    id: one.id ?? deriveId(work.id, `organization ${n}`),
    kind: one.kind,
    name: one.name,
    short_name: one.shortName ?? one.name,
    inn: one.inn,
    kpp: one.kpp ?? null,
    ogrn: one.ogrn ?? null,
    address: one.address,
    phone: one.phone,
    dispatch_phone: one.dispatchPhone ?? null,
    email: one.email ?? null,
    site: one.site ?? null,
    hours: one.hours ?? null,
    bank_name: one.bankName ?? null,
    bic: one.bic ?? null,
    settlement_account: one.settlementAccount ?? null,
    correspondent_account: one.correspondentAccount ?? null,
  }));
  await insertRows(work.tx, 'housing.organization', rows);
  for (const row of rows)
    work.journal({
      stream: `organization:${row.id}`,
      action: 'organization.created',
      object: { kind: 'organization', id: row.id },
      organizationId: row.id,
      facts: { name: row.name, kind: row.kind },
    });
  return rows.map((row) => row.id);
}

export type NewHouse = {
  houseId?: string;
  region: string;
  district?: string | null;
  city: string;
  street: string;
  number: string;
  building?: string | null;
  postalCode?: string | null;
  fiasId?: string | null;
  cadastralNumber?: string | null;
  timeZone: string;
  yearBuilt?: number | null;
  floors: number;
  entrances: number;
  flats: number;
  areaTotal: string;
  areaCommon: string;
  series?: string | null;
  walls?: string | null;
  energyClass?: string | null;
  lifts?: number;
  condition?: string | null;
  heating: 'house_meter' | 'norm' | 'own_boiler';
  /** Of the heating season, where heat is paid evenly over the year. */ heatingMonths?: number | null;
  repairAccount: 'regional' | 'special';
  managerId: string;
};

/** Opens houses; areas are decimal texts in m². Answers their ids in order. */
export async function createHouses(work: Work, houses: readonly NewHouse[]): Promise<string[]> {
  const rows = houses.map((one, n) => ({
    house_id: one.houseId ?? deriveId(work.id, `house ${n}`),
    region: one.region,
    district: one.district ?? null,
    city: one.city,
    street: one.street,
    number: one.number,
    building: one.building ?? null,
    postal_code: one.postalCode ?? null,
    fias_id: one.fiasId ?? null,
    cadastral_number: one.cadastralNumber ?? null,
    time_zone: one.timeZone,
    year_built: one.yearBuilt ?? null,
    floors: one.floors,
    entrances: one.entrances,
    flats: one.flats,
    area_total: one.areaTotal,
    area_common: one.areaCommon,
    series: one.series ?? null,
    walls: one.walls ?? null,
    energy_class: one.energyClass ?? null,
    lifts: one.lifts ?? 0,
    condition: one.condition ?? null,
    heating: one.heating,
    heating_months: one.heatingMonths ?? null,
    repair_account: one.repairAccount,
    manager_id: one.managerId,
  }));
  await insertRows(work.tx, 'housing.house', rows);
  for (const row of rows)
    work.journal({
      stream: `house:${row.house_id}`,
      action: 'house.created',
      object: { kind: 'house', id: row.house_id },
      houseId: row.house_id,
      organizationId: row.manager_id,
    });
  return rows.map((row) => row.house_id);
}

export type NewPremises = {
  houseId: string;
  premisesId?: string;
  number: string;
  kind: 'flat' | 'detached_house' | 'room' | 'commercial' | 'parking';
  entrance?: number | null;
  floor?: number | null;
  areaTotal: string;
  areaLiving?: string | null;
  areaHeated?: string | null;
  rooms?: number | null;
  cadastralNumber?: string | null;
  condition?: 'new' | 'resale' | 'needs_repair' | null;
  housingStatus?: 'own' | 'rented' | 'municipal' | null;
  /** The communal flat that a room is of. */
  flatId?: string | null;
};

/** Adds premises to houses; answers their ids in order. One journal line for each house. */
export async function createPremises(work: Work, premises: readonly NewPremises[]): Promise<string[]> {
  const rows = premises.map((one, n) => ({
    house_id: one.houseId,
    premises_id: one.premisesId ?? deriveId(work.id, `premises ${n}`),
    number: one.number,
    kind: one.kind,
    entrance: one.entrance ?? null,
    floor: one.floor ?? null,
    area_total: one.areaTotal,
    area_living: one.areaLiving ?? null,
    area_heated: one.areaHeated ?? null,
    rooms: one.rooms ?? null,
    cadastral_number: one.cadastralNumber ?? null,
    condition: one.condition ?? null,
    housing_status: one.housingStatus ?? null,
    flat_id: one.flatId ?? null,
  }));
  await insertRows(work.tx, 'housing.premises', rows);
  journalByHouse(work, 'premises.created', rows);
  return rows.map((row) => row.premises_id);
}

export type NewOwnership = {
  houseId: string;
  premisesId: string;
  id?: string;
  personId?: string | null;
  ownerName: string;
  ownerInn?: string | null;
  share?: { numerator: number; denominator: number };
  fromDay: string;
  toDay?: string | null;
  ground?: 'sale' | 'gift' | 'inheritance' | 'privatization' | 'first' | 'other';
  registrationNumber?: string | null;
  registrationDay?: string | null;
  notes?: string | null;
  confirmed?: boolean;
};

/** Adds records of ownership (a whole share unless given); earlier ones stay. */
export async function addOwnership(work: Work, ownerships: readonly NewOwnership[]): Promise<string[]> {
  const rows = ownerships.map((one, n) => ({
    house_id: one.houseId,
    id: one.id ?? deriveId(work.id, `ownership ${n}`),
    premises_id: one.premisesId,
    person_id: one.personId ?? null,
    owner_name: one.ownerName,
    owner_inn: one.ownerInn ?? null,
    share_numerator: one.share?.numerator ?? 1,
    share_denominator: one.share?.denominator ?? 1,
    from_day: one.fromDay,
    to_day: one.toDay ?? null,
    ground: one.ground ?? 'sale',
    registration_number: one.registrationNumber ?? null,
    registration_day: one.registrationDay ?? null,
    notes: one.notes ?? null,
    confirmed: one.confirmed ?? false,
  }));
  await insertRows(work.tx, 'housing.ownership', rows);
  journalByHouse(work, 'ownership.added', rows);
  return rows.map((row) => row.id);
}

export type NewResidence = { houseId: string; premisesId: string; id?: string; registered: number; temporary?: number; fromDay: string; toDay?: string | null };

/** Records how many people live in premises from a day on; the caller ends earlier records with `endResidence`. */
export async function addResidence(work: Work, residences: readonly NewResidence[]): Promise<string[]> {
  const rows = residences.map((one, n) => ({
    house_id: one.houseId,
    id: one.id ?? deriveId(work.id, `residence ${n}`),
    premises_id: one.premisesId,
    registered: one.registered,
    temporary: one.temporary ?? 0,
    from_day: one.fromDay,
    to_day: one.toDay ?? null,
  }));
  await insertRows(work.tx, 'housing.residence', rows);
  journalByHouse(work, 'residence.added', rows);
  return rows.map((row) => row.id);
}

/** Ends the open records of a premises' residents on the day (the last one counted). */
export async function endResidence(db: Db, { houseId, premisesId, lastDay }: { houseId: string; premisesId: string; lastDay: string }): Promise<void> {
  await db
    .updateTable('housing.residence')
    .set({ to_day: lastDay })
    .where('house_id', '=', houseId)
    .where('premises_id', '=', premisesId)
    .where('to_day', 'is', null)
    .where('from_day', '<=', lastDay)
    .execute();
}

function journalByHouse(work: Work, action: JournalAction, rows: readonly { house_id: string }[]): void {
  const counts = new Map<string, number>();
  for (const { house_id } of rows) counts.set(house_id, (counts.get(house_id) ?? 0) + 1);
  for (const [houseId, count] of counts)
    work.journal({ stream: `house:${houseId}`, action, object: { kind: 'house', id: houseId }, houseId, facts: { count } });
}
