// What a comparison found is kept: new differences are opened and told, those that are found no more are gone by themselves, explained ones stay as they are.
import { sql } from 'kysely';
import { personsWithRole } from '#modules/identity';
import { PORTAL_PART } from '#contract/reconciliation';
import { deriveId } from '#platform/ids';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { compareTransfers } from './compare-transfers.ts';
import type { DayAccount, DayPart, Difference } from './day-account.ts';
import './reconciliation.events.ts';
import './reconciliation.tables.ts';

type Side = 'acquirer' | 'bank';
type Place = { day: Day; side: Side; organizationIds?: readonly string[] };
type Opened = { organization_id: string; day: string; id: string };

/** The same difference of the same sums is one row, however often it is found. */
const idOf = (day: Day, { organizationId, kind, subject, paymentId, acquirerId, ourKopecks, theirKopecks }: Difference): string =>
  deriveId(organizationId, [day, kind, subject, paymentId, acquirerId, ourKopecks, theirKopecks].join(' '));

const AT_ONCE = 1_000;

/** Answers what was opened. `organizationIds`: whose were compared; all when absent. */
async function keepDifferences(work: Work, { day, side, organizationIds }: Place, found: readonly Difference[]): Promise<Opened[]> {
  const rows = new Map(found.map((one) => [idOf(day, one), one]));
  const ids = [...rows.keys()];
  let gone = work.tx
    .updateTable('reconciliation.difference')
    .set((on) => ({ status: 'gone', version: on('version', '+', 1) }))
    .where('day', '=', day)
    .where('side', '=', side)
    .where('status', '=', 'open')
    .where('id', '<>', sql<string>`all(${ids}::uuid[])`);
  if (organizationIds) gone = gone.where('organization_id', '=', sql<string>`any(${[...organizationIds]}::uuid[])`);
  await gone.execute();
  const opened: Opened[] = [];
  const all = [...rows];
  for (let from = 0; from < all.length; from += AT_ONCE) opened.push(...(await openDifferences(work, { day, side }, all.slice(from, from + AT_ONCE))));
  return opened;
}

const openDifferences = (work: Work, { day, side }: Place, rows: readonly [id: string, found: Difference][]): Promise<Opened[]> =>
  work.tx
    .insertInto('reconciliation.difference')
    .values(
      rows.map(([id, one]) => ({
        organization_id: one.organizationId,
        id,
        day,
        side,
        kind: one.kind,
        subject: one.subject.slice(0, 300),
        payment_id: one.paymentId,
        acquirer_id: one.acquirerId,
        our_kopecks: one.ourKopecks,
        their_kopecks: one.theirKopecks,
        found_at: work.now.toISOString(),
        status: 'open',
      })),
    )
    .onConflict((on) =>
      on
        .columns(['organization_id', 'id'])
        .doUpdateSet((row) => ({ status: 'open', version: row('reconciliation.difference.version', '+', 1) }))
        .where('reconciliation.difference.status', '=', 'gone'),
    )
    .returning(['organization_id', 'day', 'id'])
    .execute();

/** Keeps the account of a day and compares it with the bank's transfers. About ten statements, whatever the number of payments. */
export async function keepDay(work: Work, day: Day, account: DayAccount): Promise<void> {
  const parts = [...account.parts.values()];
  for (let from = 0; from < parts.length; from += AT_ONCE) await keepParts(work, day, parts.slice(from, from + AT_ONCE));
  const opened = await keepDifferences(work, { day, side: 'acquirer' }, account.differences);
  await tellOpened(
    work,
    [...opened, ...(await keepBankSide(work, day))],
    parts.map((one) => ({ organizationId: one.organizationId, day })),
  );
}

const keepParts = (work: Work, day: Day, parts: readonly DayPart[]) =>
  work.tx
    .insertInto('reconciliation.part')
    .values(
      parts.map((one) => ({
        organization_id: one.organizationId,
        day,
        organization: one.organization,
        count: one.count,
        our_kopecks: one.ourKopecks,
        their_kopecks: one.theirKopecks,
        our_refund_kopecks: one.ourRefundKopecks,
        their_refund_kopecks: one.theirRefundKopecks,
        fee_kopecks: one.feeKopecks,
        register_kopecks: one.registerKopecks,
        compared_at: work.now.toISOString(),
      })),
    )
    .onConflict((on) =>
      on.columns(['organization_id', 'day']).doUpdateSet((row) => ({
        organization: row.ref('excluded.organization'),
        count: row.ref('excluded.count'),
        our_kopecks: row.ref('excluded.our_kopecks'),
        their_kopecks: row.ref('excluded.their_kopecks'),
        our_refund_kopecks: row.ref('excluded.our_refund_kopecks'),
        their_refund_kopecks: row.ref('excluded.their_refund_kopecks'),
        fee_kopecks: row.ref('excluded.fee_kopecks'),
        register_kopecks: row.ref('excluded.register_kopecks'),
        compared_at: row.ref('excluded.compared_at'),
      })),
    )
    .execute();

