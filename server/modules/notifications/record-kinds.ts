// What people are told of their own data and what registers say of them. Pure.
import { day, type NoticeKind, text, usual } from './notice-kind.ts';

export const recordKinds = {
  'records.differ': {
    ...usual,
    group: 'Мои данные',
    name: 'Реестры говорят иначе',
    fields: ['count'],
    channels: ['email'],
    title: () => 'В ваших данных нашлись расхождения',
    text: (f) => `Сверили профиль с реестрами. Расхождений: ${text(f, 'count')}. В профиле видно, что не совпало, чем это мешает и как исправить.`,
    sample: { count: 2 },
  },
  'records.planned': {
    ...usual,
    group: 'Мои данные',
    name: 'Скоро сверим данные',
    fields: ['onDay'],
    channels: ['email'],
    title: (f) => `${day(f, 'onDay')} сверим ваши данные с реестрами`,
    text: () => 'Делать ничего не нужно. Если недавно переехали или меняли паспорт, сначала поправьте профиль.',
    sample: { onDay: '2026-11-29' },
  },
  'records.checkDue': {
    ...usual,
    group: 'Мои данные',
    name: 'Пора проверить данные',
    fields: [],
    channels: ['email'],
    title: () => 'Пора проверить ваши данные',
    text: () => 'Прошёл год с последней сверки с реестрами. Проверьте, не изменились ли паспорт, прописка и счёт: из-за ошибок отказывают в субсидиях.',
    sample: {},
  },
  'records.moved': {
    ...usual,
    group: 'Мои данные',
    name: 'Переезд: проверьте адрес',
    fields: ['address'],
    channels: ['email'],
    title: () => 'Переехали? Проверьте адрес в профиле',
    text: (f) =>
      `Изменилось то, кто живёт или владеет: ${text(f, 'address')}. Если вы переехали, впишите новую прописку и адрес проживания: по ним считают субсидии и присылают письма.`,
    sample: { address: 'Липовая аллея, 14, кв. 37' },
  },
} as const satisfies Record<string, NoticeKind>;
