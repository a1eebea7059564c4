// A communal flat: its meters and charges are of the flat, its people, owners and accounts of the rooms.
import type { TermsOf } from '#contract/charge-terms';
import type { Month } from '#platform/time';
import { roomTerms } from '../server/modules/calculation/communal-flat.ts';
import { type ChargingFacts, termsOf } from './charging.ts';
import type { DemoPremises } from './houses.ts';
import { type Household, personsIn } from './households.ts';

export type CommunalFlat = { flat: Household; rooms: readonly Household[] };

/** Each flat that has rooms, with the people of all of them. */
export function communalFlats(premises: readonly DemoPremises[], households: ReadonlyMap<string, Household>): CommunalFlat[] {
  const rooms = Map.groupBy(
    premises.filter(({ flatId }) => flatId),
    ({ flatId }) => flatId!,
  );
  return [...rooms].map(([flatId, own]) => {
    const all = own.map(({ premisesId }) => households.get(premisesId)!);
    return {
      flat: { premises: households.get(flatId)!.premises, owners: all.flatMap(({ owners }) => owners), residents: all.flatMap(({ residents }) => residents) },
      rooms: all,
    };
  });
}

const BY_AREA: ReadonlySet<string> = new Set(['maintenance', 'common_cold_water', 'common_electricity', 'heating', 'capital_repair']);

/** A room's share of the flat's line; null where the flat is charged nothing. */
export function roomTermsOf(
  { facts, rooms }: { facts: ChargingFacts; rooms: readonly Household[] },
  { household, service, month }: { household: Household; service: string; month: Month },
): TermsOf<'roomShare'> | null {
  const flat = termsOf(facts, service, month) as TermsOf<'roomShare'>['flat'] | null;
  const weightOf = (room: Household): string => (BY_AREA.has(service) ? room.premises.areaTotal : String(personsIn(room, month).persons));
  const weights = { unit: BY_AREA.has(service) ? 'м²' : 'чел.', of: new Map(rooms.map((room) => [room.premises.premisesId, weightOf(room)])) };
  return flat && roomTerms(flat, weights).get(household.premises.premisesId)!;
}
