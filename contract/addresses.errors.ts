// Refusals of addresses.
import type { RefusalTable } from './errors.ts';

export const addressesRefusals = {
  'addresses.listColumns': { status: 422, text: (f) => `В первой строке списка нет столбцов: ${f['columns'] ?? ''}` },
  'addresses.listEmpty': { status: 422, text: () => 'В списке нет ни одного дома. Прежние адреса остались' },
  'addresses.garNoFiles': { status: 422, text: (f) => `В папке ${f['folder'] ?? ''} нет файлов ГАР (AS_ADDR_OBJ_…, AS_HOUSES_…)` },
  'addresses.garNoFull': { status: 409, text: (f) => `Обновление не к чему применить: сначала загрузите полную выгрузку (${f['source'] ?? ''})` },
  'addresses.garUnreadable': {
    status: 422,
    text: (f) => `${f['file'] ?? 'Файл'}: ${f['row'] ? `запись ${f['row']} не читается` : 'это не файл ГАР'}. Прежние адреса остались`,
  },
  'addresses.garCut': {
    status: 422,
    text: (f) => `${f['file'] ?? 'Файл'} оборван после записи ${f['row'] ?? 0}: скачайте его заново. Прежние адреса остались`,
  },
  'addresses.garEmpty': {
    status: 422,
    text: (f) => `В выгрузке нет ни одного дома (${f['source'] ?? ''}): проверьте, все ли файлы на месте. Прежние адреса остались`,
  },
  'addresses.garOld': { status: 409, text: (f) => `Обновление старше того, что уже учтено (${f['source'] ?? ''})` },
  'addresses.loading': { status: 409, text: (f) => `Эти адреса уже загружает кто-то другой (${f['source'] ?? ''}). Дождитесь конца` },
  'addresses.alreadyAdded': { status: 409, text: () => 'Этот адрес у вас уже добавлен' },
  'addresses.alreadyYours': { status: 409, text: () => 'Этот дом уже ваш: он есть в списке «Мои дома»' },
  'addresses.tooMany': { status: 422, text: (f) => `Без подтверждения можно добавить не больше ${f['limit'] ?? 20} адресов. Уберите лишние` },
} as const satisfies RefusalTable;
