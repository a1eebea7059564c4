// Proves that the ledger holds what those have ordered who keep it for themselves: billing its charges and banks' payments, payments what was
// taken, given back and is under way (ACC-1). The ledger alone cannot know: an entry doubled together with its balance is sound there.
import { sql } from 'kysely';
import { billingBooks, lostOperations, paymentsWithoutRegister } from '#modules/billing';
import { ledgerBooks } from '#modules/ledger';
import { brokenPayments, paymentBooks } from '#modules/payments';
import { compareBooks } from '#platform/compare-books';
import type { Job } from '#platform/module';
import type { Db } from '#platform/tables';

export const BOOK_INVARIANTS = {
  charges: 'the ledger has charged another sum than the lines in force',
  payments: 'the ledger holds another sum of a payment than was taken less what was given back',
  registers: 'the ledger holds another sum of a bank’s payment than its register brought',
  reserves: 'a reserve is not that of a payment under way',
  payees: 'the ledger owes a payee another sum than was taken in for it',
  operation: 'an operation of a bank is said to stand on an account, and no payment of it does',
  source: 'an operation of a bank stands or waits by a register that is not loaded',
  payment: 'a payment is not the sum of its parts, more of it went back than was paid, or its receipt is missing',
} as const;
export type BookFault = { invariant: keyof typeof BOOK_INVARIANTS; houseId: string | null; accountId: string | null; what: string };

const PAIRS = {
  charges: { ours: billingBooks.charges, theirs: ledgerBooks.charges },
  payments: { ours: paymentBooks.payments, theirs: ledgerBooks.payments },
  registers: { ours: billingBooks.registers, theirs: ledgerBooks.registers },
  reserves: { ours: paymentBooks.reserves, theirs: ledgerBooks.reserves },
  payees: { ours: paymentBooks.payees, theirs: ledgerBooks.payees },
} as const;

/** At most so many faults of each kind. */
const MOST = 100;

/** Reads one state of a live base; answers every fault, at most a hundred of each kind. Thirteen statements while nothing differs. */
export const checkBooks = (db: Db): Promise<BookFault[]> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      const faults: BookFault[] = [];
      for (const invariant of ['charges', 'payments', 'registers', 'reserves', 'payees'] as const) {
        for (const { place, accountId, what, ours, theirs } of await compareBooks(tx, PAIRS[invariant], MOST))
          faults.push({ invariant, houseId: invariant === 'payees' ? null : place, accountId, what: `${what}: ordered ${ours}, the ledger has ${theirs}` });
      }
      for (const { houseId, accountId, operationId, kopecks } of await lostOperations(tx, MOST))
        faults.push({ invariant: 'operation', houseId, accountId, what: `${operationId}: ${kopecks}` });
      for (const { houseId, accountId, operationId, loadId } of await paymentsWithoutRegister(tx, MOST))
        faults.push({ invariant: 'source', houseId, accountId, what: `${operationId}: register ${loadId}` });
      for (const { paymentId, what } of await brokenPayments(tx, MOST))
        faults.push({ invariant: 'payment', houseId: null, accountId: null, what: `payment ${paymentId} ${what}` });
      return faults;
    });

/** Every night; a fault fails the job, so that the operator's monitoring sees it. */
export const checkBooksJob: Job = {
  attempts: 2,
  deadlineSeconds: 3_600,
  async run({ db, log }) {
    const faults = await checkBooks(db);
    if (faults.length === 0) return log.info({}, 'the ledger holds what billing and payments have ordered');
    for (const fault of faults) log.error({ ...fault }, BOOK_INVARIANTS[fault.invariant]);
    throw new Error(`the ledger and those who order it have ${faults.length} faults`);
  },
};
