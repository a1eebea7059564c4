// Places that the one who asks means before others: the towns of their homes, then the regions of those. Pure.
import type { AddressIndex } from './address-index.ts';
import { placeKinds } from './address-words.ts';
import { listOf } from './packed.ts';
import { wordsOfName } from './read-text.ts';

export type Town = { region: string; place: string };
/** `towns`: the places themselves, sorted; `isRegion`: the place lies in a region of theirs. */
export type Near = { towns: Uint32Array; isRegion(place: number): boolean };

/** «Свердловская обл.», «обл Свердловская»: the same words. */
export const plainName = (name: string): string =>
  wordsOfName(name)
    .filter((word) => !placeKinds.has(word))
    .sort()
    .join(' ');

/** «Кемеровская область - Кузбасс», «Чувашская Республика (Чувашия)»: without the second name. */
export const plainRegion = (region: string): string =>
  plainName(region.replace(/\s[-–—]\s.*$|\(.*$/u, ''))
    .replaceAll(/(?<!\p{L})(?:автономн\p{L}*|ао)(?!\p{L})/gu, '')
    .trim();

const regionNames = new WeakMap<AddressIndex, Map<string, string>>();
/** The same for a region of the index, read once. */
export function regionIn(index: AddressIndex, region: string): string {
  const names = regionNames.get(index) ?? new Map<string, string>();
  if (names.size === 0) regionNames.set(index, names);
  const name = names.get(region) ?? plainRegion(region);
  names.set(region, name);
  return name;
}

/** Undefined when nobody's home is known. A town has some words of its name in the index or is not there. */
export function nearPlaces(index: AddressIndex, homes: readonly Town[]): Near | undefined {
  if (homes.length === 0) return undefined;
  const regions = new Set(homes.map(({ region }) => plainRegion(region)));
  const isRegion = (place: number): boolean => regions.has(regionIn(index, index.places[place]!.region));
  const towns = homes.flatMap((home) => {
    const name = plainName(home.place);
    const word = index.placeWords.wordOf(wordsOfName(home.place)[0] ?? '');
    return word === undefined ? [] : [...listOf(index.placesOfWord, word)].filter((place) => isRegion(place) && plainName(index.places[place]!.name) === name);
  });
  return { towns: Uint32Array.from(new Set(towns)).sort(), isRegion };
}
