// How much was used in a month: by readings, or, while there are none, by the average and then by the norm (items 59–60(3) of Rules 354;
// field rules 1.3). A reading that comes late closes the estimated months too, so that all volumes together are what the meter ran. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { chain, compare, decimal, decimalText, minus, ratio, rounded, total, trimmed, type Ratio } from '#platform/decimal';
import { addDays, addMonths, daysInMonth, firstDay, lastDay, daysBetween, monthOf, monthsFrom, type Day, type Month } from '#platform/time';
import { estimateRulesOf, type EstimateRules } from './calculation-rules.ts';
import { countDays } from './tampered-days.ts';
import type { TamperedWithin } from './tampered-volume.ts';
import type { Span, Zone, ZoneVolume } from './tariff-pieces.ts';

export type Source = TermsOf<'meter'>['source'];
export type RegisterUse = TermsOf<'meter'>['readings'][number];
export type Why = NonNullable<Source['why']>;
export type Raised = TermsOf<'norm'>['raised'];

/**
 * A reading in force. `use` is what ran since the one before (null: the dial went back; below zero where a check found less), `months` how many months it closes, `within` what
 * had run of it by earlier readings of the same month.
 */
export type ReadingPoint = {
  readonly period: Month;
  readonly takenOn: Day;
  readonly value: string;
  readonly use: string | null;
  readonly months: number;
  readonly source: 'reading' | 'remote' | 'act' | 'estimated';
  /** Of the check that found it. */
  readonly act?: string | null;
  readonly within?: readonly { readonly on: Day; readonly use: string }[];
  /** The meter was put right on the day within the month; what ran since. */
  readonly resumed?: { readonly on: Day; readonly use: string };
  /** Where meters followed each other: what each of them showed for it. */
  readonly shown?: readonly Omit<RegisterUse, 'zone'>[];
};
export type RegisterFacts = { readonly zone: Zone; readonly start: { readonly value: string; readonly on: Day }; readonly points: readonly ReadingPoint[] };
/** (а) the meter broke, its verification ended or its seal was torn; (в) it may not be looked at, which an act says. (б), no reading, needs no word. */
export type MeterState =
  | { readonly is: 'working' }
  | {
      readonly is: 'broken' | 'noAccess';
      readonly since: Day;
      /** The first day on which it measures again. */
      readonly until?: Day;
      readonly why?: Why;
    };
export type MeterFacts = {
  readonly serial: string;
  /** The last day of its verification. */ readonly verifiedUntil?: Day | null;
  readonly state: MeterState;
  /** On some days of the month it was tampered with. */ readonly tampered?: boolean;
  readonly registers: readonly RegisterFacts[];
};
/** A month that was charged without a reading. */
export type Estimate = { readonly month: Month; readonly zones: readonly ZoneVolume[] };
export type VolumeQuestion = {
  readonly month: Month;
  /** Months charged without readings, in any order. */
  readonly estimates: readonly Estimate[];
  readonly isResidential: boolean;
  /** Which months make an average: for heating those of the heating season; absent: all. */
  readonly countsForAverage?: (month: Month) => boolean;
};

export type Correction = { readonly month: Month; readonly was: readonly ZoneVolume[]; readonly became: readonly ZoneVolume[] };
export type MonthVolume =
  | {
      readonly by: 'readings';
      readonly zones: readonly ZoneVolume[];
      readonly readings: readonly RegisterUse[];
      readonly source: Source;
      readonly months: number;
      readonly corrections: readonly Correction[];
    }
  | { readonly by: 'average'; readonly zones: readonly ZoneVolume[]; readonly source: Source }
  /** `unread`: there is a meter that works, but no average of its readings. */
  | { readonly by: 'norm'; readonly raised: Raised; readonly unread?: 'unread'; readonly why?: Why; readonly tampered?: TamperedWithin };

const SCALE = 6;
const exactText = (of: Ratio | string, scale = SCALE) => decimalText(trimmed(rounded(of, scale)));
const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const byPeriod = (a: ReadingPoint, b: ReadingPoint) => order(a.period, b.period) || order(a.takenOn, b.takenOn);
const kept = new WeakMap<RegisterFacts, readonly ReadingPoint[]>();