/** Compares the bank's transfers with the parts of a day, of one organization or of all. */
export async function keepBankSide(work: Work, day: Day, organizationId?: string): Promise<Opened[]> {
  let parts = work.tx.selectFrom('reconciliation.part').selectAll().where('day', '=', day).where('organization_id', '<>', PORTAL_PART);
  if (organizationId) parts = parts.where('organization_id', '=', organizationId);
  const rows = await parts.orderBy('organization_id').forUpdate().execute();
  const organizationIds = rows.map((row) => row.organization_id);
  if (rows.length === 0) return [];
  const banks = await bankSides(work.tx, day, organizationIds);
  const found = rows.map((row) => ({
    row,
    ...compareTransfers(
      day,
      {
        organizationId: row.organization_id,
        ourKopecks: row.our_kopecks,
        ourRefundKopecks: row.our_refund_kopecks,
        feeKopecks: row.fee_kopecks,
        registerKopecks: row.register_kopecks,
      },
      banks.get(row.organization_id) ?? { transfers: [], coveredTo: null },
    ),
  }));
  const came = found.filter(({ row, bankKopecks }) => row.bank_kopecks !== bankKopecks);
  if (came.length > 0) {
    const [ids, sums] = [came.map(({ row }) => row.organization_id), came.map(({ bankKopecks }) => bankKopecks)];
    await sql`update reconciliation.part p set bank_kopecks = n.kopecks from unnest(${ids}::uuid[], ${sums}::bigint[]) as n(id, kopecks) where p.day = ${day} and p.organization_id = n.id`.execute(
      work.tx,
    );
  }
  return keepDifferences(
    work,
    { day, side: 'bank', organizationIds },
    found.flatMap((one) => one.differences),
  );
}

/** Two statements. */
async function bankSides(db: Db, day: Day, organizationIds: readonly string[]) {
  const transfers = await db
    .selectFrom('reconciliation.bank_operation')
    .selectAll()
    .where('organization_id', 'in', [...organizationIds])
    .where('register_day', '=', day)
    .orderBy('operation_id')
    .execute();
  const covered = await db
    .selectFrom('reconciliation.bank_operation')
    .select((on) => ['organization_id', on.fn.max('settled_on').as('covered_to')])
    .where('organization_id', 'in', [...organizationIds])
    .groupBy('organization_id')
    .execute();
  return new Map(
    covered.map(({ organization_id: id, covered_to: coveredTo }) => [
      id,
      {
        coveredTo,
        transfers: transfers
          .filter((one) => one.organization_id === id)
          .map((one) => ({ operationId: one.operation_id, isAcquirer: one.is_acquirer, kopecks: one.kopecks, registerKopecks: one.register_kopecks })),
      },
    ]),
  );
}

/** New differences go into the journal and to those who settle them; every open page of the day learns that it changed. */
export async function tellOpened(work: Work, opened: readonly Opened[], compared: readonly { organizationId: string; day: Day }[]): Promise<void> {
  const operators = await personsWithRole(work.tx, { roles: ['operator'] }, work.now);
  for (const one of compared)
    work.emit('reconciliation.changed', one, [`organization:${one.organizationId}`, ...operators.map(({ personId }) => `person:${personId}`)]);
  const owners = [...Map.groupBy(opened, (one) => one.organization_id)];
  if (owners.length === 0) return;
  const organizationIds = owners.map(([id]) => id).filter((id) => id !== PORTAL_PART);
  const accountants = organizationIds.length === 0 ? [] : await personsWithRole(work.tx, { roles: ['accountant'], organizationIds }, work.now);
  for (const [organizationId, own] of owners) {
    const day = own.map((one) => one.day).toSorted()[0]!;
    work.journal({
      stream: `organization:${organizationId}`,
      action: 'reconciliation.differs',
      object: { kind: 'reconciliation', id: own[0]!.id },
      organizationId,
      facts: { count: own.length, onDay: day },
    });
    const told = organizationId === PORTAL_PART ? operators : accountants.filter((one) => one.organizationId === organizationId);
    const personIds = [...new Set(told.map((one) => one.personId))];
    const id = deriveId(work.id, `differences ${organizationId}`);
    if (personIds.length > 0)
      work.order({
        task: 'notifications.notify',
        key: id,
        payload: {
          id,
          personIds,
          kind: 'reconciliation.differs',
          facts: { count: own.length, onDay: day },
          link: `/work/reconciliation/${organizationId}/${day}`,
        },
      });
  }
}
