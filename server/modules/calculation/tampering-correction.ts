// Posted months within the days on which a meter was tampered with are corrected once, in a run of the month of finding or after: by the norm
// raised, less what was charged for these days (item 62 of Rules 354). A mark taken back, or put right earlier than was known, gives back. What is
// charged already is read from posted lines, so that a month counted twice gives the same. Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { columnsOfTerms, countedLine, sumOfTerms } from '#modules/billing';
import { formatMonthName } from '#contract/russian';
import { kopecksToJson, sumKopecks, type Kopecks } from '#platform/money';
import { monthOf, type Month } from '#platform/time';
import { countedAt } from './communal-flat.ts';
import { flatVolumes, type FlatVolumes } from './flat-volumes.ts';
import type { HouseAccount, HouseMonth, HouseService, Missing, PastCharge } from './house-month.ts';
import { serviceLine } from './service-line.ts';
import { countDays, monthSpan, tamperedDays, type Tampering, within } from './tampered-days.ts';
import type { Span } from './tariff-pieces.ts';

type Recalculation = TermsOf<'recalculation'>;
type Base = Exclude<ChargeTerms, { method: 'corrected' }>;
/** A posted month of an account in a service: its line, what later lines corrected of it, the days of tampering charged so. */
type Posted = { readonly month: Month; readonly base: Base; readonly corrections: readonly Recalculation[] };

const recalculationsOf = (terms: ChargeTerms): readonly Recalculation[] => (terms.method === 'corrected' ? terms.recalculations : []);
const baseOf = (terms: ChargeTerms): Base | null => (terms.method === 'corrected' ? terms.base : terms);
const ofTampering = ({ ground }: Recalculation, month: Month): boolean =>
  (ground.by === 'tampered' && ground.month === month) ||
  (ground.by === 'months' && ground.tampered !== undefined && ground.months.some((one) => one.month === month));
const directDays = (base: Base): readonly Span[] | undefined => {
  const line = countedLine(base);
  return line?.method === 'norm' ? line.tampered?.days : undefined;
};

/** What a recalculation changed of the month. */
function changeOf(month: Month, recalculation: Recalculation): Kopecks {
  const { ground } = recalculation;
  if (ground.by === 'tampered') return ground.month === month ? sumOfTerms(recalculation) : 0n;
  return ground.by === 'months'
    ? sumKopecks(ground.months.filter((one) => one.month === month).map(({ wasKopecks, becameKopecks }) => BigInt(becameKopecks - wasKopecks)))
    : 0n;
}

/** Before benefits: those of the days stay with the person. */
const chargedOf = ({ month, base, corrections }: Posted, which: (one: Recalculation) => boolean = () => true): Kopecks =>
  columnsOfTerms(base).accruedKopecks + sumKopecks(corrections.filter(which).map((one) => changeOf(month, one)));

function daysCharged({ month, base, corrections }: Posted): readonly Span[] {
  const last = corrections.findLast((one) => ofTampering(one, month));
  if (!last) return directDays(base) ?? [];
  return last.ground.by === 'tampered' ? last.ground.days : last.ground.by === 'months' ? last.ground.tampered! : [];
}

/** Posted months, before the month of a run and at most a year back, in which some meter was tampered with, or was charged so. In order. */
export function monthsTampered(run: Month, tamperings: readonly Tampering[], past: readonly PastCharge[]): Month[] {
  const posted = [...new Set(past.map(({ month }) => month))].filter((month) => month < run).sort();
  const charged = new Set(
    past.flatMap(({ month, terms }) => {
      const base = baseOf(terms);
      return [
        ...(base && directDays(base) ? [month] : []),
        ...recalculationsOf(terms).flatMap(({ ground }) =>
          ground.by === 'tampered' ? [ground.month] : ground.by === 'months' && ground.tampered ? ground.months.map((one) => one.month) : [],
        ),
      ];
    }),
  );
  return posted.filter((month) => charged.has(month) || tamperedDays(month, tamperings).length > 0);
}

/** The account's posted months of the service, before the month of the run. */
function postedMonths({ month: run }: HouseMonth, lines: readonly PastCharge[]): Posted[] {
  const all = lines.filter(({ month }) => month < run).toSorted((a, b) => (a.month < b.month ? -1 : 1));
  return all.flatMap(({ month, terms }) => {
    const base = baseOf(terms);
    return base ? [{ month, base, corrections: all.filter((later) => later.month > month).flatMap((later) => recalculationsOf(later.terms)) }] : [];
  });
}

