// A flat whose meter of cold water was tampered with, for tests.
import { counted, flat, meter, MONTH, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, HousePremises } from './house-month.ts';
import type { Tampering } from './tampered-days.ts';
import type { MeterFacts, ReadingPoint } from './volume-of-month.ts';

export const act = 'акт № 7';
export const mark = (from: string, until: string | null = null, foundOn = '2026-10-20'): Tampering => ({ from, until, foundOn, act });
export const PRICES = [tariff('cold_water', '52.40')];
export const NORMS = [norm('cold_water', 'person', '4.85')];
/** A meter read each month to September, 5 m³ a month; in October as given. */
export const tampered = (october: Partial<ReadingPoint> | null = null): MeterFacts => {
  const { registers, ...known } = meter({ whole: '5' }, { last: '2026-09' });
  const point: ReadingPoint = { period: MONTH, takenOn: '2026-10-24', value: '8', use: null, months: 1, source: 'reading', ...october };
  return {
    ...known,
    tampered: true,
    registers: registers.map((register) => ({ ...register, points: october ? [...register.points, point] : register.points })),
  };
};
export const marked = (
  marks: readonly Tampering[],
  premises: readonly HousePremises[] = [flat('7', { cold_water: [tampered()] })],
  more: Partial<HouseMonth> = {},
) => month(premises, PRICES, { norms: NORMS, tampered: new Map([['7 cold_water', marks]]), ...more });
export const lineOf = (facts: HouseMonth, account = '7') =>
  counted(facts).lines.find((line) => line.accountId === `account ${account}` && line.serviceCode === 'cold_water')!;
