// How meters, zones and terms are named on the screen. Pure.
import { METERED_SERVICES, type MeteredService } from '#contract/meter-words';
import { counted, formatDay } from '#contract/russian';
import { daysBetween, type Day } from '#platform/time';
import { reminderDaysOf } from './meter-rules.ts';

const TWO_ZONES: Readonly<Record<string, string>> = { T1: 'День (Т1)', T2: 'Ночь (Т2)' };
const THREE_ZONES: Readonly<Record<string, string>> = { T1: 'Пик (Т1)', T2: 'Ночь (Т2)', T3: 'Полупик (Т3)' };

/** «День (Т1)»; empty for a meter of one register. */
export const zoneName = (zone: string, zones: number): string => (zone === '' ? '' : ((zones > 2 ? THREE_ZONES : TWO_ZONES)[zone] ?? zone));
/** «Холодная вода». */
export const serviceName = (code: string): string => METERED_SERVICES[code as MeteredService] ?? code;
/** «Холодная вода, № 18-204417», for notices. */
export const meterName = ({ serviceCode, serial }: { serviceCode: string; serial: string }): string => `${serviceName(serviceCode)}, №\u00a0${serial}`;

const DAYS = ['день', 'дня', 'дней'] as const;

/** Whether the verification holds on the day, and what the screen says. */
export function verificationOn(today: Day, until: Day | null): { state: 'unknown' | 'ok' | 'soon' | 'over'; text: string } {
  if (until === null) return { state: 'unknown', text: 'Срок поверки не указан' };
  const left = daysBetween(today, until);
  if (left < 0) return { state: 'over', text: `Срок поверки кончился ${formatDay(until)}` };
  if (left > reminderDaysOf(today)[0]) return { state: 'ok', text: `Поверка до ${formatDay(until)}` };
  return {
    state: 'soon',
    text:
      left === 0 ? 'Поверьте счётчик: срок кончается сегодня' : `Поверка до ${formatDay(until)}: ${left === 1 ? 'остался' : 'осталось'} ${counted(left, DAYS)}`,
  };
}
