// What payments hold of a person, and what stops when the person is erased (PRIV-2).
import { METHOD_NAMES } from '#contract/payment-methods';
import { autopaymentMonthStates, autopaymentStates, paymentStatuses, refundStatuses } from '#contract/statuses/payments';
import { wordsOf } from '#contract/statuses/standing';
import type { Tx } from '#platform/tables';
import type { PersonalPart } from '#platform/held-of-person';
import type { Work } from '#platform/work';
import './payments.tables.ts';

const kept = { law: 'Первичные документы и чеки: статья 29 закона № 402-ФЗ, закон № 54-ФЗ', term: '5 лет после отчётного года, без имени, почты и телефона' };

/**
 * Money under way comes to its end first: whom to give it back to must be known. The locks let a payment that is starting at
 * this moment, by hand or by itself, come in before; one that starts later finds neither its code nor its autopayment.
 */
async function waits(tx: Tx, personId: string): Promise<string | undefined> {
  await tx
    .selectFrom('payments.payment')
    .select('id')
    .where('person_id', '=', personId)
    .where('status', 'in', ['draft', 'confirming'])
    .orderBy('id')
    .forUpdate()
    .execute();
  await tx.selectFrom('payments.autopayment').select('state').where('person_id', '=', personId).where('state', '<>', 'ended').forUpdate().execute();
  const busy = await tx
    .selectFrom('payments.payment')
    .select('id')
    .where('person_id', '=', personId)
    .where('status', 'in', ['starting', 'waiting', 'unknown'])
    .executeTakeFirst();
  return busy && 'Платёж ещё в пути: ждём ответа банка';
}

/** Nothing is charged by itself any more, and no way to pay can be used. */
async function erase(work: Work, personId: string): Promise<void> {
  const at = work.now.toISOString();
  await work.tx
    .updateTable('payments.autopayment')
    .set((eb) => ({ state: 'ended', look_at: null, updated_at: at, version: eb('version', '+', 1) }))
    .where('person_id', '=', personId)
    .where('state', '<>', 'ended')
    .execute();
  await work.tx
    .updateTable('payments.saved_method')
    .set({ token: null, removed_at: at })
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .execute();
}

export const paymentsPersonal: PersonalPart = {
  module: 'payments',
  waits,
  erase,
  tables: [
    {
      table: 'payments.payment',
      title: 'Платежи',
      columns: {
        created_at: 'Начат',
        paid_at: 'Оплачен',
        total_kopecks: 'Сумма',
        status: 'Состояние',
        last4: 'Карта',
        payer_name: 'Плательщик',
        email: 'Почта для чека',
        phone: 'Телефон для чека',
      },
      words: { status: wordsOf(paymentStatuses) },
      order: 'created_at',
      kept,
      blank: { payer_name: 'данные удалены', email: 'удалено', phone: null },
    },
    {
      table: 'payments.payment_part',
      title: 'За что платили',
      columns: { account_number: 'Счёт', address: 'Адрес', payee: 'Получатель', kopecks: 'Сумма' },
      kept,
    },
    {
      table: 'payments.payment_bill',
      title: 'Оплаченные счета внешних получателей',
      columns: { number: 'Номер', name: 'За что', payee: 'Получатель', kopecks: 'Сумма' },
      kept,
    },
    {
      table: 'payments.payment_event',
      title: 'Шаги платежей',
      columns: { at: 'Когда', from_status: 'Было', to_status: 'Стало' },
      words: { from_status: wordsOf(paymentStatuses), to_status: wordsOf(paymentStatuses) },
      order: 'at',
      kept,
    },
    {
      table: 'payments.receipt',
      title: 'Чеки',
      columns: { issued_at: 'Выдан', number: 'Номер', fiscal_document: 'Фискальный документ', fiscal_sign: 'Фискальный признак' },
      order: 'issued_at',
      kept,
    },
    {
      table: 'payments.refund',
      title: 'Возвраты',
      columns: { ordered_at: 'Когда', kopecks: 'Сумма', reason: 'Причина', status: 'Состояние', done_at: 'Возвращено' },
      words: { status: wordsOf(refundStatuses) },
      order: 'ordered_at',
      kept,
    },
    { table: 'payments.payment_owner', title: 'Чьи платежи', columns: {}, kept },
    { table: 'payments.receipt_number', title: 'Номера чеков для проверки', columns: { number: 'Номер' }, kept },
    { table: 'payments.bill_hold', title: 'Занятые оплатой счета', columns: { number: 'Номер', is_paid: 'Оплачен' }, kept },
    {
      table: 'payments.saved_method',
      title: 'Способы оплаты',
      page: '/payments/methods',
      columns: { saved_at: 'Сохранён', kind: 'Вид', last4: 'Последние цифры', removed_at: 'Убран' },
      words: { kind: METHOD_NAMES },
      order: 'saved_at',
      kept: { ...kept, law: 'Чем оплачены платежи: статья 29 закона № 402-ФЗ. Ключ карты уничтожаем' },
    },
    {
      table: 'payments.autopayment',
      title: 'Автоплатежи',
      columns: { created_at: 'Настроен', month_day: 'День месяца', limit_kopecks: 'Предел', fixed_kopecks: 'Сумма', state: 'Состояние' },
      words: { state: wordsOf(autopaymentStates) },
      order: 'created_at',
      kept: { ...kept, law: 'Согласие на списание доказывает платежи по нему: статья 29 закона № 402-ФЗ' },
    },
    {
      table: 'payments.autopayment_month',
      title: 'Автоплатежи по месяцам',
      columns: { period: 'Месяц', state: 'Итог' },
      words: { state: wordsOf(autopaymentMonthStates) },
      order: 'period',
      kept,
    },
    { table: 'payments.reminder', title: 'Напоминания об оплате', columns: { sent_at: 'Отправлено', due_on: 'Срок оплаты' }, order: 'sent_at' },
    { table: 'payments.reminder_wish', title: 'Когда напоминать', columns: { days: 'За сколько дней' } },
  ],
};
