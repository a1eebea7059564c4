// Everything the portal may tell a person, as data: the wording, where it goes by itself, what may be switched off. Pure.
import { accessKinds } from './access-kinds.ts';
import { accountKinds } from './account-kinds.ts';
import { agreementKinds } from './agreement-kinds.ts';
import { documentKinds } from './document-kinds.ts';
import { meterKinds } from './meter-kinds.ts';
import { moneyKinds } from './money-kinds.ts';
import { OUTSIDE_CHANNELS, day, type NoticeFacts, type NoticeKind, type OutsideChannel, text, usual } from './notice-kind.ts';
import { privacyKinds } from './privacy-kinds.ts';
import { recordKinds } from './record-kinds.ts';
import { signInKinds } from './sign-in-kinds.ts';
import { workKinds } from './work-kinds.ts';

export { OUTSIDE_CHANNELS };
export type { NoticeFacts, NoticeKind, OutsideChannel };

export const noticeKinds = {
  ...signInKinds,
  ...moneyKinds,
  ...meterKinds,
  'reconciliation.differs': {
    ...usual,
    group: 'Рабочее место',
    name: 'Расхождения с банком',
    fields: ['count', 'onDay'],
    channels: ['email'],
    title: (f) => `Сверка за ${day(f, 'onDay')}: есть расхождения`,
    text: (f) => `Платежи портала и банка не сошлись: ${text(f, 'count')}. Откройте сверку и объясните каждое расхождение.`,
    sample: { count: 1, onDay: '2026-11-20' },
  },
  'privacy.documentChanged': {
    ...usual,
    group: 'Мои данные',
    name: 'Изменилась политика или согласие',
    nature: 'legal',
    fields: ['title', 'fromDay', 'summary', 'asksAnew'],
    channels: ['email'],
    title: (f) => `С ${day(f, 'fromDay')} меняется: ${text(f, 'title')}`,
    text: (f) =>
      `${text(f, 'summary')} ${f['asksAnew'] === true ? `С ${day(f, 'fromDay')} спросим ваше решение заново.` : 'Отвечать не нужно. Если не согласны, отзовите согласие в профиле.'}`,
    sample: { title: 'Политика обработки персональных данных', fromDay: '2026-12-01', summary: 'Добавили срок хранения снимков счётчиков.', asksAnew: false },
  },
  ...recordKinds,
  ...privacyKinds,
  'case.answered': {
    ...usual,
    group: 'Счета',
    name: 'Ответ на вопрос по счёту',
    fields: ['subject', 'organization'],
    channels: ['email'],
    title: (f) => `Ответили: ${text(f, 'subject')}`,
    text: (f) => `${text(f, 'organization')} ответила на ваш вопрос. Ответ лежит в разделе «Вопросы по счетам».`,
    sample: { subject: 'Отопление, октябрь 2026', organization: 'ООО «Уют»' },
  },
  'case.decided': {
    ...usual,
    group: 'Счета',
    name: 'Решение по спору о начислении',
    fields: ['subject', 'answer'],
    channels: ['email'],
    title: (f) => `Решение: ${text(f, 'subject')}`,
    text: (f) => text(f, 'answer'),
    sample: { subject: 'Отопление, октябрь 2026', answer: 'Согласились, вернём 120,00 ₽ в следующем расчёте. Показание учли позже срока.' },
  },
  'absence.decided': {
    ...usual,
    group: 'Счета',
    name: 'Решение о перерасчёте за отсутствие',
    fields: ['answer', 'address'],
    channels: ['email'],
    title: () => 'Решение по заявлению об отсутствии',
    text: (f) => `${text(f, 'address')}. ${text(f, 'answer')}`,
    sample: { answer: 'Пересчитаем за дни с 10 октября 2026 по 21 октября 2026.', address: 'Липовая, 14, кв. 37' },
  },
  'claim.decided': {
    ...usual,
    group: 'Мой дом',
    name: 'Решение о владении',
    fields: ['answer'],
    channels: ['email'],
    title: () => 'Заявление о владении',
    text: (f) => text(f, 'answer'),
    sample: { answer: 'Владение подтверждено: Липовая, 14, кв. 37.' },
  },
  'owners.told': {
    ...usual,
    group: 'Мой дом',
    name: 'Смена собственников',
    fields: ['answer'],
    channels: ['email'],
    title: () => 'Собственники жилья',
    text: (f) => text(f, 'answer'),
    sample: { answer: 'Реестр прав сообщил о сделке с вашим жильём, запись о собственниках обновлена.' },
  },
  'shares.told': {
    ...usual,
    group: 'Мой дом',
    name: 'Соглашение о долях',
    fields: ['answer'],
    channels: ['email'],
    title: () => 'Соглашение о долях',
    text: (f) => text(f, 'answer'),
    sample: { answer: 'Предложены новые доли. Подпишите или откажитесь до 12 декабря 2026.' },
  },
  ...accessKinds,
  ...accountKinds,
  ...agreementKinds,
  ...documentKinds,
  ...workKinds,
} as const satisfies Readonly<Record<string, NoticeKind>>;

export type NoticeKindName = keyof typeof noticeKinds;
export const isNoticeKind = (name: string): name is NoticeKindName => Object.hasOwn(noticeKinds, name);

export type Wording = { readonly title: string; readonly text: string; readonly sms: string };

/** The words of a notice. Throws RangeError when a required fact is missing: a fault of the caller, never of a person. */
export function wordNotice(name: NoticeKindName, facts: NoticeFacts): Wording {
  const kind: NoticeKind = noticeKinds[name];
  const missing = kind.fields.filter((field) => facts[field] === undefined || facts[field] === null || facts[field] === '');
  if (missing.length > 0) throw new RangeError(`a notice ${name} without ${missing.join(', ')}`);
  const title = kind.title(facts);
  const text = kind.text(facts);
  return { title, text, sms: kind.sms?.(facts) ?? `${title}. Мой дом` };
}

/** The channels outside the portal on which a person hears of a kind: what the kind says, changed by the person where it may be. */
export function channelsFor(name: NoticeKindName, chosen: ReadonlyMap<OutsideChannel, boolean>): OutsideChannel[] {
  const kind: NoticeKind = noticeKinds[name];
  return OUTSIDE_CHANNELS.filter((channel) => {
    const usual = channel === 'push' || kind.channels.includes(channel);
    return kind.channels.includes(channel) && kind.nature === 'legal' ? true : (chosen.get(channel) ?? usual);
  });
}
