// What a payment document tells, as plain JSON: the set of information of the ministry's order № 43/пр of 26.01.2018
// (field rules §1.10). Money is whole kopecks, volumes and tariffs are decimal texts, days are ISO.
import type { PaymentFields } from './payment-qr.ts';

export type BillPayee = {
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly bankName: string;
  readonly bic: string;
  /** р/с, 20 digits. */
  readonly settlementAccount: string;
  /** к/с, 20 digits; null where the bank has none. */
  readonly correspondentAccount: string | null;
  /** What of the sum to pay goes to this payee: all payees together give max(total, 0). */
  readonly sumKopecks: number;
};

export type BillMeter = {
  readonly service: string;
  readonly meter: string;
  readonly unit: string;
  readonly previous: string;
  readonly current: string | null;
  readonly consumption: string | null;
  /** Last day of the meter's verification. */
  readonly verifiedUntil: string | null;
};

/** How a volume came about. */
export type VolumeMethod = 'meter' | 'norm' | 'average' | 'other';
/** How the volume of a charge was found, by its terms; null where nothing is measured. */
export function methodOf(method: string, terms: object): VolumeMethod | null {
  const source = (terms as { source?: { kind: string } }).source?.kind;
  if (source === 'reading' || source === 'remote' || source === 'houseMeter') return 'meter';
  if (source === 'average' || source === 'norm') return source;
  return method === 'norm' || method === 'areaNorm' || method === 'heatingByNorm' ? 'norm' : null;
}

export type BillLine = {
  readonly service: string;
  /** A part of the line above (resources for the common property inside «содержание»): shown indented, counted in its own right. */
  readonly isPart?: boolean;
  readonly unit: string;
  readonly volume: string | null;
  readonly volumeMethod: VolumeMethod | null;
  /** For the common property. */
  readonly commonVolume: string | null;
  /** Several where the month has several: zones, ranges, a change; none where the organization told none. */
  readonly tariff: string | readonly string[];
  readonly accruedKopecks: number;
  readonly commonKopecks: number;
  /** The raised coefficient and the sum it adds: shown apart by Rules № 354. */
  readonly excess: { readonly ratio: string; readonly kopecks: number } | null;
  readonly recalculationKopecks: number;
  /** Not negative: what benefits and subsidies take off. */
  readonly benefitKopecks: number;
};

export type BillGroup = { readonly title: string; readonly lines: readonly BillLine[] };

