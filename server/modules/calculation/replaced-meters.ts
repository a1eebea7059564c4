// A meter and the one that took its place measure one after the other: to a month they are one meter (items 59 and 81 of Rules 354). Pure.
import { decimalText, rounded, total, trimmed } from '#platform/decimal';
import { firstDay, monthOf, monthsBetween, type Day, type Month } from '#platform/time';
import type { MeterFacts, MeterState, ReadingPoint, RegisterFacts } from './volume-of-month.ts';

/** A meter with all that it showed, whatever the month; `removedOn`: the day on which the next one was put in. */
export type MeterInTurn = { readonly facts: MeterFacts; readonly installedOn: Day; readonly removedOn: Day | null };

const sumOf = (a: string, b: string): string => decimalText(trimmed(rounded(total([a, b]), 7)));
const zonesOf = ({ registers }: MeterFacts): string => registers.map(({ zone }) => zone).join();

/** The meters of a chain, the oldest first, as one; undefined where their zones differ, or one was tampered with: then each measures alone. */
export function inTurn(chain: readonly MeterInTurn[]): MeterFacts | undefined {
  const [first, ...later] = chain;
  if (!first || chain.some(({ facts }) => facts.tampered || zonesOf(facts) !== zonesOf(first.facts))) return undefined;
  return later.reduce((before, next) => joined(before, next), { ...first, facts: shownAs(first) }).facts;
}

/** Its readings with what they say of themselves: a line names the meter that showed each. */
function shownAs({ facts }: MeterInTurn): MeterFacts {
  const verified = facts.verifiedUntil && { verifiedUntil: facts.verifiedUntil };
  const registers = facts.registers.map((register): RegisterFacts => {
    let before = { value: register.start.value, on: register.start.on };
    const points = register.points.map((point): ReadingPoint => {
      const shown = { meter: facts.serial, before: before.value, beforeOn: before.on, after: point.value, afterOn: point.takenOn, ...verified };
      before = { value: point.value, on: point.takenOn };
      return { ...point, shown: [shown] };
    });
    return { ...register, points };
  });
  return { ...facts, registers };
}

function joined(old: MeterInTurn, next: MeterInTurn): MeterInTurn {
  const on = next.installedOn;
  const { facts } = old;
  const stopped = facts.state.is !== 'working' && facts.state.since < on && (facts.state.until === undefined || facts.state.until > on);
  const { registers } = shownAs(next);
  return {
    ...next,
    facts: {
      ...next.facts,
      state: stateOf(facts.state, next.facts.state, on),
      registers: registers.map((register, n) => ({
        ...facts.registers[n]!,
        points: pointsOf(facts.registers[n]!, register, { on, stopped }),
      })),
    },
  };
}

/** The meter that stands now is told first; the old one stood still until it was taken away. */
function stateOf(old: MeterState, next: MeterState, on: Day): MeterState {
  if (next.is !== 'working' || old.is === 'working' || old.since >= on) return next;
  return { ...old, until: old.until !== undefined && old.until < on ? old.until : on };
}

/**
 * The last reading of the old one is that of the month of the change: what the new one ran after it comes with its next reading. Where it
 * counts for a later month, it waits for the new one's first.
 */
function pointsOf(old: RegisterFacts, next: RegisterFacts, { on, stopped }: { on: Day; stopped: boolean }): ReadingPoint[] {
  const last = old.points.at(-1);
  if (last?.takenOn !== on) return [...old.points, ...next.points];
  const [first, ...later] = next.points;
  const before = old.points.slice(0, -1);
  const stays = last.period <= monthOf(on);
  if (first && (first.period === last.period || !stays)) return [...before, together(last, first, { on, stopped }), ...later];
  if (!stays) return before;
  // A window that runs into the next month: the last reading is of the month before the change.
  const waited = first && last.period < monthOf(on) ? [{ ...first, months: Math.max(1, monthsBetween(last.period, first.period)) }, ...later] : next.points;
  return [...before, last, ...waited];
}

/** Both readings of a month as one. What ran while the old one stood still is unknown; the new one measured since it was put in. */
function together(last: ReadingPoint, first: ReadingPoint, { on, stopped }: { on: Day; stopped: boolean }): ReadingPoint {
  const shown = [...(last.shown ?? []), ...(first.shown ?? [])];
  const { use } = last;
  const since = first.use;
  if (since === null) return { ...first, shown };
  if (use === null || stopped) {
    const isPart = first.period === monthOf(on) && on > firstDay(first.period);
    const resumed = last.resumed ? { ...last.resumed, use: sumOf(last.resumed.use, since) } : { on, use: since };
    return { ...first, use: isPart ? null : since, within: [], shown, resumed };
  }
  return {
    ...first,
    use: sumOf(use, since),
    months: last.months + monthsBetween(last.period, first.period),
    within: [...(last.within ?? []), { on, use }, ...(first.within ?? []).map((one) => ({ ...one, use: sumOf(use, one.use) }))],
    shown,
  };
}

/** Meters of a place one after the other: `replacedBy` names the next. Those that stand alone are chains of one. */
export function chainsOf<M extends { readonly id: string; readonly replacedBy: string | null }>(meters: readonly M[]): M[][] {
  const byId = new Map(meters.map((meter) => [meter.id, meter]));
  const next = new Set(meters.map(({ replacedBy }) => replacedBy));
  return meters
    .filter(({ id }) => !next.has(id))
    .map((head) => {
      const chain: M[] = [];
      for (let meter: M | undefined = head; meter; meter = meter.replacedBy === null ? undefined : byId.get(meter.replacedBy)) chain.push(meter);
      return chain;
    });
}

/** Of meters that do not make one, those that measured something of the month: one taken away before it only by a reading that counts for it; a new one that nobody read yet waits. */
export function standingIn<M extends { readonly facts: MeterFacts; readonly installedOn: Day; readonly removedOn: Day | null }>(
  chain: readonly M[],
  month: Month,
): M[] {
  const isRead = ({ facts }: M) => facts.registers.every(({ points }) => points.some(({ period }) => period === month));
  return chain.filter((meter, n) => {
    if (meter.removedOn !== null && monthOf(meter.removedOn) < month) return isRead(meter);
    const before = chain[n - 1];
    return !before || before.facts.tampered || monthOf(meter.installedOn) !== month || isRead(meter) || !isRead(before);
  });
}
