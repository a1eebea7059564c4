// Photographs of dials (MTR-4): taken in, read by a job, bound to the reading that was handed in with them.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getMeterPhotos } from '#contract/meter-photos';
import { lookAtHomes } from '#modules/ledger';
import { whoAgreed } from '#modules/privacy';
import { personIdOf } from '#platform/actor';
import { found, Refusal, refuse } from '#platform/errors';
import { findFile, forgetFile, keepFile, type ReceivedFile, readFile, receiveFile } from '#platform/files';
import { deriveId, isUuid, newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import type { Reading, Streaming } from '#platform/route';
import { serveFile } from '#platform/serve-file';
import type { Db } from '#platform/tables';
import { runAsSystem, runCommand, type Work } from '#platform/work';
import { loadHomeMeters, registerFacts } from './home-meters.ts';
import { canHandIn, organizationsInReach } from './meters.policy.ts';
import { type ReachedHome, reachHome } from './shared-flat.ts';
import type { MetersPorts } from './ports.ts';
import { suggestReading } from './suggest-reading.ts';
import './meters.events.ts';
import './meters.tables.ts';

const MOST_BYTES = 15 * 1_048_576;
/** Of a home in a day: more is no reading of meters. */
const MOST_A_DAY = 60;
const DAY_MS = 86_400_000;
type MeterKey = { houseId: string; meterId: string };

async function meterOfHome(db: Db, actor: Reading['actor'], { houseId, meterId }: MeterKey): Promise<ReachedHome> {
  const row = await db
    .selectFrom('meters.meter')
    .select('premises_id as premisesId')
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .executeTakeFirst();
  return found(row?.premisesId ? await reachHome(db, actor, { houseId, premisesId: row.premisesId }) : undefined);
}

/** The upload. A form without JavaScript is led back to the meter's page, also after a refusal. */
export async function uploadPhoto(
  ports: MetersPorts,
  streaming: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const key = streaming.input.params as MeterKey;
  const isPage = (request.headers.accept ?? '').includes('text/html');
  const page = `/meters/${key.houseId}/${key.meterId}/photo`;
  try {
    const { premisesId, rooms } = await meterOfHome(streaming.db, streaming.actor, key);
    if (!canHandIn(streaming.actor, { premisesId, rooms })) refuse('access.denied');
    const part = (await request.file()) ?? refuse('file.missing');
    if (part.filename === '') refuse('file.missing');
    const zone = fieldOf(part.fields['zone']);
    const file = await receiveFile(
      ports.files,
      part.file,
      { name: part.filename, mediaType: part.mimetype },
      { accepts: ['jpeg', 'png'], mostBytes: MOST_BYTES },
    );
    const asked = request.headers['idempotency-key'] ?? fieldOf(part.fields['key']);
    const id = typeof asked === 'string' && isUuid(asked) ? asked.toLowerCase() : newId(streaming.now);
    const body = { ...key, zone, sha256: file.sha256.toString('hex') };
    const { answer } = await runCommand(
      streaming.ground,
      { actor: streaming.actor, id, route: 'POST /api/v1/meters/photos', body, now: streaming.now },
      (work) => keepPhoto(work, { ...key, premisesId, zone }, file),
    );
    return isPage ? await reply.redirect(page, 303) : await reply.send(answer);
  } catch (error) {
    if (!isPage || !(error instanceof Refusal) || !error.code.startsWith('file.')) throw error;
    return reply.redirect(`${page}?refused=${error.code}`, 303);
  }
}

const fieldOf = (part: unknown): string => (typeof part === 'object' && part !== null && 'value' in part && typeof part.value === 'string' ? part.value : '');

type NewPhoto = MeterKey & { premisesId: string; zone: string };

/** Command: the photograph of one register, its digits to be read by a job. */
export async function keepPhoto(work: Work, { houseId, meterId, premisesId, zone }: NewPhoto, file: ReceivedFile): Promise<{ photoId: string }> {
  const personId = personIdOf(work.actor) ?? refuse('access.denied');
  const register = await work.tx
    .selectFrom('meters.meter_register')
    .select('zone')
    .where('house_id', '=', houseId)
    .where('meter_id', '=', meterId)
    .where('zone', '=', zone)
    .executeTakeFirst();
  found(register);
  const since = new Date(work.now.getTime() - DAY_MS).toISOString();
  const { count } = await work.tx
    .selectFrom('meters.photo')
    .select((on) => on.fn.countAll<bigint>().as('count'))
    .where('house_id', '=', houseId)
    .where('premises_id', '=', premisesId)
    .where('at', '>', since)
    .executeTakeFirstOrThrow();
  if (count >= BigInt(MOST_A_DAY)) refuse('meters.tooManyPhotos');
  await keepFile(work.tx, file, `house:${houseId}`, work.now);
  const photoId = deriveId(work.id, 'photo');
  await work.tx
    .insertInto('meters.photo')
    .values({
      house_id: houseId,
      id: photoId,
      premises_id: premisesId,
      meter_id: meterId,
      zone,
      person_id: personId,
      file_id: file.id,
      at: work.now.toISOString(),
      status: 'reading',
      suggestion: null,
      reading_id: null,
    })
    .execute();
  work.journal({
    stream: `house:${houseId}`,
    action: 'meter.photographed',
    object: { kind: 'meter', id: meterId },
    houseId,
    personId,
    facts: { bytes: Number(file.bytes) },
  });
  work.order({ task: 'meters.read-photo', payload: { houseId, photoId }, key: photoId });
  return { photoId };
}

/** The job: reads the digits outside any transaction and writes what fits the meter. Safe to repeat. */
export async function readPhoto(
  ports: MetersPorts,
  { ground, db, now }: JobContext,
  { houseId, photoId }: { houseId: string; photoId: string },
): Promise<void> {
  const photo = await db.selectFrom('meters.photo').selectAll().where('house_id', '=', houseId).where('id', '=', photoId).executeTakeFirst();
  if (photo?.status !== 'reading') return;
  // Taken back in between: the picture is not looked into.
  const mayRead = (await whoAgreed(db, [photo.person_id], 'photos', now())).size > 0;
  const file = mayRead ? await findFile(db, photo.file_id) : undefined;
  const home = await loadHomeMeters(db, { houseId, premisesId: photo.premises_id }, { now: now() });
  const meter = home?.meters.find(({ id }) => id === photo.meter_id);
  const register = meter?.registers.find(({ zone }) => zone === photo.zone);
  let suggestion: string | undefined;
  if (file && home && meter && register) {
    const parts: Buffer[] = [];
    for await (const part of readFile(ports.files, file)) parts.push(part);
    const { previous, averageMonth } = registerFacts(meter, register, { month: meter.window.month, on: home.today, persons: home.persons });
    const { readDial } = await import('./read-dial.ts'); // with the libraries of pictures and of their reading
    suggestion = suggestReading(await readDial(Buffer.concat(parts)), {
      digits: meter.digits,
      decimals: meter.decimals,
      previous: previous?.value ?? '0',
      averageMonth,
    });
  }
  await runAsSystem(ground, 'meters.read-photo', photoId, async (work) => {
    const status = suggestion === undefined ? 'unread' : 'read';
    await work.tx
      .updateTable('meters.photo')
      .set({ status, suggestion: suggestion ?? null })
      .where('house_id', '=', houseId)
      .where('id', '=', photoId)
      .where('status', '=', 'reading')
      .execute();
    work.emit('meter.photoRead', { houseId, meterId: photo.meter_id, photoId }, [`premises:${photo.premises_id}`]);
    return null;
  });
}

/** Query: for the form. Two statements. */
export async function readPhotos({ db, actor }: Reading, key: MeterKey): Promise<AnswerOf<typeof getMeterPhotos>> {
  await meterOfHome(db, actor, key);
  const rows = await db
    .selectFrom('meters.photo')
    .distinctOn('zone')
    .select(['id as photoId', 'zone', 'at', 'status', 'suggestion'])
    .where('house_id', '=', key.houseId)
    .where('meter_id', '=', key.meterId)
    .where('reading_id', 'is', null)
    .orderBy('zone')
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  return { photos: rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() })) as AnswerOf<typeof getMeterPhotos>['photos'] };
}

