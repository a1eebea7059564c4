// Heating paid evenly over the year by the house meter (items 42(1), 43 of Rules 354; field rules 1.2): a month is counted by the average
// month of the year before, and once in the next year each month of it is counted anew by what the house really took. Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { countedLine } from '#modules/billing';
import { formatDecimal } from '#contract/russian';
import { chain, decimalText, minus, rounded, total, trimmed } from '#platform/decimal';
import { addMonths, monthsFrom, type Month } from '#platform/time';
import { isCutOff, ownHeat, splitHouseHeat, type FlatHeat, type HouseSplit } from './heating-terms.ts';
import type { HouseAccount, HouseMonth, HousePremises, PastCharge } from './house-month.ts';
import type { RegisterFacts, Source } from './volume-of-month.ts';
import { averageMonth, correctionOfYear } from './year-correction.ts';

/** What a house and its flats with heat meters took in each month of a year. `house` null: not all of it was read. */
export type YearHeat = {
  readonly year: string;
  readonly house: ReadonlyMap<Month, string> | null;
  readonly flats: ReadonlyMap<string, ReadonlyMap<Month, string>>;
};
/** `stands`: not removed, so that it must have been read through the end of the year. */
export type YearMeter = { readonly stands: boolean; readonly registers: readonly RegisterFacts[] };

const SCALE = 7;
const monthsOf = (year: string): Month[] => monthsFrom(`${year}-01`, `${year}-12`);

/** The months that each reading closes with equal parts of its use; what does not divide stays with the last. */
function usesOf({ points }: RegisterFacts): [Month, string][] {
  return points
    .filter(({ use, source }) => use !== null && source !== 'estimated')
    .flatMap(({ period, use, months }) => {
      const part = decimalText(trimmed(rounded(chain([use!], [BigInt(months)]), SCALE)));
      const rest = decimalText(trimmed(rounded(minus(use!, chain([part, BigInt(months - 1)])), SCALE)));
      return monthsFrom(addMonths(period, 1 - months), period).map((month): [Month, string] => [month, month === period ? rest : part]);
    });
}

/** What the meters ran in each month of the year; null unless all twelve are known, and through December by those that still stand. */
export function monthsOfYear(meters: readonly YearMeter[], year: string): ReadonlyMap<Month, string> | null {
  const months = monthsOf(year);
  const uses = new Map(months.map((month) => [month, [] as string[]]));
  for (const { stands, registers } of meters) {
    for (const register of registers) {
      const own = usesOf(register);
      if (stands && !own.some(([month]) => month === months.at(-1))) return null;
      for (const [month, use] of own) uses.get(month)?.push(use);
    }
  }
  if ([...uses.values()].some((parts) => parts.length === 0)) return null;
  return new Map([...uses].map(([month, parts]) => [month, decimalText(trimmed(rounded(total(parts), SCALE)))]));
}

const isFlat = ({ flatId }: HousePremises): boolean => flatId === null;
type UseOf = (uses: ReadonlyMap<Month, string>) => string;
function flatHeat(facts: HouseMonth, { premisesId, area, ownHeating }: HousePremises, { month, volumeOf }: { month: Month; volumeOf: UseOf }): FlatHeat {
  const uses = facts.lastYear?.flats.get(premisesId);
  return { area, volume: uses ? volumeOf(uses) : null, cutOff: isCutOff(ownHeating, month) };
}
const flatsOf = (facts: HouseMonth, of: { month: Month; volumeOf: UseOf }): FlatHeat[] =>
  [...facts.premises.values()].filter(isFlat).map((premises) => flatHeat(facts, premises, of));

export type EvenMonth = {
  readonly houseVolume: string;
  readonly split: HouseSplit | null;
  readonly source: Source;
  volumeOf(premisesId: string): string | null;
};
type Kept = {
  even: EvenMonth | null;
  months: Map<Month, { houseVolume: string; split: HouseSplit | null }>;
  posted: ReadonlyMap<string, readonly PastCharge[]>;
};
const kept = new WeakMap<HouseMonth, Kept>();

