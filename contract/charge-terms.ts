// The terms of a charge line: everything the line's sum was made of, so that the sum can be made again from them alone (CALC-4) and shown
// as a formula with its sources (CHG-2). One member of the union for each way of charging. Numbers are decimal texts, money whole kopecks.
import { Type, type Static, type TSchema } from 'typebox';
import { Day, DecimalText, Kopecks, Month, Nullable, obj, OneOf, Text } from './types.ts';

/** A decimal above or at zero: volumes, areas, norms, tariffs. */
const Amount = Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,9})?$', description: 'Decimal number as text, not below zero' });
/** A decimal above zero: what is divided by. */
const Positive = Type.String({ pattern: '^(?=.*[1-9])\\d{1,15}(\\.\\d{1,9})?$', description: 'Decimal number as text, above zero' });
const People = Type.Integer({ minimum: 0, maximum: 9999 });
const one = <const V extends string | boolean>(value: V) => Type.Literal(value);
const pieces = <S extends TSchema>(piece: S, maxItems = 12) => Type.Array(piece, { minItems: 1, maxItems });

/** Roubles for a unit, with the day it came into force and the decision that set it. */
const Tariff = obj({ value: Amount, from: Nullable(Day), decision: Nullable(Text(300)) });
/** The part of the month that a piece stands for; null means all of it. */
const MonthPart = Nullable(obj({ days: Type.Integer({ minimum: 1, maximum: 31 }), of: Type.Integer({ minimum: 28, maximum: 31 }) }));
/** Why a meter that stands was not charged by, since a day, by an act. */
const Why = Type.Optional(obj({ is: OneOf(['broken', 'sealTorn', 'noAccess', 'unverified', 'tampered']), since: Day, act: Nullable(Text(200)) }));
/** Where a volume comes from. `document` is an act or a register by name and number. */
const VolumeSource = obj({
  kind: OneOf(['reading', 'remote', 'average', 'norm', 'houseMeter', 'act', 'register']),
  date: Nullable(Day),
  document: Nullable(Text(300)),
  months: Nullable(Type.Integer({ minimum: 1, maximum: 12, description: 'How many months the average is of' })),
  why: Why,
});
/** A raised coefficient: its excess over 1 is shown as a sum of its own (Rules 354, annex 2, formula 4(1)). */
const Raised = Nullable(obj({ coefficient: Amount, reason: OneOf(['noMeter', 'noHouseMeter', 'noAccess', 'broken', 'tampered']) }));
/** A benefit or subsidy taken off in the bill: a part of the sum in per cent, or a sum. */
const Benefit = Nullable(
  Type.Union([obj({ by: one('percent'), title: Text(200), percent: Amount }), obj({ by: one('sum'), title: Text(200), kopecks: Kopecks })]),
);
/** What the state or an employer pays instead of the person, decided for the account: shown apart from benefits, not charged to the debtor. */
const Subsidy = Type.Optional(obj({ title: Text(200), kopecks: Kopecks }));
const PersonsAre = OneOf(['registered', 'owners']);
const Zone = OneOf(['whole', 'day', 'night', 'peak', 'halfPeak']);

const common = { period: Month, benefit: Benefit, subsidy: Subsidy };
const measured = { ...common, unit: Text(20, 1) };
const priced = { tariff: Tariff, part: MonthPart };

/** What a register of a meter showed before and now. */
const RegisterUse = obj({ zone: Zone, meter: Text(50), before: Amount, beforeOn: Day, after: Amount, afterOn: Day, verifiedUntil: Type.Optional(Day) });

/** A piece for each zone, range (`upTo`, null: the last) or tariff of the month; below zero where a check found less than was handed in. */
const MeterPieces = pieces(obj({ zone: Zone, volume: DecimalText, upTo: Nullable(Amount), ...priced }), 60);
/** Days, both ends included. */
const Days = Type.Array(obj({ from: Day, to: Day }), { maxItems: 31 });
const NormPiece = obj({ persons: People, norm: Amount, area: Type.Optional(Amount), ...priced });

