// Refusals of reconciliation and their Russian texts.
import type { RefusalTable } from './errors.ts';

export const reconciliationRefusals = {
  'reconciliation.closed': { status: 409, text: () => 'Это расхождение уже закрыто' },
  'reconciliation.dayNotOver': { status: 422, text: () => 'Сверяем день, который закончился. Выберите вчерашний или более ранний' },
  'reconciliation.settled': { status: 409, text: (f) => `Перечисление за ${f['onDay']} уже проведено` },
  'reconciliation.unequal': { status: 422, text: (f) => `Перечисление за ${f['onDay']} не проведено: ${f['why']}` },
  'reconciliation.statement': { status: 422, text: (f) => `Выписка не загружена: ${f['why'] ?? 'файл не похож на выписку из банка'}` },
} as const satisfies RefusalTable;
