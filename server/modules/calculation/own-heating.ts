// A flat cut off from the heating of its house pays the common part (annex 2 to Rules 354): staff of the house's manager tell it by the act, drafts are counted anew.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { setOwnHeating as endpoint } from '#contract/housing';
import { housesByIds, mayLeaveHeating, premisesOf, setOwnHeating } from '#modules/housing';
import { organizationsOf } from '#platform/actor';
import { found, refuseFields } from '#platform/errors';
import { dayIn, type Month, monthOf } from '#platform/time';
import type { Work } from '#platform/work';
import { holdRunsOfHouse, staleRunsOfHouse } from './open-days.ts';

/** Command. What posted months were charged stays; where heat was paid evenly, the correction of the year settles it. Refuses object.changed, by field. */
export async function tellOwnHeating(work: Work, { params, body: { version, ownHeating } }: InputOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  const [premises] = await premisesOf(work.tx, [params]);
  const { number, kind, managerId, timeZone } = found(
    premises && organizationsOf(work.actor, ['manager', 'accountant']).includes(premises.managerId) ? premises : undefined,
  );
  const [house] = await housesByIds(work.tx, [params.houseId]);
  if (!mayLeaveHeating({ kind }, house!))
    refuseFields([
      {
        pointer: '/fromDay',
        code: 'input.invalid',
        detail: kind === 'room' ? 'Комнату отапливают вместе с квартирой: отметьте квартиру' : 'У этого помещения нет общего отопления',
      },
    ]);
  await holdRunsOfHouse(work, params.houseId);
  const {
    before,
    what,
    version: written,
  } = await setOwnHeating(work, { ...params, managerId }, { version, typed: ownHeating, today: dayIn(timeZone, work.now) });
  if (what === '') return { version };
  work.journal({
    stream: `house:${params.houseId}`,
    action: 'premises.ownHeatingSet',
    object: { kind: 'premises', id: params.premisesId },
    houseId: params.houseId,
    organizationId: managerId,
    facts: { number, what },
  });
  const from: Month = monthOf([before?.fromDay, ownHeating?.fromDay.trim()].filter((day) => day !== undefined).sort()[0]!);
  await staleRunsOfHouse(work, { houseId: params.houseId, from });
  return { version: written };
}
