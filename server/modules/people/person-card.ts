// A person as an operator sees him: no address, no money, contacts masked.
import type { AnswerOf } from '#contract/endpoint';
import { GIVEN_ROLES, type getPerson } from '#contract/people';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Ground } from '#platform/work';
import { housesByIds, organizationsByIds, shortAddress } from '#modules/housing';
import { personNames, personSheet, rolesOf } from '#modules/identity';
import { resetOf } from './factor-resets.ts';
import { reasonToSee } from './look-for-people.ts';
import { mayActUpon, mayChangeRoles } from './people.policy.ts';

/** GET /api/v1/work/people/:personId. Refuses people.noLook. At most ten statements. */
export async function readPerson({ db, actor, now }: Reading, personId: string, ground: Ground): Promise<AnswerOf<typeof getPerson>> {
  const reason = await reasonToSee(db, { actor, now }, personId);
  const sheet = found(await personSheet(db, personId, now));
  const held = await rolesOf(db, personId, now);
  const places = new Map<string, string>([
    ...(
      await organizationsByIds(
        db,
        held.flatMap(({ organizationId }) => organizationId ?? []),
      )
    ).map((one): [string, string] => [one.id, one.shortName]),
    ...(
      await housesByIds(
        db,
        held.flatMap(({ houseId }) => houseId ?? []),
      )
    ).map((one): [string, string] => [one.houseId, shortAddress(one)]),
  ]);
  const givers = await personNames(
    db,
    held.flatMap(({ givenBy }) => givenBy ?? []),
  );
  const roles = held.map((one) => {
    const isPortals = GIVEN_ROLES.some((role) => role === one.role);
    return {
      grantId: one.grantId,
      role: one.role,
      over: one.territory ? (one.territory.city ?? one.territory.region) : (places.get(one.organizationId ?? one.houseId ?? '') ?? null),
      fromDay: one.fromDay,
      toDay: one.toDay,
      givenBy: one.givenBy && (givers.get(one.givenBy)?.full ?? null),
      can: { end: isPortals && mayChangeRoles(actor, personId) },
    };
  });
  const block = mayActUpon(actor, { personId, roles: held.map(({ role }) => role) });
  const reset = await resetOf({ db, actor }, { personId, keys: ground.masterKeys, mayAct: block });
  return { ...sheet, reason, roles, reset, can: { block, giveRoles: mayChangeRoles(actor, personId) } };
}
