// The tables of housing.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'housing.organization': OrganizationTable;
    'housing.house': HouseTable;
    'housing.premises': PremisesTable;
    'housing.ownership': OwnershipTable;
    'housing.residence': ResidenceTable;
    'housing.correction': CorrectionTable;
    'housing.house_work': HouseWorkTable;
    'housing.council_member': CouncilMemberTable;
  }
}

export interface OrganizationTable {
  id: string;
  kind: string;
  name: string;
  short_name: string;
  inn: string;
  kpp: string | null;
  ogrn: string | null;
  address: string;
  phone: string;
  dispatch_phone: string | null;
  email: string | null;
  site: string | null;
  hours: string | null;
  bank_name: string | null;
  bic: string | null;
  settlement_account: string | null;
  correspondent_account: string | null;
  version: Generated<number>;
}

export interface HouseTable {
  house_id: string;
  region: string;
  district: string | null;
  city: string;
  street: string;
  number: string;
  building: string | null;
  postal_code: string | null;
  fias_id: string | null;
  cadastral_number: string | null;
  time_zone: string;
  year_built: number | null;
  floors: number;
  entrances: number;
  flats: number;
  area_total: string;
  area_common: string;
  series: string | null;
  walls: string | null;
  energy_class: string | null;
  lifts: Generated<number>;
  condition: string | null;
  heating: string;
  heating_months: number | null;
  repair_account: string;
  heat_meter_due: string | null;
  common_way: Generated<string>;
  over_norm_from: string | null;
  over_norm_to: string | null;
  over_norm_minutes: string | null;
  manager_id: string;
  version: Generated<number>;
}

export interface PremisesTable {
  house_id: string;
  premises_id: string;
  number: string;
  kind: string;
  entrance: number | null;
  floor: number | null;
  area_total: string;
  area_living: string | null;
  area_heated: Generated<string | null>;
  rooms: number | null;
  cadastral_number: string | null;
  condition: string | null;
  housing_status: string | null;
  flat_id: string | null;
  own_heating_from: string | null;
  own_heating_to: string | null;
  own_heating_paper: string | null;
  version: Generated<number>;
}

export interface OwnershipTable {
  house_id: string;
  id: string;
  premises_id: string;
  person_id: string | null;
  owner_name: string;
  owner_inn: string | null;
  share_numerator: number;
  share_denominator: number;
  from_day: string;
  to_day: string | null;
  ground: string;
  registration_number: string | null;
  registration_day: string | null;
  notes: string | null;
  confirmed: Generated<boolean>;
}

export interface ResidenceTable {
  house_id: string;
  id: string;
  premises_id: string;
  registered: number;
  temporary: Generated<number>;
  from_day: string;
  to_day: string | null;
}

export interface CorrectionTable {
  house_id: string;
  id: string;
  premises_id: string | null;
  at: string;
  changes: unknown;
}

export interface HouseWorkTable {
  house_id: string;
  id: string;
  kind: string;
  title: string;
  assignee: string;
  from_day: string;
  to_day: string;
  state: string;
  done_on: string | null;
  version: Generated<number>;
}

export interface CouncilMemberTable {
  house_id: string;
  id: string;
  premises_id: string;
  premises_number: string;
  person_id: string | null;
  name: string;
  is_chair: boolean;
  from_day: string;
  to_day: string | null;
  minutes: string;
}