/** Readings with a use, the oldest first; looked at several times for a month. */
function measuredPoints(register: RegisterFacts): readonly ReadingPoint[] {
  const known = kept.get(register);
  if (known) return known;
  const points = register.points.filter(({ source, use }) => source !== 'estimated' && use !== null).sort(byPeriod);
  kept.set(register, points);
  return points;
}

/** Months in a row before `month` that were charged without a reading. */
function estimatedBefore(month: Month, estimates: readonly Estimate[]): number {
  const months = new Set(estimates.map((estimate) => estimate.month));
  let count = 0;
  while (months.has(addMonths(month, -count - 1))) count += 1;
  return count;
}

/** An average month of the register before the month: of the last six measured ones, of fewer down to three; undefined when less is known. */
function averageOf(register: RegisterFacts, before: Month, question: VolumeQuestion, rules: EstimateRules): { volume: Ratio; months: number } | undefined {
  const counts = question.countsForAverage ?? (() => true);
  const uses: Ratio[] = [];
  let months = 0;
  for (const point of measuredPoints(register)
    .filter(({ period }) => period < before)
    .toReversed()) {
    if (months >= rules.averageOfMonths) break;
    const closed = monthsFrom(addMonths(point.period, 1 - point.months), point.period).filter(counts).length;
    if (closed === 0) continue;
    // Of a reading that closes more months than are still needed only their part is taken.
    const taken = Math.min(closed, rules.averageOfMonths - months);
    uses.push(chain([point.use!, BigInt(taken)], [BigInt(closed)]));
    months += taken;
  }
  const used = total(uses);
  return months < rules.averageNeedsMonths ? undefined : { volume: used.numerator < 0n ? ratio(0n) : chain([used], [BigInt(months)]), months };
}

/** A reading of the month by every register; a zone that was left out leaves the month without a reading. */
function readOf(meter: MeterFacts, month: Month): ReadingPoint[] | undefined {
  const points = meter.registers.map((register) => measuredPoints(register).findLast(({ period }) => period === month));
  return points.length > 0 && points.every((point) => point !== undefined) ? points : undefined;
}

function registerUses(meter: MeterFacts, points: readonly ReadingPoint[]): RegisterUse[] {
  return meter.registers.flatMap((register, index): RegisterUse[] => {
    const point = points[index]!;
    if (point.shown) return point.shown.map((shown) => ({ zone: register.zone, ...shown }));
    const all = measuredPoints(register);
    const before = all[all.indexOf(point) - 1];
    return [
      {
        zone: register.zone,
        meter: meter.serial,
        before: before?.value ?? register.start.value,
        beforeOn: before?.takenOn ?? register.start.on,
        after: point.value,
        afterOn: point.takenOn,
        ...(meter.verifiedUntil && { verifiedUntil: meter.verifiedUntil }),
      },
    ];
  });
}

/** What the meter had run by days within the month: by readings that a later one of the month replaced, and nothing by the day on which it was put in. */
function marksOf({ start }: RegisterFacts, { within = [], months }: ReadingPoint, month: Month): ZoneVolume['marks'] {
  const marks = [
    ...(monthOf(start.on) === month ? [{ on: start.on, volume: '0' }] : []),
    ...(months === 1 ? within.map(({ on, use }) => ({ on, volume: use })) : []),
  ];
  return marks.length === 0 ? undefined : marks;
}

/**
 * The use of each zone over the months that the reading closes: equal shares, what does not divide stays with the last. What a check found
 * too much is of its month whole (item 61 of Rules 354): the others used nothing.
 */
function byReadings(meter: MeterFacts, points: readonly ReadingPoint[], { month, estimates }: VolumeQuestion): MonthVolume {
  const months = Math.max(1, ...points.map((point) => point.months));
  const closed = new Map(months === 1 ? [] : estimates.map((estimate) => [estimate.month, estimate.zones]));
  const corrected = months === 1 ? [] : monthsFrom(addMonths(month, 1 - months), addMonths(month, -1)).filter((past) => closed.has(past));
  const zones = meter.registers.map(({ zone }, index) => {
    const use = points[index]!.use!;
    if (corrected.length === 0) return { zone, share: '0', rest: use, marks: marksOf(meter.registers[index]!, points[index]!, month) };
    const scale = Math.max(SCALE, decimal(use).scale);
    const share = compare(use, '0') < 0 ? '0' : exactText(chain([use], [BigInt(months)]), scale);
    return { zone, share, rest: exactText(minus(use, chain([share, BigInt(corrected.length)])), scale) };
  });
  const { source, takenOn, act = null } = points[0]!;
  return {
    by: 'readings',
    zones: zones.map(({ zone, rest, marks }) => ({ zone, volume: rest, ...(marks && { marks }) })),
    readings: registerUses(meter, points),
    months: months - corrected.length,
    source: { kind: source === 'estimated' ? 'reading' : source, date: takenOn, document: act, months: null },
    corrections: corrected.map((past) => ({ month: past, was: closed.get(past)!, became: zones.map(({ zone, share }) => ({ zone, volume: share })) })),
  };
}