const MeterTerms = obj({
  method: one('meter'),
  ...measured,
  source: VolumeSource,
  readings: Type.Array(RegisterUse, { maxItems: 12 }),
  pieces: MeterPieces,
});
const NormTerms = obj({
  method: one('norm'),
  ...measured,
  personsAre: PersonsAre,
  raised: Raised,
  /** There is a meter, but nobody told its readings for too long, or too few of them for an average. */
  unread: Type.Optional(one('unread')),
  why: Why,
  /** The meter was tampered with on these days (item 62 of Rules 354): what it measured on the others. */
  tampered: Type.Optional(
    obj({ days: Days, measured: Type.Optional(obj({ source: VolumeSource, readings: Type.Array(RegisterUse, { maxItems: 12 }), pieces: MeterPieces })) }),
  ),
  /** With `area` the norm of the piece is for a square metre (gas that heats), else for a person; `plain`: days that are not raised. */
  pieces: pieces(obj({ ...NormPiece.properties, plain: Type.Optional(one(true)) }), 60),
});
/** A price for the flat or the parking place as it is: intercom, antenna. */
const UnitRateTerms = obj({ method: one('unitRate'), ...measured, pieces: pieces(obj(priced)) });
const AreaRateTerms = obj({ method: one('areaRate'), ...common, area: Amount, pieces: pieces(obj(priced)) });
const AreaNormTerms = obj({ method: one('areaNorm'), ...measured, area: Amount, pieces: pieces(obj({ norm: Amount, ...priced })) });
const HeatingByHouseTerms = obj({
  method: one('heatingByHouse'),
  ...measured,
  area: Amount,
  houseArea: Positive,
  houseVolume: Amount,
  source: VolumeSource,
  pieces: pieces(obj(priced)),
});
/**
 * Own use, plus a share of what the house took and no flat's volume explains. `average`: by the flats that have heat meters; `house`: no flat
 * has one, and the house's heat is of the heated area (flats that were not cut off, and common property); `cutOff`: no own use.
 */
const HeatingByFlatsTerms = obj({
  method: one('heatingByFlats'),
  ...measured,
  area: Amount,
  houseArea: Positive,
  commonVolume: DecimalText,
  source: VolumeSource,
  own: Type.Union([
    obj({ by: one('meter'), volume: DecimalText }),
    obj({ by: one('average'), meteredVolume: Amount, meteredArea: Positive }),
    obj({ by: one('house'), houseVolume: Amount, heatedArea: Positive }),
    obj({ by: one('cutOff') }),
  ]),
  pieces: pieces(obj(priced)),
});
const HeatingByNormTerms = obj({
  method: one('heatingByNorm'),
  ...measured,
  area: Amount,
  raised: Raised,
  /** Paid evenly over the year: heating months of twelve; null: in the heating season only. */
  season: Nullable(Type.Integer({ minimum: 1, maximum: 12 })),
  pieces: pieces(obj({ norm: Amount, ...priced })),
});
const HouseNeedsTerms = obj({
  method: one('houseNeeds'),
  ...measured,
  area: Amount,
  houseArea: Positive,
  source: VolumeSource,
  need: Type.Union([obj({ by: one('norm'), norm: Amount, commonArea: Amount }), obj({ by: one('meter'), volume: Amount })]),
  pieces: pieces(obj(priced)),
});
const WasteTerms = obj({
  method: one('waste'),
  ...measured,
  base: Type.Union([obj({ by: one('person'), persons: People, personsAre: PersonsAre }), obj({ by: one('area'), area: Amount })]),
  pieces: pieces(obj({ norm: Amount, ...priced })),
});
const CapitalRepairTerms = obj({
  method: one('capitalRepair'),
  ...common,
  area: Amount,
  share: Nullable(obj({ numerator: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }), denominator: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }) })),
  pieces: pieces(obj(priced)),
});
const HotWaterUse = Type.Union([
  obj({ by: one('meter'), volume: Amount }),
  obj({ by: one('norm'), persons: People, personsAre: Type.Optional(PersonsAre), norm: Amount }),
]);
/** Two-component hot water: the water, and the heat that warms it. A piece has a use of its own when people or readings cut the month. */
const HotWaterTerms = obj({
  method: one('hotWater'),
  ...measured,
  source: VolumeSource,
  readings: Type.Array(RegisterUse, { maxItems: 12 }),
  raised: Raised,
  use: HotWaterUse,
  heatUnit: Text(20, 1),
  heatPerUnit: Amount,
  pieces: pieces(obj({ ...priced, heatTariff: Tariff, use: Type.Optional(HotWaterUse) })),
});
/** The sum came with a supplier's register, with the volume and tariff or without. */
const GivenTerms = obj({
  method: one('given'),
  ...common,
  register: Nullable(Text(300)),
  sumKopecks: Kopecks,
  detail: Nullable(
    obj({ volume: DecimalText, unit: Text(20, 1), tariff: Tariff, source: VolumeSource, toleranceKopecks: Type.Integer({ minimum: 0, maximum: 10_000 }) }),
  ),
});
const RecalculationTerms = obj({
  method: one('recalculation'),
  ...common,
  reason: Text(500, 1),
  document: Nullable(Text(300)),
  ground: Type.Union([
    obj({
      by: one('months'),
      year: Type.Optional(Type.String({ pattern: '^\\d{4}$', description: 'The year paid by an average that is corrected by the house meter' })),
      of: Type.Optional(Type.Union([one('heating'), one('common')])),
      /** The days of tampering that are charged so after it. */ tampered: Type.Optional(Days),
      months: Type.Array(obj({ month: Month, wasKopecks: Kopecks, becameKopecks: Kopecks }), { minItems: 1, maxItems: 60 }),
    }),
    obj({
      by: one('absence'),
      monthKopecks: Kopecks,
      absentPersons: People,
      persons: Type.Integer({ minimum: 1, maximum: 9999 }),
      days: Type.Integer({ minimum: 1, maximum: 31 }),
      of: Type.Integer({ minimum: 28, maximum: 31 }),
    }),
    obj({ by: one('days'), monthKopecks: Kopecks, days: Type.Integer({ minimum: 1, maximum: 31 }), of: Type.Integer({ minimum: 28, maximum: 31 }) }),
    obj({ by: one('quality'), monthKopecks: Kopecks, percent: Amount, steps: Amount, stepUnit: Text(40, 1) }),
    obj({ by: one('decision'), sumKopecks: Kopecks }),
    /** Days of a posted month on which the meter was tampered with: by the norm raised, less what was charged for them (item 62 of Rules 354). */
    obj({
      by: one('tampered'),
      month: Month,
      days: Days,
      unit: Text(20, 1),
      personsAre: PersonsAre,
      coefficient: Amount,
      pieces: pieces(NormPiece, 60),
      monthKopecks: Kopecks,
      charged: obj({ days: Type.Integer({ minimum: 1, maximum: 31 }), of: Type.Integer({ minimum: 1, maximum: 31 }) }),
    }),
    /** A charge of a month paid by parts: the first puts the rest off, the later ones bring it back with the interest of a month on what was left. */
    obj({
      by: one('instalment'),
      month: Month,
      sumKopecks: Kopecks,
      part: Type.Integer({ minimum: 1, maximum: 60 }),
      parts: Type.Integer({ minimum: 2, maximum: 60 }),
      partKopecks: Kopecks,
      restKopecks: Kopecks,
      percent: Amount,
    }),
  ]),
});
const PenaltyTerms = obj({
  method: one('penalty'),
  ...common,
  /** A stretch of days of one month's debt with one rate; the penalty of each month's debt is rounded once. */
  stretches: Type.Array(
    obj({
      month: Month,
      debtKopecks: Kopecks,
      from: Day,
      to: Day,
      days: Type.Integer({ minimum: 1, maximum: 36_600 }),
      percent: Amount,
      divisor: Type.Union([one('130'), one('300')]),
    }),
    { minItems: 1, maxItems: 400 },
  ),
  /** A part of an instalment is in one of these debts, without its interest. */
  withParts: Type.Optional(one(true)),
});

