// Everything that happens by itself later: one timer, set to whatever in the book is due next.
// Nothing is kept in timers, so a restart loses nothing.
import type { Bank } from './bank.ts';
import { registerReceipt } from './fiscal.ts';
import { dueAt, passTime } from './processing.ts';
import { deliverWebhook, type WebhookSettings } from './webhooks.ts';

export type Timetable = { wake(): void; stop(): void };

const LONGEST_SLEEP_MS = 60_000;

/** Starts it; `wake` is called after each change of the book. Deliveries under way are not begun twice. */
export function startTimetable(bank: Bank, webhooks: WebhookSettings): Timetable {
  const { book } = bank;
  const underWay = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function* due(): Generator<{ at: number; run: () => void }> {
    for (const record of book.payments.values()) {
      const at = dueAt(record);
      if (at !== undefined) yield { at, run: () => passTime(bank, record) };
    }
    for (const record of book.receipts.values()) {
      if (record.receipt.status === 'pending') yield { at: record.registersAt, run: () => registerReceipt(bank, record) };
    }
    for (const [id, { nextAt }] of book.webhooks) if (!underWay.has(id)) yield { at: nextAt, run: () => void send(id) };
  }
  async function send(id: string): Promise<void> {
    underWay.add(id);
    try {
      await deliverWebhook(book, webhooks, { id, now: bank.now });
    } finally {
      underWay.delete(id);
      wake();
    }
  }
  function run(): void {
    const now = bank.now();
    for (const task of [...due()].filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)) task.run();
    book.commit();
    wake();
  }
  function wake(): void {
    if (stopped) return;
    clearTimeout(timer);
    let next = Infinity;
    for (const { at } of due()) next = Math.min(next, at);
    if (next === Infinity) return;
    timer = setTimeout(run, Math.min(Math.max(next - bank.now(), 0), LONGEST_SLEEP_MS));
    timer.unref();
  }
  wake();
  return {
    wake,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
