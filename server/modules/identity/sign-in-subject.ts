// Who is between the steps of signing in, or raises an open session.
import { refuse } from '#platform/errors';
import type { Flow } from '#platform/route';
import type { Work } from '#platform/work';
import type { Door, Proof } from './assurance.ts';
import { tokenHash } from './secrets.ts';
import './identity.tables.ts';

/** Who is proving themselves, and to what a code for it is bound: the challenge, or the open session. */
export type Subject = { personId: string; boundTo: string; challengeId: string | null; proofs: readonly Proof[]; door: Door };

/** Refuses with signIn.over when there is no such step any more. */
export async function subjectOf({ db, actor, now }: Flow, challenge: string | undefined): Promise<Subject> {
  if (challenge !== undefined) {
    const row = await db
      .selectFrom('identity.sign_in_challenge')
      .select(['id', 'person_id', 'proofs', 'door', 'until'])
      .where('token_hash', '=', tokenHash(challenge))
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (!row || Date.parse(row.until) <= now.getTime()) refuse('signIn.over');
    return { personId: row.person_id, boundTo: row.id, challengeId: row.id, proofs: row.proofs as Proof[], door: row.door as Door };
  }
  if (actor.kind !== 'person') refuse('signIn.over');
  return { personId: actor.personId, boundTo: actor.sessionId, challengeId: null, proofs: [], door: 'password' };
}

/** Of twenty that come at once with one challenge one opens a session. */
export async function closeChallenge(work: Work, { challengeId }: Pick<Subject, 'challengeId'>): Promise<void> {
  if (challengeId === null) return;
  const closed = await work.tx
    .updateTable('identity.sign_in_challenge')
    .set({ used_at: work.now.toISOString() })
    .where('id', '=', challengeId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (closed.numUpdatedRows === 0n) refuse('signIn.over');
}
