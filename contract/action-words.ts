// Every action of the journal in Russian, and the names of the facts that its lines carry. A test walks the code's actions.

/** What was done, as the journal says it. */
export const actionWords = {
  'account.asked': 'Запрос на доступ к лицевому счёту',
  'account.linked': 'Лицевой счёт добавлен',
  'account.unlinked': 'Лицевой счёт убран',
  'accounts.opened': 'Открыты лицевые счета',
  'act.signed': 'Акт подписан',
  'bill.issued': 'Счёт выпущен',
  'bill.paperAttached': 'Приложена бумажная квитанция',
  'bill.sent': 'Счёт отправлен на почту',
  'bills.printOrdered': 'Заказан файл для печати счетов',
  'charges.broughtIn': 'Загружены прежние начисления',
  'charges.computed': 'Начисления рассчитаны',
  'charges.posted': 'Выставлены начисления',
  'confirmation.requested': 'Запрошен код подтверждения',
  'confirmation.used': 'Действие подтверждено кодом',
  'house.created': 'Дом добавлен',
  'identity.entered': 'Вход',
  'identity.left': 'Выход',
  'identity.machineKeyMade': 'Выпущен ключ для программ',
  'identity.machineKeyRevoked': 'Ключ для программ отозван',
  'identity.passwordChanged': 'Пароль изменён',
  'identity.personMade': 'Кабинет создан',
  'identity.protectionChanged': 'Изменён способ входа',
  'identity.refused': 'Неудачная попытка входа',
  'identity.roleEnded': 'Роль снята',
  'identity.roleGiven': 'Роль выдана',
  'identity.steppedUp': 'Вход подтверждён вторым шагом',
  'journal.looked': 'Просмотр ваших данных',
  'link.confirmed': 'Доступ к счёту разрешён',
  'link.refused': 'В доступе к счёту отказано',
  'link.overdue': 'Срок ответа на запрос доступа прошёл',
  'meter.replaced': 'Счётчик заменён',
  'meter.replacement.declined': 'В замене счётчика отказано',
  'meter.replacement.done': 'Просьба о замене счётчика выполнена',
  'meter.replacementAsked': 'Просьба заменить счётчик',
  'meter.verificationReminded': 'Напоминание о поверке',
  'meters.added': 'Счётчики добавлены',
  'norms.added': 'Добавлен норматив',
  'notifications.preferencesChanged': 'Изменены настройки уведомлений',
  'organization.created': 'Организация добавлена',
  'ownership.added': 'Записано право собственности',
  'payment.cancelAsked': 'Запрошена отмена платежа',
  'payment.cancelled': 'Платёж отменён',
  'payment.captured': 'Платёж прошёл',
  'payment.failed': 'Платёж не прошёл',
  'payment.made': 'Платёж начат',
  'payment.refunded': 'Деньги возвращены',
  'payments.broughtIn': 'Загружены прежние платежи',
  'premises.created': 'Помещения добавлены',
  'progress.cancelAsked': 'Попросили остановить работу',
  'readingWindow.set': 'Назначены дни приёма показаний',
  'readings.accepted': 'Показания приняты',
  'readings.loaded': 'Загружены показания',
  'readings.rejected': 'Показания не приняты',
  'readings.submitted': 'Переданы показания',
  'receipt.failed': 'Чек не выдан',
  'receipt.registered': 'Чек зарегистрирован',
  'receipt.sent': 'Чек отправлен',
  'register.checked': 'Реестр проверен',
  'register.loadOrdered': 'Начата загрузка реестра',
  'register.loaded': 'Реестр загружен',
  'register.mapped': 'Столбцы реестра сопоставлены',
  'register.received': 'Реестр получен',
  'register.stopped': 'Загрузка реестра остановлена',
  'register.takeBackOrdered': 'Начат отзыв реестра',
  'register.takenBack': 'Реестр отозван',
  'residence.added': 'Изменено число проживающих',
  'signing.authorityMade': 'Создан удостоверяющий центр портала',
  'signing.keyMade': 'Выпущен ключ подписи',
  'signing.keyRevoked': 'Ключ подписи отозван',
  'tariff.added': 'Добавлен тариф',
} as const satisfies Readonly<Record<string, string>>;

export type JournalAction = keyof typeof actionWords;

/** What concerns a whole house and is shown to everyone who lives in it. */
export const HOUSE_ACTIONS: readonly JournalAction[] = ['register.loaded', 'register.takenBack', 'tariff.added', 'norms.added', 'readingWindow.set', 'readings.loaded', 'house.created'];

/** Facts of a line by name; a fact without a word here (ids, digests) is not shown. Names ending in `Kopecks` are sums, in `Day` days. */
export const factWords: Readonly<Record<string, string>> = {
  amountKopecks: 'сумма', number: 'номер', file: 'файл', rows: 'строк', houses: 'домов', errors: 'ошибок', count: 'сколько', role: 'роль', what: 'что', reason: 'причина', comment: 'пояснение',
  month: 'месяц', period: 'месяц', readings: 'показаний', corrected: 'исправлено', name: 'название', method: 'способ', days: 'дней', decideBy: 'ответить до', fromDay: 'с', toDay: 'по',
};

/** Roles as the journal names the post of who acted. */
export const roleWords: Readonly<Record<string, string>> = {
  owner: 'собственник', tenant: 'наниматель', family: 'член семьи', guest: 'гость', child: 'ребёнок', chair: 'председатель совета дома', manager: 'управляющий', dispatcher: 'диспетчер', assignee: 'исполнитель',
  accountant: 'бухгалтер', reviewer: 'специалист по проверке', officer: 'сотрудник контролирующего органа', authority: 'сотрудник органа власти', operator: 'оператор портала', support: 'сотрудник поддержки',
  moderator: 'модератор', administrator: 'администратор', auditor: 'аудитор',
};
