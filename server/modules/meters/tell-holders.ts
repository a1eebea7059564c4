// A notice about a meter to those who hand in its readings: of the home, or of the rooms of its communal flat.
import { communalFlatOf } from '#modules/housing';
import { personsWithRole } from '#modules/identity';
import { suspendedAccounts, suspensionOf } from '#modules/ledger';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { HAND_IN_ROLES } from './meters.policy.ts';

type Place = { readonly houseId: string; readonly meterId: string; readonly premisesId: string | null; readonly organizationId: string };
type Notice = {
  readonly kind: 'meters.faultNoted' | 'meters.tampered' | 'meters.faultEnded' | 'meters.controlRead';
  readonly facts: Readonly<Record<string, string>>;
};

/** The homes that answer for what the meter shows: its own, and the rooms of its communal flat. None for a meter of the house. */
export async function homesOfMeter(work: Work, { houseId, premisesId }: Pick<Place, 'houseId' | 'premisesId'>): Promise<string[]> {
  if (premisesId === null) return [];
  const flat = await communalFlatOf(work.tx, { houseId, premisesId });
  return [premisesId, ...(flat?.premisesId === premisesId ? flat.rooms.map((room) => room.premisesId) : [])];
}

/** Orders the notice; nobody is told of a meter of the house, nor those whose accounts are suspended. */
export async function tellHolders(work: Work, place: Place, { kind, facts }: Notice): Promise<void> {
  const { houseId, meterId, organizationId } = place;
  const homes = await homesOfMeter(work, place);
  if (homes.length === 0) return;
  const holders = await personsWithRole(work.tx, { roles: HAND_IN_ROLES, premisesIds: homes }, work.now);
  const suspended = await suspendedAccounts(work.tx, [...new Set(holders.map(({ personId }) => personId))]);
  const personIds = [
    ...new Set(
      holders.filter((holder) => !suspended.has(suspensionOf({ ...holder, premisesId: holder.premisesId!, organizationId }))).map(({ personId }) => personId),
    ),
  ];
  if (personIds.length === 0) return;
  const id = deriveId(work.id, 'meter notice');
  work.order({ task: 'notifications.notify', key: id, payload: { id, personIds, kind, facts, link: `/meters/${houseId}/${meterId}` } });
}
