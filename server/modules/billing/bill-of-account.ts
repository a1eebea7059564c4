// The facts of a bill from what lies in the tables: lines by groups, the debt, whom and how to pay. Pure.
import type { Selectable } from 'kysely';
import { formatPhone } from '#contract/phone';
import { isBesideServices, isPlacedSum, type PlacedSum } from '#contract/placed-sums';
import { formatKopecks } from '#contract/russian';
import type { Service } from '#modules/directory';
import type { Organization, Owner, Premises, Residents } from '#modules/housing';
import type { Account } from '#modules/ledger';
import { refuse } from '#platform/errors';
import { compare, decimal, decimalText, subtract } from '#platform/decimal';
import { addMonths, type Day } from '#platform/time';
import { type BillFacts, type BillGroup, type BillLine, type BillMeter, methodOf } from './bill-facts.ts';
import type { BillTable, ChargeTable } from './billing.tables.ts';
import { tariffsOf } from './charge-measure.ts';
import { columnsOfTerms, countedLine } from './charge-terms.ts';
import { interestOf } from './recalculation-terms.ts';
import { termsOfCharge } from './charge-terms-of-row.ts';
import { type InsuranceOffer, insuranceOn } from './insurance-offer.ts';
import type { HouseReference } from './house-reference.ts';
import { payeeOn, payeeParts, type Requisites, type SetPayee } from './payee-parts.ts';
import type { PaymentFields } from './payment-qr.ts';

export type BillRow = Selectable<BillTable>;
export type Charge = Selectable<ChargeTable>;
export type VolumeOfMonth = { serviceCode: string; month: string; volume: string };
export type BillParts = {
  bill: BillRow;
  account: Account;
  organization: Organization;
  premises: Premises;
  owners: readonly Owner[];
  residents: Residents | undefined;
  charges: readonly Charge[];
  volumes: readonly VolumeOfMonth[];
  reference: HouseReference | undefined;
  services: ReadonlyMap<string, Service>;
  /** Set by the organization, the newest first. */ payees: readonly SetPayee[];
  /** Offered by the organization, the newest first. */ insurance: readonly InsuranceOffer[];
  lastPaidOn: Day | null;
};

const GROUPS: readonly { block: string; title: string }[] = [
  { block: 'housing', title: 'Жилищные услуги' },
  { block: 'common', title: 'Содержание общего имущества' },
  { block: 'utility', title: 'Коммунальные услуги' },
  { block: 'other', title: 'Дополнительные услуги' },
];
/** One bill of a home offers insurance, not those for capital repair or waste beside it. */
const OFFERED_ON: ReadonlySet<string> = new Set(['manager', 'billing_centre']);
const CHARTS = ['cold_water', 'hot_water', 'electricity', 'heating', 'gas'];
const CHARTS_AT_MOST = 3;
const MONTHS = 13;