function estimated(meter: MeterFacts, question: VolumeQuestion): MonthVolume {
  const rules = estimateRulesOf(question.month);
  const done = estimatedBefore(question.month, question.estimates);
  const most = question.isResidential ? rules.averagePeriods.residential : rules.averagePeriods.other;
  const reason = meter.state.is;
  const why = meter.state.is !== 'working' && meter.state.why && { why: meter.state.why };
  const plain = { by: 'norm', raised: null, ...(reason === 'working' && { unread: 'unread' as const }), ...why } as const;
  if (done >= most) return reason === 'working' ? plain : { by: 'norm', raised: { coefficient: rules.coefficient, reason }, ...why };
  const averages = meter.registers.map((register) => averageOf(register, addMonths(question.month, -done), question, rules));
  if (averages.length === 0 || averages.some((average) => average === undefined)) return plain;
  return {
    by: 'average',
    zones: meter.registers.map(({ zone }, index) => ({ zone, volume: exactText(averages[index]!.volume) })),
    source: { kind: 'average', date: null, document: null, months: Math.min(12, ...averages.map((average) => average!.months)), ...why },
  };
}

/** How many months in a row, the month counted, may be charged by the average before the norm. */
export function averageMonthsLeft({ month, estimates, isResidential }: VolumeQuestion): number {
  const { averagePeriods } = estimateRulesOf(month);
  return Math.max(0, (isResidential ? averagePeriods.residential : averagePeriods.other) - estimatedBefore(month, estimates));
}

/** A meter that stood for a part of the month: what it ran up to that day (`last`), the average for the days without, what it ran since (`resumed`). */
function stoodWithin(
  meter: MeterFacts,
  { last, resumed }: { last: readonly ReadingPoint[] | undefined; resumed: readonly string[] | undefined },
  question: VolumeQuestion,
): MonthVolume {
  const { state } = meter;
  const rest = estimated(meter, question);
  if (state.is === 'working' || rest.by !== 'average') return rest;
  const measured = last && byReadings(meter, last, question);
  const from = last ? state.since : firstDay(question.month);
  const days = BigInt(daysBetween(from, resumed ? state.until! : addDays(lastDay(question.month), 1)));
  const zones = rest.zones.map(({ zone, volume }, index) => ({
    zone,
    volume: exactText(
      total([
        measured?.by === 'readings' ? measured.zones[index]!.volume : '0',
        chain([volume, days], [BigInt(daysInMonth(question.month))]),
        resumed?.[index] ?? '0',
      ]),
    ),
  }));
  return measured?.by === 'readings' ? { ...measured, zones, source: { ...rest.source, date: state.since } } : { ...rest, zones };
}

/** What every register ran since the meter was put right within the month. */
function resumedOf({ state, registers }: MeterFacts, month: Month): string[] | undefined {
  if (state.is === 'working') return undefined;
  const uses = registers.flatMap(({ points }) => points.findLast(({ period, resumed }) => period === month && resumed?.on === state.until)?.resumed?.use ?? []);
  return uses.length > 0 && uses.length === registers.length ? uses : undefined;
}

/**
 * The volume of the month of one meter. With a reading: what ran, less what it shows for the estimated months, which it corrects
 * (Σ became + this month = the meter's difference). Without: the average for up to three periods in a row (two for non-residential
 * premises), then the norm, raised for reasons (а) and (в), plain for (б); with less than three months known the norm at once.
 */
