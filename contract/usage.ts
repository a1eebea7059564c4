// Use by month as a file (MTR-7).
import { exportEndpoint, type ListColumns } from './list.ts';
import { METERED_SERVICES } from './meter-words.ts';
import { BILLED_BY } from './meters.ts';

/** The table of `getUsage` as a file: a row a meter and month. */
export const usageColumns = {
  month: { title: 'Месяц', kind: 'month', sortable: true },
  service: { title: 'Услуга', kind: 'status', words: METERED_SERVICES },
  serial: { title: 'Счётчик', kind: 'text' },
  value: { title: 'Показание', kind: 'decimal', nullable: true },
  takenOn: { title: 'Снято', kind: 'day', nullable: true },
  use: { title: 'Расход', kind: 'decimal', nullable: true },
  unit: { title: 'Единица', kind: 'text' },
  billedBy: { title: 'Начислено без показаний', kind: 'status', words: BILLED_BY, nullable: true },
  lastYear: { title: 'Год назад', kind: 'decimal', nullable: true },
  norm: { title: 'Норматив', kind: 'decimal', nullable: true },
  houseAverage: { title: 'В среднем по дому', kind: 'decimal', nullable: true },
  houseId: { title: 'Дом', kind: 'id', filter: 'exact' },
  premisesId: { title: 'Помещение', kind: 'id', filter: 'exact' },
} as const satisfies ListColumns;
export const exportUsage = exportEndpoint(usageColumns, { url: '/api/v1/usage', summary: 'Use by month for each meter of the home that is named' });
