// Reminders 90, 30 and 7 days before a verification ends (field rules 1.4). A job of every day; each reminder goes out once.
import { sql } from 'kysely';
import { personsWithRole } from '#modules/identity';
import { suspendedAccounts, suspensionOf } from '#modules/ledger';
import { deriveId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { addDays } from '#platform/time';
import { runAsSystem, type Work } from '#platform/work';
import { reminderDaysOf } from './meter-rules.ts';
import { meterName } from './meter-words.ts';
import { HAND_IN_ROLES } from './meters.policy.ts';
import './meters.tables.ts';

const TASK = 'meters.remind-verification';
const BATCH = 500;
type Due = { houseId: string; meterId: string; premisesId: string; organizationId: string; serviceCode: string; serial: string; until: string; days: number };

/** Goes through all meters whose reminder is due and says how many were reminded of. */
export async function remindVerification({ ground, db, now }: Pick<JobContext, 'ground' | 'db' | 'now'>): Promise<number> {
  const today = now().toISOString().slice(0, 10); // a reminder may be some hours early or late in a far time zone
  const steps = reminderDaysOf(today);
  let reminded = 0;
  for (;;) {
    // The nearest step that has come: who was 20 days before it when we began hears of 30, and not of 90 and 30 at once.
    const { rows } = await sql<Due>`
      select m.house_id as "houseId", m.id as "meterId", m.premises_id as "premisesId", m.organization_id as "organizationId", m.service_code as "serviceCode", m.serial, m.next_verification_on::text as until, step.days
      from meters.meter m cross join lateral (select min(d) as days from unnest(${[...steps]}::int[]) d where m.next_verification_on - ${today}::date <= d) step
      where m.removed_on is null and m.premises_id is not null and m.next_verification_on between ${today}::date and ${addDays(today, steps[0])}::date
        and not exists (select 1 from meters.verification_reminder v where v.house_id = m.house_id and v.meter_id = m.id and v.due_on = m.next_verification_on and v.days = step.days)
      order by m.next_verification_on, m.id limit ${BATCH}`.execute(db);
    const first = rows[0];
    if (!first) return reminded;
    await runAsSystem(ground, TASK, `${today} ${first.meterId} ${first.days}`, (work) => remind(work, rows));
    reminded += rows.length;
  }
}

async function remind(work: Work, due: readonly Due[]): Promise<null> {
  await sql`insert into meters.verification_reminder (house_id, meter_id, due_on, days)
    select * from unnest(${due.map((one) => one.houseId)}::uuid[], ${due.map((one) => one.meterId)}::uuid[], ${due.map((one) => one.until)}::date[], ${due.map((one) => one.days)}::int[]) on conflict do nothing`.execute(
    work.tx,
  );
  const holders = await personsWithRole(work.tx, { roles: HAND_IN_ROLES, premisesIds: [...new Set(due.map((one) => one.premisesId))] }, work.now);
  const people = Map.groupBy(holders, ({ premisesId }) => premisesId);
  const suspended = await suspendedAccounts(work.tx, [...new Set(holders.map(({ personId }) => personId))]);
  for (const one of due) {
    work.journal({
      stream: `house:${one.houseId}`,
      action: 'meter.verificationReminded',
      object: { kind: 'meter', id: one.meterId },
      houseId: one.houseId,
      facts: { days: one.days, until: one.until },
    });
    const personIds = [...new Set((people.get(one.premisesId) ?? []).map(({ personId }) => personId))].filter(
      (personId) => !suspended.has(suspensionOf({ ...one, personId })),
    );
    if (personIds.length === 0) continue;
    const id = deriveId(one.meterId, `verification ${one.until} ${one.days}`);
    work.order({
      task: 'notifications.notify',
      key: id,
      payload: {
        id,
        personIds,
        kind: 'meters.verificationDue',
        facts: { meter: meterName(one), untilDay: one.until },
        link: `/meters/${one.houseId}/${one.meterId}`,
      },
    });
  }
  return null;
}
