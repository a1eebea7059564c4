// Every way of charging with all its words and keys: what stands in a formula, in which order, and by which key two months are compared (CHG-2).
import { expect, test } from 'vitest';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { examples, tariff } from './charge-terms.example.ts';
import type { Factor } from './charge-formula.ts';
import { interestOf } from './recalculation-terms.ts';
import { columnsOfTerms, countedLine, formulaFrom, formulaOf, sumOfTerms } from './charge-terms.ts';

const quantity = ({ value, of, unit }: Factor) => `${value}${of === undefined ? '' : ` из ${of}`}${unit && ` ${unit}`}`;
/** A part a row: its title, and its products by their factors: sign, key, quantity, words. */
const told = (terms: ChargeTerms): string[] =>
  formulaFrom(terms).parts.map(({ title, products }) =>
    `${title} | ${products.map(({ sign, factors }) => `${sign < 0 ? '− ' : ''}${factors.map((factor) => `${factor.operator} ${factor.key} ${quantity(factor)} «${factor.caption}»`).join(' ')}`).join(' + ')}`.replaceAll(
      '\u00a0',
      ' ',
    ),
  );

const half = { days: 10, of: 31 };
const raised = { coefficient: '1.5', reason: 'noMeter' } as const;
const recalculation = (ground: TermsOf<'recalculation'>['ground']): ChargeTerms => ({ ...examples.recalculation, ground });
const instalment = (part: number) =>
  ({ by: 'instalment', month: '2026-09', sumKopecks: 600_001, part, parts: 12, partKopecks: 50_000, restKopecks: 550_000, percent: '12.5' }) as const;
const stretch = { month: '2026-03', debtKopecks: 600_000, from: '2026-05-16', to: '2026-05-20', days: 5, percent: '9.5', divisor: '300' } as const;
const ZONES = ['day', 'night', 'peak', 'halfPeak'] as const;

