// The tables of directory.
import type { Generated } from 'kysely';

declare module '#platform/tables' {
  interface Tables {
    'directory.service': ServiceTable;
    'directory.tariff': TariffTable;
    'directory.norm': NormTable;
    'directory.reading_window': ReadingWindowTable;
    'directory.reading_limit': ReadingLimitTable;
    'directory.revision': RevisionTable;
  }
}

export interface ServiceTable {
  code: string;
  name: string;
  short_name: string;
  unit: string;
  block: string;
  purpose: string;
  sort: number;
  to_day: string | null;
  version: Generated<number>;
}

export interface TariffTable {
  id: string;
  organization_id: string;
  house_id: string | null;
  service_code: string;
  zone: Generated<string>;
  from_volume: Generated<string>;
  value: string;
  unit: string;
  from_day: string;
  to_day: string | null;
  decision: string;
  version: Generated<number>;
}

export interface NormTable {
  id: string;
  region: string;
  service_code: string;
  per: string;
  value: string;
  unit: string;
  from_day: string;
  to_day: string | null;
  decision: string;
  version: Generated<number>;
  organization_id: string | null;
  house_id: string | null;
}

export interface ReadingWindowTable {
  id: string;
  organization_id: string;
  service_code: string;
  from_day_of_month: number;
  to_day_of_month: number;
}

export interface ReadingLimitTable {
  id: string;
  organization_id: string | null;
  service_code: string;
  number: number;
  from_day: string;
  value: string;
  reason: string;
  set_at: string;
  set_by: string | null;
}

export interface RevisionTable {
  id: string;
  organization_id: string | null;
  kind: string;
  entry_id: string;
  action: string;
  at: string;
  person_id: string | null;
  before: unknown;
  after: unknown;
}
