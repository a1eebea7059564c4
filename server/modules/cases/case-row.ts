// A case found in the caller's reach, and moved: the one way in which its status changes.
import { sql } from 'kysely';
import { type Actor, organizationsOf, personIdOf, type StaffRole } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { type CaseKind, type CaseMove, type CaseSide, type CaseStatus, statusAfter } from './case-moves.ts';
import type { AccountCaseTable } from './cases.tables.ts';
import './cases.events.ts';

/** Who answers residents for an organization. */
export const CASE_STAFF = ['accountant', 'manager'] as const satisfies readonly StaffRole[];
export const caseOrganizations = (actor: Actor): string[] => (actor.kind === 'person' ? organizationsOf(actor, CASE_STAFF) : []);

export type CaseKey = { houseId: string; caseId: string };
export type CaseRow = Omit<AccountCaseTable, 'version'> & { version: number };
/** Whoever asked is the person's side, also where he works for the organization. */
export type ReachedCase = { row: CaseRow; side: CaseSide; at: { kind: CaseKind; status: CaseStatus; side: CaseSide } };

/** The case, when the caller asked it or answers for its organization. One statement; `lock`: for the rest of the transaction. */
export async function reachCase(db: Db, actor: Actor, { houseId, caseId }: CaseKey, { lock = false } = {}): Promise<ReachedCase> {
  const row = found(
    await db
      .selectFrom('cases.account_case')
      .selectAll()
      .where('house_id', '=', houseId)
      .where('id', '=', caseId)
      .$if(lock, (query) => query.forUpdate())
      .executeTakeFirst(),
  );
  const side =
    row.person_id === personIdOf(actor) ? 'person' : caseOrganizations(actor).includes(row.organization_id) ? 'organization' : refuse('object.notFound');
  return { row, side, at: { kind: row.kind as CaseKind, status: row.status as CaseStatus, side } };
}

type Changes = Partial<Pick<CaseRow, 'decided_at' | 'decided_by' | 'decision' | 'recalculation_kopecks' | 'decide_by' | 'overdue_told_at'>>;

/** Refuses with cases.ended where the move may not be made. Answers the new version. */
export async function moveCase(work: Work, { row, at }: ReachedCase, move: CaseMove, changes: Changes = {}): Promise<number> {
  const status = statusAfter(move, at) ?? refuse('cases.ended');
  const { version } = await work.tx
    .updateTable('cases.account_case')
    .set({ ...changes, status, written_at: work.now.toISOString(), version: sql`version + 1` })
    .where('house_id', '=', row.house_id)
    .where('id', '=', row.id)
    .returning('version')
    .executeTakeFirstOrThrow();
  tellChange(work, row);
  return version;
}

/** Open pages of the person and of the organization show the case anew. */
export const tellChange = (work: Work, row: Pick<CaseRow, 'house_id' | 'id' | 'person_id' | 'organization_id'>): void =>
  work.emit('case.changed', { houseId: row.house_id, caseId: row.id }, [`person:${row.person_id}`, `organization:${row.organization_id}`]);

/** `number`: the version of the case that the message made, so that messages stand in their order. */
export const writeMessage = (work: Work, row: Pick<CaseRow, 'house_id' | 'id'>, message: { id: string; number: number; side: CaseSide; text: string }) =>
  work.tx
    .insertInto('cases.message')
    .values({ ...message, house_id: row.house_id, case_id: row.id, author_id: found(personIdOf(work.actor)), written_at: work.now.toISOString() })
    .execute();

/** Notes that the side has opened the case; the other side's open page learns it. */
export async function noteRead(work: Work, { row, side }: ReachedCase): Promise<void> {
  const at = work.now.toISOString();
  await work.tx
    .updateTable('cases.account_case')
    .set(side === 'person' ? { person_read_at: at } : { organization_read_at: at })
    .where('house_id', '=', row.house_id)
    .where('id', '=', row.id)
    .execute();
  work.emit('case.changed', { houseId: row.house_id, caseId: row.id }, [side === 'person' ? `organization:${row.organization_id}` : `person:${row.person_id}`]);
}
