// Decisions that months are counted with (CALC-1): who was away, what was switched off, whose benefit is taken off in the bill.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Day, Id, Instant, Kopecks, Nullable, obj, OneOf, Text } from './types.ts';

export const decisionKinds = { absence: 'Временное отсутствие', break: 'Перерыв услуги', benefit: 'Льгота' } as const;
/** Kinds of breaks by service: annex 1 to Rules 354. */
export const breakKinds = {
  coldWater: 'Холодная вода', hotWater: 'Горячая вода', sewage: 'Водоотведение', accidentOnDeadEnd: 'Вода: авария на тупиковой магистрали', electricityTwoFeeds: 'Электричество, два источника', electricityOneFeed: 'Электричество, один источник', gas: 'Газ',
  heatingFrom12: 'Отопление, в квартире от +12 °C', heatingFrom10: 'Отопление, от +10 до +12 °C', heatingFrom8: 'Отопление, от +8 до +10 °C', heatingBelow8: 'Отопление, ниже +8 °C', wasteCold: 'Вывоз мусора, на улице до +5 °C', wasteWarm: 'Вывоз мусора, на улице теплее +5 °C',
} as const;
const BREAK_KINDS = ['coldWater', 'hotWater', 'sewage', 'accidentOnDeadEnd', 'electricityTwoFeeds', 'electricityOneFeed', 'gas', 'heatingFrom12', 'heatingFrom10', 'heatingFrom8', 'heatingBelow8', 'wasteCold', 'wasteWarm'] as const;

const Document = Text(300, 3);
const Account = Text(30, 1);
const People = Type.Integer({ minimum: 1, maximum: 99 });
const Percent = Type.String({ pattern: '^(100|\\d{1,2})(\\.\\d{1,2})?$', description: 'Per cent as text' });
export const DecisionFacts = Type.Union([
  obj({ kind: Type.Literal('absence'), account: Account, persons: People, leftOn: Day, returnedOn: Day, appliedOn: Day }),
  obj({ kind: Type.Literal('break'), houseId: Id, account: Nullable(Account), serviceCode: Text(50, 1), breakKind: OneOf(BREAK_KINDS), fromAt: Instant, toAt: Instant }),
  obj({ kind: Type.Literal('benefit'), account: Account, title: Text(200, 3), percent: Percent, services: Type.Array(Text(50, 1), { minItems: 1, maxItems: 30 }), covers: OneOf(['holder', 'family']), holders: People, areaStandard: Nullable(Type.String({ pattern: '^\\d{1,4}(\\.\\d{1,2})?$' })), fromDay: Day, toDay: Nullable(Day) }),
]);
export type DecisionFacts = Static<typeof DecisionFacts>;

export const getDecisions = endpoint({
  method: 'GET', url: '/api/v1/work/decisions', summary: 'The last decisions of the organizations that the caller keeps the accounts of, and where one may be made',
  answer: obj({
    decisions: Type.Array(obj({ houseId: Id, decisionId: Id, kind: OneOf(['absence', 'break', 'benefit']), address: Text(300), account: Nullable(Text(30)), says: Text(500), document: Text(300), who: Text(200), at: Instant, withdrawn: Type.Boolean(), can: obj({ withdraw: Type.Boolean() }) })),
    organizations: Type.Array(obj({ id: Id, name: Text(300) })), houses: Type.Array(obj({ organizationId: Id, houseId: Id, address: Text(300) })), services: Type.Array(obj({ code: Text(50), name: Text(300) })),
  }),
});
export const makeDecision = endpoint({
  method: 'POST', url: '/api/v1/work/decisions', summary: 'Enters a decision: months not posted are counted with it, of posted ones it makes recalculations',
  body: obj({ organizationId: Id, document: Document, facts: DecisionFacts }),
  answer: obj({ decisionId: Id, /** Recalculations that it made of posted months. */ recalculations: Type.Integer(), kopecks: Kopecks }), errors: ['run.notReady'],
});
export const withdrawDecision = endpoint({
  method: 'POST', url: '/api/v1/work/decisions/:houseId/:decisionId/withdraw', summary: 'Takes back a decision that no posted month was counted with', params: obj({ houseId: Id, decisionId: Id }),
  answer: obj({ decisionId: Id }), errors: ['decision.used'],
});
