// What the looks hold of the operator who made them (PRIV-2). Who was looked at has the line in the journal.
import type { PersonalPart } from '#platform/held-of-person';

export const peoplePersonal: PersonalPart = {
  module: 'people',
  tables: [{ table: 'people.look', title: 'Ваши поиски людей', columns: { made_at: 'Когда', by: 'Как', reason: 'Зачем' }, words: { by: { contact: 'по телефону, почте или логину', name: 'по имени', account: 'по лицевому счёту' } }, order: 'made_at' }],
};
