// Who may do what with a run: the accountant of its organization; and what its state allows.
import type { ErrorCode } from '#contract/errors';
import type { Run } from '#contract/calculation';
import { organizationsOf, type Actor, type StaffRole } from '#platform/actor';

export const RUN_STAFF = ['accountant'] as const satisfies readonly StaffRole[];
export type RunStatus = Run['status'];
export type RunMove = 'count' | 'check' | 'post' | 'cancel';

/** Organizations whose months the actor computes. */
export const runOrganizations = (actor: Actor): string[] => (actor.kind === 'person' ? organizationsOf(actor, RUN_STAFF) : []);

/** From which state a person may move a run, and where to; the jobs move it from `counting` to `draft` and from `posting` to `posted`. */
export const RUN_MOVES: Readonly<Record<RunMove, { readonly from: readonly RunStatus[]; readonly to: RunStatus }>> = {
  count: { from: ['stopped', 'draft', 'checked'], to: 'counting' },
  check: { from: ['draft'], to: 'checked' },
  post: { from: ['checked'], to: 'posting' },
  cancel: { from: ['stopped', 'draft', 'checked'], to: 'cancelled' },
};

/** `stale`: what it was counted from has changed since. */
type Movable = { readonly status: RunStatus; readonly lines: number; readonly stale: boolean };

/** Why the run may not move so, or null when it may. */
export function refusalToMove(move: RunMove, { status, lines, stale }: Movable): ErrorCode | null {
  if (status === 'posted') return 'run.posted';
  if (status === 'cancelled') return 'run.cancelled';
  if (status === 'counting' || status === 'posting') return 'run.notReady';
  if (status === 'stopped') return RUN_MOVES[move].from.includes(status) ? null : 'run.stopped';
  if (!RUN_MOVES[move].from.includes(status)) return move === 'post' ? 'run.notChecked' : 'run.notReady';
  if (move !== 'check') return null;
  return stale ? 'run.stale' : lines === 0 ? 'run.noLines' : null;
}

/** What to look at is worked through while the run may still change. */
export const refusalToWork = (status: RunStatus): ErrorCode | null =>
  status === 'draft' || status === 'checked' ? null : status === 'posted' ? 'run.posted' : status === 'cancelled' ? 'run.cancelled' : 'run.notReady';

/** What the screen may offer. */
export const canMove = (run: Movable): Run['can'] => ({
  count: refusalToMove('count', run) === null,
  check: refusalToMove('check', run) === null,
  post: refusalToMove('post', run) === null,
  cancel: refusalToMove('cancel', run) === null,
  work: refusalToWork(run.status) === null,
});
