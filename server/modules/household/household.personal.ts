// What the household holds of a person (PRIV-2).
import { invitationStatuses } from '#contract/statuses/identity';
import { wordsOf } from '#contract/statuses/standing';
import { contactWords } from '#modules/identity';
import { householdContact } from './household.tables.ts';
import type { PersonalPart } from '#platform/held-of-person';

const columns = { made_at: 'Когда', name: 'Кого', role: 'Роль', status: 'Состояние' };
const words = { role: { family: 'член семьи', tenant: 'наниматель', guest: 'гость' }, status: wordsOf(invitationStatuses) };

export const householdPersonal: PersonalPart = {
  module: 'household',
  tables: [
    {
      table: 'household.invitation',
      title: 'Приглашения, которые вы приняли',
      columns,
      words,
      order: 'made_at',
      sealed: { column: 'contact', name: 'Куда', open: (keys, row, stored) => contactWords(householdContact.open(keys, row['id']!, stored)) },
    },
    { table: 'household.invitation', title: 'Приглашения, которые вы послали', person: 'invited_by', columns, words, order: 'made_at' },
  ],
};
