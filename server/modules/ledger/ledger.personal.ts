// What the ledger holds of a person (PRIV-2).
import { sql } from 'kysely';
import { linkRequestStatuses } from '#contract/statuses/accounts';
import { wordsOf } from '#contract/statuses/standing';
import type { PersonalPart, PersonalTable } from '#platform/held-of-person';
import { openContacts } from './account-settings.ts';

const proofs = { ownership: 'право собственности', organization: 'подтвердила организация', invitation: 'приглашение', last_bill: 'сумма последнего счёта' };

/** Rows with `house_id` and `account_id` of accounts that the person sees. */
export const amongOwnAccounts: NonNullable<PersonalTable['among']> = (personId) =>
  sql`(t.house_id, t.account_id) in (select l.house_id, l.account_id from ledger.account_link l where l.person_id = ${personId} and l.status = 'linked')`;

export const ledgerPersonal: PersonalPart = {
  module: 'ledger',
  tables: [
    {
      table: 'ledger.account_link',
      title: 'Доступ к лицевым счетам',
      columns: { linked_at: 'Добавлен', proof: 'Основание', contract: 'Договор', by_email: 'На почту', by_sms: 'В СМС', suspended_at: 'Приостановлен' },
      words: { proof: proofs },
      order: 'linked_at',
      sealed: {
        column: 'contacts',
        name: 'Телефон и почта для счёта',
        open: (keys, row, contacts) =>
          Object.values(openContacts(keys, { person_id: row['person_id']!, account_id: row['account_id']!, contacts }))
            .filter(Boolean)
            .join(', '),
      },
    },
    {
      table: 'ledger.link_request',
      title: 'Просьбы о доступе к счёту',
      columns: { asked_at: 'Когда', number: 'Счёт', address: 'Адрес', flat: 'Квартира', status: 'Состояние', reason: 'Ответ' },
      words: { status: wordsOf(linkRequestStatuses) },
      order: 'asked_at',
    },
    {
      table: 'ledger.payee_transfer',
      title: 'Деньги по счетам внешних получателей',
      columns: { happened_on: 'День', kind: 'Что', number: 'Номер счёта', payee_inn: 'ИНН получателя', kopecks: 'Сумма' },
      words: { kind: { payment: 'оплата', settlement: 'передано получателю' } },
      order: 'happened_on',
      kept: { law: 'Бухгалтерский учёт: статья 29 закона № 402-ФЗ', term: '5 лет после отчётного года' },
    },
    {
      table: 'ledger.transfer',
      title: 'Деньги на лицевых счетах',
      among: (personId) => sql`${amongOwnAccounts(personId)} and t.kind in ('payment', 'refund', 'opening')`,
      columns: { happened_on: 'День', kind: 'Что', kopecks: 'Сумма', period: 'За месяц' },
      words: { kind: { payment: 'оплата', refund: 'возврат', opening: 'долг из другой системы' } },
      order: 'happened_on',
      kept: { law: 'Бухгалтерский учёт лицевого счёта: статья 29 закона № 402-ФЗ', term: '5 лет после отчётного года' },
    },
  ],
};
