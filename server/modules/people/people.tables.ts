export interface LookTable {
  person_id: string;
  id: string;
  by: string;
  reason: string;
  found: string[];
  made_at: string;
}

declare module '#platform/tables' {
  interface Tables {
    'people.look': LookTable;
  }
}
