// How each house pays for heating: in the heating season, or evenly over the year (items 42(1), 43 of Rules 354).
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

/** Months of the heating season; null: paid in the season alone. */
const HeatingMonths = Nullable(Type.Integer({ minimum: 1, maximum: 12, description: 'Of the heating season, where heat is paid evenly over the year' }));
/** Since when a house charged by the norm should have had a meter of heat: the norm is raised. */
const MeterDueFrom = Nullable(Day);
export const HeatedHouse = obj({
  houseId: Id,
  address: Text(300),
  heating: OneOf(['house_meter', 'norm', 'own_boiler']),
  heatingMonths: HeatingMonths,
  meterDueFrom: MeterDueFrom,
  /** The first month that is not posted. */ openFrom: Nullable(Day),
  version: Version,
  can: obj({ change: Type.Boolean() }),
});
export type HeatedHouse = Static<typeof HeatedHouse>;

export const getHeatingPayment = endpoint({
  method: 'GET',
  url: '/api/v1/work/heating-payment',
  summary: 'How the houses of own organizations pay for heating, and who changed it',
  query: obj({ houseId: Type.Optional(Id), ...soughtHouse }),
  answer: obj({
    houses: Type.Array(HeatedHouse),
    ...moreHouses,
    revisions: Type.Array(
      obj({
        id: Id,
        at: Instant,
        who: Text(200),
        address: Text(300),
        before: HeatingMonths,
        after: HeatingMonths,
        meterDueFrom: MeterDueFrom,
        reason: Text(300),
      }),
    ),
  }),
});
export const setHeatingPayment = endpoint({
  method: 'POST',
  url: '/api/v1/work/heating-payment/:houseId',
  summary: 'Sets how a house pays for heating from the first month that is not posted',
  params: obj({ houseId: Id }),
  body: obj({ version: Version, heatingMonths: HeatingMonths, /** Absent: as it is. */ meterDueFrom: Type.Optional(MeterDueFrom), reason: Text(300, 3) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
