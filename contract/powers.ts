// Powers of attorney: an owner names a representative, who then acts for him (ROLE-3).
import { Type } from 'typebox';
import { POWER_RIGHTS } from './areas.ts';
import { endpoint } from './endpoint.ts';
import { confirmationFields } from './identity.ts';
import { powerStates } from './statuses/identity.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

/** The longest term, in days: three years. */
export const POWER_DAYS_MOST = 1096;

export const PowerRights = Type.Array(OneOf(POWER_RIGHTS), { minItems: 1, maxItems: POWER_RIGHTS.length, uniqueItems: true });
const terms = { representative: Text(254, 1), rights: PowerRights, toDay: Day };
export const Power = obj({
  id: Id,
  name: Text(300),
  rights: PowerRights,
  fromDay: Day,
  toDay: Day,
  /** The paper that it rests on; null: given here by a code. */ ground: Nullable(Text(500)),
  endedAt: Nullable(Instant),
  state: OneOf(keysOf(powerStates)),
});

export const getPowers = endpoint({
  method: 'GET',
  url: '/api/v1/powers',
  summary: 'Powers of attorney that the person gave and those by which the person may act',
  answer: obj({ given: Type.Array(Power), received: Type.Array(Power), can: obj({ give: Type.Boolean() }) }),
});
export const askPowerCode = endpoint({
  method: 'POST',
  url: '/api/v1/powers/code',
  summary: 'Send a code for exactly this power of attorney',
  body: obj(terms),
  answer: obj({ confirmationId: Id, sentTo: Type.String(), expiresAt: Instant }),
  errors: ['confirm.noChannel', 'limit.exceeded'],
});
export const givePower = endpoint({
  method: 'POST',
  url: '/api/v1/powers',
  summary: 'Give a power of attorney, confirmed by the code',
  body: obj({ ...terms, ...confirmationFields }),
  answer: obj({ powerId: Id }),
  errors: ['confirm.wrong', 'confirm.expired', 'confirm.used', 'confirm.otherContent', 'power.noSuchPerson', 'power.exists'],
});
export const endPower = endpoint({
  method: 'POST',
  url: '/api/v1/powers/:powerId/end',
  summary: 'End a power of attorney at once: by who gave it, or by the representative',
  params: obj({ powerId: Id }),
  answer: obj({}),
});
export const actFor = endpoint({
  method: 'POST',
  url: '/api/v1/acting',
  summary: 'Act by a power of attorney from now on in this session; null: for oneself again',
  body: obj({ powerId: Nullable(Id) }),
  answer: obj({}),
});
