// What calculation holds of a person (PRIV-2).
import { absenceStatuses } from '#contract/statuses/calculation';
import { wordsOf } from '#contract/statuses/standing';
import { amongOwnAccounts } from '#modules/ledger';
import type { PersonalPart } from '#platform/held-of-person';

export const calculationPersonal: PersonalPart = {
  module: 'calculation',
  tables: [
    {
      table: 'calculation.absence_request',
      title: 'Заявления об отсутствии',
      columns: {
        asked_at: 'Когда',
        account_number: 'Счёт',
        address: 'Адрес',
        left_on: 'Уехали',
        returned_on: 'Вернулись',
        comment: 'Пояснение',
        status: 'Состояние',
        reason: 'Ответ',
      },
      words: { status: wordsOf(absenceStatuses) },
      order: 'asked_at',
      kept: {
        law: 'Основания перерасчёта платы: срок исковой давности, статья 196 Гражданского кодекса',
        term: '3 года после решения, с приложенными бумагами',
      },
    },
    {
      table: 'calculation.decision',
      title: 'Льготы и отсутствие, учтённые в расчёте',
      among: amongOwnAccounts,
      columns: { decided_at: 'Когда', kind: 'Что', from_day: 'С', to_day: 'По', document: 'Документ', withdrawn_at: 'Отменено' },
      words: { kind: { absence: 'временное отсутствие', benefit: 'льгота', break: 'перерыв в услуге' } },
      order: 'decided_at',
      kept: { law: 'Основания начислений по лицевому счёту: статья 29 закона № 402-ФЗ', term: '5 лет после отчётного года' },
    },
  ],
};
