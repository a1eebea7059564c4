// «Почему столько?» in words: how a charge was counted, where its tariff and volume come from, what changed against the month before (CHG-2).
// Pure; the figures are those of the formula.
import type { ChargeExplanation, ChargeTerms, TermsOf } from '#contract/charge-terms';
import { METER_FAULTS } from '#contract/meter-fault-words';
import { counted, formatDay, formatDayShort, formatDecimal, formatKopecks, formatMonthGenitive, formatMonthName, inMonth } from '#contract/russian';
import { chain, compare, decimal, decimalText, subtract, trimmed } from '#platform/decimal';
import { kopecksToJson, type Kopecks } from '#platform/money';
import { factorText, formulaKopecks, type Factor, type Formula, type Role } from './charge-formula.ts';
import { countedLine, formulaFrom, formulaOf, givenDifference, isOfShares } from './charge-terms.ts';
import { zoneName } from './charge-factors.ts';

type Source = TermsOf<'meter'>['source'];
type Tariff = TermsOf<'areaRate'>['pieces'][number]['tariff'];
type Register = TermsOf<'meter'>['readings'][number];

const PERSONS = ['человек', 'человека', 'человек'] as const;
const MONTHS = ['месяц', 'месяца', 'месяцев'] as const;
const PART_DUE = 'Каждую часть оплачивают со счётом её месяца: до его срока пени на неё не начисляют.';
const magnitude = (kopecks: Kopecks) => (kopecks < 0n ? -kopecks : kopecks);

const RAISED = {
  noMeter: 'счётчика нет, хотя поставить его можно',
  noHouseMeter: 'общего счётчика тепла в доме нет, хотя он обязателен',
  noAccess: 'проверить счётчик не пустили, это записано в акте',
  broken: 'счётчик сломан или не поверен дольше трёх месяцев',
  tampered: 'нашли вмешательство в счётчик',
} as const;

const STANDS = { ...METER_FAULTS, unverified: 'Поверка счётчика кончилась' } as const;

/** «Пломба счётчика сорвана с 10 октября 2026 (акт № 5)». */
const standsText = ({ is, since, act }: NonNullable<Source['why']>): string =>
  is === 'unverified' ? `${STANDS[is]} ${formatDay(since)}` : `${STANDS[is]} с ${formatDay(since)} (${act ?? ''})`;

const DISPUTE = 'Если не согласны с актом, напишите нам: проверим ещё раз. Можно обратиться и в жилищную инспекцию.';

function tamperedText(terms: TermsOf<'norm'>): string {
  if (!terms.raised) return 'Счётчик на эти дни не показывает расход, поэтому посчитали по нормативу, без надбавки.';
  const others = terms.tampered?.measured
    ? ' Остальные дни посчитали по счётчику.'
    : terms.pieces.some(({ plain }) => plain)
      ? ' Остальные дни посчитали по нормативу без надбавки.'
      : '';
  return `${terms.why ? `${standsText(terms.why)}. ` : ''}По закону за эти дни показания не берут, а считают норматив на каждого ${terms.personsAre === 'owners' ? 'собственника' : 'живущего'} с коэффициентом ${formatDecimal(terms.raised.coefficient)}, пока вмешательство не устранят.${others} ${DISPUTE}`;
}

/** Of posted months together: each stands in the formula with its days. */
function tamperedMonthsText({ base, recalculations }: TermsOf<'corrected'>): string[] {
  const grounds = recalculations.flatMap(({ ground, document }) => (ground.by === 'tampered' ? [{ ...ground, document }] : []));
  if (grounds.length === 0) return [];
  const isTold = base?.method === 'norm' && base.tampered !== undefined;
  const found = isTold ? '' : ` ${METER_FAULTS.tampered}${grounds[0]!.document === null ? '' : ` (${grounds[0]!.document})`}.`;
  return [
    `${found} Перерасчёт за ${grounds.map(({ month }) => formatMonthName(month)).join(', ')}: вместо начисленного за дни вмешательства взяли норматив с коэффициентом ${formatDecimal(grounds[0]!.coefficient)}.${isTold ? '' : ` ${DISPUTE}`}`.trim(),
  ];
}

