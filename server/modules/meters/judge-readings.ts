// What a person typed for the meters of a home, judged together: errors, warnings to confirm, and what is to be kept. Pure.
import { formatDay, formatDecimal, inMonth, parseDecimal } from '#contract/russian';
import type { FieldProblem } from '#contract/errors';
import type { Day, Month } from '#platform/time';
import { type HomeMeter, type HomeRegister, registerFacts } from './home-meters.ts';
import { meterName, serviceName, zoneName } from './meter-words.ts';
import { capital, checkZones, type Finding, looksSwapped, type ReadingResult, type RegisterFacts, swappedFinding, type TypedReading } from './reading-rules.ts';
import { readingMonth, windowDays } from './reading-window.ts';

export type GivenReading = {
  readonly meterId: string;
  readonly zone: string;
  readonly value: string;
  readonly takenOn?: string;
  readonly confirmed?: boolean;
  /** Found by a check; the month that it counts for. */ readonly control?: Month;
};
export type KeptReading = {
  readonly meter: HomeMeter;
  readonly zone: string;
  readonly takenOn: Day;
  readonly confirmed: boolean;
  readonly result: ReadingResult;
  /** What stood there before. */ readonly previous: string | null;
  /** The active reading of the same month that this one replaces. */ readonly replaces: {
    readonly id: string;
    readonly value: string;
    readonly submissionId: string | null;
    readonly source: string;
  } | null;
  readonly isControl: boolean;
};
export type Judgement = {
  readonly problems: readonly FieldProblem[];
  readonly warnings: readonly FieldProblem[];
  readonly kept: readonly KeptReading[];
  /** Handed in before just so: nothing is to be done. */ readonly unchanged: readonly KeptReading[];
};

type Place = { readonly index: number; readonly given: GivenReading };
type Judged = { readonly kept: KeptReading; readonly place: Place };
/** A register with a number in its field, whatever was found of it. */
type Single = {
  readonly name: string;
  readonly unit: string;
  readonly value: string;
  readonly register: RegisterFacts;
  readonly place: Place;
  readonly confirmed: boolean;
};

/** Judges each meter on its own and then the pairs of meters and of zones that are easily swapped. Pointers are those of the request: `/readings/0/value`. */
export function judgeReadings(
  given: readonly GivenReading[],
  { meters, today, persons }: { meters: readonly HomeMeter[]; today: Day; persons: number },
): Judgement {
  const problems: FieldProblem[] = [];
  const warnings: FieldProblem[] = [];
  const judged: Judged[] = [];
  const singles: Single[] = [];
  const places = new Map<string, Place>();
  for (const [index, one] of given.entries()) {
    const key = `${one.meterId} ${one.zone}`;
    const meter = meters.find(({ id }) => id === one.meterId);
    if (!meter?.registers.some(({ zone }) => zone === one.zone))
      problems.push(problem(index, { code: 'reading.unknownMeter', detail: 'Такого счётчика здесь нет. Обновите страницу' }));
    else if (places.has(key)) problems.push(problem(index, { code: 'reading.twice', detail: `${nameOf(meter, one.zone)}: показание указано дважды` }));
    else places.set(key, { index, given: one });
  }
  for (const meter of meters) {
    const own = meter.registers.flatMap(({ zone }) => places.get(`${meter.id} ${zone}`) ?? []);
    if (own.length > 0) judgeMeter(meter, { own, places, today, persons }, { problems, warnings, judged, singles });
  }
  nameSwapped(singles, problems, warnings);
  const sameAgain = judged.filter((one) => isSame(one.kept));
  // The zones of one meter go together: a corrected one takes the others along.
  const unchangedMeters = new Set(
    sameAgain.map(({ kept }) => kept.meter.id).filter((id) => judged.filter(({ kept }) => kept.meter.id === id).every(({ kept }) => isSame(kept))),
  );
  const [unchanged, kept] = [judged.filter((one) => unchangedMeters.has(one.kept.meter.id)), judged.filter((one) => !unchangedMeters.has(one.kept.meter.id))];
  return {
    problems,
    warnings: warnings.filter(({ pointer }) => !unchanged.some(({ place }) => pointer === `/readings/${place.index}/confirmed`)),
    kept: kept.map((one) => one.kept),
    unchanged: unchanged.map((one) => one.kept),
  };
}

type MeterAsked = { own: readonly Place[]; places: ReadonlyMap<string, Place>; today: Day; persons: number };
type Found = { problems: FieldProblem[]; warnings: FieldProblem[]; judged: Judged[]; singles: Single[] };

