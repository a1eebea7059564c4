import * as fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { ChargeTerms, type FormulaBox } from '#contract/charge-terms';
import { chain, type Ratio, total } from '#platform/decimal';
import { kopecksOf } from '#platform/money';
import { allExamples, examples, tariff } from './charge-terms.example.ts';
import { columnsOfTerms, formulaOf, givenDifference, sumOfTerms } from './charge-terms.ts';

const shown = (rows: FormulaBox[][]) => rows.map((row) => row.map(({ operator, value }) => `${operator}${value}`.replaceAll('\u00a0', ' ')).join(' '));

/** What a person with a calculator gets from the boxes before «=», reading only what the boxes show. */
function calculated(row: readonly FormulaBox[]): bigint {
  const products: Ratio[] = [];
  for (const { operator, value } of row) {
    const read = /^(−?)([\d\u00a0]+(?:,\d+)?)(?: из (\d+))?(?:\u00a0(.+))?$/.exec(value)!;
    const number = `${read[1] ? '-' : ''}${read[2]!.replaceAll('\u00a0', '').replace(',', '.')}`;
    const box = chain([number], [read[3] ?? '1', read[4] === '%' ? '100' : '1']);
    if (operator === '×') products.push(chain([products.pop()!, box]));
    else if (operator === '÷') products.push(chain([products.pop()!], [box]));
    else if (operator !== '=') products.push(chain([box, operator === '−' ? '-1' : '1']));
  }
  return kopecksOf(total(products));
}

const resultOf = (row: readonly FormulaBox[]) => BigInt(row.at(-1)!.value.replaceAll('\u00a0', '').replace('−', '-').replace(',', '').replace('₽', ''));

