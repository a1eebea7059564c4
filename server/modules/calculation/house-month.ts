// All that a month of a house is counted from, as plain facts. Loaded by load-house.ts, counted by charge-house.ts; no I/O here.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import type { CommonWay } from '#contract/common-payment';
import type { NormBase } from '#contract/directories';
import type { HouseReference } from '#modules/billing';
import type { Share } from '#modules/ledger';
import type { Kopecks } from '#platform/money';
import type { Day, Month } from '#platform/time';
import type { YearCommon } from './common-property.ts';
import type { Decision } from './decisions.ts';
import type { YearHeat } from './even-heating.ts';
import type { OwnHeating } from './heating-terms.ts';
import type { MonthDebt } from './penalty.ts';
import type { Tampering } from './tampered-days.ts';
import type { Force, Span, Tariff } from './tariff-pieces.ts';
import type { People } from './utility-terms.ts';
import type { MeterFacts } from './volume-of-month.ts';

export type HouseAccount = {
  readonly accountId: string;
  readonly number: string;
  readonly kind: string;
  readonly premisesId: string;
  /** The part of the month that it answers for; null: all of it. */ readonly span: Span | null;
  /** Of capital repair: the share of the flat; null or none: the whole flat. */ readonly share?: Share | null;
};
export type HousePremises = {
  readonly premisesId: string;
  readonly kind: string;
  readonly area: string;
  readonly isMunicipal: boolean;
  /** The communal flat of a room, and the area by which the room shares in it. */
  readonly flatId: string | null;
  readonly shareArea: string;
  readonly people: readonly Force<People>[];
  /** By service; a service without a meter has none. */
  readonly meters: ReadonlyMap<string, readonly MeterFacts[]>;
  /** Services for which a meter stood here once, so that one can stand. */
  readonly meterPossible: ReadonlySet<string>;
  /** When it is cut off from the heating of the house; null: it never was. */
  readonly ownHeating: OwnHeating | null;
};
export type HouseTariff = { readonly serviceCode: string; readonly zone: string; readonly fromVolume: string; readonly force: Force<Tariff> };
export type HouseNorm = { readonly serviceCode: string; readonly per: NormBase; readonly force: Force<string> };
export type HouseService = { readonly code: string; readonly unit: string; readonly block: string };
export type PastCharge = {
  readonly accountId: string;
  readonly month: Month;
  readonly serviceCode: string;
  readonly totalKopecks: Kopecks;
  readonly terms: ChargeTerms;
};

export type HouseMonth = {
  readonly month: Month;
  /** Meters that were tampered with, by `premises service`, whenever it was. */
  readonly tampered?: ReadonlyMap<string, readonly Tampering[]>;
  /** Months before that tampering touches, each with the facts of now: accounts, people, prices, meters. */
  readonly earlier?: ReadonlyMap<Month, HouseMonth>;
  readonly heating: 'house_meter' | 'norm' | 'own_boiler';
  /** Months of the heating season, where heat is paid evenly over the year; null: paid in the season. */
  readonly heatingMonths: number | null;
  /** Since when a house charged by the norm should have had a meter of heat; null: it need not. */
  readonly heatMeterDue: Day | null;
  /** What the meters of heat ran in the year before, where heat is paid evenly by them. */
  readonly lastYear: YearHeat | null;
  readonly houseArea: string;
  readonly commonArea: string;
  /** How the owners chose to pay for what common property takes. */
  readonly commonWay: CommonWay;
  /** What it took in the year before, where it is paid by the average of that. */
  readonly lastYearCommon: YearCommon;
  /** When the owners pay for what it takes over the norm; null: never. */
  readonly overNorm: { readonly from: Day; readonly to: Day | null } | null;
  readonly accounts: readonly HouseAccount[];
  /** Closed before the month: in the twelve before it, in the year that it may correct, or with recalculations that wait. */
  readonly closedAccounts: readonly HouseAccount[];
  readonly premises: ReadonlyMap<string, HousePremises>;
  readonly services: readonly HouseService[];
  readonly tariffs: readonly HouseTariff[];
  readonly norms: readonly HouseNorm[];
  readonly houseMeters: ReadonlyMap<string, readonly MeterFacts[]>;
  /** Lines in force of this month and the one before; of metered services of twelve months before. */
  readonly past: readonly PastCharge[];
  /** Decided recalculations that no run has taken yet, by `account service`. */
  readonly recalculations: ReadonlyMap<string, readonly TermsOf<'recalculation'>[]>;
  /** Absences, breaks and benefits of the month. */
  readonly decisions: readonly Decision[];
  /** Debts by account, when the run counts penalties. */
  readonly debts: ReadonlyMap<string, readonly MonthDebt[]> | null;
  readonly keyRate: readonly Force<string>[];
  /** A sum that differs from last month's by more per cent is told. */
  readonly jumpPercent: number;
};

/** Capital repair and waste that have accounts of their own in a premises are charged there and nowhere else; such accounts take nothing besides. */
const OWN_ACCOUNT: Readonly<Record<string, string>> = { capital_repair: 'repair', waste: 'waste' };
const OWN_SERVICE: Readonly<Record<string, string>> = { repair: 'capital_repair', waste: 'waste' };

const standing = new WeakMap<HouseMonth['accounts'], ReadonlySet<string>>();

/** Whether the service is charged on the account, of those that the organization keeps for the premises. */
export function takesService({ accounts }: Pick<HouseMonth, 'accounts'>, { kind, premisesId }: HouseAccount, serviceCode: string): boolean {
  if (kind in OWN_SERVICE) return OWN_SERVICE[kind] === serviceCode;
  const other = OWN_ACCOUNT[serviceCode];
  if (other === undefined) return true;
  const known = standing.get(accounts) ?? new Set(accounts.filter((one) => one.kind in OWN_SERVICE).map((one) => `${one.premisesId} ${one.kind}`));
  standing.set(accounts, known);
  return !known.has(`${premisesId} ${other}`);
}

/** Services that a flat may have a meter of. */
export const METERED_SERVICES = ['cold_water', 'hot_water', 'electricity', 'gas', 'heating'] as const;

/** Why a service could not be counted. */
export type Missing = { readonly missing: 'noTariff' | 'noNorm' | 'nobody' };
export type RunLine = { readonly accountId: string; readonly serviceCode: string; readonly terms: ChargeTerms; readonly kopecks: Kopecks };
export const EXCEPTION_KINDS = [
  'noTariff',
  'noNorm',
  'noArea',
  'nobody',
  'roomAlone',
  'flatOfRooms',
  'roomsArea',
  'shares',
  'noReading',
  'noHouseReading',
  'severalMeters',
  'taken',
  'negative',
  'jump',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];
/** What to look at before posting. `beforeKopecks`, `kopecks`: last month's sum and this one's. */
export type RunException = {
  readonly kind: ExceptionKind;
  readonly accountId: string | null;
  readonly serviceCode: string | null;
  readonly beforeKopecks: Kopecks | null;
  readonly kopecks: Kopecks | null;
};
export type CountedMonth = { readonly lines: readonly RunLine[]; readonly exceptions: readonly RunException[]; readonly reference: HouseReference };
