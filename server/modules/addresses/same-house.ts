// Whether a house of the portal and a row of the directory are one house, however each writes its region, street and number. Pure.
import { kindOfStreet } from './address-words.ts';
import { readHouseLabel } from './house-number.ts';
import { plainName, plainRegion } from './near-places.ts';
import { wordsOfName } from './read-text.ts';

export type Place = { region: string; district: string | null; kind: string; name: string };

const TOWN = /^(?:г|гор|город)\.?$/iu;
const DISTRICT_WORDS = new Set(['городской', 'муниципальный', 'сельский', 'сельское', 'городское', 'поселение', 'внутригородская', 'территория']);
const namesOf = (district: string): string[] =>
  plainName(district)
    .split(' ')
    .filter((word) => !DISTRICT_WORDS.has(word));

/** One for all ways to write a place. Villages of one name in a region have the same: they are told apart by their districts. */
export const placeKey = ({ region, kind, name }: Place): string => [plainRegion(region), TOWN.test(kind) ? 'г' : '', plainName(name)].join('|');
export const streetKey = (place: string, kind: string, name: string): string => [place, kindOfStreet(kind), wordsOfName(name).sort().join(' ')].join('|');

/** «54/1» and «54, к. 1» stand side by side in streets: they are two houses here, though whoever types one may mean the other. */
export function houseKey(street: string, label: string): string {
  const { main, parts, marks } = readHouseLabel(label);
  return [street, main, ...parts.map((part, n) => marks[n]!.replace('л', ' ').trim() + part)].join('|');
}

/** A town is one in its region; elsewhere districts that are both known have a name in common. */
export const fitsDistrict = (kind: string, one: string | null, other: string | null): boolean =>
  TOWN.test(kind) || one === null || other === null || namesOf(one).some((name) => namesOf(other).includes(name));
