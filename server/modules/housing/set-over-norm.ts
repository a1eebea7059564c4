// The owners of a house took on themselves what common property takes over the norm: from when and by which minutes. Callers see to what is counted.
import { found, refuseChanged } from '#platform/errors';
import type { Work } from '#platform/work';
import { changesOf, changesText, noteCorrection } from './corrections.ts';
import './housing.events.ts';
import type { House } from './housing.queries.ts';
import './housing.tables.ts';
import { checkOverNorm, type OverNorm, overNormOf, type TypedOverNorm } from './over-norm.ts';

const WORDS = { from: 'сверх норматива платят собственники с', to: 'сверх норматива платят собственники по', minutes: 'протокол собрания' } as const;
const said = (one: OverNorm | null) => ({ from: one?.fromDay ?? null, to: one?.toDay ?? null, minutes: one?.minutes ?? null });

/** Answers what it was, and what changed in words: empty when nothing did. Refuses by field and object.changed. The caller writes the journal. */
export async function setOverNorm(
  work: Work,
  { houseId, managerId }: Pick<House, 'houseId' | 'managerId'>,
  { version, typed }: { version: number; typed: TypedOverNorm },
): Promise<{ before: OverNorm | null; what: string; version: number }> {
  const row = found(
    await work.tx
      .selectFrom('housing.house')
      .select(['over_norm_from as overNormFrom', 'over_norm_to as overNormTo', 'over_norm_minutes as overNormMinutes', 'version'])
      .where('house_id', '=', houseId)
      .forUpdate()
      .executeTakeFirst(),
  );
  const [before, after] = [overNormOf(row), checkOverNorm(typed)];
  if (row.version !== version) refuseChanged({ version: row.version });
  const changes = changesOf(said(before), said(after), { names: WORDS, words: {} });
  if (changes.length === 0) return { before, what: '', version };
  await work.tx
    .updateTable('housing.house')
    .set({ over_norm_from: after?.fromDay ?? null, over_norm_to: after?.toDay ?? null, over_norm_minutes: after?.minutes ?? null, version: version + 1 })
    .where('house_id', '=', houseId)
    .execute();
  await noteCorrection(work, { houseId, changes });
  work.emit('house.changed', { houseId }, [`house:${houseId}`, `organization:${managerId}`]);
  return { before, what: changesText(changes), version: version + 1 };
}
