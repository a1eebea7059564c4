// A power of attorney on paper as it lies here: reached, shown, its copy, what is told about it (ROLE-3).
import type { BodyOf } from '#contract/endpoint';
import type { PowerPaper, startPowerPaper } from '#contract/power-papers';
import { formatDay } from '#contract/russian';
import { type FieldPlace, openField } from '#platform/field-cipher';
import { found } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { KeyRing } from '#platform/key-ring';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import type { PowerPaperTable } from './identity.tables.ts';
import { contactWords } from './sealed-contact.ts';
import './identity.tables.ts';

export type PowerRight = BodyOf<typeof startPowerPaper>['rights'][number];
export type PaperRow = Omit<PowerPaperTable, 'status' | 'rights'> & { status: PowerPaper['status']; rights: PowerRight[] };
/** Handed in: the owner is known, the copy is there. */
export type HandedIn = PaperRow & { principal_id: string };
export const principalPlace = (rowId: string): FieldPlace => ({ table: 'identity.power_paper', column: 'principal', rowId });
export const principalOf = (keys: KeyRing, { id, principal }: Pick<PaperRow, 'id' | 'principal'>): string | null =>
  principal === null ? null : contactWords(openField(keys, principalPlace(id), principal));

/** Of the person: handed in by him, or in his name and no draft. Refuses object.notFound. */
export async function reachPaper(db: Db | Tx, personId: string, paperId: string, lock = false): Promise<{ row: PaperRow; side: PowerPaper['side'] }> {
  const query = db
    .selectFrom('identity.power_paper')
    .selectAll()
    .where('id', '=', paperId)
    .where((eb) => eb.or([eb('representative_id', '=', personId), eb('principal_id', '=', personId)]));
  const row = found(await (lock ? query.forUpdate() : query).executeTakeFirst()) as PaperRow;
  return { row, side: row.representative_id === personId ? 'representative' : 'principal' };
}

/** «нотариальная доверенность № 12 от 1 марта 2026, нотариус Петров П. П.» */
export const groundOf = ({ number, signed_on, notary }: Pick<PaperRow, 'number' | 'signed_on' | 'notary'>): string =>
  `Бумажная доверенность № ${number} от ${formatDay(signed_on)}, нотариус ${notary}`;

type Change = Partial<
  Pick<PaperRow, 'status' | 'principal_id' | 'principal' | 'file_id' | 'file_name' | 'sha256' | 'decide_by' | 'decided_by' | 'reply' | 'power_id' | 'ended_at'>
>;
export const changePaper = async (tx: Tx, { representative_id, id }: PaperRow, set: Change): Promise<void> =>
  void (await tx.updateTable('identity.power_paper').set(set).where('representative_id', '=', representative_id).where('id', '=', id).execute());

/** Words to each of the two, and a line for each. */
export function tellBoth(
  work: Work,
  row: HandedIn,
  {
    action,
    principal,
    representative,
  }: { action?: 'identity.powerPaperSent' | 'identity.powerPaperRefused' | 'identity.powerPaperWithdrawn'; principal: string; representative: string },
): void {
  for (const [personId, words] of [
    [row.principal_id, principal],
    [row.representative_id, representative],
  ] as const) {
    if (action) work.journal({ stream: `person:${personId}`, action, object: { kind: 'powerPaper', id: row.id }, personId });
    work.order({
      task: 'notifications.notify',
      payload: { id: deriveId(work.id, `paper ${personId}`), personIds: [personId], kind: 'power.paper', facts: { words }, link: '/profile/powers' },
    });
  }
  work.emit('power.changed', { powerId: row.id }, [`person:${row.principal_id}`, `person:${row.representative_id}`]);
}
