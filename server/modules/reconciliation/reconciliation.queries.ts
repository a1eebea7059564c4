// Reconciled days and their differences, within the actor's parts.
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { differenceColumns, type DifferenceKind, type getReconciledDay, type noteDifference, reconciledColumns } from '#contract/reconciliation';
import { personNames } from '#modules/identity';
import { lookAtPayers } from '#modules/payments';
import type { Actor } from '#platform/actor';
import { found } from '#platform/errors';
import { list, readTotals } from '#platform/lists';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Ground } from '#platform/work';
import { dueKopecks } from './compare-transfers.ts';
import { maySettle, maySettleDay, maySettlePart, type ReconciliationScope, reconciliationScope } from './reconciliation.policy.ts';
import type { DifferenceTable } from './reconciliation.tables.ts';

const within = ({ whole, organizationIds }: ReconciliationScope, column: RawBuilder<unknown>) =>
  sql`(${whole} or ${column} = any(${[...organizationIds]}::uuid[]))`;

const DUE = sql`p.our_kopecks - p.our_refund_kopecks - p.fee_kopecks`;
const STATE = sql`case when o.open > 0 then 'differs' when p.bank_kopecks is null and ${DUE} > 0 then 'waiting' when p.settled_at is not null then 'settled' when p.our_kopecks > 0 and p.bank_kopecks = ${DUE} then 'ready' when p.settled_parts > 0 then 'partly' else 'equal' end`;
const PARTS = sql`reconciliation.part p cross join lateral (select count(*) as open from reconciliation.difference d where d.organization_id = p.organization_id and d.day = p.day and d.status = 'open') o`;

export const reconciledList = list({
  columns: reconciledColumns,
  name: 'Сверка с банком',
  values: {
    day: sql`p.day`,
    organization: sql`p.organization`,
    state: STATE,
    open: sql`o.open`,
    count: sql`p.count`,
    ourKopecks: sql`p.our_kopecks`,
    theirKopecks: sql`p.their_kopecks`,
    ourRefundKopecks: sql`p.our_refund_kopecks`,
    theirRefundKopecks: sql`p.their_refund_kopecks`,
    feeKopecks: sql`p.fee_kopecks`,
    bankKopecks: sql`p.bank_kopecks`,
    registerKopecks: sql`p.register_kopecks`,
    organizationId: sql`p.organization_id`,
  },
  id: { value: sql`(p.organization_id::text || ' ' || p.day::text)`, type: 'text' },
  from: () => PARTS,
  where: (scope: ReconciliationScope) => within(scope, sql`p.organization_id`),
  sort: '-day',
});

/** How many days of the actor's part have a difference that nobody explained. One statement. */
export const countDifferingDays = async (db: Db, actor: Actor): Promise<number> =>
  (await readTotals(db, reconciledList, reconciliationScope(actor), { state: ['differs'] })).count;

export const differenceList = list({
  columns: differenceColumns,
  name: 'Расхождения с банком',
  values: {
    day: sql`d.day`,
    organization: sql`p.organization`,
    kind: sql`d.kind`,
    subject: sql`d.subject`,
    ourKopecks: sql`d.our_kopecks`,
    theirKopecks: sql`d.their_kopecks`,
    status: sql`d.status`,
    note: sql`d.note`,
    paymentId: sql`d.payment_id`,
    organizationId: sql`d.organization_id`,
  },
  id: { value: sql`d.id`, type: 'uuid' },
  from: () => sql`reconciliation.difference d join reconciliation.part p on p.organization_id = d.organization_id and p.day = d.day`,
  where: (scope: ReconciliationScope) => within(scope, sql`d.organization_id`),
  sort: '-day',
});

export type DifferenceRow = Selectable<DifferenceTable>;
type Shown = AnswerOf<typeof noteDifference>;

