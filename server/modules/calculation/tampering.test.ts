// A meter that was tampered with (item 62 of Rules 354): days by the norm ten times, posted months corrected once.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { columnsOfTerms, sumOfTerms } from '#modules/billing';
import { addDays, addMonths } from '#platform/time';
import { chargeHouse } from './charge-house.ts';
import { flatVolumes } from './flat-volumes.ts';
import { counted, flat, meter, MONTH, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, HousePremises } from './house-month.ts';
import { countDays, otherDays, type Tampering, tamperedDays, within } from './tampered-days.ts';
import { tamperedVolume } from './tampered-volume.ts';
import { monthsTampered } from './tampering-correction.ts';
import type { MeterFacts, ReadingPoint } from './volume-of-month.ts';

const act = 'акт № 7';
const mark = (from: string, until: string | null = null, foundOn = '2026-10-20'): Tampering => ({ from, until, foundOn, act });
const PRICES = [tariff('cold_water', '52.40')];
const NORMS = [norm('cold_water', 'person', '4.85')];
/** A meter read each month to September, 5 m³ a month; in October as given. */
const tampered = (october: Partial<ReadingPoint> | null = null): MeterFacts => {
  const { registers, ...known } = meter({ whole: '5' }, { last: '2026-09' });
  const point: ReadingPoint = { period: MONTH, takenOn: '2026-10-24', value: '8', use: null, months: 1, source: 'reading', ...october };
  return {
    ...known,
    tampered: true,
    registers: registers.map((register) => ({ ...register, points: october ? [...register.points, point] : register.points })),
  };
};
const marked = (marks: readonly Tampering[], premises: readonly HousePremises[] = [flat('7', { cold_water: [tampered()] })], more: Partial<HouseMonth> = {}) =>
  month(premises, PRICES, { norms: NORMS, tampered: new Map([['7 cold_water', marks]]), ...more });
const lineOf = (facts: HouseMonth, account = '7') =>
  counted(facts).lines.find((line) => line.accountId === `account ${account}` && line.serviceCode === 'cold_water')!;

describe('days', () => {
  test('CALC-1: days of tampering are joined, cut by the month, and the rest are the others', () => {
    expect(
      tamperedDays(MONTH, [
        mark('2026-10-20'),
        mark('2026-10-05', '2026-10-10'),
        mark('2026-09-01', '2026-10-02'),
        mark('2026-10-08', '2026-10-12'),
        mark('2026-10-15', '2026-10-15'),
        mark('2026-11-01'),
      ]),
    ).toEqual([
      { from: '2026-10-01', to: '2026-10-01' },
      { from: '2026-10-05', to: '2026-10-11' },
      { from: '2026-10-20', to: '2026-10-31' },
    ]);
    expect(
      otherDays(MONTH, [
        { from: '2026-10-01', to: '2026-10-01' },
        { from: '2026-10-05', to: '2026-10-11' },
        { from: '2026-10-20', to: '2026-10-31' },
      ]),
    ).toEqual([
      { from: '2026-10-02', to: '2026-10-04' },
      { from: '2026-10-12', to: '2026-10-19' },
    ]);
    expect(tamperedDays(MONTH, [mark('2026-10-05', '2026-10-10'), mark('2026-10-10', '2026-10-12')])).toEqual([{ from: '2026-10-05', to: '2026-10-11' }]);
    expect(within([{ from: '2026-10-05', to: '2026-10-11' }], { from: '2026-10-11', to: '2026-10-31' })).toEqual([{ from: '2026-10-11', to: '2026-10-11' }]);
    expect(within([{ from: '2026-10-05', to: '2026-10-11' }], { from: '2026-10-12', to: '2026-10-31' })).toEqual([]);
  });

  test('CALC-1: days of tampering and the others are the month, each day once', () => {
    const day = fc.integer({ min: -40, max: 40 }).map((n) => addDays('2026-10-15', n));
    fc.assert(
      fc.property(fc.array(fc.tuple(day, fc.option(day)), { maxLength: 6 }), (list) => {
        const days = tamperedDays(
          MONTH,
          list.map(([from, until]) => mark(from, until)),
        );
        expect(countDays(days) + countDays(otherDays(MONTH, days))).toBe(31);
        expect(within(otherDays(MONTH, days), { from: '2026-10-01', to: '2026-10-31' })).toEqual(otherDays(MONTH, days));
      }),
    );
  });
});

