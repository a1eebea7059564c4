// Refusals of documents.
import type { RefusalTable } from './errors.ts';

export const documentsRefusals = {
  'documents.checking': { status: 409, text: () => 'Файл ещё проверяется на вирусы. Попробуйте чуть позже' },
  'documents.full': { status: 422, text: (f) => `В хранилище больше не поместится: можно ${f['most'] ?? 'не больше предела'}. Уберите лишнее` },
  'documents.infected': { status: 422, text: () => 'В файле нашли вирус, и мы его удалили. Положите чистый файл' },
  'documents.withdrawn': { status: 409, text: () => 'Документ отозвали, открыть его больше нельзя' },
  'documents.noHouse': { status: 422, text: () => 'Отметьте хотя бы один дом' },
  'documents.noEmail': { status: 422, text: () => 'Сначала подтвердите свою почту в профиле: письма принимаем только с неё' },
  'documents.offset': { status: 409, text: (f) => `Файл уже пришёл до байта ${f['offset'] ?? 0}: продолжите оттуда` },
} as const satisfies RefusalTable;
