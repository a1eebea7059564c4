// Representatives and children, route by route: an area that is not theirs is refused on each, whatever roles they hold themselves.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { areasOfRights, areasOfServices, CHILD_SERVICES, POWER_RIGHTS } from '#contract/areas';
import type { Actor, Grant } from '#platform/actor';
import { deriveId } from '#platform/ids';
import type { Route } from '#platform/route';
import { personActor, useWorld } from '../world.ts';
import { callRoute, makeCallers, nameOf, openPortal, type Portal } from './portal.ts';

const id = (name: string): string => deriveId('00000000-0000-8000-8000-000000000002', name);
const [houseId, premisesId, organizationId] = [id('house'), id('premises'), id('organization')];
const owner: Grant = { role: 'owner', houseId, premisesId, organizationId: null };
const strong: Grant[] = [
  owner,
  ...(['manager', 'accountant'] as const).map((role): Grant => ({ role, houseId: null, premisesId: null, organizationId })),
  ...(['operator', 'administrator'] as const).map((role): Grant => ({ role, houseId: null, premisesId: null, organizationId: null })),
];

/** Each holds every strong role himself: none of them may help. */
const representative = (right: string): Actor =>
  personActor(id('representative'), strong, {
    narrowed: {
      areas: areasOfRights([right]),
      refusal: 'power.notCovered',
      words: '',
      as: { personId: id('principal'), grants: [owner], level: 2, by: { personId: id('representative'), powerId: id('power') } },
    },
  });
const child = (services: readonly string[]): Actor =>
  personActor(id('child'), strong, {
    level: 1,
    narrowed: {
      areas: areasOfServices(services),
      refusal: 'child.closed',
      words: '',
      as: { personId: id('child'), grants: [{ ...owner, role: 'guest' }], level: 2 },
    },
  });
const callers = new Map<string, Actor>([
  ...POWER_RIGHTS.map((right): [string, Actor] => [right, representative(right)]),
  ['child', child(CHILD_SERVICES)],
  ['child with everything', child([...CHILD_SERVICES, ...POWER_RIGHTS, 'pay', 'votes', 'constructor'])],
]);

const world = useWorld();
let portal: Portal;
beforeAll(async () => {
  await makeCallers(
    world,
    new Map([
      ['representative', personActor(id('representative'))],
      ['principal', personActor(id('principal'))],
      ['child', personActor(id('child'))],
    ]),
  );
  portal = await openPortal(world, (name) => callers.get(name));
});
afterAll(() => portal.close());

const isClosed = async (route: Route, caller: string, code: string): Promise<boolean> => {
  const answer = await callRoute(portal, route, encodeURIComponent(caller));
  return answer.statusCode === 403 && answer.json<{ code: string }>().code === code;
};
const isOwn = ({ access }: Route): boolean => access.who.includes('anyone') || access.area === 'self';

test('ROLE-2, ROLE-3: on every route a representative is refused but where the right of the power opens its area', async () => {
  const surprises: string[] = [];
  for (const route of portal.routes.filter((one) => !isOwn(one))) {
    for (const right of POWER_RIGHTS) {
      const opens = (areasOfRights([right]) as string[]).includes(route.access.area ?? '');
      if ((await isClosed(route, right, 'power.notCovered')) === opens) surprises.push(`${nameOf(route.endpoint)} by «${right}»`);
    }
  }
  expect(surprises).toEqual([]);
});

test('ROLE-2, KIDS-1: a child reaches these routes and no other, whatever its profile says', async () => {
  const reached: string[] = [];
  for (const route of portal.routes.filter((one) => !isOwn(one))) {
    const [usual, everything] = [await isClosed(route, 'child', 'child.closed'), await isClosed(route, 'child with everything', 'child.closed')];
    expect(everything).toBe(usual);
    if (!usual) reached.push(nameOf(route.endpoint));
  }
  expect(reached.sort()).toEqual([
    'GET /api/v1/homes/:houseId/:premisesId/meters',
    'GET /api/v1/homes/:houseId/:premisesId/submissions',
    'GET /api/v1/homes/:houseId/:premisesId/usage',
    'GET /api/v1/houses/:houseId/council',
    'GET /api/v1/houses/:houseId/premises/:premisesId',
    'GET /api/v1/houses/:houseId/premises/:premisesId/corrections',
    'GET /api/v1/meters/:houseId/:meterId',
  ]);
});

test('ROLE-3: nothing that changes the own protection, powers, people of the home or company is in an area', () => {
  const changing = portal.routes.filter(
    ({ endpoint, access }) =>
      access.area !== undefined &&
      access.area !== 'self' &&
      /^\/api\/v1\/(?:work|powers|children|consents|password|totp|passkeys|sessions|security|invitations|organizations|people)/.test(endpoint.url),
  );
  expect(changing.map(({ endpoint }) => nameOf(endpoint))).toEqual([]);
});

test('CONF-2, ROLE-3: a representative confirms by any own way: the code anew by another channel and the passkey are open whatever the right', async () => {
  const ways = portal.routes.filter(({ endpoint }) => endpoint.url.startsWith('/api/v1/confirmations/'));
  expect(ways).toHaveLength(4);
  for (const route of ways)
    for (const right of POWER_RIGHTS)
      expect((await callRoute(portal, route, right)).json<{ code: string }>().code, `${nameOf(route.endpoint)} by «${right}»`).toMatch(
        /^(object\.notFound|input\.invalid)$/,
      );
});
