// The organization's decision on what was handed in (MTR-3): it comes back to the resident live and as a notice.
import { sql } from 'kysely';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { decideSubmissions as decideSubmissionsEndpoint } from '#contract/meters-work';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { serviceName } from './meter-words.ts';
import { audiencesOf } from './meters.events.ts';
import { organizationsInReach, SUBMISSION_MOVES } from './meters.policy.ts';
import './meters.tables.ts';

type Body = BodyOf<typeof decideSubmissionsEndpoint>;

/** Command: all of the submissions or none. Refuses with object.changed where one was replaced or decided since it was seen. */
export async function decideSubmissions(work: Work, { decision, reason, submissions }: Body): Promise<AnswerOf<typeof decideSubmissionsEndpoint>> {
  const why = reason?.trim() ?? '';
  if (decision === 'rejected' && why === '')
    refuseFields([{ pointer: '/reason', code: 'input.invalid', detail: 'Напишите, почему показания не приняты: житель увидит это' }]);
  const rows = await lockSubmissions(work, submissions);
  const seen = new Map(submissions.map((one) => [one.submissionId, one.version]));
  const changed = rows.filter((row) => row.version !== seen.get(row.id));
  if (changed.length > 0)
    refuseChanged({ submissions: changed.map(({ id, status, version, act_number: act }) => ({ submissionId: id, act, status, version })) });
  if (rows.some((row) => !SUBMISSION_MOVES[row.status]?.includes(decision))) refuse('meters.decided');
  const houseIds = rows.map((row) => row.house_id);
  const inPairs = (house: string, id: string) =>
    sql<boolean>`(${sql.ref(house)}, ${sql.ref(id)}) in (select * from unnest(${houseIds}::uuid[], ${rows.map((row) => row.id)}::uuid[]))`;
  await work.tx
    .updateTable('meters.submission')
    .set((on) => ({
      status: decision,
      reason: decision === 'rejected' ? why : null,
      decided_by: personIdOf(work.actor),
      decided_at: work.now.toISOString(),
      version: on('version', '+', 1),
    }))
    .where(inPairs('house_id', 'id'))
    .execute();
  if (decision === 'rejected')
    await work.tx
      .updateTable('meters.reading')
      .set({ status: 'rejected' })
      .where(inPairs('house_id', 'submission_id'))
      .where('status', '=', 'active')
      .execute();
  await tell(work, rows, { decision, why });
  return { decided: rows.length };
}

/** The rows in the order of their ids, locked; one out of reach is an unknown one. */
async function lockSubmissions(work: Work, submissions: Body['submissions']) {
  const rows = await work.tx
    .selectFrom('meters.submission')
    .selectAll()
    .where(
      sql<boolean>`(house_id, id) in (select * from unnest(${submissions.map((one) => one.houseId)}::uuid[], ${submissions.map((one) => one.submissionId)}::uuid[]))`,
    )
    .where('organization_id', '=', sql<string>`any(${organizationsInReach(work.actor)}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  found(rows.length === new Set(submissions.map((one) => one.submissionId)).size ? rows : undefined);
  return rows;
}
type Row = Awaited<ReturnType<typeof lockSubmissions>>[number];

async function tell(work: Work, rows: readonly Row[], { decision, why }: { decision: Body['decision']; why: string }): Promise<void> {
  const { rows: worded } = await sql<{ id: string; services: string[]; values: string }>`
    select s.id, array_agg(distinct m.service_code) as services, string_agg(replace(trim_scale(r.value)::text, '.', ','), '; ' order by m.service_code, m.serial, r.zone) as values
    from unnest(${rows.map((row) => row.house_id)}::uuid[], ${rows.map((row) => row.id)}::uuid[]) s (house_id, id)
    join meters.reading r on r.house_id = s.house_id and r.submission_id = s.id join meters.meter m on m.house_id = r.house_id and m.id = r.meter_id group by s.id`.execute(
    work.tx,
  );
  const wordsOf = new Map(worded.map((one) => [one.id, one]));
  for (const row of rows) {
    const { house_id: houseId, id: submissionId, premises_id: premisesId, organization_id: organizationId, person_id: personId } = row;
    work.journal({
      stream: `house:${houseId}`,
      action: `readings.${decision}`,
      object: { kind: 'submission', id: submissionId },
      houseId,
      organizationId,
      ...(personId !== null && { personId }),
      facts: { number: row.act_number },
    });
    work.emit('readings.decided', { houseId, premisesId, submissionId, organizationId }, audiencesOf({ premisesId, organizationId }));
    if (personId === null) continue;
    const meter = (wordsOf.get(submissionId)?.services ?? []).map(serviceName).join(', ');
    const facts = decision === 'accepted' ? { meter, value: wordsOf.get(submissionId)?.values ?? '' } : { meter, reason: `${why.replace(/[.!]*$/, '')}.` };
    const id = deriveId(work.id, `notice ${submissionId}`);
    work.order({
      task: 'notifications.notify',
      key: id,
      payload: { id, personIds: [personId], kind: decision === 'accepted' ? 'meters.readingAccepted' : 'meters.readingRejected', facts, link: '/meters' },
    });
  }
}
