// A claim as its row: who reaches it, what is told when it moves, what lies sealed in it.
import type { ClaimStatus, Compared } from '#contract/ownership';
import { personsWithRole } from '#modules/identity';
import { type Actor, personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged } from '#platform/errors';
import { openField, sealField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Db, Tx } from '#platform/tables';
import { dayIn, type Day } from '#platform/time';
import type { Work } from '#platform/work';
import { mayMove, type Move, MOVES, type Mover } from './claim-moves.ts';
import type { FoundRight } from './compare-claim.ts';
import type { RegisterObject } from './registers.ts';
import type { ClaimTable, PaperTable } from './ownership.tables.ts';
import './ownership.events.ts';

export type ClaimKey = { readonly houseId: string; readonly claimId: string };
export type ClaimRow = Omit<ClaimTable, 'version' | 'tries' | 'silent' | 'status'> & { version: number; tries: number; silent: string[]; status: ClaimStatus };

/** The days of claims are counted in Moscow: registers and reviewers work for the whole country. */
export const todayOf = (now: Date): Day => dayIn('Europe/Moscow', now);
const isReviewer = (actor: Actor): boolean => actor.kind === 'person' && actor.level === 2 && actor.grants.some(({ role }) => role === 'reviewer');

/** The claim for whose it is, and for reviewers once it was handed in; their own is not theirs to review. Refuses object.notFound for everybody else. */
export async function reachClaim(
  db: Db | Tx,
  actor: Actor,
  { houseId, claimId }: ClaimKey,
  { lock = false } = {},
): Promise<{ row: ClaimRow; side: 'person' | 'reviewer' }> {
  const row = found(
    await db
      .selectFrom('ownership.claim')
      .selectAll()
      .where('house_id', '=', houseId)
      .where('id', '=', claimId)
      .$if(lock, (query) => query.forUpdate())
      .executeTakeFirst(),
  ) as ClaimRow;
  const side = row.person_id === personIdOf(actor) ? 'person' : isReviewer(actor) && row.submitted_at !== null ? 'reviewer' : undefined;
  return { row, side: found(side) };
}

/** The person's or the reviewer's own step: refuses claims.closed where it may not be taken, object.changed where the claim was seen as it no longer is. */
export async function claimToMove(work: Work, key: ClaimKey, { move, by, version }: { move: Move; by: Mover; version: number }): Promise<ClaimRow> {
  const { row, side } = await reachClaim(work.tx, work.actor, key, { lock: true });
  if (side !== by) refuse('object.notFound');
  if (!mayMove(row.status, move, by)) refuse('claims.closed');
  if (row.version !== version) refuseChanged({ version: row.version });
  return row;
}

export const papersOf = (db: Db | Tx, { houseId, claimId }: ClaimKey): Promise<PaperTable[]> =>
  db.selectFrom('ownership.paper').selectAll().where('house_id', '=', houseId).where('claim_id', '=', claimId).orderBy('kind').execute();

const ACTIONS = {
  submit: 'claim.submitted',
  pass: 'claim.passed',
  handOver: 'claim.handedOver',
  confirm: 'claim.confirmed',
  ask: 'claim.asked',
  answer: 'claim.answered',
  refuse: 'claim.refused',
  reopen: 'claim.reopened',
  withdraw: 'claim.withdrawn',
} as const satisfies Record<Move, string>;

/** Writes the step: status and version, what else changes, the journal line and the live event. */
export async function moveClaim(
  work: Work,
  row: ClaimRow,
  { move, set = {} }: { move: Move; set?: Partial<Omit<ClaimTable, 'version' | 'tries' | 'silent'>> & { silent?: string[]; tries?: number } },
): Promise<ClaimStatus> {
  const status = MOVES[move].to;
  await work.tx
    .updateTable('ownership.claim')
    .set({ try_at: null, ...set, status, changed_at: work.now.toISOString(), version: row.version + 1 })
    .where('house_id', '=', row.house_id)
    .where('id', '=', row.id)
    .execute();
  await tellClaim(work, row, ACTIONS[move]);
  return status;
}

/** A line in the person's journal, and an event for the open pages of the person and the reviewers. */
export async function tellClaim(
  work: Work,
  row: Pick<ClaimRow, 'house_id' | 'id' | 'person_id'>,
  action:
    | (typeof ACTIONS)[Move]
    | 'claim.started'
    | 'claim.paperAdded'
    | 'claim.bankAsked'
    | 'claim.bankConfirmed'
    | 'claim.bankFailed'
    | 'claim.escalated'
    | 'claim.certified'
    | 'claim.compared',
): Promise<void> {
  work.journal({ stream: `person:${row.person_id}`, action, object: { kind: 'claim', id: row.id }, personId: row.person_id, houseId: row.house_id });
  const reviewers = await personsWithRole(work.tx, { roles: ['reviewer'] }, work.now);
  work.emit('claim.changed', { houseId: row.house_id, claimId: row.id }, [
    `person:${row.person_id}`,
    ...new Set(reviewers.map(({ personId }) => `person:${personId}`)),
  ]);
}

/** What the check found, as it lies sealed: it holds names and days of birth of several people. */
export type Finding = { readonly fields: readonly Compared[]; readonly right: FoundRight | null; readonly object: RegisterObject | null };
const placeOf = (claimId: string) => ({ table: 'ownership.claim', column: 'finding', rowId: claimId });
export const sealFinding = (ring: KeyRing, claimId: string, finding: Finding): Buffer => sealField(ring, placeOf(claimId), JSON.stringify(finding));
export const openFinding = (ring: KeyRing, row: Pick<ClaimRow, 'id' | 'finding'>): Finding | null =>
  row.finding === null ? null : (JSON.parse(openField(ring, placeOf(row.id), row.finding)) as Finding);
