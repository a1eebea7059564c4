import type { Generated } from 'kysely';
import { sealedContact } from '#modules/identity';

/** Where the invited person is reached. */
export const staffContact = sealedContact('staff.invitation');

export interface StaffInvitationTable {
  organization_id: string;
  id: string;
  invited_by: string;
  role: string;
  name: string;
  contact: Buffer;
  contact_index: Buffer;
  to_day: string | null;
  made_at: string;
  until: string;
  status: Generated<string>;
  person_id: string | null;
  decided_at: string | null;
}

declare module '#platform/tables' {
  interface Tables {
    'staff.invitation': StaffInvitationTable;
  }
}