function judgeMeter(meter: HomeMeter, { own, places, today, persons }: MeterAsked, found: Found): void {
  const filled = own.find(({ given }) => given.value.trim() !== '');
  const takenOn = filled?.given.takenOn ?? today;
  const control = filled?.given.control;
  const month = control ?? readingMonth(takenOn, meter.windowDays, meter.postedThrough);
  const typed = meter.registers.map(({ zone }): TypedReading => {
    const one = places.get(`${meter.id} ${zone}`)?.given;
    return { text: one?.value ?? '', takenOn, confirmed: one?.confirmed ?? false, control };
  });
  const facts = meter.registers.map((register) => registerFacts(meter, register, { month, on: takenOn, persons }));
  const answers = checkZones(typed, facts, { today, window: meter.windowDays, postedThrough: meter.postedThrough });
  if (answers === 'leftOut') return;
  for (const [n, { text, confirmed }] of typed.entries()) {
    const number = parseDecimal(text, 3);
    const { zone } = meter.registers[n]!;
    const place = places.get(`${meter.id} ${zone}`);
    const name = typed.length === 1 ? meterName(meter) : nameOf(meter, zone);
    if (place && typeof number === 'string') found.singles.push({ name, unit: meter.unit, value: number, register: facts[n]!, place, confirmed });
  }
  const closed = today > windowDays(month, meter.windowDays).closes;
  for (const [n, answer] of answers.entries()) {
    const register = meter.registers[n]!;
    const place = places.get(`${meter.id} ${register.zone}`) ?? own[0]!;
    // What counts for a later month, or for one whose window is over, is known and is not written over.
    const later =
      control === undefined
        ? register.points.find(({ period, source }) => period > month || (period === month && (closed || source === 'control')))
        : register.points.find(({ period, takenOn: on }) => period > month || (period === month && on > takenOn));
    const checked = control === undefined && later?.period === month && later.source === 'control' ? [controlFinding(later)] : undefined;
    const findings = checked ?? (answer.outcome === 'refused' ? answer.problems : later ? [laterFinding(later.takenOn, takenOn)] : []);
    found.problems.push(...findings.map((finding) => problem(place.index, named(meter, register, finding))));
    if (answer.outcome === 'refused' || later) continue;
    if (answer.outcome === 'ask') found.warnings.push(...answer.warnings.map((finding) => warning(place.index, named(meter, register, finding))));
    const current = register.points.find(({ period }) => period === answer.countsFor);
    const replaces = current ? { id: current.id, value: current.value, submissionId: current.submissionId, source: current.source } : null;
    found.judged.push({
      place,
      kept: {
        meter,
        zone: register.zone,
        takenOn,
        confirmed: typed[n]!.confirmed,
        result: answer,
        previous: facts[n]!.previous?.value ?? null,
        replaces,
        isControl: control !== undefined,
      },
    });
  }
}

const laterFinding = (known: Day, given: Day): Finding => ({
  code: 'reading.beforePrevious',
  detail: `Уже есть показание на ${formatDay(known)}. Укажите дату не раньше, вы указали ${formatDay(given)}`,
});

const controlFinding = ({ takenOn, value, act, period }: HomeRegister['points'][number]): Finding => ({
  code: 'reading.afterControl',
  detail: `${formatDay(takenOn)} счётчик проверили${act ? ` (${act})` : ''} и записали ${formatDecimal(value)}. ${capital(inMonth(period))} считаем по этому показанию, следующее передайте за другой месяц`,
});

/** The same number for the same month: said again, or sent by twenty taps at once. */
const isSame = ({ replaces, result, isControl }: KeptReading): boolean =>
  replaces !== null && replaces.value === result.value && (!isControl || replaces.source === 'control');

const BY_SWAPPING: readonly string[] = ['reading.lessThanBefore', 'reading.overLimit', 'reading.unusual'];

/** Where two numbers stand in each other's fields, that is said instead of what is wrong with each. */
function nameSwapped(singles: readonly Single[], problems: FieldProblem[], warnings: FieldProblem[]): void {
  for (const [n, a] of singles.entries()) {
    const b = singles.slice(n + 1).find((other) => other.unit === a.unit && looksSwapped(a, other));
    if (!b) continue;
    const isOfPair = ({ pointer, code }: FieldProblem) =>
      BY_SWAPPING.includes(code) && [a, b].some(({ place }) => pointer.startsWith(`/readings/${place.index}/`));
    const isWrong = problems.some(isOfPair);
    const finding = swappedFinding([a.name, b.name], { isWrong });
    for (const list of [problems, warnings]) list.splice(0, list.length, ...list.filter((one) => !isOfPair(one)));
    if (isWrong) problems.push(problem(a.place.index, finding), problem(b.place.index, finding));
    else if (!a.confirmed) warnings.push(warning(a.place.index, finding));
  }
}

const nameOf = (meter: HomeMeter, zone: string): string => [serviceName(meter.serviceCode), zoneName(zone, meter.registers.length)].filter(Boolean).join(', ');
/** Above the form the errors stand together: each says of which meter it is. */
const named = (meter: HomeMeter, { zone }: HomeRegister, { code, detail }: Finding): Finding => ({ code, detail: `${nameOf(meter, zone)}. ${detail}` });
const problem = (index: number, { code, detail }: Finding): FieldProblem => ({ pointer: `/readings/${index}/value`, code, detail });
const warning = (index: number, { code, detail }: Finding): FieldProblem => ({ pointer: `/readings/${index}/confirmed`, code, detail });

/** The month by which readings of the day are grouped into submissions. */
export const submissionKey = ({ meter, result }: KeptReading): string => `${meter.organizationId} ${result.countsFor}`;
