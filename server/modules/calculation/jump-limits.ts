// How far a sum may be from last month's before a run asks to look at it: an organization's accountant sets it from a month on.
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { type getJumpLimits, type JumpLimit, type setJumpLimit as setEndpoint, USUAL_JUMP_PERCENT } from '#contract/jump-limits';
import { organizationsByIds } from '#modules/housing';
import { personNames } from '#modules/identity';
import { personIdOf } from '#platform/actor';
import { found, refuseChanged } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { firstDay, type Month } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { holdRuns, staleRuns } from './open-days.ts';
import { nextPeriodOf } from './runs-list.ts';
import './calculation.tables.ts';

const SHOWN = 10;

/** Of what was set, the newest first, the last that reaches the month. Pure. */
const reaching = (set: readonly { readonly fromMonth: Month; readonly percent: number }[], month: Month): number =>
  set.find(({ fromMonth }) => fromMonth <= month)?.percent ?? USUAL_JUMP_PERCENT;

const limitRows = (db: Db, organizationIds: readonly string[]) =>
  db
    .selectFrom('calculation.jump_limit')
    .selectAll()
    .where('organization_id', '=', sql<string>`any(${[...organizationIds]}::uuid[])`)
    .orderBy('number', 'desc')
    .execute();

/** Per cent of last month's sum over which a line of the organization's month is told. One statement. */
export async function jumpPercentOf(db: Db, organizationId: string, month: Month): Promise<number> {
  const row = await db
    .selectFrom('calculation.jump_limit')
    .select('percent')
    .where('organization_id', '=', organizationId)
    .where('from_month', '<=', firstDay(month))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.percent ?? USUAL_JUMP_PERCENT;
}

/** Query: three statements. */
export async function readJumpLimits({ db, actor, now }: Reading): Promise<AnswerOf<typeof getJumpLimits>> {
  const organizationIds = runOrganizations(actor);
  const organizations = await organizationsByIds(db, organizationIds);
  const rows = await limitRows(db, organizationIds);
  const people = await personNames(
    db,
    rows.flatMap((row) => row.set_by ?? []),
  );
  const nextPeriod = nextPeriodOf(now);
  const limits = organizations.map(({ id, shortName }): JumpLimit => {
    const set = rows
      .filter((row) => row.organization_id === id)
      .map((row) => ({
        at: new Date(row.set_at).toISOString(),
        who: (row.set_by !== null && people.get(row.set_by)?.full) || 'Портал',
        fromMonth: row.from_month.slice(0, 7),
        percent: row.percent,
      }));
    return { organizationId: id, organization: shortName, percent: reaching(set, nextPeriod), version: set.length + 1, set: set.slice(0, SHOWN) };
  });
  return { nextPeriod, limits: limits.sort((a, b) => a.organization.localeCompare(b.organization, 'ru')) };
}

/** Command: for the month and all after it, whatever was set for them before. Refuses object.changed. Posted months stay as they were looked at. */
export async function setJumpLimit(
  work: Work,
  { params: { organizationId }, body: { version, fromMonth, percent } }: InputOf<typeof setEndpoint>,
): Promise<AnswerOf<typeof setEndpoint>> {
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  await holdRuns(work, organizationId);
  await lockName(work.tx, `calculation.jump_limit ${organizationId}`);
  const [last] = await limitRows(work.tx, [organizationId]);
  const number = (last?.number ?? 0) + 1;
  if (number !== version) refuseChanged({ percent: last?.percent ?? USUAL_JUMP_PERCENT, version: number });
  await work.tx
    .insertInto('calculation.jump_limit')
    .values({
      organization_id: organizationId,
      number,
      from_month: firstDay(fromMonth),
      percent,
      set_at: work.now.toISOString(),
      set_by: personIdOf(work.actor),
    })
    .execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'run.jumpLimitSet',
    object: { kind: 'organization', id: organizationId },
    organizationId,
    facts: { fromMonth, percent },
  });
  await staleRuns(work, { organizationId, houseId: null, from: fromMonth });
  return { version: number + 1 };
}
