// Facts of journal lines as plain phrases: «на 9 196,61 ₽», «3 счётчика», «ответ до 16 ноября 2026». A fact without a phrase (ids, digests) is not told. Pure.
import type { JournalAction } from './action-words.ts';
import { rightWords } from './areas.ts';
import { codeChannels, codePurposes } from './code-words.ts';
import { commonWays } from './common-payment.ts';
import { documentKinds } from './documents.ts';
import { REPLACEMENT_REASONS } from './meter-words.ts';
import { METHOD_NAMES } from './payment-methods.ts';
import { doorWords, operationWords, proofWords, protectionWords, riskWords } from './protection-words.ts';
import { sectionWords } from './record-words.ts';
import { roleWords } from './role-words.ts';
import { counted, formatDay, formatKopecks, formatMonth } from './russian.ts';
import { payeeWays } from './service-payees.ts';
import { signInOutcomes } from './statuses/identity.ts';
import { wordsOf } from './statuses/standing.ts';

export type Fact = string | number | boolean;
/** Null: there is nothing to say. */
type Say = (value: Fact) => string | null;
type Words = Readonly<Record<string, string>>;
type Forms = readonly [one: string, few: string, many: string];

const text: Say = (value) => String(value);
const nothing: Say = () => null;
const after =
  (before: string, say: Say = text): Say =>
  (value) => {
    const said = say(value);
    return said === null ? null : `${before} ${said}`;
  };
const quoted: Say = (value) => `«${value}»`;
const sum: Say = (value) => (Number.isSafeInteger(Number(value)) ? formatKopecks(Number(value)) : null);
const day: Say = (value) => (/^\d{4}-\d\d-\d\d/.test(String(value)) ? formatDay(String(value).slice(0, 10)) : null);
const month: Say = (value) => (/^\d{4}-\d\d$/.test(String(value)) ? formatMonth(String(value)) : day(value));
const count =
  (...forms: Forms): Say =>
  (value) =>
    counted(Number(value), forms);
const unlessNone =
  (say: Say, none: string | null = null): Say =>
  (value) =>
    Number(value) === 0 ? none : say(value);
/** One code, or several parted by blanks. What has no word is not told: nobody reads a code of ours. */
const named =
  (words: Words): Say =>
  (value) =>
    String(value)
      .split(' ')
      .flatMap((one) => words[one] ?? [])
      .join(', ') || null;
const lower = (words: Words): Words => Object.fromEntries(Object.entries(words).map(([key, word]) => [key, word.charAt(0).toLowerCase() + word.slice(1)]));

const SECTIONS: Words = Object.fromEntries(Object.entries(sectionWords).map(([key, { title }]) => [key, `раздел «${title}»`]));
const DECISIONS: Words = { absence: 'временное отсутствие', benefit: 'льгота', break: 'перерыв в услуге' };
const KEPT_PAPERS: Words = { inn: 'ИНН', snils: 'СНИЛС', licence: 'водительское удостоверение', vehicle: 'свидетельство о регистрации машины' };
const SKIPPED: Words = {
  nothingToPay: 'платить нечего',
  overLimit: 'сумма больше вашего предела',
  methodGone: 'карта больше не действует',
  accountGone: 'счёта больше нет в кабинете',
  suspended: 'счёт приостановлен',
  noContact: 'некуда прислать чек',
};
const REVOKED: Words = { lost: 'ключ потерян', unneeded: 'ключ больше не нужен', administrator: 'отозван администратором' };
const SIGNED_BY: Words = { key: 'ключом', code: 'кодом', bank: 'в приложении банка' };
const FACT_KINDS: Words = { name: 'имя', birthDay: 'дата рождения', snils: 'СНИЛС', inn: 'ИНН', passport: 'паспорт', address: 'адрес' };
const CHANNEL_ON: Words = { true: 'включён', false: 'выключен' };

