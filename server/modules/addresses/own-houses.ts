// Houses of the portal as the search knows them. Pure.
import type { House } from '#modules/housing';
import { placeKinds, streetKinds } from './address-words.ts';
import type { OwnHouse } from './read-directory.ts';

const plain = (word: string): string => word.toLowerCase().replaceAll('ё', 'е').replace(/\.$/u, '');

/** The kind and the name of «улица Липовая», «г. Липовск»; without a kind the one given. */
function kindAndName(text: string, kinds: { has(word: string): boolean }, usual: string): [string, string] {
  const words = text.trim().split(/\s+/u);
  const at = kinds.has(plain(words[0]!)) ? 0 : kinds.has(plain(words.at(-1)!)) ? words.length - 1 : -1;
  return at < 0 || words.length === 1 ? [usual, text.trim()] : [plain(words[at]!), words.toSpliced(at, 1).join(' ')];
}

export function ownHouseOf({ houseId, region, district, city, street, number, building, flats }: House, kinds: readonly string[] = []): OwnHouse {
  const [placeKind, place] = kindAndName(city, placeKinds, 'г');
  const [kind, name] = street === '' ? ['', ''] : kindAndName(street, streetKinds, 'ул');
  return { houseId, region, district, placeKind, place, kind, street: name, label: number + (building ? `, к. ${building}` : ''), flats, kinds };
}
