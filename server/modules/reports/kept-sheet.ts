// A turnover sheet of more accounts than a page may wait for: counted by a job, house by house, and kept.
import { type RawBuilder, sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getTurnoverSheet, orderTurnoverSheet } from '#contract/reports';
import { formatMonth } from '#contract/russian';
import { recalculationRows } from '#modules/billing';
import { hasMoreAccounts, housesOfIssuer, turnoverRows } from '#modules/ledger';
import { type Actor, organizationsOf } from '#platform/actor';
import { refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { openProgress, progressOf, startProgress } from '#platform/progress';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Month } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { REPORT_STAFF } from './debtors.ts';
import './reports.tables.ts';

export type Span = { readonly from: Month; readonly to: Month };
export type SheetKey = { readonly organizationId: string; readonly sheetId: string };
/** `sheet` null: it is not counted yet. */
export type Kept = { readonly sheet: SheetKey | null };

/** As many accounts are counted while the page waits: a second on an idle machine, within the time limit on a very busy one. */
const LIVE_MOST = 20_000;
const HOUSES_AT_ONCE = 20;
const first = (month: Month): string => `${month}-01`;

const organizationsFor = (actor: Actor): string[] => organizationsOf(actor, REPORT_STAFF).toSorted();

/** Nothing where the sheet is counted for each page. Two statements at most. */
export async function keptFor(db: Db, organizationIds: readonly string[], { from, to }: Span, liveMost = LIVE_MOST): Promise<Kept | undefined> {
  if (!(await hasMoreAccounts(db, organizationIds, liveMost))) return undefined;
  const row = await sheets(db, organizationIds.toSorted(), { from, to }).where('made_at', 'is not', null).select(['organization_id', 'id']).executeTakeFirst();
  return { sheet: row ? { organizationId: row.organization_id, sheetId: row.id } : null };
}

const sheets = (db: Db, organizationIds: readonly string[], { from, to }: Span) =>
  db
    .selectFrom('reports.sheet')
    .where('organization_id', '=', organizationIds[0]!)
    .where(sql<boolean>`organization_ids = ${[...organizationIds]}::uuid[]`)
    .where('from_month', '=', first(from))
    .where('to_month', '=', first(to))
    .orderBy('asked_at', 'desc')
    .limit(1);

/** What the list reads instead of the ledger. */
export const keptRows = ({ organizationId, sheetId }: SheetKey): RawBuilder<unknown> =>
  sql`(select * from reports.sheet_row where organization_id = ${organizationId} and sheet_id = ${sheetId})`;

/** GET …/sheet: whether the sheet is counted in the background, when it was, and how far the counting is. */
export async function readSheet({ db, actor }: Reading, span: Span, liveMost = LIVE_MOST): Promise<AnswerOf<typeof getTurnoverSheet>> {
  const organizationIds = organizationsFor(actor);
  if (!(await hasMoreAccounts(db, organizationIds, liveMost))) return { isKept: false, madeAt: null, progress: null };
  const made = await sheets(db, organizationIds, span).where('made_at', 'is not', null).select('made_at').executeTakeFirst();
  const going = await sheets(db, organizationIds, span).select(['progress_id', 'made_at']).executeTakeFirst();
  const progress = going && going.made_at === null ? await progressOf(db, actor, going.progress_id) : null;
  return {
    isKept: true,
    madeAt: made?.made_at ?? null,
    progress: progress && {
      id: progress.id,
      done: progress.done,
      total: progress.total,
      status: progress.status,
      note: progress.note,
      canCancel: progress.can.cancel,
    },
  };
}

/** Refuses months in the wrong order by their field. */
export function refuseOrder({ from, to }: Span): void {
  if (from > to) refuseFields([{ pointer: '/to', code: 'order', detail: 'Последний месяц раньше первого. Поменяйте их местами' }]);
}

