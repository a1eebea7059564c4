// Who works in an organization: posts with their terms, invitations (ROLE-1). For its managers; the invited answer for themselves.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

/** Posts that a manager gives; the manager's is the highest. */
export const STAFF_POSTS = ['manager', 'accountant', 'dispatcher', 'assignee', 'contractor', 'supplier'] as const;
/** How long an invitation waits. */
export const STAFF_INVITATION_DAYS = 14;

const ofOrganization = obj({ organizationId: Id });
const term = { role: OneOf(STAFF_POSTS), toDay: Type.Optional(Day) };
const Post = obj({
  grantId: Id,
  role: OneOf(STAFF_POSTS),
  fromDay: Day,
  toDay: Nullable(Day),
  givenBy: Nullable(Text(300)),
  can: obj({ end: Type.Boolean() }),
});
const Invited = obj({ id: Id, name: Text(100), sentTo: Text(300), role: OneOf(STAFF_POSTS), toDay: Nullable(Day), invitedBy: Text(300), until: Instant });

export const getStaff = endpoint({
  method: 'GET',
  url: '/api/v1/organizations/:organizationId/staff',
  summary: 'Who works in the organization: posts, since when, until when, given by whom; invitations that wait',
  params: ofOrganization,
  answer: obj({
    name: Type.String(),
    people: Type.Array(obj({ personId: Id, name: Text(300), isYou: Type.Boolean(), posts: Type.Array(Post) })),
    invitations: Type.Array(Invited),
  }),
});
export const inviteStaff = endpoint({
  method: 'POST',
  url: '/api/v1/organizations/:organizationId/staff/invitations',
  summary: 'Invite somebody to work: whoever signs in by this telephone or address answers',
  params: ofOrganization,
  body: obj({ name: Text(100, 1), contact: Text(254, 1), ...term }),
  answer: obj({ invitationId: Id }),
  errors: ['staff.alreadyInvited', 'staff.alreadyHas', 'staff.beyondOwn', 'limit.exceeded'],
});
export const withdrawStaffInvitation = endpoint({
  method: 'POST',
  url: '/api/v1/organizations/:organizationId/staff/invitations/:invitationId/withdraw',
  summary: 'Take an invitation back',
  params: obj({ organizationId: Id, invitationId: Id }),
  answer: obj({}),
  errors: ['staff.over'],
});
export const givePost = endpoint({
  method: 'POST',
  url: '/api/v1/organizations/:organizationId/staff/posts',
  summary: 'Give one more post to somebody who works here',
  params: ofOrganization,
  body: obj({ personId: Id, ...term }),
  answer: obj({ grantId: Id }),
  errors: ['staff.alreadyHas', 'staff.beyondOwn'],
});
export const endPost = endpoint({
  method: 'POST',
  url: '/api/v1/organizations/:organizationId/staff/posts/:grantId/end',
  summary: 'Take a post away: the next request is without it',
  params: obj({ organizationId: Id, grantId: Id }),
  answer: obj({}),
  errors: ['staff.lastManager'],
});

export const getStaffInvitations = endpoint({
  method: 'GET',
  url: '/api/v1/staff-invitations',
  summary: 'Invitations to work that wait for the person’s answer',
  answer: obj({
    invitations: Type.Array(obj({ id: Id, organization: Type.String(), role: OneOf(STAFF_POSTS), toDay: Nullable(Day), invitedBy: Text(300), until: Instant })),
  }),
});
export const answerStaffInvitation = endpoint({
  method: 'POST',
  url: '/api/v1/staff-invitations/:invitationId/answer',
  summary: 'Take the post or refuse it; who invited is told',
  params: obj({ invitationId: Id }),
  body: obj({ accept: Type.Boolean() }),
  answer: obj({}),
  errors: ['staff.over', 'staff.alreadyHas'],
});
