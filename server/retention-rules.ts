// How long things are kept and by which law. What is not here is kept as long as the account, the house or the organization is here.
import type { RetentionRule } from './platform/retention.ts';

const ALWAYS = '0001-01-01';
const term = (days: number, law: string): RetentionRule['terms'] => [{ fromDay: ALWAYS, days, law }];
const CLAIMS = 'срок исковой давности, 3 года: статья 196 Гражданского кодекса';
/** What stands in the place of a text that is over its term. */
const OVER = 'Удалено: срок хранения вышел';
const PURPOSE = 'достижение цели: статья 5, часть 7 закона № 152-ФЗ';

/** From the day on which the person was erased: until then it is kept as long as the account is. */
const erasedIn = (by: string): Pick<RetentionRule, 'from' | 'at'> => ({ from: { table: 'identity.person', key: 'id', by }, at: 'erased_at' });

export const retentionRules: readonly RetentionRule[] = [
  { table: 'notifications.notice', what: 'Уведомления', at: 'made_at', terms: term(1_096, CLAIMS) },
  { table: 'notifications.delivery', what: 'Письма и СМС с адресами', at: 'made_at', terms: term(90, PURPOSE) },
  { table: 'notifications.sms_receipt', what: 'Отчёты о доставке СМС', at: 'received_at', terms: term(90, PURPOSE) },
  { table: 'identity.sign_in_event', what: 'История входов', at: 'at', terms: term(90, PURPOSE) },
  { table: 'identity.unknown_entry', what: 'Попытки войти по именам, которых нет', at: 'at', terms: term(90, PURPOSE) },
  { table: 'identity.contact_change', what: 'Смены телефона и почты', at: 'ended_at', terms: term(1_096, CLAIMS) },
  { table: 'identity.role_grant', what: 'Роли, которые закончились', at: 'ended_at', terms: term(1_096, CLAIMS) },
  { table: 'identity.power', what: 'Доверенности, которые закончились', at: 'ended_at', terms: term(1_096, CLAIMS) },
  { table: 'identity.power_paper', what: 'Бумажные доверенности', at: 'ended_at', terms: term(1_096, CLAIMS) },
  { table: 'cases.message', what: 'Вопросы и ответы по счетам', at: 'written_at', terms: term(1_096, CLAIMS), blank: { text: OVER } },
  {
    table: 'cases.account_case',
    what: 'О чём спрашивали и что решили',
    at: 'written_at',
    terms: term(1_096, CLAIMS),
    blank: { subject: OVER, decision: null },
  },
  {
    table: 'meters.replacement_request',
    what: 'Пояснения к просьбам заменить счётчик',
    at: 'answered_at',
    terms: term(1_096, CLAIMS),
    blank: { comment: null, answer: null },
  },
  {
    table: 'meters.submission',
    what: 'Имена и акты в показаниях удалённых кабинетов',
    ...erasedIn('person_id'),
    terms: term(1_096, CLAIMS),
    blank: { person_name: 'данные удалены', act_file_id: null, signature_file_id: null },
    files: ['act_file_id', 'signature_file_id'],
  },
  { table: 'meters.photo', what: 'Снимки счётчиков удалённых кабинетов', ...erasedIn('person_id'), terms: term(1_096, CLAIMS), files: ['file_id'] },
  { table: 'signing.signature', what: 'Подписи удалённых кабинетов', ...erasedIn('person_id'), terms: term(1_096, CLAIMS) },
  { table: 'signing.person_key', what: 'Сертификаты удалённых кабинетов', ...erasedIn('person_id'), terms: term(1_096, CLAIMS) },
  {
    table: 'treasury.notice',
    what: 'Сведения об оплате госплатежей удалённых кабинетов',
    ...erasedIn('person_id'),
    terms: term(2_192, '5 лет после отчётного года: статья 29 закона № 402-ФЗ'),
  },
  { table: 'ledger.link_request', what: 'Решённые просьбы о доступе к счёту', at: 'decided_at', terms: term(1_096, CLAIMS) },
  { table: 'household.invitation', what: 'Приглашения в дом', at: 'decided_at', terms: term(1_096, CLAIMS) },
  { table: 'documents.share', what: 'Доступы к документам, которые закончились', at: 'until', terms: term(1_096, CLAIMS) },
  { table: 'addresses.added_home', what: 'Дома, убранные из своих', at: 'removed_at', terms: term(1_096, CLAIMS) },
  { table: 'ownership.bank_request', what: 'Запросы подтвердить в банке', at: 'asked_at', terms: term(90, PURPOSE) },
  { table: 'staff.invitation', what: 'Приглашения на работу', at: 'decided_at', terms: term(1_096, CLAIMS) },
  { table: 'people.factor_reset', what: 'Потерянные способы входа', at: 'ended_at', terms: term(1_096, CLAIMS) },
  { table: 'people.look', what: 'Поиски людей сотрудниками портала', at: 'made_at', terms: term(1_096, CLAIMS) },
  {
    table: 'privacy.consent',
    what: 'Согласия, которые закончились',
    at: 'ended_at',
    terms: term(1_096, 'доказать согласие: статья 9, часть 3 закона № 152-ФЗ, 3 года'),
  },
  { table: 'privacy.request', what: 'Обращения о данных с ответом', at: 'decided_at', terms: term(1_096, CLAIMS) },
  { table: 'privacy.erasure', what: 'Исполненные удаления', at: 'ended_at', terms: term(1_096, CLAIMS) },
  { table: 'privacy.refusal', what: 'Счёт отказов', at: 'minute', terms: term(30, PURPOSE) },
  { table: 'privacy.alert', what: 'Разобранные тревоги', at: 'closed_at', terms: term(1_096, CLAIMS) },
  {
    table: 'payments.payment',
    what: 'Имя, почта и телефон в платежах',
    at: 'created_at',
    terms: term(2_192, '5 лет после отчётного года: статья 29 закона № 402-ФЗ'),
    blank: { payer_name: 'данные удалены', email: 'удалено', phone: null },
  },
];
