// The filter of the history as it stands in the page's address.
import type { HistoryFilter } from './account.tsx';

const KINDS = new Set(['charge', 'charge_reversal', 'penalty', 'payment', 'refund', 'opening']);
const FORMAT = /^(pdf|xlsx|csv)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What is not a day or a kind is left out: an address mended by hand shows the list all the same. */
export function historyFilter(query: URLSearchParams): HistoryFilter {
  const day = (name: string): string => (DAY.test(query.get(name) ?? '') ? query.get(name)! : '');
  return { from: day('from'), to: day('to'), kind: query.getAll('kind').filter((kind) => KINDS.has(kind)) };
}

/** The same for the API. */
export const historyQuery = (query: URLSearchParams) => {
  const { from, to, kind } = historyFilter(query);
  const after = query.get('after');
  return {
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
    ...(kind.length > 0 && { kind: kind as ('charge' | 'payment')[] }),
    ...(after !== null && { after }),
  };
};

/** Days of the statement at first: from January of this year until today. */
export const statementDays = (loadedAt: string): { from: string; to: string } => ({ from: `${loadedAt.slice(0, 4)}-01-01`, to: loadedAt.slice(0, 10) });

/** Where the file lies that the form of the statement asked for; null when it asked for none. Days in the wrong order are swapped: the person meant them both. */
export function statementAddress(query: URLSearchParams, { houseId, accountId }: { houseId: string; accountId: string }): string | null {
  const [format, days] = [query.get('statement') ?? '', ['since', 'till'].map((name) => query.get(name) ?? '')];
  if (!FORMAT.test(format) || !days.every((day) => DAY.test(day))) return null;
  const [from, to] = days.toSorted();
  return `/api/v1/accounts/${houseId}/${accountId}/statement?from=${from}&to=${to}&format=${format}`;
}
