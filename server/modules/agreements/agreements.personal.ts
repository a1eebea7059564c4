// What agreements hold of a person (PRIV-2).
import { agreementStatuses, partyStates } from '#contract/statuses/agreements';
import { wordsOf } from '#contract/statuses/standing';
import type { PersonalPart } from '#platform/held-of-person';

const kept = { law: 'Договор остаётся у тех, с кем заключён; срок исковой давности, статья 196 Гражданского кодекса', term: '3 года после конца договора' };

export const agreementsPersonal: PersonalPart = {
  module: 'agreements',
  tables: [
    { table: 'agreements.agreement', title: 'Договоры, которые вы составили', person: 'author_id', columns: { title: 'Название', status: 'Состояние', made_at: 'Составлен', ended_at: 'Закончен' }, words: { status: wordsOf(agreementStatuses) }, order: 'made_at', kept },
    { table: 'agreements.party', title: 'Договоры, которые вам дали подписать', columns: { place: 'Место', state: 'Ответ', acted_at: 'Когда' }, words: { state: wordsOf(partyStates) }, order: 'acted_at', kept },
  ],
};
