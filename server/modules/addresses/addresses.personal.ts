// What addresses hold of a person (PRIV-2).
import type { PersonalPart } from '#platform/held-of-person';

export const addressesPersonal: PersonalPart = {
  module: 'addresses',
  tables: [
    {
      table: 'addresses.added_home',
      title: 'Дома, которые вы добавили по адресу',
      page: '/homes',
      columns: { added_at: 'Добавлен', address: 'Адрес', flat: 'Квартира', role: 'Кем вы назвались', removed_at: 'Убран' },
      words: { role: { owner: 'собственник', tenant: 'наниматель', family: 'член семьи' } },
      order: 'added_at',
    },
  ],
};