export type BillFacts = {
  readonly kind: 'current' | 'debt';
  /** 1–30 characters. */
  readonly number: string;
  readonly month: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly account: string;
  /** ЕЛС, ИЖКУ, ИПД of the state system; null until it has given them. */
  readonly identifiers: { readonly unifiedAccount: string | null; readonly service: string | null; readonly bill: string | null };
  readonly payer: string;
  readonly address: string;
  readonly areas: { readonly total: string; readonly living: string | null; readonly heated: string | null };
  readonly persons: { readonly registered: number; readonly temporary: number; readonly owners: number | null };
  readonly performer: {
    readonly name: string;
    readonly inn: string;
    readonly kpp: string | null;
    readonly ogrn: string | null;
    readonly address: string;
    readonly phones: readonly string[];
    readonly emergencyPhone: string | null;
    readonly email: string | null;
    readonly site: string | null;
  };
  readonly payees: readonly BillPayee[];
  /** Of the payee the code pays to. */
  readonly paymentCode: PaymentFields;
  readonly meters: readonly BillMeter[];
  readonly groups: readonly BillGroup[];
  readonly capitalRepair: BillLine | null;
  /** Debt at the start of the month; negative is an advance. */
  readonly debtKopecks: number;
  readonly payments: { readonly kopecks: number; readonly countedUpTo: string; readonly lastOn: string | null };
  readonly penaltyKopecks: number;
  /** The performer's fine (Housing Code, 155.2, 157 parts 6, 7): taken off. */
  readonly performerPenaltyKopecks: number;
  readonly stateDutyKopecks: number;
  readonly courtCostsKopecks: number;
  /** By which paper each of the three is there; bills drawn before these were told have none. */
  readonly grounds?: readonly { readonly what: string; readonly reason: string; readonly kopecks: number }[];
  /** What all of the above gives; negative when the account is overpaid. */
  readonly totalKopecks: number;
  /** Voluntary, never inside the total. */
  readonly insurance: { readonly name: string; readonly kopecks: number; readonly insurer?: string; /** How it is paid. */ readonly payTo?: string } | null;
  readonly recalculations: readonly { readonly service: string; readonly reason: string; readonly kopecks: number }[];
  readonly reference: {
    readonly norms: readonly { readonly service: string; readonly unit: string; readonly flat: string | null; readonly common: string | null }[];
    readonly house: readonly {
      readonly service: string;
      readonly unit: string;
      readonly meter: string | null;
      readonly premises: string | null;
      readonly common: string | null;
    }[];
  };
  readonly instalments: readonly {
    readonly service: string;
    readonly thisMonthKopecks: number;
    readonly earlierKopecks: number;
    readonly percent: string;
    readonly percentKopecks: number;
    readonly totalKopecks: number;
  }[];
  /** Up to three services; 13 months, the oldest first; null where nothing is known. */
  readonly consumption: readonly {
    readonly service: string;
    readonly unit: string;
    readonly months: readonly { readonly month: string; readonly volume: string | null }[];
  }[];
  /** Up to 1,000 characters. */
  readonly note: string | null;
  /** Where anyone checks that the document is genuine (DOCS-3). */
  readonly check: { readonly code: string; readonly address: string } | null;
};

/** The parts of a bill do not give its total: such a bill is never shown. */
export class BillTotalError extends Error {
  readonly statedKopecks: bigint;
  readonly countedKopecks: bigint;
  constructor(statedKopecks: bigint, countedKopecks: bigint) {
    super(`the bill states ${statedKopecks} kopecks, its parts give ${countedKopecks}`);
    this.name = 'BillTotalError';
    this.statedKopecks = statedKopecks;
    this.countedKopecks = countedKopecks;
  }
}

/** What a line comes to: accrued for the flat and for the common property, the excess, the recalculation, less benefits and subsidies. */
export function lineTotalKopecks(line: BillLine): bigint {
  return (
    BigInt(line.accruedKopecks) +
    BigInt(line.commonKopecks) +
    BigInt(line.excess?.kopecks ?? 0) +
    BigInt(line.recalculationKopecks) -
    BigInt(line.benefitKopecks)
  );
}

/** Charges of the month (services and capital repair), and what is to be paid with debt, payments and penalties. Throws BillTotalError when the stated total or the payees' sums differ. */
export function countBill(facts: BillFacts): { chargesKopecks: bigint; totalKopecks: bigint } {
  const lines = [...facts.groups.flatMap((group) => group.lines), ...(facts.capitalRepair ? [facts.capitalRepair] : [])];
  const chargesKopecks = lines.reduce((sum, line) => sum + lineTotalKopecks(line), 0n);
  const totalKopecks =
    chargesKopecks +
    BigInt(facts.debtKopecks) -
    BigInt(facts.payments.kopecks) +
    BigInt(facts.penaltyKopecks) -
    BigInt(facts.performerPenaltyKopecks) +
    BigInt(facts.stateDutyKopecks) +
    BigInt(facts.courtCostsKopecks);
  if (totalKopecks !== BigInt(facts.totalKopecks)) throw new BillTotalError(BigInt(facts.totalKopecks), totalKopecks);
  const toPayKopecks = totalKopecks > 0n ? totalKopecks : 0n;
  const payeesKopecks = facts.payees.reduce((sum, payee) => sum + BigInt(payee.sumKopecks), 0n);
  if (payeesKopecks !== toPayKopecks) throw new BillTotalError(toPayKopecks, payeesKopecks);
  return { chargesKopecks, totalKopecks };
}