describe('worked examples', () => {
  test.each([
    ['meter', 30025n],
    ['norm', 76242n],
    ['areaRate', 172946n],
    ['areaNorm', 318062n],
    ['heatingByHouse', 483799n],
    ['heatingByNorm', 257569n],
    ['houseNeeds', 750n],
    ['waste', 32974n],
    ['capitalRepair', 102138n],
    ['given', 30025n],
    ['recalculation', -20631n],
    ['penalty', 32446n],
  ] as const)('CHG-2, CALC-1, CALC-4: %s gives %d kopecks', (method, kopecks) => {
    expect(sumOfTerms(examples[method])).toBe(kopecks);
  });

  test("CHG-2, CALC-1: heating by the house meter is shown with this month's figures", () => {
    expect(shown(formulaOf(examples.heatingByHouse))).toEqual(['182,450 Гкал ×54,3 м² ÷4 812,6 м² ×2 350,18 ₽ =4 837,99 ₽']);
    expect(formulaOf(examples.heatingByHouse)[0]!.map(({ caption }) => caption.replaceAll('\u00a0', ' '))).toEqual([
      'взял весь дом за октябрь',
      'ваша квартира',
      'все квартиры и помещения',
      'тариф за 1 Гкал',
      'за октябрь',
    ]);
  });

  test('CHG-2, CALC-1: without a meter that could stand, the excess of the raised coefficient is a sum of its own', () => {
    expect(columnsOfTerms(examples.norm)).toEqual({ accruedKopecks: 76242n, recalculationKopecks: 0n, excessKopecks: 25414n, discountKopecks: 0n });
    expect(shown(formulaOf(examples.norm))).toEqual([
      '2 чел. ×4,85 м³ ×52,40 ₽ =508,28 ₽',
      '2 чел. ×4,85 м³ ×52,40 ₽ ×0,5 =254,14 ₽',
      '508,28 ₽ +254,14 ₽ =762,42 ₽',
    ]);
    expect(columnsOfTerms({ ...examples.norm, raised: null })).toEqual({
      accruedKopecks: 50828n,
      recalculationKopecks: 0n,
      excessKopecks: 0n,
      discountKopecks: 0n,
    });
    expect(sumOfTerms({ ...examples.norm, raised: { coefficient: '10', reason: 'tampered' } })).toBe(508280n);
  });

  test('CHG-2: each number of a formula says what it is', () => {
    const captions = (terms: ChargeTerms) =>
      formulaOf(terms).map((row) =>
        row
          .slice(0, -1)
          .map(({ value, caption }) => `${value} ${caption}`.replaceAll('\u00a0', ' '))
          .join('; '),
      );
    expect(captions(examples.areaNorm)).toEqual(['54,3 м² ваша квартира; 7,1 м³ норматив на 1 м²; 8,25 ₽ тариф за 1 м³']);
    expect(captions(examples.heatingByNorm)).toEqual([
      '54,3 м² ваша квартира; 0,0346 Гкал норматив на 1 м²; 2 350,18 ₽ тариф за 1 Гкал; 7 из 12 мес. отопительных месяцев: плата разделена на весь год',
    ]);
    expect(captions(examples.houseNeeds)).toEqual([
      '0,0208 м³ норматив на 1 м² общего имущества; 610,0 м² подъезды, лестницы и другие общие места; 54,3 м² ваша квартира; 4 812,6 м² все квартиры и помещения; 52,40 ₽ тариф за 1 м³',
    ]);
    expect(captions(examples.waste)).toEqual(['2 чел. живут в квартире; 0,168 м³ норма накопления на человека; 981,36 ₽ тариф за 1 м³']);
    expect(captions({ ...examples.waste, base: { by: 'area', area: '54.3' } })).toEqual([
      '54,3 м² ваша квартира; 0,168 м³ норма накопления на 1 м²; 981,36 ₽ тариф за 1 м³',
    ]);
    expect(captions({ ...examples.norm, raised: null, personsAre: 'owners' })).toEqual([
      '2 чел. собственников: в квартире никто не зарегистрирован; 4,85 м³ норматив на человека; 52,40 ₽ тариф за 1 м³',
    ]);
    expect(captions(examples.hotWater)).toEqual([
      '3,21 м³ потратили за месяц; 52,40 ₽ тариф за 1 м³; 3,21 м³ потратили за месяц; 0,0632 Гкал тепла, чтобы нагреть 1 м³; 2 350,18 ₽ тариф за 1 Гкал',
    ]);
    expect(captions({ ...examples.hotWater, use: { by: 'norm', persons: 2, personsAre: 'owners', norm: '3.5' } })[0]).toContain(
      '2 чел. собственников: в квартире никто не зарегистрирован',
    );
    expect(captions(examples.heatingByFlats)).toEqual([
      '1,718 Гкал ваш счётчик тепла; 2 350,18 ₽ тариф за 1 Гкал; 12,450 Гкал тепло общих мест: что осталось после квартир; 54,3 м² ваша квартира; 4 812,6 м² все квартиры и помещения; 2 350,18 ₽ тариф за 1 Гкал',
    ]);
    expect(captions({ ...examples.capitalRepair, pieces: [{ tariff: tariff('18.5'), part: null }] })).toEqual(['54,3 м² ваша квартира; 18,50 ₽ взнос за 1 м²']);
    expect(captions(examples.penalty)).toEqual([
      '6 000,00 ₽ долг с 16 мая по 14 июля; 60 дн. дней просрочки; 9,5 % ключевая ставка, с пределом по закону; 300 в день 1/300 ставки; 6 000,00 ₽ долг с 15 июля по 31 августа; 48 дн. дней просрочки; 9,5 % ключевая ставка, с пределом по закону; 130 в день 1/130 ставки',
    ]);
    const ground = { by: 'quality', monthKopecks: 483799, percent: '0.15', steps: '18', stepUnit: 'ч' } as const;
    expect(captions({ ...examples.recalculation, ground })).toEqual(['4 837,99 ₽ начислили за месяц; 0,15 % снижение за 1 ч; 18 ч сверх допустимого']);
    const zones = examples.meter.pieces.map((piece) => ({ ...piece, zone: 'night' as const, upTo: '3900.5' }));
    expect(captions({ ...examples.meter, pieces: zones })).toEqual(['5,73 м³ ночь, в пределах 3900,5 м³; 52,40 ₽ тариф за 1 м³']);
  });

  test('CALC-1: two zones, three ranges and a tariff changed within the month are rounded once a line', () => {
    const piece = { zone: 'whole', upTo: null, part: null } as const;
    const electricity = { ...examples.meter, unit: 'кВт·ч', readings: [] };
    expect(
      sumOfTerms({
        ...electricity,
        pieces: [
          { ...piece, zone: 'day', volume: '112', tariff: tariff('6.75') },
          { ...piece, zone: 'night', volume: '58', tariff: tariff('2.503') },
        ],
      }),
    ).toBe(90117n);
    const ranges = [
      { ...piece, volume: '3900', upTo: '3900', tariff: tariff('5.04') },
      { ...piece, volume: '2100', upTo: '6000', tariff: tariff('7.27') },
      { ...piece, volume: '250.5', tariff: tariff('11.20') },
    ];
    expect(sumOfTerms({ ...electricity, pieces: ranges })).toBe(3772860n);
    expect(formulaOf({ ...electricity, pieces: ranges })[0]!.map(({ caption }) => caption.replaceAll('\u00a0', ' '))).toEqual([
      'в пределах 3900 кВт·ч',
      'тариф за 1 кВт·ч',
      'в пределах 6000 кВт·ч',
      'тариф за 1 кВт·ч',
      'потратили за месяц',
      'тариф за 1 кВт·ч',
      'за октябрь',
    ]);
    const split = {
      ...examples.areaRate,
      pieces: [
        { tariff: tariff('30.00'), part: { days: 10, of: 31 } },
        { tariff: tariff('31.85'), part: { days: 21, of: 31 } },
      ],
    };
    expect(shown(formulaOf(split))).toEqual(['54,3 м² ×30,00 ₽ ×10 из 31 дн. +54,3 м² ×31,85 ₽ ×21 из 31 дн. =1 697,05 ₽']);
  });

  test('CALC-1: hot water is water and heat, by meter and by norm', () => {
    // 3.21·52.40 + 3.21·0.0632·2350.18 = 168.204 + 476.786
    expect(sumOfTerms(examples.hotWater)).toBe(64499n);
    const byNorm = { ...examples.hotWater, use: { by: 'norm' as const, persons: 2, norm: '3.17' } };
    expect(sumOfTerms(byNorm)).toBe(127390n);
    expect(columnsOfTerms({ ...byNorm, raised: { coefficient: '1.5', reason: 'noMeter' } })).toEqual({
      accruedKopecks: 191085n,
      recalculationKopecks: 0n,
      excessKopecks: 63695n,
      discountKopecks: 0n,
    });
    expect(shown(formulaOf(byNorm))).toEqual(['2 чел. ×3,17 м³ ×52,40 ₽ +2 чел. ×3,17 м³ ×0,0632 Гкал ×2 350,18 ₽ =1 273,90 ₽']);
  });

  test('CALC-1: heating where some flats have meters: own use and a share of the rest', () => {
    // (1.718 + 54.3·12.450/4812.6)·2350.18
    expect(sumOfTerms(examples.heatingByFlats)).toBe(436774n);
    // (54.3·80.5/2100 + 54.3·12.450/4812.6)·2350.18
    expect(sumOfTerms({ ...examples.heatingByFlats, own: { by: 'average', meteredVolume: '80.5', meteredArea: '2100' } })).toBe(522203n);
    // A flat cut from the heating bears its part of the common use alone.
    expect(sumOfTerms({ ...examples.heatingByFlats, own: { by: 'meter', volume: '0' } })).toBe(33013n);
  });

  test('CALC-1: heating by norm in the season alone, and house needs by the meter', () => {
    expect(sumOfTerms({ ...examples.heatingByNorm, season: null })).toBe(441547n);
    expect(sumOfTerms({ ...examples.houseNeeds, need: { by: 'meter', volume: '31.7' } })).toBe(1874n);
  });

  test('CALC-1: waste by area, capital repair by share', () => {
    expect(sumOfTerms({ ...examples.waste, base: { by: 'area', area: '54.3' }, pieces: [{ norm: '0.0062', tariff: tariff('981.36'), part: null }] })).toBe(
      33038n,
    );
    expect(sumOfTerms({ ...examples.capitalRepair, share: { numerator: 1, denominator: 3 } })).toBe(34046n);
    expect(shown(formulaOf({ ...examples.capitalRepair, share: { numerator: 1, denominator: 3 } }))).toEqual(['54,3 м² ×18,81 ₽ ×1 из 3 =340,46 ₽']);
  });

  test("CALC-1, CHG-2: shares of a flat's contribution are shown as shares, with the kopeck that makes them the whole", () => {
    const ofShare = (room: number) => ({ ...examples.roomShare, flat: examples.capitalRepair, weights: ['1', '1', '1', '1'], weightUnit: 'доля', room });
    // 1 021.38 in quarters is 255.345: two accounts pay a kopeck more.
    expect([0, 1, 2, 3].map((room) => sumOfTerms(ofShare(room)))).toEqual([25535n, 25535n, 25534n, 25534n]);
    expect(shown(formulaOf(ofShare(2)))).toEqual([
      '54,3 м² ×18,81 ₽ =1 021,38 ₽',
      '1 021,38 ₽ ×1 ÷4 =255,35 ₽',
      '−0,01 ₽ =−0,01 ₽',
      '255,35 ₽ −0,01 ₽ =255,34 ₽',
    ]);
    expect(
      formulaOf(ofShare(2))
        .flat()
        .map(({ caption }) => caption),
    ).toEqual(expect.arrayContaining(['ваша доля', 'вся квартира', 'чтобы доли вместе дали взнос квартиры']));
  });

  test("CHG-2, CHG-5: a supplier's sum within the tolerance shows its rounding, beyond it stands alone", () => {
    expect(givenDifference(examples.given)).toBe(0n);
    const kopeckMore = { ...examples.given, sumKopecks: 30026 };
    expect(shown(formulaOf(kopeckMore))).toEqual(['5,73 м³ ×52,40 ₽ =300,25 ₽', '0,01 ₽ =0,01 ₽', '300,25 ₽ +0,01 ₽ =300,26 ₽']);
    expect(shown(formulaOf({ ...examples.given, sumKopecks: 30024 }))).toEqual([
      '5,73 м³ ×52,40 ₽ =300,25 ₽',
      '−0,01 ₽ =−0,01 ₽',
      '300,25 ₽ −0,01 ₽ =300,24 ₽',
    ]);
    expect(shown(formulaOf({ ...examples.given, sumKopecks: 30027 }))).toEqual(['300,27 ₽ =300,27 ₽']);
    expect(givenDifference({ ...examples.given, sumKopecks: 30027 })).toBe(2n);
    expect(givenDifference({ ...examples.given, detail: null })).toBeNull();
    expect(sumOfTerms({ ...examples.given, sumKopecks: -500, detail: null })).toBe(-500n);
  });

  test('CALC-1, CALC-2: recalculation by months, absence, quality and decision', () => {
    expect(shown(formulaOf(examples.recalculation))).toEqual(['300,25 ₽ −508,28 ₽ +510,00 ₽ −508,28 ₽ =−206,31 ₽']);
    const ground = (by: Extract<ChargeTerms, { method: 'recalculation' }>['ground']) => sumOfTerms({ ...examples.recalculation, ground: by });
    expect(ground({ by: 'absence', monthKopecks: 50828, absentPersons: 1, persons: 2, days: 12, of: 31 })).toBe(-9838n);
    expect(ground({ by: 'quality', monthKopecks: 483799, percent: '0.15', steps: '18', stepUnit: 'ч' })).toBe(-13063n);
    expect(ground({ by: 'quality', monthKopecks: 10000, percent: '3.3', steps: '30', stepUnit: 'сут.' })).toBe(-9900n);
    expect(ground({ by: 'quality', monthKopecks: 10000, percent: '3.3', steps: '31', stepUnit: 'сут.' })).toBe(-10000n);
    expect(ground({ by: 'decision', sumKopecks: -12345 })).toBe(-12345n);
  });

  test("CALC-3: penalty of each month's debt is rounded once", () => {
    const stretch = { month: '2026-03', percent: '9.5', divisor: '300' as const, from: '2026-05-16', to: '2026-06-20' };
    const paidInPart = [
      { ...stretch, debtKopecks: 600000, days: 36 },
      { ...stretch, from: '2026-06-21', debtKopecks: 400000, days: 24 },
      { ...stretch, from: '2026-07-15', debtKopecks: 400000, days: 48, divisor: '130' as const },
    ];
    expect(sumOfTerms({ ...examples.penalty, stretches: paidInPart })).toBe(23911n);
    expect(sumOfTerms({ ...examples.penalty, stretches: [{ ...stretch, debtKopecks: 112860, days: 108 }] })).toBe(3860n);
    // Two debts of half a kopeck each are two kopecks: not one, as rounding their sum would give.
    const half = { ...stretch, debtKopecks: 30000, days: 1, percent: '0.5' };
    expect(sumOfTerms({ ...examples.penalty, stretches: [half, { ...half, month: '2026-04' }] })).toBe(2n);
    expect(sumOfTerms({ ...examples.penalty, stretches: [half, { ...half, from: '2026-05-17' }] })).toBe(1n);
  });

  test("CHG-2, CALC-1: rooms of a communal flat give the flat's sum together, and each shows its kopeck", () => {
    const rooms = [0, 1, 2].map((room) => ({ ...examples.roomShare, weights: ['1', '1', '1'], weightUnit: 'чел.', room }));
    expect(sumOfTerms(examples.roomShare.flat)).toBe(197789n);
    expect(rooms.map(sumOfTerms)).toEqual([65930n, 65930n, 65929n]);
    expect(shown(formulaOf(rooms[2]!))).toEqual([
      '62,1 м² ×31,85 ₽ =1 977,89 ₽',
      '1 977,89 ₽ ×1 чел. ÷3 чел. =659,30 ₽',
      '−0,01 ₽ =−0,01 ₽',
      '659,30 ₽ −0,01 ₽ =659,29 ₽',
    ]);
  });

  test('CHG-2, CALC-2: a line with the recalculations that the month brings shows all of them and adds them up', () => {
    expect(columnsOfTerms(examples.corrected)).toEqual({ accruedKopecks: 197789n, recalculationKopecks: -4839n, discountKopecks: 98895n, excessKopecks: 0n });
    expect(sumOfTerms(examples.corrected)).toBe(197789n - 98895n - 4839n);
    expect(sumOfTerms({ ...examples.corrected, base: null })).toBe(-4839n);
  });

  test('CALC-1: pieces of a month may differ in people, readings and the base of the norm', () => {
    const gas = {
      ...examples.norm,
      raised: null,
      pieces: [
        { persons: 3, norm: '10', tariff: tariff('8.25'), part: null },
        { persons: 0, area: '54.3', norm: '7.1', tariff: tariff('8.25'), part: null },
      ],
    };
    expect(sumOfTerms(gas)).toBe(24750n + 318062n);
    const halves = [2, 3].map((persons, index) => ({
      ...examples.hotWater.pieces[0]!,
      use: { by: 'norm' as const, persons, norm: '3.17' },
      part: { days: 15 + index, of: 31 },
    }));
    expect(sumOfTerms({ ...examples.hotWater, use: halves[0]!.use, pieces: halves })).toBe(160265n);
    expect(sumOfTerms(examples.unitRate)).toBe(6500n);
  });

  test('CHG-2, CALC-1: a benefit is a term of the line, in per cent or as a sum', () => {
    const half = { ...examples.meter, benefit: { by: 'percent', title: 'ветеран труда', percent: '50' } } as const;
    expect(shown(formulaOf(half))).toEqual(['5,73 м³ ×52,40 ₽ =300,25 ₽', '300,25 ₽ ×50 % =150,13 ₽', '300,25 ₽ −150,13 ₽ =150,12 ₽']);
    expect(columnsOfTerms(half)).toEqual({ accruedKopecks: 30025n, recalculationKopecks: 0n, excessKopecks: 0n, discountKopecks: 15013n });
    const fixed = { ...examples.meter, benefit: { by: 'sum', title: 'субсидия', kopecks: 10000 } } as const;
    expect(shown(formulaOf(fixed))).toEqual(['5,73 м³ ×52,40 ₽ =300,25 ₽', '300,25 ₽ −100,00 ₽ =200,25 ₽']);
  });
});

