// What the staff's invitations hold of a person (PRIV-2).
import { roleWords } from '#contract/role-words';
import { invitationStatuses } from '#contract/statuses/identity';
import { wordsOf } from '#contract/statuses/standing';
import type { PersonalPart } from '#platform/held-of-person';
import { contactWords } from '#modules/identity';
import { staffContact } from './staff.tables.ts';

const told = {
  columns: { made_at: 'Когда', name: 'Кого', role: 'Роль', status: 'Состояние' },
  order: 'made_at',
  words: { role: roleWords, status: wordsOf(invitationStatuses) },
};

export const staffPersonal: PersonalPart = {
  module: 'staff',
  tables: [
    {
      table: 'staff.invitation',
      title: 'Приглашения на работу, на которые вы ответили',
      ...told,
      sealed: { column: 'contact', name: 'Куда', open: (keys, row, stored) => contactWords(staffContact.open(keys, row['id']!, stored)) },
    },
    { table: 'staff.invitation', title: 'Приглашения на работу, которые вы послали', person: 'invited_by', ...told },
  ],
};
