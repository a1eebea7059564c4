// Everything the acquirer remembers: maps in memory, each change also a line of the journal file.
import { openJournal } from '../journal.ts';
import type { Payment, PaymentMethod, Receipt, ReceiptOrder, Refund } from './wire.ts';
import type { Scenario } from './test-cards.ts';

/** Where the payer is. A card number is never kept: only the scenario that it chose. */
export type Stage = 'card' | 'code' | 'wallet' | 'qr' | 'processing' | 'done';

export type PaymentRecord = {
  payment: Payment;
  mode: 'redirect' | 'embedded' | 'qr' | 'saved';
  stage: Stage;
  /** The unguessable part of the address of the payer's page. */
  token: string;
  returnUrl: string;
  capture: boolean;
  save: boolean;
  triesLeft: number;
  scenario?: Scenario;
  /** Milliseconds of the epoch: when a payment in processing gets its outcome. */
  resolvesAt?: number;
  /** While true the API itself answers 500 for this payment. */
  silent?: boolean;
  receipt?: ReceiptOrder;
};
export type ReceiptRecord = { receipt: Receipt; registersAt: number };
export type WebhookRecord = { body: string; attempts: number; nextAt: number };
export type KeptAnswer = { fingerprint: string; answer: unknown; at: number };
export type SavedMethod = { method: PaymentMethod; scenario: Scenario };

export type Tables = {
  payments: PaymentRecord;
  refunds: Refund;
  receipts: ReceiptRecord;
  /** Only those not delivered yet. */
  webhooks: WebhookRecord;
  answers: KeptAnswer;
  methods: SavedMethod;
  counters: number;
};
type TableName = keyof Tables;
type Line = { table: TableName; id: string; value: unknown };

export type Book = { readonly [T in TableName]: ReadonlyMap<string, Tables[T]> } & {
  put<T extends TableName>(table: T, id: string, value: Tables[T]): void;
  drop(table: TableName, id: string): void;
  /** Writes what was put since the last time, by one write. Call before anybody is answered. */
  commit(): void;
};

const KEYS_ARE_KEPT_MS = 24 * 3600_000;

/** Opens the book of a journal file, `now` in milliseconds; keys older than a day are forgotten, as the real one does. */
export function openBook(file: string, now: number): Book {
  const { lines, journal } = openJournal<Line>(file);
  const tables = {
    payments: new Map<string, unknown>(),
    refunds: new Map<string, unknown>(),
    receipts: new Map<string, unknown>(),
    webhooks: new Map<string, unknown>(),
    answers: new Map<string, unknown>(),
    methods: new Map<string, unknown>(),
    counters: new Map<string, unknown>(),
  } satisfies Record<TableName, Map<string, unknown>>;
  const remember = ({ table, id, value }: Line) => (value === null ? tables[table].delete(id) : tables[table].set(id, value));
  lines.forEach(remember);
  for (const [key, kept] of tables.answers as Map<string, KeptAnswer>) if (kept.at < now - KEYS_ARE_KEPT_MS) tables.answers.delete(key);
  journal.replace(Object.entries(tables).flatMap(([table, rows]) => [...rows].map(([id, value]) => ({ table: table as TableName, id, value }))));

  let unwritten: Line[] = [];
  const change = (line: Line) => {
    remember(line);
    unwritten.push(line);
  };
  return {
    ...tables,
    put: (table, id, value) => change({ table, id, value }),
    drop: (table, id) => change({ table, id, value: null }),
    commit: () => {
      journal.append(unwritten);
      unwritten = [];
    },
  } as Book;
}
