// What a payment is called on the screen, in messages and at the bank. Pure.
import type { PaymentStatus } from '#contract/payments';
import { formatKopecks } from '#contract/russian';

export type Words = { readonly tone: 'lit' | 'wait' | 'go' | 'ok' | 'bad' | 'none'; readonly word: string; readonly says: string };

const WORDS: Readonly<Record<PaymentStatus, Words>> = {
  draft: { tone: 'none', word: 'Черновик', says: 'Проверьте суммы и получите код' },
  confirming: { tone: 'wait', word: 'Ждёт кода', says: 'Мы отправили код. Введите его, чтобы перейти к оплате' },
  starting: { tone: 'go', word: 'Открываем банк', says: 'Передаём платёж банку. Это занимает несколько секунд' },
  waiting: { tone: 'go', word: 'Ждём оплаты', says: 'Страница банка открыта. Как только банк проведёт платёж, мы покажем чек' },
  unknown: { tone: 'go', word: 'Уточняем у банка', says: 'Банк пока не ответил, прошёл ли платёж. Мы спрашиваем его сами. Второй раз платить не нужно' },
  paid: { tone: 'ok', word: 'Оплачено', says: 'Деньги зачислены, чек готов' },
  declined: { tone: 'bad', word: 'Не прошёл', says: 'Деньги не списаны' },
  cancelled: { tone: 'none', word: 'Отменён', says: 'Вы отменили платёж, деньги не списаны' },
  expired: { tone: 'none', word: 'Время вышло', says: 'Платёж не успели оплатить, деньги не списаны' },
  refunded: { tone: 'none', word: 'Возвращён', says: 'Деньги вернулись туда, откуда вы платили' },
};

/** The words of a status. */
export const statusWords = (status: PaymentStatus): Words => WORDS[status];

/** `purpose`: what of the payee's is paid, «счёт 7700140037», «УИН 18810077210000000013». */
export type Payee = { readonly payee: string; readonly purpose: string; readonly kopecks: bigint };

type Lines = { readonly parts: readonly { payee: string; account_number: string; kopecks: bigint }[]; readonly bills: readonly { payee: string; number: string; kopecks: bigint }[] };

/** Whom a payment is for: each account or each bill. */
export const payeesOf = ({ parts, bills }: Lines): Payee[] => [
  ...parts.map(({ payee, account_number: number, kopecks }) => ({ payee, purpose: `счёт ${number}`, kopecks })),
  ...bills.map(({ payee, number, kopecks }) => ({ payee, purpose: `УИН ${number}`, kopecks })),
];

/** What the one-time code confirms: the sum and every payee with its account, as the message says it. */
export function confirmationText(totalKopecks: bigint, parts: readonly Payee[]): string {
  const payees = parts.map(({ payee, purpose, kopecks }) => (parts.length === 1 ? `${payee}, ${purpose}` : `${payee}, ${purpose}, ${formatKopecks(kopecks)}`));
  return `Оплата ${formatKopecks(totalKopecks)}: ${payees.join('; ')}`;
}

/** What the code is bound to: nothing of it may differ between the asking and the paying. */
export const confirmedContent = (payment: {
  id: string; totalKopecks: bigint; parts: readonly { houseId: string; accountId: string; organizationId: string; kopecks: bigint }[]; bills?: readonly { number: string; payee_inn: string; kopecks: bigint }[];
}) => ({
  payment: payment.id,
  kopecks: payment.totalKopecks.toString(),
  parts: payment.parts.map(({ houseId, accountId, organizationId, kopecks }) => [houseId, accountId, organizationId, kopecks.toString()].join(' ')),
  ...(payment.bills && payment.bills.length > 0 && { bills: payment.bills.map((bill) => [bill.number, bill.payee_inn, bill.kopecks.toString()].join(' ')) }),
});

/** The line of the bank's page, at most 128 characters. */
export function bankDescription(parts: readonly Payee[], what: 'Квартплата' | 'Госплатёж' = 'Квартплата'): string {
  const text = parts.length === 1 ? `${what}: ${parts[0]!.payee}, ${parts[0]!.purpose}` : `${what}, получателей ${parts.length}: ${parts.map((part) => part.payee).join(', ')}`;
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
