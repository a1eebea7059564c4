// Who else is paid for a service of an organization (BILL-1): its accountant says it for all houses or for one, from a day on.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

/** `general`: a house has nothing of its own any more, what was set for all houses holds. */
export const payeeWays = { other: 'Другой получатель', own: 'Сама организация', general: 'Как во всех домах' } as const;
const Way = OneOf(['other', 'own', 'general']);
/** Digits may come with spaces. A person in business has no КПП. */
export const Payee = obj({
  name: Text(160),
  inn: Text(20),
  kpp: Nullable(Text(20)),
  bankName: Text(160),
  bic: Text(20),
  settlementAccount: Text(40),
  correspondentAccount: Nullable(Text(40)),
});
export type Payee = Static<typeof Payee>;

const said = { service: Text(200), house: Nullable(Text(300)), way: Way, payee: Nullable(Payee), fromDay: Day };
const Holds = obj({ serviceCode: Text(50), houseId: Nullable(Id), ...said });
const SetPayee = obj({ at: Instant, who: Text(200), reason: Text(300), ...said });

export const getServicePayees = endpoint({
  method: 'GET',
  url: '/api/v1/work/service-payees',
  summary: 'Who else is paid for services of own organizations, and who set it',
  query: obj({ organizationId: Type.Optional(Id), ...soughtHouse }),
  answer: obj({
    organizationId: Nullable(Id),
    organizations: Type.Array(obj({ id: Id, name: Text(300) })),
    services: Type.Array(obj({ code: Text(50), name: Text(200) })),
    houses: Type.Array(obj({ houseId: Id, address: Text(300) })),
    ...moreHouses,
    /** Bills of this day and of later ones may be paid otherwise. */ today: Day,
    /** How many times it was set and one more. */ version: Version,
    /** What holds today. */ holds: Type.Array(Holds),
    /** The newest first. */ set: Type.Array(SetPayee),
  }),
});
export const setServicePayee = endpoint({
  method: 'POST',
  url: '/api/v1/work/service-payees/:organizationId',
  summary: 'Sets who is paid for a service in bills of a day and of later ones',
  params: obj({ organizationId: Id }),
  body: obj({ version: Version, serviceCode: Text(50), houseId: Nullable(Id), fromDay: Day, way: Way, payee: Nullable(Payee), reason: Text(300) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
