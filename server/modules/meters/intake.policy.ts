// Who brings readings in bulk, and what may be done with an intake in which state.
import type { ErrorCode } from '#contract/errors';
import { type Actor, organizationsOf } from '#platform/actor';

export const READINGS_OPERATION = 'readings.load';

/** Organizations whose readings the actor brings in. */
export const intakeOrganizations = (actor: Actor): string[] =>
  actor.kind === 'machine' && !actor.operations.includes(READINGS_OPERATION) ? [] : organizationsOf(actor, ['accountant']);

type State = { readonly status: string; readonly rows: number; readonly same: number; readonly unusual: number; readonly errors: number };
export type LoadChoice = { readonly choice: 'all' | 'good'; readonly unusual: boolean };

/** Why the intake may not be loaded so, null when it may. */
export function refusalToLoad({ status, rows, same, unusual, errors }: State, { choice, unusual: withUnusual }: LoadChoice): ErrorCode | null {
  if (status === 'loaded') return 'register.loaded';
  if (status === 'taken_back' || status === 'taking_back') return 'register.takenBack';
  if (status === 'refused') return 'register.refused';
  if (status !== 'checked') return 'register.notReady';
  if (choice === 'all' && errors > 0) return 'register.hasErrors';
  if (choice === 'all' && unusual > 0 && !withUnusual) return 'meters.confirmWarnings';
  return rows - same - (withUnusual ? 0 : unusual) <= 0 ? 'register.nothingToLoad' : null;
}

/** An intake on its way is left alone; one that was never loaded is put away. */
export function refusalToTakeBack(status: string): ErrorCode | null {
  if (status === 'taken_back' || status === 'taking_back') return 'register.takenBack';
  return status === 'draft' || status === 'loading' ? 'register.notReady' : null;
}
