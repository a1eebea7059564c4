// The act given out: as a file to those who may see the submission, as bare facts to whoever holds its code.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf } from '#contract/endpoint';
import type { checkAct as checkActEndpoint } from '#contract/meters';
import { readCheckCode } from '#modules/documents';
import { organizationsByIds, premisesOf } from '#modules/housing';
import { lookAtHomes } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { findFile } from '#platform/files';
import type { Reading, Streaming } from '#platform/route';
import { serveFile } from '#platform/serve-file';
import { dayIn } from '#platform/time';
import { organizationsInReach, premisesInReach } from './meters.policy.ts';
import type { MetersPorts } from './ports.ts';
import { countersignedOf } from './submissions.queries.ts';
import './meters.tables.ts';

type Http = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/** Streams the act or its signature. Refuses with meters.actNotReady while the job has not made it. */
export async function serveAct(ports: MetersPorts, streaming: Streaming, which: 'act' | 'signature', { request, reply }: Http): Promise<unknown> {
  const { db, actor, input } = streaming;
  const { houseId, submissionId } = input.params as { houseId: string; submissionId: string };
  const row = await db
    .selectFrom('meters.submission')
    .select(['premises_id', 'person_id', 'organization_id', 'act_file_id', 'signature_file_id'])
    .where('house_id', '=', houseId)
    .where('id', '=', submissionId)
    .executeTakeFirst();
  const isOwn =
    row !== undefined && (premisesInReach(actor, houseId).includes(row.premises_id) || (row.person_id !== null && row.person_id === personIdOf(actor)));
  const submission = found(isOwn || (row !== undefined && organizationsInReach(actor).includes(row.organization_id)) ? row : undefined);
  const fileId = submission[which === 'act' ? 'act_file_id' : 'signature_file_id'];
  if (fileId === null) refuse('meters.actNotReady');
  if (!isOwn) await lookAtHomes(streaming, [{ houseId, premisesId: submission.premises_id }]);
  return serveFile(ports.files, found(await findFile(db, fileId)), { request, reply });
}

/** Query of the public check. A code that was never printed and one that cannot be are answered alike: not valid. Four statements. */
export async function checkAct({ db }: Reading, typed: string): Promise<AnswerOf<typeof checkActEndpoint>> {
  const code = readCheckCode(typed);
  const place = code && (await db.selectFrom('meters.act_code').selectAll().where('code', '=', code).executeTakeFirst());
  const row =
    place &&
    (await db.selectFrom('meters.submission').selectAll().where('house_id', '=', place.house_id).where('id', '=', place.submission_id).executeTakeFirst());
  if (!row) return { valid: false, act: null };
  const [organization] = await organizationsByIds(db, [row.organization_id]);
  const [premises] = await premisesOf(db, [{ houseId: row.house_id, premisesId: row.premises_id }]);
  return {
    valid: true,
    act: {
      number: row.act_number,
      on: dayIn(premises?.timeZone ?? 'Europe/Moscow', new Date(row.at)),
      countsFor: row.period.slice(0, 7),
      organization: organization?.name ?? '',
      status: row.status as 'sent',
      certificateNumber: row.certificate_number,
      contentHash: row.content_hash,
      countersigned: countersignedOf(row),
    },
  };
}
