// What was handed in, as residents and staff see it.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { listSubmissions, Submission as SubmissionSchema } from '#contract/meters';
import { serviceMap } from '#modules/directory';
import { organizationsByIds, premisesOf } from '#modules/housing';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Static } from 'typebox';
import { SIGNABLE_STATUSES } from './countersign-act.ts';
import { serviceName, zoneName } from './meter-words.ts';
import type { Home } from './meters.policy.ts';
import { reachHome } from './shared-flat.ts';
import type { SubmissionTable } from './meters.tables.ts';

export type SubmissionView = Static<typeof SubmissionSchema>;
type Asked = {
  readonly houseId: string;
  readonly ids?: readonly string[];
  readonly premisesId?: string;
  readonly personId?: string | null;
  /** Who looks: signs only own acts. */ readonly signer?: string | null;
  readonly before?: { at: string; id: string };
  readonly limit?: number;
};

/** Submissions of a house, newest first, each with its readings. Three statements. */
export async function submissionViews(db: Db, asked: Asked): Promise<SubmissionView[]> {
  const rows = await submissionRows(db, asked);
  if (rows.length === 0) return [];
  const readings = await db
    .selectFrom('meters.reading as r')
    .innerJoin('meters.meter as m', (on) => on.onRef('m.house_id', '=', 'r.house_id').onRef('m.id', '=', 'r.meter_id'))
    .select([
      'r.submission_id as submissionId',
      'm.id as meterId',
      'm.service_code as service',
      'm.serial',
      'r.zone',
      sql<string>`trim_scale(r.value)::text`.as('value'),
      'r.taken_on as takenOn',
      'r.status',
    ])
    .where('r.house_id', '=', asked.houseId)
    .where('r.submission_id', '=', sql<string>`any(${rows.map((row) => row.id)}::uuid[])`)
    .orderBy('m.service_code')
    .orderBy('m.serial')
    .orderBy('r.zone')
    .execute();
  const organizations = new Map(
    (
      await organizationsByIds(
        db,
        rows.map((row) => row.organization_id),
      )
    ).map((one) => [one.id, one.shortName]),
  );
  const units = await serviceMap(db);
  const bySubmission = Map.groupBy(readings, (reading) => reading.submissionId);
  return rows.map((row) => {
    const own = bySubmission.get(row.id) ?? [];
    return {
      houseId: row.house_id,
      submissionId: row.id,
      actNumber: row.act_number,
      at: new Date(row.at).toISOString(),
      countsFor: row.period.slice(0, 7),
      organization: organizations.get(row.organization_id) ?? '',
      status: row.status as SubmissionView['status'],
      reason: row.reason,
      decidedAt: row.decided_at === null ? null : new Date(row.decided_at).toISOString(),
      actReady: row.act_file_id !== null,
      checkCode: row.check_code,
      version: row.version,
      countersigned: countersignedOf(row),
      ownSignatureId: row.countersigned_by === 'key' && row.person_id === asked.signer ? row.countersignature_id : null,
      can: {
        countersign:
          row.person_id !== null &&
          row.person_id === asked.signer &&
          row.act_file_id !== null &&
          row.countersigned_at === null &&
          SIGNABLE_STATUSES.includes(row.status),
      },
      readings: own.map(({ meterId, ...reading }) => ({
        serial: reading.serial,
        value: reading.value,
        takenOn: reading.takenOn,
        service: reading.service as SubmissionView['readings'][number]['service'],
        zone: reading.zone as SubmissionView['readings'][number]['zone'],
        status: reading.status as SubmissionView['readings'][number]['status'],
        serviceName: serviceName(reading.service),
        zoneName: zoneName(reading.zone, own.filter((one) => one.meterId === meterId).length),
        unit: units.get(reading.service)?.unit ?? '',
      })),
    };
  });
}

/** Who handed in has signed the act, or null. */
export const countersignedOf = ({
  countersigned_by: by,
  countersigned_at: at,
}: Pick<SubmissionTable, 'countersigned_by' | 'countersigned_at'>): SubmissionView['countersigned'] =>
  by === null || at === null ? null : { by: by as 'key', at: new Date(at).toISOString() };

const submissionRows = (db: Db, { houseId, ids, premisesId, personId, before, limit = 50 }: Asked) =>
  db
    .selectFrom('meters.submission')
    .selectAll()
    .where('house_id', '=', houseId)
    .$if(ids !== undefined, (query) => query.where('id', '=', sql<string>`any(${[...(ids ?? [])]}::uuid[])`))
    .$if(premisesId !== undefined, (query) => query.where('premises_id', '=', premisesId!))
    .$if(personId !== undefined, (query) => query.where('person_id', '=', personId ?? null))
    .$if(before !== undefined, (query) => query.where(sql<boolean>`(at, id) < (${before?.at}::timestamptz, ${before?.id}::uuid)`))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

const PAGE = 20;

/** Query: the acts of a home, paged by the last one seen; of a communal flat those of the actor alone: an act names who handed in. */
export async function readSubmissions(
  { db, actor }: Reading,
  home: Home,
  { after, limit = PAGE }: { after?: string; limit?: number },
): Promise<AnswerOf<typeof listSubmissions>> {
  const { houseId, premisesId, rooms } = found(await reachHome(db, actor, home));
  const [premises] = await premisesOf(db, [{ houseId, premisesId }]);
  const submissions = await submissionViews(db, {
    houseId,
    premisesId,
    signer: personIdOf(actor),
    limit: limit + 1,
    ...(rooms.length > 0 && { personId: personIdOf(actor) }),
    ...(after !== undefined && { before: readMark(after) }),
  });
  const page = submissions.slice(0, limit);
  const last = submissions.length > limit ? page.at(-1) : undefined;
  return { timeZone: found(premises).timeZone, submissions: page, next: last ? `${last.at}_${last.submissionId}` : null };
}

function readMark(mark: string): { at: string; id: string } {
  const [at = '', id = ''] = mark.split('_');
  return !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id) ? { at, id } : refuse('list.mark');
}