/** Refuses bill.noRequisites when the organization has told no bank account: such a bill could not be paid. */
export function billOfAccount(parts: BillParts): BillFacts {
  const { bill, account, organization, premises, owners, residents } = parts;
  const month = bill.period.slice(0, 7);
  const total = Number(bill.total_kopecks);
  const [owner] = owners;
  const lines = parts.charges
    .filter((charge) => !isBesideServices(charge.service_code))
    .map((charge) => ({ service: parts.services.get(charge.service_code), charge }))
    .toSorted((a, b) => (a.service?.sort ?? 0) - (b.service?.sort ?? 0));
  const ofBlock = (block: string): BillLine[] =>
    lines.filter(({ service }) => (service?.block ?? 'other') === block).map(({ service, charge }) => lineOf(charge, service));
  const repair = ofBlock('repair');
  const payees = payeeParts({
    own: payeeOf(organization),
    totalKopecks: bill.total_kopecks,
    lines: lines.map(({ charge }) => ({
      payee: payeeOn(parts.payees, { serviceCode: charge.service_code, houseId: bill.house_id, day: bill.issued_on }),
      kopecks: charge.total_kopecks,
    })),
  });
  const groups = GROUPS.map(({ block, title }): BillGroup => ({
    title,
    lines: block === 'other' ? [...ofBlock(block), ...repair.slice(1)] : ofBlock(block),
  })).filter((group) => group.lines.length > 0);
  return {
    kind: groups.length === 0 && repair.length === 0 ? 'debt' : 'current',
    number: bill.number,
    month,
    issuedOn: bill.issued_on,
    dueOn: bill.due_on,
    account: account.number,
    identifiers: { unifiedAccount: account.unifiedNumber, service: account.housingServiceId, bill: null },
    payer: owner?.name ?? 'Собственник помещения',
    address: premises.fullAddress,
    areas: {
      total: plain(premises.areaTotal),
      living: premises.areaLiving && plain(premises.areaLiving),
      heated: premises.areaHeated && plain(premises.areaHeated),
    },
    persons: { registered: residents?.registered ?? 0, temporary: residents?.temporary ?? 0, owners: owners.length === 0 ? null : owners.length },
    performer: performerOf(organization),
    payees,
    // The organization's where it is paid anything, it stands first.
    paymentCode: {
      ...paymentFieldsTo(payees[0]!),
      PersAcc: account.number,
      PaymPeriod: `${month.slice(5)}${month.slice(0, 4)}`,
      Purpose: `ЖКУ, л/с ${account.number}, ${month.slice(5)}.${month.slice(0, 4)}`,
      PayerAddress: premises.address.slice(0, 255),
    },
    meters: metersOf(parts),
    groups,
    capitalRepair: repair[0] ?? null,
    debtKopecks: Number(bill.debt_kopecks),
    payments: { kopecks: Number(bill.paid_kopecks), countedUpTo: bill.issued_on, lastOn: parts.lastPaidOn },
    penaltyKopecks: Number(bill.penalty_kopecks),
    ...placedSumsOf(parts),
    totalKopecks: total,
    insurance: insuranceOf(parts),
    recalculations: lines
      .filter(({ charge }) => charge.recalculation_kopecks !== 0n)
      .map(({ service, charge }) => ({
        service: service?.name ?? charge.service_code,
        reason: reasonOf(charge),
        kopecks: Number(charge.recalculation_kopecks),
      })),
    reference: referenceOf(parts),
    instalments: instalmentsOf(parts),
    consumption: chartsOf(parts, month),
    note: subsidiesOf(parts),
    check: null,
  };
}

function performerOf(organization: Organization): BillFacts['performer'] {
  const { name, inn, kpp, ogrn, address, phone, dispatchPhone, email, site } = organization;
  return { name, inn, kpp, ogrn, address, phones: [formatPhone(phone)], emergencyPhone: dispatchPhone && formatPhone(dispatchPhone), email, site };
}

const insuranceOf = ({ bill, account, premises, insurance }: BillParts): BillFacts['insurance'] =>
  OFFERED_ON.has(account.kind) && premises.kind !== 'parking' ? insuranceOn(insurance, { day: bill.issued_on, area: premises.areaTotal }) : null;

/** State duty, court costs and the performer's fine, each with the paper by which it is there. */
function placedSumsOf({ charges, services }: BillParts): Pick<BillFacts, 'performerPenaltyKopecks' | 'stateDutyKopecks' | 'courtCostsKopecks' | 'grounds'> {
  const placed = charges
    .filter((charge) => isPlacedSum(charge.service_code) && charge.total_kopecks !== 0n)
    .toSorted((a, b) => (services.get(a.service_code)?.sort ?? 0) - (services.get(b.service_code)?.sort ?? 0));
  const kopecksOf = (code: PlacedSum): number => placed.reduce((sum, charge) => (charge.service_code === code ? sum + Number(charge.total_kopecks) : sum), 0);
  return {
    performerPenaltyKopecks: 0 - kopecksOf('performer_fine'),
    stateDutyKopecks: kopecksOf('state_duty'),
    courtCostsKopecks: kopecksOf('court_costs'),
    grounds: placed.map((charge) => ({
      what: services.get(charge.service_code)?.name ?? charge.service_code,
      reason: reasonOf(charge),
      kopecks: Number(charge.total_kopecks),
    })),
  };
}

