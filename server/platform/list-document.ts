// Any list a person exports as PDF: title, the filter in words, columns, rows, totals. For list.typ. Pure.
import { PDF_ROWS_MOST } from '#contract/list';
import { counted, formatInstant } from '#contract/russian';
import { dayIn } from './time.ts';

/** Above it the screen offers CSV or XLSX. */
export const PDF_ROWS_AT_MOST = PDF_ROWS_MOST;

export type ListColumn = {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Share of the width; a column without it takes what its text needs. */ readonly weight?: number;
};
export type ListFacts = {
  readonly title: string;
  /** Whose list it is: an organization or the portal. */
  readonly author: string;
  /** The filter as the screen says it: «Октябрь 2026», «Не оплачено». */
  readonly filters: readonly string[];
  readonly columns: readonly ListColumn[];
  /** Texts as the screen shows them, one per column. */
  readonly rows: readonly (readonly string[])[];
  /** One text per column, empty where there is none; null without totals. */
  readonly totals: readonly string[] | null;
  /** An instant in UTC and the zone of the house. */
  readonly madeAt: string;
  readonly timeZone: string;
};

export type ListDocument = {
  readonly title: string;
  readonly author: string;
  readonly madeOn: string;
  readonly subtitle: string;
  /** More columns than a page in height can hold. */
  readonly flipped: boolean;
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right'; readonly weight: number | null }[];
  readonly rows: readonly (readonly string[])[];
  readonly totals: readonly string[] | null;
  readonly foot: string;
};

/** The list cannot be a PDF: too many rows, or a row of another length than the head. */
export class ListDocumentError extends Error {
  readonly fault: 'tooManyRows' | 'rowLength';
  constructor(fault: 'tooManyRows' | 'rowLength', message: string) {
    super(message);
    this.name = 'ListDocumentError';
    this.fault = fault;
  }
}

const COLUMNS_UPRIGHT_AT_MOST = 7;

/** Throws ListDocumentError. */
export function listDocument(facts: ListFacts): ListDocument {
  if (facts.rows.length > PDF_ROWS_AT_MOST) throw new ListDocumentError('tooManyRows', `${facts.rows.length} rows, a PDF holds ${PDF_ROWS_AT_MOST}`);
  const wrong = [...facts.rows, ...(facts.totals ? [facts.totals] : [])].find((row) => row.length !== facts.columns.length);
  if (wrong !== undefined) throw new ListDocumentError('rowLength', `a row of ${wrong.length} texts for ${facts.columns.length} columns`);
  const count = facts.rows.length === 0 ? 'Ничего не найдено' : counted(facts.rows.length, ['строка', 'строки', 'строк']);
  return {
    title: facts.title,
    author: facts.author,
    madeOn: dayIn(facts.timeZone, new Date(facts.madeAt)),
    subtitle: [...facts.filters, count].join(' · '),
    flipped: facts.columns.length > COLUMNS_UPRIGHT_AT_MOST,
    columns: facts.columns.map(({ title, align, weight }) => ({ title, align, weight: weight ?? null })),
    rows: facts.rows,
    totals: facts.totals,
    foot: `${facts.title} · ${facts.author} · ${formatInstant(facts.madeAt, facts.timeZone)}`,
  };
}
