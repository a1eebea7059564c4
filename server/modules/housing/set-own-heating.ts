// A premises that left the heating of its house (items 40 and 42(1) of Rules 354): since when and by which act. Callers see to what is counted.
import { found, refuseChanged } from '#platform/errors';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { changesOf, changesText, noteCorrection } from './corrections.ts';
import './housing.events.ts';
import type { Pair } from './housing.queries.ts';
import './housing.tables.ts';
import { checkOwnHeating, type OwnHeating, ownHeatingOf, type TypedHeating } from './own-heating.ts';

const WORDS = { from: 'без общего отопления с', to: 'без общего отопления по', paper: 'документ о переустройстве' } as const;
const said = (own: OwnHeating | null) => ({ from: own?.fromDay ?? null, to: own?.toDay ?? null, paper: own?.paper ?? null });

/** Answers what it was, and what changed in words: empty when nothing did. Refuses by field and object.changed. The caller writes the journal. */
export async function setOwnHeating(
  work: Work,
  { houseId, premisesId, managerId }: Pair & { managerId: string },
  { version, typed, today }: { version: number; typed: TypedHeating; today: Day },
): Promise<{ before: OwnHeating | null; what: string; version: number }> {
  const row = found(
    await work.tx
      .selectFrom('housing.premises')
      .select(['own_heating_from as ownHeatingFrom', 'own_heating_to as ownHeatingTo', 'own_heating_paper as ownHeatingPaper', 'version'])
      .where('house_id', '=', houseId)
      .where('premises_id', '=', premisesId)
      .forUpdate()
      .executeTakeFirst(),
  );
  const [before, after] = [ownHeatingOf(row), checkOwnHeating(typed, today)];
  if (row.version !== version) refuseChanged({ version: row.version });
  const changes = changesOf(said(before), said(after), { names: WORDS, words: {} });
  if (changes.length === 0) return { before, what: '', version };
  await work.tx
    .updateTable('housing.premises')
    .set({ own_heating_from: after?.fromDay ?? null, own_heating_to: after?.toDay ?? null, own_heating_paper: after?.paper ?? null, version: version + 1 })
    .where('house_id', '=', houseId)
    .where('premises_id', '=', premisesId)
    .execute();
  await noteCorrection(work, { houseId, premisesId, changes });
  work.emit('premises.changed', { houseId, premisesId }, [`premises:${premisesId}`, `organization:${managerId}`]);
  return { before, what: changesText(changes), version: version + 1 };
}
