// Places of addresses (AUTH-6) from a file of the installation: lines «first;last;place» or «network/length;place».
import { sql } from 'kysely';
import { inTransaction } from '#platform/database';
import type { Db } from '#platform/tables';
import './identity.tables.ts';

const BATCH = 10_000;
type AddressRange = { first: string; last: string; place: string };

/** Empty lines and lines of «#» are passed over. Throws an Error with the number of a line that cannot be read. Pure. */
export function readPlaces(text: string): AddressRange[] {
  return text.split('\n').flatMap((line, at) => {
    const cells = line
      .trim()
      .split(';')
      .map((cell) => cell.trim());
    if (cells[0] === '' || cells[0]!.startsWith('#')) return [];
    const [first, last, place] = cells.length === 2 ? [cells[0]!, cells[0]!, cells[1]!] : (cells as [string, string, string]);
    const isAddress = [first, last].every((one) => /^[\da-f.:]+(?:\/\d{1,3})?$/i.test(one));
    if (cells.length > 3 || cells.length < 2 || !isAddress || place === '')
      throw new Error(`line ${at + 1} is not «first;last;place» nor «network/length;place»`);
    return [{ first, last, place }];
  });
}

/** Puts these ranges in place of the earlier ones, all or none; says how many. */
export async function loadPlaces(db: Db, text: string): Promise<number> {
  const ranges = readPlaces(text);
  await inTransaction(db, async (tx) => {
    await tx.deleteFrom('identity.address_range').execute();
    for (let at = 0; at < ranges.length; at += BATCH) {
      const part = ranges.slice(at, at + BATCH);
      await sql`insert into identity.address_range (first_address, last_address, place)
        select host(network(f::inet))::inet, host(broadcast(l::inet))::inet, p from unnest(${part.map(({ first }) => first)}::text[], ${part.map(({ last }) => last)}::text[], ${part.map(({ place }) => place)}::text[]) as given(f, l, p)`.execute(
        tx,
      );
    }
  });
  return ranges.length;
}
