// Charges and bills for tests, posted through the door.
import type { ChargeTerms } from '#contract/charge-terms';
import { postComputedCharges } from '#modules/billing';
import { newId } from '#platform/ids';
import { portal, type World } from '#test/world';
import type { MadeAccount } from './accounts.ts';

/** Terms of a rate by area: `sumOf` square metres × a tariff. */
export const areaTerms = (period: string, area: string, tariff: string): ChargeTerms => ({
  method: 'areaRate',
  period,
  benefit: null,
  area,
  pieces: [{ tariff: { value: tariff, from: '2026-01-01', decision: 'Решение собрания № 1' }, part: null }],
});

/** Posts a run of charges on accounts of one house and organization: `{ heating: terms }` for each account. */
export async function postRun(
  world: World,
  accounts: readonly MadeAccount[],
  {
    period,
    charges,
    onDay = `${period}-28`,
    runId = newId(world.now),
  }: { period: string; charges: Record<string, ChargeTerms>; onDay?: string; runId?: string },
): Promise<string> {
  const [first] = accounts;
  const rows = accounts.flatMap(({ accountId }) => Object.entries(charges).map(([serviceCode, terms]) => ({ accountId, serviceCode, terms })));
  await world.run(
    portal,
    (work) =>
      postComputedCharges(work, {
        houseId: first!.houseId,
        organizationId: first!.organizationId,
        period,
        runId,
        runName: 'Расчёт портала',
        onDay,
        charges: [rows],
      }),
    newId(new Date()),
  );
  return runId;
}
