// A communal flat: the flat's line is counted once and split over its rooms, by area, by people or by what the rooms' own meters showed, so
// that rooms together give the flat (Rules 354, annex 2, formulas for communal flats; Housing Code, article 42; field rules 1.2). Pure.
import type { TermsOf } from '#contract/charge-terms';
import { chain, compare, decimalText, minus, rounded, total, trimmed } from '#platform/decimal';
import { daysBetween, daysInMonth, type Month } from '#platform/time';
import type { HouseMonth, HousePremises } from './house-month.ts';
import { cutMonth, isGap, type Force, type Span } from './tariff-pieces.ts';
import type { People } from './utility-terms.ts';

const known = new WeakMap<HouseMonth['premises'], ReadonlyMap<string, readonly HousePremises[]>>();

/** Rooms of the communal flats of a house, by the id of the flat. */
export function roomsByFlat({ premises }: Pick<HouseMonth, 'premises'>): ReadonlyMap<string, readonly HousePremises[]> {
  const found =
    known.get(premises) ??
    Map.groupBy(
      [...premises.values()].filter(({ flatId }) => flatId !== null),
      ({ flatId }) => flatId!,
    );
  known.set(premises, found);
  return found;
}

/** Rooms have meters of the service and the flat has no shared one: then each room answers for itself. */
export const standsByRooms = (facts: Pick<HouseMonth, 'premises'>, flat: HousePremises, service: string): boolean =>
  !flat.meters.has(service) && (roomsByFlat(facts).get(flat.premisesId) ?? []).some(({ meters }) => meters.has(service));

/** Where the service of a premises is counted: in the flat of a room, unless the room answers for itself. */
export function countedAt(facts: Pick<HouseMonth, 'premises'>, premises: HousePremises, service: string): HousePremises {
  const flat = premises.flatId === null ? undefined : facts.premises.get(premises.flatId);
  return flat && !standsByRooms(facts, flat, service) ? flat : premises;
}

/** A room over the days that one account of it answers for; a room without an account bears its part too. */
export type RoomPart = { readonly id: string; readonly area: string; readonly people: readonly Force<People>[]; readonly span: Span };
export type Weights = { readonly unit: string; readonly of: ReadonlyMap<string, string> };

const daysOf = ({ span }: RoomPart): number => daysBetween(span.from, span.to) + 1;

/** People times the days they are counted for. */
function personDays(month: Month, { people, span }: RoomPart): number {
  const pieces = cutMonth(month, { people }, span);
  return isGap(pieces) ? 0 : pieces.reduce((sum, { from, to, values }) => sum + values.people.count * (daysBetween(from, to) + 1), 0);
}

/** By area, of the days that each part answers for. */
export function weightsByArea(month: Month, parts: readonly RoomPart[]): Weights {
  const whole = parts.every((part) => daysOf(part) === daysInMonth(month));
  return {
    unit: whole ? 'м²' : 'м²-дней',
    of: new Map(parts.map((part) => [part.id, whole ? part.area : decimalText(trimmed(rounded(chain([part.area, BigInt(daysOf(part))]), 2)))])),
  };
}

/** By people; where their number changed, by people times days. Nobody anywhere: the rooms bear it by area. */
export function weightsByPeople(month: Month, parts: readonly RoomPart[]): Weights {
  const days = parts.map((part): [string, number] => [part.id, personDays(month, part)]);
  if (days.every(([, count]) => count === 0)) return weightsByArea(month, parts);
  const of = daysInMonth(month);
  const whole = parts.every((part) => daysOf(part) === of) && days.every(([, count]) => count % of === 0);
  return { unit: whole ? 'чел.' : 'чел.-дней', of: new Map(days.map(([id, count]) => [id, String(whole ? count / of : count)])) };
}

/** Every room has a meter and the flat a shared one: a room's own use, and by people what the shared meter shows besides. Null where nothing was used, or a check found less than was handed in. */
export function weightsByUse(
  unit: string,
  { flatVolume, own, people }: { flatVolume: string; own: ReadonlyMap<string, string>; people: Weights },
): Weights | null {
  if ([...own.values()].some((volume) => compare(volume, '0') < 0)) return null;
  const besides = minus(flatVolume, total([...own.values()]));
  const all = total([...people.of.values()]);
  const of = new Map(
    [...own].map(([id, volume]) => [
      id,
      besides.numerator <= 0n ? volume : decimalText(trimmed(rounded(total([volume, chain([besides, people.of.get(id) ?? '0'], [all])]), 6))),
    ]),
  );
  return [...of.values()].every((volume) => compare(volume, '0') === 0) ? null : { unit, of };
}

/** The line of each part, in the order of their ids. Throws RangeError where nothing tells how to split. */
export function roomTerms(flat: TermsOf<'roomShare'>['flat'], { unit, of }: Weights): ReadonlyMap<string, TermsOf<'roomShare'>> {
  const ids = [...of.keys()].sort();
  const weights = ids.map((id) => of.get(id)!);
  if (weights.every((weight) => compare(weight, '0') === 0)) throw new RangeError('A flat without area or people cannot be split');
  return new Map(
    ids.map((id, room) => [id, { method: 'roomShare', period: flat.period, benefit: null, flat: { ...flat, benefit: null }, weights, weightUnit: unit, room }]),
  );
}
