// A personal account's statement for a period (ACC-4) as strings for statement.typ. Pure.
import { formatDay, formatDayDigits, formatKopecks, formatSum } from '#contract/russian';

export type StatementOperation = {
  readonly day: string;
  /** In words: «Начислено за октябрь 2026», «Оплата картой •• 4417». */
  readonly what: string;
  readonly payee: string | null;
  /** Positive: the debt grew (a charge, a refund). Negative: it fell (a payment, a benefit). */
  readonly kopecks: number;
};
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
  let grown = 0n;
  let fallen = 0n;
  const rows = facts.operations.map((one) => {
    const kopecks = BigInt(one.kopecks);
    balance += kopecks;
    if (kopecks > 0n) grown += kopecks;
    else fallen -= kopecks;
    return [
      formatDayDigits(one.day),
      one.what,
      one.payee ?? '—',
      kopecks > 0n ? formatSum(kopecks) : '',
      kopecks > 0n ? '' : formatSum(-kopecks),
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
      { label: 'Начислено', sum: formatKopecks(grown) },
      { label: 'Оплачено', sum: formatKopecks(fallen) },
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