describe('an open month', () => {
  test('CALC-1, CALC-4: a whole month is the norm of all who live there, ten times; base and excess stand apart', () => {
    const { terms, kopecks } = lineOf(marked([mark('2026-09-10')]));
    // 2 · 4.85 · 52.40 = 508.28, and nine times as much.
    expect(kopecks).toBe(508_280n);
    expect(columnsOfTerms(terms)).toMatchObject({ accruedKopecks: 508_280n, excessKopecks: 457_452n });
    expect(terms).toMatchObject({
      method: 'norm',
      raised: { coefficient: '10', reason: 'tampered' },
      why: { is: 'tampered', since: '2026-09-10', act },
      tampered: { days: [{ from: '2026-10-01', to: '2026-10-31' }] },
      pieces: [{ persons: 2, norm: '4.85', part: null }],
    });
    const owners = flat('7', { cold_water: [tampered()] }, { people: [{ from: null, to: null, value: { count: 3, are: 'owners' } }] });
    expect(lineOf(marked([mark('2026-09-10')], [owners]))).toMatchObject({ kopecks: 762_420n, terms: { personsAre: 'owners' } });
  });

  test('CALC-1: in the middle of a month days before it are the average, the reading before it, or the plain norm where nothing is known', () => {
    // 5 m³ · 10 of 31 days and 21 of 31 days of the norm; then nine times those.
    expect(lineOf(marked([mark('2026-10-11')]))).toMatchObject({
      kopecks: 42_883n + 309_887n,
      terms: {
        tampered: { measured: { source: { kind: 'average' }, pieces: [{ volume: '1.612903', part: null }] } },
        pieces: [{ part: { days: 21, of: 31 } }],
      },
    });
    const read = tampered({ takenOn: '2026-10-11', use: '2' });
    expect(lineOf(marked([mark('2026-10-11')], [flat('7', { cold_water: [read] })]))).toMatchObject({
      kopecks: 44_912n + 309_887n,
      terms: { tampered: { measured: { source: { kind: 'reading', date: '2026-10-11' }, pieces: [{ volume: '2' }] } } },
    });
    const short = { ...tampered(), registers: tampered().registers.map((register) => ({ ...register, points: register.points.slice(-2) })) };
    expect(lineOf(marked([mark('2026-10-11')], [flat('7', { cold_water: [short] })]))).toMatchObject({
      kopecks: 50_828n + 309_887n,
      terms: { pieces: [{ part: { days: 21 } }, { plain: true, part: { days: 10 } }] },
    });
  });

  test('CALC-1: since it was put right what it ran counts by the next reading of the month, or comes with a later one', () => {
    const until = [mark('2026-09-10', '2026-10-21')];
    expect(lineOf(marked(until))).toMatchObject({
      kopecks: 32_792n + 295_130n,
      terms: { tampered: { days: [{ from: '2026-10-01', to: '2026-10-20' }] }, pieces: [{ part: { days: 20, of: 31 } }] },
    });
    const resumed = tampered({ takenOn: '2026-10-28', resumed: { on: '2026-10-21', use: '1.5' } });
    // 1.5 m³ · 52.40 = 78.60.
    expect(lineOf(marked(until, [flat('7', { cold_water: [resumed] })]))).toMatchObject({ kopecks: 32_792n + 7_860n + 295_130n });
  });

  test('CALC-1: of two meters one that was tampered with takes the flat to the norm on its days, the other keeps what it measured on the rest', () => {
    const two = (marks: readonly Tampering[]) => lineOf(marked(marks, [flat('7', { cold_water: [tampered(), meter({ whole: '3.1' }, { serial: '18-2' })] })]));
    expect(two([mark('2026-09-10')]).kopecks).toBe(508_280n);
    // 5 + 3.1 m³, of both 10 of 31 days.
    expect(two([mark('2026-10-11')])).toMatchObject({ terms: { tampered: { measured: { pieces: [{ volume: '2.612903' }] } } } });
    const newer = meter({ whole: '3.1' }, { serial: '18-3' });
    const put = { ...newer, registers: newer.registers.map((register) => ({ ...register, start: { value: '0', on: '2026-10-21' } })) };
    expect(lineOf(marked([mark('2026-09-10', '2026-10-21')], [flat('7', { cold_water: [tampered(), put] })]))).toMatchObject({
      terms: { tampered: { measured: { pieces: [{ volume: '3.1' }] } } },
    });
  });

  test('CALC-1: a tariff that changes within cuts the days, and what was measured besides', () => {
    const at = (from: string, to: string | null, value: string) => ({
      ...tariff('cold_water', value),
      force: { from, to, value: { value, from, decision: null } },
    });
    const facts = {
      ...marked([mark('2026-10-11')]),
      tariffs: [at('2026-01-01', '2026-10-04', '50.00'), at('2026-10-05', '2026-10-15', '60.00'), at('2026-10-16', null, '70.00')],
    };
    expect(lineOf(facts)).toMatchObject({
      terms: {
        pieces: [
          { tariff: { value: '60.00' }, part: { days: 5 } },
          { tariff: { value: '70.00' }, part: { days: 16 } },
        ],
        tampered: {
          measured: {
            pieces: [
              { volume: '0.645161', tariff: { value: '50.00' } },
              { volume: '0.967742', tariff: { value: '60.00' } },
            ],
          },
        },
      },
    });
  });

  test('CALC-1: accounts that follow each other in the month pay each its own days, together the whole', () => {
    const facts = marked([mark('2026-10-11')]);
    const [account] = facts.accounts;
    const split = (day: string) => ({
      ...facts,
      accounts: [
        { ...account!, accountId: 'account a', span: { from: '2026-10-01', to: day } },
        { ...account!, accountId: 'account b', span: { from: addDays(day, 1), to: '2026-10-31' } },
      ],
    });
    const [a, b] = [lineOf(split('2026-10-20'), 'a'), lineOf(split('2026-10-20'), 'b')];
    expect([a, b]).toMatchObject([
      { terms: { pieces: [{ part: { days: 10 } }], tampered: { measured: { pieces: [{ volume: '1.612903' }] } } } },
      { terms: { pieces: [{ part: { days: 11 } }], tampered: { days: [{ from: '2026-10-21', to: '2026-10-31' }] } } },
    ]);
    expect((b.terms as TermsOf<'norm'>).tampered!.measured).toBeUndefined();
    // 84.52 + 163.96 + 1475.65 and 180.36 + 1623.22: each account's line is rounded by itself.
    expect([a.kopecks, b.kopecks]).toEqual([24_848n + 147_565n, 18_036n + 162_322n]);
    expect(lineOf(facts).kopecks).toBe(352_770n);
    // The first leaves before the tampering: what was measured alone.
    expect(lineOf(split('2026-10-05'), 'a')).toMatchObject({ terms: { method: 'meter', pieces: [{ volume: '0.806452' }] } });
    const unknown = {
      ...split('2026-10-05'),
      premises: new Map([
        ['7', flat('7', { cold_water: [{ ...tampered(), registers: tampered().registers.map((register) => ({ ...register, points: [] })) }] })],
      ]),
    };
    expect(lineOf(unknown, 'a')).toMatchObject({
      terms: { method: 'norm', raised: null, tampered: { days: [] }, pieces: [{ plain: true, part: { days: 5 } }] },
    });
  });

  test('CALC-1: sewage and the heat of water go by the plain norm, and nobody, no norm, no price are told', () => {
    const norms = [...NORMS, norm('sewage', 'person', '7')];
    const facts = { ...marked([mark('2026-10-11')]), norms, tariffs: [...PRICES, tariff('sewage', '40.00')] };
    expect(counted(facts).sums).toMatchObject({ '7 sewage': 56_000n });
    expect(counted({ ...marked([mark('2026-10-11')]), norms: [] }).told).toContain('noNorm 7 cold_water');
    expect(
      counted(
        marked([mark('2026-10-11')], [flat('7', { cold_water: [tampered()] }, { people: [{ from: null, to: null, value: { count: 0, are: 'registered' } }] })]),
      ).told,
    ).toContain('nobody 7 cold_water');
    expect(counted(marked([mark('2026-10-11')])).told).not.toContain('noReading 7 cold_water');
  });

  test('CALC-1: a benefit is for the norm once, never for what the coefficient adds', () => {
    const decisions: HouseMonth['decisions'] = [
      {
        id: 'b',
        accountId: 'account 7',
        kind: 'benefit',
        rule: { title: 'Льгота', percent: '50', services: ['cold_water'], covers: 'family' },
        holders: 1,
        areaStandard: null,
      },
    ];
    expect(lineOf(marked([mark('2026-09-10')], undefined, { decisions }))).toMatchObject({
      kopecks: 508_280n - 25_414n,
      terms: { benefit: { by: 'sum', kopecks: 25_414 } },
    });
  });

  test('CALC-1: a communal flat is counted once and split by people', () => {
    const people = (count: number): HousePremises['people'] => [{ from: null, to: null, value: { count, are: 'registered' } }];
    const room = (id: string, count: number) => flat(id, {}, { kind: 'room', area: '15', shareArea: '15', flatId: '7', people: people(count) });
    const facts = marked([mark('2026-09-10')], [flat('7', { cold_water: [tampered()] }, { people: people(3) }), room('a', 1), room('b', 2)]);
    const rooms = { ...facts, accounts: facts.accounts.filter(({ premisesId }) => premisesId !== '7') };
    expect([lineOf(rooms, 'a').kopecks, lineOf(rooms, 'b').kopecks]).toEqual([254_140n, 508_280n]);
  });
});

