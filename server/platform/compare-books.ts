// Two modules keep the same money, each for its own: charges in force and what the ledger has charged, payments and their entries. They are
// compared without bringing their rows together: each answers one weighed sum for a place (a house, a person), and only a place whose sums
// differ is read line by line. A line put elsewhere, doubled or lost changes the weighed sum even where the plain sum stays.
import { type RawBuilder, sql } from 'kysely';
import type { Db } from './tables.ts';

/** `what` tells the line within its account: a month and a service, a payment. */
export type BookLine = { readonly accountId: string | null; readonly what: string; readonly kopecks: bigint };
export type Book = {
  /** By place; a place of nothing but zeros may be missing. One statement. */
  weighed(db: Db): Promise<Map<string, string>>;
  /** The lines of a place that are not zero. One statement. */
  lines(db: Db, place: string): Promise<BookLine[]>;
};
export type BookDifference = {
  readonly place: string;
  readonly accountId: string | null;
  readonly what: string;
  readonly ours: bigint;
  readonly theirs: bigint;
};

/** `rows` selects place, account_id, what and kopecks; a line may be any number of rows. */
export const bookOf = (rows: RawBuilder<unknown>): Book => ({
  async weighed(db) {
    const { rows: sums } = await sql<{ place: string; sum: string }>`
      select place, sum(kopecks * (hashtextextended(concat_ws(' ', account_id, what), 0) & 2147483647)::numeric)::text as sum from (${rows}) r group by place`.execute(
      db,
    );
    return new Map(sums.map(({ place, sum }) => [place, sum]));
  },
  async lines(db, place) {
    const { rows: lines } =
      await sql<BookLine>`select account_id as "accountId", what, sum(kopecks)::bigint as kopecks from (${rows}) r where place = ${place} group by 1, 2 having sum(kopecks) <> 0 order by 1, 2`.execute(
        db,
      );
    return lines;
  },
});

/** Where the two differ, at most so many lines. To be read from one state of the base: a transaction of repeatable read. Two statements while they agree. */
export async function compareBooks(db: Db, { ours, theirs }: { ours: Book; theirs: Book }, most: number): Promise<BookDifference[]> {
  const [left, right] = [await ours.weighed(db), await theirs.weighed(db)];
  const places = [...new Set([...left.keys(), ...right.keys()])].filter((place) => (left.get(place) ?? '0') !== (right.get(place) ?? '0')).sort();
  const differences: BookDifference[] = [];
  for (const place of places) {
    if (differences.length >= most) break;
    const found = new Map<string, { ours: bigint; theirs: bigint; line: BookLine }>();
    const put = (line: BookLine, side: 'ours' | 'theirs'): void => {
      const key = `${line.accountId} ${line.what}`;
      found.set(key, { ...(found.get(key) ?? { ours: 0n, theirs: 0n, line }), [side]: line.kopecks });
    };
    for (const line of await ours.lines(db, place)) put(line, 'ours');
    for (const line of await theirs.lines(db, place)) put(line, 'theirs');
    for (const one of found.values())
      if (one.ours !== one.theirs) differences.push({ place, accountId: one.line.accountId, what: one.line.what, ours: one.ours, theirs: one.theirs });
  }
  return differences.slice(0, most);
}
