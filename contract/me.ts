// Who is looking and what waits for them: what the shell of every page shows.
import { Type } from 'typebox';
import { AREAS } from './areas.ts';
import { endpoint } from './endpoint.ts';
import { Id, Nullable, obj, OneOf, Text } from './types.ts';

/** Roles of the portal's own people that have a desk. */
export const PORTAL_DESKS = ['operator', 'reviewer', 'administrator', 'support', 'auditor', 'officer', 'authority'] as const;

/** Roles of an organization's people and of the portal's own, the same words as the server's. */
export const WORK_ROLES = ['manager', 'dispatcher', 'assignee', 'accountant', 'contractor', 'supplier', ...PORTAL_DESKS] as const;

/** Roles over a house, the same words as the server's. */
export const HOUSE_POSTS = ['chair', 'meetingChair', 'meetingSecretary', 'pollTrustee'] as const;

/** Roles that have no desk on the portal yet, the same words as the server's. */
export const DESKLESS_ROLES = ['moderator'] as const;

export const Me = obj({
  person: Nullable(
    obj({
      id: Id,
      name: Text(300),
      shortName: Type.String({ description: 'How to address the person: first name and patronymic' }),
      initials: Type.String({ description: 'Two letters for the picture' }),
      codesBy: OneOf(['app', 'message']),
    }),
  ),
  homes: Type.Array(obj({ houseId: Id, premisesId: Id, address: Type.String({ description: 'Short: «Липовая, 14, кв. 37»' }), role: Text(100) })),
  work: Type.Array(obj({ organizationId: Id, name: Text(300), role: Text(100), roles: Type.Array(OneOf(WORK_ROLES)) })),
  houses: Type.Array(obj({ houseId: Id, address: Text(300), roles: Type.Array(OneOf(HOUSE_POSTS)) }), {
    description: 'Houses where the person has a role, home or not',
  }),
  portal: Type.Array(OneOf(DESKLESS_ROLES)),
  limits: Nullable(
    obj({
      kind: OneOf(['power', 'child']),
      words: Type.String({ description: 'Whom the person acts for, or when the child may come' }),
      areas: Type.Array(OneOf(AREAS), { description: 'What is open while acting for another, or to a child' }),
    }),
  ),
  lit: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), { description: 'Menu key to how many things wait there' }),
  liveAfter: Nullable(Type.String({ description: 'The live event that this answer already knows of: where to listen from' })),
  unread: Type.Integer({ minimum: 0 }),
  mustRead: Type.Boolean({ description: 'The policy in force was not read yet: the first page asks for it' }),
});

export const getMe = endpoint({
  method: 'GET',
  url: '/api/v1/me',
  summary: 'The signed-in person, their homes and workplaces, and what waits for them',
  answer: Me,
});