function raisedText(terms: ChargeTerms): string {
  if (terms.method === 'norm' && terms.tampered) return terms.raised ? ' Надбавка показана отдельно.' : '';
  if (!('raised' in terms) || !terms.raised) return '';
  return ` По закону плату умножили на ${formatDecimal(terms.raised.coefficient)}: ${RAISED[terms.raised.reason]}. Надбавка показана отдельно.`;
}

function meteredText(source: Source, then: string, meters: number): string {
  if (source.why)
    return `${standsText(source.why)}, поэтому за дни без учёта взяли среднее${source.months ? ` за ${counted(source.months, MONTHS)}` : ''} и ${then}.`;
  if (source.kind === 'average')
    return `Показаний за месяц не было, поэтому взяли среднее${source.months ? ` за ${counted(source.months, MONTHS)}` : ''} и ${then}.`;
  if (source.kind === 'norm') return `Показаний нет, поэтому объём взяли по нормативу и ${then}.`;
  return `Взяли, сколько ${meters > 1 ? 'показали ваши счётчики вместе' : 'показал ваш счётчик'}, и ${then}.`;
}

/** What a check found on the dials (item 61 of Rules 354): «Проверка 12 ноября (акт 15) нашла на счётчике 140, передано было 150: 10 м³ возвращаем». */
function controlText({ source: { date, document }, readings, pieces, unit }: TermsOf<'meter'>): string {
  const check = `Проверка ${date === null ? '' : `${formatDayShort(date)} `}(${document ?? ''}) нашла на счётчике`;
  const back = pieces.some(({ volume }) => volume.startsWith('-'));
  const said = readings.map(({ before, after, zone }) => {
    const less = compare(after, before) < 0 && back;
    const name = zoneName(zone) && `${zoneName(zone)}: `;
    const difference = decimalText(trimmed(subtract(decimal(less ? before : after), decimal(less ? after : before))));
    return less
      ? `${name}${formatDecimal(after)}, передано было ${formatDecimal(before)}: ${formatDecimal(difference)}\u00a0${unit} возвращаем`
      : `${name}${formatDecimal(after)}, до неё было ${formatDecimal(before)}`;
  });
  return `${check} ${said.join('; ')}. Разницу считаем за месяц проверки, по его тарифу.`;
}

/** Of sewage the meters of both waters. */
const metersOf = (readings: readonly Register[]): number => new Set(readings.map(({ meter }) => meter)).size;

/** An average of twelve months stands only for what is paid by the year before: heating evenly, common property where its owners chose so. */
const isEven = ({ kind, months }: Source): boolean => kind === 'average' && months === 12;
const EVENLY =
  'Тепло оплачивают поровну весь год: взяли средний месяц прошлого года по счётчикам. В начале следующего года пересчитаем по тому, сколько взял дом.';

const OWN_HEAT: Readonly<Record<TermsOf<'heatingByFlats'>['own']['by'], string>> = {
  meter: 'К показаниям вашего счётчика тепла прибавили вашу часть тепла, которое дом взял на общие нужды.',
  average:
    'У вас нет счётчика тепла, поэтому взяли столько на метр, сколько у квартир со счётчиками, и прибавили вашу часть тепла, которое дом взял на общие нужды.',
  house: 'В доме есть квартиры со своим отоплением. Тепло дома поделили по площади остальных квартир и общих мест и прибавили вашу часть тепла общих мест.',
  cutOff: 'Ваша квартира отключена от общего отопления, поэтому вы платите только за свою часть тепла общих мест.',
};

const SHARED_BY: Readonly<Record<string, string>> = {
  'чел.': 'по числу живущих',
  'чел.-дней': 'по числу живущих и дней',
  'м²': 'по площади комнат',
  'м²-дней': 'по площади комнат и дням, когда счёт действовал',
};