/** The picture, for the people of the home and the organization of the meter. */
export async function servePicture(ports: MetersPorts, streaming: Streaming, answer: { request: FastifyRequest; reply: FastifyReply }): Promise<unknown> {
  const { db, actor, input } = streaming;
  const { houseId, meterId, photoId } = input.params as MeterKey & { photoId: string };
  const row = await db
    .selectFrom('meters.photo as p')
    .innerJoin('meters.meter as m', (on) => on.onRef('m.house_id', '=', 'p.house_id').onRef('m.id', '=', 'p.meter_id'))
    .select(['p.file_id', 'p.premises_id', 'm.organization_id', 'p.reading_id'])
    .where('p.house_id', '=', houseId)
    .where('p.meter_id', '=', meterId)
    .where('p.id', '=', photoId)
    .executeTakeFirst();
  // The organization sees the proof of a reading, not what was never handed in.
  const isOwn = row && (await reachHome(db, actor, { houseId, premisesId: row.premises_id }));
  const isProof = row && row.reading_id !== null && organizationsInReach(actor).includes(row.organization_id);
  const { file_id: fileId, premises_id: premisesId } = found(isOwn || isProof ? row : undefined);
  if (!isOwn) await lookAtHomes(streaming, [{ houseId, premisesId }]);
  return serveFile(ports.files, found(await findFile(db, fileId)), answer);
}

