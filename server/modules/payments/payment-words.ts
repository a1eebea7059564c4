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

export type Payee = { readonly payee: string; readonly accountNumber: string; readonly kopecks: bigint };

/** What the one-time code confirms: the sum and every payee with its account, as the message says it. */
export function confirmationText(totalKopecks: bigint, parts: readonly Payee[]): string {
  const payees = parts.map(({ payee, accountNumber, kopecks }) => (parts.length === 1 ? `${payee}, счёт ${accountNumber}` : `${payee}, счёт ${accountNumber}, ${formatKopecks(kopecks)}`));
  return `Оплата ${formatKopecks(totalKopecks)}: ${payees.join('; ')}`;
}

/** What the code is bound to: nothing of it may differ between the asking and the paying. */
export const confirmedContent = (payment: { id: string; totalKopecks: bigint; parts: readonly { houseId: string; accountId: string; organizationId: string; kopecks: bigint }[] }) => ({
  payment: payment.id,
  kopecks: payment.totalKopecks.toString(),
  parts: payment.parts.map(({ houseId, accountId, organizationId, kopecks }) => [houseId, accountId, organizationId, kopecks.toString()].join(' ')),
});

/** The line of the bank's page, at most 128 characters. */
export function bankDescription(parts: readonly Payee[]): string {
  const text = parts.length === 1 ? `Квартплата: ${parts[0]!.payee}, счёт ${parts[0]!.accountNumber}` : `Квартплата по ${parts.length} счетам: ${parts.map((part) => part.payee).join(', ')}`;
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