function keptOf(facts: HouseMonth): Kept {
  const known = kept.get(facts) ?? {
    even: evenMonthOf(facts),
    months: new Map(),
    posted: Map.groupBy(
      facts.past.filter(({ serviceCode }) => serviceCode === 'heating'),
      ({ accountId }) => accountId,
    ),
  };
  kept.set(facts, known);
  return known;
}

const ofFlat = (uses: ReadonlyMap<Month, string> | undefined): string | null => (uses ? averageMonth(uses) : null);

function evenMonthOf(facts: HouseMonth): EvenMonth | null {
  const { lastYear, month } = facts;
  if (!lastYear?.house) return null;
  const houseVolume = averageMonth(lastYear.house);
  return {
    houseVolume,
    split: splitHouseHeat(houseVolume, facts, flatsOf(facts, { month, volumeOf: averageMonth })),
    source: { kind: 'average', date: null, document: `общий счётчик за ${lastYear.year} год`, months: 12 },
    volumeOf: (premisesId) => ofFlat(lastYear.flats.get(premisesId)),
  };
}

/** The average month of the year before; null where the house was not read for all of it. */
export const evenMonth = (facts: HouseMonth): EvenMonth | null => keptOf(facts).even;

/** A month's line as the meters of that month have it; null for a line of another kind. */
function atFact(facts: HouseMonth, premises: HousePremises, base: ChargeTerms): ChargeTerms | null {
  const line = countedLine(base);
  if (line?.method !== 'heatingByHouse' && line?.method !== 'heatingByFlats' && line?.method !== 'heatingByNorm') return null;
  const { months } = keptOf(facts);
  const houseVolume = facts.lastYear!.house!.get(line.period)!;
  const ofMonth = { month: line.period, volumeOf: (uses: ReadonlyMap<Month, string>) => uses.get(line.period)! };
  const month = months.get(line.period) ?? { houseVolume, split: splitHouseHeat(houseVolume, facts, flatsOf(facts, ofMonth)) };
  months.set(line.period, month);
  const common = {
    period: line.period,
    benefit: line.benefit,
    unit: line.unit,
    area: premises.area,
    houseArea: facts.houseArea,
    source: { kind: 'houseMeter' as const, date: null, document: null, months: null },
    pieces: line.pieces.map(({ tariff, part }) => ({ tariff, part })),
  };
  const { split } = month;
  const became: TermsOf<'heatingByHouse'> | TermsOf<'heatingByFlats'> =
    split === null
      ? { method: 'heatingByHouse', ...common, houseVolume }
      : {
          method: 'heatingByFlats',
          ...common,
          commonVolume: split.commonVolume,
          own: ownHeat(flatHeat(facts, premises, ofMonth), split),
        };
  return base.method === 'roomShare' ? { ...base, flat: became } : became;
}

/** The correction of the year of heating before for an account; null also where the year was not read (see year-correction.ts). */
export function yearCorrection(facts: HouseMonth, { accountId, premisesId }: HouseAccount): TermsOf<'recalculation'> | null {
  const { lastYear, month, heatingMonths } = facts;
  const premises = facts.premises.get(premisesId);
  if (!premises || heatingMonths === null || facts.heating !== 'house_meter' || !lastYear?.house) return null;
  const { year } = lastYear;
  const flat = premises.flatId === null ? premises : (facts.premises.get(premises.flatId) ?? premises);
  const ofHouse = formatDecimal(decimalText(trimmed(rounded(total([...lastYear.house.values()]), 3))));
  return correctionOfYear({
    month,
    year,
    posted: keptOf(facts).posted.get(accountId) ?? [],
    atFact: (line) => atFact(facts, flat, line),
    of: 'heating',
    reason: `корректировка отопления за ${year} год по общему счётчику`,
    document: `Дом взял за ${year} год ${ofHouse}\u00a0Гкал`,
  });
}
