// The copy of a person's data: as JSON for machines, as a document for people. Pure.
import { formatDay, formatInstant } from '#contract/russian';
import type { PersonalRow, PersonalTable } from '#platform/held-of-person';
import { dayIn } from '#platform/time';
import { countWords, headingsOf, rowWords } from './personal-words.ts';

const ZONE = 'Europe/Moscow';
/** More of a part than that is only in the JSON: nobody reads a thousand lines of a table on paper. */
const PRINTED_MOST = 300;
export type Held = { readonly table: PersonalTable; readonly rows: readonly PersonalRow[] };
export type CopyFacts = { readonly name: string; readonly madeAt: Date; readonly held: readonly Held[] };

/** «<» is written as its code: a text that looks like a page must not make the file one. */
export const copyJson = ({ name, madeAt, held }: CopyFacts): string =>
  JSON.stringify(
    {
      person: name,
      madeAt: madeAt.toISOString(),
      parts: held.map(({ table, rows }) => ({
        part: table.table,
        title: table.title,
        columns: { ...table.columns, ...(table.sealed && { [table.sealed.column]: table.sealed.name }) },
        keptAfterErasure: table.kept ?? null,
        rows,
      })),
    },
    null,
    1,
  ).replaceAll('<', '\\u003c');

/** What copy.typ places. */
export function copyDocument({ name, madeAt, held }: CopyFacts) {
  const parts = held.filter(({ rows }) => rows.length > 0);
  return {
    title: 'Копия персональных данных',
    author: 'Мой дом',
    madeOn: dayIn(ZONE, madeAt),
    foot: `Копия персональных данных · ${formatInstant(madeAt.toISOString(), ZONE)}`,
    who: [
      ['Чьи данные', name],
      ['Собрано', formatDay(dayIn(ZONE, madeAt))],
      ['Разделов', String(parts.length)],
    ],
    parts: parts.map(({ table, rows }) => ({
      title: table.title,
      says: [countWords(rows.length), ...(rows.length > PRINTED_MOST ? [`напечатаны последние ${PRINTED_MOST}, остальное в файле JSON`] : [])].join(', '),
      kept: table.kept ? `После удаления остаётся ${table.kept.term}. ${table.kept.law}.` : 'После удаления не остаётся.',
      columns: headingsOf(table),
      rows: rows.slice(0, PRINTED_MOST).map((row) => rowWords(table, row)),
    })),
  };
}