export type PhotoOf = { readonly photoId: string; readonly meterId: string; readonly zone: string; readonly readingId: string };

/** Binds photographs to the readings that were handed in with them. Refuses object.notFound for one of another meter, or bound already. */
export async function bindPhotos(work: Work, houseId: string, photos: readonly PhotoOf[]): Promise<void> {
  if (photos.length === 0) return;
  const texts = (pick: (photo: PhotoOf) => string) => photos.map((photo) => pick(photo));
  const { numAffectedRows } = await sql`update meters.photo p set reading_id = given.reading_id
    from unnest(${texts(({ photoId }) => photoId)}::uuid[], ${texts(({ meterId }) => meterId)}::uuid[], ${texts(({ zone }) => zone)}::text[], ${texts(({ readingId }) => readingId)}::uuid[]) given (id, meter_id, zone, reading_id)
    where p.house_id = ${houseId} and p.id = given.id and p.meter_id = given.meter_id and p.zone = given.zone and (p.reading_id is null or p.reading_id = given.reading_id)`.execute(
    work.tx,
  );
  found(Number(numAffectedRows ?? 0n) === photos.length ? photos : undefined);
}

/** Every day: photographs of yesterday that nobody handed in a reading with go, and their files. */
export async function forgetUnusedPhotos({ ground, db, now }: Pick<JobContext, 'ground' | 'db' | 'now'>): Promise<void> {
  const before = new Date(now().getTime() - DAY_MS).toISOString();
  const rows = await db
    .selectFrom('meters.photo')
    .select(['house_id', 'id', 'file_id'])
    .where('reading_id', 'is', null)
    .where('at', '<', before)
    .orderBy('at')
    .limit(1_000)
    .execute();
  for (const { house_id: houseId, id, file_id: fileId } of rows) {
    await runAsSystem(ground, 'meters.forget-photo', id, async (work) => {
      const gone = await work.tx
        .deleteFrom('meters.photo')
        .where('house_id', '=', houseId)
        .where('id', '=', id)
        .where('reading_id', 'is', null)
        .executeTakeFirst();
      if (gone.numDeletedRows > 0n) await forgetFile(work.tx, fileId);
      return null;
    });
  }
}