export function volumeOfMonth(meter: MeterFacts, question: VolumeQuestion): MonthVolume {
  const points = readOf(meter, question.month);
  const { state } = meter;
  const stopped = state.is !== 'working' && state.since <= lastDay(question.month) && (state.until === undefined || state.until > firstDay(question.month));
  if (!stopped) return points ? byReadings(meter, points, question) : estimated({ ...meter, state: { is: 'working' } }, question);
  // What it showed after that day measures nothing.
  const before = {
    ...meter,
    registers: meter.registers.map((register) => ({ ...register, points: register.points.filter(({ takenOn }) => takenOn <= state.since) })),
  };
  const last = state.since > firstDay(question.month) ? readOf(before, question.month) : undefined;
  const resumed = resumedOf(meter, question.month);
  return last || resumed ? stoodWithin(before, { last, resumed }, question) : estimated(before, question);
}

/**
 * What a meter used on the days of the month besides those on which meters of its service were tampered with; null where only the norm can
 * tell. One that was tampered with itself measured up to the first of those days, by a reading or by the average, and since it was put right; what
 * it ran after that without a reading comes with the next one.
 */
export function volumeBesides(meter: MeterFacts, days: readonly Span[], question: VolumeQuestion): Exclude<MonthVolume, { by: 'norm' }> | null {
  const of = BigInt(daysInMonth(question.month));
  const partOf = (volume: MonthVolume, count: number) =>
    volume.by === 'norm'
      ? null
      : { ...volume, zones: volume.zones.map(({ zone, volume: whole }) => ({ zone, volume: exactText(chain([whole, BigInt(count)], [of])) })) };
  // Put in after those days: all that it ran is of the others.
  const isNewer = meter.registers.every(({ start }) => start.on > days.at(-1)!.to);
  if (!meter.tampered) return partOf(volumeOfMonth(meter, question), isNewer ? Number(of) : Number(of) - countDays(days));
  const resumed = meter.registers.flatMap(({ points }) => points.findLast((point) => point.period === question.month && point.resumed)?.resumed?.use ?? []);
  const since = (volume: Exclude<MonthVolume, { by: 'norm' }>) =>
    resumed.length < meter.registers.length
      ? volume
      : { ...volume, zones: volume.zones.map(({ zone, volume: before }, index) => ({ zone, volume: exactText(total([before, resumed[index]!])) })) };
  const points = meter.state.is === 'working' ? readOf(meter, question.month) : undefined;
  const measured = points && byReadings(meter, points, question);
  if (measured?.by === 'readings') return since(measured);
  const before = daysBetween(firstDay(question.month), days[0]!.from);
  const nothing: MonthVolume = {
    by: 'average',
    zones: meter.registers.map(({ zone }) => ({ zone, volume: '0' })),
    source: { kind: 'reading', date: null, document: null, months: null },
  };
  const used = before === 0 ? nothing : partOf(estimated(meter, question), before);
  return used && since(used);
}

function addedZones(parts: readonly (readonly ZoneVolume[])[]): ZoneVolume[] {
  const sums = new Map<Zone, (Ratio | string)[]>();
  for (const { zone, volume } of parts.flat()) sums.set(zone, [...(sums.get(zone) ?? []), volume]);
  return [...sums].map(([zone, volumes]) => {
    const scale = Math.max(SCALE, ...volumes.map((volume) => (typeof volume === 'string' ? decimal(volume).scale : SCALE)));
    return { zone, volume: exactText(ratio(total(volumes)), scale) };
  });
}

/** Several meters of one service in a flat: one that stands at the norm takes the whole flat there, an average makes the line an average. */
export function togetherVolumes(volumes: readonly MonthVolume[]): MonthVolume {
  const atNorm = volumes.filter((volume) => volume.by === 'norm');
  if (volumes.length === 0 || atNorm.length > 0)
    return atNorm.find(({ raised }) => raised !== null) ?? atNorm.find(({ unread }) => unread) ?? { by: 'norm', raised: null };
  if (volumes.length === 1) return volumes[0]!;
  const counted = volumes.filter((volume) => volume.by !== 'norm');
  const average = counted.find(({ by }) => by === 'average');
  const zones = addedZones(counted.map((volume) => volume.zones));
  const read = counted.filter((volume) => volume.by === 'readings');
  const readings = read.flatMap((volume) => volume.readings);
  if (average && read.length === 0) return { by: 'average', zones, source: average.source };
  return {
    by: 'readings',
    zones,
    readings,
    source: (average ?? read[0]!).source,
    months: Math.max(...read.map(({ months }) => months)),
    corrections: read.flatMap(({ corrections }) => corrections),
  };
}
