// Who lives in a home and who sees it: invitations, terms, leaving (ROLE-1).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

/** Whom an owner may invite. A guest always has a term. */
export const INVITED_ROLES = ['family', 'tenant', 'guest'] as const;
export const HOUSEHOLD_ROLES = ['owner', 'tenant', 'family', 'guest', 'child'] as const;
/** How long an invitation waits. */
export const INVITATION_DAYS = 7;
/** The longest term of a guest, in days. */
export const GUEST_DAYS_MOST = 366;

const ofHome = obj({ houseId: Id, premisesId: Id });
const Token = Type.String({ minLength: 22, maxLength: 22, description: 'From the link that the invited person got' });
const PersonName = Text(100, 1);

export const Dweller = obj({
  grantId: Id,
  name: Text(300),
  role: OneOf(HOUSEHOLD_ROLES),
  fromDay: Day,
  toDay: Nullable(Day),
  isYou: Type.Boolean(),
  can: obj({ end: Type.Boolean() }),
});
export const WaitingInvitation = obj({
  id: Id,
  name: Text(100),
  role: OneOf(INVITED_ROLES),
  sentTo: Text(300),
  toDay: Nullable(Day),
  code: Type.String({ description: 'The owner tells it to the invited person' }),
  until: Instant,
});

export const getHousehold = endpoint({
  method: 'GET',
  url: '/api/v1/homes/:houseId/:premisesId/people',
  summary: 'Who lives in the home and sees it: everybody for an owner, oneself for the others',
  params: ofHome,
  answer: obj({ address: Type.String(), people: Type.Array(Dweller), invitations: Type.Array(WaitingInvitation), can: obj({ invite: Type.Boolean() }) }),
});
export const invite = endpoint({
  method: 'POST',
  url: '/api/v1/homes/:houseId/:premisesId/invitations',
  summary: 'Invite a family member, a tenant or a guest: a one-time link goes to the telephone or address given',
  params: ofHome,
  body: obj({ name: PersonName, role: OneOf(INVITED_ROLES), contact: Text(254, 1), toDay: Type.Optional(Day) }),
  answer: obj({ invitationId: Id }),
  errors: ['household.alreadyInvited', 'household.alreadyHere', 'limit.exceeded'],
});
export const withdrawInvitation = endpoint({
  method: 'POST',
  url: '/api/v1/homes/:houseId/:premisesId/invitations/:invitationId/withdraw',
  summary: 'Withdraw an invitation: its link stops working',
  params: obj({ houseId: Id, premisesId: Id, invitationId: Id }),
  answer: obj({}),
  errors: ['household.over'],
});
export const endStay = endpoint({
  method: 'POST',
  url: '/api/v1/homes/:houseId/:premisesId/people/:grantId/end',
  summary: 'Take the home away from somebody, or leave it oneself: the next request is refused',
  params: obj({ houseId: Id, premisesId: Id, grantId: Id }),
  answer: obj({}),
});

const byToken = obj({ token: Token });
const Code = Text(12, 1);
export const getInvitation = endpoint({
  method: 'GET',
  url: '/api/v1/invitations/:token',
  summary: 'What the holder of the link is invited to',
  params: byToken,
  answer: obj({
    from: Type.String(),
    address: Type.String(),
    name: Text(100),
    role: OneOf(INVITED_ROLES),
    toDay: Nullable(Day),
    until: Instant,
    sentTo: Text(300),
    hasCabinet: Type.Boolean({ description: 'Somebody signs in by this telephone or address already' }),
  }),
  errors: ['household.over'],
});
export const acceptInvitation = endpoint({
  method: 'POST',
  url: '/api/v1/invitations/:token/accept',
  summary: 'Accept with the code that the owner told',
  params: byToken,
  body: obj({ code: Code }),
  answer: obj({ houseId: Id, premisesId: Id }),
  errors: ['household.over', 'household.wrongCode', 'household.alreadyHere'],
});
export const joinByInvitation = endpoint({
  method: 'POST',
  url: '/api/v1/invitations/:token/join',
  summary: 'Make a cabinet for the telephone or address that the link came to, and accept',
  params: byToken,
  body: obj({ lastName: PersonName, firstName: PersonName, middleName: Type.Optional(Text(100)), newPassword: Text(1000, 1), code: Code }),
  answer: obj({ houseId: Id, premisesId: Id }),
  errors: ['household.over', 'household.wrongCode', 'household.haveCabinet', 'password.weak', 'server.busy'],
});
export const refuseInvitation = endpoint({
  method: 'POST',
  url: '/api/v1/invitations/:token/refuse',
  summary: 'Refuse: the owner is told',
  params: byToken,
  answer: obj({}),
  errors: ['household.over'],
});
