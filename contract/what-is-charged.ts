// The services that organizations charge for: the portal's operator adds, renames and closes them for everybody (CALC-1).
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const serviceBlocks = {
  housing: 'Содержание жилья',
  common: 'Общие нужды',
  utility: 'Коммунальные услуги',
  other: 'Прочие услуги',
  repair: 'Капитальный ремонт',
} as const;
/** Of these blocks new services are made; the others go by formulas of the law, and their list is its. */
export const OPEN_BLOCKS = ['housing', 'other'] as const;
/** By what a service of an open block is charged. */
export const serviceUnits = { 'м²': 'за м² площади', квартира: 'за квартиру', место: 'за машино-место', услуга: 'за помещение' } as const;

const words = { name: Text(200, 3), shortName: Text(60, 2), sort: Type.Integer({ minimum: 1, maximum: 9_999, description: 'Place on the bill' }) };
export const Service = obj({
  code: Text(50),
  ...words,
  unit: Text(20),
  block: OneOf(['housing', 'common', 'utility', 'other', 'repair']),
  toDay: Nullable(Day),
  version: Version,
});
export type Service = Static<typeof Service>;

export const getServices = endpoint({
  method: 'GET',
  url: '/api/v1/work/services',
  summary: 'Services in the order of the bill, and their last changes',
  answer: obj({
    services: Type.Array(Service),
    can: obj({ edit: Type.Boolean() }),
    revisions: Type.Array(
      obj({
        id: Id,
        at: Instant,
        who: Text(200),
        action: OneOf(['added', 'changed', 'ended', 'reopened']),
        service: Text(300),
        before: Nullable(Text(400)),
        after: Nullable(Text(400)),
      }),
    ),
  }),
});
export const addService = endpoint({
  method: 'POST',
  url: '/api/v1/work/services',
  summary: 'A new service, charged by area or for a premises',
  body: obj({
    code: Type.String({ pattern: '^[a-z][a-z0-9_]{2,40}$', description: 'How files name the service' }),
    ...words,
    unit: OneOf(['м²', 'квартира', 'место', 'услуга']),
    block: OneOf(OPEN_BLOCKS),
  }),
  answer: obj({ code: Text(50) }),
});
export const changeService = endpoint({
  method: 'POST',
  url: '/api/v1/work/services/:code',
  summary: 'Renames a service, moves it on the bill, closes it from a day or opens it again',
  params: obj({ code: Text(50) }),
  body: obj({ version: Version, ...words, toDay: Nullable(Day) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
