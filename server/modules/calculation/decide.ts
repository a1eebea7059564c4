// A decision is entered: drafts of its months are counted anew with it, and of months already posted it makes recalculations at once, so
// that each month meets it exactly once. The organization's runs are held meanwhile: none is posted between the look and the writing.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { DecisionFacts, makeDecision, withdrawDecision } from '#contract/decisions';
import { formatDayDigits } from '#contract/russian';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { kopecksToJson, sumKopecks } from '#platform/money';
import { monthOf } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { wrongFact } from './decision-span.ts';
import { correctionsOf, type DecisionBody, type Entered, enteredAt, placeOf } from './entered-decision.ts';
import { holdRuns, openDays, refuseWhilePosting, staleRuns } from './open-days.ts';
import './calculation.tables.ts';

/** Command: enters a decision. Refuses by field, object.notFound, run.notReady. */
export async function decide(work: Work, body: DecisionBody): Promise<AnswerOf<typeof makeDecision>> {
  const { organizationId, document, facts } = body;
  const placed = await placeOf(work.tx, work.actor, body);
  const { houseId, accountId } = placed;
  await holdRuns(work, organizationId);
  await refuseWhilePosting(work, { houseId, organizationId });
  const entered = await enteredAt(work.tx, placed, facts);
  const { from, to } = entered;
  await refuseOverlap(work, entered, facts);
  const id = deriveId(work.id, 'decision');
  const corrections = await correctionsOf(work.tx, entered, { id, accountId, document, facts });
  const [decidedBy, decidedAt] = [personIdOf(work.actor), work.now.toISOString()];
  await insertRows(
    work.tx,
    'calculation.recalculation',
    corrections.map((one, place) => ({
      house_id: houseId,
      id: deriveId(id, `${one.accountId} ${one.month} ${one.serviceCode} ${place}`),
      organization_id: organizationId,
      account_id: one.accountId,
      service_code: one.serviceCode,
      month: `${one.month}-01`,
      terms: one.terms,
      kopecks: one.kopecks,
      decided_by: decidedBy,
      decided_at: decidedAt,
      run_id: null,
    })),
  );
  await work.tx
    .insertInto('calculation.decision')
    .values({
      house_id: houseId,
      id,
      organization_id: organizationId,
      kind: facts.kind,
      account_id: accountId,
      service_code: 'serviceCode' in facts ? facts.serviceCode : null,
      from_day: from,
      to_day: to,
      facts: JSON.stringify(facts),
      document,
      decided_at: decidedAt,
      decided_by: decidedBy,
      withdrawn_at: null,
    })
    .execute();
  await staleRuns(work, { organizationId, houseId, from: monthOf(from) });
  const kopecks = kopecksToJson(sumKopecks(corrections.map((one) => one.kopecks)));
  work.journal({
    stream: `house:${houseId}`,
    action: 'decision.made',
    object: { kind: 'decision', id },
    houseId,
    organizationId,
    facts: { what: facts.kind, fromDay: from, ...(to !== null && { toDay: to }), amountKopecks: kopecks },
  });
  return { decisionId: id, recalculations: corrections.length, kopecks };
}

/** Days of one account are absent once, and hours of a service are poor once; held, so that two entered at the same time do not miss each other. */
async function refuseOverlap(work: Work, { houseId, accountId, from, to }: Entered, facts: DecisionFacts): Promise<void> {
  if ((facts.kind !== 'absence' && facts.kind !== 'quality') || to === null) return;
  await lockName(work.tx, `calculation.${facts.kind} ${facts.kind === 'absence' ? accountId : houseId}`);
  const others = await work.tx
    .selectFrom('calculation.decision')
    .select(['account_id', 'from_day', 'to_day', 'facts'])
    .where('house_id', '=', houseId)
    .where('kind', '=', facts.kind)
    .where('withdrawn_at', 'is', null)
    .where('from_day', '<=', to)
    .where('to_day', '>=', from)
    .orderBy('from_day')
    .execute();
  for (const other of others) {
    if (accountId !== null && other.account_id !== null && other.account_id !== accountId) continue;
    const days = `с ${formatDayDigits(other.from_day)} по ${formatDayDigits(other.to_day!)}`;
    if (facts.kind === 'absence') wrongFact('leftOn', `На эти дни отсутствие уже внесено: ${days}. Введите другие дни или отзовите его`);
    const known = other.facts as DecisionFacts;
    if (
      facts.kind === 'quality' &&
      known.kind === 'quality' &&
      known.serviceCode === facts.serviceCode &&
      known.defect === facts.defect &&
      known.fromAt < facts.toAt &&
      known.toAt > facts.fromAt
    )
      wrongFact('fromAt', `Эти часы уже внесены: ${days}. Введите другие или отзовите внесённое`);
  }
}

/** Command: takes back a decision all of whose months are still open. */
export async function withdraw(work: Work, { houseId, decisionId }: InputOf<typeof withdrawDecision>['params']): Promise<AnswerOf<typeof withdrawDecision>> {
  const row = found(
    await work.tx.selectFrom('calculation.decision').selectAll().where('house_id', '=', houseId).where('id', '=', decisionId).executeTakeFirst(),
  );
  found(runOrganizations(work.actor).includes(row.organization_id) || undefined);
  await holdRuns(work, row.organization_id);
  const openFrom = (await openDays(work.tx, row.organization_id)).get(houseId) ?? null;
  if (openFrom !== null && row.from_day < openFrom) refuse('decision.used');
  await work.tx
    .updateTable('calculation.decision')
    .set({ withdrawn_at: work.now.toISOString() })
    .where('house_id', '=', houseId)
    .where('id', '=', decisionId)
    .where('withdrawn_at', 'is', null)
    .execute();
  await staleRuns(work, { organizationId: row.organization_id, houseId, from: monthOf(row.from_day) });
  work.journal({
    stream: `house:${houseId}`,
    action: 'decision.withdrawn',
    object: { kind: 'decision', id: decisionId },
    houseId,
    organizationId: row.organization_id,
    facts: { what: row.kind },
  });
  return { decisionId };
}
