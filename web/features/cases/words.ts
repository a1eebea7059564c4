// How cases look and how they ended.
import { type Case, caseStatuses } from '#contract/cases';
import { formatKopecks } from '#contract/russian';
import type { Tone } from '#ui/status.tsx';

const personTones: Readonly<Record<Case['status'], Tone>> = { open: 'go', answered: 'lit', agreed: 'ok', refused: 'bad', closed: 'none' };
const workTones: Readonly<Record<Case['status'], Tone>> = { ...personTones, open: 'lit', answered: 'go' };
/** What waits for the reader is amber: for the person an answer, for the organization a question. */
export const caseTone = (status: Case['status'], side: 'person' | 'work'): Tone => (side === 'person' ? personTones : workTones)[status];

/** «Согласились, вернём 60,00 ₽ в следующем расчёте». */
export function outcomeWords({ status, recalculationKopecks }: { status: string; recalculationKopecks: number | null }): string {
  const word = caseStatuses[status as Case['status']];
  return recalculationKopecks === null ? word : `${word}: ${formatKopecks(-recalculationKopecks)} вернут в следующем расчёте`;
}
