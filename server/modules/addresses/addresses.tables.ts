// The tables of addresses.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'addresses.added_home': AddedHomeTable;
    'addresses.load': LoadTable;
    'addresses.load_file': LoadFileTable;
    'addresses.place': PlaceTable;
    'addresses.street': StreetTable;
    'addresses.house': DirectoryHouseTable;
    'addresses.gar_object': GarObjectTable;
    'addresses.gar_house': GarHouseTable;
    'addresses.gar_room': GarRoomTable;
    'addresses.gar_link': GarLinkTable;
    'addresses.gar_param': GarParamTable;
  }
}

export interface AddedHomeTable {
  person_id: string;
  id: string;
  role: string;
  address: string;
  flat: string | null;
  house_id: string | null;
  external_id: string | null;
  house_key: string | null;
  district: string | null;
  added_at: string;
  removed_at: string | null;
}

export interface LoadTable {
  id: Generated<number>;
  source: string;
  kind: string;
  folder: string | null;
  status: string;
  houses: Generated<number>;
  started_at: string;
  finished_at: string | null;
}

export interface LoadFileTable {
  load_id: number;
  file: string;
  rows: bigint;
  done_at: string;
}

export interface PlaceTable {
  load_id: number;
  id: bigint;
  region: string;
  district: string | null;
  kind: string;
  name: string;
}

export interface StreetTable {
  load_id: number;
  id: bigint;
  place_id: bigint;
  kind: string;
  name: string;
}

export interface DirectoryHouseTable {
  load_id: number;
  id: bigint;
  street_id: bigint;
  label: string;
  external_id: string;
  premises: number;
  kinds: Generated<number>;
  year_built: number | null;
  floors: number | null;
  flats: number | null;
  company: string | null;
  latitude: number | null;
  longitude: number | null;
  postal_code: string | null;
  cadastral_number: string | null;
}

export interface GarObjectTable {
  load_id: number;
  object_id: bigint;
  level: number;
  kind: string;
  name: string;
  guid: string | null;
}

export interface GarHouseTable {
  load_id: number;
  object_id: bigint;
  label: string;
  guid: string | null;
}

export interface GarRoomTable {
  load_id: number;
  object_id: bigint;
  level: number;
  kind: number;
  number: string;
  guid: string | null;
}

export interface GarLinkTable {
  load_id: number;
  object_id: bigint;
  hierarchy: string;
  parent_id: bigint;
  path: string;
  oktmo: string | null;
}

export interface GarParamTable {
  load_id: number;
  object_id: bigint;
  type: number;
  value: string;
}
