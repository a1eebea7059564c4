// What the search answers of a directory: hits in words, and by what it may be narrowed. Pure.
import type { AddressIndex } from './address-index.ts';
import { findAddresses } from './find-addresses.ts';
import { nearPlaces, plainName, plainRegion, regionIn, type Town } from './near-places.ts';
import { type Directory, FLAGS } from './read-directory.ts';

export type SearchAsked = { typed: string; region?: string | undefined; district?: string | undefined; flags: readonly (keyof typeof FLAGS)[]; limit: number; /** Of the homes of the one who asks. */ near?: readonly Town[] };
export type FoundAddress = { key: string | null; address: string; place: string; isExact: boolean; flat: string | null; connected: boolean };
export type SearchAnswered = { hits: FoundAddress[]; regions: string[]; districts: string[] };

const PLAIN_KIND = /^[а-я]{1,3}$/u;
/** «ул. Ленина», «проезд Лесной», «б-р Культуры». */
export const withKind = (kind: string, name: string): string => (name === '' ? '' : kind === '' ? name : PLAIN_KIND.test(kind) ? `${kind}. ${name}` : `${kind} ${name}`);
/** «г. Липовск, Липовая обл.» */
export const placeWords = ({ kind, name, district, region }: { kind: string; name: string; district: string | null; region: string }): string => [withKind(kind, name), district, region].filter(Boolean).join(', ');
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

/** A street of the portal's houses and the same one of the directory are one answer. Pure. */
function streetsOnce(hits: readonly FoundAddress[]): FoundAddress[] {
  const like = (one: FoundAddress) => (other: FoundAddress): boolean => other.key === null && other.address === one.address && plainName(other.place) === plainName(one.place);
  return hits.filter((hit, n) => hit.key !== null || hits.findIndex(like(hit)) === n).map((hit) => (hit.key === null ? { ...hit, connected: hits.some((other) => like(hit)(other) && other.connected) } : hit));
}

export function answerSearch({ index, own, register }: Directory, { typed, region, district, flags, limit, near = [] }: SearchAsked): SearchAnswered {
  const [inRegion, inDistrict] = [region === undefined ? undefined : plainRegion(region), district === undefined ? undefined : plainName(district)];
  const hits = findAddresses(index, typed, {
    limit, near: nearPlaces(index, near), flags: flags.reduce((bits, flag) => bits | FLAGS[flag], 0),
    ...((inRegion ?? inDistrict) !== undefined && { place: (n: number) => (inRegion === undefined || regionIn(index, index.places[n]!.region) === inRegion) && (inDistrict === undefined || plainName(index.places[n]!.district ?? '') === inDistrict) }),
  });
  const known = areas(index);
  return {
    hits: streetsOnce(hits.map(({ street, house, isExact, flat }) => {
      const place = index.places[index.streetPlace[street]!]!;
      const id = house === null ? null : index.houseId[house]!;
      const key = id === null ? null : place.load === 0 ? `h-${own[id]!.houseId}` : register.has(place.load) ? `g-${id}` : `d-${place.load}-${id}`;
      const words = withKind(index.kinds[index.streetKind[street]!]!, index.titles[index.streetTitle[street]!]!);
      return { key, address: houseWords(words || (house === null ? withKind(place.kind, place.name) : 'д.'), house === null ? '' : index.labels[index.houseLabel[house]!]!), place: placeWords(place), isExact, flat, connected: place.load === 0 };
    })),
    regions: sorted([...known.values()].map((one) => one.region)),
    districts: inRegion === undefined ? [] : sorted(known.get(inRegion)?.districts.values() ?? []),
  };
}
