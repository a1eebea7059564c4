// Whom a parent brings: a child's account is made by a parent (KIDS-1).
import { dayIn } from '#platform/time';

const LEAST_AGE = 14;

/** Whether the person has not turned fourteen by Moscow's calendar. Who has no birthday in the papers is taken for grown. Pure. */
export function isUnderAge(birthDay: string | null, now: Date): boolean {
  if (birthDay === null) return false;
  const turned = `${String(Number(birthDay.slice(0, 4)) + LEAST_AGE)}${birthDay.slice(4)}`;
  return turned > dayIn('Europe/Moscow', now);
}
