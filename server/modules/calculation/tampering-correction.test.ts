// Posted months of a meter that was tampered with (item 62 of Rules 354) are corrected once.
import { describe, expect, test } from 'vitest';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { addMonths } from '#platform/time';
import { chargeHouse } from './charge-house.ts';
import { flatVolumes } from './flat-volumes.ts';
import { counted, flat, meter, MONTH, month } from './house-month.example.ts';
import type { HouseMonth, HousePremises } from './house-month.ts';
import type { Tampering } from './tampered-days.ts';
import { tamperedVolume } from './tampered-volume.ts';
import { act, lineOf, mark, marked, NORMS, PRICES, tampered } from './tampering.example.ts';
import { monthsTampered } from './tampering-correction.ts';
import type { MeterFacts } from './volume-of-month.ts';

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
