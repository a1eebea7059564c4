// What is said of applications for absence.
import type { Absence } from '#contract/absences';
import { formatDay } from '#contract/russian';

/** «С 10 октября 2026 по 21 октября 2026». */
export const daysAway = ({ leftOn, returnedOn }: Pick<Absence, 'leftOn' | 'returnedOn'>): string => `С ${formatDay(leftOn)} по ${formatDay(returnedOn)}`;
