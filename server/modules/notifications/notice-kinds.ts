// Everything the portal may tell a person, as data: the wording, where it goes by itself, what may be switched off. Pure.
import { inMonth } from '#contract/russian';
import { accessKinds } from './access-kinds.ts';
import { accountKinds } from './account-kinds.ts';
import { agreementKinds } from './agreement-kinds.ts';
import { documentKinds } from './document-kinds.ts';
import { OUTSIDE_CHANNELS, day, money, monthName, type NoticeFacts, type NoticeKind, type OutsideChannel, text, usual, when } from './notice-kind.ts';
import { recordKinds } from './record-kinds.ts';
import { workKinds } from './work-kinds.ts';

export { OUTSIDE_CHANNELS };
export type { NoticeFacts, NoticeKind, OutsideChannel };

export const noticeKinds = {
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
  'bill.issued': {
    ...usual, group: 'Счета', name: 'Пришёл новый счёт', fields: ['period', 'payKopecks', 'dueDay', 'address'], channels: ['email'],
    title: (f) => `Счёт за ${monthName(f, 'period')}: ${money(f, 'payKopecks')}`,
    text: (f) => `${text(f, 'address')}: счёт за ${monthName(f, 'period')}, к оплате ${money(f, 'payKopecks')} до ${day(f, 'dueDay')}.`,
    sample: { period: '2026-10', payKopecks: 919661, dueDay: '2026-11-16', address: 'Липовая, 14, кв. 37' },
  },
  'bill.due': {
    ...usual, version: 2, group: 'Счета', name: 'Скоро последний день оплаты', fields: ['period', 'leftKopecks', 'dueDay', 'address'], channels: ['email'],
    title: (f) => `Оплатите до ${day(f, 'dueDay')}: ${money(f, 'leftKopecks')}`,
    text: (f) => `${text(f, 'address')}: осталось оплатить ${money(f, 'leftKopecks')}. После ${day(f, 'dueDay')} могут начислить пени. Платёж уже заполнен, останется код.`,
    sample: { period: '2026-10', leftKopecks: 919661, dueDay: '2026-11-16', address: 'Липовая, 14, кв. 37' },
  },
  'bill.stateDue': {
    ...usual, group: 'Счета', name: 'Скоро срок госплатежа', fields: ['name', 'leftKopecks', 'dueDay', 'discount'], channels: ['email'],
    title: (f) => (f['discount'] === true ? `Скидка до ${day(f, 'dueDay')}: ${money(f, 'leftKopecks')}` : `Оплатите до ${day(f, 'dueDay')}: ${money(f, 'leftKopecks')}`),
    text: (f) => `${text(f, 'name')}: к оплате ${money(f, 'leftKopecks')}. ${f['discount'] === true ? `После ${day(f, 'dueDay')} сумма вырастет: скидка закончится.` : `Последний день ${day(f, 'dueDay')}.`}`,
    sample: { name: 'Штраф по постановлению 18810566261101000017', leftKopecks: 37500, dueDay: '2026-12-01', discount: true },
  },
  'bill.recalculated': {
    ...usual, group: 'Счета', name: 'Перерасчёт', fields: ['period', 'service', 'differenceKopecks', 'address'], channels: ['email'],
    title: (f) => `Перерасчёт: ${text(f, 'service')}, ${money(f, 'differenceKopecks')}`,
    text: (f) => `${text(f, 'address')}: начисление «${text(f, 'service')}» ${inMonth(text(f, 'period'))} изменилось на ${money(f, 'differenceKopecks')}.`,
    sample: { period: '2026-09', service: 'Отопление', differenceKopecks: -15000, address: 'Липовая, 14, кв. 37' },
  },
  'bill.tariffChanged': {
    ...usual, group: 'Счета', name: 'Меняется тариф', fields: ['service', 'fromDay', 'before', 'after', 'unit'], channels: ['email'],
    title: (f) => `Новый тариф с ${day(f, 'fromDay')}: ${text(f, 'service')}`,
    text: (f) => `${text(f, 'service')}: был ${text(f, 'before')} ₽, с ${day(f, 'fromDay')} ${text(f, 'after')} ₽ за ${text(f, 'unit')}.`,
    sample: { service: 'Отопление', fromDay: '2026-10-01', before: '2 138,42', after: '2 350,18', unit: '1 Гкал' },
  },
  'bill.debt': {
    ...usual, group: 'Счета', name: 'Предупреждение о долге', nature: 'legal', fields: ['debtKopecks', 'payUntilDay', 'address'], channels: ['email', 'sms'],
    title: (f) => `Долг ${money(f, 'debtKopecks')}: оплатите до ${day(f, 'payUntilDay')}`,
    text: (f) => `${text(f, 'address')}: долг ${money(f, 'debtKopecks')}. Если не оплатить до ${day(f, 'payUntilDay')}, услугу могут ограничить. Не хватает денег сейчас: попросите рассрочку.`,
    sample: { debtKopecks: 3019661, payUntilDay: '2026-12-05', address: 'Липовая, 14, кв. 37' },
  },
  // By mail the receipt itself comes: two letters about one payment would be one too many.
  'payment.captured': {
    ...usual, group: 'Платежи', name: 'Платёж прошёл', fields: ['amountKopecks'], channels: [],
    title: (f) => `Платёж прошёл: ${money(f, 'amountKopecks')}`,
    text: (f) => `Банк подтвердил платёж на ${money(f, 'amountKopecks')}. Чек сохранён в платежах.`,
    sample: { amountKopecks: 919661 },
  },
  'payment.receipt': {
    ...usual, group: 'Платежи', name: 'Чек об оплате', nature: 'legal', fields: ['amountKopecks', 'number'], channels: ['email'],
    title: (f) => `Чек об оплате: ${money(f, 'amountKopecks')}`,
    text: (f) => `Оплата ${money(f, 'amountKopecks')} прошла. Чек № ${text(f, 'number')} приложен к письму. Проверить его может любой по этому номеру.`,
    sample: { amountKopecks: 919661, number: '7K3F-9Q2D0-XH4M' },
  },
  'payment.failed': {
    ...usual, group: 'Платежи', name: 'Платёж не прошёл', fields: ['amountKopecks', 'reason'], channels: ['email'],
    title: (f) => `Платёж не прошёл: ${money(f, 'amountKopecks')}`,
    text: (f) => `Деньги не списаны. Причина: ${text(f, 'reason')}`,
    sample: { amountKopecks: 919661, reason: 'на карте не хватает денег' },
  },
  'autopayment.planned': {
    ...usual, group: 'Платежи', name: 'Скоро автоплатёж', fields: ['amountKopecks', 'payDay', 'method', 'address'], channels: ['email'],
    title: (f) => `Автоплатёж ${day(f, 'payDay')}: ${money(f, 'amountKopecks')}`,
    text: (f) => `${text(f, 'address')}: ${day(f, 'payDay')} спишем ${money(f, 'amountKopecks')}. Способ: ${text(f, 'method')}. Если до этого дня долг изменится, изменится и сумма. Поставить на паузу можно одной кнопкой.`,
    sample: { amountKopecks: 919661, payDay: '2026-11-16', method: 'Карта •• 4417', address: 'Липовая, 14, кв. 37' },
  },
  'autopayment.skipped': {
    ...usual, group: 'Платежи', name: 'Автоплатёж пропущен', fields: ['amountKopecks', 'reason', 'address'], channels: ['email'],
    title: (f) => `Автоплатёж не спишет ${money(f, 'amountKopecks')}`,
    text: (f) => `${text(f, 'address')}: сами мы это не оплатим. ${text(f, 'reason')}.`,
    sample: { amountKopecks: 919661, reason: 'Сумма больше вашего предела. Увеличьте предел или оплатите сами', address: 'Липовая, 14, кв. 37' },
  },
  'autopayment.failed': {
    ...usual, group: 'Платежи', name: 'Автоплатёж не прошёл', fields: ['amountKopecks', 'reason', 'address'], channels: ['email'],
    title: (f) => `Автоплатёж не прошёл: ${money(f, 'amountKopecks')}`,
    text: (f) => `${text(f, 'address')}: деньги не списаны. ${text(f, 'reason')}. ${f['againDay'] ? `Повторим ${day(f, 'againDay')}.` : 'В этом месяце больше не повторим: оплатите сами.'}`,
    sample: { amountKopecks: 919661, reason: 'На карте не хватило денег. Пополните её', address: 'Липовая, 14, кв. 37', againDay: '2026-11-17' },
  },
  'payment.refunded': {
    ...usual, group: 'Платежи', name: 'Возврат денег', nature: 'legal', fields: ['amountKopecks'], channels: ['email'],
    title: (f) => `Возвращаем ${money(f, 'amountKopecks')}`,
    text: (f) => `Возврат ${money(f, 'amountKopecks')} отправлен на карту, с которой платили. Банк зачислит его за несколько дней.`,
    sample: { amountKopecks: 919661 },
  },
  'meters.windowOpen': {
    ...usual, group: 'Счётчики', name: 'Пора передать показания', fields: ['untilDay', 'address'], channels: ['email'],
    title: (f) => `Передайте показания до ${day(f, 'untilDay')}`,
    text: (f) => `${text(f, 'address')}: показания принимаем до ${day(f, 'untilDay')}. Без них посчитаем по среднему.`,
    sample: { untilDay: '2026-11-25', address: 'Липовая, 14, кв. 37' },
  },
  'meters.readingAccepted': {
    ...usual, group: 'Счётчики', name: 'Показания приняты', fields: ['meter', 'value'], channels: [],
    title: (f) => `Показания приняты: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: ${text(f, 'value')}. Учтём в ближайшем счёте.`,
    sample: { meter: 'Холодная вода, № 1234567', value: '251,04 м³' },
  },
  'meters.readingRejected': {
    ...usual, group: 'Счётчики', name: 'Показания не приняты', fields: ['meter', 'reason'], channels: ['email'],
    title: (f) => `Показания не приняты: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: ${text(f, 'reason')} Проверьте цифры и передайте ещё раз.`,
    sample: { meter: 'Холодная вода, № 1234567', reason: 'новое число меньше прошлого.' },
  },
  'meters.actReady': {
    ...usual, group: 'Счётчики', name: 'Акт о передаче показаний', fields: ['number', 'month', 'address'], channels: [],
    title: (f) => `Акт о передаче показаний № ${text(f, 'number')}`,
    text: (f) => `${text(f, 'address')}: показания за ${monthName(f, 'month')} переданы. Акт подписан электронной подписью организации и хранится в разделе «Счётчики».`,
    sample: { number: 'П-2026-000123', month: '2026-11', address: 'Липовая, 14, кв. 37' },
  },
  'meters.actForOrganization': {
    ...usual, group: 'Рабочее место', name: 'Новые показания', fields: ['number', 'month', 'address'], channels: [],
    title: (f) => `Показания за ${monthName(f, 'month')}: ${text(f, 'address')}`,
    text: (f) => `Переданы показания, акт № ${text(f, 'number')} с подписью во вложении. Примите или отклоните их в рабочем месте.`,
    sample: { number: 'П-2026-000123', month: '2026-11', address: 'Липовая, 14, кв. 37' },
  },
  'meters.replacementAnswered': {
    ...usual, group: 'Счётчики', name: 'Ответ о замене счётчика', fields: ['meter', 'answer'], channels: ['email'],
    title: (f) => `Ответ о замене счётчика: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: ${text(f, 'answer')}`,
    sample: { meter: 'Холодная вода, № 1234567', answer: 'счётчик заменён.' },
  },
  'meters.verificationDue': {
    ...usual, group: 'Счётчики', name: 'Подходит срок поверки', nature: 'legal', fields: ['meter', 'untilDay'], channels: ['email'],
    title: (f) => `Поверка счётчика до ${day(f, 'untilDay')}`,
    text: (f) => `${text(f, 'meter')}: поверьте до ${day(f, 'untilDay')}. После этого показания примем, но начислять по ним нельзя: посчитают по среднему, потом по нормативу.`,
    sample: { meter: 'Холодная вода, № 1234567', untilDay: '2026-12-20' },
  },
  'meters.faultNoted': {
    ...usual, group: 'Счётчики', name: 'Счётчик нельзя учитывать', nature: 'legal', fields: ['meter', 'what', 'sinceDay', 'act'], channels: ['email'],
    title: (f) => `${text(f, 'what')}: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}. ${text(f, 'what')} с ${day(f, 'sinceDay')}, основание: ${text(f, 'act')}. С этого дня по счётчику начислять нельзя: три месяца посчитаем по среднему, потом по нормативу. Что делать, написано на странице счётчика.`,
    sample: { meter: 'Холодная вода, № 1234567', what: 'Счётчик неисправен', sinceDay: '2026-11-20', act: 'акт № 5' },
  },
  'meters.faultEnded': {
    ...usual, group: 'Счётчики', name: 'Счётчик снова учитываем', nature: 'legal', fields: ['meter', 'sinceDay'], channels: ['email'],
    title: (f) => `Снова считаем по счётчику: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: с ${day(f, 'sinceDay')} снова начисляем по показаниям. Передавайте их как обычно.`,
    sample: { meter: 'Холодная вода, № 1234567', sinceDay: '2026-11-20' },
  },
  'reconciliation.differs': {
    ...usual, group: 'Рабочее место', name: 'Расхождения с банком', fields: ['count', 'onDay'], channels: ['email'],
    title: (f) => `Сверка за ${day(f, 'onDay')}: есть расхождения`,
    text: (f) => `Платежи портала и банка не сошлись: ${text(f, 'count')}. Откройте сверку и объясните каждое расхождение.`,
    sample: { count: 1, onDay: '2026-11-20' },
  },
  'privacy.documentChanged': {
    ...usual, group: 'Мои данные', name: 'Изменилась политика или согласие', nature: 'legal', fields: ['title', 'fromDay', 'summary', 'asksAnew'], channels: ['email'],
    title: (f) => `С ${day(f, 'fromDay')} меняется: ${text(f, 'title')}`,
    text: (f) => `${text(f, 'summary')} ${f['asksAnew'] === true ? `С ${day(f, 'fromDay')} спросим ваше решение заново.` : 'Отвечать не нужно. Если не согласны, отзовите согласие в профиле.'}`,
    sample: { title: 'Политика обработки персональных данных', fromDay: '2026-12-01', summary: 'Добавили срок хранения снимков счётчиков.', asksAnew: false },
  },
  ...recordKinds,
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
  'case.answered': {
    ...usual, group: 'Счета', name: 'Ответ на вопрос по счёту', fields: ['subject', 'organization'], channels: ['email'],
    title: (f) => `Ответили: ${text(f, 'subject')}`,
    text: (f) => `${text(f, 'organization')} ответила на ваш вопрос. Ответ лежит в разделе «Вопросы по счетам».`,
    sample: { subject: 'Отопление, октябрь 2026', organization: 'ООО «Уют»' },
  },
  'case.decided': {
    ...usual, group: 'Счета', name: 'Решение по спору о начислении', fields: ['subject', 'answer'], channels: ['email'],
    title: (f) => `Решение: ${text(f, 'subject')}`,
    text: (f) => text(f, 'answer'),
    sample: { subject: 'Отопление, октябрь 2026', answer: 'Согласились, вернём 120,00 ₽ в следующем расчёте. Показание учли позже срока.' },
  },
  'absence.decided': {
    ...usual, group: 'Счета', name: 'Решение о перерасчёте за отсутствие', fields: ['answer', 'address'], channels: ['email'],
    title: () => 'Решение по заявлению об отсутствии',
    text: (f) => `${text(f, 'address')}. ${text(f, 'answer')}`,
    sample: { answer: 'Пересчитаем за дни с 10 октября 2026 по 21 октября 2026.', address: 'Липовая, 14, кв. 37' },
  },
  'claim.decided': {
    ...usual, group: 'Мой дом', name: 'Решение о владении', fields: ['answer'], channels: ['email'],
    title: () => 'Заявление о владении',
    text: (f) => text(f, 'answer'),
    sample: { answer: 'Владение подтверждено: Липовая, 14, кв. 37.' },
  },
  'owners.told': {
    ...usual, group: 'Мой дом', name: 'Смена собственников', fields: ['answer'], channels: ['email'],
    title: () => 'Собственники жилья',
    text: (f) => text(f, 'answer'),
    sample: { answer: 'Реестр прав сообщил о сделке с вашим жильём, запись о собственниках обновлена.' },
  },
  'shares.told': {
    ...usual, group: 'Мой дом', name: 'Соглашение о долях', fields: ['answer'], channels: ['email'],
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
