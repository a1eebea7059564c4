// What meters hold of a person (PRIV-2).
import { METER_FAULTS } from '#contract/meter-fault-words';
import { REPLACEMENT_REASONS } from '#contract/meter-words';
import { photoStatuses, replacementStatuses, submissionStatuses } from '#contract/statuses/meters';
import { wordsOf } from '#contract/statuses/standing';
import type { PersonalPart } from '#platform/held-of-person';

const kept = {
  law: 'Показания и снимки доказывают начисления: правила № 354, срок исковой давности, статья 196 Гражданского кодекса',
  term: '3 года после удаления кабинета',
};

export const metersPersonal: PersonalPart = {
  module: 'meters',
  tables: [
    {
      table: 'meters.submission',
      title: 'Переданные показания',
      columns: { at: 'Когда', person_name: 'Кто передал', address: 'Адрес', act_number: 'Акт', status: 'Состояние', reason: 'Причина' },
      words: { status: wordsOf(submissionStatuses) },
      order: 'at',
      kept: { ...kept, law: `${kept.law}. До конца срока имя остаётся в акте: его нельзя менять. Сами показания остаются счётчику, без имени` },
    },
    {
      table: 'meters.replacement_request',
      title: 'Просьбы заменить счётчик',
      columns: { at: 'Когда', reason: 'Причина', comment: 'Комментарий', status: 'Состояние', answer: 'Ответ' },
      words: { reason: REPLACEMENT_REASONS, status: wordsOf(replacementStatuses) },
      order: 'at',
      kept,
    },
    {
      table: 'meters.photo',
      title: 'Снимки счётчиков',
      columns: { at: 'Когда', status: 'Чтение', suggestion: 'Прочитано' },
      words: { status: wordsOf(photoStatuses) },
      order: 'at',
      kept,
      keptWhere: 't.reading_id is not null',
    },
    {
      table: 'meters.fault',
      title: 'Отметки о счётчиках, сделанные вами как сотрудником',
      columns: { at: 'Когда', kind: 'Что', act: 'Акт' },
      words: { kind: METER_FAULTS },
      order: 'at',
      kept: { law: 'Документ организации', term: 'пока хранится счётчик, без имени' },
    },
    {
      table: 'meters.intake',
      title: 'Показания, загруженные вами как сотрудником',
      columns: { at: 'Когда', name: 'Файл' },
      order: 'at',
      kept: { law: 'Документ организации', term: 'срок задаёт организация, без имени' },
    },
  ],
};