/** Why a line was recalculated: by its terms, or as far as the organization told. */
function reasonOf(charge: Charge): string {
  const terms = termsOfCharge(charge);
  const all = terms.method === 'corrected' ? terms.recalculations : terms.method === 'recalculation' ? [terms] : [];
  return (
    [...new Set(all.map(({ reason, document }) => [reason, document].filter(Boolean).join(', ')))].join('; ') || `По данным организации, ${charge.source_name}`
  );
}

/** Subsidies and compensations of the month, each with its sum over the lines: the state system shows them apart from benefits. */
function subsidiesOf({ charges }: BillParts): string | null {
  const sums = new Map<string, number>();
  for (const charge of charges) {
    const terms = termsOfCharge(charge);
    const own = terms.method === 'corrected' ? terms.base : terms;
    if (own && 'subsidy' in own && own.subsidy) sums.set(own.subsidy.title, (sums.get(own.subsidy.title) ?? 0) + own.subsidy.kopecks);
  }
  return sums.size === 0
    ? null
    : `В столбце «Льгота» учтены субсидии и компенсации: ${[...sums].map(([title, kopecks]) => `${title}, ${formatKopecks(kopecks)}`).join('; ')}. Их платят за вас, в сумму к оплате они не входят.`;
}

/** Parts of charges paid by parts that the month brings. */
function instalmentsOf({ charges, services }: BillParts): BillFacts['instalments'] {
  return charges.flatMap((charge) => {
    const terms = termsOfCharge(charge);
    const grounds = (terms.method === 'corrected' ? terms.recalculations : terms.method === 'recalculation' ? [terms] : [])
      .map(({ ground }) => ground)
      .filter((ground) => ground.by === 'instalment');
    return grounds.map((ground) => {
      const [own, percentKopecks] = [ground.partKopecks, Number(interestOf(ground))];
      const isFirst = ground.part === 1;
      return {
        service: services.get(charge.service_code)?.name ?? charge.service_code,
        thisMonthKopecks: isFirst ? own : 0,
        earlierKopecks: isFirst ? 0 : own,
        percent: isFirst ? '0' : ground.percent,
        percentKopecks,
        totalKopecks: own + percentKopecks,
      };
    });
  });
}

function payeeOf(organization: Organization): Requisites {
  const { name, inn, kpp, bankName, bic, settlementAccount, correspondentAccount } = organization;
  if (bankName === null || bic === null || settlementAccount === null) refuse('bill.noRequisites', { name: organization.shortName });
  return { name, inn, kpp, bankName, bic, settlementAccount, correspondentAccount };
}

/** Whom a payment code pays: what of its fields tells the payee. */
export const paymentFieldsTo = ({ name, inn, kpp, bankName, bic, settlementAccount, correspondentAccount }: Requisites): PaymentFields => ({
  Name: name.replace(/[«»]/g, '"').slice(0, 160),
  PersonalAcc: settlementAccount,
  BankName: bankName.slice(0, 45),
  BIC: bic,
  CorrespAcc: correspondentAccount ?? '0',
  PayeeINN: inn,
  ...(kpp !== null && { KPP: kpp }),
});

/** «54.30» → «54.3». */
const plain = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

