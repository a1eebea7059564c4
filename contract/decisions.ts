// Decisions that months are counted with (CALC-1): who was away, what was switched off or came poor, whose benefit or subsidy is taken off in the bill.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { Day, Id, Instant, Kopecks, Month, Nullable, obj, OneOf, Text } from './types.ts';

export const decisionKinds = {
  absence: 'Временное отсутствие',
  break: 'Перерыв услуги',
  quality: 'Низкое качество',
  benefit: 'Льгота',
  subsidy: 'Субсидия или компенсация',
} as const;
const DECISION_KINDS = ['absence', 'break', 'quality', 'benefit', 'subsidy'] as const;
/** Kinds of breaks by service: annex 1 to Rules 354. */
export const breakKinds = {
  coldWater: 'Холодная вода',
  hotWater: 'Горячая вода',
  sewage: 'Водоотведение',
  accidentOnDeadEnd: 'Вода: авария на тупиковой магистрали',
  electricityTwoFeeds: 'Электричество, два источника',
  electricityOneFeed: 'Электричество, один источник',
  gas: 'Газ',
  heatingFrom12: 'Отопление, в квартире от +12 °C',
  heatingFrom10: 'Отопление, от +10 до +12 °C',
  heatingFrom8: 'Отопление, от +8 до +10 °C',
  heatingBelow8: 'Отопление, ниже +8 °C',
  wasteCold: 'Вывоз мусора, на улице до +5 °C',
  wasteWarm: 'Вывоз мусора, на улице теплее +5 °C',
} as const;
/** What came poor (annex 1 to Rules 354), as an act measures it: degrees, or megapascals of pressure. */
export const defectKinds = { coldRoom: 'Температура в комнате', coolWater: 'Температура горячей воды', lowPressure: 'Давление воды' } as const;
const DEFECTS = ['coldRoom', 'coolWater', 'lowPressure'] as const;
/** What a room has to have: an ordinary one, a corner one, a corner one where winters are below −31 °C. */
export const roomNorms = {
  18: '18 °C, обычная комната',
  20: '20 °C, угловая комната или морозы ниже −31 °C',
  22: '22 °C, угловая комната и морозы ниже −31 °C',
} as const;
export const subsidyKinds = { subsidy: 'Субсидия', compensation: 'Компенсация' } as const;
const BREAK_KINDS = [
  'coldWater',
  'hotWater',
  'sewage',
  'accidentOnDeadEnd',
  'electricityTwoFeeds',
  'electricityOneFeed',
  'gas',
  'heatingFrom12',
  'heatingFrom10',
  'heatingFrom8',
  'heatingBelow8',
  'wasteCold',
  'wasteWarm',
] as const;

const Document = Text(300, 3);
const Account = Text(30, 1);
const People = Type.Integer({ minimum: 1, maximum: 99 });
const Services = Type.Array(Text(50, 1), { minItems: 1, maxItems: 30 });
const Measured = Type.String({ pattern: '^-?\\d{1,3}(\\.\\d{1,4})?$', description: 'What an act measured: degrees or MPa' });
const Price = Type.String({ pattern: '^\\d{1,8}(\\.\\d{1,6})?$', description: 'Roubles for a unit' });
const Percent = Type.String({ pattern: '^(100|\\d{1,2})(\\.\\d{1,2})?$', description: 'Per cent as text' });
export const DecisionFacts = Type.Union([
  obj({ kind: Type.Literal('absence'), account: Account, persons: People, leftOn: Day, returnedOn: Day, appliedOn: Day }),
  obj({
    kind: Type.Literal('break'),
    houseId: Id,
    account: Nullable(Account),
    serviceCode: Text(50, 1),
    breakKind: OneOf(BREAK_KINDS),
    fromAt: Instant,
    toAt: Instant,
  }),
  obj({
    kind: Type.Literal('quality'),
    houseId: Id,
    account: Nullable(Account),
    serviceCode: Text(50, 1),
    defect: OneOf(DEFECTS),
    measured: Measured,
    roomNorm: Nullable(OneOf(['18', '20', '22'])),
    coldPrice: Nullable(Price),
    fromAt: Instant,
    toAt: Instant,
  }),
  obj({
    kind: Type.Literal('subsidy'),
    account: Account,
    what: OneOf(['subsidy', 'compensation']),
    title: Text(200, 3),
    fromMonth: Month,
    toMonth: Nullable(Month),
    services: Services,
    amount: Type.Union([
      obj({ by: Type.Literal('sum'), kopecks: Type.Integer({ minimum: 1, maximum: 100_000_000 }) }),
      obj({ by: Type.Literal('share'), percent: Percent }),
    ]),
  }),
  obj({
    kind: Type.Literal('benefit'),
    account: Account,
    title: Text(200, 3),
    percent: Percent,
    services: Services,
    covers: OneOf(['holder', 'family']),
    holders: People,
    areaStandard: Nullable(Type.String({ pattern: '^\\d{1,4}(\\.\\d{1,2})?$' })),
    fromDay: Day,
    toDay: Nullable(Day),
  }),
]);
export type DecisionFacts = Static<typeof DecisionFacts>;

