// Notices about a personal account itself, and a house that has begun to have them.
import { day, type NoticeKind, text, usual } from './notice-kind.ts';

export const accountKinds = {
  'address.joined': {
    ...usual,
    group: 'Мой дом',
    name: 'Добавленный дом подключён',
    fields: ['address'],
    channels: ['email'],
    title: () => 'Ваш дом подключён к порталу',
    text: (f) => `${text(f, 'address')}. Теперь можно добавить лицевой счёт из квитанции: откроются начисления, оплата и показания.`,
    sample: { address: 'ул. Липовая, 14, г. Липовск, Липовая область, кв. 37' },
  },
  'account.closed': {
    ...usual,
    group: 'Счета',
    name: 'Лицевой счёт закрыт',
    nature: 'legal',
    fields: ['number', 'organization', 'fromDay', 'reason', 'address'],
    channels: ['email'],
    title: (f) => `Счёт ${text(f, 'number')} закрыт с ${day(f, 'fromDay')}`,
    text: (f) =>
      `${text(f, 'address')}: ${text(f, 'organization')} больше не начисляет по счёту ${text(f, 'number')}. Причина: ${text(f, 'reason')}. Долг и заплаченное вперёд остаются на счёте, история тоже. Если закрыли по ошибке, напишите организации из счёта.`,
    sample: { number: '7700012345', organization: '«Липовый дом»', fromDay: '2026-11-01', reason: 'квартира продана', address: 'Липовая, 14, кв. 37' },
  },
  'account.reopened': {
    ...usual,
    group: 'Счета',
    name: 'Лицевой счёт открыт снова',
    nature: 'legal',
    fields: ['number', 'organization', 'reason', 'address'],
    channels: ['email'],
    title: (f) => `Счёт ${text(f, 'number')} открыт снова`,
    text: (f) => `${text(f, 'address')}: ${text(f, 'organization')} снова начисляет по счёту ${text(f, 'number')}. Причина: ${text(f, 'reason')}.`,
    sample: { number: '7700012345', organization: '«Липовый дом»', reason: 'закрыли по ошибке', address: 'Липовая, 14, кв. 37' },
  },
  'account.ended': {
    ...usual,
    group: 'Счета',
    name: 'Лицевой счёт больше не показываем',
    nature: 'legal',
    fields: ['number', 'address'],
    channels: ['email'],
    title: (f) => `Счёт ${text(f, 'number')} убран из вашего кабинета`,
    text: (f) =>
      `${text(f, 'address')}: вы там больше не владеете и не живёте, поэтому новых начислений вы не увидите, и автоплатёж по счёту не сработает. Ваши платежи и чеки остались. Остался долг или это ошибка? Добавьте счёт по номеру: организация ответит за пять рабочих дней.`,
    sample: { number: '7700012345', address: 'Липовая, 14, кв. 37' },
  },
  'account.answered': {
    ...usual,
    group: 'Счета',
    name: 'Ответ о доступе к лицевому счёту',
    fields: ['number', 'organization', 'isLinked'],
    channels: ['email'],
    title: (f) => (f['isLinked'] === true ? `Счёт ${text(f, 'number')} теперь в ваших счетах` : `Счёт ${text(f, 'number')}: в доступе отказали`),
    text: (f) =>
      f['isLinked'] === true
        ? `Организация ${text(f, 'organization')} подтвердила ваш доступ к счёту ${text(f, 'number')}. Баланс и история открыты.`
        : `Организация ${text(f, 'organization')} не открыла вам счёт ${text(f, 'number')}. Причина: ${text(f, 'reason')}`,
    sample: { number: '7700012345', organization: '«Липовый дом»', isLinked: false, reason: 'по этому адресу собственник другой' },
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;