function lineOf(charge: Charge, service: Service | undefined): BillLine {
  const terms = termsOfCharge(charge);
  const line = countedLine(terms);
  const { excessKopecks } = columnsOfTerms(terms);
  const tariffs = tariffsOf(terms);
  const excess =
    'raised' in terms && terms.raised !== null && excessKopecks !== 0n ? { ratio: terms.raised.coefficient, kopecks: Number(excessKopecks) } : null;
  // A negative benefit would be a surcharge, which a bill has no column for: it is a recalculation.
  const benefit = charge.benefit_kopecks > 0n ? charge.benefit_kopecks : 0n;
  const recalculation = charge.recalculation_kopecks - (charge.benefit_kopecks - benefit);
  const accrued = Number(charge.accrued_kopecks - (excess ? excessKopecks : 0n));
  return {
    service: service?.name ?? charge.service_code,
    unit: charge.unit ?? service?.unit ?? '',
    volume: charge.volume === null ? null : plain(charge.volume),
    volumeMethod: line && methodOf(line.method, line),
    // What went to the common property stands in lines of their own, as in the charges.
    commonVolume: null,
    commonKopecks: 0,
    tariff: charge.tariff === null || tariffs.length > 1 ? tariffs : plain(charge.tariff),
    accruedKopecks: accrued,
    excess,
    recalculationKopecks: Number(recalculation),
    benefitKopecks: Number(benefit),
  };
}

/** Readings that the charges were counted by; each once: sewage is counted by the meters of the waters. */
function metersOf({ charges, services }: BillParts): BillFacts['meters'] {
  const zones: Readonly<Record<string, string>> = { whole: '', day: ', день', night: ', ночь', peak: ', пик', halfPeak: ', полупик' };
  const sortOf = (charge: Charge): number => services.get(charge.service_code)?.sort ?? 0;
  const all = charges
    .toSorted((a, b) => sortOf(a) - sortOf(b))
    .flatMap((charge) => {
      const terms = countedLine(termsOfCharge(charge));
      if (!terms || !('readings' in terms)) return [];
      return terms.readings.map((one): BillMeter => ({
        service: `${services.get(charge.service_code)?.shortName ?? charge.service_code}${zones[one.zone] ?? ''}`,
        meter: `№ ${one.meter}`,
        unit: charge.unit ?? '',
        previous: one.before,
        current: one.after,
        consumption: compare(one.after, one.before) < 0 ? null : decimalText(subtract(decimal(one.after), decimal(one.before))),
        verifiedUntil: one.verifiedUntil ?? null,
      }));
    });
  const sameAs =
    (one: BillMeter) =>
    (other: BillMeter): boolean =>
      other.meter === one.meter && other.previous === one.previous && other.current === one.current;
  return all.filter((one, place) => all.findIndex(sameAs(one)) === place);
}

/** Of the services that the account is charged for, in the flat or for the common property. */
function referenceOf({ reference, charges, services }: BillParts): BillFacts['reference'] {
  if (!reference) return { norms: [], house: [] };
  const charged = new Set(charges.map((charge) => charge.service_code));
  const named = <Row extends { serviceCode: string }>(rows: readonly Row[]) =>
    rows
      .filter(({ serviceCode }) => charged.has(serviceCode) || charged.has(`common_${serviceCode}`))
      .map((row) => ({ ...row, service: services.get(row.serviceCode)?.shortName ?? row.serviceCode }));
  return {
    norms: named(reference.norms).map(({ service, unit, flat, common }) => ({ service, unit, flat, common })),
    house: named(reference.house).map(({ service, serviceCode, meter, premises, common }) => ({
      service,
      unit: services.get(serviceCode)?.unit ?? '',
      meter,
      premises,
      common,
    })),
  };
}

function chartsOf({ volumes, services }: BillParts, last: string): BillFacts['consumption'] {
  const months = Array.from({ length: MONTHS }, (_, n) => addMonths(last, n - MONTHS + 1));
  const known = CHARTS.filter((code) => volumes.some((one) => one.serviceCode === code && one.month === last)).slice(0, CHARTS_AT_MOST);
  return known.map((code) => ({
    service: services.get(code)?.shortName ?? code,
    unit: services.get(code)?.unit ?? '',
    months: months.map((month) => ({ month, volume: volumes.find((one) => one.serviceCode === code && one.month === month)?.volume ?? null })),
  }));
}
