// What the looks hold of the operator who made them (PRIV-2). Who was looked at has the line in the journal.
import { factorResetStatuses } from '#contract/statuses/identity';
import { wordsOf } from '#contract/statuses/standing';
import type { PersonalPart } from '#platform/held-of-person';

export const peoplePersonal: PersonalPart = {
  module: 'people',
  tables: [
    {
      table: 'people.factor_reset',
      title: 'Потерянные способы входа',
      columns: { asked_at: 'Когда', proof: 'Как подтвердили личность', due_at: 'Когда отключим', status: 'Состояние' },
      words: { proof: { in_person: 'лично', video: 'по видеосвязи', notary: 'через нотариуса' }, status: wordsOf(factorResetStatuses) },
      order: 'asked_at',
    },
    {
      table: 'people.look',
      title: 'Ваши поиски людей',
      columns: { made_at: 'Когда', by: 'Как', reason: 'Зачем' },
      words: { by: { contact: 'по телефону, почте или логину', name: 'по имени', account: 'по лицевому счёту', reset: 'по обращению о входе' } },
      order: 'made_at',
    },
  ],
};
