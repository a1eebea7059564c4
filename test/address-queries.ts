// Questions for the address search, made of a list of houses from one seed: 23 ways in which people write an address, each with the houses
// that answer it. For measuring on streets that nobody has looked at.
import { kindInFull } from '../server/modules/addresses/address-words.ts';
import { readHouseLabel } from '../server/modules/addresses/house-number.ts';
import { asHeard, inLatin, nextKey, onOtherKeys, slip, type Way } from './address-typing.ts';

export type KnownHouse = { id: string; region: string; place: string; kind: string; street: string; label: string };
export type AddressQuery = { id: string; kind: string; query: string; expected_house_ids: string[] };

/** A small generator of random numbers (mulberry32): the same questions from the same seed everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

export const WAYS: Readonly<Record<string, Way>> = {
  canonical: ({ kind, street, number }) => `${kind}. ${street}, д. ${number}`,
  full_words: ({ kind, street, main, building, number }) => `${kindInFull(kind)} ${street} дом ${building ? `${main} корпус ${building}` : number}`,
  abbr_nodot: ({ kind, street, number, any }) => `${any(2) === 0 ? `${kind} ` : ''}${street} ${number}`,
  no_type: ({ street, number }) => `${street} ${number}`,
  type_after: ({ kind, street, number }) => `${street} ${kindInFull(kind)}, ${number}`,
  house_first_comma: ({ street, number }) => `${street},${number}`,
  korpus_word: ({ street, main, building }) => (building ? `${street} д ${main} корп. ${building}` : ''),
  korpus_glue: ({ street, main, building }) => (building ? `${street} ${main}к${building}` : ''),
  korpus_slash: ({ street, main, building }) => (building ? `${street} ${main}/${building}` : ''),
  yo: ({ street, number, any }) => {
    const places = Array.from(street).flatMap((letter, n) => (letter === 'е' ? [n] : []));
    const at = places[any(places.length || 1)];
    return at === undefined ? '' : `${street.slice(0, at)}ё${street.slice(at + 1)} ${number}`;
  },
  lower_nospace: ({ kind, street, number }) => `${kind}.${street}д.${number}`.toLowerCase().replaceAll(' ', ''),
  typo_sub: (house) => slip(house, (word, at) => word.slice(0, at) + nextKey(word[at]!, house.any) + word.slice(at + 1)),
  typo_del: (house) => slip(house, (word, at) => word.slice(0, at) + word.slice(at + 1)),
  typo_ins: (house) => slip(house, (word, at) => `${word.slice(0, at)}${'аоеи'[house.any(4)]}${word.slice(at)}`),
  typo_swap: (house) => slip(house, (word, at) => word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2)),
  phonetic: (house) => {
    const heard = slip(house, asHeard);
    return heard === house.street ? '' : heard;
  },
  translit: ({ street, number }) => inLatin(`${street} ${number}`),
  wrong_layout: ({ street, number }) => onOtherKeys(`${street} ${number}`),
  with_city: ({ street, number }) => `Екатеринбург ${street} ${number}`,
  with_region_index: ({ kind, street, number, any }) => `6200${10 + any(90)}, Свердловская обл., г.Екатеринбург, ${kind}.${street}, д. ${number}`,
  with_flat: ({ kind, street, number, any }) => `${kind} ${street} ${number} кв ${1 + any(120)}`,
  reversed_words: ({ street, number }) => (street.includes(' ') ? `${street.split(' ').toReversed().join(' ')} ${number}` : ''),
  prefix_only: ({ street, number, any }) => (street.length < 5 ? '' : `${street.slice(0, Math.max(4, street.length - 2 - any(4)))} ${number}`),
};
// Ways that only change the name get the number behind.
const NAME_ONLY = new Set(['typo_sub', 'typo_del', 'typo_ins', 'typo_swap', 'phonetic']);

type Drawing = { seed: number; perKind: number; ways?: Readonly<Record<string, Way>> };

/** `perKind` questions of each kind over the houses given, those of one street drawn at most a few times. */
export function makeQueries(houses: readonly KnownHouse[], { seed, perKind, ways = WAYS }: Drawing): AddressQuery[] {
  const any = randomFrom(seed);
  const partsOf = (label: string): string => {
    const { main, parts } = readHouseLabel(label);
    return [main, ...parts].join(' ');
  };
  const keyOf = (house: KnownHouse): string => `${house.place}|${house.kind}|${house.street}|${partsOf(house.label)}`;
  const answers = Map.groupBy(houses, keyOf);
  return Object.entries(ways).flatMap(([way, write]) => {
    const queries: AddressQuery[] = [];
    for (let tries = 0; queries.length < perKind && tries < perKind * 200; tries += 1) {
      const house = houses[any(houses.length)]!;
      const { main, parts, marks } = readHouseLabel(house.label);
      const building = parts.length === 1 && marks === 'к' && /^\d/u.test(parts[0]!) ? parts[0]! : null;
      const letter = parts.length === 1 && /^[а-я]$/u.test(parts[0]!) ? parts[0]! : null;
      const number = parts.length === 0 ? String(main) : building ? `${main} ${building}` : letter ? `${main}${letter}` : house.label;
      const street = write({ place: house.place, street: house.street, kind: house.kind, number, main: String(main), building, letter, any });
      if (street === '' || main === 0) continue;
      queries.push({
        id: `${way}-${queries.length + 1}`,
        kind: way,
        query: NAME_ONLY.has(way) ? `${street} ${number}` : street,
        expected_house_ids: answers.get(keyOf(house))!.map(({ id }) => id),
      });
    }
    return queries;
  });
}
