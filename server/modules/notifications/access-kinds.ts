// Notices of who is let into homes and organizations.
import { day, type NoticeKind, text, usual } from './notice-kind.ts';

export const accessKinds = {
  'household.invited': {
    group: 'Вход и безопасность', name: 'Приглашение в дом', version: 1, nature: 'code', fields: ['from', 'address', 'days', 'url'], channels: [],
    title: (f) => `${text(f, 'from')} приглашает вас в «Мой дом»`,
    text: (f) => `${text(f, 'from')} приглашает вас в кабинет дома: ${text(f, 'address')}.\n\nОткройте ссылку и введите код, который вам скажет приглашающий. Ссылка для вас одного и действует ${text(f, 'days')} дней: ${text(f, 'url')}\n\nЕсли вы этого человека не знаете, откажитесь по той же ссылке.`,
    sms: (f) => `Приглашение в дом: ${text(f, 'url')} Код скажет приглашающий`,
    sample: { from: 'Галина Петровна', address: 'Липовая, 14, кв. 37', days: 7, url: 'https://dom.example.ru/join/AAAAAAAAAAAAAAAAAAAAAA' },
  },
  'household.answered': {
    ...usual, group: 'Вход и безопасность', name: 'Ответ на приглашение в дом', nature: 'legal', fields: ['name', 'answer'], channels: ['email'],
    title: (f) => `Приглашение: ${text(f, 'name')} ${text(f, 'answer')}`,
    text: (f) => `${text(f, 'name')} ${text(f, 'answer')}. Кто видит ваш дом и до какого дня, показывает страница «Кто живёт и кто видит».`,
    sample: { name: 'Внук Иван', answer: 'теперь в вашем доме' },
  },
  'staff.invited': {
    group: 'Вход и безопасность', name: 'Приглашение на работу', version: 1, nature: 'code', fields: ['from', 'organization', 'role', 'days', 'url'], channels: [],
    title: (f) => `${text(f, 'organization')} приглашает вас работать в «Мой дом»`,
    text: (f) => `${text(f, 'from')} приглашает вас: ${text(f, 'organization')}, роль «${text(f, 'role')}».\n\nВойдите с этим телефоном или почтой и ответьте. Приглашение ждёт ${text(f, 'days')} дней: ${text(f, 'url')}`,
    sms: (f) => `${text(f, 'organization')}: приглашение на работу. Войдите и ответьте: ${text(f, 'url')}`,
    sample: { from: 'Павел Сергеевич', organization: '«Липовый дом»', role: 'бухгалтер', days: 14, url: 'https://dom.example.ru/profile/invitations' },
  },
  'staff.answered': {
    ...usual, group: 'Рабочее место', name: 'Ответ на приглашение на работу', fields: ['name', 'answer'], channels: ['email'],
    title: (f) => `Приглашение на работу: ${text(f, 'name')} ${text(f, 'answer')}`,
    text: (f) => `${text(f, 'name')} ${text(f, 'answer')}. Кто у вас работает и до какого дня, показывает страница «Сотрудники».`,
    sample: { name: 'Малинина Инна Романовна', answer: 'теперь работает у вас' },
  },
  'staff.postChanged': {
    ...usual, group: 'Рабочее место', name: 'Изменение вашей роли', nature: 'legal', fields: ['organization', 'words'], channels: ['email'],
    title: (f) => `${text(f, 'organization')}: ${text(f, 'words')}`,
    text: (f) => `${text(f, 'organization')}: ${text(f, 'words')}. Что вам теперь открыто, показывает рабочее место.`,
    sample: { organization: '«Липовый дом»', words: 'теперь у вас роль «бухгалтер» по 31 декабря 2026' },
  },
  'people.acted': {
    ...usual, group: 'Вход и безопасность', name: 'Действия сотрудников портала с вашим кабинетом', nature: 'legal', fields: ['words'], channels: ['email'],
    title: (f) => `Ваш кабинет: ${text(f, 'words')}`,
    text: (f) => `${text(f, 'words')}. Кто и почему это сделал, показывает журнал действий.`,
    sample: { words: 'кабинет снова открыт' },
  },
  'people.factorReset': {
    ...usual, group: 'Вход и безопасность', name: 'Восстановление входа через поддержку', nature: 'legal', fields: ['words'], channels: ['email', 'sms'],
    title: () => 'Восстановление входа',
    text: (f) => `Восстановление входа: ${text(f, 'words')}.`,
    sms: (f) => `${text(f, 'words')}. Мой дом`,
    sample: { words: 'способы входа остаются прежними' },
  },
  'power.paper': {
    ...usual, group: 'Вход и безопасность', name: 'Бумажная доверенность', nature: 'legal', fields: ['words'], channels: ['email', 'sms'],
    title: () => 'Бумажная доверенность',
    text: (f) => `Бумажная доверенность: ${text(f, 'words')}.`,
    sample: { words: 'доверенность № 12 подана, её проверят до 19 ноября 2026' },
  },
  'power.endsSoon': {
    ...usual, group: 'Вход и безопасность', name: 'Скоро закончится доверенность', fields: ['name', 'side', 'toDay'], channels: ['email'],
    title: (f) => `Доверенность действует до ${day(f, 'toDay')}`,
    text: (f) => f['side'] === 'given' ? `${text(f, 'name')} действует за вас до ${day(f, 'toDay')}. Если представитель нужен и дальше, после этого дня дайте новую доверенность.` : `За кого вы действуете: ${text(f, 'name')}. Последний день ${day(f, 'toDay')}. Если это нужно и дальше, попросите новую доверенность.`,
    sample: { name: 'Соколов Иван Андреевич', side: 'given', toDay: '2026-11-19' },
  },
  'identity.contactChange': {
    ...usual, group: 'Вход и безопасность', name: 'Смена телефона или почты', nature: 'legal', fields: ['words'], channels: ['email', 'sms'],
    title: () => 'Смена телефона или почты',
    text: (f) => `Смена телефона или почты: ${text(f, 'words')}.`,
    sample: { words: 'остаётся прежним, изменение отменено' },
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;
