// The directory in memory: words of names, names, streets by name and weight of their place, houses by street and number, all packed:
// a house takes 15 bytes. Made once per load of the directory and read only afterwards. Pure.
import { kindOfStreet } from './address-words.ts';
import { readHouseLabel } from './house-number.ts';
import { growing, groupBy, type Lists, ownText, packLists, turned } from './packed.ts';
import { wordsOfName } from './read-text.ts';
import { indexWords, type WordIndex } from './word-index.ts';

/** A locality; `load` is where its houses come from. `weight`: houses and premises in it, which goes with how many people mean it; places are numbered from the weightiest on. */
export type Place = { load: number; kind: string; name: string; district: string | null; region: string; weight: number };

export type AddressIndex = {
  places: readonly Place[];
  placeWords: WordIndex;
  /** Words of a place with its district and region; places by a word of their own name. */
  wordsOfPlace: Lists;
  placesOfWord: Lists;
  nameWords: WordIndex;
  wordsOfName: Lists;
  namesOfWord: Lists;
  /** Names of several words written as one: by that word. */
  gluedNames: ReadonlyMap<number, readonly number[]>;
  /** Streets are numbered by name and then by place: those of a name are `firstStreet[name]` up to `firstStreet[name + 1]`. */
  firstStreet: Uint32Array;
  streetPlace: Uint32Array;
  streetKind: Uint16Array;
  streetTitle: Uint32Array;
  kinds: readonly string[];
  titles: readonly string[];
  /** Houses are numbered by street and then as people count. */
  firstHouse: Uint32Array;
  houseId: Float64Array;
  houseLabel: Uint32Array;
  housePremises: Uint16Array;
  houseFlags: Uint8Array;
  labels: readonly string[];
  labelMain: Uint32Array;
};

/** Numbers for values met for the first time. */
function numbering(): { of(value: string): number; values(): string[] } {
  const known = new Map<string, number>();
  return {
    of(value) {
      const number = known.get(value) ?? known.size;
      if (number === known.size) known.set(ownText(value), number);
      return number;
    },
    values: () => [...known.keys()],
  };
}

/** What the house row of a directory gives: `id` below 2^53, `premises` as a hint at how many may mean it, `flags` are the caller's bits. */
export type HouseRow = { street: number; id: number; label: string; premises: number; flags: number };
export type NewPlace = Omit<Place, 'weight'>;

/** Takes a directory row by row (places before their streets, streets before their houses) and makes the index of it. */
export function startAddressIndex() {
  const places: NewPlace[] = [];
  const names = numbering();
  const titles = numbering();
  const kinds = numbering();
  const labels = numbering();
  const street = {
    place: growing((n) => new Uint32Array(n)),
    name: growing((n) => new Uint32Array(n)),
    kind: growing((n) => new Uint16Array(n)),
    title: growing((n) => new Uint32Array(n)),
  };
  const house = {
    street: growing((n) => new Uint32Array(n)),
    id: growing((n) => new Float64Array(n)),
    label: growing((n) => new Uint32Array(n)),
    premises: growing((n) => new Uint16Array(n)),
    flags: growing((n) => new Uint8Array(n)),
  };
  return {
    addPlace: (place: NewPlace): number => places.push(place) - 1,
    /** Houses that stand on no street are found by the name of their place: give an empty name. */
    addStreet(place: number, kind: string, name: string): number {
      street.name.push(names.of(wordsOfName(name || places[place]!.name).join(' ')));
      street.kind.push(kinds.of(kindOfStreet(kind)));
      street.title.push(titles.of(name));
      return street.place.push(place);
    },
    addHouse({ street: of, id, label, premises, flags }: HouseRow): void {
      house.street.push(of);
      house.id.push(id);
      house.label.push(labels.of(label));
      house.premises.push(Math.min(premises, 65_535));
      house.flags.push(flags);
    },
    finish: (): AddressIndex => {
      const columns = {
        street: { place: street.place.done(), name: street.name.done(), kind: street.kind.done(), title: street.title.done() },
        house: { street: house.street.done(), id: house.id.done(), label: house.label.done(), premises: house.premises.done(), flags: house.flags.done() },
      };
      return pack(columns, { places, names: names.values(), titles: titles.values(), kinds: kinds.values(), labels: labels.values() });
    },
  };
}

type Columns = {
  street: { place: Uint32Array; name: Uint32Array; kind: Uint16Array; title: Uint32Array };
  house: { street: Uint32Array; id: Float64Array; label: Uint32Array; premises: Uint16Array; flags: Uint8Array };
};
type Values = { places: readonly NewPlace[]; names: readonly string[]; titles: readonly string[]; kinds: readonly string[]; labels: readonly string[] };

const moved = <Column extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(column: Column, order: Uint32Array): Column => {
  const copy = column.slice() as Column;
  for (let at = 0; at < order.length; at += 1) copy[at] = column[order[at]!]!;
  return copy;
};
const placesIn = (order: Uint32Array): Uint32Array => {
  const place = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at += 1) place[order[at]!] = at;
  return place;
};

