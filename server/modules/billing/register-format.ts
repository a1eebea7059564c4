// What comes out of a register, whatever its format was: rows, errors by name, and what the file says of itself.
import type { ByteSource } from '#platform/byte-source';
import type { CsvSeparator } from '#platform/csv-read';
import type { TextEncoding } from '#platform/text-encoding';
import type { RegisterErrorCode } from './register-texts.ts';

/** What a register brings. */
export type RegisterKind = 'charges' | 'payments' | 'readings' | 'statement';

/** The formats of field-rules §3.2 and our own tables; each is described in REGISTERS.md. */
export type RegisterFormat =
  | 'own-csv'
  | 'own-xlsx'
  | 'sber-debts'
  | 'sber-charges-a'
  | 'sber-charges-b'
  | 'sber-payments-tagged'
  | 'sber-payments-positional'
  | 'settlement-pack'
  | 'one-c';

/** A reading as the register gives it: text with a point, checked by the meters module's rules (MTR-2). */
export type RegisterReading = { meter: string; value: string; place?: string; serial?: string };

/** Sums are kopecks; volumes and tariffs are decimal texts with a point; `row` counts from 1 as a spreadsheet or an editor does. */
export type ChargeRow = {
  kind: 'charges';
  row: number;
  accountNumber: string;
  unifiedAccountNumber?: string;
  /** 'YYYY-MM'; absent in bank formats that name no month: the loader is asked for it. */
  period?: string;
  serviceCode?: string;
  /** With neither code nor name the sum is the account's whole bill. */
  serviceName?: string;
  accruedKopecks: bigint;
  recalculationKopecks: bigint;
  /** Benefits and subsidies, taken off. */
  discountKopecks: bigint;
  /** accrued + recalculation − discount. */
  totalKopecks: bigint;
  volume?: string;
  unit?: string;
  tariff?: string;
  payerName?: string;
  address?: string;
  houseFias?: string;
  flat?: string;
  meters: RegisterReading[];
  /** Debt (plus) or advance (minus) before this period. */
  balanceKopecks?: bigint;
};

export type PaymentRow = {
  kind: 'payments';
  row: number;
  accountNumber: string;
  unifiedAccountNumber?: string;
  /** Unique within the payer's bank; made of what the format has when it has no single id. */
  operationId: string;
  /** Negative: a return. */
  kopecks: bigint;
  feeKopecks: bigint;
  /** 'YYYY-MM-DD' */
  paidOn: string;
  period?: string;
  /** ИПД of the bill that was paid. */
  billId?: string;
  payerName?: string;
  address?: string;
  /** cash, card and so on, as the bank codes it. */
  method?: string;
  readings: RegisterReading[];
};

export type ReadingRow = {
  kind: 'readings';
  row: number;
  /** With it alone the meter may be told by its place among the home's, or by its service. */ accountNumber?: string;
  meterSerial?: string;
  serviceName?: string;
  /** Up to three tariff zones, in order; an empty zone is left out at the end only. */
  values: string[];
  takenOn?: string;
  period?: string;
};

/** One bank order of a statement (1CClientBankExchange): the sum a register of payments was settled with. */
export type StatementRow = {
  kind: 'statement';
  row: number;
  /** Number, day and the payer's bank account together. */
  operationId: string;
  number: string;
  documentDay: string;
  settledDay: string;
  direction: 'in' | 'out';
  kopecks: bigint;
  ownBankAccount: string;
  otherName: string;
  otherInn?: string;
  otherBankAccount?: string;
  purpose: string;
  /** The personal account, when the purpose names one («ЛС 0420017»). */
  accountNumber?: string;
  /** The register the sum belongs to, when the purpose names one. */
  register?: { number: string; day?: string; kopecks?: bigint; feeKopecks?: bigint };
};

export type RegisterRow = ChargeRow | PaymentRow | ReadingRow | StatementRow;

export type RegisterError = {
  /**
   * row: this row is not loaded; account: no row of this account and period is; file: nothing is loaded.
   */
  scope: 'row' | 'account' | 'file';
  /** Undefined when the file as such is wrong. */
  row?: number;
  /** The heading, or what the place means in a format without headings. */
  column?: string;
  code: RegisterErrorCode;
  /** In Russian: what is wrong and how to mend it. */
  detail: string;
  /** What stands there, at most 100 characters. */
  value?: string;
  accountNumber?: string;
  period?: string;
};

/** What the file says of itself; always the last item, also of a refused file. */
export type RegisterEnd = {
  rows: number;
  errors: number;
  sumKopecks: bigint;
  feeKopecks: bigint;
  /** Number and day of the payment order that settles the register. */
  orderNumber?: string;
  orderDay?: string;
  /** The file carried totals of its own and they were compared. */
  controlled: boolean;
};

export type RegisterItem = { row: RegisterRow } | { error: RegisterError } | { end: RegisterEnd };

/** What the reader of one format gives; `about` goes into the end, which is made once for all formats. */
export type ReaderItem = { row: RegisterRow } | { error: RegisterError } | { about: Partial<Pick<RegisterEnd, 'orderNumber' | 'orderDay' | 'controlled'>> };

/** What recognition found out; a reader needs nothing else to know how to read. */
export type RecognisedRegister = {
  format: RegisterFormat;
  encoding: TextEncoding;
  separator: CsvSeparator;
};

/** Fields a column of our own table may mean. */
export type RegisterField =
  | 'account'
  | 'unifiedAccount'
  | 'period'
  | 'serviceCode'
  | 'serviceName'
  | 'accrued'
  | 'recalculation'
  | 'discount'
  | 'total'
  | 'accountTotal'
  | 'volume'
  | 'unit'
  | 'tariff'
  | 'payerName'
  | 'address'
  | 'balance'
  | 'meters'
  | 'operation'
  | 'sum'
  | 'fee'
  | 'paidOn'
  | 'billId'
  | 'method'
  | 'meterSerial'
  | 'zone1'
  | 'zone2'
  | 'zone3'
  | 'takenOn';

/** A remembered mapping: heading as written in the file → field, or null for a column to pass over. */
export type ColumnMapping = Readonly<Record<string, RegisterField | null>>;

export type RegisterWish = {
  /** Which of our own tables this is; found by the headings when absent. */
  kind?: 'charges' | 'payments' | 'readings';
  mapping?: ColumnMapping;
  /** What the file does not say: a column for it is then not required. */
  period?: string;
  serviceName?: string;
  /** Sheet of a book; the first visible one when absent. */
  sheet?: string;
};

export type RegisterInput = { source: ByteSource; recognised: RecognisedRegister; wish: RegisterWish };
export type RegisterReader = (input: RegisterInput) => AsyncGenerator<ReaderItem>;
