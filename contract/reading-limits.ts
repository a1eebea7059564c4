// What no flat uses in a month (MTR-2): a reading above it is refused. The portal's operator sets it for everybody by days, an organization's accountant a lower one.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

/** The least and the most that a limit may be, in the unit of the meter. */
export const LIMIT_BOUNDS = { least: 1, most: 1_000_000 } as const;
const Value = Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,3})?$', description: 'Of a month, in the unit of the service, as text' });
const Service = OneOf(['cold_water', 'hot_water', 'electricity', 'gas', 'heating']);

/** `value` null: nothing bounds it. `version`: of the limit of this service, how many times it was set and one more. */
const ServiceLimit = obj({ service: Service, name: Text(200), unit: Text(20), value: Nullable(Text(20)), fromDay: Nullable(Day), version: Version });
const SetLimit = obj({ at: Instant, who: Text(200), service: Text(200), unit: Text(20), fromDay: Day, value: Text(20), reason: Text(300) });
/** Of everybody (`organizationId` null) or of one organization: what holds today and what was set, the newest first. */
export const ReadingLimits = obj({
  organizationId: Nullable(Id),
  organization: Nullable(Text(300)),
  limits: Type.Array(ServiceLimit),
  set: Type.Array(SetLimit),
  can: obj({ set: Type.Boolean() }),
});
export type ReadingLimits = Static<typeof ReadingLimits>;

export const getReadingLimits = endpoint({
  method: 'GET',
  url: '/api/v1/work/reading-limits',
  summary: 'Above what use of a month a reading is refused: for everybody, and lower ones of own organizations',
  answer: obj({ lists: Type.Array(ReadingLimits) }),
});
export const setReadingLimit = endpoint({
  method: 'POST',
  url: '/api/v1/work/reading-limits',
  summary: 'Sets a limit from a day on: for everybody (the operator), or a lower one for an organization (its accountant)',
  body: obj({ organizationId: Nullable(Id), service: Service, version: Version, fromDay: Day, value: Value, reason: Text(300, 3) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
