// What a payment is called on the screen, in messages and at the bank. Pure.
import type { PaymentStatus } from '#contract/payments';
import { formatKopecks } from '#contract/russian';
import { paymentStatuses } from '#contract/statuses/payments';

const SAYS: Readonly<Record<PaymentStatus, string>> = {
  draft: 'Проверьте суммы и получите код',
  confirming: 'Мы отправили код. Введите его, чтобы перейти к оплате',
  starting: 'Передаём платёж банку. Это занимает несколько секунд',
  waiting: 'Страница банка открыта. Как только банк проведёт платёж, мы покажем чек',
  unknown: 'Банк пока не ответил, прошёл ли платёж. Мы спрашиваем его сами. Второй раз платить не нужно',
  paid: 'Деньги зачислены, чек готов',
  declined: 'Деньги не списаны',
  cancelled: 'Вы отменили платёж, деньги не списаны',
  expired: 'Платёж не успели оплатить, деньги не списаны',
  refunded: 'Деньги вернулись туда, откуда вы платили',
};

/** A status in a word, and what it means for the payer. */
export const statusWords = (status: PaymentStatus): { readonly word: string; readonly says: string } => ({
  word: paymentStatuses[status].word,
  says: SAYS[status],
});

/** `purpose`: what of the payee's is paid, «счёт 7700140037», «УИН 18810077210000000013». */
export type Payee = { readonly payee: string; readonly purpose: string; readonly kopecks: bigint };

type Lines = {
  readonly parts: readonly { payee: string; account_number: string; kopecks: bigint }[];
  readonly bills: readonly { payee: string; number: string; kopecks: bigint }[];
};

/** Whom a payment is for: each account or each bill. */
export const payeesOf = ({ parts, bills }: Lines): Payee[] => [
  ...parts.map(({ payee, account_number: number, kopecks }) => ({ payee, purpose: `счёт ${number}`, kopecks })),
  ...bills.map(({ payee, number, kopecks }) => ({ payee, purpose: `УИН ${number}`, kopecks })),
];

/** What the one-time code confirms: the sum and every payee with its account, and that the way of paying is kept, as the message says it. */
export function confirmationText(totalKopecks: bigint, parts: readonly Payee[], isKept = false): string {
  const payees = parts.map(({ payee, purpose, kopecks }) => (parts.length === 1 ? `${payee}, ${purpose}` : `${payee}, ${purpose}, ${formatKopecks(kopecks)}`));
  return `Оплата ${formatKopecks(totalKopecks)}: ${payees.join('; ')}${isKept ? '; способ оплаты сохранится' : ''}`;
}

/** What the code is bound to: nothing of it may differ between the asking and the paying. */
export const confirmedContent = (payment: {
  id: string;
  totalKopecks: bigint;
  parts: readonly { houseId: string; accountId: string; organizationId: string; kopecks: bigint }[];
  bills?: readonly { number: string; payee_inn: string; kopecks: bigint }[];
  savesMethod?: boolean;
}) => ({
  payment: payment.id,
  kopecks: payment.totalKopecks.toString(),
  parts: payment.parts.map(({ houseId, accountId, organizationId, kopecks }) => [houseId, accountId, organizationId, kopecks.toString()].join(' ')),
  ...(payment.bills && payment.bills.length > 0 && { bills: payment.bills.map((bill) => [bill.number, bill.payee_inn, bill.kopecks.toString()].join(' ')) }),
  ...(payment.savesMethod && { savesMethod: true }),
});

/** The line of the bank's page, at most 128 characters. */
export function bankDescription(parts: readonly Payee[], what: 'Квартплата' | 'Госплатёж' = 'Квартплата'): string {
  const text =
    parts.length === 1
      ? `${what}: ${parts[0]!.payee}, ${parts[0]!.purpose}`
      : `${what}, получателей ${parts.length}: ${parts.map((part) => part.payee).join(', ')}`;
  return text.length > 128 ? `${text.slice(0, 127)}…` : text;
}

const METHODS: Readonly<Record<string, { full: string; short: string }>> = {
  card: { full: 'Банковская карта', short: 'Карта' },
  wallet: { full: 'Электронный кошелёк', short: 'Кошелёк' },
  account: { full: 'Счёт в банке (СБП)', short: 'Счёт' },
  qr: { full: 'Система быстрых платежей', short: 'СБП' },
};

/** How it was paid, for the receipt: «Карта •• 4417». */
export function methodWords(method: string, last4: string | null): string {
  const { full, short } = METHODS[method]!;
  return last4 === null ? full : `${short} •• ${last4}`;
}