function pack({ street, house }: Columns, { places, names, titles, kinds, labels }: Values): AddressIndex {
  const weightOfStreet = new Uint32Array(street.place.length);
  for (const [n, one] of house.street.entries()) weightOfStreet[one]! += 1 + house.premises[n]!;
  const weights = new Float64Array(places.length);
  const nameWeights = new Float64Array(names.length);
  for (let n = 0; n < street.place.length; n += 1) {
    weights[street.place[n]!]! += weightOfStreet[n]!;
    nameWeights[street.name[n]!]! += weightOfStreet[n]!;
  }
  // Places from the weightiest; streets by name and then by place; houses by street and then by number: stable groupings one after another.
  const placeOrder = Uint32Array.from(places.keys()).sort((a, b) => weights[b]! - weights[a]! || a - b);
  const rank = placesIn(placeOrder);
  const streetRank = street.place.map((place) => rank[place]!);
  const byName = groupBy(street.name, names.length, groupBy(streetRank, places.length).items);
  const newStreet = placesIn(byName.items);
  const numbers = labels.map((label) => readHouseLabel(label));
  const labelOrder = Uint32Array.from(labels.keys()).sort(
    (a, b) => numbers[a]!.main - numbers[b]!.main || compareParts(numbers[a]!.parts, numbers[b]!.parts) || a - b,
  );
  const labelRank = placesIn(labelOrder);
  const houseLabel = house.label.map((label) => labelRank[label]!);
  const byStreet = groupBy(
    house.street.map((one) => newStreet[one]!),
    street.place.length,
    groupBy(houseLabel, labels.length).items,
  );
  return {
    ...wordsOfPlaces([...placeOrder].map((n) => ({ ...places[n]!, weight: weights[n]! }))),
    ...wordsOfNames(names, nameWeights),
    firstStreet: byName.starts,
    streetPlace: moved(streetRank, byName.items),
    streetKind: moved(street.kind, byName.items),
    streetTitle: moved(street.title, byName.items),
    kinds,
    titles,
    firstHouse: byStreet.starts,
    houseId: moved(house.id, byStreet.items),
    houseLabel: moved(houseLabel, byStreet.items),
    housePremises: moved(house.premises, byStreet.items),
    houseFlags: moved(house.flags, byStreet.items),
    labels: [...labelOrder].map((n) => labels[n]!),
    labelMain: Uint32Array.from(labelOrder, (n) => numbers[n]!.main),
  };
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const one = a[at] ?? '';
    const other = b[at] ?? '';
    if (one === other) continue;
    const byNumber = Number(one) - Number(other);
    return one === '' ? -1 : other === '' ? 1 : byNumber || (one < other ? -1 : 1);
  }
  return 0;
}

function wordsOfPlaces(places: readonly Place[]): Pick<AddressIndex, 'places' | 'placeWords' | 'wordsOfPlace' | 'placesOfWord'> {
  const words = numbering();
  const own = places.map(({ name }) => wordsOfName(name).map(words.of));
  // Districts and regions are few and stand behind many places.
  const areas = new Map<string, number[]>();
  const ofArea = (area: string): number[] => {
    const known = areas.get(area) ?? wordsOfName(area).map(words.of);
    areas.set(area, known);
    return known;
  };
  const all = places.map(({ district, region }, n) => [...new Set([...own[n]!, ...(district === null ? [] : ofArea(district)), ...ofArea(region)])]);
  const values = words.values();
  const weights = new Float64Array(values.length);
  for (const [n, list] of all.entries()) for (const word of list) weights[word]! += places[n]!.weight;
  return { places, placeWords: indexWords(values, weights), wordsOfPlace: packLists(all), placesOfWord: turned(packLists(own), values.length) };
}

function wordsOfNames(names: readonly string[], nameWeights: Float64Array): Pick<AddressIndex, 'nameWords' | 'wordsOfName' | 'namesOfWord' | 'gluedNames'> {
  const words = numbering();
  const own = names.map((name) => (name === '' ? [] : name.split(' ').map(words.of)));
  const ownWords = words.values().length;
  const gluedNames = new Map<number, number[]>();
  for (const [name, text] of names.entries()) {
    const letters = text.split(' ').filter((word) => !/^\d/u.test(word));
    if (letters.length < 2) continue;
    const glued = words.of(letters.join(''));
    gluedNames.set(glued, [...(gluedNames.get(glued) ?? []), name]);
  }
  const values = words.values();
  const weights = new Float64Array(values.length);
  for (const [name, list] of own.entries()) for (const word of list) weights[word]! += nameWeights[name]!;
  for (const [word, list] of gluedNames) for (const name of list) weights[word]! += nameWeights[name]!;
  const lists = packLists(own);
  return {
    nameWords: indexWords(values, weights, new Set([...gluedNames.keys()].filter((word) => word >= ownWords))),
    wordsOfName: lists,
    namesOfWord: turned(lists, values.length),
    gluedNames,
  };
}
