// People of the portal, for administrators, support and the auditor: every look has a reason that the person sees.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { FactorReset } from './factor-resets.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

export const LOOK_WAYS = ['contact', 'name', 'account'] as const;
/** Roles of the portal's own people that an administrator gives. */
export const GIVEN_ROLES = ['reviewer', 'officer', 'authority', 'operator', 'support', 'moderator', 'administrator', 'auditor'] as const;
/** How many people one look shows. */
export const PEOPLE_MOST = 20;
/** How long what was found stays open, in minutes. */
export const LOOK_MINUTES = 30;

const Reason = Text(300, 5);
const Found = obj({ personId: Id, name: Text(300), phone: Nullable(Text(60)), email: Nullable(Text(254)), isBlocked: Type.Boolean() });
const byPerson = obj({ personId: Id });

export const lookForPeople = endpoint({
  method: 'POST',
  url: '/api/v1/work/people/looks',
  summary: 'Look for people by telephone, address or login, by name, by number of a personal account; each one found is told who looked and why',
  body: obj({ by: OneOf(LOOK_WAYS), text: Text(254, 2), reason: Reason }),
  answer: obj({ lookId: Id, count: Type.Integer() }),
  errors: ['limit.exceeded'],
});
export const getLook = endpoint({
  method: 'GET',
  url: '/api/v1/work/people/looks/:lookId',
  summary: 'Who was found by the own look of the last half an hour',
  params: obj({ lookId: Id }),
  answer: obj({ reason: Text(300), isMore: Type.Boolean(), people: Type.Array(Found) }),
});
export const getPerson = endpoint({
  method: 'GET',
  url: '/api/v1/work/people/:personId',
  summary: 'A person found by the own look of the last half an hour: protection, sessions, roles',
  params: byPerson,
  answer: obj({
    ...Found.properties,
    login: Nullable(Text(60)),
    isConfirmed: Type.Boolean(),
    secondFactor: OneOf(['none', 'sms', 'email', 'totp']),
    passkeys: Type.Integer(),
    reason: Text(300),
    sessions: Type.Array(obj({ id: Id, device: Text(200), enteredAt: Instant, seenAt: Instant })),
    roles: Type.Array(
      obj({
        grantId: Id,
        role: Text(40),
        over: Nullable(Text(300)),
        fromDay: Day,
        toDay: Nullable(Day),
        givenBy: Nullable(Text(300)),
        can: obj({ end: Type.Boolean() }),
      }),
    ),
    reset: Nullable(FactorReset),
    can: obj({ block: Type.Boolean(), giveRoles: Type.Boolean() }),
  }),
  errors: ['people.noLook'],
});

const act = <const Name extends string>(name: Name, summary: string) =>
  ({
    method: 'POST',
    url: `/api/v1/work/people/:personId/${name}`,
    summary,
    params: byPerson,
    body: obj({ reason: Reason }),
    answer: obj({}),
    errors: ['people.noLook', 'people.notYours'],
  }) as const;
export const blockPerson = endpoint(act('block', 'Close the portal to a person: every session ends at once'));
export const unblockPerson = endpoint(act('unblock', 'Open the portal to the person again'));
export const endPersonSessions = endpoint(act('sessions/end', 'End every session of a person'));
export const giveRole = endpoint({
  ...act('roles', 'Give a role of the portal'),
  body: obj({ role: OneOf(GIVEN_ROLES), region: Type.Optional(Text(100)), city: Type.Optional(Text(100)), toDay: Type.Optional(Day), reason: Reason }),
  errors: ['people.noLook', 'people.notYours', 'people.hasRole'],
});
export const endRole = endpoint({
  method: 'POST',
  url: '/api/v1/work/people/:personId/roles/:grantId/end',
  summary: 'Take a role of the portal away: the next request is without it',
  params: obj({ personId: Id, grantId: Id }),
  body: obj({ reason: Reason }),
  answer: obj({}),
  errors: ['people.noLook', 'people.notYours', 'people.lastAdministrator'],
});
