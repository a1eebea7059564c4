// What the portal says of bills, debts, payments and autopayments. Pure.
import { formatKopecks, inMonth } from '#contract/russian';
import { day, money, monthName, type NoticeFacts, type NoticeKind, text, usual } from './notice-kind.ts';

/** Below zero: what is paid ahead is more than the bill. */
const payKopecks = (f: NoticeFacts): number => Number(f['payKopecks']);

export const moneyKinds = {
  'bill.issued': {
    ...usual,
    version: 2,
    group: 'Счета',
    name: 'Пришёл новый счёт',
    fields: ['period', 'payKopecks', 'dueDay', 'address'],
    channels: ['email'],
    title: (f) => `Счёт за ${monthName(f, 'period')}: ${payKopecks(f) > 0 ? money(f, 'payKopecks') : 'платить не нужно'}`,
    text: (f) => {
      const bill = `${text(f, 'address')}: счёт за ${monthName(f, 'period')}`;
      if (payKopecks(f) > 0) return `${bill}, к оплате ${money(f, 'payKopecks')} до ${day(f, 'dueDay')}.`;
      return `${bill}. Платить не нужно${payKopecks(f) < 0 ? `: впереди ещё ${formatKopecks(-payKopecks(f))}` : ''}.`;
    },
    sample: { period: '2026-10', payKopecks: 919661, dueDay: '2026-11-16', address: 'Липовая, 14, кв. 37' },
  },
  'bill.due': {
    ...usual,
    version: 2,
    group: 'Счета',
    name: 'Скоро последний день оплаты',
    fields: ['period', 'leftKopecks', 'dueDay', 'address'],
    channels: ['email'],
    title: (f) => `Оплатите до ${day(f, 'dueDay')}: ${money(f, 'leftKopecks')}`,
    text: (f) =>
      `${text(f, 'address')}: осталось оплатить ${money(f, 'leftKopecks')}. После ${day(f, 'dueDay')} могут начислить пени. Платёж уже заполнен, останется код.`,
    sample: { period: '2026-10', leftKopecks: 919661, dueDay: '2026-11-16', address: 'Липовая, 14, кв. 37' },
  },
  'bill.stateDue': {
    ...usual,
    group: 'Счета',
    name: 'Скоро срок госплатежа',
    fields: ['name', 'leftKopecks', 'dueDay', 'discount'],
    channels: ['email'],
    title: (f) =>
      f['discount'] === true ? `Скидка до ${day(f, 'dueDay')}: ${money(f, 'leftKopecks')}` : `Оплатите до ${day(f, 'dueDay')}: ${money(f, 'leftKopecks')}`,
    text: (f) =>
      `${text(f, 'name')}: к оплате ${money(f, 'leftKopecks')}. ${f['discount'] === true ? `После ${day(f, 'dueDay')} сумма вырастет: скидка закончится.` : `Последний день ${day(f, 'dueDay')}.`}`,
    sample: { name: 'Штраф по постановлению 18810566261101000017', leftKopecks: 37500, dueDay: '2026-12-01', discount: true },
  },
  'bill.recalculated': {
    ...usual,
    group: 'Счета',
    name: 'Перерасчёт',
    fields: ['period', 'service', 'differenceKopecks', 'address'],
    channels: ['email'],
    title: (f) => `Перерасчёт: ${text(f, 'service')}, ${money(f, 'differenceKopecks')}`,
    text: (f) => `${text(f, 'address')}: начисление «${text(f, 'service')}» ${inMonth(text(f, 'period'))} изменилось на ${money(f, 'differenceKopecks')}.`,
    sample: { period: '2026-09', service: 'Отопление', differenceKopecks: -15000, address: 'Липовая, 14, кв. 37' },
  },
  'bill.tariffChanged': {
    ...usual,
    group: 'Счета',
    name: 'Меняется тариф',
    fields: ['service', 'fromDay', 'before', 'after', 'unit'],
    channels: ['email'],
    title: (f) => `Новый тариф с ${day(f, 'fromDay')}: ${text(f, 'service')}`,
    text: (f) => `${text(f, 'service')}: был ${text(f, 'before')} ₽, с ${day(f, 'fromDay')} ${text(f, 'after')} ₽ за ${text(f, 'unit')}.`,
    sample: { service: 'Отопление', fromDay: '2026-10-01', before: '2 138,42', after: '2 350,18', unit: '1 Гкал' },
  },
  'bill.debt': {
    ...usual,
    group: 'Счета',
    name: 'Предупреждение о долге',
    nature: 'legal',
    fields: ['debtKopecks', 'payUntilDay', 'address'],
    channels: ['email', 'sms'],
    title: (f) => `Долг ${money(f, 'debtKopecks')}: оплатите до ${day(f, 'payUntilDay')}`,
    text: (f) =>
      `${text(f, 'address')}: долг ${money(f, 'debtKopecks')}. Если не оплатить до ${day(f, 'payUntilDay')}, услугу могут ограничить. Не хватает денег сейчас: попросите рассрочку.`,
    sample: { debtKopecks: 3019661, payUntilDay: '2026-12-05', address: 'Липовая, 14, кв. 37' },
  },
  // By mail the receipt itself comes: two letters about one payment would be one too many.
  'payment.captured': {
    ...usual,
    group: 'Платежи',
    name: 'Платёж прошёл',
    fields: ['amountKopecks'],
    channels: [],
    title: (f) => `Платёж прошёл: ${money(f, 'amountKopecks')}`,
    text: (f) => `Банк подтвердил платёж на ${money(f, 'amountKopecks')}. Чек сохранён в платежах.`,
    sample: { amountKopecks: 919661 },
  },
  'payment.receipt': {
    ...usual,
    group: 'Платежи',
    name: 'Чек об оплате',
    nature: 'legal',
    fields: ['amountKopecks', 'number'],
    channels: ['email'],
    title: (f) => `Чек об оплате: ${money(f, 'amountKopecks')}`,
    text: (f) => `Оплата ${money(f, 'amountKopecks')} прошла. Чек № ${text(f, 'number')} приложен к письму. Проверить его может любой по этому номеру.`,
    sample: { amountKopecks: 919661, number: '7K3F-9Q2D0-XH4M' },
  },
  'payment.failed': {
    ...usual,
    group: 'Платежи',
    name: 'Платёж не прошёл',
    fields: ['amountKopecks', 'reason'],
    channels: ['email'],
    title: (f) => `Платёж не прошёл: ${money(f, 'amountKopecks')}`,
    text: (f) => `Деньги не списаны. Причина: ${text(f, 'reason')}`,
    sample: { amountKopecks: 919661, reason: 'на карте не хватает денег' },
  },
  'autopayment.planned': {
    ...usual,
    group: 'Платежи',
    name: 'Скоро автоплатёж',
    fields: ['amountKopecks', 'payDay', 'method', 'address'],
    channels: ['email'],
    title: (f) => `Автоплатёж ${day(f, 'payDay')}: ${money(f, 'amountKopecks')}`,
    text: (f) =>
      `${text(f, 'address')}: ${day(f, 'payDay')} спишем ${money(f, 'amountKopecks')}. Способ: ${text(f, 'method')}. Если до этого дня долг изменится, изменится и сумма. Поставить на паузу можно одной кнопкой.`,
    sample: { amountKopecks: 919661, payDay: '2026-11-16', method: 'Карта •• 4417', address: 'Липовая, 14, кв. 37' },
  },
  'autopayment.skipped': {
    ...usual,
    group: 'Платежи',
    name: 'Автоплатёж пропущен',
    fields: ['amountKopecks', 'reason', 'address'],
    channels: ['email'],
    title: (f) => `Автоплатёж не спишет ${money(f, 'amountKopecks')}`,
    text: (f) => `${text(f, 'address')}: сами мы это не оплатим. ${text(f, 'reason')}.`,
    sample: { amountKopecks: 919661, reason: 'Сумма больше вашего предела. Увеличьте предел или оплатите сами', address: 'Липовая, 14, кв. 37' },
  },
  'autopayment.failed': {
    ...usual,
    group: 'Платежи',
    name: 'Автоплатёж не прошёл',
    fields: ['amountKopecks', 'reason', 'address'],
    channels: ['email'],
    title: (f) => `Автоплатёж не прошёл: ${money(f, 'amountKopecks')}`,
    text: (f) =>
      `${text(f, 'address')}: деньги не списаны. ${text(f, 'reason')}. ${f['againDay'] ? `Повторим ${day(f, 'againDay')}.` : 'В этом месяце больше не повторим: оплатите сами.'}`,
    sample: { amountKopecks: 919661, reason: 'На карте не хватило денег. Пополните её', address: 'Липовая, 14, кв. 37', againDay: '2026-11-17' },
  },
  'payment.refunded': {
    ...usual,
    group: 'Платежи',
    name: 'Возврат денег',
    nature: 'legal',
    fields: ['amountKopecks'],
    channels: ['email'],
    title: (f) => `Возвращаем ${money(f, 'amountKopecks')}`,
    text: (f) => `Возврат ${money(f, 'amountKopecks')} отправлен на карту, с которой платили. Банк зачислит его за несколько дней.`,
    sample: { amountKopecks: 919661 },
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;
