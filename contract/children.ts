// Profiles of children: a parent makes one, chooses services, hours and devices, sees what the child does (KIDS-1).
import { Type } from 'typebox';
import { CHILD_SERVICES } from './areas.ts';
import { endpoint } from './endpoint.ts';
import { Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

const Services = Type.Array(OneOf(CHILD_SERVICES), { maxItems: CHILD_SERVICES.length, uniqueItems: true });
const Minute = Type.Integer({ minimum: 0, maximum: 1440, description: 'Minute of the day by the clock of the house' });
const limits = { services: Services, fromMinute: Minute, toMinute: Minute };
const one = obj({ childId: Id });

export const Child = obj({
  childId: Id,
  name: Text(300),
  login: Text(40),
  ...limits,
  version: Version,
  devices: Type.Array(obj({ id: Id, name: Type.String(), seenAt: Instant, isAllowed: Type.Boolean() })),
  onlyChosen: Type.Boolean({ description: 'Only the chosen devices may be used' }),
  actions: Type.Array(obj({ id: Type.String(), at: Instant, action: Type.String() }), { description: 'What the child did, newest first' }),
});
export const getChildren = endpoint({
  method: 'GET',
  url: '/api/v1/children',
  summary: 'Profiles of the children that the person made, with what they did lately',
  answer: obj({ children: Type.Array(Child) }),
});
export const makeChild = endpoint({
  method: 'POST',
  url: '/api/v1/children',
  summary: 'Make a profile of a child in a home of the person, with its own login and password',
  body: obj({ houseId: Id, premisesId: Id, lastName: Text(100, 1), firstName: Text(100, 1), login: Text(40, 1), newPassword: Text(1000, 1), ...limits }),
  answer: obj({ childId: Id }),
  errors: ['password.weak', 'server.busy'],
});
export const changeChild = endpoint({
  method: 'POST',
  url: '/api/v1/children/:childId',
  summary: 'Change what a child may use: in force at its next request',
  params: one,
  body: obj({ version: Version, ...limits, devices: Nullable(Type.Array(Id, { maxItems: 50 })) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
export const changeChildPassword = endpoint({
  method: 'POST',
  url: '/api/v1/children/:childId/password',
  summary: 'Set a new password of a child; it leaves everywhere',
  params: one,
  body: obj({ newPassword: Text(1000, 1) }),
  answer: obj({}),
  errors: ['password.weak', 'server.busy'],
});
export const endChild = endpoint({
  method: 'POST',
  url: '/api/v1/children/:childId/end',
  summary: 'Close the profile of a child: it leaves everywhere and cannot come in',
  params: one,
  answer: obj({}),
});
