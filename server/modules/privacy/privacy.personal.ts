// What privacy itself holds of a person.
import type { Purpose } from '#contract/privacy';
import { erasureStatuses } from '#contract/statuses/privacy';
import { wordsOf } from '#contract/statuses/standing';
import type { PersonalPart } from '#platform/held-of-person';
import { forgetCopies } from './order-copy.ts';
import './privacy.tables.ts';

const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  photos: 'чтение снимков',
  stateIdentity: 'данные Госуслуг',
  registers: 'сверка с реестрами',
  voice: 'вход по голосу',
};
const kept = {
  law: 'Согласия и ответы на обращения доказывает оператор: статья 9, часть 3 закона № 152-ФЗ; срок исковой давности, статья 196 Гражданского кодекса',
  term: '3 года, без имени',
};

export const privacyPersonal: PersonalPart = {
  module: 'privacy',
  async erase(work, personId) {
    await forgetCopies(work, personId);
    await work.tx
      .updateTable('privacy.consent')
      .set({ ended_at: work.now.toISOString(), end_reason: 'withdrawn' })
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .execute();
  },
  tables: [
    {
      table: 'privacy.consent',
      title: 'Согласия',
      page: '/profile/consents',
      columns: { code: 'На что', version: 'Версия', given_at: 'Дано', ended_at: 'Закончилось' },
      words: { code: { policy: 'политика прочитана', ...PURPOSE_WORDS } },
      order: 'given_at',
      kept,
    },
    {
      table: 'privacy.request',
      title: 'Обращения о данных',
      columns: { asked_at: 'Когда', subject: 'О чём', text: 'Текст', due_on: 'Срок', answer: 'Ответ' },
      order: 'asked_at',
      kept,
    },
    { table: 'privacy.copy', title: 'Копии данных', columns: { asked_at: 'Заказана', until: 'Доступна до' }, order: 'asked_at' },
    {
      table: 'privacy.erasure',
      title: 'Просьбы об удалении',
      columns: { asked_at: 'Когда', due_at: 'Срок', status: 'Состояние' },
      words: { status: wordsOf(erasureStatuses) },
      order: 'asked_at',
      kept,
    },
  ],
};
