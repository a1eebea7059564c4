// The owners of a house take on themselves what common property takes over the norm: the manager of the house tells it by the minutes, drafts are counted anew.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { setOverNorm as endpoint } from '#contract/house-keeping';
import { housesByIds, setOverNorm } from '#modules/housing';
import { organizationsOf } from '#platform/actor';
import { found } from '#platform/errors';
import { monthOf } from '#platform/time';
import type { Work } from '#platform/work';
import { holdRunsOfHouse, staleRunsOfHouse } from './open-days.ts';

/** Command. What posted months were charged stays. Refuses object.changed, by field. */
export async function tellOverNorm(
  work: Work,
  { params: { houseId }, body: { version, overNorm } }: InputOf<typeof endpoint>,
): Promise<AnswerOf<typeof endpoint>> {
  const [known] = await housesByIds(work.tx, [houseId]);
  const { managerId } = found(known && organizationsOf(work.actor, ['manager', 'accountant']).includes(known.managerId) ? known : undefined);
  await holdRunsOfHouse(work, houseId);
  const { before, what, version: written } = await setOverNorm(work, { houseId, managerId }, { version, typed: overNorm });
  if (what === '') return { version };
  work.journal({
    stream: `house:${houseId}`,
    action: 'house.overNormSet',
    object: { kind: 'house', id: houseId },
    houseId,
    organizationId: managerId,
    facts: { what },
  });
  await staleRunsOfHouse(work, { houseId, from: monthOf([before?.fromDay, overNorm?.fromDay.trim()].filter((day) => day !== undefined).sort()[0]!) });
  return { version: written };
}