/** By the name of the fact, in the order in which they are told. */
const usual: Readonly<Record<string, Say>> = {
  what: text,
  name: quoted,
  file: after('файл', quoted),
  number: after('№'),
  section: named(SECTIONS),
  door: named(doorWords),
  proofs: after('показаны:', named(proofWords)),
  outcome: named(lower(wordsOf(signInOutcomes))),
  reasons: named(riskWords),
  purpose: named(codePurposes),
  channel: named(codeChannels),
  operations: named(operationWords),
  rights: named(rightWords),
  role: named(roleWords),
  method: after('способ:', named(lower(METHOD_NAMES))),
  amountKopecks: sum,
  kopecks: sum,
  fixedKopecks: sum,
  limitKopecks: after('не больше', sum),
  month: after('за', month),
  period: after('за', month),
  onDay: after('за', day),
  fromDay: after('с', day),
  toDay: after('по', day),
  until: after('до', day),
  closedOn: after('с', day),
  decideBy: after('ответ до', day),
  rows: count('строка', 'строки', 'строк'),
  houses: count('дом', 'дома', 'домов'),
  charges: count('начисление', 'начисления', 'начислений'),
  exceptions: unlessNone(count('замечание', 'замечания', 'замечаний'), 'без замечаний'),
  errors: unlessNone(count('ошибка', 'ошибки', 'ошибок'), 'без ошибок'),
  readings: count('показание', 'показания', 'показаний'),
  corrected: unlessNone(after('из них исправлено')),
  bills: count('счёт', 'счёта', 'счетов'),
  accounts: count('лицевой счёт', 'лицевых счёта', 'лицевых счетов'),
  document: after('документ:'),
  reason: after('причина:'),
  note: after('пояснение:'),
  comment: after('пояснение:'),
};

const people = count('человек', 'человека', 'человек');
const days = count('день', 'дня', 'дней');
const version: Readonly<Record<string, Say>> = { what: quoted, number: after('версия') };
const ofAccount: Readonly<Record<string, Say>> = { number: after('лицевой счёт №') };
const ownDocument: Readonly<Record<string, Say>> = { kind: named(lower(documentKinds)) };

