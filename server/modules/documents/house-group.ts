// Papers of houses that belong together: put into several houses at once, they are changed at once and told of at once (DOCS-4).
import { housesByIds, housesOfManagers, shortAddress } from '#modules/housing';
import { personsWithRole } from '#modules/identity';
import { type Actor, organizationsOf } from '#platform/actor';
import { deriveId } from '#platform/ids';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { type DocumentRow, MANAGERS } from './vault.policy.ts';
import './documents.tables.ts';

/** Houses of the organizations whose manager the actor is, with their short addresses. */
export async function managedHouses(db: Db | Tx, actor: Actor): Promise<{ houseId: string; address: string }[]> {
  const organizationIds = organizationsOf(actor, MANAGERS);
  if (organizationIds.length === 0) return [];
  return (await housesOfManagers(db, organizationIds)).map((house) => ({ houseId: house.houseId, address: shortAddress(house) }));
}

type Told = { /** By house. */ readonly documents: ReadonlyMap<string, string>; readonly name: string; readonly forTenants: boolean; readonly part: string };

/** Two statements for all houses. */
export async function tellHouses(work: Work, { documents, name, forTenants, part }: Told): Promise<void> {
  const houseIds = [...documents.keys()];
  const people = await personsWithRole(work.tx, { roles: forTenants ? ['owner', 'tenant'] : ['owner'], houseIds }, work.now);
  for (const house of await housesByIds(work.tx, houseIds)) {
    const personIds = [...new Set(people.filter(({ houseId }) => houseId === house.houseId).map(({ personId }) => personId))];
    const documentId = documents.get(house.houseId)!;
    const id = deriveId(work.id, `told ${part} ${documentId}`);
    if (personIds.length > 0)
      work.order({
        task: 'notifications.notify',
        key: id,
        payload: { id, personIds, kind: 'documents.house', facts: { name, address: shortAddress(house) }, link: `/documents/${documentId}` },
      });
  }
}

/** The paper and those that were put together with it into houses that the actor still manages, unless withdrawn; locked in one order. */
export async function togetherWith(work: Work, { id, group_id: groupId }: DocumentRow): Promise<DocumentRow[]> {
  const standing = work.tx.selectFrom('documents.document').selectAll().where('withdrawn_at', 'is', null).orderBy('id').forUpdate();
  if (groupId === null) return standing.where('id', '=', id).execute();
  const managed = (await managedHouses(work.tx, work.actor)).map(({ houseId }) => houseId);
  return standing.where('group_id', '=', groupId).where('house_id', 'in', managed).execute();
}
