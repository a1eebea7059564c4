// What documents hold of a person (PRIV-2).
import { documentKinds } from '#contract/documents';
import type { PersonalPart } from '#platform/held-of-person';
import { forgetVault } from './forget-vault.ts';

const ofHome = { law: 'Бумаги дома и квартиры остаются их собственникам', term: 'пока их не уберут, без вашего имени' };

export const documentsPersonal: PersonalPart = {
  module: 'documents',
  erase: forgetVault,
  tables: [
    {
      table: 'documents.document',
      title: 'Документы',
      page: '/documents',
      columns: { at: 'Когда', name: 'Название', kind: 'Вид', number: 'Номер', dated_on: 'От', expires_on: 'Действует до' },
      words: { kind: documentKinds },
      order: 'at',
    },
    {
      table: 'documents.document',
      title: 'Документы, которые вы положили в хранилище дома',
      person: 'added_by',
      columns: { at: 'Когда', name: 'Название' },
      order: 'at',
      kept: ofHome,
      blank: { added_by: null },
    },
    {
      table: 'documents.version',
      title: 'Файлы документов, которые вы положили',
      person: 'added_by',
      columns: { at: 'Когда', file_name: 'Файл' },
      order: 'at',
      kept: ofHome,
      blank: { added_by: null },
    },
    { table: 'documents.share', title: 'Документы, которые открыли вам', person: 'to_person_id', columns: { at: 'Когда', until: 'До' }, order: 'at' },
    { table: 'documents.mail_address', title: 'Адрес для писем в хранилище', columns: { at: 'Когда' }, order: 'at' },
    { table: 'documents.upload', title: 'Файлы, которые вы ещё загружаете', columns: { at: 'Когда', name: 'Файл' }, order: 'at' },
    {
      table: 'documents.issued',
      title: 'Выданные порталом документы',
      columns: { at: 'Когда', number: 'Номер', title: 'Документ', code: 'Код проверки' },
      order: 'at',
      kept: {
        law: 'Подлинность выданного документа проверяют по коду и после ухода с портала: законный интерес, статья 6, часть 1, пункт 7 закона № 152-ФЗ. Имени здесь нет',
        term: 'бессрочно',
      },
    },
  ],
};
