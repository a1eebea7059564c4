// Which of the numbers read on a photograph can be the reading. Pure. Nothing is mended: a number that cannot follow is not suggested.
import { compare, chain } from '#platform/decimal';
import { shortText } from './usage-history.ts';
import { useSince } from './reading-rules.ts';

/** Digits of one row and how sure the recognition is, 0–100. */
export type ReadRow = { readonly digits: string; readonly confidence: number };
export type DialFacts = { readonly digits: number; readonly decimals: number; readonly previous: string; readonly averageMonth: string | null };

const SURE = 60;
/** More than this many usual months in a row is another number of the dial: its serial, its year. */
const MONTHS_MOST = 24n;

/** The reading as decimal text, undefined when no row fits: as many digits as the dial has before the comma, and up to as many after. */
export function suggestReading(rows: readonly ReadRow[], { digits, decimals, previous, averageMonth }: DialFacts): string | undefined {
  const fitting = rows.flatMap((row) => {
    const after = row.digits.length - digits;
    if (row.confidence < SURE || after < 0 || after > decimals) return [];
    const value = shortText(after === 0 ? String(BigInt(row.digits)) : `${BigInt(row.digits.slice(0, digits))}.${row.digits.slice(digits)}`);
    const since = useSince(previous, value, digits);
    if (!since || (averageMonth !== null && compare(averageMonth, '0') > 0 && compare(since.use, chain([averageMonth, MONTHS_MOST])) > 0)) return [];
    return [{ value, after, confidence: row.confidence }];
  });
  // All digits of the dial before the black ones alone.
  return fitting.sort((a, b) => b.after - a.after || b.confidence - a.confidence)[0]?.value;
}
