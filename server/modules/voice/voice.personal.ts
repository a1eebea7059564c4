// What is held of a voice (PRIV-2): all of it goes with the person, or with the consent.
import type { PersonalPart } from '#platform/held-of-person';

export const voicePersonal: PersonalPart = {
  module: 'voice',
  tables: [
    {
      table: 'voice.template',
      title: 'Образец голоса',
      page: '/profile/voice',
      columns: { made_at: 'Начат', enrolled_at: 'Подключён', rounds: 'Прочитано раз' },
    },
    { table: 'voice.challenge', title: 'Слова для входа голосом', columns: { until: 'До' }, order: 'until' },
  ],
};