const counters: { readonly [M in ChargeTerms['method']]: (terms: TermsOf<M>) => string } = {
  meter: (terms) =>
    (terms.source.kind === 'act' && terms.source.document !== null && terms.readings.length > 0
      ? controlText(terms)
      : meteredText(terms.source, 'умножили на тариф', metersOf(terms.readings))) +
    (terms.pieces.some(({ zone }) => zone !== 'whole') ? ' У каждой зоны суток свой тариф.' : '') +
    (terms.pieces.some(({ upTo }) => upTo !== null) ? ' Расход сверх предела считается по более высокому тарифу.' : ''),
  norm: (terms) =>
    terms.tampered
      ? tamperedText(terms)
      : `${terms.why ? `${standsText(terms.why)}. ` : ''}${terms.unread ? 'Показаний счётчика не было слишком долго. ' : ''}Считаем по нормативу: ${[...new Set(terms.pieces.map(({ area }) => (area === undefined ? `одно и то же количество на каждого ${terms.personsAre === 'owners' ? 'собственника' : 'живущего'}` : 'на отопление поровну на каждый метр')))].join(', ')}.${terms.unread ? ' Передайте показания, и мы пересчитаем эти месяцы по счётчику.' : ''}`,
  unitRate: () => 'Плата одинакова для каждой квартиры.',
  areaRate: () => 'Площадь квартиры умножили на плату за квадратный метр.',
  areaNorm: () => 'Площадь квартиры умножили на норматив за квадратный метр и на тариф.',
  heatingByHouse: ({ source }) =>
    `${isEven(source) ? EVENLY : 'Общий счётчик показал, сколько тепла взял весь дом.'} Ваша часть считается по площади квартиры.`,
  heatingByFlats: (terms) => `${isEven(terms.source) ? `${EVENLY} ` : ''}${OWN_HEAT[terms.own.by]}`,
  heatingByNorm: (terms) =>
    `Общего счётчика тепла нет, поэтому считаем по нормативу на квадратный метр.${terms.season ? ' Плата разделена поровну на весь год.' : ''}`,
  houseNeeds: ({ need, source }) =>
    `Это для подъездов, лестниц и других общих мест. ${isEven(source) ? 'Взяли, сколько на них уходило за месяц в прошлом году в среднем, и поделили между всеми по площади. В начале года сверим с общим счётчиком' : `${need.by === 'norm' ? 'Норматив на них' : 'Сколько на них ушло,'} поделили между всеми по площади`}.`,
  waste: (terms) =>
    terms.base.by === 'person'
      ? `Норма накопления на человека, умноженная на ${terms.base.personsAre === 'owners' ? 'число собственников' : 'число живущих'} и на тариф.`
      : 'Норма накопления на квадратный метр, умноженная на площадь и на тариф.',
  capitalRepair: (terms) => `Площадь квартиры умножили на взнос за квадратный метр${terms.share ? ' и на вашу долю' : ''}. Взнос устанавливает регион.`,
  hotWater: (terms) =>
    `Горячая вода состоит из двух частей: сама вода и тепло, которым её нагрели. ${terms.use.by === 'meter' ? meteredText(terms.source, 'посчитали обе части', metersOf(terms.readings)) : 'Объём взяли по нормативу на человека.'}`,
  given: givenText,
  recalculation: ({ reason, ground }) =>
    `Перерасчёт: ${sentenceEnd(reason)}${ground.by === 'instalment' ? ` ${PART_DUE}` : ''}${ground.by === 'months' && ground.year ? ` Весь ${ground.year} год ${ground.of === 'common' ? 'общее имущество оплачивали по среднему' : 'тепло оплачивали поровну'}. Теперь каждый его месяц посчитали по счётчику; в строке разница с тем, что было начислено.` : ''}`,
  penalty: ({ withParts }) =>
    `Пени берут за оплату позже срока. Первые 30 дней их нет. С 31-го дня за каждый день берут 1/300 ключевой ставки Банка России, с 91-го 1/130 (за капитальный ремонт всегда 1/300). Долг каждого месяца считают отдельно.${withParts ? ' Часть рассрочки входит в долг того месяца, в чьём счёте пришла. На проценты за рассрочку пени не начисляют.' : ''}`,
  roomShare: (terms) =>
    isOfShares(terms)
      ? `Взнос посчитали на всю квартиру и разделили по долям собственников${terms.weightUnit === 'доля' ? '' : ' и дням, за которые отвечает каждый счёт'}. ${countedText(terms.flat)}`
      : `Сумму посчитали на всю квартиру и разделили между комнатами ${SHARED_BY[terms.weightUnit] ?? 'по их счётчикам'}. ${countedText(terms.flat)}`,
  corrected: (terms) =>
    [
      ...(terms.base ? [countedText(terms.base)] : []),
      ...tamperedMonthsText(terms),
      ...terms.recalculations.filter(({ ground }) => ground.by !== 'tampered').map(countedText),
    ].join(' '),
};

