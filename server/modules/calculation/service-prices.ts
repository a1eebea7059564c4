// Prices of a service in a month of a house: pieces of the month with the tariffs and norms that hold in them, cut once for all flats alike. Pure.
import type { ChargeTerms } from '#contract/charge-terms';
import type { NormBase } from '#contract/directories';
import { compare } from '#platform/decimal';
import type { FlatVolumes } from './flat-volumes.ts';
import { zonesOf } from './flat-volumes.ts';
import type { HouseAccount, HouseMonth, HousePremises, HouseService, Missing } from './house-month.ts';
import { cutMonth, isGap, type Force, type Piece, type Tariff, type Zone } from './tariff-pieces.ts';
import type { People, Prices } from './utility-terms.ts';

/** Terms of a line as it is counted, before corrections and the split between rooms. */
export type Base = Exclude<ChargeTerms, { method: 'corrected' | 'roomShare' }>;
export type At = { facts: HouseMonth; account: HouseAccount; premises: HousePremises; service: HouseService; volumes: FlatVolumes };
export type Line = Base | Missing | null;

export const norm = (facts: HouseMonth, code: string, per: NormBase) =>
  facts.norms.filter(({ serviceCode, per: of }) => serviceCode === code && of === per).map(({ force }) => force);
export const spanOf = ({ account }: At) => account.span ?? undefined;
export const headOf = ({ facts, service }: At) => ({ month: facts.month, unit: service.unit, benefit: null });

type PriceKeys = Readonly<Record<string, Tariff>>;
const order = (a: string, b: string) => compare(a, b);

/** Prices of a day from the tariffs in force on it: by zone and by the start of each range. */
function pricesOf(values: PriceKeys): Prices {
  const keys = Object.keys(values).map((key) => ({ key, zone: key.slice(0, key.indexOf(' ')), from: key.slice(key.indexOf(' ') + 1) }));
  const zones = zonesOf(keys.map(({ zone }) => zone));
  const limits = [...new Set(keys.map(({ from }) => from).filter((from) => compare(from, '0') > 0))].sort(order);
  const byZone: Partial<Record<Zone, Tariff[]>> = {};
  for (const { zone } of keys)
    byZone[zones[zone] ?? 'whole'] = keys
      .filter((one) => one.zone === zone)
      .sort((a, b) => order(a.from, b.from))
      .map(({ key }) => values[key]!);
  return { limits, byZone };
}

export type Dated<V> = { readonly [K in keyof V]: readonly Force<V[K]>[] };
type Kept = WeakMap<HouseMonth, Map<string, Map<string, unknown>>>;
const keptPrices: Kept = new WeakMap();
const keptTariffs: Kept = new WeakMap();

/** Flats with the same people share the pieces of a service: they are cut once for the house. An account of a part of the month has its own. */
function kept<P>(pieces: Kept, at: At, more: Dated<object>, make: () => P): P {
  if (at.account.span) return make();
  const services = pieces.get(at.facts) ?? new Map<string, Map<string, unknown>>();
  if (services.size === 0) pieces.set(at.facts, services);
  const known = services.get(at.service.code) ?? new Map<string, unknown>();
  if (known.size === 0) services.set(at.service.code, known);
  const key = 'people' in more ? textOf(more.people as object) : 'norm' in more ? 'norm' : '';
  const found = known.get(key) as P | undefined;
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

const texts = new WeakMap<object, string>();
function textOf(people: object): string {
  const text = texts.get(people) ?? JSON.stringify(people);
  texts.set(people, text);
  return text;
}

/** The pieces of the month with their prices, and beside them what else is dated. */
export function pricedPieces<V extends object>(at: At, more: Dated<V>): readonly Piece<V & { prices: Prices }>[] | Missing {
  return kept(keptPrices, at, more, () => cutPrices(at, more));
}

function cutPrices<V extends object>(at: At, more: Dated<V>): readonly Piece<V & { prices: Prices }>[] | Missing {
  const own = at.facts.tariffs.filter(({ serviceCode }) => serviceCode === at.service.code);
  const timelines: Record<string, readonly Force<unknown>[]> = { ...more };
  for (const [key, forces] of Map.groupBy(own, ({ zone, fromVolume }) => `${zone} ${fromVolume}`)) timelines[`price ${key}`] = forces.map(({ force }) => force);
  const cut = cutMonth<Record<string, unknown>>(at.facts.month, timelines, spanOf(at));
  if (isGap(cut)) return { missing: cut.missing.startsWith('price ') ? 'noTariff' : cut.missing === 'people' ? 'nobody' : 'noNorm' };
  return cut.map((piece) => {
    const prices: Record<string, Tariff> = {};
    const rest: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(piece.values)) {
      if (name.startsWith('price ')) prices[name.slice('price '.length)] = value as Tariff;
      else rest[name] = value;
    }
    return { ...piece, values: { ...(rest as V), prices: pricesOf(prices) } };
  });
}

/** Pieces with the one price of a service that has no zones and no ranges. */
export function tariffPieces<V extends object>(at: At, more: Dated<V>): Piece<V & { tariff: Tariff }>[] | Missing {
  return kept(keptTariffs, at, more, () => cutTariff(at, more));
}

function cutTariff<V extends object>(at: At, more: Dated<V>): Piece<V & { tariff: Tariff }>[] | Missing {
  const cut = pricedPieces(at, more);
  if ('missing' in cut) return cut;
  const pieces = cut.map(({ values: { prices, ...values }, ...piece }) => ({
    ...piece,
    values: { ...(values as unknown as V), tariff: prices.byZone.whole?.[0] ?? prices.byZone.day?.[0] },
  }));
  return pieces.every((piece): piece is typeof piece & { values: { tariff: Tariff } } => piece.values.tariff !== undefined) ? pieces : { missing: 'noTariff' };
}

export const nobody = (pieces: readonly Piece<{ people: People }>[]): boolean => pieces.every(({ values: { people } }) => people.count === 0);
