// Refusals of addresses.
import type { RefusalTable } from './errors.ts';

export const addressesRefusals = {
  'addresses.listColumns': { status: 422, text: (f) => `В первой строке списка нет столбцов: ${f['columns'] ?? ''}` },
  'addresses.garNoFiles': { status: 422, text: (f) => `В папке ${f['folder'] ?? ''} нет файлов ГАР (AS_ADDR_OBJ_…, AS_HOUSES_…)` },
  'addresses.garNoFull': { status: 409, text: (f) => `Обновление не к чему применить: сначала загрузите полную выгрузку (${f['source'] ?? ''})` },
  'addresses.garUnreadable': { status: 422, text: () => 'Это не файл ГАР: его не удалось прочитать' },
  'addresses.garCut': { status: 422, text: () => 'Файл ГАР оборван: скачайте его заново' },
  'addresses.alreadyAdded': { status: 409, text: () => 'Этот адрес у вас уже добавлен' },
  'addresses.alreadyYours': { status: 409, text: () => 'Этот дом уже ваш: он есть в списке «Мои дома»' },
  'addresses.tooMany': { status: 422, text: (f) => `Без подтверждения можно добавить не больше ${f['limit'] ?? 20} адресов. Уберите лишние` },
} as const satisfies RefusalTable;
