// Made-up terms for tests: the worked examples of the field rules and neighbours of them.
import type { ChargeMethod, ChargeTerms, TermsOf } from '#contract/charge-terms';

export const tariff = (value: string, from: string | null = '2026-10-01') => ({ value, from, decision: 'Постановление № 118-ПК от 18.09.2026' });
export const reading = { kind: 'reading', date: '2026-10-24', document: null, months: null } as const;
export const houseMeter = { kind: 'houseMeter', date: '2026-10-31', document: 'акт № 10/26', months: null } as const;
const month = { period: '2026-10', benefit: null } as const;
const whole = { part: null } as const;

const shared: TermsOf<'areaRate'> = {
  method: 'areaRate',
  ...month,
  area: '62.1',
  pieces: [{ tariff: tariff('31.85'), ...whole }],
};

/** One example of each way of charging. */
export const examples: { readonly [M in ChargeMethod]: TermsOf<M> } = {
  meter: {
    method: 'meter',
    ...month,
    unit: 'м³',
    source: reading,
    readings: [{ zone: 'whole', meter: '18-204417', before: '245.31', beforeOn: '2026-09-24', after: '251.04', afterOn: '2026-10-24' }],
    pieces: [{ zone: 'whole', volume: '5.73', upTo: null, tariff: tariff('52.40'), ...whole }],
  },
  norm: {
    method: 'norm',
    ...month,
    unit: 'м³',
    personsAre: 'registered',
    raised: { coefficient: '1.5', reason: 'noMeter' },
    pieces: [{ persons: 2, norm: '4.85', tariff: tariff('52.40'), ...whole }],
  },
  unitRate: { method: 'unitRate', ...month, unit: 'квартира', pieces: [{ tariff: tariff('65.00'), ...whole }] },
  areaRate: { method: 'areaRate', ...month, area: '54.3', pieces: [{ tariff: tariff('31.85'), ...whole }] },
  areaNorm: { method: 'areaNorm', ...month, unit: 'м³', area: '54.3', pieces: [{ norm: '7.1', tariff: tariff('8.25'), ...whole }] },
  heatingByHouse: {
    method: 'heatingByHouse',
    ...month,
    unit: 'Гкал',
    area: '54.3',
    houseArea: '4812.6',
    houseVolume: '182.450',
    source: houseMeter,
    pieces: [{ tariff: tariff('2350.18'), ...whole }],
  },
  heatingByFlats: {
    method: 'heatingByFlats',
    ...month,
    unit: 'Гкал',
    area: '54.3',
    houseArea: '4812.6',
    commonVolume: '12.450',
    source: houseMeter,
    own: { by: 'meter', volume: '1.718' },
    pieces: [{ tariff: tariff('2350.18'), ...whole }],
  },
  heatingByNorm: {
    method: 'heatingByNorm',
    ...month,
    unit: 'Гкал',
    area: '54.3',
    raised: null,
    season: 7,
    pieces: [{ norm: '0.0346', tariff: tariff('2350.18'), ...whole }],
  },
  houseNeeds: {
    method: 'houseNeeds',
    ...month,
    unit: 'м³',
    area: '54.3',
    houseArea: '4812.6',
    source: { ...houseMeter, kind: 'norm', date: null, document: null },
    need: { by: 'norm', norm: '0.0208', commonArea: '610.0' },
    pieces: [{ tariff: tariff('52.40'), ...whole }],
  },
  waste: {
    method: 'waste',
    ...month,
    unit: 'м³',
    base: { by: 'person', persons: 2, personsAre: 'registered' },
    pieces: [{ norm: '0.168', tariff: tariff('981.36'), ...whole }],
  },
  capitalRepair: { method: 'capitalRepair', ...month, area: '54.3', share: null, pieces: [{ tariff: tariff('18.81', '2026-01-01'), ...whole }] },
  hotWater: {
    method: 'hotWater',
    ...month,
    unit: 'м³',
    source: reading,
    readings: [],
    raised: null,
    use: { by: 'meter', volume: '3.21' },
    heatUnit: 'Гкал',
    heatPerUnit: '0.0632',
    pieces: [{ tariff: tariff('52.40'), heatTariff: tariff('2350.18'), ...whole }],
  },
  given: {
    method: 'given',
    ...month,
    register: 'Реестр «Теплосети» № 10',
    sumKopecks: 30025,
    detail: { volume: '5.73', unit: 'м³', tariff: tariff('52.40'), source: { ...reading, kind: 'register' }, toleranceKopecks: 1 },
  },
  recalculation: {
    method: 'recalculation',
    ...month,
    reason: 'показания за август переданы в октябре',
    document: 'Решение № 7 от 02.10.2026',
    ground: {
      by: 'months',
      months: [
        { month: '2026-08', wasKopecks: 50828, becameKopecks: 30025 },
        { month: '2026-09', wasKopecks: 50828, becameKopecks: 51000 },
      ],
    },
  },
  penalty: {
    method: 'penalty',
    ...month,
    stretches: [
      { month: '2026-03', debtKopecks: 600000, from: '2026-05-16', to: '2026-07-14', days: 60, percent: '9.5', divisor: '300' },
      { month: '2026-03', debtKopecks: 600000, from: '2026-07-15', to: '2026-08-31', days: 48, percent: '9.5', divisor: '130' },
    ],
  },
  roomShare: { method: 'roomShare', ...month, flat: shared, weights: ['14.5', '18.2', '18.2'], weightUnit: 'м²', room: 0 },
  corrected: {
    method: 'corrected',
    period: '2026-10',
    benefit: null,
    base: { ...shared, benefit: { by: 'percent', title: 'Льгота ветерана', percent: '50' } },
    recalculations: [
      { method: 'recalculation', ...month, reason: 'лифт стоял пять дней', document: null, ground: { by: 'days', monthKopecks: 30000, days: 5, of: 31 } },
    ],
  },
};

export const allExamples: readonly ChargeTerms[] = Object.values(examples);
