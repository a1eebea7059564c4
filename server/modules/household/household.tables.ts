import type { Generated } from 'kysely';
import { sealedContact } from '#modules/identity';

/** Where the invited person is reached; rows of before 22 November 2026 have none. */
export const householdContact = sealedContact('household.invitation');

export interface InvitationTable {
  house_id: string;
  id: string;
  premises_id: string;
  invited_by: string;
  role: string;
  name: string;
  contact: Buffer | null;
  contact_index: Buffer | null;
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
