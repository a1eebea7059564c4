// Papers as their people see them: the list with its folders and search, and one with its versions.
import { sql } from 'kysely';
import type { AnswerOf, QueryOf } from '#contract/endpoint';
import type { DocumentKind, getDocument, listDocuments } from '#contract/documents';
import { housesByIds, offered, premisesOf, shortAddress } from '#modules/housing';
import { refuse } from '#platform/errors';
import { personIdOf } from '#platform/actor';
import { isUuid } from '#platform/ids';
import { recordLook } from '#platform/record-look';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import type { Ground } from '#platform/work';
import { managedHouses } from './house-group.ts';
import { sharersTo } from './share-document.ts';
import { homesOwned, placeOf, PORTAL_ZONE, reachDocument, seenBy } from './vault.policy.ts';
import './documents.tables.ts';

const USUAL = 30;

type Row = {
  id: string;
  name: string;
  kind: string;
  kind_by: string;
  sureness: number | null;
  person_id: string | null;
  house_id: string | null;
  premises_id: string | null;
  at: string;
  source: string;
  number: string | null;
  dated_on: string | null;
  sum_kopecks: bigint | null;
  cadastral_number: string | null;
  expires_on: string | null;
  withdrawn_why: string | null;
  current: number;
  media_type: string;
  bytes: bigint;
  state: string;
  reading: string;
};
const columns = sql`d.id, d.name, d.kind, d.kind_by, d.sureness, d.person_id, d.house_id, d.premises_id, d.at, d.source, d.number, d.dated_on, d.sum_kopecks, d.cadastral_number, d.expires_on, d.current, d.withdrawn_why, v.media_type, v.bytes, v.state, v.reading`;
const tables = sql`documents.document d join documents.version v on v.document_id = d.id and v.number = d.current`;

/** The words of the query, the last of them as a beginning: a search that is still being typed finds too. Stop words alone find nothing. */
const matches = (text: string) => sql`d.words @@ coalesce((nullif(plainto_tsquery('russian', ${text})::text, '') || ':*')::tsquery, ''::tsquery)`;

/** GET /api/v1/documents. At most five statements: the page, the folders, the addresses; for managers their houses. */
export async function readDocuments({ db, actor, now }: Reading, asked: QueryOf<typeof listDocuments>): Promise<AnswerOf<typeof listDocuments>> {
  const { kind, place, q = '', house, after, limit = USUAL } = asked;
  const words = q.replaceAll('\0', '').trim();
  const today = dayIn(PORTAL_ZONE, now);
  const managed = await managedHouses(db, actor);
  const within = [seenBy(actor, today, { place, managed: managed.map(({ houseId }) => houseId) }), ...(words === '' ? [] : [matches(words)])];
  const mark = after === undefined ? undefined : readMark(after);
  const narrowed = [...within, ...(kind ? [sql`d.kind = ${kind}`] : []), ...(mark ? [sql`(d.at, d.id) < (${mark.at}::timestamptz, ${mark.id}::uuid)`] : [])];
  const { rows } =
    await sql<Row>`select ${columns} from ${tables} where ${sql.join(narrowed, sql` and `)} order by d.at desc, d.id desc limit ${limit + 1}`.execute(db);
  const { rows: folders } = await sql<{
    kind: string;
    count: bigint;
  }>`select d.kind, count(*) as count from documents.document d where ${sql.join(within, sql` and `)} group by d.kind order by 2 desc, 1`.execute(db);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const homes = homesOwned(actor);
  const addresses = await addressesOf(db, [...homes.map(({ houseId, premisesId }) => ({ house_id: houseId, premises_id: premisesId })), ...shown]);
  return {
    documents: shown.map((row) => documentOf(row, addresses, isOpened(row, actor))),
    folders: folders.map((one) => ({ kind: one.kind as DocumentKind, count: Number(one.count) })),
    next: last ? `${new Date(last.at).toISOString()} ${last.id}` : null,
    today,
    managed: offered(managed, { q: house }),
    homes: homes.map((home) => ({ ...home, address: addresses.get(home.premisesId) ?? '' })),
  };
}

function readMark(mark: string): { at: string; id: string } {
  const [at = '', id = ''] = mark.split(' ');
  return /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(at) && !Number.isNaN(Date.parse(at)) && isUuid(id) ? { at, id } : refuse('list.mark');
}

