// What federation holds of a person (PRIV-2).
import type { FactKind } from '#contract/federation';
import type { PersonalPart } from '#platform/held-of-person';
import { openFact } from './facts.ts';

export const federationPersonal: PersonalPart = {
  module: 'federation',
  tables: [
    {
      table: 'federation.fact',
      title: 'Данные из Госуслуг',
      page: '/profile/state',
      columns: { kind: 'Что', at: 'Получено' },
      words: { kind: { name: 'имя', birthDay: 'дата рождения', snils: 'СНИЛС', inn: 'ИНН', passport: 'паспорт', address: 'адрес' } },
      order: 'at',
      sealed: {
        column: 'value',
        name: 'Значение',
        open: (ring, row, stored) => openFact(ring, { personId: row['person_id']!, kind: row['kind'] as FactKind }, stored),
      },
    },
    {
      table: 'federation.link',
      title: 'Связанные кабинеты',
      page: '/profile/state',
      columns: { system_id: 'Где', linked_at: 'Связан', entered_at: 'Последний вход' },
      words: { system_id: { state: 'Госуслуги' } },
      order: 'linked_at',
    },
    { table: 'federation.attempt', title: 'Начатые входы через другие системы', columns: { system_id: 'Где', until: 'До' } },
    { table: 'federation.head', title: 'Организации, которыми вы руководите', columns: { since: 'С' }, order: 'since' },
  ],
};
