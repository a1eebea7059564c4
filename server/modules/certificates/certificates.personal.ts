// What certificates hold of a person (PRIV-2).
import type { PersonalPart } from '#platform/held-of-person';

export const certificatesPersonal: PersonalPart = {
  module: 'certificates',
  tables: [
    {
      table: 'certificates.certificate',
      title: 'Сертификаты для входа',
      page: '/profile/certificates',
      columns: { name: 'Название', serial: 'Номер', added_at: 'Добавлен', expires_at: 'Действует до', last_used_at: 'Последний вход' },
      order: 'added_at',
    },
    { table: 'certificates.challenge', title: 'Начатые добавления сертификатов', columns: { until: 'До' } },
  ],
};
