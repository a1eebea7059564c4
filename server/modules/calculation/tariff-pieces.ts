// A month cut where something it is counted with changes: a tariff, a norm, the number of people, the owner (field rules 1.2). The parts go
// by calendar days, or by volume where a reading was taken on the day of the change. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { decimal, decimalText, minus, rounded, trimmed } from '#platform/decimal';
import { addDays, daysBetween, daysInMonth, firstDay, lastDay, monthOf, type Day, type Month } from '#platform/time';

export type MonthPart = TermsOf<'areaRate'>['pieces'][number]['part'];
export type Tariff = TermsOf<'areaRate'>['pieces'][number]['tariff'];
export type Zone = TermsOf<'meter'>['pieces'][number]['zone'];
export type Benefit = TermsOf<'areaRate'>['benefit'];

/** A value with its days of force, both included; null means without a beginning or an end. */
export type Force<V> = { readonly from: Day | null; readonly to: Day | null; readonly value: V };
export type Timelines<V> = { readonly [K in keyof V]: readonly Force<V[K]>[] };
export type Span = { readonly from: Day; readonly to: Day };
export type Piece<V> = { readonly from: Day; readonly to: Day; readonly part: MonthPart; readonly values: V };
/** What has no value on some day. */
export type Gap<V> = { readonly missing: keyof V; readonly on: Day };

const covers = ({ from, to }: Force<unknown>, day: Day) => (from === null || from <= day) && (to === null || to >= day);

/** The later decision wins; of two from one day the choice depends on what they say, never on their order. */
function inForce<V>(forces: readonly Force<V>[], day: Day): Force<V> | undefined {
  let found: Force<V> | undefined;
  for (const force of forces) {
    if (!covers(force, day)) continue;
    const order = found === undefined ? 1 : (force.from ?? '').localeCompare(found.from ?? '') || JSON.stringify(force).localeCompare(JSON.stringify(found));
    if (order > 0) found = force;
  }
  return found;
}

function startsOf(span: Span, timelines: readonly (readonly Force<unknown>[])[]): Day[] {
  const starts = new Set([span.from]);
  for (const forces of timelines) {
    for (const { from, to } of forces) {
      if (from !== null && from > span.from && from <= span.to) starts.add(from);
      if (to !== null && to >= span.from && to < span.to) starts.add(addDays(to, 1));
    }
  }
  return [...starts].sort();
}

/** Whether days that begin on `from` and end with `to` (null: have no end) hold all of the month. */
export const isWholeMonth = ({ from, to }: { readonly from: Day; readonly to: Day | null }, month: Month): boolean =>
  from <= firstDay(month) && (to === null || to >= lastDay(month));

const monthSpan = (month: Month): Span => ({ from: firstDay(month), to: lastDay(month) });

/**
 * The pieces of the month in which every timeline keeps one value; `span` is the part of the month that an account answers for. `part` is
 * null for a piece of the whole month. Neighbours with the same values are one piece. A day without a value is answered as a gap.
 */
export function cutMonth<V extends object>(month: Month, timelines: Timelines<V>, span: Span = monthSpan(month)): readonly Piece<V>[] | Gap<V> {
  const names = Object.keys(timelines) as (keyof V)[];
  const of = daysInMonth(month);
  const pieces: { from: Day; to: Day; values: V }[] = [];
  const starts = startsOf(
    span,
    names.map((name) => timelines[name]),
  );
  for (const [index, from] of starts.entries()) {
    const to = index + 1 < starts.length ? addDays(starts[index + 1]!, -1) : span.to;
    const values = {} as V;
    for (const name of names) {
      const force = inForce(timelines[name], from);
      if (!force) return { missing: name, on: from };
      values[name] = force.value;
    }
    const last = pieces.at(-1);
    if (last && names.every((name) => last.values[name] === values[name])) last.to = to;
    else pieces.push({ from, to, values });
  }
  return pieces.map((piece) => {
    const days = daysBetween(piece.from, piece.to) + 1;
    return { ...piece, part: days === of ? null : { days, of } };
  });
}

export const isGap = <V extends object>(cut: readonly Piece<V>[] | Gap<V>): cut is Gap<V> => !Array.isArray(cut);

export type ZoneVolume = {
  readonly zone: Zone;
  readonly volume: string;
  /** Readings taken within the month: the volume used up to each; nothing up to the day on which the meter was put in. */
  readonly marks?: readonly { readonly on: Day; readonly volume: string }[];
};
export type PieceVolumes<V> = Piece<V> & { readonly zones: readonly { readonly zone: Zone; readonly volume: string }[] };

/** Volumes keep six decimals (field rules 1.7). */
const SCALE = 6;
const text = (of: Parameters<typeof rounded>[0], scale: number) => decimalText(trimmed(rounded(of, scale)));
const scaleOf = (zones: readonly ZoneVolume[]) =>
  Math.max(SCALE, ...zones.flatMap(({ volume, marks = [] }) => [volume, ...marks.map((mark) => mark.volume)].map((volume) => decimal(volume).scale)));

/** What was used of the month before its day: nothing before the first, else what a reading of that very day says. */
function usedBefore(day: Day, { marks = [] }: ZoneVolume): string | undefined {
  if (day === firstDay(monthOf(day))) return '0';
  return marks.find(({ on }) => on === day)?.volume ?? (marks.some(({ on, volume: before }) => on > day && decimal(before).value === 0n) ? '0' : undefined);
}

/**
 * What each piece is charged for: by the readings of the days of change where there are such (then the piece stands for its volume, not for
 * days), else the whole volume for the piece's part of the month. The days of change are those of a price and those from which and through
 * which an account answers, so that accounts that follow each other in a month are charged its volume once.
 */
export function spreadVolumes<V>(pieces: readonly Piece<V>[], zones: readonly ZoneVolume[]): PieceVolumes<V>[] {
  const plain = zones.map(({ zone, volume }) => ({ zone, volume }));
  if (pieces.length === 1 && pieces[0]!.part === null) return [{ ...pieces[0]!, zones: plain }];
  const month = monthOf(pieces[0]!.from);
  const days = [pieces[0]!.from, ...pieces.map(({ to }) => addDays(to, 1))];
  const used = days.map((day) => zones.map((zone) => (monthOf(day) === month ? usedBefore(day, zone) : zone.volume)));
  if (used.flat().includes(undefined)) return pieces.map((piece) => ({ ...piece, zones: plain }));
  const scale = scaleOf(zones);
  return pieces.map((piece, index) => ({
    ...piece,
    part: null,
    zones: zones.map(({ zone }, at) => ({ zone, volume: text(minus(used[index + 1]![at]!, used[index]![at]!), scale) })),
  }));
}
