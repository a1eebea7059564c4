// How long the file of a register is kept. Pure.
import { addDays, addMonths, type Day, firstDay } from '#platform/time';

/** Terms by the day the file came. Loaded: full years after the year of the load, as primary documents (Law 402-FZ of 06.12.2011, article 29). */
const terms: readonly { from: Day; loadedYears: number; otherMonths: number }[] = [{ from: '2013-01-01', loadedYears: 5, otherMonths: 3 }];

/** The last day the file is kept; one that was never loaded only helps to mend it. */
export function keptUntil({ uploadedOn, loadedOn }: { uploadedOn: Day; loadedOn: Day | null }): Day {
  const { loadedYears, otherMonths } = terms.findLast(({ from }) => from <= uploadedOn) ?? terms[0]!;
  if (loadedOn !== null) return `${Number(loadedOn.slice(0, 4)) + loadedYears}-12-31`;
  return addDays(firstDay(addMonths(uploadedOn.slice(0, 7), otherMonths + 1)), -1);
}
