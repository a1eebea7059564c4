// What treasury holds of a person (PRIV-2).
import type { PersonalPart } from '#platform/held-of-person';
import { openField } from '#platform/field-cipher';
import { documentPlace } from './payer-documents.ts';

export const treasuryPersonal: PersonalPart = {
  module: 'treasury',
  tables: [
    {
      table: 'treasury.document',
      title: 'Документы для поиска госплатежей',
      columns: { kind: 'Документ', consented_at: 'Согласие дано' },
      words: { kind: { inn: 'ИНН', snils: 'СНИЛС', licence: 'водительское удостоверение', vehicle: 'свидетельство о регистрации машины' } },
      order: 'consented_at',
      sealed: { column: 'value', name: 'Номер', open: (keys, row, value) => openField(keys, documentPlace(row['id']!), value) },
    },
    {
      table: 'treasury.bill',
      title: 'Госплатежи',
      columns: { number: 'УИН', purpose: 'За что', total_kopecks: 'Сумма', rest_kopecks: 'Осталось', due_on: 'Срок' },
      order: 'billed_on',
    },
    {
      table: 'treasury.notice',
      title: 'Сведения об оплате госплатежей',
      columns: { paid_on: 'Оплачен', number: 'УИН', kopecks: 'Сумма', purpose: 'За что' },
      order: 'paid_on',
      kept: { law: 'Извещения об оплате: статья 21.3 закона № 210-ФЗ, статья 29 закона № 402-ФЗ', term: '5 лет после отчётного года, без имени' },
    },
    { table: 'treasury.search', title: 'Когда искали госплатежи', columns: { looked_at: 'Последний поиск' } },
    { table: 'treasury.find_try', title: 'Поиски по номеру', columns: { since: 'С', tries: 'Сколько' } },
    { table: 'treasury.reminder', title: 'Напоминания о госплатежах', columns: { number: 'УИН', until: 'Срок' } },
  ],
};
