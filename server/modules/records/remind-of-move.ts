// After a move what a person wrote of the address is checked (DATA-2): who came into a home that the address does not name, or left the one that it names.
import { premisesOf } from '#modules/housing';
import { deriveId } from '#platform/ids';
import type { Consumer } from '#platform/module';
import { dayIn } from '#platform/time';
import { isSamePlace } from './compare-records.ts';
import { MOSCOW, openSection } from './own-side.ts';
import './records.tables.ts';

/** Consumer of housing's `home.moved`. Who wrote no address has nothing to check; of several moves of one day one reminder comes. */
export const remindOfMove: Consumer<'home.moved'> = async (work, { data: { houseId, premisesId, came, left } }) => {
  const moved = [...new Set([...came, ...left])];
  const written =
    moved.length === 0
      ? []
      : await work.tx.selectFrom('records.section').select(['person_id', 'value']).where('section', '=', 'location').where('person_id', 'in', moved).execute();
  const [home] = written.length === 0 ? [] : await premisesOf(work.tx, [{ houseId, premisesId }]);
  if (!home) return;
  for (const { person_id: personId, value } of written) {
    const { registeredAddress, actualAddress } = openSection(work.masterKeys, personId, 'location', value);
    const isNamed = [registeredAddress, actualAddress].some((address) => address !== undefined && address !== '' && isSamePlace(address, home.address));
    if (isNamed === came.includes(personId)) continue;
    const id = deriveId(personId, `moved ${dayIn(MOSCOW, work.now)}`);
    work.order({
      task: 'notifications.notify',
      key: id,
      payload: { id, personIds: [personId], kind: 'records.moved', facts: { address: home.address }, link: '/profile/records/location' },
    });
  }
};