function givenText(terms: TermsOf<'given'>): string {
  const difference = givenDifference(terms);
  if (!terms.detail || difference === null) return 'Сумму посчитал поставщик и передал готовой, без объёма и тарифа. Спросите его, как она получилась.';
  if (magnitude(difference) <= BigInt(terms.detail.toleranceKopecks)) return 'Сумму посчитал поставщик: объём умножил на тариф.';
  const { volume, unit, tariff } = terms.detail;
  return `Сумма поставщика не сходится с его же объёмом и тарифом: ${factorText({ value: volume, unit })} по ${factorText({ value: tariff.value, unit: '₽' })} дают на ${formatKopecks(magnitude(difference))} ${difference > 0n ? 'меньше' : 'больше'}. Попросите перерасчёт.`;
}

function countedText(terms: ChargeTerms): string {
  const text = (counters[terms.method] as (terms: ChargeTerms) => string)(terms);
  return (
    text +
    raisedText(terms) +
    (terms.benefit ? ` Учли льготу: ${terms.benefit.title}.` : '') +
    ('subsidy' in terms && terms.subsidy
      ? ` Вычли: ${terms.subsidy.title}, ${formatKopecks(BigInt(terms.subsidy.kopecks))}. Это платят за вас, в ваш долг не входит.`
      : '')
  );
}

function tariffsOf(all: ChargeTerms): readonly Tariff[] {
  const terms = countedLine(all);
  if (!terms) return [];
  if (terms.method === 'hotWater') return terms.pieces.flatMap(({ tariff, heatTariff }) => [tariff, heatTariff]);
  if (terms.method === 'given') return terms.detail ? [terms.detail.tariff] : [];
  return 'pieces' in terms ? terms.pieces.map(({ tariff }) => tariff) : [];
}

function tariffText(terms: ChargeTerms): string | null {
  const lines = tariffsOf(terms).flatMap(({ decision, from }) => (decision ? [from ? `${decision}, действует с ${formatDay(from)}` : decision] : []));
  return lines.length > 0 ? [...new Set(lines)].join('; ') : null;
}

const SOURCES = {
  reading: 'Ваши показания',
  remote: 'Показания счётчик передал сам',
  average: 'Среднее по прошлым показаниям',
  norm: 'Норматив потребления',
  houseMeter: 'Общий счётчик дома',
  act: 'Акт',
  register: 'Данные поставщика',
} as const;

function sourceText(source: Source): string {
  const months = source.kind === 'average' && source.months ? ` за ${counted(source.months, MONTHS)}` : '';
  const taken = source.date ? `снято ${formatDayShort(source.date)}` : '';
  return [SOURCES[source.kind] + months, taken, source.document ?? ''].filter(Boolean).join(', ');
}

function registerText({ zone, before, beforeOn, after, afterOn, meter }: Register): string {
  const name = [meter && `№\u00a0${meter}`, zoneName(zone)].filter(Boolean).join(', ');
  return `${name ? `${name}: ` : ''}было ${formatDecimal(before)} (${formatDayShort(beforeOn)}), стало ${formatDecimal(after)} (${formatDayShort(afterOn)})`;
}

function volumeText(all: ChargeTerms): string | null {
  const terms = countedLine(all);
  if (!terms) return null;
  if (terms.method === 'recalculation') return terms.document;
  if (terms.method === 'given') return [terms.detail ? sourceText(terms.detail.source) : '', terms.register ?? ''].filter(Boolean).join(', ') || null;
  if (terms.method === 'norm')
    return [
      'Норматив потребления',
      ...new Set(terms.pieces.map(({ persons, area }) => (area === undefined ? counted(persons, PERSONS) : `${formatDecimal(area)}\u00a0м²`))),
    ].join(', ');
  if (!('source' in terms)) return null;
  const readings = 'readings' in terms ? terms.readings.map(registerText) : [];
  return [sourceText(terms.source), ...readings].join('; ');
}

