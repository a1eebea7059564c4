// One caller of each kind that a route may know.
import { type Actor, type Grant, HOUSE_ROLES, PORTAL_ROLES, PREMISES_ROLES, type Role, scopeOf, STAFF_ROLES, TERRITORY_ROLES } from '#platform/actor';
import { deriveId } from '#platform/ids';

const id = (name: string): string => deriveId('00000000-0000-8000-8000-000000000001', name);
const grantOf = (role: Role): Grant => {
  const scope = scopeOf(role);
  const isHome = scope === 'premises';
  return {
    role,
    premisesId: isHome ? id('premises') : null,
    houseId: isHome || scope === 'house' ? id('house') : null,
    organizationId: scope === 'organization' ? id('organization') : null,
    ...(scope === 'territory' && { territory: { region: 'Липовый край', city: null } }),
  };
};
const person = (name: string, grants: Grant[], level: 1 | 2 = 2): Actor => ({
  kind: 'person',
  personId: id(name),
  sessionId: id(`${name} session`),
  level,
  steppedUpUntil: '2099-01-01T00:00:00.000Z',
  grants,
  ip: '127.0.0.1',
  agent: 'matrix',
});
const machine = (operations: string[]): Actor => ({
  kind: 'machine',
  keyId: id(operations.join()),
  organizationId: id('organization'),
  operations,
  ip: '127.0.0.1',
  agent: 'matrix',
});

/** By name; the empty name is a guest. `one-factor` has every role of a home but showed one factor only. */
export const callers: ReadonlyMap<string, Actor> = new Map<string, Actor>([
  ['', { kind: 'guest', ip: '127.0.0.1', agent: 'matrix' }],
  ['one-factor', person('one-factor', [grantOf('owner')], 1)],
  ['no-role', person('no-role', [])],
  ...[...PREMISES_ROLES, ...HOUSE_ROLES, ...STAFF_ROLES, ...TERRITORY_ROLES, ...PORTAL_ROLES].map((role): [string, Actor] => [
    role,
    person(role, [grantOf(role)]),
  ]),
  ['key registers.load', machine(['registers.load'])],
  ['key without operations', machine([])],
]);
