// «Почему столько?» (CHG-2): the terms of a charge beside those of the month before.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getChargeReason } from '#contract/billing';
import { isPlacedSum } from '#contract/placed-sums';
import { serviceMap } from '#modules/directory';
import { found } from '#platform/errors';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import { addMonths } from '#platform/time';
import { seenAccounts } from './charges.queries.ts';
import { termsOfCharge } from './charge-terms-of-row.ts';
import { explain } from './charge-explanation.ts';
import { explainPlacedSum } from './explain-placed-sum.ts';
import './billing.tables.ts';

/** Explains a charge of an account that the caller sees; any other is not found. */
export async function explainCharge(reading: Reading, { houseId, chargeId }: { houseId: string; chargeId: string }): Promise<AnswerOf<typeof getChargeReason>> {
  const { db } = reading;
  const accounts = await seenAccounts(reading);
  const charge = found(
    await db
      .selectFrom('billing.charge')
      .selectAll()
      .where('house_id', '=', houseId)
      .where('id', '=', chargeId)
      .where('account_id', '=', sql<string>`any(${accounts.map((account) => account.accountId)}::uuid[])`)
      .executeTakeFirst(),
  );
  const account = accounts.find((one) => one.accountId === charge.account_id)!;
  const before = await db
    .selectFrom('billing.charge')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('account_id', '=', charge.account_id)
    .where('service_code', '=', charge.service_code)
    .where('period', '=', `${addMonths(charge.period.slice(0, 7), -1)}-01`)
    .where('ended_by', 'is', null)
    .executeTakeFirst();
  const isPlaced = isPlacedSum(charge.service_code);
  const service = (await serviceMap(db)).get(charge.service_code);
  return {
    accountId: charge.account_id,
    serviceCode: charge.service_code,
    service: service?.name ?? charge.service_code,
    organization: account.organization.name,
    phone: account.organization.phone,
    period: charge.period.slice(0, 7),
    totalKopecks: kopecksToJson(charge.total_kopecks),
    accruedKopecks: kopecksToJson(isPlaced ? charge.total_kopecks : charge.accrued_kopecks),
    recalculationKopecks: isPlaced ? 0 : kopecksToJson(charge.recalculation_kopecks),
    benefitKopecks: kopecksToJson(charge.benefit_kopecks),
    explanation: isPlaced ? explainPlacedSum(charge) : explain(termsOfCharge(charge), before ? termsOfCharge(before) : null),
  };
}
