// A signing in at an outside system: begun by this browser, come back once, used once, ten minutes long.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { refuse } from '#platform/errors';
import { openField, sealField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import type { Attempt, OutsidePerson } from './ports.ts';
import './federation.tables.ts';

const ATTEMPT_MS = 10 * 60_000;
const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
const place = (hash: Buffer) => ({ table: 'federation.attempt', column: 'papers', rowId: hash.toString('hex') });

export type Purpose = 'enter' | 'link';
type Row = Attempt & { readonly systemId: string; readonly purpose: Purpose; readonly personId: string | null; readonly papers: Buffer | null };

/** A new one. The token is for the browser alone, its digest is kept. */
export async function openAttempt(
  work: Work,
  { systemId, purpose, personId }: { systemId: string; purpose: Purpose; personId: string | null },
): Promise<{ token: string; attempt: Attempt }> {
  const token = randomBytes(32).toString('base64url');
  const attempt = { state: randomUUID(), nonce: randomUUID(), verifier: randomBytes(48).toString('base64url') };
  await work.tx
    .insertInto('federation.attempt')
    .values({
      token_hash: tokenHash(token),
      system_id: systemId,
      purpose,
      person_id: personId,
      ...attempt,
      until: new Date(work.now.getTime() + ATTEMPT_MS).toISOString(),
      came_at: null,
      papers: null,
      used_at: null,
    })
    .execute();
  return { token, attempt };
}

const COLUMNS = ['system_id as systemId', 'purpose', 'person_id as personId', 'state', 'nonce', 'verifier', 'papers'] as const;

/** Takes the answer of the system, once for each attempt. Refuses with outside.over for a second one, another system's, or a late one. */
export async function takeAnswer(db: Db, { token, systemId, now }: { token: string; systemId: string; now: Date }): Promise<Row> {
  const row = await db
    .updateTable('federation.attempt')
    .set({ came_at: now.toISOString() })
    .where('token_hash', '=', tokenHash(token))
    .where('system_id', '=', systemId)
    .where('came_at', 'is', null)
    .where('until', '>', now.toISOString())
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ? (row as Row) : refuse('outside.over');
}

/** Keeps the person data until the owner of the account is known. `personId`: whose account it seems to be. */
export async function keepPapers(work: Work, { token, papers, personId }: { token: string; papers: OutsidePerson; personId: string | null }): Promise<void> {
  const hash = tokenHash(token);
  await work.tx
    .updateTable('federation.attempt')
    .set({ person_id: personId, papers: sealField(work.masterKeys, place(hash), JSON.stringify(papers)) })
    .where('token_hash', '=', hash)
    .execute();
}

/** Uses the kept papers up: of twenty that come at once one gets them. Refuses with outside.over. */
export async function usePapers(work: Work, token: string): Promise<Omit<Row, 'papers'> & { papers: OutsidePerson }> {
  const hash = tokenHash(token);
  const row = await work.tx
    .updateTable('federation.attempt')
    .set({ used_at: work.now.toISOString() })
    .where('token_hash', '=', hash)
    .where('papers', 'is not', null)
    .where('used_at', 'is', null)
    .where('until', '>', work.now.toISOString())
    .returning(COLUMNS)
    .executeTakeFirst();
  if (!row) return refuse('outside.over');
  return { ...(row as Row), papers: openPapers(work.masterKeys, hash, row.papers!) };
}

const openPapers = (ring: KeyRing, hash: Buffer, sealed: Buffer): OutsidePerson => JSON.parse(openField(ring, place(hash), sealed)) as OutsidePerson;

/** Attempts that are over, and with them their papers. */
export const forgetAttempts = async (db: Db | Tx, before: Date): Promise<void> =>
  void (await db.deleteFrom('federation.attempt').where('until', '<', before.toISOString()).execute());
