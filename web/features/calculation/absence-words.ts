// How applications for absence look.
import { type Absence, absenceStatuses } from '#contract/absences';
import { formatDay } from '#contract/russian';
import type { Tone } from '#ui/status.tsx';

const TONES: Readonly<Record<Absence['status'], Tone>> = { waiting: 'wait', accepted: 'ok', refused: 'bad' };
export const absenceLook = (status: Absence['status']): { tone: Tone; word: string } => ({ tone: TONES[status], word: absenceStatuses[status] });

/** «С 10 октября 2026 по 21 октября 2026». */
export const daysAway = ({ leftOn, returnedOn }: Pick<Absence, 'leftOn' | 'returnedOn'>): string => `С ${formatDay(leftOn)} по ${formatDay(returnedOn)}`;
