// The tables of reports.

declare module '#platform/tables' {
  interface Tables {
    'reports.sheet': SheetTable;
    'reports.sheet_row': SheetRowTable;
  }
}

export interface SheetTable {
  organization_id: string;
  id: string;
  organization_ids: string[];
  from_month: string;
  to_month: string;
  progress_id: string;
  asked_at: string;
  made_at: string | null;
}

export interface SheetRowTable {
  organization_id: string;
  sheet_id: string;
  house_id: string;
  service_code: string;
  opening: bigint;
  charged: bigint;
  penalties: bigint;
  paid: bigint;
  refunded: bigint;
  recalculated: bigint;
}
