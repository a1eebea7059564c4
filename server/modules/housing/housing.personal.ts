// What housing holds of a person (PRIV-2).
import { groundWords } from '#contract/owners';
import type { PersonalPart } from '#platform/held-of-person';

export const housingPersonal: PersonalPart = {
  module: 'housing',
  tables: [
    {
      table: 'housing.ownership',
      title: 'Право собственности',
      columns: {
        owner_name: 'Собственник',
        share_numerator: 'Доля',
        share_denominator: 'из',
        from_day: 'С',
        to_day: 'По',
        ground: 'Основание',
        registration_number: 'Номер записи',
      },
      words: { ground: groundWords },
      order: 'from_day',
      blank: { person_id: null },
      kept: {
        law: 'Реестр собственников ведёт управляющая организация: статья 45, часть 3.1 Жилищного кодекса. Связь записи с кабинетом удаляем',
        term: 'пока вы собственник',
      },
    },
    {
      table: 'housing.council_member',
      title: 'Совет дома',
      columns: { name: 'Имя', premises_number: 'Помещение', is_chair: 'Председатель', from_day: 'С', to_day: 'По', minutes: 'Протокол' },
      order: 'from_day',
    },
  ],
};