/** POST …/sheet: orders the counting; one that goes on is answered again. Refuses months in the wrong order. */
export async function orderSheet(work: Work, span: Span): Promise<AnswerOf<typeof orderTurnoverSheet>> {
  refuseOrder(span);
  const organizationIds = organizationsFor(work.actor);
  const organizationId = organizationIds[0]!;
  await lockName(work.tx, `turnover ${organizationIds.join(' ')} ${span.from} ${span.to}`);
  const going = await sheets(work.tx, organizationIds, span)
    .where('made_at', 'is', null)
    .innerJoin('platform.progress as p', 'p.id', 'progress_id')
    .where('p.status', 'in', ['running', 'cancelling'])
    .select('progress_id')
    .executeTakeFirst();
  if (going) return { progressId: going.progress_id };
  const sheetId = deriveId(work.id, 'turnover');
  const progressId = deriveId(sheetId, 'progress');
  await work.tx
    .insertInto('reports.sheet')
    .values({
      organization_id: organizationId,
      id: sheetId,
      organization_ids: organizationIds,
      from_month: first(span.from),
      to_month: first(span.to),
      progress_id: progressId,
      asked_at: work.now.toISOString(),
      made_at: null,
    })
    .execute();
  await startProgress(
    work.tx,
    {
      id: progressId,
      owner: `organization:${organizationId}`,
      kind: 'reports.turnover',
      title: `Оборотная ведомость, ${formatMonth(span.from)} — ${formatMonth(span.to)}`,
      mayCancel: true,
    },
    work.now,
  );
  work.order({ task: 'reports.turnover', payload: { organizationId, sheetId } satisfies SheetKey, key: sheetId });
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'report.ordered',
    object: { kind: 'report', id: sheetId },
    organizationId,
    facts: { fromMonth: span.from, toMonth: span.to },
  });
  return { progressId };
}

class Stopped extends Error {}

/** The job: one state of the ledger for all houses; nothing of it is seen before the whole. Stopped or killed, it leaves the sheet before it. */
export const makeSheetJob: Job = {
  deadlineSeconds: 1_800,
  attempts: 3,
  async run({ ground, db, now }, payload) {
    const { organizationId, sheetId } = payload as SheetKey;
    const sheet = await db.selectFrom('reports.sheet').selectAll().where('organization_id', '=', organizationId).where('id', '=', sheetId).executeTakeFirst();
    if (!sheet || sheet.made_at !== null) return;
    const progress = openProgress(ground, sheet.progress_id);
    const span = { from: sheet.from_month.slice(0, 7), to: sheet.to_month.slice(0, 7) };
    try {
      await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx) => {
          const houses = await housesOfIssuer(tx, sheet.organization_ids);
          for (let from = 0; from < houses.length; from += HOUSES_AT_ONCE) {
            if (await progress.advance({ done: BigInt(from), total: BigInt(houses.length) })) throw new Stopped();
            await countHouses(tx, sheet, span, houses.slice(from, from + HOUSES_AT_ONCE));
          }
          await progress.advance({ done: BigInt(houses.length), total: BigInt(houses.length) });
          await tx
            .updateTable('reports.sheet')
            .set({ made_at: now().toISOString() })
            .where('organization_id', '=', organizationId)
            .where('id', '=', sheetId)
            .execute();
          await tx
            .deleteFrom('reports.sheet')
            .where('organization_id', '=', organizationId)
            .where('organization_ids', '=', sql<string[]>`${sheet.organization_ids}::uuid[]`)
            .where('from_month', '=', sheet.from_month)
            .where('to_month', '=', sheet.to_month)
            .where('asked_at', '<=', sheet.asked_at)
            .where('id', '<>', sheetId)
            .execute();
        });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      return progress.cancelled();
    }
    await progress.finish();
  },
};

type Sheet = { organization_id: string; id: string; organization_ids: string[] };

const countHouses = (tx: Db, { organization_id: organizationId, id, organization_ids: organizationIds }: Sheet, span: Span, houses: readonly string[]) =>
  sql`
  insert into reports.sheet_row (organization_id, sheet_id, house_id, service_code, opening, charged, penalties, paid, refunded, recalculated)
  select ${organizationId}, ${id}, t.house_id, t.service_code, t.opening, t.charged, t.penalties, t.paid, t.refunded, coalesce(r.recalculated, 0)
  from ${turnoverRows(organizationIds, span, houses)} t left join ${recalculationRows(organizationIds, span, houses)} r on r.house_id = t.house_id and r.service_code = t.service_code`.execute(
    tx,
  );