const kept = new WeakMap<HouseMonth, { readonly volumes: FlatVolumes; readonly past: ReadonlyMap<string, readonly PastCharge[]> }>();
function keptOf(facts: HouseMonth) {
  const known = kept.get(facts) ?? {
    volumes: flatVolumes(facts),
    past: Map.groupBy(facts.past, ({ accountId, serviceCode }) => `${accountId} ${serviceCode}`),
  };
  kept.set(facts, known);
  return known;
}

/** The corrections of the account's posted months, and why one could not be counted. */
export function tamperingCorrections(
  facts: HouseMonth,
  account: HouseAccount,
  service: HouseService,
): { corrections: Recalculation[]; missing: Missing['missing'] | null } {
  const corrections: Recalculation[] = [];
  let missing: Missing['missing'] | null = null;
  const own = facts.premises.get(account.premisesId);
  if (!own || !facts.earlier || facts.earlier.size === 0) return { corrections, missing };
  const place = countedAt(facts, own, service.code);
  const marks = facts.tampered?.get(`${place.premisesId} ${service.code}`) ?? [];
  for (const posted of postedMonths(facts, keptOf(facts).past.get(`${account.accountId} ${service.code}`) ?? [])) {
    const old = facts.earlier.get(posted.month);
    const at = old?.accounts.find(({ accountId }) => accountId === account.accountId);
    if (!old || !at || marks.some((mark) => monthOf(mark.foundOn) > facts.month && tamperedDays(posted.month, [mark]).length > 0)) continue;
    const made = correctionOf({ facts, old, at, service, marks }, posted);
    if (made && 'missing' in made) missing = made.missing;
    else if (made) corrections.push(made);
  }
  return { corrections, missing };
}

type At = {
  readonly facts: HouseMonth;
  /** The month's facts as they are known now. */ readonly old: HouseMonth;
  readonly at: HouseAccount;
  readonly service: HouseService;
  readonly marks: readonly Tampering[];
};

function correctionOf({ facts, old, at, service, marks }: At, posted: Posted): Recalculation | Missing | null {
  const { month } = posted;
  const held = at.span ?? monthSpan(month);
  const days = within(tamperedDays(month, marks), held);
  const charged = within(daysCharged(posted), held);
  if (JSON.stringify(days) === JSON.stringify(charged)) return null;
  const line = serviceLine(old, at, { service, volumes: keptOf(old).volumes });
  if (line === null) return null;
  if ('missing' in line) return line;
  const act = marks.findLast((mark) => tamperedDays(month, [mark]).length > 0)?.act ?? null;
  const common = { method: 'recalculation', period: facts.month, benefit: null, document: act } as const;
  const was = chargedOf(posted);
  const share = { days: countDays(days), of: countDays([held]) };
  const months = (became: Kopecks): Recalculation => ({
    ...common,
    reason:
      days.length > 0
        ? `вмешательство в работу счётчика: пересчитали ${formatMonthName(month)}`
        : `отметку о вмешательстве сняли: пересчитали ${formatMonthName(month)}`,
    ground: { by: 'months', tampered: days, months: [{ month, wasKopecks: kopecksToJson(was), becameKopecks: kopecksToJson(became) }] },
  });
  // A month that was charged by the norm raised from the first is counted as its meter has it now.
  if (directDays(posted.base)) return months(columnsOfTerms(line).accruedKopecks);
  const before = chargedOf(posted, (one) => !ofTampering(one, month));
  if (days.length === 0) return months(before);
  const norm = countedLine(line);
  if (norm?.method !== 'norm' || !norm.raised) return null;
  const pieces = norm.pieces.filter(({ plain }) => !plain);
  const ground: Recalculation['ground'] = {
    by: 'tampered',
    month,
    days,
    unit: norm.unit,
    personsAre: norm.personsAre,
    coefficient: norm.raised.coefficient,
    pieces,
    monthKopecks: kopecksToJson(before),
    charged: share,
  };
  const terms: Recalculation = { ...common, reason: `вмешательство в работу счётчика, ${formatMonthName(month)}`, ground };
  if (line.method !== 'roomShare') return charged.length === 0 ? terms : months(before + sumOfTerms(terms));
  // Of a communal flat the room bears its part of the flat's days.
  const ofRoom = sumOfTerms({
    ...line,
    flat: { method: 'norm', period: month, benefit: null, unit: norm.unit, personsAre: norm.personsAre, raised: norm.raised, pieces },
  });
  return months(
    ofRoom + before + sumOfTerms({ ...common, reason: 'вычли', ground: { by: 'days', monthKopecks: kopecksToJson(before), days: share.days, of: share.of } }),
  );
}
