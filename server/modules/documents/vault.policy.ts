// Who reaches which paper: whoever's vault it is, the owners of the home, for papers of a house all its owners and who manages it.
import { housesOfManagers } from '#modules/housing';
import { type Actor, homesOf, organizationsOf, personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import type { Db, Tx } from '#platform/tables';
import { dayIn } from '#platform/time';
import { type RawBuilder, sql } from 'kysely';
import type { DocumentPlace } from '#contract/documents';
import type { Vault } from './keep-document.ts';
import './documents.tables.ts';

/** Documents are dated by the portal's own clock. */
export const PORTAL_ZONE = 'Europe/Moscow';
type Home = { readonly houseId: string; readonly premisesId: string };

export const homesOwned = (actor: Actor): Home[] => homesOf(actor, ['owner']);
const housesOwned = (actor: Actor): string[] => [...new Set(homesOwned(actor).map(({ houseId }) => houseId))];
/** Of whoever lives there and owns nothing: papers of the house that are for tenants too. */
const housesRented = (actor: Actor): string[] => [...new Set(homesOf(actor, ['tenant', 'family']).map(({ houseId }) => houseId))];

export const MANAGERS = ['manager'] as const;
const managesHouse = async (db: Db | Tx, actor: Actor, houseId: string): Promise<boolean> => {
  const organizationIds = organizationsOf(actor, MANAGERS);
  return organizationIds.length > 0 && (await housesOfManagers(db, organizationIds)).some((house) => house.houseId === houseId);
};

/** The condition on a share `s` that is open to the actor, or to an organization that he works in. */
const openTo = (actor: Actor, today: string) =>
  sql`s.revoked_at is null and s.until >= ${today}::date and (s.to_person_id = ${personIdOf(actor)}::uuid or s.to_organization_id = any(${organizationsOf(actor)}::uuid[]))`;

async function isOpenTo(db: Db | Tx, actor: Actor, documentId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`select 1 from documents.share s where s.document_id = ${documentId} and ${openTo(actor, dayIn(PORTAL_ZONE, now))} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** The condition on `d` of what the person sees. Arrays, so that each part is found by its index. */
export function seenBy(
  actor: Actor,
  today: string,
  { place, managed }: { place?: DocumentPlace | undefined; managed: readonly string[] },
): RawBuilder<boolean> {
  const homes = homesOwned(actor);
  const parts: Readonly<Record<DocumentPlace, RawBuilder<boolean>>> = {
    own: sql<boolean>`d.person_id = ${personIdOf(actor)}::uuid`,
    home: sql<boolean>`(d.house_id = any(${homes.map(({ houseId }) => houseId)}::uuid[]) and d.premises_id = any(${homes.map(({ premisesId }) => premisesId)}::uuid[]))`,
    house: sql<boolean>`(d.house_id = any(${[...new Set([...housesOwned(actor), ...housesRented(actor), ...managed])]}::uuid[]) and d.premises_id is null and (d.for_tenants or d.house_id = any(${[...housesOwned(actor), ...managed]}::uuid[])))`,
    shared: sql<boolean>`d.id = any(array(select s.document_id from documents.share s where ${openTo(actor, today)}))`,
  };
  return place ? parts[place] : sql<boolean>`(${sql.join(Object.values(parts), sql` or `)})`;
}

export type DocumentRow = NonNullable<Awaited<ReturnType<typeof findDocument>>>;
const findDocument = (db: Db | Tx, id: string, lock: boolean) =>
  db
    .selectFrom('documents.document')
    .selectAll()
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();

export const placeOf = (row: { person_id: string | null; premises_id: string | null }): DocumentPlace =>
  row.person_id !== null ? 'own' : row.premises_id !== null ? 'home' : 'house';
export const vaultOf = (row: Pick<DocumentRow, 'person_id' | 'house_id' | 'premises_id'>): Vault =>
  row.person_id !== null ? { personId: row.person_id } : { houseId: row.house_id!, ...(row.premises_id !== null && { premisesId: row.premises_id }) };

/** The paper, if the actor sees it, and whether they may change it; `now` where it may have been opened to them. Out of reach is object.notFound. */
export async function reachDocument(
  db: Db | Tx,
  actor: Actor,
  documentId: string,
  { lock = false, now }: { lock?: boolean; now?: Date } = {},
): Promise<{ row: DocumentRow; canChange: boolean; isShared: boolean }> {
  const row = await findDocument(db, documentId, lock);
  if (!row) return refuse('object.notFound');
  const { isOwn, canChange } = await holdOf(db, actor, row);
  const isShared = !isOwn && now !== undefined && (await isOpenTo(db, actor, documentId, now));
  return { row: found(isOwn || isShared ? row : undefined), canChange, isShared };
}

async function holdOf(db: Db | Tx, actor: Actor, row: DocumentRow): Promise<{ isOwn: boolean; canChange: boolean }> {
  if (row.person_id !== null) {
    const isOwn = row.person_id === personIdOf(actor);
    return { isOwn, canChange: isOwn };
  }
  if (row.premises_id !== null) {
    const isOwn = homesOwned(actor).some(({ premisesId }) => premisesId === row.premises_id);
    return { isOwn, canChange: isOwn };
  }
  const canChange = await managesHouse(db, actor, row.house_id!);
  return { isOwn: canChange || housesOwned(actor).includes(row.house_id!) || (row.for_tenants && housesRented(actor).includes(row.house_id!)), canChange };
}

/** The vault that a form names: nothing is the person's own, `house/premises` a home of theirs, `house/` a house that they manage. */
export async function reachVault(db: Db | Tx, actor: Actor, asked: string): Promise<Vault> {
  if (asked === '') return { personId: found(personIdOf(actor)) };
  const [houseId = '', premisesId = ''] = asked.split('/');
  const home = homesOwned(actor).find((one) => one.houseId === houseId && one.premisesId === premisesId);
  if (home) return { houseId, premisesId };
  return found(premisesId === '' && (await managesHouse(db, actor, houseId)) ? { houseId } : undefined);
}
