// A batch of readings from a program (MTR-8): judged and kept at once, the refused ones answered by their place.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { sendReadings as sendReadingsEndpoint } from '#contract/reading-intakes';
import { organizationsByIds } from '#modules/housing';
import { personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { firstDay } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { type JudgedRow, openJudge } from './judge-intake.ts';
import { postIntake } from './load-intake.ts';
import { intakeOrganization } from './receive-intake.ts';
import { lockMeters, metersOf } from './lock-meters.ts';
import './meters.tables.ts';

type Answer = AnswerOf<typeof sendReadingsEndpoint>;

/** Command: an intake of its own, which can be taken back like a file. */
export async function sendReadings(work: Work, body: BodyOf<typeof sendReadingsEndpoint>): Promise<Answer> {
  const organizationId = found((await organizationsByIds(work.tx, [intakeOrganization(work, body.organizationId)]))[0]).id;
  await lockName(work.tx, `meters.readings ${organizationId}`);
  const withUnusual = body.unusual ?? false;
  const rows = body.readings.map(({ meter, account, service, values, takenOn }, row) => ({
    row,
    serial: meter.trim(),
    values: values.map((value) => value.trim()),
    ...(account && { accountNumber: account }),
    ...(service && { serviceName: service }),
    ...(takenOn && { takenOn }),
  }));
  const judged = refuseRepeated(
    await openJudge(work.tx, { organizationId, now: work.now, hold: (meters) => lockMeters(work.tx, metersOf(meters)) }).judge(rows),
  );
  const problems = judged.flatMap((one) => one.problems);
  const same = judged.filter(({ isSame }) => isSame).length;
  const intakeId = deriveId(work.id, 'intake');
  const counts = {
    row_count: BigInt(judged.filter(({ kept }) => kept.length > 0).length),
    same_count: BigInt(same),
    error_count: BigInt(problems.filter(({ isUnusual }) => !isUnusual).length),
    unusual_count: BigInt(problems.filter(({ isUnusual }) => isUnusual).length),
  };
  await work.tx
    .insertInto('meters.intake')
    .values({
      id: intakeId,
      organization_id: organizationId,
      way: 'program',
      name: `Пакет программы: ${rows.length}`,
      file_id: null,
      load_id: null,
      sha256: null,
      status: 'loading',
      choice: 'good',
      with_unusual: withUnusual,
      note: null,
      ...counts,
      at: work.now.toISOString(),
      person_id: personIdOf(work.actor),
      loaded_at: null,
      taken_back_at: null,
      progress_id: intakeId,
    })
    .execute();
  await insertRows(
    work.tx,
    'meters.intake_row',
    judged.flatMap(({ row, kept, isSame, problems: own }) =>
      kept.map(({ meter, zone, takenOn, result, previous, replaces }) => ({
        intake_id: intakeId,
        row,
        house_id: meter.houseId,
        meter_id: meter.id,
        zone,
        taken_on: takenOn,
        value: result.value,
        previous_value: previous,
        used: result.use,
        period: firstDay(result.countsFor),
        known_id: replaces?.id ?? null,
        is_same: isSame,
        is_unusual: own.length > 0,
      })),
    ),
  );
  const kept = await postIntake(work, intakeId);
  const refused = problems
    .filter(({ isUnusual }) => !isUnusual || !withUnusual)
    .map(({ row, code, detail, isUnusual }) => ({ index: row, code, detail, isUnusual }));
  return { intakeId, kept, same, refused };
}

/** A meter twice for one month: the later one is refused. */
function refuseRepeated(judged: readonly JudgedRow[]): JudgedRow[] {
  const seen = new Set<string>();
  return judged.map((one) => {
    const keys = one.kept.map(({ meter, zone, result }) => `${meter.id} ${zone} ${result.countsFor}`);
    const isTwice = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isTwice
      ? {
          row: one.row,
          kept: [],
          isSame: false,
          problems: [{ row: one.row, code: 'reading.twice', detail: 'Этот счётчик за этот месяц в пакете уже есть', isUnusual: false }],
        }
      : one;
  });
}
