// What common property takes over the norm is the manager's, unless the owners' meeting took it on (item 44 of Rules 354): from when and by which minutes.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { getWorkHouse, setOverNorm as endpoint } from '#contract/house-keeping';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import { isDay } from '#platform/time';
import type { Work } from '#platform/work';
import { wrongField } from './card-checks.ts';
import { changesOf, changesText, noteCorrection } from './corrections.ts';
import './housing.events.ts';
import type { House } from './housing.queries.ts';
import './housing.tables.ts';

export type OverNorm = NonNullable<AnswerOf<typeof getWorkHouse>['overNorm']>;
type Typed = BodyOf<typeof endpoint>['overNorm'];

export const overNormOf = ({ overNormFrom, overNormTo, overNormMinutes }: Pick<House, 'overNormFrom' | 'overNormTo' | 'overNormMinutes'>): OverNorm | null => (overNormFrom === null ? null : { fromDay: overNormFrom, toDay: overNormTo, minutes: overNormMinutes! });

/** What was typed; refuses every field that does not hold. A meeting may decide for days to come. */
function checked(typed: Typed): OverNorm | null {
  if (typed === null) return null;
  const [fromDay, toDay, minutes] = [typed.fromDay.trim(), typed.toDay.trim() || null, typed.minutes.trim()];
  const wrong = [
    ...(isDay(fromDay) ? [] : [wrongField('fromDay', 'Выберите день')]),
    ...(toDay === null ? [] : !isDay(toDay) ? [wrongField('toDay', 'Выберите день или оставьте пустым')] : toDay < fromDay ? [wrongField('toDay', 'Последний день не бывает раньше первого')] : []),
    ...(/\d/.test(minutes) && minutes.length >= 5 ? [] : [wrongField('minutes', 'Напишите номер и число протокола: «№ 3 от 12.10.2026»')]),
  ];
  if (wrong.length > 0) refuseFields(wrong);
  return { fromDay, toDay, minutes };
}

const WORDS = { from: 'сверх норматива платят собственники с', to: 'сверх норматива платят собственники по', minutes: 'протокол собрания' } as const;
const said = (one: OverNorm | null) => ({ from: one?.fromDay ?? null, to: one?.toDay ?? null, minutes: one?.minutes ?? null });

/** Answers what it was, and what changed in words: empty when nothing did. Refuses by field and object.changed. The caller writes the journal. */
export async function setOverNorm(work: Work, { houseId, managerId }: Pick<House, 'houseId' | 'managerId'>, { version, typed }: { version: number; typed: Typed }): Promise<{ before: OverNorm | null; what: string; version: number }> {
  const row = found(await work.tx.selectFrom('housing.house').select(['over_norm_from as overNormFrom', 'over_norm_to as overNormTo', 'over_norm_minutes as overNormMinutes', 'version']).where('house_id', '=', houseId).forUpdate().executeTakeFirst());
  const [before, after] = [overNormOf(row), checked(typed)];
  if (row.version !== version) refuseChanged({ version: row.version });
  const changes = changesOf(said(before), said(after), { names: WORDS, words: {} });
  if (changes.length === 0) return { before, what: '', version };
  await work.tx.updateTable('housing.house').set({ over_norm_from: after?.fromDay ?? null, over_norm_to: after?.toDay ?? null, over_norm_minutes: after?.minutes ?? null, version: version + 1 }).where('house_id', '=', houseId).execute();
  await noteCorrection(work, { houseId, changes });
  work.emit('house.changed', { houseId }, [`house:${houseId}`, `organization:${managerId}`]);
  return { before, what: changesText(changes), version: version + 1 };
}
