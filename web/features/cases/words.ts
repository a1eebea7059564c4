// How cases ended.
import { formatKopecks } from '#contract/russian';
import { caseStatuses } from '#contract/statuses/cases';

/** «Согласились, вернём 60,00 ₽ в следующем расчёте». */
export function outcomeWords({ status, recalculationKopecks }: { status: keyof typeof caseStatuses; recalculationKopecks: number | null }): string {
  const word = caseStatuses[status].word;
  return recalculationKopecks === null ? word : `${word}: ${formatKopecks(-recalculationKopecks)} вернут в следующем расчёте`;
}
