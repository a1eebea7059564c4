// What a month of a house must cost, from the law and nothing of the calculation's own: two counts that were made apart and agree to the
// kopeck are both right. Numbers are fractions; where the law or the readme rounds a volume (six decimals an average, seven the
// house's), it is rounded here too.

type Fraction = readonly [numerator: bigint, divisor: bigint];
/** Days of the month that an account answers for, both included. */
export type ModelAccount = { readonly id: string; readonly flat: number; readonly from: number; readonly to: number };
export type ModelFlat = {
  /** Hundredths of a square metre. */
  readonly area: bigint;
  /** Litres of cold water by months; null: no meter. */
  readonly litres: readonly bigint[] | null;
  /** The meter may not be charged by since: the number of the month and its day. */
  readonly stopped: { readonly month: number; readonly day: number } | null;
  /** It is heated by itself in these months whole. */
  readonly cutOff: readonly boolean[];
};
export type ModelMonth = {
  readonly n: number;
  readonly days: number;
  readonly flats: readonly ModelFlat[];
  readonly accounts: readonly ModelAccount[];
  /** Thousandths of a gigacalorie by the house meter; null: heat goes by the norm. */
  readonly heat: bigint | null;
  /** Litres of cold water by the house meter. */
  readonly houseLitres: bigint;
  /** The owners pay what common property takes over the norm. */
  readonly overNorm: boolean;
};

/** Kopecks. */
const PRICE = { upkeep: [3185n, 1n], water: [5240n, 1n], waste: [98_136n, 1n], intercom: [6500n, 1n], heat: [235_018n, 1n] } as const;
const PEOPLE = 2n;
const COMMON_AREA: Fraction = [61_000n, 100n];
const NORM = { water: [485n, 100n], waste: [168n, 1000n], common: [208n, 10_000n], heat: [2n, 100n] } as const;
/** The month of the first reading; three are known before October. */
const FIRST = 7;
const AVERAGES = 3;

const times = (...all: readonly Fraction[]): Fraction => all.reduce(([n, d], [m, e]) => [n * m, d * e], [1n, 1n]);
const over = (a: Fraction, [m, e]: Fraction): Fraction => times(a, [e, m]);
const plus = (...all: readonly Fraction[]): Fraction => all.reduce(([n, d], [m, e]) => [n * e + m * d, d * e], [0n, 1n]);
const whole = (n: bigint): Fraction => [n, 1n];
const halfUp = ([n, d]: Fraction): bigint => (n < 0n ? -halfUp([-n, d]) : (n * 2n + d) / (d * 2n));
const roundedTo = (digits: bigint, of: Fraction): Fraction => [halfUp(times(of, whole(10n ** digits))), 10n ** digits];
const isOver = ([n, d]: Fraction, [m, e]: Fraction): boolean => n * e > m * d;
const litresOf = (litres: bigint): Fraction => [litres, 1000n];
const areaOf = ({ area }: ModelFlat): Fraction => [area, 100n];

type Water = { readonly volume: Fraction; readonly raised: boolean };

/** The average of the last six months at most before the meter stopped. */
function averageOf({ litres, stopped }: ModelFlat): Fraction {
  const known = litres!.slice(0, stopped!.month - FIRST).slice(-6);
  return roundedTo(6n, over(plus(...known.map(litresOf)), whole(BigInt(known.length))));
}

/** Readings are of the 24th. By them, by the average for the rest of a month and two more, then by the norm and half as much again. */
function waterOf(flat: ModelFlat, { n, days }: ModelMonth): Water {
  const norm = times(whole(PEOPLE), NORM.water);
  if (flat.litres === null) return { volume: norm, raised: false };
  const { stopped } = flat;
  if (stopped === null || n < stopped.month) return { volume: litresOf(flat.litres[n - FIRST]!), raised: false };
  if (n - stopped.month >= AVERAGES) return { volume: norm, raised: true };
  const average = averageOf(flat);
  if (n > stopped.month || stopped.day < 24) return { volume: average, raised: false };
  const without = times(average, [BigInt(days - stopped.day + 1), BigInt(days)]);
  return { volume: roundedTo(6n, plus(litresOf(flat.litres[n - FIRST]!), without)), raised: false };
}

function commonWater(month: ModelMonth): Fraction {
  const byNorm = times(NORM.common, COMMON_AREA);
  const flats = plus(...month.flats.map((flat) => waterOf(flat, month).volume));
  const left = roundedTo(7n, plus(litresOf(month.houseLitres), times(whole(-1n), flats)));
  const measured: Fraction = left[0] > 0n ? left : [0n, 1n];
  return isOver(measured, byNorm) && !month.overNorm ? byNorm : measured;
}

/** What a flat takes of the house's heat: its own and its part of the common. */
function heatOf(flat: ModelFlat, { n, flats, heat }: ModelMonth): Fraction {
  const isCut = ({ cutOff }: ModelFlat): boolean => cutOff[n - FIRST]!;
  const all = plus(...flats.map(areaOf));
  const heated = plus(...flats.filter((one) => !isCut(one)).map(areaOf));
  const house = heat !== null ? litresOf(heat) : flats.some(isCut) ? roundedTo(7n, times(heated, NORM.heat)) : times(all, NORM.heat);
  if (!flats.some(isCut)) return over(times(house, areaOf(flat)), all);
  const [sharing, common] = [plus(heated, COMMON_AREA), roundedTo(7n, over(times(house, COMMON_AREA), plus(heated, COMMON_AREA)))];
  return plus(isCut(flat) ? whole(0n) : over(times(house, areaOf(flat)), sharing), over(times(common, areaOf(flat)), all));
}

/** Kopecks by account and service, `id service`. */
export function costOfMonth(month: ModelMonth): Map<string, bigint> {
  const all = plus(...month.flats.map(areaOf));
  const common = commonWater(month);
  return new Map(
    month.accounts.flatMap(({ id, flat: number, from, to }): [string, bigint][] => {
      const flat = month.flats[number]!;
      const part: Fraction = [BigInt(to - from + 1), BigInt(month.days)];
      const water = times(waterOf(flat, month).volume, PRICE.water, part);
      return [
        [`${id} maintenance`, halfUp(times(areaOf(flat), PRICE.upkeep, part))],
        [`${id} intercom`, halfUp(times(PRICE.intercom, part))],
        [`${id} waste`, halfUp(times(whole(PEOPLE), NORM.waste, PRICE.waste, part))],
        [`${id} cold_water`, halfUp(water) + (waterOf(flat, month).raised ? halfUp(times(water, [1n, 2n])) : 0n)],
        [`${id} common_cold_water`, halfUp(times(over(times(common, areaOf(flat)), all), PRICE.water, part))],
        [`${id} heating`, halfUp(times(heatOf(flat, month), PRICE.heat, part))],
      ];
    }),
  );
}

/** Lines that differ from the model, as text. */
export const differentLines = (wanted: ReadonlyMap<string, bigint>, found: ReadonlyMap<string, bigint>): string[] =>
  [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((key) => (wanted.get(key) ?? 0n) !== (found.get(key) ?? 0n))
    .map((key) => `${key}: ${found.get(key)}, the model has ${wanted.get(key)}`);
