// A correction of a posted month is decided here and taken by the next run: a posted line is never edited (CALC-2).
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { TermsOf } from '#contract/charge-terms';
import type { addRecalculation as addEndpoint } from '#contract/calculation';
import { placedSums, isPlacedSum } from '#contract/placed-sums';
import { chargesInForce, sumOfTerms } from '#modules/billing';
import { accountsByIds } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import { daysInMonth } from '#platform/time';
import type { Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import './calculation.tables.ts';

type Asked = InputOf<typeof addEndpoint>['body'];

/** Refuses recalculation.notCharged where the month has no line of the service, recalculation.tooMuch where more would go back than was charged. */
export async function addRecalculation(
  work: Work,
  { houseId, accountId, serviceCode, month, reason, document, ground }: Asked,
): Promise<AnswerOf<typeof addEndpoint>> {
  const [account] = await accountsByIds(work.tx, [{ houseId, accountId }]);
  const { organizationId } = found(account && runOrganizations(work.actor).includes(account.organizationId) ? account : undefined);
  const lines = await chargesInForce(work.tx, { houseId, organizationId }, { from: month, to: month });
  const line = lines.find((one) => one.accountId === accountId && one.serviceCode === serviceCode);
  if (!line) refuse('recalculation.notCharged');
  const monthKopecks = kopecksToJson(line.totalKopecks);
  const of = daysInMonth(month);
  const terms: TermsOf<'recalculation'> = {
    method: 'recalculation',
    period: month,
    benefit: null,
    reason,
    document,
    ground: ground.by === 'sum' ? { by: 'decision', sumKopecks: ground.kopecks } : { by: 'days', monthKopecks, days: Math.min(ground.days, of), of },
  };
  const kopecks = sumOfTerms(terms);
  const sign = isPlacedSum(serviceCode) ? BigInt(placedSums[serviceCode].sign) : 1n;
  if (-kopecks * sign > line.totalKopecks * sign) refuse('recalculation.tooMuch');
  const recalculationId = deriveId(work.id, 'recalculation');
  const row = {
    house_id: houseId,
    id: recalculationId,
    organization_id: organizationId,
    account_id: accountId,
    service_code: serviceCode,
    month: `${month}-01`,
    terms: JSON.stringify(terms),
    kopecks,
    decided_by: personIdOf(work.actor),
    decided_at: work.now.toISOString(),
    run_id: null,
  };
  await work.tx.insertInto('calculation.recalculation').values(row).execute();
  work.journal({
    stream: `house:${houseId}`,
    action: 'recalculation.decided',
    object: { kind: 'recalculation', id: recalculationId },
    houseId,
    organizationId,
    facts: { service: serviceCode, period: month, kopecks: kopecksToJson(kopecks) },
  });
  return { recalculationId, kopecks: kopecksToJson(kopecks) };
}
