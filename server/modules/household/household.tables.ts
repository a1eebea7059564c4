import type { Generated } from 'kysely';

export interface InvitationTable {
  house_id: string;
  id: string;
  premises_id: string;
  invited_by: string;
  role: string;
  name: string;
  contact: string;
  to_day: string | null;
  token_hash: Buffer;
  tries_left: number;
  made_at: string;
  until: string;
  status: Generated<string>;
  person_id: string | null;
  decided_at: string | null;
}

declare module '#platform/tables' {
  interface Tables {
    'household.invitation': InvitationTable;
  }
}
