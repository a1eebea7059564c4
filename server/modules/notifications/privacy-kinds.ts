// What the portal says of a person's own data: their copy, answers, erasure. Pure.
import { day, type NoticeKind, text, usual, when } from './notice-kind.ts';

export const privacyKinds = {
  'data.exportReady': {
    ...usual, group: 'Мои данные', name: 'Копия данных готова', nature: 'legal', fields: ['untilDay'], channels: ['email'],
    title: () => 'Копия ваших данных готова',
    text: (f) => `Скачайте её до ${day(f, 'untilDay')}, потом ссылка перестанет работать.`,
    sample: { untilDay: '2026-11-25' },
  },
  'data.answered': {
    ...usual, group: 'Мои данные', name: 'Ответ на обращение о данных', nature: 'legal', fields: ['subject', 'answer'], channels: ['email'],
    title: (f) => `Ответ о данных: ${text(f, 'subject')}`,
    text: (f) => text(f, 'answer'),
    sample: { subject: 'Фамилия', answer: 'Исправили по свидетельству о браке.' },
  },
  'data.erasureAsked': {
    ...usual, group: 'Мои данные', name: 'Запрошено удаление кабинета', nature: 'legal', fields: ['at'], channels: ['email', 'sms'],
    title: () => 'Запрошено удаление кабинета',
    text: (f) => `${when(f, 'at')} удалим кабинет и данные, которых не хранит закон. Передумали или это не вы: отмените в профиле, «Мои данные».`,
    sample: { at: '2026-11-15T09:20:00.000Z' },
  },
  'data.erased': {
    ...usual, group: 'Мои данные', name: 'Кабинет удалён', nature: 'legal', fields: ['remains'], channels: [],
    title: () => 'Кабинет удалён',
    text: (f) => `Мы удалили ваш кабинет и всё, чего не хранит закон. Осталось без вашего имени:\n\n${text(f, 'remains')}`,
    sms: () => 'Ваш кабинет удалён. Мой дом',
    sample: { remains: 'Платежи: 5 лет после отчётного года. Статья 29 закона № 402-ФЗ' },
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;
