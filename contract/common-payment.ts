// How each house pays for what its common property takes: the owners' meeting chooses (item 29(2) of Rules 491).
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const commonWays = { fact: 'по общему счётчику каждый месяц', average: 'по среднему за год, с корректировкой', norm: 'по нормативу' } as const;
export type CommonWay = keyof typeof commonWays;
const Way = OneOf(['fact', 'average', 'norm']);
export const CommonHouse = obj({
  houseId: Id,
  address: Text(300),
  way: Way,
  /** The first month that is not posted. */ openFrom: Nullable(Day),
  version: Version,
});
export type CommonHouse = Static<typeof CommonHouse>;

export const getCommonPayment = endpoint({
  method: 'GET',
  url: '/api/v1/work/common-payment',
  summary: 'How the houses of own organizations pay for the common property, and who changed it',
  query: obj({ houseId: Type.Optional(Id), ...soughtHouse }),
  answer: obj({
    houses: Type.Array(CommonHouse),
    ...moreHouses,
    revisions: Type.Array(obj({ id: Id, at: Instant, who: Text(200), address: Text(300), before: Way, after: Way, reason: Text(300) })),
  }),
});
export const setCommonPayment = endpoint({
  method: 'POST',
  url: '/api/v1/work/common-payment/:houseId',
  summary: 'Sets how a house pays for the common property from the first month that is not posted',
  params: obj({ houseId: Id }),
  body: obj({ version: Version, way: Way, reason: Text(300, 3) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
