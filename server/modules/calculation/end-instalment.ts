// An instalment is ended before its last part: what no posted run has brought comes in the next one.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { endInstalment as endpoint } from '#contract/instalments';
import { formatMonthName } from '#contract/russian';
import { reverseSource } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { type Kopecks, kopecksToJson, sumKopecks } from '#platform/money';
import { dayIn, monthOf } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import type { InstalmentTable } from './calculation.tables.ts';
import { INSTALMENT_SOURCE, INSTALMENT_ZONE } from './make-instalment.ts';
import { holdRuns, refuseWhilePosting, staleRuns } from './open-days.ts';
import './calculation.tables.ts';

type Key = { readonly houseId: string; readonly instalmentId: string };

/** Takes the parts away that no posted run has brought, and ends the instalment; answers them, the first first. Refuses instalment.ended. */
async function cancelLeft(work: Work, { houseId, instalmentId }: Key) {
  const left = await work.tx
    .selectFrom('calculation.recalculation as c')
    .leftJoin('calculation.run as r', (on) => on.onRef('r.house_id', '=', 'c.house_id').onRef('r.id', '=', 'c.run_id'))
    .select(['c.id', 'c.terms', 'c.from_month as fromMonth'])
    .where('c.house_id', '=', houseId)
    .where('c.instalment_id', '=', instalmentId)
    .where('c.cancelled_at', 'is', null)
    .where((on) => on.or([on('c.run_id', 'is', null), on('r.status', '<>', 'posted')]))
    .orderBy('c.from_month')
    .execute();
  const ended = await work.tx
    .updateTable('calculation.instalment')
    .set({ ended_at: work.now.toISOString() })
    .where('house_id', '=', houseId)
    .where('id', '=', instalmentId)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!ended || left.length === 0) refuse('instalment.ended');
  const ids = left.map(({ id }) => id);
  await work.tx
    .updateTable('calculation.recalculation')
    .set({ cancelled_at: work.now.toISOString(), run_id: null })
    .where('house_id', '=', houseId)
    .where('id', 'in', ids)
    .execute();
  return left;
}

/** What is left waits for the next run of any month: it is due with the bill of that month. */
async function bringRest(work: Work, row: InstalmentTable, kopecks: Kopecks): Promise<void> {
  const terms = {
    method: 'recalculation',
    period: monthOf(row.first_month),
    benefit: null,
    reason: `рассрочка за ${formatMonthName(row.month.slice(0, 7))} закончена раньше срока`,
    document: row.document,
    ground: { by: 'decision', sumKopecks: kopecksToJson(kopecks) },
  };
  await work.tx
    .insertInto('calculation.recalculation')
    .values({
      house_id: row.house_id,
      id: deriveId(row.id, 'end'),
      organization_id: row.organization_id,
      account_id: row.account_id,
      service_code: row.service_code,
      month: row.month,
      terms: JSON.stringify(terms),
      kopecks,
      decided_by: personIdOf(work.actor),
      decided_at: work.now.toISOString(),
      run_id: null,
      instalment_id: row.id,
      from_month: null,
    })
    .execute();
}

/**
 * Command. Parts that no posted run has brought are cancelled; what they owe comes in the next run. Where none was brought the debt is
 * its own month's again. Refuses run.notReady, instalment.ended.
 */
export async function endInstalment(work: Work, { params }: InputOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  const { houseId, instalmentId } = params;
  const row = found(
    await work.tx.selectFrom('calculation.instalment').selectAll().where('house_id', '=', houseId).where('id', '=', instalmentId).executeTakeFirst(),
  );
  const { organization_id: organizationId, account_id: accountId, service_code: serviceCode } = row;
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  await holdRuns(work, organizationId);
  await refuseWhilePosting(work, { houseId, organizationId });
  await lockName(work.tx, `calculation.instalment ${accountId}`);
  const left = await cancelLeft(work, params);
  const isBegun = left.length < row.parts;
  const leftKopecks = isBegun ? sumKopecks(left.map(({ terms }) => BigInt((terms as { ground: { partKopecks: number } }).ground.partKopecks))) : 0n;
  if (isBegun) await bringRest(work, row, leftKopecks);
  else {
    const happenedOn = dayIn(INSTALMENT_ZONE, work.now);
    await reverseSource(work, { houseIds: [houseId], sourceKind: INSTALMENT_SOURCE, sourceId: instalmentId }, { happenedOn, note: 'Рассрочка отменена' });
  }
  await staleRuns(work, { organizationId, houseId, from: monthOf(left[0]!.fromMonth ?? row.first_month) });
  work.journal({
    stream: `house:${houseId}`,
    action: 'instalment.ended',
    object: { kind: 'account', id: accountId },
    houseId,
    organizationId,
    facts: { service: serviceCode, period: row.month.slice(0, 7), kopecks: kopecksToJson(leftKopecks) },
  });
  return { leftKopecks: kopecksToJson(leftKopecks) };
}