export const getDecisions = endpoint({
  method: 'GET',
  url: '/api/v1/work/decisions',
  summary: 'The last decisions of the organizations that the caller keeps the accounts of, and where one may be made, by the words of an address',
  query: obj({ houseId: Type.Optional(Id), ...soughtHouse }),
  answer: obj({
    decisions: Type.Array(
      obj({
        houseId: Id,
        decisionId: Id,
        kind: OneOf(DECISION_KINDS),
        address: Text(300),
        account: Nullable(Text(30)),
        says: Text(500),
        document: Text(300),
        who: Text(200),
        at: Instant,
        withdrawn: Type.Boolean(),
        can: obj({ withdraw: Type.Boolean() }),
      }),
    ),
    organizations: Type.Array(obj({ id: Id, name: Text(300) })),
    houses: Type.Array(obj({ organizationId: Id, houseId: Id, address: Text(300), timeZone: Text(50) })),
    ...moreHouses /** `priced`: one of the organizations has a price of it. */,
    services: Type.Array(obj({ code: Text(50), name: Text(300), priced: Type.Boolean() })),
  }),
});
export const makeDecision = endpoint({
  method: 'POST',
  url: '/api/v1/work/decisions',
  summary: 'Enters a decision: months not posted are counted with it, of posted ones it makes recalculations',
  body: obj({ organizationId: Id, document: Document, facts: DecisionFacts }),
  answer: obj({ decisionId: Id, /** Recalculations that it made of posted months. */ recalculations: Type.Integer(), kopecks: Kopecks }),
  errors: ['run.notReady'],
});
const Changed = obj({ account: Text(30), flat: Text(50), service: Text(300), month: Month, beforeKopecks: Kopecks, kopecks: Kopecks, formula: Text(2000) });
export const previewDecision = endpoint({
  method: 'POST',
  url: '/api/v1/work/decisions/preview',
  summary: 'What a decision would correct in posted months, and what it would change in the first open one; nothing is written',
  body: obj({ organizationId: Id, document: Type.String({ maxLength: 300 }), facts: DecisionFacts }),
  answer: obj({
    past: obj({ count: Type.Integer(), kopecks: Kopecks, lines: Type.Array(Changed) }),
    open: Nullable(obj({ month: Month, accounts: Type.Integer(), beforeKopecks: Kopecks, kopecks: Kopecks, lines: Type.Array(Changed) })),
  }),
});
export const withdrawDecision = endpoint({
  method: 'POST',
  url: '/api/v1/work/decisions/:houseId/:decisionId/withdraw',
  summary: 'Takes back a decision that no posted month was counted with',
  params: obj({ houseId: Id, decisionId: Id }),
  answer: obj({ decisionId: Id }),
  errors: ['decision.used'],
});
