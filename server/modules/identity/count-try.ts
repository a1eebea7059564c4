// Counts tries to guess in a transaction of their own, before what was typed is looked at.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Origin } from '#platform/actor';
import { inTransaction } from '#platform/database';
import { refuse } from '#platform/errors';
import type { Db, Tx } from '#platform/tables';
import { type BucketKind, charge, FREE_SINCE, placesOf } from './throttle.ts';
import './identity.tables.ts';

type Counted = { kind: BucketKind; key: string };
/** `what` is guessed at: `password`, `proof` (the second step), whom a code is sent to without a session, or who has a `contact`. `subject`: the person's id, or what stands for a name. */
type Guess = { what: 'password' | 'proof' | 'recovery' | 'sign-up' | 'contact'; subject: string; origin: Origin; isKnownDevice: boolean };

const FREE = new Date(FREE_SINCE).toISOString();

/** A name that nobody has is counted like one that somebody has: of the three that a person may have each has its count. */
export const subjectOfName = (name: string): string => createHash('sha256').update(name).digest('base64url');

/**
 * What the try is counted by. A browser from which this person signed in before has a count of its own and no other:
 * strangers who use up the person's tries, or those of the neighbourhood's address, do not shut the owner out.
 */
function countedBy({ what, subject, origin, isKnownDevice }: Guess): Counted[] {
  if (isKnownDevice) return [{ kind: 'device', key: `${what} device:${origin.device} ${subject}` }];
  const { address, network } = placesOf(origin.ip);
  return [
    { kind: 'person', key: `${what} person:${subject}` },
    { kind: 'address', key: `${what} address:${address}` },
    { kind: 'network', key: `${what} network:${network}` },
  ];
}

/** Counts the try as failed, or refuses with signIn.wait when one of its counts says to wait. */
export const countTry = (db: Db, guess: Guess, now: Date): Promise<void> => countMiss(db, guess, { now, look: async () => undefined });

/** Looks under the counts' locks, so that of many at once none looks ahead of them, and counts when nothing is found. Refuses with signIn.wait, found or not. */
export async function countMiss<Found>(
  db: Db,
  guess: Guess,
  { now, look }: { now: Date; look: (tx: Tx) => Promise<Found | undefined> },
): Promise<Found | undefined> {
  const counted = countedBy(guess).toSorted((a, b) => (a.key < b.key ? -1 : 1)); // one order of locks for everybody
  const at = now.toISOString();
  const { wait, found } = await inTransaction(db, async (tx) => {
    await tx
      .insertInto('identity.throttle')
      .values(counted.map(({ key }) => ({ key, failures: 0, blocked_until: FREE, last_at: at })))
      .onConflict((on) => on.doNothing())
      .execute();
    const rows = await tx
      .selectFrom('identity.throttle')
      .selectAll()
      .where(
        'key',
        'in',
        counted.map(({ key }) => key),
      )
      .orderBy('key')
      .forUpdate()
      .execute();
    const kinds = new Map(counted.map(({ key, kind }) => [key, kind]));
    const charged = rows.map((row) => ({
      key: row.key,
      to: charge(kinds.get(row.key)!, { failures: row.failures, blockedUntil: Date.parse(row.blocked_until), lastAt: Date.parse(row.last_at) }, now.getTime()),
    }));
    const waits = charged.flatMap(({ to }) => ('wait' in to ? [to.wait] : []));
    if (waits.length > 0) return { wait: Math.max(...waits), found: undefined };
    const found = await look(tx);
    if (found === undefined)
      for (const { key, to } of charged)
        if (!('wait' in to))
          await tx
            .updateTable('identity.throttle')
            .set({ failures: to.failures, blocked_until: new Date(to.blockedUntil).toISOString(), last_at: at })
            .where('key', '=', key)
            .execute();
    return { wait: 0, found };
  });
  if (wait > 0) refuse('signIn.wait', { seconds: wait });
  return found;
}

/** The try was right: the person’s own count goes, the shared ones are again as they were before it (it was let through, so they did not wait). */
export async function forgiveTry(db: Db, guess: Guess): Promise<void> {
  for (const { kind, key } of countedBy(guess)) {
    if (kind === 'person' || kind === 'device') await db.deleteFrom('identity.throttle').where('key', '=', key).execute();
    else
      await db
        .updateTable('identity.throttle')
        .set((eb) => ({ failures: sql<number>`greatest(0, ${eb.ref('failures')} - 1)`, blocked_until: FREE }))
        .where('key', '=', key)
        .execute();
  }
}

/** Forgets counts that have been quiet for long. */
export async function forgetTries(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('identity.throttle').where('last_at', '<', before.toISOString()).execute();
}
