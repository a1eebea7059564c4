// A personal account's statement for a period (ACC-4) as strings for statement.typ. Pure.
import { formatDay, formatDayDigits, formatKopecks, formatSum } from '#contract/russian';

export type StatementOperation = {
  readonly day: string;
  /** In words: «Начислено за октябрь 2026», «Оплата картой •• 4417». */
  readonly what: string;
  readonly payee: string | null;
  /** Positive: the debt grew (a charge, a refund). Negative: it fell (a payment, a recalculation). */
  readonly kopecks: number;
  /** Money that came or went back stands among what was paid, all else among what was charged. */
  readonly isMoney: boolean;
};

/** The two columns of an operation: a recalculation is taken off what was charged, a refund off what was paid. Pure. */
export const sidesOf = <Sum extends number | bigint>(kopecks: Sum, isMoney: boolean): { readonly charged: Sum | null; readonly paid: Sum | null } =>
  isMoney ? { charged: null, paid: -kopecks as Sum } : { charged: kopecks, paid: null };
export type StatementFacts = {
  readonly account: string;
  readonly unifiedAccount: string | null;
  readonly owner: string;
  readonly address: string;
  readonly organization: { readonly name: string; readonly inn: string };
  readonly from: string;
  readonly to: string;
  /** Debt at the start of the first day; negative is an overpayment. */
  readonly openingKopecks: number;
  /** In the order of the ledger. */
  readonly operations: readonly StatementOperation[];
  readonly closingKopecks: number;
  readonly madeOn: string;
  readonly check: { readonly code: string; readonly address: string } | null;
};

export type StatementDocument = {
  readonly title: string;
  readonly author: string;
  readonly madeOn: string;
  readonly who: readonly (readonly [string, string])[];
  readonly summary: readonly { readonly label: string; readonly sum: string }[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly foot: string;
};

/** Opening balance and operations do not give the closing balance: such a statement is never shown. */
export class StatementBalanceError extends Error {
  readonly statedKopecks: bigint;
  readonly countedKopecks: bigint;
  constructor(statedKopecks: bigint, countedKopecks: bigint) {
    super(`the statement closes at ${statedKopecks} kopecks, its operations give ${countedKopecks}`);
    this.name = 'StatementBalanceError';
    this.statedKopecks = statedKopecks;
    this.countedKopecks = countedKopecks;
  }
}

/** Each row carries the balance after it. Throws StatementBalanceError. */
export function statementDocument(facts: StatementFacts): StatementDocument {
  let balance = BigInt(facts.openingKopecks);
  let [allCharged, allPaid] = [0n, 0n];
  const rows = facts.operations.map((one) => {
    const kopecks = BigInt(one.kopecks);
    balance += kopecks;
    const { charged, paid } = sidesOf(kopecks, one.isMoney);
    allCharged += charged ?? 0n;
    allPaid += paid ?? 0n;
    return [
      formatDayDigits(one.day),
      one.what,
      one.payee ?? '—',
      charged === null ? '' : formatSum(charged),
      paid === null ? '' : formatSum(paid),
      formatSum(balance),
    ];
  });
  if (balance !== BigInt(facts.closingKopecks)) throw new StatementBalanceError(BigInt(facts.closingKopecks), balance);
  const period = `${formatDay(facts.from)} — ${formatDay(facts.to)}`;
  return {
    title: 'Выписка по лицевому счёту',
    author: facts.organization.name,
    madeOn: facts.madeOn,
    who: [
      ['Период', period],
      ['Лицевой счёт', facts.unifiedAccount === null ? facts.account : `${facts.account}, ЕЛС ${facts.unifiedAccount}`],
      ['Плательщик', facts.owner],
      ['Адрес', facts.address],
      ['Получатель', `${facts.organization.name}, ИНН ${facts.organization.inn}`],
    ],
    summary: [
      balanceOn('Было', facts.from, BigInt(facts.openingKopecks)),
      { label: 'Начислено', sum: formatKopecks(allCharged) },
      { label: 'Оплачено', sum: formatKopecks(allPaid) },
      balanceOn('Стало', facts.to, balance),
    ],
    columns: ['Дата', 'Операция', 'Получатель', 'Начислено, ₽', 'Оплачено, ₽', 'Остаток, ₽'],
    rows,
    foot: [`Лицевой счёт ${facts.account}, ${period}`, facts.check && `проверка: ${facts.check.address}, код ${facts.check.code}`].filter(Boolean).join(' · '),
  };
}

function balanceOn(when: string, day: string, kopecks: bigint): { label: string; sum: string } {
  const name = kopecks < 0n ? 'переплата' : 'долг';
  return { label: `${when} ${formatDayDigits(day)}, ${name}`, sum: formatKopecks(kopecks < 0n ? -kopecks : kopecks) };
}
