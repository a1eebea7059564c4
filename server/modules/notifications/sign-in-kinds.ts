// What the portal says of signing in: codes, devices, passwords, ways in. Pure.
import { type NoticeKind, text, usual, when } from './notice-kind.ts';

export const signInKinds = {
  'identity.code': {
    group: 'Вход и безопасность', name: 'Код подтверждения', version: 1, nature: 'code', fields: ['code', 'words'], channels: [],
    title: () => 'Код для «Мой дом»',
    text: (f) => `Код ${text(f, 'code')}: ${text(f, 'words')}.\n\nОн действует 5 минут. Никому его не называйте: сотрудники портала кодов не спрашивают.\n\nЕсли это не вы, ничего не делайте: без кода дальше не пустят.`,
    sms: (f) => `Код ${text(f, 'code')}: ${text(f, 'words')}. Мой дом. Никому не называйте`,
    sample: { code: '482913', words: 'оплата 9 196,61 ₽' },
  },
  'identity.alreadyHere': {
    group: 'Вход и безопасность', name: 'Кабинет уже есть', version: 1, nature: 'code', fields: [], channels: [],
    title: () => 'Кабинет уже есть',
    text: () => 'С этого номера хотели завести кабинет, но он у вас уже есть. Войдите или нажмите «Забыли пароль?». Если это были не вы, ничего не делайте.',
    sms: () => 'Кабинет на этот номер уже есть. Войдите или нажмите «Забыли пароль?». Мой дом',
    sample: {},
  },
  'identity.newDevice': {
    ...usual, group: 'Вход и безопасность', name: 'Вход с нового устройства', nature: 'legal', fields: ['device', 'at'], channels: ['email'],
    title: () => 'Вход с нового устройства',
    text: (f) => `${when(f, 'at')} вошли в ваш кабинет: ${text(f, 'device')}. Если это не вы, завершите этот вход и смените пароль.`,
    sample: { device: 'Firefox, Windows', at: '2026-11-12T09:20:00.000Z', timeZone: 'Asia/Yekaterinburg' },
  },
  'identity.passwordChanged': {
    ...usual, group: 'Вход и безопасность', name: 'Смена пароля', nature: 'legal', fields: ['at'], channels: ['email', 'sms'],
    title: () => 'Пароль изменён',
    text: (f) => `${when(f, 'at')} пароль вашего кабинета изменили. Если это не вы, верните доступ кнопкой «Забыли пароль?».`,
    sample: { at: '2026-11-12T09:20:00.000Z' },
  },
  'identity.passwordOld': {
    ...usual, group: 'Вход и безопасность', name: 'Паролю больше полугода', fields: ['setAt'], channels: [],
    title: () => 'Паролю больше полугода',
    text: (f) => `Вы задали его ${when(f, 'setAt')}. Если он у вас ещё где-то, лучше сменить. Если нет, можно оставить.`,
    sample: { setAt: '2026-05-12T09:20:00.000Z' },
  },
  'identity.contactChanged': {
    ...usual, group: 'Вход и безопасность', name: 'Смена почты или телефона', nature: 'legal', fields: ['what', 'at'], channels: ['email', 'sms'],
    title: (f) => `Изменили: ${text(f, 'what')}`,
    text: (f) => `${when(f, 'at')} в вашем кабинете изменили: ${text(f, 'what')}. Если это не вы, позвоните в поддержку.`,
    sample: { what: 'телефон', at: '2026-11-12T09:20:00.000Z' },
  },
  'identity.factorChanged': {
    ...usual, group: 'Вход и безопасность', name: 'Изменение способов входа', nature: 'legal', fields: ['what', 'at'], channels: ['email', 'sms'],
    title: () => 'Изменился способ входа',
    text: (f) => `${when(f, 'at')}: ${text(f, 'what')}. Если это не вы, завершите все входы и позвоните в поддержку.`,
    sample: { what: 'подключено приложение с кодами', at: '2026-11-12T09:20:00.000Z' },
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;
