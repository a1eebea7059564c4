// A list of houses as a table with a heading (columns by name, in any order): what a row says of a house. Pure.
import { refuse } from '#platform/errors';

/** A house as a list tells it. `region` and `place` in the words of the list: «Свердловская обл.», «г» and «Екатеринбург». */
export type ListedHouse = {
  externalId: string;
  region: string;
  placeKind: string;
  place: string;
  kind: string;
  street: string;
  label: string;
  premises: number;
  /** Of them, those nobody lives in. */
  commercial: number;
  year: number | null;
  floors: number | null;
  flats: number | null;
  company: string | null;
  latitude: number | null;
  longitude: number | null;
};

const NEEDED = ['house_id', 'locality', 'street', 'house'] as const;
const OTHERS = ['street_type', 'letter', 'fraction', 'korpus', 'address_raw', 'year', 'levels', 'flats', 'nonres', 'uk', 'lat', 'lon'] as const;
type Column = (typeof NEEDED)[number] | (typeof OTHERS)[number];

const numberOf = (text: string, largest: number): number | null => {
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) && Math.abs(number) <= largest ? number : null;
};
const wholeOf = (text: string, largest: number): number | null => {
  const number = numberOf(text, largest);
  return number === null || number < 0 ? null : Math.trunc(number);
};

/** «обл. Свердловская, г. Екатеринбург, …» → «Свердловская обл.»; a city that is a region of its own is one word. */
function regionOf(address: string): string {
  const area = address.split(',', 1)[0]!.trim();
  const [kind, ...name] = area.split(' ');
  return name.length > 0 && kind!.endsWith('.') ? `${name.join(' ')} ${kind!}` : area;
}

/**
 * Reads rows by the heading of a list.
 * @throws Refusal addresses.listColumns when the heading lacks a column that an address cannot do without
 */
export function houseReader(heading: readonly string[]): (cells: readonly string[]) => ListedHouse | undefined {
  const names = heading.map((name) =>
    name
      .replace(/^\uFEFF/u, '')
      .trim()
      .toLowerCase(),
  );
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0) refuse('addresses.listColumns', { columns: missing.join(', ') });
  const at = new Map<Column, number>([...NEEDED, ...OTHERS].map((name) => [name, names.indexOf(name)]));
  return (cells) => {
    const cell = (name: Column): string => cells[at.get(name)!]?.trim() ?? '';
    const [placeKind, ...place] = cell('locality').split(' ');
    const house = cell('house');
    if (cell('house_id') === '' || placeKind === '' || house === '') return undefined;
    const [fraction, building] = [cell('fraction'), cell('korpus')];
    const [flats, commercial] = [wholeOf(cell('flats'), 100_000), wholeOf(cell('nonres'), 100_000) ?? 0];
    return {
      externalId: cell('house_id'),
      region: regionOf(cell('address_raw')),
      placeKind: place.length > 0 ? placeKind!.replace(/\.$/u, '') : '',
      place: place.length > 0 ? place.join(' ') : placeKind!,
      kind: cell('street_type'),
      street: cell('street'),
      label: house + cell('letter') + (fraction === '' ? '' : `/${fraction}`) + (building === '' ? '' : `, к. ${building}`),
      premises: (flats ?? 0) + commercial,
      commercial,
      year: wholeOf(cell('year'), 2100),
      floors: wholeOf(cell('levels'), 200),
      flats,
      company: cell('uk') || null,
      latitude: numberOf(cell('lat'), 90),
      longitude: numberOf(cell('lon'), 180),
    };
  };
}