describe('posted months', () => {
  /** October's run after what was posted in August and September, by the meter of now. */
  const AUGUST = '2026-08';
  const posted = (of: string, terms: ChargeTerms, accountId = 'account 7') => ({
    accountId,
    month: of,
    serviceCode: 'cold_water',
    totalKopecks: sumOfTerms(terms),
    terms,
  });
  const byMeter = (of: string, volume = '5'): ChargeTerms => ({
    method: 'meter',
    period: of,
    benefit: null,
    unit: 'м³',
    source: { kind: 'reading', date: null, document: null, months: null },
    readings: [],
    pieces: [{ zone: 'whole', volume, upTo: null, tariff: { value: '52.40', from: null, decision: null }, part: null }],
  });
  const run = (
    marks: readonly Tampering[],
    past: HouseMonth['past'],
    { of = MONTH, accounts, premises }: { of?: string; accounts?: (then: string) => HouseMonth['accounts']; premises?: readonly HousePremises[] } = {},
  ) => {
    const facts = marked(marks, premises, { past });
    const at = (then: string): HouseMonth => ({ ...facts, month: then, ...(accounts && { accounts: accounts(then) }) });
    const closed = accounts
      ? accounts(AUGUST)
          .filter(({ accountId }) => !accounts(of).some((one) => one.accountId === accountId))
          .map((account) => ({ ...account, span: null }))
      : [];
    return { ...at(of), closedAccounts: closed, earlier: new Map(monthsTampered(of, marks, past).map((then) => [then, at(then)])) };
  };
  const recalculations = (facts: HouseMonth, account = '7') => {
    const { terms } = lineOf(facts, account);
    return terms.method === 'corrected' ? terms.recalculations : [];
  };

  test('CALC-1, CALC-4: each posted month is the norm raised for its days less what was charged for them, once', () => {
    const marks = [mark('2026-08-22')];
    const past = [posted('2026-07', byMeter('2026-07')), posted(AUGUST, byMeter(AUGUST)), posted('2026-09', byMeter('2026-09'))];
    const facts = run(marks, past);
    const made = recalculations(facts);
    // August, 10 of 31 days: 163.961… + 1475.651… − 84.516…; September whole: 5082.80 − 262.
    expect(made.map(sumOfTerms)).toEqual([16_396n + 147_565n - 8_452n, 508_280n - 26_200n]);
    expect(made).toMatchObject([
      {
        document: act,
        ground: { by: 'tampered', month: AUGUST, days: [{ from: '2026-08-22', to: '2026-08-31' }], charged: { days: 10, of: 31 }, monthKopecks: 26_200 },
      },
      { ground: { month: '2026-09', charged: { days: 30, of: 30 } } },
    ]);
    expect(chargeHouse(facts)).toEqual(chargeHouse(facts));
    // The next run knows it from the posted line.
    const next = run(marks, [...past, posted(MONTH, lineOf(facts).terms)], { of: '2026-11' });
    expect(recalculations(next)).toEqual([]);
    expect([...next.earlier.keys()]).toEqual([AUGUST, '2026-09', MONTH]);
  });

  test('CALC-1: months to look at are posted ones before the run, in order, with days of tampering or charged so, whatever the marks say now', () => {
    const all = ['2026-11', MONTH, '2026-09', AUGUST, '2026-07'].map((of) => posted(of, byMeter(of)));
    expect(monthsTampered(MONTH, [mark('2026-07-05')], all)).toEqual(['2026-07', AUGUST, '2026-09']);
    expect(monthsTampered(MONTH, [mark('2026-08-22', '2026-09-01')], [...all, ...all])).toEqual([AUGUST]);
    expect(monthsTampered(MONTH, [], all)).toEqual([]);
    // The line itself says its days; a plain norm says none.
    const direct = lineOf(marked([mark('2026-10-20')])).terms;
    expect(monthsTampered('2026-11', [], [posted(MONTH, direct), posted('2026-09', byMeter('2026-09'))])).toEqual([MONTH]);
    const plain = lineOf(marked([], [flat('7', {})])).terms;
    expect([plain.method, monthsTampered('2026-11', [], [posted(MONTH, plain)])]).toEqual(['norm', []]);
    // A later line says what it corrected: by its days, by months of tampering, not by other months or grounds.
    const corrected = (ground: TermsOf<'recalculation'>['ground']): ChargeTerms => ({
      method: 'corrected',
      period: '2026-09',
      benefit: null,
      base: byMeter('2026-09') as TermsOf<'meter'>,
      recalculations: [{ method: 'recalculation', period: '2026-09', benefit: null, reason: 'пересчитали', document: null, ground }],
    });
    const with_ = (ground: TermsOf<'recalculation'>['ground']) =>
      monthsTampered(MONTH, [], [posted('2026-09', corrected(ground)), posted('2026-07', byMeter('2026-07'))]);
    const months = [{ month: '2026-07', wasKopecks: 1, becameKopecks: 2 }];
    expect([with_({ by: 'months', tampered: [], months }), with_({ by: 'months', months }), with_({ by: 'decision', sumKopecks: 1 })]).toEqual([
      ['2026-07'],
      [],
      [],
    ]);
    const [made] = recalculations(run([mark('2026-07-22', '2026-08-01')], [posted('2026-07', byMeter('2026-07'))]));
    expect([made!.ground.by, with_(made!.ground)]).toEqual(['tampered', ['2026-07']]);
  });

  test('CALC-1: posted lines in any order, lines of the run’s month and after it, and of other services change nothing', () => {
    const marks = [mark('2026-08-22')];
    const past = [posted('2026-07', byMeter('2026-07')), posted(AUGUST, byMeter(AUGUST)), posted('2026-09', byMeter('2026-09'))];
    const made = recalculations(run(marks, past));
    expect(recalculations(run(marks, past.toReversed()))).toEqual(made);
    const others = [posted('2026-11', byMeter('2026-11', '9')), { ...posted(AUGUST, byMeter(AUGUST, '9')), serviceCode: 'hot_water' }];
    expect(recalculations(run(marks, [...others, ...past]))).toEqual(made);
    expect(recalculations({ ...run(marks, past), earlier: undefined })).toEqual([]);
    expect(recalculations({ ...run(marks, past), earlier: new Map() })).toEqual([]);
    const august = run(marks, past).earlier.get(AUGUST)!;
    expect(recalculations({ ...run(marks, past), earlier: new Map([[AUGUST, { ...august, accounts: [] }]]) })).toEqual([]);
  });

  test('CALC-1: of two marks the one that is found later waits for its month, and each month names the act that holds for it', () => {
    const [first, second] = [mark('2026-08-22', '2026-08-25'), { ...mark('2026-09-10', '2026-09-12'), act: 'акт № 8' }];
    const past = [posted(AUGUST, byMeter(AUGUST)), posted('2026-09', byMeter('2026-09'))];
    expect(recalculations(run([first, second], past)).map(({ document }) => document)).toEqual([act, 'акт № 8']);
    expect(recalculations(run([second, first], past)).map(({ document }) => document)).toEqual([act, 'акт № 8']);
    const waiting = run([first, { ...second, foundOn: '2026-11-03' }], past);
    expect(recalculations(waiting).map(({ document }) => document)).toEqual([act]);
  });

  test('CALC-1: the month tells the earliest mark that holds in it; of two meters what was measured besides stands only where both tell it', () => {
    const question = { month: MONTH, estimates: [], isResidential: true };
    const marks = [
      { ...mark('2026-10-20', '2026-10-25'), act: 'акт № 8' },
      mark('2026-10-05', '2026-10-08'),
      { ...mark('2026-01-01', '2026-02-01'), act: 'акт № 1' },
    ];
    for (const order of [marks, marks.toReversed()]) expect(tamperedVolume([tampered()], order, question)).toMatchObject({ why: { since: '2026-10-05', act } });
    expect(tamperedVolume([tampered()], [marks[2]!], question)).toBeNull();
    expect(tamperedVolume([tampered()], [mark('2026-10-01')], question)?.tampered).toMatchObject({ others: [], measured: null });
    const other = meter({ whole: '5' }, { serial: '18-2' });
    const unknown = { ...other, registers: other.registers.map((register) => ({ ...register, points: [] })) };
    const measured = (meters: MeterFacts[]) => tamperedVolume(meters, [mark('2026-10-05', '2026-10-08')], question)?.tampered?.measured;
    expect(measured([other, { ...other, serial: '18-3' }])?.zones).toEqual([{ zone: 'whole', volume: '9.032258' }]);
    expect([measured([other, unknown]), measured([unknown])]).toEqual([null, null]);
  });

  test('CALC-1: a run before the month of finding corrects nothing yet', () => {
    expect(recalculations(run([mark('2026-08-22', null, '2026-11-03')], [posted(AUGUST, byMeter(AUGUST))]))).toEqual([]);
  });

  test('CALC-1: a mark taken back gives back to the kopeck what it charged; put again it charges again', () => {
    const past = [posted(AUGUST, byMeter(AUGUST)), posted('2026-09', byMeter('2026-09'))];
    const first = lineOf(run([mark('2026-08-22')], past)).terms;
    // October was charged directly; its meter read 5 m³.
    const afterwards = [...past, posted(MONTH, first)];
    const premises = [flat('7', { cold_water: [meter({ whole: '5' })] })];
    const back = run([], afterwards, { of: '2026-11', premises });
    const made = recalculations(back);
    expect(made.map(sumOfTerms)).toEqual([-(16_396n + 147_565n - 8_452n), -(508_280n - 26_200n), 26_200n - 508_280n]);
    expect(made.map(({ reason }) => reason)).toEqual([
      'отметку о вмешательстве сняли: пересчитали август',
      'отметку о вмешательстве сняли: пересчитали сентябрь',
      'отметку о вмешательстве сняли: пересчитали октябрь',
    ]);
    const later = [...afterwards, posted('2026-11', lineOf(back).terms)];
    expect(recalculations(run([], later, { of: '2026-12', premises }))).toEqual([]);
    const again = recalculations(run([mark('2026-09-01', '2026-10-01', '2026-12-02')], later, { of: '2026-12', premises }));
    expect(again.map(sumOfTerms)).toEqual([508_280n - 26_200n]);
  });

  test('CALC-1: put right earlier than was known, the days after come back', () => {
    const direct = lineOf(marked([mark('2026-09-10')])).terms;
    const made = recalculations(run([mark('2026-09-10', '2026-10-21')], [posted(MONTH, direct)], { of: '2026-11' }));
    expect(made.map(sumOfTerms)).toEqual([32_792n + 295_130n - 508_280n]);
    expect(made).toMatchObject([
      { reason: 'вмешательство в работу счётчика: пересчитали октябрь', ground: { by: 'months', tampered: [{ from: '2026-10-01', to: '2026-10-20' }] } },
    ]);
  });

  test('CALC-1: what was corrected by days and by months is known, each month by its own, to every run after', () => {
    const past = [posted(AUGUST, byMeter(AUGUST)), posted('2026-09', byMeter('2026-09'))];
    const october = lineOf(run([mark('2026-08-22')], past)).terms;
    const marks = [mark('2026-08-22', '2026-10-21')];
    const november = run(marks, [...past, posted(MONTH, october)], { of: '2026-11' });
    expect(recalculations(november)).toMatchObject([
      { ground: { by: 'months', tampered: [{ from: '2026-10-01', to: '2026-10-20' }], months: [{ month: MONTH }] } },
    ]);
    const after = [...past, posted(MONTH, october), posted('2026-11', lineOf(november).terms)];
    expect(recalculations(run(marks, after, { of: '2026-12' }))).toEqual([]);
    expect(recalculations(run(marks, after.toReversed(), { of: '2026-12' }))).toEqual([]);
    // September's days alone are taken back: what was charged for them comes back, the other months stay.
    const without = run([mark('2026-08-22', '2026-09-01'), mark('2026-10-01', '2026-10-21')], after, { of: '2026-12' });
    expect(recalculations(without).map(({ ground }) => ground.by === 'months' && [ground.tampered, ground.months])).toEqual([
      [[], [{ month: '2026-09', wasKopecks: 508_280, becameKopecks: 26_200 }]],
    ]);
  });

  test('CALC-1: a month that was estimated and corrected since is taken as it stands; benefits of it stay', () => {
    const estimated: ChargeTerms = { ...(byMeter('2026-09', '6') as TermsOf<'meter'>), benefit: { by: 'percent', title: 'Льгота', percent: '50' } };
    const correction: TermsOf<'recalculation'> = {
      method: 'recalculation',
      period: MONTH,
      benefit: null,
      reason: 'по показанию',
      document: null,
      ground: { by: 'months', months: [{ month: '2026-09', wasKopecks: 31_440, becameKopecks: 26_200 }] },
    };
    const october: ChargeTerms = { method: 'corrected', period: MONTH, benefit: null, base: byMeter(MONTH) as TermsOf<'meter'>, recalculations: [correction] };
    const made = recalculations(
      run([mark('2026-09-01', '2026-10-01', '2026-11-03')], [posted('2026-09', estimated), posted(MONTH, october)], { of: '2026-11' }),
    );
    expect(made).toMatchObject([{ ground: { month: '2026-09', monthKopecks: 26_200 } }]);
    expect(made.map(sumOfTerms)).toEqual([508_280n - 26_200n]);
  });

  test('CALC-1: of accounts that followed each other each is corrected for its own days, a closed one too; a service not charged there is not', () => {
    const base = marked([]).accounts[0]!;
    const of = (accountId: string, from: string, to: string) => ({ ...base, accountId, span: { from, to } });
    const accounts = (then: string) =>
      then === AUGUST ? [of('account a', '2026-08-01', '2026-08-25'), of('account b', '2026-08-26', '2026-08-31')] : [{ ...base, accountId: 'account b' }];
    const past = [posted(AUGUST, byMeter(AUGUST, '4'), 'account a'), posted(AUGUST, byMeter(AUGUST, '1'), 'account b')];
    const facts = run([mark('2026-08-22', '2026-09-01')], past, { accounts });
    expect(recalculations(facts, 'a')).toMatchObject([{ ground: { charged: { days: 4, of: 25 }, pieces: [{ part: { days: 4, of: 31 } }] } }]);
    expect(recalculations(facts, 'b')).toMatchObject([{ ground: { charged: { days: 6, of: 6 }, pieces: [{ part: { days: 6, of: 31 } }] } }]);
    expect(lineOf(facts, 'a').terms).toMatchObject({ base: null });
    expect(recalculations(run([mark('2026-08-22', '2026-09-01')], past.slice(1), { accounts }), 'b')).toHaveLength(1);
    expect(counted(run([mark('2026-08-22', '2026-09-01')], past.slice(1), { accounts })).lines.some(({ accountId }) => accountId === 'account a')).toBe(false);
  });

  test('CALC-1: a room is corrected by its part of its flat’s days; what cannot be counted is told', () => {
    const people = (count: number): HousePremises['people'] => [{ from: null, to: null, value: { count, are: 'registered' } }];
    const room = (id: string, count: number) => flat(id, {}, { kind: 'room', area: '15', shareArea: '15', flatId: '7', people: people(count) });
    const premises = [flat('7', { cold_water: [tampered()] }, { people: people(3) }), room('a', 1), room('b', 2)];
    const accounts = () => marked([], premises).accounts.filter(({ premisesId }) => premisesId !== '7');
    const share = (n: number): ChargeTerms => ({
      method: 'roomShare',
      period: '2026-09',
      benefit: null,
      flat: byMeter('2026-09', '6') as TermsOf<'meter'>,
      weights: ['1', '2'],
      weightUnit: 'чел.',
      room: n,
    });
    const facts = run([mark('2026-09-01', '2026-10-01')], [posted('2026-09', share(0), 'account a'), posted('2026-09', share(1), 'account b')], {
      accounts,
      premises,
    });
    // 762.42 of the flat ten times, a third of it, less a third of 314.40.
    expect(recalculations(facts, 'a').map(sumOfTerms)).toEqual([254_140n - 10_480n]);
    expect(recalculations(facts, 'b').map(sumOfTerms)).toEqual([508_280n - 20_960n]);
    const bare = run([mark('2026-09-01', '2026-10-01')], [posted('2026-09', byMeter('2026-09'))]);
    expect(counted({ ...bare, earlier: new Map([...bare.earlier].map(([then, one]) => [then, { ...one, norms: [] }])) }).told).toContain('noNorm 7 cold_water');
  });

  test('CALC-1: days of tampering are no estimate that a later reading makes anew', () => {
    const direct = lineOf(marked([mark('2026-09-10')])).terms;
    const facts = month([flat('7', { cold_water: [meter({ whole: '5' })] })], PRICES, {
      norms: NORMS,
      month: addMonths(MONTH, 1),
      past: [posted(MONTH, direct)],
    });
    expect(flatVolumes(facts).averageMonthsLeft(facts.premises.get('7')!, 'cold_water')).toBe(3);
  });
});