const cases: readonly (readonly [string, ChargeTerms])[] = [
  ['a meter on average', { ...examples.meter, readings: [], source: { kind: 'average', date: null, document: null, months: 6 } }],
  [
    'a meter of zones and ranges, a part of the month',
    {
      ...examples.meter,
      pieces: ZONES.map((zone, n) => ({ zone, volume: String(n + 1), upTo: n === 1 ? '3900.5' : null, tariff: tariff('6'), part: n === 0 ? half : null })),
    },
  ],
  ['the norm for people, raised', examples.norm],
  [
    'the norm for an area, of owners',
    {
      ...examples.norm,
      raised: null,
      personsAre: 'owners',
      pieces: [
        { persons: 0, area: '54.3', norm: '7.1', tariff: tariff('8'), part: null },
        { persons: 1, norm: '2', tariff: tariff('8'), part: half },
      ],
    },
  ],
  ['a price for the flat', { ...examples.unitRate, pieces: [{ tariff: tariff('65'), part: half }] }],
  ['a price for the area', { ...examples.areaRate, pieces: [{ tariff: tariff('30'), part: half }] }],
  ['a norm for the area', { ...examples.areaNorm, pieces: [{ norm: '7.1', tariff: tariff('8.25'), part: half }] }],
  ['heat by the house', { ...examples.heatingByHouse, pieces: [{ tariff: tariff('2350.18'), part: half }] }],
  ['heat by the house on average', { ...examples.heatingByHouse, source: { kind: 'average', date: null, document: null, months: 6 } }],
  ['heat by flats, own meter', { ...examples.heatingByFlats, pieces: [{ tariff: tariff('2350.18'), part: half }] }],
  ['heat by flats, no meter', { ...examples.heatingByFlats, own: { by: 'average', meteredVolume: '80.5', meteredArea: '2100' } }],
  ['heat by the norm, evenly, raised', { ...examples.heatingByNorm, raised }],
  ['house needs by the norm', examples.houseNeeds],
  [
    'house needs on average',
    { ...examples.houseNeeds, need: { by: 'meter', volume: '8.1' }, source: { kind: 'average', date: null, document: null, months: 12 } },
  ],
  ['house needs by the meter', { ...examples.houseNeeds, need: { by: 'meter', volume: '31.7' }, pieces: [{ tariff: tariff('52.40'), part: half }] }],
  ['waste by people', { ...examples.waste, base: { by: 'person', persons: 2, personsAre: 'owners' } }],
  ['waste by area', { ...examples.waste, base: { by: 'area', area: '54.3' }, pieces: [{ norm: '0.0062', tariff: tariff('981.36'), part: half }] }],
  ['capital repair of a share', { ...examples.capitalRepair, share: { numerator: 1, denominator: 3 }, pieces: [{ tariff: tariff('18.81'), part: half }] }],
  ['hot water by the meter', { ...examples.hotWater, pieces: [{ tariff: tariff('52.40'), heatTariff: tariff('2350.18'), part: half }] }],
  ['hot water by the norm, raised', { ...examples.hotWater, raised, use: { by: 'norm', persons: 2, norm: '3.17' } }],
  [
    'hot water of two parts',
    {
      ...examples.hotWater,
      pieces: ['1', '2'].map((volume) => ({ tariff: tariff('52.40'), heatTariff: tariff('2350.18'), part: null, use: { by: 'meter' as const, volume } })),
    },
  ],
  ['a supplier’s sum by its volume', examples.given],
  ['a supplier’s sum rounded by it', { ...examples.given, sumKopecks: 30_026 }],
  ['a supplier’s sum of its own', { ...examples.given, sumKopecks: 30_023 }],
  ['a supplier’s sum without a volume', { ...examples.given, detail: null }],
  ['corrected months', examples.recalculation],
  ['a decision', recalculation({ by: 'decision', sumKopecks: -100 })],
  ['absence', recalculation({ by: 'absence', monthKopecks: 50_828, absentPersons: 1, persons: 2, days: 12, of: 31 })],
  ['days without the service', recalculation({ by: 'days', monthKopecks: 30_000, days: 5, of: 31 })],
  [
    'tampered days of a posted month',
    recalculation({
      by: 'tampered',
      month: '2026-10',
      days: [{ from: '2026-10-12', to: '2026-10-31' }],
      unit: 'м³',
      personsAre: 'registered',
      coefficient: '10',
      pieces: [{ persons: 2, norm: '4.85', tariff: tariff('52.40'), part: { days: 20, of: 31 } }],
      monthKopecks: 32_488,
      charged: { days: 20, of: 31 },
    }),
  ],
  ['the first part of an instalment', recalculation(instalment(1))],
  ['a later part of an instalment', recalculation(instalment(2))],
  ['hours over', recalculation({ by: 'quality', monthKopecks: 10_000, percent: '10', steps: '10', stepUnit: 'ч' })],
  ['more hours than a month', recalculation({ by: 'quality', monthKopecks: 10_000, percent: '10', steps: '10.1', stepUnit: 'ч' })],
  [
    'penalties of months in any order',
    {
      ...examples.penalty,
      stretches: [{ ...stretch, month: '2026-04' }, stretch, { ...stretch, month: '2026-04', from: '2026-05-21', to: '2026-05-21', days: 1, divisor: '130' }],
    },
  ],
  ['a room of three', { ...examples.roomShare, weights: ['14.5', '18.25', '18.2'] }],
  [
    'a room that gets the kopeck',
    {
      ...examples.roomShare,
      weights: ['1', '1', '1'],
      room: 2,
      flat: { method: 'areaRate', period: '2026-10', benefit: null, area: '1', pieces: [{ tariff: tariff('0.50'), part: null }] },
    },
  ],
  ['a corrected line', examples.corrected],
  ['corrections alone', { ...examples.corrected, base: null }],
];

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'a meter of zones and ranges, a part of the month': [
    'начислено | × volume.0 1 м³ «день» × tariff.0 6 ₽ «тариф за 1 м³» × part.0 10 из 31 дн. «столько дней месяца действует эта часть» + × volume.1 2 м³ «ночь, в пределах 3900,5 м³» × tariff.1 6 ₽ «тариф за 1 м³» + × volume.2 3 м³ «пик» × tariff.2 6 ₽ «тариф за 1 м³» + × volume.3 4 м³ «полупик» × tariff.3 6 ₽ «тариф за 1 м³»',
  ],
  'a meter on average': ['начислено | × volume.0 5.73 м³ «в среднем за месяц» × tariff.0 52.40 ₽ «тариф за 1 м³»'],
  'the norm for people, raised': [
    'по нормативу | × persons.0 2 чел. «живут в квартире» × norm.0 4.85 м³ «норматив на человека» × tariff.0 52.40 ₽ «тариф за 1 м³»',
    'надбавка по коэффициенту | × persons.0 2 чел. «живут в квартире» × norm.0 4.85 м³ «норматив на человека» × tariff.0 52.40 ₽ «тариф за 1 м³» × coefficient 0.5 «надбавка сверх обычной платы»',
  ],
  'the norm for an area, of owners': [
    'начислено | × area 54.3 м² «ваша квартира» × norm.0 7.1 м³ «норматив на 1 м²» × tariff.0 8 ₽ «тариф за 1 м³» + × persons.1 1 чел. «собственников: в квартире никто не зарегистрирован» × norm.1 2 м³ «норматив на человека» × tariff.1 8 ₽ «тариф за 1 м³» × part.1 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'a price for the flat': ['начислено | × tariff.0 65 ₽ «тариф за квартиру» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»'],
  'a price for the area': [
    'начислено | × area 54.3 м² «ваша квартира» × tariff.0 30 ₽ «тариф за 1 м²» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'a norm for the area': [
    'начислено | × area 54.3 м² «ваша квартира» × norm.0 7.1 м³ «норматив на 1 м²» × tariff.0 8.25 ₽ «тариф за 1 м³» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'heat by the house': [
    'начислено | × houseVolume 182.450 Гкал «взял весь дом за октябрь» × area 54.3 м² «ваша квартира» ÷ houseArea 4812.6 м² «все квартиры и помещения» × tariff.0 2350.18 ₽ «тариф за 1 Гкал» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'heat by the house on average': [
    'начислено | × houseVolume 182.450 Гкал «берёт весь дом в среднем за месяц» × area 54.3 м² «ваша квартира» ÷ houseArea 4812.6 м² «все квартиры и помещения» × tariff.0 2350.18 ₽ «тариф за 1 Гкал»',
  ],
  'heat by flats, own meter': [
    'начислено | × volume.own 1.718 Гкал «ваш счётчик тепла» × tariff.0 2350.18 ₽ «тариф за 1 Гкал» × part.0 10 из 31 дн. «столько дней месяца действует эта часть» + × houseVolume.common 12.450 Гкал «тепло общих мест: что осталось после квартир» × area 54.3 м² «ваша квартира» ÷ houseArea 4812.6 м² «все квартиры и помещения» × tariff.0 2350.18 ₽ «тариф за 1 Гкал» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'heat by flats, no meter': [
    'начислено | × volume.metered 80.5 Гкал «взяли квартиры со счётчиками» × area 54.3 м² «ваша квартира» ÷ houseArea.metered 2100 м² «квартиры со счётчиками» × tariff.0 2350.18 ₽ «тариф за 1 Гкал» + × houseVolume.common 12.450 Гкал «тепло общих мест: что осталось после квартир» × area 54.3 м² «ваша квартира» ÷ houseArea 4812.6 м² «все квартиры и помещения» × tariff.0 2350.18 ₽ «тариф за 1 Гкал»',
  ],
  'heat by the norm, evenly, raised': [
    'по нормативу | × area 54.3 м² «ваша квартира» × norm.0 0.0346 Гкал «норматив на 1 м²» × tariff.0 2350.18 ₽ «тариф за 1 Гкал» × season 7 из 12 мес. «отопительных месяцев: плата разделена на весь год»',
    'надбавка по коэффициенту | × area 54.3 м² «ваша квартира» × norm.0 0.0346 Гкал «норматив на 1 м²» × tariff.0 2350.18 ₽ «тариф за 1 Гкал» × season 7 из 12 мес. «отопительных месяцев: плата разделена на весь год» × coefficient 0.5 «надбавка сверх обычной платы»',
  ],
  'house needs by the norm': [
    'начислено | × norm 0.0208 м³ «норматив на 1 м² общего имущества» × commonArea 610.0 м² «подъезды, лестницы и другие общие места» × area 54.3 м² «ваша квартира» ÷ houseArea 4812.6 м² «все квартиры и помещения» × tariff.0 52.40 ₽ «тариф за 1 м³»',
  ],
  'house needs on average': [
    'начислено | × houseVolume 8.1 м³ «тратят на общие нужды всего дома в среднем за месяц» × area 54.3 м² «ваша квартира» ÷ houseArea 4812.6 м² «все квартиры и помещения» × tariff.0 52.40 ₽ «тариф за 1 м³»',
  ],
  'house needs by the meter': [
    'начислено | × houseVolume 31.7 м³ «потратили на общие нужды всего дома» × area 54.3 м² «ваша квартира» ÷ houseArea 4812.6 м² «все квартиры и помещения» × tariff.0 52.40 ₽ «тариф за 1 м³» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'waste by people': [
    'начислено | × persons 2 чел. «собственников: в квартире никто не зарегистрирован» × norm.0 0.168 м³ «норма накопления на человека» × tariff.0 981.36 ₽ «тариф за 1 м³»',
  ],
  'waste by area': [
    'начислено | × area 54.3 м² «ваша квартира» × norm.0 0.0062 м³ «норма накопления на 1 м²» × tariff.0 981.36 ₽ «тариф за 1 м³» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'capital repair of a share': [
    'начислено | × area 54.3 м² «ваша квартира» × tariff.0 18.81 ₽ «взнос за 1 м²» × share 1 из 3 «ваша доля» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'hot water by the meter': [
    'начислено | × volume 3.21 м³ «потратили за месяц» × tariff.water.0 52.40 ₽ «тариф за 1 м³» × part.0 10 из 31 дн. «столько дней месяца действует эта часть» + × volume 3.21 м³ «потратили за месяц» × norm.heat 0.0632 Гкал «тепла, чтобы нагреть 1 м³» × tariff.heat.0 2350.18 ₽ «тариф за 1 Гкал» × part.0 10 из 31 дн. «столько дней месяца действует эта часть»',
  ],
  'hot water by the norm, raised': [
    'по нормативу | × persons 2 чел. «живут в квартире» × norm 3.17 м³ «норматив на человека» × tariff.water.0 52.40 ₽ «тариф за 1 м³» + × persons 2 чел. «живут в квартире» × norm 3.17 м³ «норматив на человека» × norm.heat 0.0632 Гкал «тепла, чтобы нагреть 1 м³» × tariff.heat.0 2350.18 ₽ «тариф за 1 Гкал»',
    'надбавка по коэффициенту | × persons 2 чел. «живут в квартире» × norm 3.17 м³ «норматив на человека» × tariff.water.0 52.40 ₽ «тариф за 1 м³» × coefficient 0.5 «надбавка сверх обычной платы» + × persons 2 чел. «живут в квартире» × norm 3.17 м³ «норматив на человека» × norm.heat 0.0632 Гкал «тепла, чтобы нагреть 1 м³» × tariff.heat.0 2350.18 ₽ «тариф за 1 Гкал» × coefficient 0.5 «надбавка сверх обычной платы»',
  ],
  'hot water of two parts': [
    'начислено | × volume 1 м³ «потратили за месяц» × tariff.water.0 52.40 ₽ «тариф за 1 м³» + × volume 1 м³ «потратили за месяц» × norm.heat 0.0632 Гкал «тепла, чтобы нагреть 1 м³» × tariff.heat.0 2350.18 ₽ «тариф за 1 Гкал» + × volume 2 м³ «потратили за месяц» × tariff.water.1 52.40 ₽ «тариф за 1 м³» + × volume 2 м³ «потратили за месяц» × norm.heat 0.0632 Гкал «тепла, чтобы нагреть 1 м³» × tariff.heat.1 2350.18 ₽ «тариф за 1 Гкал»',
  ],
  'a supplier’s sum by its volume': ['объём на тариф | × volume 5.73 м³ «объём по данным поставщика» × tariff.0 52.40 ₽ «тариф за 1 м³»'],
  'a supplier’s sum rounded by it': [
    'объём на тариф | × volume 5.73 м³ «объём по данным поставщика» × tariff.0 52.40 ₽ «тариф за 1 м³»',
    'округление поставщика | × rounding 0.01 ₽ «округление поставщика»',
  ],
  'a supplier’s sum of its own': ['начислено | × given 300.23 ₽ «сумма из реестра поставщика»'],
  'a supplier’s sum without a volume': ['начислено | × given 300.25 ₽ «сумма из реестра поставщика»'],
  'corrected months': [
    'начислено | × became.2026-08 300.25 ₽ «должно быть за август» + − × was.2026-08 508.28 ₽ «начислили за август» + × became.2026-09 510.00 ₽ «должно быть за сентябрь» + − × was.2026-09 508.28 ₽ «начислили за сентябрь»',
  ],
  'a decision': ['начислено | × sum -1.00 ₽ «по решению»'],
  absence: ['начислено | − × month 508.28 ₽ «начислили за месяц» × persons.absent 1 из 2 чел. «отсутствовали» × days 12 из 31 дн. «полных дней отсутствия»'],
  'days without the service': ['начислено | − × month 300.00 ₽ «начислили за месяц» × days 5 из 31 дн. «дней без услуги»'],
  'tampered days of a posted month': [
    'по нормативу за октябрь | × persons.0 2 чел. «живут в квартире» × norm.0 4.85 м³ «норматив на человека» × tariff.0 52.40 ₽ «тариф за 1 м³» × part.0 20 из 31 дн. «столько дней месяца действует эта часть»',
    'надбавка по коэффициенту | × persons.0 2 чел. «живут в квартире» × norm.0 4.85 м³ «норматив на человека» × tariff.0 52.40 ₽ «тариф за 1 м³» × part.0 20 из 31 дн. «столько дней месяца действует эта часть» × coefficient 9 «надбавка сверх обычной платы»',
    'начислили за эти дни | − × month 324.88 ₽ «начислили за месяц» × days 20 из 31 дн. «дней вмешательства»',
  ],
  'the first part of an instalment': ['начислено | × part 500.00 ₽ «часть 1 из 12» + − × deferred 6000.01 ₽ «разделили начисленное за сентябрь»'],
  'a later part of an instalment': [
    'часть рассрочки | × part 500.00 ₽ «часть 2 из 12»',
    'проценты за рассрочку | × rest 5500.00 ₽ «оставалось оплатить» × percent 12.5 из 12 % «годовых, за один месяц из двенадцати»',
  ],
  'hours over': ['начислено | − × month 100.00 ₽ «начислили за месяц» × percent 10 % «снижение за 1 ч» × days.steps 10 ч «сверх допустимого»'],
  'more hours than a month': ['начислено | − × month 100.00 ₽ «начислили за месяц» × percent 100 % «снижение не больше всей платы за месяц»'],
  'penalties of months in any order': [
    'пени на долг за март | × debt.2026-03.2026-05-16 6000.00 ₽ «долг с 16 мая по 20 мая» × days.2026-03.2026-05-16 5 дн. «дней просрочки» × percent.2026-03.2026-05-16 9.5 % «ключевая ставка, с пределом по закону» ÷ divisor.2026-03.2026-05-16 300 «в день 1/300 ставки»',
    'пени на долг за апрель | × debt.2026-04.2026-05-16 6000.00 ₽ «долг с 16 мая по 20 мая» × days.2026-04.2026-05-16 5 дн. «дней просрочки» × percent.2026-04.2026-05-16 9.5 % «ключевая ставка, с пределом по закону» ÷ divisor.2026-04.2026-05-16 300 «в день 1/300 ставки» + × debt.2026-04.2026-05-21 6000.00 ₽ «долг с 21 мая по 21 мая» × days.2026-04.2026-05-21 1 дн. «дней просрочки» × percent.2026-04.2026-05-21 9.5 % «ключевая ставка, с пределом по закону» ÷ divisor.2026-04.2026-05-21 130 «в день 1/130 ставки»',
  ],
  'a room of three': ['ваша часть | × flat 1977.89 ₽ «начислили на всю квартиру» × share 14.5 м² «ваша комната» ÷ share.all 50.95 м² «все комнаты»'],
  'a room that gets the kopeck': [
    'ваша часть | × flat 0.50 ₽ «начислили на всю квартиру» × share 1 м² «ваша комната» ÷ share.all 3 м² «все комнаты»',
    'округление | × rounding -0.01 ₽ «чтобы комнаты вместе дали сумму квартиры»',
  ],
  'a corrected line': [
    'начислено | × area 62.1 м² «ваша квартира» × tariff.0 31.85 ₽ «тариф за 1 м²»',
    'Льгота ветерана | − × benefit 988.95 ₽ «Льгота ветерана»',
    'перерасчёт: лифт стоял пять дней | − × month 300.00 ₽ «начислили за месяц» × days 5 из 31 дн. «дней без услуги»',
  ],
  'corrections alone': ['перерасчёт: лифт стоял пять дней | − × month 300.00 ₽ «начислили за месяц» × days 5 из 31 дн. «дней без услуги»'],
};

