// What billing holds of a person: what was charged and asked for on the accounts that he sees (PRIV-2).
import { sql } from 'kysely';
import { serviceName } from '#modules/directory';
import { amongOwnAccounts } from '#modules/ledger';
import type { PersonalPart } from '#platform/held-of-person';

const kept = { law: 'Начисления и счета принадлежат лицевому счёту: бухгалтерский учёт, статья 29 закона № 402-ФЗ', term: '5 лет после отчётного года' };

export const billingPersonal: PersonalPart = {
  module: 'billing',
  tables: [
    {
      table: 'billing.charge',
      title: 'Начисления',
      among: amongOwnAccounts,
      columns: {
        period: 'Месяц',
        service_code: 'Услуга',
        volume: 'Объём',
        unit: 'Единица',
        tariff: 'Тариф',
        total_kopecks: 'Начислено',
        source_name: 'Откуда',
        made_on: 'Когда',
      },
      told: { service_code: serviceName(sql`t.service_code`) },
      order: 'period',
      kept,
    },
    {
      table: 'billing.bill',
      title: 'Счета на оплату',
      among: amongOwnAccounts,
      columns: { issued_on: 'Выставлен', number: 'Номер', period: 'За месяц', total_kopecks: 'К оплате', due_on: 'Срок' },
      order: 'issued_on',
      kept,
    },
  ],
};
