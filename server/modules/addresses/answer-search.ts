// What the search answers of a directory: hits in words, and by what it may be narrowed. Pure.
import type { AddressIndex } from './address-index.ts';
import { findAddresses } from './find-addresses.ts';
import { nearPlaces, plainName, plainRegion, regionIn, type Town } from './near-places.ts';
import { type Directory, FLAGS } from './read-directory.ts';
import { fitsDistrict, houseKey, type Place, placeKey, streetKey } from './same-house.ts';

export type SearchAsked = {
  typed: string;
  region?: string | undefined;
  district?: string | undefined;
  flags: readonly (keyof typeof FLAGS)[];
  limit: number;
  /** Of the homes of the one who asks. */ near?: readonly Town[];
};
export type FoundAddress = { key: string | null; address: string; place: string; isExact: boolean; flat: string | null; connected: boolean };
export type SearchAnswered = { hits: FoundAddress[]; regions: string[]; districts: string[] };

/** So many answers more are sought, as some may be one told by two sources. */
const TOLD_TWICE = 4;
const PLAIN_KIND = /^[а-я]{1,3}$/u;
/** «ул. Ленина», «проезд Лесной», «б-р Культуры». */
export const withKind = (kind: string, name: string): string =>
  name === '' ? '' : kind === '' ? name : PLAIN_KIND.test(kind) ? `${kind}. ${name}` : `${kind} ${name}`;
/** «г. Липовск, Липовая обл.» */
export const placeWords = ({ kind, name, district, region }: { kind: string; name: string; district: string | null; region: string }): string =>
  [withKind(kind, name), district, region].filter(Boolean).join(', ');
/** «ул. Липовая, 14» */
export const houseWords = (street: string, label: string): string => [street, label].filter(Boolean).join(', ');

/** A region or a district as it is shown, by the words that all ways to write it have in common. */
type Areas = Map<string, { region: string; districts: Map<string, string> }>;
const areasOf = new WeakMap<AddressIndex, Areas>();
const longer = (one: string, other = ''): string => (one.length > other.length ? one : other);
function areas(index: AddressIndex): Areas {
  const known: Areas = areasOf.get(index) ?? new Map();
  if (known.size === 0) {
    for (const { region, district } of index.places) {
      const area = known.get(regionIn(index, region)) ?? { region, districts: new Map<string, string>() };
      known.set(regionIn(index, region), { ...area, region: longer(region, area.region) });
      if (district !== null) area.districts.set(plainName(district), longer(district, area.districts.get(plainName(district))));
    }
    areasOf.set(index, known);
  }
  return known;
}
const sorted = (texts: Iterable<string>): string[] => [...texts].filter((text) => text !== '').sort((a, b) => a.localeCompare(b, 'ru'));

/** Of sources that tell of one street or house, however each writes it, the likeliest is answered. Pure. */
function onceEach(hits: readonly { key: string; place: Place; answer: FoundAddress }[]): FoundAddress[] {
  const once: { key: string; place: Place; answer: FoundAddress }[] = [];
  for (const hit of hits) {
    const same = once.find(({ key, place }) => key === hit.key && fitsDistrict(place.kind, place.district, hit.place.district));
    if (same) same.answer.connected ||= hit.answer.connected;
    else once.push(hit);
  }
  return once.map(({ answer }) => answer);
}

export function answerSearch({ index, own, register }: Directory, { typed, region, district, flags, limit, near = [] }: SearchAsked): SearchAnswered {
  const [inRegion, inDistrict] = [region === undefined ? undefined : plainRegion(region), district === undefined ? undefined : plainName(district)];
  const hits = findAddresses(index, typed, {
    limit: limit + TOLD_TWICE,
    near: nearPlaces(index, near),
    flags: flags.reduce((bits, flag) => bits | FLAGS[flag], 0),
    ...((inRegion ?? inDistrict) !== undefined && {
      place: (n: number) =>
        (inRegion === undefined || regionIn(index, index.places[n]!.region) === inRegion) &&
        (inDistrict === undefined || plainName(index.places[n]!.district ?? '') === inDistrict),
    }),
  });
  const known = areas(index);
  return {
    hits: onceEach(
      hits.map(({ street, house, isExact, flat }) => {
        const place = index.places[index.streetPlace[street]!]!;
        const id = house === null ? null : index.houseId[house]!;
        const key = id === null ? null : place.load === 0 ? `h-${own[id]!.houseId}` : register.has(place.load) ? `g-${id}` : `d-${place.load}-${id}`;
        const [kind, title] = [index.kinds[index.streetKind[street]!]!, index.titles[index.streetTitle[street]!]!];
        const label = house === null ? '' : index.labels[index.houseLabel[house]!]!;
        const of = streetKey(placeKey(place), kind, title);
        const address = houseWords(withKind(kind, title) || (house === null ? withKind(place.kind, place.name) : 'д.'), label);
        return {
          key: house === null ? of : houseKey(of, label),
          place,
          answer: { key, address, place: placeWords(place), isExact, flat, connected: place.load === 0 },
        };
      }),
    ).slice(0, limit),
    regions: sorted([...known.values()].map((one) => one.region)),
    districts: inRegion === undefined ? [] : sorted(known.get(inRegion)?.districts.values() ?? []),
  };
}
