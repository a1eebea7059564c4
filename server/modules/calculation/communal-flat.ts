// A communal flat: the flat's line is counted once and split over its rooms, by area or by people, so that rooms together give the flat (field
// rules 1.2). Pure.
import type { TermsOf } from '#contract/charge-terms';
import { compare } from '#platform/decimal';

export type Room = { readonly id: string; readonly area: string; readonly persons: number };

/** The line of each room. Heating and other services by area split by area; water and electricity without meters of rooms split by people. */
export function roomTerms(flat: TermsOf<'roomShare'>['flat'], rooms: readonly Room[], by: 'area' | 'persons'): ReadonlyMap<string, TermsOf<'roomShare'>> {
  const ordered = [...rooms].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const people = ordered.some(({ persons }) => persons > 0);
  // Nobody lives there, so the rooms bear it by area.
  const unit = by === 'persons' && people ? 'чел.' : 'м²';
  const weights = ordered.map(({ area, persons }) => (unit === 'чел.' ? String(persons) : area));
  if (weights.every((weight) => compare(weight, '0') === 0)) throw new RangeError('A flat without area or people cannot be split');
  return new Map(ordered.map(({ id }, room) => [id, { method: 'roomShare', period: flat.period, benefit: null, flat: { ...flat, benefit: null }, weights, weightUnit: unit, room }]));
}
