// Whoever lives in a home as its owner, tenant or family makes a profile of a child there (KIDS-1).
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { makeChild as endpoint } from '#contract/children';
import { homesOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import type { Flow } from '#platform/route';
import { runCommand } from '#platform/work';
import { premisesOf } from '#modules/housing';
import { addChild, childPasswordHash } from '#modules/identity';

/** The password is hashed outside the transaction; the remembered body has none. */
export async function makeChild({ ground, actor, db, id, route, now }: Flow, body: BodyOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  const parentId = actor.kind === 'person' ? actor.personId : refuse('auth.required');
  const home = found(
    homesOf(actor, ['owner', 'tenant', 'family']).find(({ houseId, premisesId }) => houseId === body.houseId && premisesId === body.premisesId),
  );
  const [premises] = await premisesOf(db, [home]);
  const { newPassword, ...rest } = body;
  const passwordHash = await childPasswordHash(newPassword, [body.lastName, body.firstName, body.login]);
  const { answer } = await runCommand(ground, { actor, id, route, body: rest, now }, (work) =>
    addChild(work, parentId, { ...rest, timeZone: found(premises).timeZone, passwordHash }),
  );
  return answer;
}