const plain = [
  MeterTerms,
  NormTerms,
  UnitRateTerms,
  AreaRateTerms,
  AreaNormTerms,
  HeatingByHouseTerms,
  HeatingByFlatsTerms,
  HeatingByNormTerms,
  HouseNeedsTerms,
  WasteTerms,
  CapitalRepairTerms,
  HotWaterTerms,
  GivenTerms,
  RecalculationTerms,
  PenaltyTerms,
] as const;
/** A room of a communal flat: the flat's sum is counted once and split over the rooms by largest remainder. `weights` are of all rooms. */
const RoomShareTerms = obj({
  method: one('roomShare'),
  ...common,
  flat: Type.Union([...plain]),
  weights: Type.Array(Amount, { minItems: 1, maxItems: 100 }),
  weightUnit: Text(20, 1),
  room: Type.Integer({ minimum: 0, maximum: 99, description: 'Which of the weights is this room' }),
});
/** A line of a month together with the recalculations that the month brings. */
const CorrectedTerms = obj({
  method: one('corrected'),
  period: Month,
  benefit: Type.Null(),
  base: Nullable(Type.Union([...plain, RoomShareTerms])),
  recalculations: Type.Array(RecalculationTerms, { minItems: 1, maxItems: 60 }),
});

export const ChargeTerms = Type.Union([...plain, RoomShareTerms, CorrectedTerms]);
export type ChargeTerms = Static<typeof ChargeTerms>;
export type ChargeMethod = ChargeTerms['method'];
export type TermsOf<M extends ChargeMethod> = Extract<ChargeTerms, { method: M }>;

/** A box of the formula on the screen: the operator before it, the number as a person reads it, what it is. */
export const FormulaBox = obj({ operator: OneOf(['', '×', '÷', '+', '−', '=']), value: Text(60), caption: Text(200) });
export type FormulaBox = Static<typeof FormulaBox>;

/** «Почему столько?»: rows of boxes, each ending with what it gives (the last with the sum of the line), and the same in words. */
export const ChargeExplanation = obj({
  formula: Type.Array(Type.Array(FormulaBox)),
  sumKopecks: Kopecks,
  counted: Text(600),
  tariffFrom: Nullable(Text(600)),
  volumeFrom: Nullable(Text(600)),
  changed: Nullable(Text(2000)),
});
export type ChargeExplanation = Static<typeof ChargeExplanation>;
