// Refusals of addresses.
import type { RefusalTable } from './errors.ts';

export const addressesRefusals = {
  'addresses.listColumns': { status: 422, text: (f) => `В первой строке списка нет столбцов: ${f['columns'] ?? ''}` },
  'addresses.garNoFiles': { status: 422, text: (f) => `В папке ${f['folder'] ?? ''} нет файлов ГАР (AS_ADDR_OBJ_…, AS_HOUSES_…)` },
  'addresses.garNoFull': { status: 409, text: (f) => `Обновление не к чему применить: сначала загрузите полную выгрузку (${f['source'] ?? ''})` },
  'addresses.garUnreadable': { status: 422, text: () => 'Это не файл ГАР: его не удалось прочитать' },
  'addresses.garCut': { status: 422, text: () => 'Файл ГАР оборван: скачайте его заново' },
} as const satisfies RefusalTable;
