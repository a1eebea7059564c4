// Refusals of the record of owners, and of those who keep houses.
import type { RefusalTable } from './errors.ts';

export const housingRefusals = {
  'houses.known': { status: 409, text: (f) => `Дом по этому адресу на портале уже есть${f['manager'] === undefined ? '' : `: им управляет ${f['manager']}`}` },
  'houses.chair': { status: 409, text: (f) => `Председатель уже записан: кв. ${f['premises']}. Сначала закончите его срок` },
  'houses.workKnown': { status: 409, text: () => 'Эта работа с тем же сроком в доме уже записана' },
  'houses.member': { status: 409, text: () => 'Этот собственник уже в совете дома' },
  'owners.over': {
    status: 409,
    text: (f) => `Доли вместе вышли бы больше целого${f['day'] === undefined ? '' : ` на ${f['day']}`}. Сначала разберитесь с прежними записями`,
  },
  'owners.gap': {
    status: 409,
    text: (f) => `В истории владения остался бы день без собственника${f['day'] === undefined ? '' : `: ${f['day']}`}. Проверьте дату права`,
  },
  'owners.order': { status: 409, text: () => 'Новая запись началась бы раньше прежней. Проверьте дату права' },
  'owners.other': { status: 409, text: () => 'Эта запись уже за другим человеком портала. Разберитесь, кто из них собственник' },
} as const satisfies RefusalTable;
