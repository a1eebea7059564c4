// Reminders of state bills: as many days ahead as the person wishes for any bill, before the discount ends and before the last day (BILL-4, PAY-6).
import { sql } from 'kysely';
import { heldBills, reminderStep, reminderWishes, USUAL_REMINDER_DAYS } from '#modules/payments';
import { system } from '#platform/actor';
import { deriveId, newId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import type { JobContext } from '#platform/module';
import { addDays, type Day, dayIn } from '#platform/time';
import { runOnce, type Work } from '#platform/work';
import { type BillRow, termsOf } from './bills.queries.ts';
import { toPayOn } from './bill-terms.ts';

const PAGE = 1_000;
const MOST_DAYS = 10;
/** By UTC: morning in Moscow. */
const FROM_HOUR = 7;
type Mark = { readonly personId: string; readonly number: string };

/** Job: a page at a time, each a transaction; what went out once does not go out again. */
export async function remindOfBills({ ground, now }: Pick<JobContext, 'ground' | 'now'>): Promise<void> {
  const at = now();
  if (at.getUTCHours() < FROM_HOUR) return;
  for (let after: Mark | null = { personId: '00000000-0000-0000-0000-000000000000', number: '' }; after !== null;) {
    const from: Mark = after;
    after = await runOnce(ground, { actor: system('treasury.reminders'), id: newId(at), now: at }, (work) => remindPage(work, from));
  }
}

async function remindPage(work: Work, after: Mark): Promise<Mark | null> {
  const today = dayIn('Europe/Moscow', work.now);
  const last = addDays(today, MOST_DAYS);
  const { rows } = await sql<BillRow>`
    select * from treasury.bill where rest_kopecks > 0 and payment_id is null and not is_cancelled and (person_id, number) > (${after.personId}::uuid, ${after.number})
      and (due_on between ${today} and ${last} or discount_until between ${today} and ${last})
    order by person_id, number limit ${PAGE}`.execute(work.tx);
  await remindOf(work, rows, today);
  const end = rows.at(-1);
  return end && rows.length === PAGE ? { personId: end.person_id, number: end.number } : null;
}

async function remindOf(work: Work, rows: readonly BillRow[], today: Day): Promise<void> {
  if (rows.length === 0) return;
  const held = new Set(
    (
      await heldBills(
        work.tx,
        rows.map((row) => row.number),
      )
    ).map((hold) => hold.number),
  );
  const wishes = await reminderWishes(
    work.tx,
    rows.map((row) => row.person_id),
  );
  const due = rows.flatMap((row) => {
    const { kopecks, goodUntil } = toPayOn(today, termsOf(row));
    const until = goodUntil ?? row.due_on;
    const step = until === null ? null : reminderStep(today, until, wishes.get(row.person_id) ?? USUAL_REMINDER_DAYS);
    return step === null || until === null || kopecks === 0n || held.has(row.number) ? [] : [{ row, kopecks, until, step }];
  });
  if (due.length === 0) return;
  const fresh = new Set(
    (
      await work.tx
        .insertInto('treasury.reminder')
        .values(due.map(({ row, until, step }) => ({ person_id: row.person_id, number: row.number, until, days: step })))
        .onConflict((on) => on.doNothing())
        .returning(['person_id', 'number'])
        .execute()
    ).map((one) => `${one.person_id} ${one.number}`),
  );
  for (const { row, kopecks, until, step } of due) {
    if (!fresh.has(`${row.person_id} ${row.number}`)) continue;
    const id = deriveId(row.person_id, `state bill ${row.number} ${until} ${step}`);
    const facts = { name: row.purpose, leftKopecks: kopecksToJson(kopecks), dueDay: until, discount: until === row.discount_until };
    work.order({
      task: 'notifications.notify',
      key: id,
      payload: { id, personIds: [row.person_id], kind: 'bill.stateDue', facts, link: `/state-bills/pay?number=${row.number}` },
    });
  }
}
