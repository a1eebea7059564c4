// Checks of strangers' signatures, in processes of their own: a file made to cost much costs the others nothing.
import { fileURLToPath } from 'node:url';
import { openChildPool, PoolError, type PoolOptions } from '#platform/child-pool';
import { refuse } from '#platform/errors';
import type { Examination, ExaminationFault } from './examine-signatures.ts';
import type { ExamineAnswer, ExamineOrder } from './examine-child.ts';

const LIMITS = {
  script: fileURLToPath(new URL('examine-child.ts', import.meta.url)),
  processes: 2,
  queueLimit: 20,
  timeLimitMs: 30_000,
  ordersPerChild: 500,
  residentLimitBytes: 300e6,
  strangers: { heapMegabytes: 256, idleMs: 60_000 },
} as const satisfies PoolOptions;
/** Of one address: whoever sends one hostile file after another waits behind himself and not before others. */
const AT_ONCE = 2;
const AGAIN_SECONDS = 30;

type InDer = { readonly der: Uint8Array };
type Side = { readonly roots: readonly InDer[]; readonly others: readonly InDer[]; readonly lists: readonly InDer[] };
/** Authorities and lists as `Trusted` has them, unread. */
export type TrustInDer = { readonly portal: Side; readonly outside: Side; readonly now: Date };
export type Files = { readonly document: Buffer; readonly signature: Buffer | null };
export type Examiner = {
  /** A turn of this address, taken before its files are read. Refuses verify.busy. */
  turn<Answer>(address: string, work: () => Promise<Answer>): Promise<Answer>;
  /** Refuses verify.busy when too many wait; a file that took all its time or memory is a fault. */
  examine(files: Files, trusted: TrustInDer): Promise<Examination | ExaminationFault>;
  stop(): Promise<void>;
};

const bytesOf = ({ roots, others, lists }: Side): ExamineOrder['trusted']['portal'] => {
  const ders = (all: readonly InDer[]): Uint8Array[] => all.map(({ der }) => der);
  return { roots: ders(roots), others: ders(others), lists: ders(lists) };
};

/** `limits`: others than the usual ones, for tests. */
export function openExaminer(limits: Partial<PoolOptions> = {}): Examiner {
  const pool = openChildPool<ExamineOrder, ExamineAnswer>({ ...LIMITS, ...limits });
  const turns = new Map<string, number>();
  return {
    async turn(address, work) {
      const taken = turns.get(address) ?? 0;
      if (taken >= AT_ONCE) refuse('verify.busy', { seconds: AGAIN_SECONDS });
      turns.set(address, taken + 1);
      try {
        return await work();
      } finally {
        const left = turns.get(address)! - 1;
        if (left === 0) turns.delete(address);
        else turns.set(address, left);
      }
    },
    async examine(files, { portal, outside, now }) {
      try {
        return (await pool.ask({ ...files, trusted: { portal: bytesOf(portal), outside: bytesOf(outside), now } })).found;
      } catch (error) {
        if (!(error instanceof PoolError)) throw error;
        return error.fault === 'timeLimit' || error.fault === 'crashed' ? 'verify.tooHard' : refuse('verify.busy', { seconds: AGAIN_SECONDS });
      }
    },
    stop: () => pool.stop(),
  };
}
