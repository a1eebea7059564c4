// What cases hold of a person (PRIV-2).
import { caseStatuses } from '#contract/statuses/cases';
import { wordsOf } from '#contract/statuses/standing';
import type { PersonalPart } from '#platform/held-of-person';

const kept = { law: 'Вопросы, споры и ответы по начислениям: срок исковой давности, статья 196 Гражданского кодекса', term: '3 года, без имени' };

export const casesPersonal: PersonalPart = {
  module: 'cases',
  tables: [
    {
      table: 'cases.account_case',
      title: 'Вопросы по счетам',
      columns: {
        opened_at: 'Когда',
        subject: 'Тема',
        account_number: 'Счёт',
        address: 'Адрес',
        organization_name: 'Организация',
        status: 'Состояние',
        decision: 'Решение',
      },
      words: { status: wordsOf(caseStatuses) },
      order: 'opened_at',
      kept,
    },
    { table: 'cases.message', title: 'Что вы писали', person: 'author_id', columns: { written_at: 'Когда', text: 'Текст' }, order: 'written_at', kept },
  ],
};
