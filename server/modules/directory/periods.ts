// Periods of force of one price or norm: they never overlap, and a month that was posted is never changed in the past. Pure.
import { formatDay } from '#contract/russian';
import { addDays, type Day } from '#platform/time';

export type Period = { readonly id: string; readonly fromDay: Day; readonly toDay: Day | null };
export type Wanted = { /** Null: a new one. */ readonly id: string | null; readonly fromDay: Day; readonly toDay: Day | null };
/** What is wrong, by field, in words for the screen. */
export type PeriodProblem = { readonly field: 'fromDay' | 'toDay'; readonly detail: string };
/** `ends`: the period without an end that the new one follows; its last day is set. */
export type Placed = { readonly ends: { readonly id: string; readonly toDay: Day } | null };

const FOREVER: Day = '9999-12-31';
const lastOf = ({ toDay }: { toDay: Day | null }): Day => toDay ?? FOREVER;
const said = ({ fromDay, toDay }: Period): string => (toDay === null ? `с ${formatDay(fromDay)} без срока` : `с ${formatDay(fromDay)} по ${formatDay(toDay)}`);

/** Where a period may stand among the others of its kind. A new one ends the open one before it; any other overlap is refused. */
export function placePeriod(others: readonly Period[], wanted: Wanted): Placed | PeriodProblem {
  if (lastOf(wanted) < wanted.fromDay) return { field: 'toDay', detail: 'Последний день раньше первого' };
  const met = others
    .filter((one) => one.id !== wanted.id && one.fromDay <= lastOf(wanted) && lastOf(one) >= wanted.fromDay)
    .sort((a, b) => a.fromDay.localeCompare(b.fromDay));
  const [first] = met;
  if (!first) return { ends: null };
  const follows = wanted.id === null && met.length === 1 && first.toDay === null && first.fromDay < wanted.fromDay;
  if (!follows) return { field: 'fromDay', detail: `Пересекается с действующим ${said(first)}` };
  // An end inside an open period would leave the days after it without a price.
  if (wanted.toDay !== null) return { field: 'toDay', detail: 'Оставьте пустым: прежний срок кончится, а за новым ничего не стоит' };
  return { ends: { id: first.id, toDay: addDays(wanted.fromDay, -1) } };
}

/** A new period begins after what is posted. `openFrom`: the first day that no posted month has used; null: nothing was posted. */
export const refusalToBegin = (fromDay: Day, openFrom: Day | null): PeriodProblem | null =>
  openFrom === null || fromDay >= openFrom
    ? null
    : { field: 'fromDay', detail: `Месяцы до ${formatDay(openFrom)} уже проведены. Начните с этого дня, прошлое исправьте перерасчётом` };

/** Of a period that posted months have used only the end may move, and only among days that they have not used. */
export function refusalToChange(old: Period, wanted: Wanted & { readonly sameValue: boolean }, openFrom: Day | null): PeriodProblem | null {
  if (openFrom === null || old.fromDay >= openFrom) return refusalToBegin(wanted.fromDay, openFrom);
  const detail = `По нему проведены месяцы до ${formatDay(openFrom)}: менять можно только последний день`;
  if (!wanted.sameValue || wanted.fromDay !== old.fromDay) return { field: 'fromDay', detail };
  const used = addDays(openFrom, -1);
  if (lastOf(old) < used || lastOf(wanted) < used) return { field: 'toDay', detail: `Дни до ${formatDay(openFrom)} уже в проведённых начислениях` };
  return null;
}

/** Days of `lower` that no period of `upper` takes: a house's own price stands before the general one, on its own days only. */
export function beneath<P extends { readonly from: Day | null; readonly to: Day | null }>(
  lower: readonly P[],
  upper: readonly { readonly from: Day | null; readonly to: Day | null }[],
): P[] {
  return upper
    .reduce<readonly P[]>(
      (left, { from, to }) =>
        left.flatMap((one) => {
          const before =
            from !== null && (one.from === null || one.from < from) ? [{ ...one, to: one.to !== null && one.to < from ? one.to : addDays(from, -1) }] : [];
          const after =
            to !== null && (one.to === null || one.to > to) ? [{ ...one, from: one.from !== null && one.from > to ? one.from : addDays(to, 1) }] : [];
          return [...before, ...after];
        }),
      lower,
    )
    .slice();
}
