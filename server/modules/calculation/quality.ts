// What came poor by an act: a cold or overheated room, cool hot water, weak or strong pressure (annex 1 to Rules 354; field rules 1.6). Pure.
import type { DecisionFacts } from '#contract/decisions';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { chain, compare, decimalText, minus, rounded, total, trimmed } from '#platform/decimal';
import { kopecksOf, kopecksToJson, type Kopecks } from '#platform/money';
import { startOfDay, type Day } from '#platform/time';
import { type QualityRules, qualityRulesOf } from './calculation-rules.ts';
import { asColdWaterTerms, coldRoomTerms, coolWaterTerms, type Fee, pressureTerms, type Warmth } from './interruption.ts';

export type QualityFacts = Extract<DecisionFacts, { kind: 'quality' }>;
type Measure = Pick<QualityFacts, 'defect' | 'serviceCode' | 'measured' | 'roomNorm' | 'coldPrice'>;
/** Whole hours within a month by the clock of the house (nights are from midnight to five), and the days that they touch. */
export type PoorHours = { readonly day: number; readonly night: number; readonly days: number };
type Base = Exclude<ChargeTerms, { method: 'corrected' }>;

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
export const DEFECT_SERVICES: Readonly<Record<Measure['defect'], readonly string[]>> = {
  coldRoom: ['heating'],
  coolWater: ['hot_water', 'hot_water_heat'],
  lowPressure: ['cold_water', 'hot_water'],
};
export const DEFECT_REASONS: Readonly<Record<Measure['defect'], string>> = {
  coldRoom: 'температура в комнате не по норме',
  coolWater: 'горячая вода прохладнее нормы',
  lowPressure: 'давление воды не по норме',
};

/** The whole hours from one instant to the other, each day or night by its beginning. `monthStart`: the first day of the month that they lie in. */
export function poorHours({ fromMs, toMs }: { fromMs: number; toMs: number }, timeZone: string, monthStart: Day): PoorHours {
  const start = startOfDay(timeZone, monthStart).getTime();
  const hours = Array.from({ length: Math.max(0, Math.floor((toMs - fromMs) / HOUR_MS)) }, (_, n) => Math.floor((fromMs + n * HOUR_MS - start) / HOUR_MS));
  const { nightEnds } = qualityRulesOf(monthStart);
  const night = hours.filter((hour) => hour % DAY_HOURS < nightEnds).length;
  return { day: hours.length - night, night, days: new Set(hours.map((hour) => Math.floor(hour / DAY_HOURS))).size };
}

const text = (of: Parameters<typeof rounded>[0]): string => decimalText(trimmed(rounded(of, 4)));

/** Hours of day and of night with what is allowed in each. */
function warmths({ measured, roomNorm }: Measure, { day, night }: PoorHours, { room, hotWater }: QualityRules): Warmth[] {
  if (roomNorm !== null) {
    const most = text(total([roomNorm, room.over]));
    return [
      { hours: day, measured, allowed: roomNorm, most },
      { hours: night, measured, allowed: text(minus(roomNorm, room.nightLess)), most },
    ];
  }
  return [
    { hours: day, measured, allowed: text(minus(hotWater.least, hotWater.dayLess)) },
    { hours: night, measured, allowed: text(minus(hotWater.least, hotWater.nightLess)) },
  ];
}

/** How far the pressure is off its bounds: not at all, up to a quarter, more. */
export function pressureOff(
  { serviceCode, measured }: Pick<Measure, 'serviceCode' | 'measured'>,
  { pressure, farPercent }: QualityRules,
): 'within' | 'near' | 'far' {
  const bounds = pressure[serviceCode];
  if (!bounds) return 'within';
  const [below, above] = [minus(bounds.least, measured), minus(measured, bounds.most)];
  const off = below.numerator > 0n ? chain([below, 100n], [bounds.least]) : above.numerator > 0n ? chain([above, 100n], [bounds.most]) : null;
  return off === null ? 'within' : compare(off, farPercent) > 0 ? 'far' : 'near';
}

/** Whether what was measured is out of what is allowed by day or by night. */
export function isPoor(measure: Measure, rules: QualityRules): boolean {
  if (measure.defect === 'lowPressure') return pressureOff(measure, rules) !== 'within';
  return warmths(measure, { day: 1, night: 1, days: 1 }, rules).some(
    ({ measured, allowed, most }) => compare(measured, allowed) < 0 || (most !== undefined && compare(measured, most) > 0),
  );
}

/** The terms as of cold water; null where they hold no volume. */
function coldTerms(base: Base, coldPrice: string | null): Base | null {
  if (base.method === 'hotWater') return { ...base, heatPerUnit: '0' };
  if (base.method === 'roomShare') {
    const flat = coldTerms(base.flat, coldPrice);
    return flat === null || flat.method === 'roomShare' ? null : { ...base, flat };
  }
  if (coldPrice === null) return null;
  const tariff = { value: coldPrice, from: null, decision: null };
  if (base.method === 'meter') return { ...base, pieces: base.pieces.map((piece) => ({ ...piece, tariff })) };
  if (base.method === 'norm') {
    const measured = base.tampered?.measured;
    const tampered = base.tampered && {
      ...base.tampered,
      ...(measured && { measured: { ...measured, pieces: measured.pieces.map((piece) => ({ ...piece, tariff })) } }),
    };
    return { ...base, ...(tampered && { tampered }), pieces: base.pieces.map((piece) => ({ ...piece, tariff })) };
  }
  return base.method === 'given' && base.detail
    ? { ...base, detail: null, sumKopecks: kopecksToJson(kopecksOf(chain([base.detail.volume, coldPrice]))) }
    : null;
}

/** What the line would have cost as cold water; null where its terms hold no volume. Of heat charged by itself nothing is left. */
export function asCold(base: Base, { serviceCode, coldPrice }: Pick<Measure, 'serviceCode' | 'coldPrice'>): Kopecks | null {
  if (serviceCode === 'hot_water_heat') return 0n;
  const terms = coldTerms(base, coldPrice);
  return terms && sumOfTerms(terms);
}

/** The reductions of a line for the poor hours of its month. */
export function qualityTerms(
  measure: Measure,
  hours: PoorHours,
  { fee, base, rules }: { fee: Fee; base: Base; rules: QualityRules },
): TermsOf<'recalculation'>[] {
  if (measure.defect === 'lowPressure') {
    const off = pressureOff(measure, rules);
    return off === 'within' ? [] : pressureTerms(fee, off === 'far' ? { hours: 0, fullDays: hours.days } : { hours: hours.day + hours.night, fullDays: 0 });
  }
  const spans = warmths(measure, hours, rules);
  if (measure.defect === 'coldRoom') return [coldRoomTerms(fee, spans)].filter((one) => one !== null);
  const cold = asCold(base, measure);
  return [coolWaterTerms(fee, spans), cold === null ? null : asColdWaterTerms(fee, cold, spans)].filter((one) => one !== null);
}
