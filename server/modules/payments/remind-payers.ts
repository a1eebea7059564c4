// The clock's job: reminders before the last day of payment (PAY-6). One pass a day over all that people see, page by page in a few statements;
// the pass keeps its place, so that a kill goes on where it stopped and a second worker waits.
import { sql } from 'kysely';
import { premisesOf } from '#modules/housing';
import { debtsByLink, type LinkedDebt } from '#modules/ledger';
import { system } from '#platform/actor';
import { deriveId, newId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import type { JobContext } from '#platform/module';
import { type Day, dayIn, daysBetween } from '#platform/time';
import { runOnce, type Work } from '#platform/work';
import { nextDueDay } from './payable-accounts.ts';
import { billedMonth, type Cover, covers, MOST_REMINDER_DAYS, reminderStep, USUAL_REMINDER_DAYS } from './reminder-plan.ts';
import { reminderWishes } from './reminder-wish.ts';

const PAGE = 2_000;
/** By UTC: morning in Moscow, evening in Kamchatka, and one and the same day in every zone of the country. */
const FROM_HOUR = 7;

/** Job. Answers nothing; a day without a due day near is passed over at once. */
export async function remindPayers({ ground, now }: Pick<JobContext, 'ground' | 'now'>): Promise<void> {
  const at = now();
  if (at.getUTCHours() < FROM_HOUR || daysBetween(dayIn('Europe/Moscow', at), nextDueDay('Europe/Moscow', at)) > MOST_REMINDER_DAYS) return;
  const day = at.toISOString().slice(0, 10);
  await ground.db
    .insertInto('payments.reminder_pass')
    .values({ on_day: day, after_person: null, after_account: null })
    .onConflict((on) => on.doNothing())
    .execute();
  while (await runOnce(ground, { actor: system('payments.reminders'), id: newId(at), now: at }, (work) => remindPage(work, day)));
}

/** Command of the portal: the next page; answers whether there may be more. */
async function remindPage(work: Work, day: Day): Promise<boolean> {
  const pass = await work.tx.selectFrom('payments.reminder_pass').selectAll().where('on_day', '=', day).forUpdate().executeTakeFirstOrThrow();
  if (pass.is_done) return false;
  const links = await debtsByLink(work.tx, pass.after_person === null ? null : { personId: pass.after_person, accountId: pass.after_account! }, PAGE);
  const owing = links.filter((link) => link.leftKopecks > 0n);
  if (owing.length > 0) await remindOwing(work, owing);
  const last = links.at(-1);
  const isDone = links.length < PAGE;
  await work.tx
    .updateTable('payments.reminder_pass')
    .set({ is_done: isDone, ...(last && { after_person: last.personId, after_account: last.accountId }) })
    .where('on_day', '=', day)
    .execute();
  return !isDone;
}

async function remindOwing(work: Work, owing: readonly LinkedDebt[]): Promise<void> {
  const homes = new Map((await premisesOf(work.tx, owing)).map((home) => [home.premisesId, home]));
  const wishes = await reminderWishes(
    work.tx,
    owing.map((link) => link.personId),
  );
  const consents = await consentsOf(work, owing);
  const due = owing.flatMap((link) => {
    const home = homes.get(link.premisesId);
    if (!home) return [];
    const [today, dueOn] = [dayIn(home.timeZone, work.now), nextDueDay(home.timeZone, work.now)];
    const step = reminderStep(today, dueOn, wishes.get(link.personId) ?? USUAL_REMINDER_DAYS);
    const cover = consents.get(`${link.personId} ${link.accountId}`);
    if (step === null || (cover && covers(cover, { leftKopecks: link.leftKopecks, today, dueOn }))) return [];
    return [{ link, dueOn, step, address: home.address }];
  });
  if (due.length === 0) return;
  const { rows } = await sql<{ personId: string; accountId: string }>`
    insert into payments.reminder (person_id, house_id, account_id, due_on, days, sent_at)
    select *, ${work.now.toISOString()}::timestamptz from unnest(${due.map(({ link }) => link.personId)}::uuid[], ${due.map(({ link }) => link.houseId)}::uuid[], ${due.map(({ link }) => link.accountId)}::uuid[], ${due.map(({ dueOn }) => dueOn)}::date[], ${due.map(({ step }) => step)}::int[])
    on conflict do nothing returning person_id as "personId", account_id as "accountId"`.execute(work.tx);
  const fresh = new Set(rows.map((row) => `${row.personId} ${row.accountId}`));
  for (const { link, dueOn, step, address } of due) {
    if (!fresh.has(`${link.personId} ${link.accountId}`)) continue;
    const id = deriveId(link.accountId, `due ${dueOn} ${step} ${link.personId}`);
    const facts = { period: billedMonth(dueOn), leftKopecks: kopecksToJson(link.leftKopecks), dueDay: dueOn, address };
    work.order({
      task: 'notifications.notify',
      key: id,
      payload: { id, personIds: [link.personId], kind: 'bill.due', facts, link: `/pay?account=${link.accountId}`, without: link.without },
    });
  }
}

/** Consents in force whose method is still kept and good. */
async function consentsOf({ tx, now }: Work, owing: readonly LinkedDebt[]): Promise<ReadonlyMap<string, Cover>> {
  const { rows } = await sql<Cover & { personId: string; accountId: string }>`
    select a.person_id as "personId", a.account_id as "accountId", a.month_day as "monthDay", a.fixed_kopecks as "fixedKopecks", a.limit_kopecks as "limitKopecks"
    from payments.autopayment a join payments.saved_method m on m.person_id = a.person_id and m.id = a.method_id and m.removed_at is null and coalesce(m.good_until >= ${dayIn('Europe/Moscow', now)}::date, true)
    where a.state = 'active' and (a.person_id, a.house_id, a.account_id) in (select * from unnest(${owing.map((link) => link.personId)}::uuid[], ${owing.map((link) => link.houseId)}::uuid[], ${owing.map((link) => link.accountId)}::uuid[]))`.execute(
    tx,
  );
  return new Map(rows.map((row) => [`${row.personId} ${row.accountId}`, row]));
}
