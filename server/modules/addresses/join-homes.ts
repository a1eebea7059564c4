// Homes added from the directory become homes of the portal's houses once those are here, and the person is told (ADDR-5).
import { allHouses, type House } from '#modules/housing';
import { rolesOf } from '#modules/identity';
import type { Job } from '#platform/module';
import { runAsSystem, type Work } from '#platform/work';
import { ownHouseOf } from './own-houses.ts';
import { ownHouseKey } from './read-directory.ts';
import { fitsDistrict } from './same-house.ts';
import './addresses.tables.ts';

type Waiting = { personId: string; id: string };

/** Two statements while nobody waits; the portal's houses are read when somebody does. */
export const joinHomes: Job = {
  async run({ ground, db }) {
    const waiting = db.selectFrom('addresses.added_home').where('house_id', 'is', null).where('removed_at', 'is', null).where('house_key', 'is not', null);
    if (!(await waiting.select('id').limit(1).executeTakeFirst())) return;
    const houses = new Map<string, House[]>();
    for (const house of await allHouses(db)) {
      const key = ownHouseKey(ownHouseOf(house));
      houses.set(key, [...(houses.get(key) ?? []), house]);
    }
    if (houses.size === 0) return;
    const rows = await waiting
      .select(['person_id as personId', 'id', 'house_key as key', 'district'])
      .where('house_key', 'in', [...houses.keys()])
      .execute();
    for (const row of rows) {
      const fitting = houses.get(row.key!)!.filter((house) => fitsDistrict(ownHouseOf(house).placeKind, house.district, row.district));
      // Two that fit cannot be told apart: the person chooses by adding the right one.
      if (fitting.length === 1) await runAsSystem(ground, 'addresses.join-homes', row.id, (work) => join(work, row, fitting[0]!.houseId));
    }
  },
};

async function join(work: Work, { personId, id }: Waiting, houseId: string): Promise<null> {
  const row = await work.tx
    .updateTable('addresses.added_home')
    .set({ house_id: houseId })
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .where('house_id', 'is', null)
    .where('removed_at', 'is', null)
    .returning(['address', 'flat'])
    .executeTakeFirst();
  if (!row) return null;
  work.journal({ stream: `person:${personId}`, action: 'address.joined', object: { kind: 'added home', id }, personId, houseId, facts: {} });
  // Who has a home in this house already knows that it is here.
  if ((await rolesOf(work.tx, personId, work.now)).some((role) => role.houseId === houseId)) return null;
  work.order({
    task: 'notifications.notify',
    payload: {
      id: work.id,
      personIds: [personId],
      kind: 'address.joined',
      facts: { address: row.flat === null ? row.address : `${row.address}, кв. ${row.flat}` },
      link: '/homes',
    },
  });
  return null;
}
