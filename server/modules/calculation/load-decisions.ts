// Decisions as the core takes them: those of a house that touch a month.
import type { DecisionFacts } from '#contract/decisions';
import type { Db } from '#platform/tables';
import { addMonths, firstDay, lastDay, startOfDay, type Month } from '#platform/time';
import { breakRulesOf } from './calculation-rules.ts';
import type { Decision } from './decisions.ts';
import { poorHours } from './quality.ts';
import './calculation.tables.ts';

export type StoredDecision = { readonly id: string; readonly accountId: string | null; readonly document: string; readonly facts: DecisionFacts };

/** The decision's part in the month; null where it has none. A break or low quality is cut at the month's ends by the clock of the house. Pure. */
export function decisionIn(month: Month, { id, accountId, document, facts }: StoredDecision, timeZone: string): Decision | null {
  if (facts.kind === 'absence')
    return {
      id,
      accountId,
      kind: 'absence',
      absence: { leftOn: facts.leftOn, returnedOn: facts.returnedOn, persons: facts.persons, appliedOn: facts.appliedOn, document },
    };
  if (facts.kind === 'benefit') {
    const whole = facts.fromDay <= lastDay(month) && (facts.toDay === null || facts.toDay >= firstDay(month));
    return whole
      ? {
          id,
          accountId,
          kind: 'benefit',
          rule: { title: facts.title, percent: facts.percent, services: facts.services, covers: facts.covers },
          holders: facts.holders,
          areaStandard: facts.areaStandard,
        }
      : null;
  }
  if (facts.kind === 'subsidy') {
    const whole = facts.fromMonth <= month && (facts.toMonth === null || facts.toMonth >= month);
    return whole ? { id, accountId, kind: 'subsidy', rule: { title: facts.title, services: facts.services, amount: facts.amount } } : null;
  }
  const [from, to] = [startOfDay(timeZone, firstDay(month)).getTime(), startOfDay(timeZone, firstDay(addMonths(month, 1))).getTime()];
  const [fromMs, toMs] = [Math.max(from, Date.parse(facts.fromAt)), Math.min(to, Date.parse(facts.toAt))];
  if (fromMs >= toMs) return null;
  if (facts.kind === 'quality') return { id, accountId, kind: 'quality', facts, hours: poorHours({ fromMs, toMs }, timeZone, firstDay(month)), document };
  return { id, accountId, kind: 'break', serviceCode: facts.serviceCode, fromMs, toMs, rule: breakRulesOf(firstDay(month))[facts.breakKind], document };
}

/** Decisions in force of the organization in the house that touch the month, in the order they were made. One statement. */
export async function decisionsOf(
  db: Db,
  { houseId, organizationId, month }: { houseId: string; organizationId: string; month: Month },
  timeZone: string,
): Promise<Decision[]> {
  const rows = await db
    .selectFrom('calculation.decision')
    .select(['id', 'account_id', 'document', 'facts'])
    .where('house_id', '=', houseId)
    .where('organization_id', '=', organizationId)
    .where('withdrawn_at', 'is', null)
    .where('from_day', '<=', lastDay(month))
    .where((on) => on.or([on('to_day', 'is', null), on('to_day', '>=', firstDay(month))]))
    .orderBy('decided_at')
    .orderBy('id')
    .execute();
  return rows.flatMap(
    (row) => decisionIn(month, { id: row.id, accountId: row.account_id, document: row.document, facts: row.facts as DecisionFacts }, timeZone) ?? [],
  );
}
