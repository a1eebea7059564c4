// Of a session's row what its person is narrowed to: a representative who acts for another, a child. Pure.
import { areasOfRights, areasOfServices, rightWords, type PowerRight } from '#contract/areas';
import { type Grant, type Narrowed, PREMISES_ROLES, type Role } from '#platform/actor';
import { dayIn, startOfDay } from '#platform/time';

export type PowerRow = { id: string; principalId: string; rights: readonly string[]; name: string; grants: readonly Grant[] };
export type ChildRow = {
  services: readonly string[];
  fromMinute: number;
  toMinute: number;
  timeZone: string;
  isDeviceAllowed: boolean;
  /** Whether who made the profile lives in the home still. */ isParentHere: boolean;
};
type Session = { personId: string; level: 1 | 2; grants: readonly Grant[] };

/** A child is narrowed even without a profile, and before anything else: nobody makes a child a representative. */
export function narrowedOf(session: Session, { power, child }: { power: PowerRow | null; child: ChildRow | null }, now: Date): Narrowed | undefined {
  if (child !== null || session.grants.some(({ role }) => role === 'child')) return narrowedChild(session, child, now);
  if (power === null) return undefined;
  const isOfHome = ({ role }: Grant): boolean => (PREMISES_ROLES as readonly Role[]).includes(role);
  const as = {
    personId: power.principalId,
    grants: power.grants.filter(isOfHome),
    level: session.level,
    by: { personId: session.personId, powerId: power.id },
  };
  const words = `Вы действуете за: ${power.name}. Можно ${power.rights.map((right) => rightWords[right as PowerRight]).join(', ')}`;
  return { areas: areasOfRights(power.rights), refusal: 'power.notCovered', as, words };
}

const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
/** «с 8:00 до 20:00». */
export const hoursWords = ({ fromMinute, toMinute }: Pick<ChildRow, 'fromMinute' | 'toMinute'>): string => `с ${clock(fromMinute)} до ${clock(toMinute)}`;

/** A home is seen as by a guest, and only it. Signing in by a password is enough: what needs two factors is out of reach anyway. */
function narrowedChild({ personId, grants }: Session, child: ChildRow | null, now: Date): Narrowed {
  const as = { personId, level: 2 as const, grants: grants.filter(({ role }) => role === 'child').map((grant): Grant => ({ ...grant, role: 'guest' })) };
  if (child === null || !child.isParentHere)
    return { areas: [], refusal: 'child.closed', as: { ...as, grants: [] }, words: 'Попроси взрослых открыть тебе разделы портала' };
  const hours = hoursWords(child);
  const minute = Math.floor((now.getTime() - startOfDay(child.timeZone, dayIn(child.timeZone, now)).getTime()) / 60_000);
  if (minute < child.fromMinute || minute >= child.toMinute)
    return { areas: [], refusal: 'child.outOfHours', facts: { hours }, as, words: `Сейчас портал отдыхает. Приходи ${hours}` };
  if (!child.isDeviceAllowed)
    return { areas: [], refusal: 'child.closed', as, words: 'С этого устройства портал тебе пока не открыли. Попроси взрослых разрешить его' };
  return { areas: areasOfServices(child.services), refusal: 'child.closed', as, words: `Портал открыт для тебя ${hours}` };
}