describe('any terms', () => {
  const amount = (max: number, decimals: number) =>
    fc.integer({ min: 1, max: max * 10 ** decimals }).map((n) => {
      const digits = String(n).padStart(decimals + 1, '0');
      return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
    });
  const anyTariff = fc
    .integer({ min: 0, max: 6 })
    .chain((decimals) => amount(9000, decimals))
    .map((value) => tariff(value));
  const part = fc.option(fc.integer({ min: 1, max: 31 }).map((days) => ({ days, of: 31 })));
  const percentOff = fc.option(amount(100, 2).map((percent) => ({ by: 'percent' as const, title: 'льгота', percent })));
  const kopecks = fc.integer({ min: -(10 ** 9), max: 10 ** 9 });

  /** The examples with other numbers in every place that takes part in the sum. */
  const anyTerms: fc.Arbitrary<ChargeTerms> = fc
    .record({
      terms: fc.constantFrom(...allExamples),
      tariffs: fc.array(anyTariff, { minLength: 1, maxLength: 4 }),
      heat: anyTariff,
      part,
      benefit: percentOff,
      volume: amount(5000, 4),
      norm: amount(50, 5),
      area: amount(300, 1),
      houseArea: amount(90000, 2),
      persons: fc.integer({ min: 0, max: 12 }),
      money: kopecks,
    })
    .map(
      ({ terms, tariffs, heat, part, benefit, volume, norm, area, houseArea, persons, money }) =>
        ({
          ...terms,
          benefit: terms.method === 'corrected' ? null : benefit,
          ...('area' in terms ? { area } : {}),
          ...('houseArea' in terms ? { houseArea } : {}),
          ...('houseVolume' in terms ? { houseVolume: volume } : {}),
          ...('commonVolume' in terms ? { commonVolume: `-${volume}` } : {}),
          ...('heatPerUnit' in terms ? { heatPerUnit: norm } : {}),
          ...('sumKopecks' in terms ? { sumKopecks: money } : {}),
          ...('pieces' in terms
            ? {
                pieces: tariffs.map((tariff) => ({
                  ...terms.pieces[0],
                  tariff,
                  part,
                  ...('norm' in terms.pieces[0]! ? { norm } : {}),
                  ...('persons' in terms.pieces[0]! ? { persons } : {}),
                  ...('volume' in terms.pieces[0]! ? { volume } : {}),
                  ...('heatTariff' in terms.pieces[0]! ? { heatTariff: heat } : {}),
                })),
              }
            : {}),
        }) as ChargeTerms,
    );

  test('CHG-2, CALC-4: the shown terms give the shown sum to the kopeck, whoever recalculates them', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(Check(ChargeTerms, terms)).toBe(true);
        const rows = formulaOf(terms);
        for (const row of rows) expect(calculated(row)).toBe(resultOf(row));
        expect(resultOf(rows.at(-1)!)).toBe(sumOfTerms(terms));
      }),
      { numRuns: 500 },
    );
  });

  test('CALC-4: terms kept as JSON give the same kopecks', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(sumOfTerms(JSON.parse(JSON.stringify(terms)) as ChargeTerms)).toBe(sumOfTerms(terms));
      }),
    );
  });

  test('CALC-4: the order of pieces does not matter', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        if (!('pieces' in terms)) return;
        const backwards = { ...terms, pieces: [...terms.pieces].reverse() } as ChargeTerms;
        expect(sumOfTerms(backwards)).toBe(sumOfTerms(terms));
      }),
    );
  });

  test('CALC-4: columns of a bill add up to the line', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const { accruedKopecks, recalculationKopecks, discountKopecks } = columnsOfTerms(terms);
        expect(accruedKopecks + recalculationKopecks - discountKopecks).toBe(sumOfTerms(terms));
      }),
    );
  });

  test('X-3: terms that would divide by nothing or hold floats are refused by the schema', () => {
    expect(allExamples.every((terms) => Check(ChargeTerms, terms))).toBe(true);
    expect(Check(ChargeTerms, { ...examples.heatingByHouse, houseArea: '0.00' })).toBe(false);
    expect(Check(ChargeTerms, { ...examples.areaRate, area: 54.3 })).toBe(false);
    expect(Check(ChargeTerms, { ...examples.areaRate, area: '-54.3' })).toBe(false);
    expect(Check(ChargeTerms, { ...examples.areaRate, pieces: [] })).toBe(false);
    expect(Check(ChargeTerms, { ...examples.areaRate, extra: 1 })).toBe(false);
    expect(() => sumOfTerms({ ...examples.heatingByHouse, houseArea: '0' })).toThrow(RangeError);
  });
});
