// Notices of the workplace: what waits for staff, what went wrong with their files.
import { day, type NoticeKind, text, usual, when } from './notice-kind.ts';

export const workKinds = {
  'work.refusals': {
    ...usual, group: 'Рабочее место', name: 'Необычно много отказов', fields: ['subject', 'count'], channels: ['email'],
    title: (f) => `Тревога: ${text(f, 'subject')}`,
    text: (f) => `За десять минут отказов: ${text(f, 'count')}. Разберитесь, кто и к чему тянется.`,
    sample: { subject: 'сеть 203.0.113', count: 180 },
  },
  'work.delivery': {
    ...usual, group: 'Рабочее место', name: 'Сообщения не доходят', fields: ['what'], channels: ['email'],
    title: () => 'Сообщения не доходят',
    text: (f) => `Тревога: ${text(f, 'what')}. Посмотрите причины и, если нужно, выключите канал.`,
    sample: { what: 'СМС: за час не доставлено 30 из 41' },
  },
  'work.breach': {
    ...usual, group: 'Рабочее место', name: 'Утечка: срок уведомления', nature: 'legal', fields: ['title', 'at'], channels: ['email', 'sms'],
    title: (f) => `Утечка: ${text(f, 'title')}`,
    text: (f) => `Уведомление в Роскомнадзор нужно отправить до ${when(f, 'at')}. Проект готов.`,
    sample: { title: 'Письмо со счётом ушло не тому адресату', at: '2026-11-13T09:20:00.000Z' },
  },
  'work.dataRequest': {
    ...usual, group: 'Рабочее место', name: 'Обращение о персональных данных', fields: ['subject', 'byDay'], channels: ['email'],
    title: (f) => `Обращение о данных: ${text(f, 'subject')}`,
    text: (f) => `Ответьте до ${day(f, 'byDay')}.`,
    sample: { subject: 'Фамилия', byDay: '2026-11-30' },
  },
  'work.powerPaper': {
    ...usual, group: 'Рабочее место', name: 'Бумажная доверенность ждёт решения', fields: ['number', 'byDay'], channels: [],
    title: () => 'Бумажная доверенность ждёт решения',
    text: (f) => `Доверенность № ${text(f, 'number')}. Решите до ${day(f, 'byDay')}.`,
    sample: { number: '66/12-н/66-2026-1-45', byDay: '2026-11-19' },
  },
  'work.powerPaperLate': {
    ...usual, group: 'Рабочее место', name: 'Срок решения о доверенности прошёл', fields: ['number', 'byDay'], channels: ['email'],
    title: () => 'Срок решения о доверенности прошёл',
    text: (f) => `Бумажная доверенность № ${text(f, 'number')}. Решить нужно было до ${day(f, 'byDay')}. Люди ждут.`,
    sample: { number: '66/12-н/66-2026-1-45', byDay: '2026-11-19' },
  },
  'work.claimHandedOver': {
    ...usual, group: 'Рабочее место', name: 'Заявление о владении ждёт решения', fields: ['address', 'byDay'], channels: [],
    title: () => 'Заявление о владении ждёт решения',
    text: (f) => `${text(f, 'address')}. Решите до ${day(f, 'byDay')}.`,
    sample: { address: 'Липовая, 14, кв. 37', byDay: '2026-11-19' },
  },
  'work.claimAnswered': {
    ...usual, group: 'Рабочее место', name: 'Заявление о владении дополнено', fields: ['address', 'byDay'], channels: [],
    title: () => 'Заявление о владении дополнено',
    text: (f) => `${text(f, 'address')}. Решите до ${day(f, 'byDay')}.`,
    sample: { address: 'Липовая, 14, кв. 37', byDay: '2026-11-19' },
  },
  'work.claimLate': {
    ...usual, group: 'Рабочее место', name: 'Срок решения о владении прошёл', fields: ['address', 'byDay'], channels: ['email'],
    title: () => 'Срок решения о владении прошёл',
    text: (f) => `${text(f, 'address')}. Решить нужно было до ${day(f, 'byDay')}.`,
    sample: { address: 'Липовая, 14, кв. 37', byDay: '2026-11-19' },
  },
  'work.dealRefused': {
    ...usual, group: 'Рабочее место', name: 'Сделка не легла в историю владения', fields: ['address'], channels: ['email'],
    title: () => 'Сделка не легла в историю владения',
    text: (f) => `${text(f, 'address')}. Реестр прав назвал других собственников, а запись портала этому противоречит. Разберитесь: до этого прежний собственник видит дом как свой.`,
    sample: { address: 'Липовая, 14, кв. 37' },
  },
  'work.councilLeft': {
    ...usual, group: 'Рабочее место', name: 'Член совета дома больше не собственник', fields: ['address', 'number'], channels: ['email'],
    title: () => 'Член совета дома больше не собственник',
    text: (f) => `${text(f, 'address')}, избран от помещения ${text(f, 'number')}. В совете только собственники: закончите его срок.`,
    sample: { address: 'Липовая, 14', number: '37' },
  },
  'work.absenceAsked': {
    ...usual, group: 'Рабочее место', name: 'Заявление об отсутствии', fields: ['address', 'byDay'], channels: [],
    title: () => 'Заявление об отсутствии',
    text: (f) => `${text(f, 'address')}. Ответьте до ${day(f, 'byDay')}.`,
    sample: { address: 'Липовая, 14, кв. 37', byDay: '2026-11-19' },
  },
  'work.caseOpened': {
    ...usual, group: 'Рабочее место', name: 'Вопрос или спор по счёту', fields: ['subject', 'address', 'byDay'], channels: [],
    title: (f) => text(f, 'subject'),
    text: (f) => `${text(f, 'address')}. Ответьте до ${day(f, 'byDay')}.`,
    sample: { subject: 'Спор о начислении: Отопление, октябрь 2026', address: 'Липовая, 14, кв. 37', byDay: '2026-11-19' },
  },
  'work.caseOverdue': {
    ...usual, group: 'Рабочее место', name: 'Срок ответа по счёту прошёл', fields: ['subject', 'byDay'], channels: ['email'],
    title: (f) => `Срок ответа прошёл: ${text(f, 'subject')}`,
    text: (f) => `Ответить нужно было до ${day(f, 'byDay')}. Житель ждёт.`,
    sample: { subject: 'Отопление, октябрь 2026', byDay: '2026-11-19' },
  },
  'work.registerLoaded': {
    ...usual, group: 'Рабочее место', name: 'Реестр загружен', fields: ['file', 'rows'], channels: [],
    title: (f) => `Реестр загружен: ${text(f, 'file')}`,
    text: (f) => `Строк: ${text(f, 'rows')}. Начисления уже видны жителям.`,
    sample: { file: 'heat-2026-10.csv', rows: 4812 },
  },
  'work.registerRefused': {
    ...usual, group: 'Рабочее место', name: 'Реестр не загружен', fields: ['file', 'errors'], channels: ['email'],
    title: (f) => `Реестр не загружен: ${text(f, 'file')}`,
    text: (f) => `Ошибок: ${text(f, 'errors')}. Ничего не загружено. Скачайте список ошибок, исправьте файл и загрузите снова.`,
    sample: { file: 'heat-2026-10.csv', errors: 3 },
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;
