// What signing holds of a person (PRIV-2).
import type { PersonalPart } from '#platform/held-of-person';
import { revokeKeysOf } from './person-keys.ts';

const kept = {
  law: 'Подпись и сертификат доказывают, кто подписал: статьи 6 и 15 закона № 63-ФЗ; срок исковой давности, статья 196 Гражданского кодекса',
  term: '3 года после удаления кабинета',
};

export const signingPersonal: PersonalPart = {
  module: 'signing',
  erase: revokeKeysOf,
  tables: [
    {
      table: 'signing.person_key',
      title: 'Ключи подписи',
      page: '/profile/signature',
      columns: { name: 'Название', certificate_number: 'Сертификат', issued_at: 'Выдан', expires_at: 'Действует до', revoked_at: 'Отозван' },
      order: 'issued_at',
      kept,
    },
    {
      table: 'signing.signature',
      title: 'Подписи',
      columns: { what: 'Что подписано', kind: 'Чем', made_at: 'Когда' },
      words: { kind: { key: 'ключом', code: 'кодом', bank: 'в приложении банка' } },
      order: 'made_at',
      kept,
    },
  ],
};