/** Where an action says a fact otherwise, or counts something of its own. */
const byAction: Readonly<Partial<Record<JournalAction, Readonly<Record<string, Say>>>>> = {
  'account.closed': ofAccount,
  'account.reopened': ofAccount,
  'advance.returned': ofAccount,
  'bankPayment.takenOff': ofAccount,
  'case.asked': ofAccount,
  'case.disputed': ofAccount,
  'case.answered': ofAccount,
  'refund.ordered': ofAccount,
  'statement.taken': ofAccount,
  'unmatched.resolved': ofAccount,
  'account.shareSet': { what: after('доля'), number: after('лицевой счёт') },
  'accounts.opened': { count: count('лицевой счёт', 'лицевых счёта', 'лицевых счетов') },
  'agreement.sent': { count: after('подписать должны:', people) },
  'agreement.signed': { number: after('подпись'), count: after('всего') },
  'agreement.reminded': { number: nothing },
  'autopayment.skipped': { reason: named(SKIPPED) },
  'charges.broughtIn': { count: count('начисление', 'начисления', 'начислений') },
  'consent.given': version,
  'consent.withdrawn': version,
  'policy.read': { what: nothing, number: after('версия') },
  'policy.published': version,
  'decision.made': { what: named(DECISIONS) },
  'decision.withdrawn': { what: named(DECISIONS) },
  'document.kept': ownDocument,
  'document.changed': ownDocument,
  'document.removed': ownDocument,
  'document.mailed': { kept: after('принято', count('файл', 'файла', 'файлов')), refused: unlessNone(after('не принято', text)) },
  'federation.papersForgotten': { count: count('запись', 'записи', 'записей') },
  'federation.differenceSettled': { kind: named(FACT_KINDS), take: named({ true: 'взято из другой системы', false: 'оставлено как было' }) },
  'house.commonPaymentSet': { way: named(commonWays) },
  'instalment.made': { count: count('часть', 'части', 'частей') },
  'house.councilChosen': { number: after('помещение'), reason: after('протокол') },
  'house.councilEnded': { number: after('помещение') },
  'identity.left': { count: count('вход завершён', 'входа завершены', 'входов завершено') },
  'identity.entered': { proofs: nothing },
  'identity.steppedUp': { door: nothing },
  'identity.machineKeyMade': { days: after('на', days) },
  'identity.protectionChanged': { what: named(protectionWords) },
  'keyRate.imported': { count: count('ставка', 'ставки', 'ставок') },
  'subsidyStandard.added': { region: text },
  'keyRate.added': { value: (value) => `${String(value).replace('.', ',')} %` },
  'bill.payeeSet': { payee: after('получатель'), account: after('р/с'), way: named(lower(payeeWays)), reason: after('основание') },
  'readingLimit.set': { value: after('предел', (value) => String(value).replace('.', ',')), reason: after('причина') },
  'meter.replacementAsked': { reason: named(lower(REPLACEMENT_REASONS)) },
  'meter.verificationReminded': { days: after('за', days) },
  'meters.added': { count: count('счётчик', 'счётчика', 'счётчиков') },
  'norms.added': { count: count('норматив', 'норматива', 'нормативов') },
  'notifications.channelSwitched': { isOn: named(CHANNEL_ON) },
  'notifications.pushCodes': { isOn: named({ true: 'сначала на устройство', false: 'сообщением' }) },
  'ownership.added': { count: count('запись', 'записи', 'записей') },
  'ownership.recorded': { added: unlessNone(after('добавлено', text)), ended: unlessNone(after('закончено', text)) },
  'payments.broughtIn': { count: count('платёж', 'платежа', 'платежей') },
  'payments.remindersSet': { days: (value) => (value === '' ? 'не напоминать' : `за ${value} дней`) },
  'people.searched': { count: after('найдено:', people) },
  'premises.changed': { number: after('помещение') },
  'premises.ownHeatingSet': { number: after('помещение') },
  'premises.created': { count: count('помещение', 'помещения', 'помещений') },
  'prices.imported': { count: after('внесено', count('строка', 'строки', 'строк')) },
  'privacy.alertRaised': { count: after('за десять минут', count('отказ', 'отказа', 'отказов')) },
  'privacy.erased': { count: count('раздел остался по закону', 'раздела остались по закону', 'разделов осталось по закону') },
  'readings.loaded': { count: count('показание', 'показания', 'показаний') },
  'readings.takenBack': { count: count('показание', 'показания', 'показаний') },
  'receipt.registered': { document: nothing },
  'refund.receiptRegistered': { document: nothing },
  'reconciliation.differs': { count: count('расхождение', 'расхождения', 'расхождений') },
  'reconciliation.settled': { days: nothing },
  'reconciliation.statementTaken': { count: count('операция', 'операции', 'операций') },
  'records.checked': {
    found: unlessNone(count('расхождение', 'расхождения', 'расхождений'), 'всё совпало'),
    silent: unlessNone(after('не ответили:', count('реестр', 'реестра', 'реестров'))),
  },
  'residence.added': { count: count('запись', 'записи', 'записей') },
  'rooms.saved': { count: count('комната', 'комнаты', 'комнат') },
  'signature.made': { purpose: nothing, kind: named(SIGNED_BY) },
  'signing.keyRevoked': { why: after('причина:', (value) => REVOKED[String(value)] ?? String(value)) },
  'signing.personKeyRevoked': { why: after('причина:', (value) => REVOKED[String(value)] ?? String(value)) },
  'signing.portalKeyMade': { role: nothing },
  'stateBills.documentAdded': { kind: named(KEPT_PAPERS) },
  'stateBills.documentRemoved': { kind: named(KEPT_PAPERS) },
};

/** The phrases of a line, in the order of the table; the database keeps none. */
export function factPhrases(action: string, facts: Readonly<Record<string, unknown>>): string[] {
  const own = byAction[action as JournalAction] ?? {};
  const says: Readonly<Record<string, Say>> = { ...usual, ...own };
  return Object.entries(says).flatMap(([name, say]) => {
    const value = facts[name];
    if (value === undefined || value === null || value === '' || typeof value === 'object') return [];
    return say(value as Fact) ?? [];
  });
}

/** Whether the action counts something by a noun of its own. */
export const countsByNoun = (action: string): boolean => byAction[action as JournalAction]?.['count'] !== undefined;
