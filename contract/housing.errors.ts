// Refusals of the record of owners.
import type { RefusalTable } from './errors.ts';

export const housingRefusals = {
  'owners.over': { status: 409, text: (f) => `Доли вместе вышли бы больше целого${f['day'] === undefined ? '' : ` на ${f['day']}`}. Сначала разберитесь с прежними записями` },
  'owners.gap': { status: 409, text: (f) => `В истории владения остался бы день без собственника${f['day'] === undefined ? '' : `: ${f['day']}`}. Проверьте дату права` },
  'owners.order': { status: 409, text: () => 'Новая запись началась бы раньше прежней. Проверьте дату права' },
  'owners.other': { status: 409, text: () => 'Эта запись уже за другим человеком портала. Разберитесь, кто из них собственник' },
} as const satisfies RefusalTable;
