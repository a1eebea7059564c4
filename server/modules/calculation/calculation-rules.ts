// What the law gives as numbers, by the day from which it does: rows, not constants in formulas. A new decree is a new row. Pure.
import type { Day, Month } from '#platform/time';
import type { Force } from './tariff-pieces.ts';

/** Items 59–60 of Rules 354 (ПП № 354 of 06.05.2011): what is charged while there are no readings. */
export type EstimateRules = {
  readonly averageOfMonths: number;
  readonly averageNeedsMonths: number;
  readonly averagePeriods: { readonly residential: number; readonly other: number };
  readonly coefficient: string;
};
const estimateRules: readonly { readonly fromMonth: Month; readonly rules: EstimateRules }[] = [
  { fromMonth: '0000-01', rules: { averageOfMonths: 6, averageNeedsMonths: 3, averagePeriods: { residential: 3, other: 2 }, coefficient: '1.5' } },
];

/** The rules of estimates for the month. */
export const estimateRulesOf = (month: Month): EstimateRules => estimateRules.findLast(({ fromMonth }) => fromMonth <= month)!.rules;

/** Item 62 of Rules 354: a meter that was tampered with is charged by the norm so many times, from so many months before the month of finding at most. */
export type TamperingRules = { readonly coefficient: string; readonly monthsBack: number };
const tamperingRules: readonly { readonly fromMonth: Month; readonly rules: TamperingRules }[] = [
  { fromMonth: '0000-01', rules: { coefficient: '10', monthsBack: 3 } },
];

/** The rules of tampering for the month. */
export const tamperingRulesOf = (month: Month): TamperingRules => tamperingRules.findLast(({ fromMonth }) => fromMonth <= month)!.rules;

/**
 * What was paid by the average of a year is corrected once, in the first quarter: heating (annex 2 to Rules 354, formulas 3(3), 3(4)), common
 * property (item 29(2) of Rules 491 as amended by ПП № 92 of 03.02.2022). Through which month.
 */
const correctionMonths: readonly { readonly fromMonth: Month; readonly through: number }[] = [{ fromMonth: '0000-01', through: 3 }];

/** The last month of the year, by its number, whose run may correct the year before. */
export const yearCorrectionMonths = (month: Month): number => correctionMonths.findLast(({ fromMonth }) => fromMonth <= month)!.through;

/** By how much the norm of heat is raised in a house that should have a meter of it and has none (annex 2 to Rules 354, item 2(1)). */
const heatNormRaised: readonly { readonly fromMonth: Month; readonly coefficient: string }[] = [{ fromMonth: '0000-01', coefficient: '1.5' }];

/** The coefficient of the month. Decimal text. */
export const heatNormCoefficient = (month: Month): string => heatNormRaised.findLast(({ fromMonth }) => fromMonth <= month)!.coefficient;

/** By how many points the interest of an instalment may be above the key rate (item 72 of Rules 354). */
const instalmentOver: readonly { readonly fromDay: Day; readonly points: string }[] = [{ fromDay: '0000-01-01', points: '3' }];

/** Points of the day. Decimal text. */
export const instalmentOverKeyRate = (day: Day): string => instalmentOver.findLast(({ fromDay }) => fromDay <= day)!.points;

/** From which day of delay the penalty is which part of the rate (Housing Code, article 155, parts 14 and 14.1). */
export type PenaltyStep = { readonly fromDay: number; readonly divisor: '130' | '300' };
export type PenaltyRules = {
  /** Per cent a year by days. */
  readonly keyRate: readonly Force<string>[];
  /** The highest rate that may be taken (ПП № 474 of 26.03.2022 as amended by № 329 of 18.03.2025). */
  readonly cap: readonly Force<string>[];
  readonly steps: { readonly service: readonly PenaltyStep[]; readonly repair: readonly PenaltyStep[] };
  /** Whether the day of the payment is still a day of delay. */
  readonly paymentDayCounts: boolean;
};

/** The law as it stands; the key rate comes from its table. */
export const penaltyRules = (keyRate: readonly Force<string>[]): PenaltyRules => ({
  keyRate,
  cap: [{ from: '2022-03-28', to: '2026-12-31', value: '9.5' }],
  steps: {
    service: [
      { fromDay: 31, divisor: '300' },
      { fromDay: 91, divisor: '130' },
    ],
    repair: [{ fromDay: 31, divisor: '300' }],
  },
  paymentDayCounts: true,
});

/** Breaks of a service (annex 1 to Rules 354): what is allowed and what each step over it takes off. Hours; null: no limit of that kind. */
export type BreakRule = { readonly monthHours: number | null; readonly onceHours: number | null; readonly percent: string; readonly stepHours: number };
export type BreakKind =
  | 'coldWater'
  | 'hotWater'
  | 'sewage'
  | 'accidentOnDeadEnd'
  | 'electricityTwoFeeds'
  | 'electricityOneFeed'
  | 'gas'
  | 'heatingFrom12'
  | 'heatingFrom10'
  | 'heatingFrom8'
  | 'heatingBelow8'
  | 'wasteCold'
  | 'wasteWarm';
