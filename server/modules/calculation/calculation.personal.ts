// What calculation holds of a person (PRIV-2).
import type { PersonalPart } from '#platform/held-of-person';

export const calculationPersonal: PersonalPart = {
  module: 'calculation',
  tables: [
    {
      table: 'calculation.absence_request', title: 'Заявления об отсутствии', columns: { asked_at: 'Когда', account_number: 'Счёт', address: 'Адрес', left_on: 'Уехали', returned_on: 'Вернулись', comment: 'Пояснение', status: 'Состояние', reason: 'Ответ' },
      words: { status: { waiting: 'ждёт решения', accepted: 'приняли', refused: 'отказали' } }, order: 'asked_at', kept: { law: 'Основания перерасчёта платы: срок исковой давности, статья 196 Гражданского кодекса', term: '3 года, без имени' },
    },
  ],
};
