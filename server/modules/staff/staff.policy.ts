// What a manager may give: posts of the own organization, a manager's no longer than the own one. Pure.
import type { RoleHolder } from '#modules/identity';

type Held = Pick<RoleHolder, 'role' | 'toDay' | 'personId' | 'grantId'>;

/** Whether the post would outlast the giver's own: only a manager's may be too high. */
export const isBeyondOwn = (own: readonly Held[], post: { role: string; toDay: string | null }): boolean =>
  post.role === 'manager' && !own.some(({ role, toDay }) => role === 'manager' && (toDay === null || (post.toDay !== null && post.toDay <= toDay)));

/** Whether the organization would be left without a manager: now, or when the terms of those who remain are over. */
export function leavesNobody(managers: readonly Held[], ended: Held): boolean {
  if (ended.role !== 'manager') return false;
  const others = managers.filter(({ grantId }) => grantId !== ended.grantId);
  return !others.some(({ toDay }) => toDay === null || ended.toDay !== null);
}
