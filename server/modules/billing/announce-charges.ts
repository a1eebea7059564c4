// After a load or a run each house is told: open pages, notices of new bills, and the documents drawn while nobody waits.
import { sql } from 'kysely';
import { premisesOf } from '#modules/housing';
import { accountsByIds, listenersOfAccounts, noticeListeners, peopleOfAccounts } from '#modules/ledger';
import { Refusal } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { addMonths, dayIn, monthOf } from '#platform/time';
import { runAsSystem, type Work } from '#platform/work';
import { drawBills } from './draw-bills.ts';
import './billing.events.ts';
import './billing.tables.ts';

type Announced = { houseId: string; sourceId: string };

/** Tells one house once, then draws its bills; a house whose organization has no requisites is told all the same. */
export const announceChargesJob: Job = {
  async run({ ground, db, log }, payload) {
    const announced = payload as Announced;
    // The same source speaks twice: when it is posted and when it is taken back.
    const state = await db
      .selectFrom('billing.charge')
      .select((on) => on.fn.countAll<bigint>().as('n'))
      .where('source_id', '=', announced.sourceId)
      .where('house_id', '=', announced.houseId)
      .where('ended_by', 'is', null)
      .executeTakeFirstOrThrow();
    await runAsSystem(ground, 'billing.announce', `${announced.houseId} ${announced.sourceId} ${state.n}`, (work) => announceCharges(work, announced));
    const bills = await db
      .selectFrom('billing.bill')
      .selectAll()
      .where('house_id', '=', announced.houseId)
      .where('is_void', '=', false)
      .where('facts', 'is', null)
      .execute();
    try {
      await drawBills(db, announced.houseId, bills);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log.info({ houseId: announced.houseId, code: error.code }, 'bills were not drawn');
    }
  },
};

/** The live event of the house and notices to those who see its accounts: of the newest bill of each, while it may still be paid in time. */
export async function announceCharges(work: Work, { houseId, sourceId }: Announced): Promise<void> {
  type Touched = { accountId: string; billId: string | null; period: string; total: bigint | null; dueOn: string | null; live: boolean };
  const { rows } = await sql<Touched>`
    select distinct on (c.account_id) c.account_id as "accountId", b.id as "billId", to_char(c.period, 'YYYY-MM') as period, b.total_kopecks as total, b.due_on as "dueOn", c.ended_by is null as live
    from billing.charge c left join billing.bill b on b.house_id = c.house_id and b.account_id = c.account_id and b.period = c.period and not b.is_void
    where c.house_id = ${houseId} and c.source_id = ${sourceId} order by c.account_id, c.period desc`.execute(work.tx);
  if (rows.length === 0) return;
  const keys = rows.map(({ accountId }) => ({ houseId, accountId }));
  const accounts = new Map((await accountsByIds(work.tx, keys)).map((account) => [account.accountId, account]));
  const people = Map.groupBy(await listenersOfAccounts(work.tx, keys), (one) => one.accountId);
  const premises = [...new Set([...accounts.values()].map((account) => account.premisesId))];
  const persons = [...new Set((await peopleOfAccounts(work.tx, keys)).map((one) => one.personId))];
  work.emit('charges.posted', { houseId, sourceId }, [...premises.map((id) => `premises:${id}`), ...persons.map((id) => `person:${id}`)]);
  work.journal({ stream: `house:${houseId}`, action: 'charges.posted', object: { kind: 'charges', id: sourceId }, houseId, facts: { accounts: rows.length } });
  const homes = new Map(
    (
      await premisesOf(
        work.tx,
        premises.map((premisesId) => ({ houseId, premisesId })),
      )
    ).map((home) => [home.premisesId, home]),
  );
  for (const row of rows) {
    const home = homes.get(accounts.get(row.accountId)?.premisesId ?? '');
    const told = people.get(row.accountId) ?? [];
    if (!home || told.length === 0 || !row.live || row.billId === null || row.total === null || row.dueOn === null) continue;
    const today = dayIn(home.timeZone, work.now);
    if (row.dueOn < today || row.period < addMonths(monthOf(today), -1)) continue;
    const facts = { period: row.period, payKopecks: Number(row.total), dueDay: row.dueOn, address: home.address };
    noticeListeners(work, told, { id: deriveId(sourceId, `bill ${row.billId}`), kind: 'bill.issued', facts, link: `/bills/${houseId}/${row.billId}` });
  }
}
