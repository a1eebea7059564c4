// The electronic receipt of a payment (PAY-1, PAY-8) as strings for receipt.typ. Pure.
// The fiscal attributes are those of the law on cash registers, 54-FZ art. 4.7 part 1; the code is the one the tax service's
// application reads: t=…&s=…&fn=…&i=…&fp=…&n=….
import { formatDecimal, formatInstant, formatKopecks, formatSum } from '#contract/russian';
import { qrPath, qrSvg } from '#platform/qr-code';
import { dayIn } from '#platform/time';

/** What the receipt does: an income, its return, an expense, its return (54-FZ). The number stands in the code. */
export type FiscalOperation = 'income' | 'incomeReturn' | 'expense' | 'expenseReturn';

export type ReceiptLine = {
  readonly name: string;
  readonly account: string | null;
  readonly quantity: string;
  readonly priceKopecks: number;
  readonly sumKopecks: number;
  /** In words: «без НДС», «НДС 20 %». */
  readonly vat: string;
};
export type ReceiptFacts = {
  readonly number: string;
  /** Instant in UTC and the zone of the place of settlement. */
  readonly paidAt: string;
  readonly timeZone: string;
  readonly operation: FiscalOperation;
  readonly seller: { readonly name: string; readonly inn: string; readonly address: string; readonly taxation: string };
  readonly payer: { readonly name: string; readonly contact: string };
  readonly lines: readonly ReceiptLine[];
  /** In words: «Карта •• 4417», «Система быстрых платежей». */
  readonly method: string;
  readonly commissionKopecks: number;
  readonly totalKopecks: number;
  /** Null until the fiscal data operator answered. */
  readonly fiscal: {
    /** ФН, 16 digits. */ readonly drive: string;
    /** ФД. */ readonly document: string;
    /** ФПД, 10 digits. */ readonly sign: string;
    /** РН ККТ; null where the acquirer does not tell it: the drive's number finds the register. */ readonly register: string | null;
    /** Null like the register. */ readonly shift: string | null;
    readonly numberInShift: string | null;
    /** Local time of the document by the register's clock, `2026-11-12T14:20`. */ readonly at: string;
    /** Where anyone checks it. */ readonly checkSite: string;
  } | null;
  readonly check: { readonly code: string; readonly address: string } | null;
};

export type ReceiptDocument = {
  readonly title: string;
  readonly author: string;
  readonly madeOn: string;
  readonly subtitle: string;
  readonly sum: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly totals: readonly { readonly label: string; readonly sum: string }[];
  readonly facts: readonly (readonly [string, string])[];
  readonly fiscal: readonly (readonly [string, string])[];
  readonly code: { readonly svg: string; readonly alt: string } | null;
  readonly foot: string;
};

const OPERATIONS: Record<FiscalOperation, { number: number; word: string; title: string }> = {
  income: { number: 1, word: 'Приход', title: 'Чек об оплате' },
  incomeReturn: { number: 2, word: 'Возврат прихода', title: 'Чек о возврате' },
  expense: { number: 3, word: 'Расход', title: 'Чек о выплате' },
  expenseReturn: { number: 4, word: 'Возврат расхода', title: 'Чек о возврате выплаты' },
};

/** The lines and the commission do not give the total: such a receipt is never shown. */
export class ReceiptTotalError extends Error {
  constructor(statedKopecks: bigint, countedKopecks: bigint) {
    super(`the receipt states ${statedKopecks} kopecks, its lines give ${countedKopecks}`);
    this.name = 'ReceiptTotalError';
  }
}

/** The text of the check code; null before the fiscal attributes are known. */
export function fiscalCodeText(facts: ReceiptFacts): string | null {
  if (facts.fiscal === null) return null;
  const { at, drive, document, sign } = facts.fiscal;
  const kopecks = String(facts.totalKopecks).padStart(3, '0');
  return `t=${at.replaceAll(/[-:]/g, '')}&s=${kopecks.slice(0, -2)}.${kopecks.slice(-2)}&fn=${drive}&i=${document}&fp=${sign}&n=${OPERATIONS[facts.operation].number}`;
}

/** Throws ReceiptTotalError. */
export function receiptDocument(facts: ReceiptFacts): ReceiptDocument {
  const counted = facts.lines.reduce((sum, line) => sum + BigInt(line.sumKopecks), BigInt(facts.commissionKopecks));
  if (counted !== BigInt(facts.totalKopecks)) throw new ReceiptTotalError(BigInt(facts.totalKopecks), counted);
  const operation = OPERATIONS[facts.operation];
  const code = fiscalCodeText(facts);
  const when = formatInstant(facts.paidAt, facts.timeZone);
  return {
    title: `${operation.title} № ${facts.number}`,
    author: facts.seller.name,
    madeOn: dayIn(facts.timeZone, new Date(facts.paidAt)),
    subtitle: when,
    sum: formatKopecks(facts.totalKopecks),
    columns: ['За что', 'Лицевой счёт', 'Кол-во', 'Цена, ₽', 'НДС', 'Сумма, ₽'],
    rows: facts.lines.map((line) => [
      line.name,
      line.account ?? '—',
      formatDecimal(line.quantity),
      formatSum(line.priceKopecks),
      line.vat,
      formatSum(line.sumKopecks),
    ]),
    totals: [
      { label: 'Комиссия', sum: formatSum(facts.commissionKopecks) },
      { label: 'Итого', sum: formatSum(facts.totalKopecks) },
    ],
    facts: [
      ['Оплачено', `${facts.method}, безналичными`],
      ['Плательщик', facts.payer.name],
      ['Чек отправлен', facts.payer.contact],
      ['Продавец', `${facts.seller.name}, ИНН ${facts.seller.inn}`],
      ['Место расчётов', facts.seller.address],
      ['Налогообложение', facts.seller.taxation],
    ],
    fiscal: fiscalPairs(facts, operation.word),
    code: code === null ? null : { svg: qrSvg(qrPath(code)), alt: `QR-код для проверки чека: ${code}` },
    foot: [`${operation.title} № ${facts.number} от ${when}`, facts.check && `проверка: ${facts.check.address}, код ${facts.check.code}`]
      .filter(Boolean)
      .join(' · '),
  };
}

function fiscalPairs({ fiscal }: ReceiptFacts, operation: string): [string, string][] {
  if (fiscal === null) return [['Кассовый чек', 'готовится, придёт отдельно']];
  return [
    ['Признак расчёта', operation],
    ['ФН', fiscal.drive],
    ['ФД', fiscal.document],
    ['ФПД', fiscal.sign],
    ...(fiscal.register === null ? [] : [['РН ККТ', fiscal.register] satisfies [string, string]]),
    ...(fiscal.shift === null || fiscal.numberInShift === null ? [] : [['Смена, чек', `${fiscal.shift}, ${fiscal.numberInShift}`] satisfies [string, string]]),
    ['Сайт проверки', fiscal.checkSite],
  ];
}
