// What records hold of a person (PRIV-2).
import { fieldWords, sectionWords, sourceWords } from '#contract/record-words';
import { COMPARED_FIELDS, RECORD_SECTIONS, type RecordField } from '#contract/records';
import type { PersonalPart } from '#platform/held-of-person';
import { openField } from '#platform/field-cipher';
import { openSection, placeOfChange } from './own-side.ts';
import { openTold } from './records.queries.ts';
import type { Values } from './check-section.ts';

const titles = Object.fromEntries(RECORD_SECTIONS.map((section) => [section, sectionWords[section].title]));
const nameOf = (field: RecordField): string => RECORD_SECTIONS.map((section) => fieldWords[section][field]?.name).find((name) => name !== undefined) ?? field;
const inWords = (values: Values): string =>
  Object.entries(values)
    .map(([field, value]) => `${nameOf(field as RecordField)}: ${value}`)
    .join('; ');
const isField = (field: string): field is RecordField => (COMPARED_FIELDS as readonly string[]).includes(field);

export const recordsPersonal: PersonalPart = {
  module: 'records',
  tables: [
    {
      table: 'records.section',
      title: 'Мои сведения',
      page: '/profile/records',
      columns: { section: 'Раздел', changed_at: 'Изменён' },
      words: { section: titles },
      order: 'changed_at',
      sealed: { column: 'value', name: 'Что записано', open: (ring, row, stored) => inWords(openSection(ring, row['person_id']!, row['section']!, stored)) },
    },
    {
      table: 'records.change',
      title: 'Изменения сведений',
      columns: { section: 'Раздел', at: 'Когда' },
      words: { section: titles },
      order: 'at',
      sealed: {
        column: 'was',
        name: 'Что было',
        open: (ring, row, stored) => inWords(JSON.parse(openField(ring, placeOfChange(row['person_id']!, row['id']!), stored)) as Values),
      },
    },
    {
      table: 'records.told',
      title: 'Ответы реестров',
      columns: { source: 'Кто', asked_at: 'Спрошен', answered_at: 'Ответил' },
      words: { source: sourceWords },
      order: 'asked_at',
      sealed: {
        column: 'value',
        name: 'Что ответил',
        open: (ring, row, stored) =>
          inWords(Object.fromEntries(Object.entries(openTold(ring, row['person_id']!, row['source']!, stored).facts).filter(([field]) => isField(field)))),
      },
    },
    { table: 'records.checkup', title: 'Проверки сведений', columns: { finished_at: 'Последняя', found: 'Расхождений', next_on: 'Следующая' } },
  ],
};
