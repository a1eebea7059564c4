// What common property takes over the norm is the manager's, unless the owners' meeting took it on (item 44 of Rules 354): from when and by which minutes. Pure.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { getWorkHouse, setOverNorm as endpoint } from '#contract/house-keeping';
import { refuseFields } from '#platform/errors';
import { typedDays, wrongField } from './card-checks.ts';
import type { House } from './housing.queries.ts';

export type OverNorm = NonNullable<AnswerOf<typeof getWorkHouse>['overNorm']>;
export type TypedOverNorm = BodyOf<typeof endpoint>['overNorm'];

export const overNormOf = ({ overNormFrom, overNormTo, overNormMinutes }: Pick<House, 'overNormFrom' | 'overNormTo' | 'overNormMinutes'>): OverNorm | null =>
  overNormFrom === null ? null : { fromDay: overNormFrom, toDay: overNormTo, minutes: overNormMinutes! };

/** What was typed; refuses every field that does not hold. A meeting may decide for days to come. */
export function checkOverNorm(typed: TypedOverNorm): OverNorm | null {
  if (typed === null) return null;
  const { fromDay, toDay, wrong } = typedDays(typed);
  const minutes = typed.minutes.trim();
  if (!/\d/.test(minutes) || minutes.length < 5) wrong.push(wrongField('minutes', 'Напишите номер и число протокола: «№ 3 от 12.10.2026»'));
  if (wrong.length > 0) refuseFields(wrong);
  return { fromDay, toDay, minutes };
}
