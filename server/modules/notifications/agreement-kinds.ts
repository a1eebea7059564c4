// Notices about contracts that are signed online.
import { type NoticeKind, text, usual, when } from './notice-kind.ts';

const ENDED: Readonly<Record<string, string>> = {
  refused: 'один из участников отказался',
  withdrawn: 'автор отозвал его',
  expired: 'срок вышел, подписали не все',
};

export const agreementKinds = {
  'agreements.turn': {
    ...usual,
    group: 'Договоры',
    name: 'Ваша очередь подписать договор',
    fields: ['title', 'until'],
    channels: ['email', 'sms'],
    title: (f) => `Подпишите: ${text(f, 'title')}`,
    text: (f) => `Вас ждёт договор «${text(f, 'title')}». Прочитайте его и подпишите или откажитесь до ${when(f, 'until')}.`,
    sample: { title: 'Договор найма квартиры', until: '2026-12-06T09:00:00.000Z' },
  },
  'agreements.done': {
    ...usual,
    group: 'Договоры',
    name: 'Договор подписан всеми',
    fields: ['title'],
    channels: ['email'],
    title: (f) => `Подписан всеми: ${text(f, 'title')}`,
    text: (f) => `Договор «${text(f, 'title')}» подписали все. Файл со всеми подписями лежит в ваших документах.`,
    sample: { title: 'Договор найма квартиры' },
  },
  'agreements.ended': {
    ...usual,
    group: 'Договоры',
    name: 'Договор не подписан',
    fields: ['title', 'status'],
    channels: ['email'],
    title: (f) => `Не подписан: ${text(f, 'title')}`,
    text: (f) => `Договор «${text(f, 'title')}» не состоялся: ${ENDED[text(f, 'status')] ?? 'он закончен'}.`,
    sample: { title: 'Договор найма квартиры', status: 'refused' },
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;