test.each(cases)('CHG-2: the words and keys of a formula: %s', (name, terms) => {
  expect(told(terms)).toEqual(EXPECTED[name]);
});

test('BILL-1: of the first part of an instalment nothing is interest, of a later one a month’s of the rest', () => {
  // 12.5 % a year of 5 500.00 is 57.29 a month.
  expect([1, 2].map((part) => interestOf(instalment(part)))).toEqual([0n, 5_729n]);
  expect([1, 2].map((part) => sumOfTerms(recalculation(instalment(part))))).toEqual([50_000n - 600_001n, 55_729n]);
});

test('CHG-2: a parking place is priced whole; a line says its month, what is taken off it by its title, and rooms the flat before them', () => {
  expect(told({ ...examples.unitRate, unit: 'место' })).toEqual(['начислено | × tariff.0 65.00 ₽ «тариф за место»']);
  const helped: ChargeTerms = {
    ...examples.areaRate,
    benefit: { by: 'sum', title: 'Ветеран труда', kopecks: 1_000 },
    subsidy: { title: 'Субсидия', kopecks: 500 },
  };
  expect(formulaFrom(helped)).toMatchObject({
    caption: 'за октябрь',
    discounts: [
      { key: 'benefit', title: 'Ветеран труда', kopecks: 1_000n },
      { key: 'subsidy', title: 'Субсидия', kopecks: 500n },
    ],
  });
  expect(formulaFrom({ ...helped, benefit: { by: 'percent', title: 'Ветеран труда', percent: '50' } })).toMatchObject({
    discounts: [{ key: 'benefit', percent: '50' }, {}],
  });
  expect(formulaFrom(examples.areaRate).discounts).toEqual([]);
  expect([sumOfTerms(helped), sumOfTerms(examples.areaRate) - sumOfTerms(helped)]).toEqual([171_446n, 1_500n]);
  expect(formulaOf(examples.roomShare).length).toBe(formulaOf(examples.roomShare.flat).length + 1);
  expect(formulaOf(examples.areaRate)).toHaveLength(1);
});

