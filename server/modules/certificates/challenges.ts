// Texts that are given to be signed. A signature of one says nothing anywhere else: the text names the portal and what it is for.
import { randomBytes } from 'node:crypto';
import { found, refuse } from '#platform/errors';
import { newId } from '#platform/ids';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import './certificates.tables.ts';

const CHALLENGE_MS = 10 * 60_000;
export type Purpose = 'enter' | 'enrol';
type Row = { id: string; purpose: string; nonce: string; until: string };

/** The bytes to be signed. Pure. */
export const challengeText = (origin: string, { id, purpose, nonce, until }: Row): string =>
  [
    'moidom certificate challenge v1',
    `origin: ${origin}`,
    `purpose: ${purpose}`,
    `challenge: ${id} ${nonce}`,
    `until: ${new Date(until).toISOString()}`,
    '',
  ].join('\n');

export async function giveChallenge(
  work: Work,
  { purpose, personId }: { purpose: Purpose; personId: string | null },
  origin: string,
): Promise<{ challengeId: string; text: string; until: string }> {
  const row = { id: newId(work.now), purpose, nonce: randomBytes(32).toString('base64url'), until: new Date(work.now.getTime() + CHALLENGE_MS).toISOString() };
  await work.tx
    .insertInto('certificates.challenge')
    .values({ ...row, person_id: personId, used_at: null })
    .execute();
  return { challengeId: row.id, text: challengeText(origin, row), until: row.until };
}

/** The text of a challenge that still waits, for the file to be signed. */
export async function waitingText(db: Db, id: string, { origin, now }: { origin: string; now: Date }): Promise<string> {
  const row = await db
    .selectFrom('certificates.challenge')
    .select(['id', 'purpose', 'nonce', 'until'])
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('until', '>', now.toISOString())
    .executeTakeFirst();
  return challengeText(origin, found(row));
}

/** Uses the challenge up, whatever becomes of the signature. `personId`: for whom it was made. Refuses with certificate.over. */
export async function useChallenge(
  db: Db,
  given: { id: string; purpose: Purpose; personId: string | null },
  { origin, now }: { origin: string; now: Date },
): Promise<string> {
  const used = db
    .updateTable('certificates.challenge')
    .set({ used_at: now.toISOString() })
    .where('id', '=', given.id)
    .where('purpose', '=', given.purpose)
    .where('used_at', 'is', null)
    .where('until', '>', now.toISOString());
  const row = await (given.personId === null ? used : used.where('person_id', '=', given.personId))
    .returning(['id', 'purpose', 'nonce', 'until'])
    .executeTakeFirst();
  return row ? challengeText(origin, row) : refuse('certificate.over');
}

export const forgetChallenges = async (db: Db, before: Date): Promise<void> =>
  void (await db.deleteFrom('certificates.challenge').where('until', '<', before.toISOString()).execute());
