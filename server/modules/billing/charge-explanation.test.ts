import * as fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { ChargeExplanation, type ChargeTerms } from '#contract/charge-terms';
import { allExamples, examples, tariff } from './charge-terms.example.ts';
import { explain } from './charge-explanation.ts';
import { sumOfTerms } from './charge-terms.ts';

const said = (terms: ChargeTerms, previous: ChargeTerms | null = null) => {
  const { counted, tariffFrom, volumeFrom, changed } = explain(terms, previous);
  return Object.fromEntries(Object.entries({ counted, tariffFrom, volumeFrom, changed }).map(([key, text]) => [key, text && text.replaceAll('\u00a0', ' ')]));
};
const september = { period: '2026-09' } as const;

describe('CHG-2', () => {
  test('CHG-2: heating whose tariff grew says where the figures come from and what the tariff added', () => {
    const before = { ...examples.heatingByHouse, ...september, pieces: [{ tariff: tariff('2138.42', '2026-01-01'), part: null }] };
    expect(said(examples.heatingByHouse, before)).toEqual({
      counted: 'Общий счётчик показал, сколько тепла взял весь дом. Ваша часть считается по площади квартиры.',
      tariffFrom: 'Постановление № 118-ПК от 18.09.2026, действует с 1 октября 2026',
      volumeFrom: 'Общий счётчик дома, снято 31 октября, акт № 10/26',
      changed: 'На 435,92 ₽ больше, чем в сентябре. Объём тот же. Вырос тариф за Гкал: был 2 138,42 ₽, с 1 октября 2 350,18 ₽. Поэтому плюс 435,92 ₽.',
    });
  });

  test('CHG-2: water whose volume and tariff changed tells the part of each, and both give the difference', () => {
    const before = {
      ...examples.meter,
      ...september,
      readings: [],
      pieces: [{ ...examples.meter.pieces[0]!, volume: '6.1', tariff: tariff('48.00', '2026-01-01') }],
    };
    expect(said(examples.meter, before)).toEqual({
      counted: 'Взяли, сколько показал ваш счётчик, и умножили на тариф.',
      tariffFrom: 'Постановление № 118-ПК от 18.09.2026, действует с 1 октября 2026',
      volumeFrom: 'Ваши показания, снято 24 октября; № 18-204417: было 245,31 (24 сентября), стало 251,04 (24 октября)',
      changed:
        'На 7,45 ₽ больше, чем в сентябре. Объём меньше: было 6,1 м³, стало 5,73 м³. Поэтому минус 17,76 ₽. Вырос тариф за м³: был 48,00 ₽, с 1 октября 52,40 ₽. Поэтому плюс 25,21 ₽.',
    });
  });

  test('CHG-2: a tariff that fell, and one that began before this month', () => {
    const before = { ...examples.areaRate, ...september, pieces: [{ tariff: tariff('33.00', '2026-01-01'), part: null }] };
    const now = { ...examples.areaRate, pieces: [{ tariff: tariff('31.85', '2026-09-15'), part: null }] };
    expect(said(now, before).changed).toBe('На 62,44 ₽ меньше, чем в сентябре. Снизился тариф за м²: был 33,00 ₽, стал 31,85 ₽. Поэтому минус 62,44 ₽.');
    const contribution = { ...examples.capitalRepair, ...september, pieces: [{ tariff: tariff('17.48', '2025-01-01'), part: null }] };
    expect(said(examples.capitalRepair, contribution).changed).toBe(
      'На 72,22 ₽ больше, чем в сентябре. Вырос взнос: был 17,48 ₽, стал 18,81 ₽. Поэтому плюс 72,22 ₽.',
    );
  });

  test('CHG-2: nothing changed, or a change that moved no kopeck', () => {
    expect(said(examples.areaRate, { ...examples.areaRate, ...september }).changed).toBe('Столько же, сколько в сентябре.');
    const finer = { ...examples.houseNeeds, ...september, area: '54.31' };
    expect(said(examples.houseNeeds, finer).changed).toBe(
      'Столько же, сколько в сентябре. Площадь квартиры меньше: было 54,31 м², стало 54,3 м². На сумму это не повлияло.',
    );
    const sameNumber = { ...examples.areaRate, ...september, area: '54.30' };
    expect(said(examples.areaRate, sameNumber).changed).toBe('Столько же, сколько в сентябре.');
  });

  test('CHG-2: another way of counting is named, and a month of other parts is not compared piece by piece', () => {
    const average: ChargeTerms = { ...examples.meter, readings: [], source: { kind: 'average', date: null, document: null, months: 6 } };
    expect(said(average, { ...examples.meter, ...september })).toMatchObject({
      counted: 'Показаний за месяц не было, поэтому взяли среднее за 6 месяцев и умножили на тариф.',
      volumeFrom: 'Среднее по прошлым показаниям за 6 месяцев',
      changed: 'Столько же, сколько в сентябре. Считали по-другому: в сентябре по счётчику, теперь по среднему.',
    });
    const twoParts = {
      ...examples.areaRate,
      pieces: [
        { tariff: tariff('30.00'), part: { days: 10, of: 31 } },
        { tariff: tariff('31.85'), part: { days: 21, of: 31 } },
      ],
    };
    expect(said(twoParts, { ...examples.areaRate, ...september }).changed).toBe(
      'На 32,41 ₽ меньше, чем в сентябре. Расчёт октября состоит из других частей, они показаны выше.',
    );
    expect(said(examples.norm, { ...examples.meter, ...september }).changed).toBe(
      'На 462,17 ₽ больше, чем в сентябре. Считали по-другому: в сентябре по счётчику, теперь по нормативу.',
    );
  });

  test('CHG-2: days of a part and a benefit are compared too', () => {
    const days = (n: number) => ({ ...examples.areaRate, pieces: [{ tariff: tariff('31.85', null), part: { days: n, of: 30 } }] });
    expect(said({ ...days(20), period: '2026-11' }, { ...days(10), period: '2026-10' }).changed).toBe(
      'На 576,48 ₽ больше, чем в октябре. Дней в расчёте больше: было 10 из 30 дн., стало 20 из 30 дн. Поэтому плюс 576,48 ₽.',
    );
    const benefit = { by: 'percent', title: 'ветеран труда', percent: '50' } as const;
    expect(said({ ...examples.meter, benefit }, { ...examples.meter, ...september })).toMatchObject({
      counted: 'Взяли, сколько показал ваш счётчик, и умножили на тариф. Учли льготу: ветеран труда.',
      changed: 'На 150,13 ₽ меньше, чем в сентябре. Объём тот же. Изменилась льгота. Поэтому минус 150,13 ₽.',
    });
    const fixed = { by: 'sum', title: 'субсидия', kopecks: 10000 } as const;
    const sums = { ...examples.meter, benefit: fixed };
    expect(said({ ...sums, benefit: { ...fixed, kopecks: 9000 } }, { ...sums, ...september }).changed).toBe(
      'На 10,00 ₽ больше, чем в сентябре. Объём тот же. Изменилась льгота. Поэтому плюс 10,00 ₽.',
    );
  });

  test('CHG-2, CALC-4: the effects named one by one add up to the whole difference, to the kopeck', () => {
    const number = fc.integer({ min: 1, max: 99_999 }).map((n) => `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`);
    const month = fc.record({ area: number, houseVolume: number, rate: number });
    const kopecks = (text: string) => BigInt(text.replace(/\D/g, ''));
    fc.assert(
      fc.property(month, month, (was, is) => {
        const terms = (period: string, { area, houseVolume, rate }: typeof was): ChargeTerms => ({
          ...examples.heatingByHouse,
          period,
          area,
          houseVolume,
          pieces: [{ tariff: tariff(rate), part: null }],
        });
        const [before, now] = [terms('2026-09', was), terms('2026-10', is)];
        const effects = [...explain(now, before).changed!.matchAll(/Поэтому (плюс|минус) ([\d\u00a0]+,\d\d)/g)];
        const sum = effects.reduce((sum, [, sign, text]) => sum + (sign === 'плюс' ? kopecks(text!) : -kopecks(text!)), 0n);
        expect(sum).toBe(sumOfTerms(now) - sumOfTerms(before));
      }),
      { numRuns: 300 },
    );
  });

  test('CHG-2, CALC-4: what a check found and tampering are told with their act and how to dispute; the formula gives the sum', () => {
    const check = { kind: 'act', date: '2026-10-12', document: 'акт № 15', months: null } as const;
    const register = { zone: 'whole', meter: '18-1', before: '150', beforeOn: '2026-09-24', after: '140', afterOn: '2026-10-12' } as const;
    const piece = { ...examples.meter.pieces[0]!, volume: '-10' };
    expect(said({ ...examples.meter, source: check, readings: [register], pieces: [piece] }).counted).toBe(
      'Проверка 12 октября (акт № 15) нашла на счётчике 140, передано было 150: 10 м³ возвращаем. Разницу считаем за месяц проверки, по его тарифу.',
    );
    expect(said({ ...examples.meter, source: check, readings: [{ ...register, after: '160.5' }], pieces: [{ ...piece, volume: '10.5' }] }).counted).toBe(
      'Проверка 12 октября (акт № 15) нашла на счётчике 160,5, до неё было 150. Разницу считаем за месяц проверки, по его тарифу.',
    );
    // A dial that passed its end gives nothing back; an old reading of a check without an act is a reading.
    expect(
      said({ ...examples.meter, source: check, readings: [{ ...register, before: '99998', after: '3' }], pieces: [{ ...piece, volume: '5' }] }).counted,
    ).toContain('нашла на счётчике 3, до неё было 99 998');
    expect(said({ ...examples.meter, source: { ...check, document: null } }).counted).toMatch(/^Взяли, сколько показал ваш счётчик/);

    const dispute = 'Если не согласны с актом, напишите нам: проверим ещё раз. Можно обратиться и в жилищную инспекцию.';
    const law =
      'Вмешательство в работу счётчика с 10 октября 2026 (акт № 7). По закону за эти дни показания не берут, а считают норматив на каждого живущего с коэффициентом 10, пока вмешательство не устранят.';
    const why = { is: 'tampered', since: '2026-10-10', act: 'акт № 7' } as const;
    const days = [{ from: '2026-10-10', to: '2026-10-31' }];
    const [raised, part] = [{ coefficient: '10', reason: 'tampered' } as const, { days: 22, of: 31 }];
    const norm = examples.norm.pieces[0]!;
    const measured = { source: examples.meter.source, readings: [], pieces: [{ ...examples.meter.pieces[0]!, volume: '2' }] };
    const whole: ChargeTerms = { ...examples.norm, raised, why, tampered: { days, measured }, pieces: [{ ...norm, part }] };
    expect(said(whole).counted).toBe(`${law} Остальные дни посчитали по счётчику. ${dispute} Надбавка показана отдельно.`);
    // 2 m³ and 2 · 4.85 of 22 of 31 days at 52.40, then nine times the latter.
    expect(explain(whole, null).sumKopecks).toBe(46_551 + 324_643);
    expect(
      said({
        ...whole,
        tampered: { days },
        pieces: [
          { ...norm, part },
          { ...norm, part: { days: 9, of: 31 }, plain: true },
        ],
      }).counted,
    ).toBe(`${law} Остальные дни посчитали по нормативу без надбавки. ${dispute} Надбавка показана отдельно.`);
    expect(said({ ...whole, tampered: { days }, personsAre: 'owners' }).counted).toContain(
      'норматив на каждого собственника с коэффициентом 10, пока вмешательство не устранят. Если',
    );
    expect(said({ ...examples.norm, raised: null, tampered: { days: [] }, pieces: [{ ...norm, part, plain: true }] }).counted).toBe(
      'Счётчик на эти дни не показывает расход, поэтому посчитали по нормативу, без надбавки.',
    );

    const ground = {
      by: 'tampered',
      month: '2026-09',
      days: [{ from: '2026-09-01', to: '2026-09-15' }],
      unit: 'м³',
      personsAre: 'registered',
      coefficient: '10',
      pieces: [{ ...norm, part: { days: 15, of: 30 } }],
      monthKopecks: 30_000,
      charged: { days: 15, of: 30 },
    } as const;
    const corrected: ChargeTerms = {
      method: 'corrected',
      period: '2026-10',
      benefit: null,
      base: null,
      recalculations: [
        {
          method: 'recalculation',
          period: '2026-10',
          benefit: null,
          reason: 'вмешательство в работу счётчика, сентябрь',
          document: 'акт № 7',
          ground: { ...ground, days: [...ground.days], pieces: [...ground.pieces] },
        },
      ],
    };
    expect(said(corrected).counted).toBe(
      `Вмешательство в работу счётчика (акт № 7). Перерасчёт за сентябрь: вместо начисленного за дни вмешательства взяли норматив с коэффициентом 10. ${dispute}`,
    );
    // 254.14 and nine times that, less a half of 300.00.
    expect(explain(corrected, null)).toMatchObject({ sumKopecks: 25_414 + 228_726 - 15_000 });
    expect(explain(corrected, null).formula.map((row) => row.at(-1)!.caption)).toEqual([
      'перерасчёт: вмешательство в работу счётчика, сентябрь, по нормативу за сентябрь',
      'перерасчёт: вмешательство в работу счётчика, сентябрь, надбавка по коэффициенту',
      'перерасчёт: вмешательство в работу счётчика, сентябрь, начислили за эти дни',
      'за октябрь',
    ]);
  });

  test('CHG-2, CALC-1: where a meter stands that may not be charged by, the reason, its day and its act are told', () => {
    const why = { is: 'sealTorn', since: '2026-10-10', act: 'акт № 5' } as const;
    const average: ChargeTerms = { ...examples.meter, readings: [], source: { kind: 'average', date: null, document: null, months: 6, why } };
    expect(said(average).counted).toBe(
      'Пломба счётчика сорвана с 10 октября 2026 (акт № 5), поэтому за дни без учёта взяли среднее за 6 месяцев и умножили на тариф.',
    );
    expect(said({ ...examples.norm, raised: null, why: { ...why, is: 'noAccess' } }).counted).toBe(
      'Не дают проверить счётчик с 10 октября 2026 (акт № 5). Считаем по нормативу: одно и то же количество на каждого живущего.',
    );
    expect(said({ ...examples.norm, raised: null, why: { is: 'unverified', since: '2026-06-30', act: null } }).counted).toMatch(
      /^Поверка счётчика кончилась 30 июня 2026\. Считаем/,
    );
  });

  test('CHG-2: a raised coefficient names its reason', () => {
    expect(said(examples.norm).counted).toBe(
      'Считаем по нормативу: одно и то же количество на каждого живущего. По закону плату умножили на 1,5: счётчика нет, хотя поставить его можно. Надбавка показана отдельно.',
    );
    expect(said(examples.norm).volumeFrom).toBe('Норматив потребления, 2 человека');
  });

  test("CHG-2, CHG-3: a supplier's sum that does not agree with its own figures says by how much", () => {
    expect(said({ ...examples.given, sumKopecks: 35025 }).counted).toBe(
      'Сумма поставщика не сходится с его же объёмом и тарифом: 5,73 м³ по 52,40 ₽ дают на 50,00 ₽ меньше. Попросите перерасчёт.',
    );
    expect(said({ ...examples.given, sumKopecks: 30000 }).counted).toContain('дают на 0,25 ₽ больше');
    expect(said({ ...examples.given, sumKopecks: 30026 }).counted).toBe('Сумму посчитал поставщик: объём умножил на тариф.');
    expect(said({ ...examples.given, detail: null })).toEqual({
      counted: 'Сумму посчитал поставщик и передал готовой, без объёма и тарифа. Спросите его, как она получилась.',
      tariffFrom: null,
      volumeFrom: 'Реестр «Теплосети» № 10',
      changed: null,
    });
  });

  test('CHG-2: each way of charging is told in plain words', () => {
    const counted = (terms: ChargeTerms) => said(terms).counted;
    expect(counted(examples.heatingByNorm)).toBe(
      'Общего счётчика тепла нет, поэтому считаем по нормативу на квадратный метр. Плата разделена поровну на весь год.',
    );
    expect(counted({ ...examples.heatingByNorm, season: null })).toBe('Общего счётчика тепла нет, поэтому считаем по нормативу на квадратный метр.');
    expect(counted({ ...examples.norm, personsAre: 'owners', raised: null })).toBe('Считаем по нормативу: одно и то же количество на каждого собственника.');
    expect(counted(examples.heatingByFlats)).toBe('К показаниям вашего счётчика тепла прибавили вашу часть тепла, которое дом взял на общие нужды.');
    expect(counted({ ...examples.heatingByFlats, own: { by: 'average', meteredVolume: '1', meteredArea: '1' } })).toMatch(/^У вас нет счётчика тепла/);
    expect(counted({ ...examples.heatingByFlats, own: { by: 'house', houseVolume: '1', heatedArea: '1' } })).toMatch(
      /^В доме есть квартиры со своим отоплением/,
    );
    expect(counted({ ...examples.heatingByFlats, own: { by: 'cutOff' } })).toBe(
      'Ваша квартира отключена от общего отопления, поэтому вы платите только за свою часть тепла общих мест.',
    );
    expect(said({ ...examples.heatingByFlats, own: { by: 'cutOff' } }, { ...examples.heatingByNorm, ...september })).toMatchObject({
      changed: expect.stringContaining('по нормативу тепла, теперь только за общие места'),
    });
    expect(counted(examples.houseNeeds)).toBe('Это для подъездов, лестниц и других общих мест. Норматив на них поделили между всеми по площади.');
    expect(counted({ ...examples.houseNeeds, need: { by: 'meter', volume: '1' } })).toBe(
      'Это для подъездов, лестниц и других общих мест. Сколько на них ушло, поделили между всеми по площади.',
    );
    expect(
      counted({
        ...examples.houseNeeds,
        need: { by: 'meter', volume: '1' },
        source: { kind: 'average', date: null, document: 'общий счётчик за 2025 год', months: 12 },
      }),
    ).toBe(
      'Это для подъездов, лестниц и других общих мест. Взяли, сколько на них уходило за месяц в прошлом году в среднем, и поделили между всеми по площади. В начале года сверим с общим счётчиком.',
    );
    const ofYear = (of: 'heating' | 'common') =>
      counted({
        ...examples.recalculation,
        reason: 'корректировка',
        ground: { by: 'months', year: '2025', of, months: [{ month: '2025-01', wasKopecks: 1, becameKopecks: 2 }] },
      });
    expect([ofYear('heating'), ofYear('common')]).toEqual(
      ['тепло оплачивали поровну', 'общее имущество оплачивали по среднему'].map(
        (paid) =>
          `Перерасчёт: корректировка. Весь 2025 год ${paid}. Теперь каждый его месяц посчитали по счётчику; в строке разница с тем, что было начислено.`,
      ),
    );
    expect(counted(examples.waste)).toBe('Норма накопления на человека, умноженная на число живущих и на тариф.');
    expect(counted({ ...examples.waste, base: { by: 'area', area: '1' } })).toBe('Норма накопления на квадратный метр, умноженная на площадь и на тариф.');
    expect(counted({ ...examples.capitalRepair, share: { numerator: 1, denominator: 2 } })).toBe(
      'Площадь квартиры умножили на взнос за квадратный метр и на вашу долю. Взнос устанавливает регион.',
    );
    const ofShare = { ...examples.roomShare, flat: examples.capitalRepair, weights: ['1', '2'], weightUnit: 'доля', room: 0 };
    expect(counted(ofShare)).toBe(
      'Взнос посчитали на всю квартиру и разделили по долям собственников. Площадь квартиры умножили на взнос за квадратный метр. Взнос устанавливает регион.',
    );
    expect(counted({ ...ofShare, weightUnit: 'доля-дней' })).toContain('по долям собственников и дням, за которые отвечает каждый счёт.');
    expect(said(ofShare, { ...examples.capitalRepair, ...september })).toMatchObject({ changed: expect.stringContaining('по взносу, теперь по вашей доле') });
    expect(counted(examples.hotWater)).toBe(
      'Горячая вода состоит из двух частей: сама вода и тепло, которым её нагрели. Взяли, сколько показал ваш счётчик, и посчитали обе части.',
    );
    expect(counted(examples.penalty)).toContain('С 31-го дня за каждый день берут 1/300 ключевой ставки Банка России, с 91-го 1/130');
    expect(counted({ ...examples.norm, raised: null, unread: 'unread' })).toBe(
      'Показаний счётчика не было слишком долго. Считаем по нормативу: одно и то же количество на каждого живущего. Передайте показания, и мы пересчитаем эти месяцы по счётчику.',
    );
    const [gas] = examples.norm.pieces;
    const stoveAndHeat = { ...examples.norm, raised: null, pieces: [gas!, { ...gas!, persons: 0, area: '54.3', norm: '8.5' }] };
    expect(said(stoveAndHeat)).toMatchObject({
      counted: 'Считаем по нормативу: одно и то же количество на каждого живущего, на отопление поровну на каждый метр.',
      volumeFrom: 'Норматив потребления, 2 человека, 54,3 м²',
    });
    const [cold] = examples.meter.readings;
    expect(counted({ ...examples.meter, readings: [cold!, { ...cold!, meter: '18-204418' }] })).toBe(
      'Взяли, сколько показали ваши счётчики вместе, и умножили на тариф.',
    );
    expect(counted({ ...examples.recalculation, reason: 'акт № 7, 2 чел.' })).toBe('Перерасчёт: акт № 7, 2 чел.');
    const piece = examples.meter.pieces[0]!;
    expect(counted({ ...examples.meter, pieces: [{ ...piece, zone: 'day', upTo: '3900' }] })).toBe(
      'Взяли, сколько показал ваш счётчик, и умножили на тариф. У каждой зоны суток свой тариф. Расход сверх предела считается по более высокому тарифу.',
    );
  });

  test('CHG-2: recalculation and penalty give their ground', () => {
    expect(said(examples.recalculation)).toMatchObject({
      counted: 'Перерасчёт: показания за август переданы в октябре.',
      volumeFrom: 'Решение № 7 от 02.10.2026',
      tariffFrom: null,
    });
    expect(said(examples.penalty, { ...examples.penalty, ...september, stretches: examples.penalty.stretches.slice(0, 1) }).changed).toBe(
      'На 210,46 ₽ больше, чем в сентябре.',
    );
  });

  test('CHG-2: every way of charging has an answer that fits the contract and bears the sum of its terms', () => {
    for (const terms of allExamples) {
      const answer = explain(terms, { ...terms, ...september });
      expect(Check(ChargeExplanation, answer)).toBe(true);
      expect(BigInt(answer.sumKopecks)).toBe(sumOfTerms(terms));
      expect(answer.counted.length).toBeGreaterThan(20);
      expect(answer.changed).toMatch(/^Столько же, сколько в сентябре\./);
    }
  });
});
