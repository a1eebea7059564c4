// Whom a person names by a telephone, an address or a login where the answer tells whether there is such a cabinet: names that nobody has are guesses (AUTH-10).
import { type Person, personAtScreen } from '#platform/actor';
import { Refusal } from '#platform/errors';
import type { Db } from '#platform/tables';
import { countMiss } from './count-try.ts';
import { personBySignInName } from './person-papers.ts';

type Asked = { readonly actor: Person; readonly names: readonly string[]; readonly now: Date };

/** In the order of the names, which are canonical; undefined where nobody has one. Each that nobody has is counted, five are free. Refuses limit.exceeded. */
export async function personsNamed(db: Db, { actor, names, now }: Asked): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const name of names) {
    const guess = { what: 'contact', subject: personAtScreen(actor), origin: actor, isKnownDevice: false } as const;
    const personId = await countMiss(db, guess, { now, look: (tx) => personBySignInName(tx, name) }).catch((error: unknown) => {
      throw error instanceof Refusal && error.code === 'signIn.wait' ? new Refusal('limit.exceeded', { facts: error.facts }) : error;
    });
    found.push(personId);
  }
  return found;
}
