// The owner takes the home away from somebody, or somebody leaves: the next request is without it.
import { homesOf } from '#platform/actor';
import { found } from '#platform/errors';
import type { Work } from '#platform/work';
import type { Pair } from '#modules/housing';
import { endRole } from '#modules/identity';
import { dwellersOf } from './household.queries.ts';
import './household.events.ts';

/** An owner's own place follows the ownership and is not ended here. Out of reach is not found. */
export async function endStay(work: Work, { houseId, premisesId, grantId }: Pair & { grantId: string }): Promise<object> {
  const personId = work.actor.kind === 'person' ? work.actor.personId : null;
  const isOwner = homesOf(work.actor, ['owner']).some((home) => home.premisesId === premisesId && home.houseId === houseId);
  const dweller = found(
    (await dwellersOf(work.tx, premisesId, work.now)).find(
      (one) => one.grantId === grantId && one.houseId === houseId && one.role !== 'owner' && (isOwner || one.personId === personId),
    ),
  );
  await endRole(work, dweller);
  work.emit('household.changed', { houseId, premisesId }, [`premises:${premisesId}`, `person:${dweller.personId}`]);
  work.emit('home.moved', { houseId, premisesId, came: [], left: [dweller.personId] }, []);
  return {};
}
