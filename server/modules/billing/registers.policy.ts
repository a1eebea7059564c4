// Who may do what with a register: the accountant of its organization, or the organization's key for registers.
import { organizationsOf, type Actor } from '#platform/actor';
import type { ErrorCode } from '#contract/errors';
import type { RegisterSummary } from './check-register.ts';

export const REGISTERS_OPERATION = 'registers.load';

/** Organizations whose registers the actor handles. */
export const registerOrganizations = (actor: Actor): string[] =>
  actor.kind === 'machine' && !actor.operations.includes(REGISTERS_OPERATION) ? [] : organizationsOf(actor, ['accountant']);

export type RegisterState = { status: string; errorCount: bigint; summary: RegisterSummary | null };
export type Choice = 'all' | 'good';

/** Why the register may not be loaded so, or null when it may. */
export function refusalToLoad({ status, errorCount, summary }: RegisterState, choice: Choice): ErrorCode | null {
  if (status === 'loaded') return 'register.loaded';
  if (status === 'taken_back' || status === 'taking_back') return 'register.takenBack';
  if (status === 'refused') return 'register.refused';
  if (status !== 'checked' || summary === null) return 'register.notReady';
  if (summary.fileErrors > 0) return 'register.refused';
  if (choice === 'all' && errorCount > 0n) return 'register.hasErrors';
  return summary.newRows + summary.changedRows + (summary.unmatched ?? 0) + (summary.closes ?? 0) === 0 ? 'register.nothingToLoad' : null;
}

/** A register that is on its way is left alone; one that was never loaded is simply put away. */
export function refusalToTakeBack({ status }: Pick<RegisterState, 'status'>): ErrorCode | null {
  if (status === 'taken_back' || status === 'taking_back') return 'register.takenBack';
  return status === 'draft' || status === 'loading' ? 'register.notReady' : null;
}

/** What the columns or names mean may be said while nothing is loaded. */
export const mayMap = ({ status }: Pick<RegisterState, 'status'>): boolean => status === 'checked';
