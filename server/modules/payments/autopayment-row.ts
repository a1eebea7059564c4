// Consents to pay by itself as stored, with their months, and when each is looked at next.
import type { Selectable } from 'kysely';
import type { Db, Tx } from '#platform/tables';
import { addDays, type Day, dayIn, firstDay, monthOf, startOfDay } from '#platform/time';
import type { Work } from '#platform/work';
import { type DoneMonth, isMissed, type MonthState, nextStep, type Plan } from './autopayment-plan.ts';
import type { AutopaymentMonthTable, AutopaymentTable } from './payments.tables.ts';

export type AutopaymentRow = Selectable<AutopaymentTable> & { state: 'active' | 'paused' | 'ended' };
export type MonthRow = Selectable<AutopaymentMonthTable> & { state: MonthState };
export type AutopaymentKey = { readonly personId: string; readonly houseId: string; readonly accountId: string };

/** Money and messages wait for the morning of the house. */
const MORNING_HOUR = 9;
const KEPT_MONTHS = 12;

const inForce = (db: Db | Tx, { personId, houseId, accountId }: AutopaymentKey) =>
  db
    .selectFrom('payments.autopayment')
    .selectAll()
    .$castTo<AutopaymentRow>()
    .where('person_id', '=', personId)
    .where('house_id', '=', houseId)
    .where('account_id', '=', accountId)
    .where('state', '<>', 'ended');

/** The consent in force for the account; undefined when there is none. */
export const loadAutopayment = (db: Db | Tx, key: AutopaymentKey): Promise<AutopaymentRow | undefined> => inForce(db, key).executeTakeFirst();
export const lockAutopayment = (tx: Tx, key: AutopaymentKey): Promise<AutopaymentRow | undefined> => inForce(tx, key).forUpdate().executeTakeFirst();

/** What became of the months of an account, the newest first. */
export const monthsOf = (db: Db | Tx, { personId, houseId, accountId }: AutopaymentKey): Promise<MonthRow[]> =>
  db
    .selectFrom('payments.autopayment_month')
    .selectAll()
    .$castTo<MonthRow>()
    .where('person_id', '=', personId)
    .where('house_id', '=', houseId)
    .where('account_id', '=', accountId)
    .orderBy('period', 'desc')
    .limit(KEPT_MONTHS)
    .execute();

export const keyOf = (row: Pick<AutopaymentRow, 'person_id' | 'house_id' | 'account_id'>): AutopaymentKey => ({
  personId: row.person_id,
  houseId: row.house_id,
  accountId: row.account_id,
});
export const planOf = (row: Pick<AutopaymentRow, 'month_day' | 'notice_days' | 'active_from'>): Plan => ({
  monthDay: row.month_day,
  noticeDays: row.notice_days,
  activeFrom: row.active_from,
});
export const doneOf = (row: MonthRow): DoneMonth => ({
  period: monthOf(row.period),
  state: row.state,
  noticedOn: row.noticed_on,
  triedOn: row.tried_on,
  attempts: row.attempts,
});

/** The morning of the day at the house; the instant itself when it has passed. */
export function morningOf(timeZone: string, day: Day, now: Date): string {
  const morning = startOfDay(timeZone, day).getTime() + MORNING_HOUR * 3_600_000;
  return new Date(Math.max(morning, now.getTime())).toISOString();
}

/** When to look at it next: the morning of its next step. */
export function nextLook(row: AutopaymentRow, months: readonly MonthRow[], now: Date): string | null {
  if (row.state !== 'active') return null;
  const step = nextStep(planOf(row), months.map(doneOf), dayIn(row.time_zone, now));
  return morningOf(row.time_zone, step.on, now);
}

/** The next morning: nothing could be said or done today. */
export const tomorrowLook = (row: AutopaymentRow, now: Date): string => morningOf(row.time_zone, addDays(dayIn(row.time_zone, now), 1), now);

type MonthChanges = Partial<Pick<MonthRow, 'state' | 'noticed_on' | 'tried_on' | 'attempts' | 'payment_id' | 'reason'>> & { state: MonthState };

/** Writes what became of a month: one row for each, whoever writes it first. */
export async function writeMonth(work: Work, row: AutopaymentRow, period: string, changes: MonthChanges): Promise<void> {
  const values = { autopayment_id: row.id, reason: null, ...changes, updated_at: work.now.toISOString() };
  await work.tx
    .insertInto('payments.autopayment_month')
    .values({ person_id: row.person_id, house_id: row.house_id, account_id: row.account_id, period: firstDay(period), ...values })
    .onConflict((on) => on.columns(['person_id', 'house_id', 'account_id', 'period']).doUpdateSet(values))
    .execute();
}

/** Months whose day went by while the consent slept are not made up for: they are passed over. */
export async function passOverMissed(work: Work, row: AutopaymentRow): Promise<void> {
  for (const month of (await monthsOf(work.tx, keyOf(row))).map(doneOf))
    if (isMissed(planOf(row), month)) await writeMonth(work, row, month.period, { state: 'skipped', reason: 'notActive' });
}

/** Sets when the consent is looked at next, by what is stored now. */
export async function lookAgain(work: Work, row: AutopaymentRow, at?: string): Promise<void> {
  const lookAt = at ?? nextLook(row, await monthsOf(work.tx, keyOf(row)), work.now);
  await work.tx.updateTable('payments.autopayment').set({ look_at: lookAt }).where('person_id', '=', row.person_id).where('id', '=', row.id).execute();
}