/** Short addresses by premises and by house. */
async function addressesOf(db: Db, rows: readonly { house_id: string | null; premises_id: string | null }[]): Promise<Map<string, string>> {
  const pairs = rows.flatMap(({ house_id: houseId, premises_id: premisesId }) => (houseId !== null && premisesId !== null ? [{ houseId, premisesId }] : []));
  const houseIds = rows.flatMap(({ house_id: houseId, premises_id: premisesId }) => (houseId !== null && premisesId === null ? [houseId] : []));
  const premises = pairs.length === 0 ? [] : await premisesOf(db, pairs);
  const houses = houseIds.length === 0 ? [] : await housesByIds(db, [...new Set(houseIds)]);
  return new Map([
    ...premises.map((one): [string, string] => [one.premisesId, one.address]),
    ...houses.map((one): [string, string] => [one.houseId, shortAddress(one)]),
  ]);
}

/** Neither theirs nor of a home or a house of theirs: it was opened to them. */
const isOpened = (row: Row, actor: Reading['actor']): boolean =>
  row.person_id !== null
    ? row.person_id !== personIdOf(actor)
    : row.premises_id !== null && !homesOwned(actor).some(({ houseId, premisesId }) => houseId === row.house_id && premisesId === row.premises_id);

function documentOf(row: Row, addresses: ReadonlyMap<string, string>, isShared: boolean) {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as DocumentKind,
    sureness: row.kind_by === 'read' ? row.sureness : null,
    place: isShared ? ('shared' as const) : placeOf(row),
    address: addresses.get(row.premises_id ?? row.house_id ?? '') ?? null,
    at: new Date(row.at).toISOString(),
    source: row.source as 'upload',
    number: row.number,
    datedOn: row.dated_on,
    sumKopecks: row.sum_kopecks === null ? null : Number(row.sum_kopecks),
    cadastralNumber: row.cadastral_number,
    expiresOn: row.expires_on,
    mediaType: row.media_type,
    bytes: Number(row.bytes),
    state: row.state as 'ready',
    reading: row.reading as 'read',
    current: row.current,
    withdrawnWhy: row.withdrawn_why,
  };
}

/** GET /api/v1/documents/:documentId. Whoever it was opened to is seen looking. At most nine statements. */
export async function readDocument(reading: Reading, documentId: string, ground?: Ground): Promise<AnswerOf<typeof getDocument>> {
  const { db, actor, now } = reading;
  const { row, canChange, isShared } = await reachDocument(db, actor, documentId, { now });
  if (isShared && ground) await lookAtShared(ground, reading, row);
  const today = dayIn(PORTAL_ZONE, now);
  const versions = await db.selectFrom('documents.version').selectAll().where('document_id', '=', documentId).orderBy('number', 'desc').execute();
  const { media_type, bytes, state, reading: read } = versions.find(({ number }) => number === row.current)!;
  const canShare = canChange && (row.person_id !== null || row.premises_id !== null);
  const shares = canShare
    ? await db
        .selectFrom('documents.share')
        .select(['id', 'shown_to as to', 'until'])
        .where('document_id', '=', documentId)
        .where('revoked_at', 'is', null)
        .where('until', '>=', today)
        .orderBy('at')
        .execute()
    : [];
  return {
    ...documentOf({ ...row, media_type, bytes, state, reading: read }, await addressesOf(db, [row]), isShared),
    today,
    versions: versions.map((one) => ({
      number: one.number,
      fileName: one.file_name,
      mediaType: one.media_type,
      bytes: Number(one.bytes),
      sha256: one.sha256.toString('hex'),
      at: new Date(one.at).toISOString(),
      hasSignature: one.signature_file_id !== null,
      state: one.state as 'ready',
    })),
    version: row.version,
    shares,
    organizations: canShare ? await sharersTo(db, actor) : [],
    can: {
      change: canChange && row.withdrawn_at === null,
      share: canShare && state === 'ready',
      withdraw: canChange && placeOf(row) === 'house' && row.withdrawn_at === null,
    },
  };
}

/** A paper opened to an organization shows somebody's data to its staff. */
export async function lookAtShared(
  ground: Ground,
  { actor }: Pick<Reading, 'actor'>,
  row: { id: string; person_id: string | null; added_by: string | null },
): Promise<void> {
  await recordLook(ground, actor, {
    personIds: [row.person_id ?? row.added_by].filter((one) => one !== null),
    object: { kind: 'document', id: row.id },
    what: 'документ, который вы открыли',
  });
}