const water: BreakRule = { monthHours: 8, onceHours: 4, percent: '0.15', stepHours: 1 };
const heating = (onceHours: number): BreakRule => ({ monthHours: 24, onceHours, percent: '0.15', stepHours: 1 });
const breakRules: readonly { readonly fromDay: Day; readonly rules: Readonly<Record<BreakKind, BreakRule>> }[] = [
  {
    fromDay: '0000-01-01',
    rules: {
      coldWater: water,
      hotWater: water,
      sewage: water,
      accidentOnDeadEnd: { ...water, monthHours: null, onceHours: 24 },
      electricityTwoFeeds: { monthHours: null, onceHours: 2, percent: '0.15', stepHours: 1 },
      electricityOneFeed: { monthHours: null, onceHours: 24, percent: '0.15', stepHours: 1 },
      gas: { monthHours: 4, onceHours: null, percent: '0.15', stepHours: 1 },
      heatingFrom12: heating(16),
      heatingFrom10: heating(8),
      heatingFrom8: heating(4),
      heatingBelow8: heating(0),
      wasteCold: { monthHours: 72, onceHours: 48, percent: '3.3', stepHours: 24 },
      wasteWarm: { monthHours: 72, onceHours: 24, percent: '3.3', stepHours: 24 },
    },
  },
];

/** The rules of breaks on the day. */
export const breakRulesOf = (day: Day): Readonly<Record<BreakKind, BreakRule>> => breakRules.findLast(({ fromDay }) => fromDay <= day)!.rules;

/** What heat, hot water and pressure must be (annex 1 to Rules 354; SanPiN 2.1.3684-21): degrees, and MPa by service. Decimal texts. */
export type QualityRules = {
  /** A room at night may be so much colder, and at any time so much warmer than its norm. */
  readonly room: { readonly nightLess: string; readonly over: string };
  readonly hotWater: { readonly least: string; readonly dayLess: string; readonly nightLess: string };
  readonly pressure: { readonly [serviceCode: string]: { readonly least: string; readonly most: string } };
  /** Pressure off its bounds by more than this per cent is no service. */
  readonly farPercent: string;
  /** The night is from midnight to this hour. */
  readonly nightEnds: number;
  /** Hot water colder than this costs as cold water. */
  readonly coldBelow: string;
  /** What an hour takes off the month's fee, per cent: for each degree in a room, each full `perDegrees` of hot water, weak or strong pressure. */
  readonly off: { readonly room: string; readonly hotWater: string; readonly perDegrees: bigint; readonly pressure: string };
};
const qualityRules: readonly { readonly fromDay: Day; readonly rules: QualityRules }[] = [
  {
    fromDay: '0000-01-01',
    rules: {
      room: { nightLess: '3', over: '4' },
      hotWater: { least: '60', dayLess: '3', nightLess: '5' },
      pressure: { cold_water: { least: '0.03', most: '0.6' }, hot_water: { least: '0.03', most: '0.45' } },
      farPercent: '25',
      nightEnds: 5,
      coldBelow: '40',
      off: { room: '0.15', hotWater: '0.1', perDegrees: 3n, pressure: '0.1' },
    },
  },
];

/** The rules of quality on the day. */
export const qualityRulesOf = (day: Day): QualityRules => qualityRules.findLast(({ fromDay }) => fromDay <= day)!.rules;

/** Temporary absence (items 86–92 of Rules 354): more full days in a row than so many, asked for within days after the return, answered within working days. */
export type AbsenceRules = { readonly longerThanDays: number; readonly applyWithinDays: number; readonly answerWithinDays: number };
const absenceRules: readonly { readonly fromDay: Day; readonly rules: AbsenceRules }[] = [
  { fromDay: '0000-01-01', rules: { longerThanDays: 5, applyWithinDays: 30, answerWithinDays: 5 } },
];

/** The rules for an application of the day. */
export const absenceRulesOf = (appliedOn: Day): AbsenceRules => absenceRules.findLast(({ fromDay }) => fromDay <= appliedOn)!.rules;

/** For how many months a housing subsidy is given at most (Housing Code, article 159; Rules of ПП № 761 of 14.12.2005). */
const subsidyTerms: readonly { readonly fromMonth: Month; readonly months: number }[] = [{ fromMonth: '0000-01', months: 6 }];

/** The longest term, in months, of a subsidy that begins in the month. */
export const subsidyMonthsOf = (fromMonth: Month): number => subsidyTerms.findLast((one) => one.fromMonth <= fromMonth)!.months;
