// A person as an operator sees him: no address, no money, contacts masked.
import type { AnswerOf } from '#contract/endpoint';
import { GIVEN_ROLES, type getPerson } from '#contract/people';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import { housesByIds, organizationsByIds, shortAddress } from '#modules/housing';
import { personNames, personSheet, rolesOf } from '#modules/identity';
import { reasonToSee } from './look-for-people.ts';
import { mayActUpon, mayChangeRoles } from './people.policy.ts';

/** GET /api/v1/work/people/:personId. Refuses people.noLook. Eight statements. */
export async function readPerson({ db, actor, now }: Reading, personId: string): Promise<AnswerOf<typeof getPerson>> {
  const reason = await reasonToSee(db, { actor, now }, personId);
  const sheet = found(await personSheet(db, personId, now));
  const held = await rolesOf(db, personId, now);
  const places = new Map<string, string>([
    ...(await organizationsByIds(db, held.flatMap(({ organizationId }) => organizationId ?? []))).map((one): [string, string] => [one.id, one.shortName]),
    ...(await housesByIds(db, held.flatMap(({ houseId }) => houseId ?? []))).map((one): [string, string] => [one.houseId, shortAddress(one)]),
  ]);
  const givers = await personNames(db, held.flatMap(({ givenBy }) => givenBy ?? []));
  const roles = held.map((one) => {
    const isPortals = GIVEN_ROLES.some((role) => role === one.role);
    return { grantId: one.grantId, role: one.role, over: places.get(one.organizationId ?? one.houseId ?? '') ?? null, fromDay: one.fromDay, toDay: one.toDay, givenBy: one.givenBy && (givers.get(one.givenBy)?.full ?? null), can: { end: isPortals && mayChangeRoles(actor, personId) } };
  });
  return { ...sheet, reason, roles, can: { block: mayActUpon(actor, { personId, roles: held.map(({ role }) => role) }), giveRoles: mayChangeRoles(actor, personId) } };
}