/** [more, less]: what to say when a factor of the role grew or fell. */
const CHANGES: Readonly<Record<Exclude<Role, 'tariff'>, readonly [string, string]>> = {
  volume: ['Объём больше', 'Объём меньше'],
  houseVolume: ['Дом потратил больше', 'Дом потратил меньше'],
  area: ['Площадь квартиры больше', 'Площадь квартиры меньше'],
  houseArea: ['Площадь, на которую делят, больше', 'Площадь, на которую делят, меньше'],
  commonArea: ['Общих мест в доме больше', 'Общих мест в доме меньше'],
  persons: ['Людей больше', 'Людей меньше'],
  norm: ['Норматив выше', 'Норматив ниже'],
  coefficient: ['Надбавка выше', 'Надбавка ниже'],
  part: ['Дней в расчёте больше', 'Дней в расчёте меньше'],
  share: ['Доля больше', 'Доля меньше'],
  season: ['Отопительных месяцев больше', 'Отопительных месяцев меньше'],
  money: ['Сумма больше', 'Сумма меньше'],
  percent: ['Процент выше', 'Процент ниже'],
  days: ['Дней больше', 'Дней меньше'],
  divisor: ['Доля ставки меньше', 'Доля ставки больше'],
  rounding: ['Округление поставщика больше', 'Округление поставщика меньше'],
};

const therefore = (effect: Kopecks) =>
  effect === 0n ? 'На сумму это не повлияло.' : `Поэтому ${effect > 0n ? 'плюс' : 'минус'} ${formatKopecks(magnitude(effect))}.`;

/** A full stop, unless the text ends with a shortened word («чел.»). */
const sentenceEnd = (text: string) => (text.endsWith('.') ? text : `${text}.`);

function changeText(before: Factor, now: Factor, from: string | null, effect: Kopecks): string {
  const grew = compare(ratioOf(now), ratioOf(before)) > 0;
  if (now.role !== 'tariff')
    return `${CHANGES[now.role][grew ? 0 : 1]}: было ${factorText(before)}, стало ${sentenceEnd(factorText(now))} ${therefore(effect)}`;
  const [verb, name] = [grew ? 'Вырос' : 'Снизился', now.caption.startsWith('взнос') ? 'взнос' : now.caption.replace(/^тариф за 1./, 'тариф за ')];
  return `${verb} ${name}: был ${factorText(before)}, ${from ? `с ${formatDayShort(from)}` : 'стал'} ${factorText(now)}. ${therefore(effect)}`;
}

const ratioOf = ({ value, of }: Factor) => chain([value], of === undefined ? [] : [of]);

const factorsOf = (formula: Formula): Factor[] => formula.parts.flatMap(({ products }) => products.flatMap(({ factors }) => factors));
const shapeOf = (formula: Formula): string =>
  JSON.stringify(
    formula.parts.map(({ products }) => products.map(({ sign, factors }) => [sign, factors.map(({ key, operator, unit }) => [key, operator, unit])])),
  );

/** The formula with one of its factors, wherever it stands, taken from another month. */
function withFactor(formula: Formula, factor: Factor): Formula {
  const parts = formula.parts.map((part) => ({
    ...part,
    products: part.products.map((product) => ({ ...product, factors: product.factors.map((old) => (old.key === factor.key ? factor : old)) })),
  }));
  return { ...formula, parts };
}

