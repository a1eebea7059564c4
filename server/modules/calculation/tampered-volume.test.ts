// An open month of a meter that was tampered with (item 62 of Rules 354): its days by the norm ten times.
import { describe, expect, test } from 'vitest';
import type { TermsOf } from '#contract/charge-terms';
import { columnsOfTerms } from '#modules/billing';
import { addDays } from '#platform/time';
import { counted, flat, meter, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, HousePremises } from './house-month.ts';
import type { Tampering } from './tampered-days.ts';
import { act, lineOf, mark, marked, NORMS, PRICES, tampered } from './tampering.example.ts';

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
