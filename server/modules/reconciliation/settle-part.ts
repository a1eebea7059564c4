// A day whose transfer differs: the accountant books what agrees and came; the rest stays on its way, the differences stay open.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { settlePart as settlePartEndpoint } from '#contract/reconciliation';
import { formatDay } from '#contract/russian';
import { postSettlements } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged } from '#platform/errors';
import { kopecksToJson, sumKopecks } from '#platform/money';
import type { Work } from '#platform/work';
import { reconciliationScope } from './reconciliation.policy.ts';
import './reconciliation.events.ts';
import { bookedOnAccounts, registerOf, rowsOfDays, transferDays } from './rows-of-day.ts';
import { coveredBy, netKopecks } from './settlement.ts';

/**
 * Command: payments of one sum here and in the acquirer's list, as far as the money that came reaches. `settledKopecks` is what was booked
 * before, as the accountant saw it: whoever is second is told. Refuses reconciliation.settled, reconciliation.unequal, object.changed.
 */
export async function settlePart(
  work: Work,
  { params: { organizationId, day }, body }: InputOf<typeof settlePartEndpoint>,
): Promise<AnswerOf<typeof settlePartEndpoint>> {
  found(reconciliationScope(work.actor).organizationIds.includes(organizationId) || undefined);
  const part = found(
    await work.tx
      .selectFrom('reconciliation.part')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('day', '=', day)
      .forUpdate()
      .executeTakeFirst(),
  );
  const onDay = formatDay(day);
  if (part.settled_at !== null) refuse('reconciliation.settled', { onDay });
  if (kopecksToJson(part.settled_kopecks) !== body.settledKopecks) refuseChanged({ settledKopecks: kopecksToJson(part.settled_kopecks) });
  if (part.bank_kopecks === null) refuse('reconciliation.unequal', { onDay, why: 'перевода ещё нет' });
  const { onTheWay } = (await rowsOfDays(work.tx, [part])).get(day)!;
  const covered = coveredBy(onTheWay.filter(await bookedOnAccounts(work.tx, onTheWay)), part.bank_kopecks - part.settled_kopecks);
  if (covered.length === 0) refuse('reconciliation.unequal', { onDay, why: 'всё, что сошлось и пришло, уже проведено' });
  const happenedOn = (await transferDays(work.tx, organizationId, [day])).get(day) ?? day;
  await postSettlements(
    work,
    covered.map((row) => ({ ...row, sourceId: registerOf(organizationId, day, part.settled_parts), happenedOn })),
  );
  const kopecks = kopecksToJson(netKopecks(covered));
  await work.tx
    .updateTable('reconciliation.part')
    .set((on) => ({
      settled_kopecks: on('settled_kopecks', '+', BigInt(kopecks)),
      settled_parts: on('settled_parts', '+', 1),
      settled_by: personIdOf(work.actor),
    }))
    .where('organization_id', '=', organizationId)
    .where('day', '=', day)
    .execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'reconciliation.settledPart',
    object: { kind: 'reconciliation', id: work.id },
    organizationId,
    facts: { onDay: day, amountKopecks: kopecks },
  });
  work.emit('reconciliation.changed', { organizationId, day }, [`organization:${organizationId}`]);
  return { kopecks, feeKopecks: kopecksToJson(sumKopecks(covered.map((row) => row.feeKopecks))), settledKopecks: body.settledKopecks + kopecks };
}