/** Differences as the screen shows them, with the names of who closed them. One statement more. */
export async function differencesShown(db: Db, actor: Actor, rows: readonly DifferenceRow[]): Promise<Shown[]> {
  const names = await personNames(db, [...new Set(rows.flatMap((row) => row.closed_by ?? []))]);
  const money = (kopecks: bigint | null): number | null => (kopecks === null ? null : kopecksToJson(kopecks));
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as DifferenceKind,
    subject: row.subject,
    paymentId: row.payment_id,
    acquirerId: row.acquirer_id,
    ourKopecks: money(row.our_kopecks),
    theirKopecks: money(row.their_kopecks),
    foundAt: row.found_at,
    status: row.status as Shown['status'],
    note: row.note,
    closedBy: row.closed_by === null ? null : (names.get(row.closed_by)?.full ?? null),
    closedAt: row.closed_at,
    version: row.version,
    can: { note: maySettle(actor, { organizationId: row.organization_id, status: row.status }) },
  }));
}

const AT_ONCE = 50;

/** One payee's day, four statements; object.notFound out of the actor's reach. The open differences come first, fifty after the mark. */
export async function readReconciledDay(
  ground: Ground,
  { db, actor }: Reading,
  { organizationId, day, after }: { organizationId: string; day: string; after?: string },
): Promise<AnswerOf<typeof getReconciledDay>> {
  type Row = {
    organization: string;
    state: AnswerOf<typeof getReconciledDay>['state'];
    comparedAt: string;
    count: number;
    settledAt: string | null;
    settledBy: string | null;
    differenceCount: number;
  } & Record<'ours' | 'theirs' | 'ourRefunds' | 'theirRefunds' | 'fee' | 'registers' | 'settled', bigint> & { bank: bigint | null };
  const { rows } = await sql<Row>`
    select p.organization, ${STATE} as state, p.compared_at as "comparedAt", p.count, p.our_kopecks as ours, p.their_kopecks as theirs, p.our_refund_kopecks as "ourRefunds", p.their_refund_kopecks as "theirRefunds", p.fee_kopecks as fee,
      p.register_kopecks as registers, p.bank_kopecks as bank, p.settled_kopecks as settled, p.settled_at as "settledAt", p.settled_by as "settledBy", (select count(*)::int from reconciliation.difference d where d.organization_id = p.organization_id and d.day = p.day) as "differenceCount"
    from ${PARTS} where p.organization_id = ${organizationId} and p.day = ${day} and ${within(reconciliationScope(actor), sql`p.organization_id`)}`.execute(db);
  const part = found(rows[0]);
  const [isClosed, kind, id] = after?.split(' ') ?? [];
  const more = await db
    .selectFrom('reconciliation.difference')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('day', '=', day)
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(status <> 'open', kind, id) > (${isClosed}::boolean, ${kind}, ${id}::uuid)`))
    .orderBy(sql`status <> 'open'`)
    .orderBy('kind')
    .orderBy('id')
    .limit(AT_ONCE + 1)
    .execute();
  const differences = more.slice(0, AT_ONCE);
  const last = more.length > AT_ONCE ? differences.at(-1) : undefined;
  await lookAtPayers(
    { ground, db, actor },
    differences.map((row) => ({ paymentId: row.payment_id })),
  );
  return {
    organizationId,
    organization: part.organization,
    day,
    state: part.state,
    comparedAt: part.comparedAt,
    count: part.count,
    ourKopecks: kopecksToJson(part.ours),
    theirKopecks: kopecksToJson(part.theirs),
    ourRefundKopecks: kopecksToJson(part.ourRefunds),
    theirRefundKopecks: kopecksToJson(part.theirRefunds),
    feeKopecks: kopecksToJson(part.fee),
    dueKopecks: kopecksToJson(dueKopecks({ ourKopecks: part.ours, ourRefundKopecks: part.ourRefunds, feeKopecks: part.fee })),
    bankKopecks: part.bank === null ? null : kopecksToJson(part.bank),
    registerKopecks: kopecksToJson(part.registers),
    differences: await differencesShown(db, actor, differences),
    differenceCount: part.differenceCount,
    next: last ? `${last.status !== 'open'} ${last.kind} ${last.id}` : null,
    settledKopecks: kopecksToJson(part.settled),
    settledAt: part.settledAt,
    settledBy: part.settledBy === null ? null : ((await personNames(db, [part.settledBy])).get(part.settledBy)?.full ?? null),
    can: {
      settle: maySettleDay(actor, { organizationId, state: part.state }),
      settlePart:
        part.settledAt === null &&
        maySettlePart(actor, { organizationId, state: part.state, leftKopecks: (part.bank ?? 0n) - part.settled, ourKopecks: part.ours }),
    },
  };
}