test('CALC-4: the line beneath corrections and shares; a share to the finest of its weights, of a room that is there; columns of corrections alone', () => {
  const { flat } = examples.roomShare;
  expect([
    countedLine(examples.corrected),
    countedLine(examples.roomShare),
    countedLine({ ...examples.corrected, base: examples.roomShare }),
    countedLine({ ...examples.corrected, base: null }),
    countedLine(examples.meter),
  ]).toEqual([examples.corrected.base, flat, flat, null, examples.meter]);
  const fine = (room: number) => sumOfTerms({ ...examples.roomShare, weights: ['1', '1.04'], room });
  expect([fine(0), fine(1)]).toEqual([96_955n, 100_834n]);
  expect(() => fine(2)).toThrow(new RangeError('No weight of room 2'));
  expect(columnsOfTerms({ ...examples.corrected, base: null })).toEqual({
    accruedKopecks: 0n,
    recalculationKopecks: -4_839n,
    discountKopecks: 0n,
    excessKopecks: 0n,
  });
  expect(columnsOfTerms(examples.recalculation)).toEqual({ accruedKopecks: 0n, recalculationKopecks: -20_631n, discountKopecks: 0n, excessKopecks: 0n });
  // A benefit that comes to nothing makes no part of its own.
  expect(
    formulaFrom({ ...examples.corrected, base: { ...examples.areaRate, benefit: { by: 'sum', title: 'Льгота', kopecks: 0 } } }).parts.map(({ title }) => title),
  ).toEqual(['начислено', 'перерасчёт: лифт стоял пять дней']);
});