/** From the month before to this one, a factor at a time: the effects add up to the whole difference, to the kopeck. */
function changeSteps(before: Formula, now: Formula, from: string | null): string[] {
  const [old, fresh] = [factorsOf(before), factorsOf(now)];
  const changed = new Map<string, readonly [Factor, Factor]>();
  for (const [index, factor] of fresh.entries()) {
    const was = old[index]!;
    if (was.value !== factor.value || was.of !== factor.of) changed.set(factor.key, [was, factor]);
  }
  const lines: string[] = [];
  let current = before;
  let sum = formulaKopecks(current);
  const step = (next: Formula, say: (effect: Kopecks) => string) => {
    const effect = formulaKopecks(next) - sum;
    lines.push(say(effect));
    [current, sum] = [next, sum + effect];
  };
  for (const [was, factor] of changed.values()) {
    const equal = compare(ratioOf(was), ratioOf(factor)) === 0;
    if (equal) current = withFactor(current, factor);
    else step(withFactor(current, factor), (effect) => changeText(was, factor, from, effect));
  }
  if (JSON.stringify(before.discounts, bigintText) !== JSON.stringify(now.discounts, bigintText)) {
    const what = [...before.discounts, ...now.discounts].some(({ key }) => key === 'subsidy') ? 'льгота или субсидия' : 'льгота';
    step(now, (effect) => `Изменилась ${what}. ${therefore(effect)}`);
  }
  const volumes = fresh.filter(({ role }) => role === 'volume' || role === 'houseVolume');
  if (lines.length > 0 && volumes.length > 0 && volumes.every(({ key }) => !changed.has(key))) lines.unshift('Объём тот же.');
  return lines;
}

const bigintText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

const WAYS: Readonly<Record<ChargeTerms['method'], string>> = {
  meter: 'по счётчику',
  norm: 'по нормативу',
  areaRate: 'по площади',
  areaNorm: 'по нормативу на метр',
  heatingByHouse: 'по общему счётчику дома',
  heatingByFlats: 'по счётчикам квартир и дома',
  heatingByNorm: 'по нормативу тепла',
  houseNeeds: 'по общим нуждам дома',
  waste: 'по норме накопления',
  capitalRepair: 'по взносу',
  hotWater: 'по двум частям',
  given: 'по данным поставщика',
  recalculation: 'перерасчётом',
  penalty: 'по дням просрочки',
  unitRate: 'по цене за квартиру',
  roomShare: 'по доле комнаты',
  corrected: 'с перерасчётом',
};

function wayOf(terms: ChargeTerms): string {
  if (terms.method === 'hotWater') return terms.use.by === 'norm' ? 'по нормативу' : wayBySource(terms.source);
  if (terms.method === 'heatingByFlats' && terms.own.by === 'cutOff') return 'только за общие места';
  if (terms.method === 'heatingByFlats' && terms.source.kind === 'norm') return WAYS.heatingByNorm;
  if (terms.method === 'roomShare' && isOfShares(terms)) return 'по вашей доле';
  return terms.method === 'meter' ? wayBySource(terms.source) : WAYS[terms.method];
}

const wayBySource = ({ kind }: Source): string => (kind === 'average' ? 'по среднему' : kind === 'norm' ? 'по нормативу' : 'по счётчику');

function changedText(terms: ChargeTerms, previous: ChargeTerms): string {
  const [before, now] = [formulaFrom(previous), formulaFrom(terms)];
  const difference = formulaKopecks(now) - formulaKopecks(before);
  const head =
    difference === 0n
      ? `Столько же, сколько ${inMonth(previous.period)}.`
      : `На ${formatKopecks(magnitude(difference))} ${difference > 0n ? 'больше' : 'меньше'}, чем ${inMonth(previous.period)}.`;
  if (wayOf(terms) !== wayOf(previous)) return `${head} Считали по-другому: ${inMonth(previous.period)} ${wayOf(previous)}, теперь ${wayOf(terms)}.`;
  if (terms.method === 'recalculation' || terms.method === 'penalty') return head;
  if (shapeOf(before) !== shapeOf(now)) return `${head} Расчёт ${formatMonthGenitive(terms.period)} состоит из других частей, они показаны выше.`;
  const from =
    tariffsOf(terms)
      .map((tariff) => tariff.from)
      .find((day) => day?.startsWith(terms.period)) ?? null;
  return [head, ...changeSteps(before, now, from)].join(' ');
}

/** The whole answer to «Почему столько?» for a line; `previous` are the terms of the same service a month before, when there are any. */
export function explain(terms: ChargeTerms, previous: ChargeTerms | null): ChargeExplanation {
  const formula = formulaFrom(terms);
  return {
    formula: formulaOf(terms),
    sumKopecks: kopecksToJson(formulaKopecks(formula)),
    counted: countedText(terms),
    tariffFrom: tariffText(terms),
    volumeFrom: volumeText(terms),
    changed: previous && changedText(terms, previous),
  };
}
