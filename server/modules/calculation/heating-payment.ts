// How houses pay for heating: the accountant of a house's manager sets it, by the decision of the region; drafts of all payees are counted anew.
import type { AnswerOf, InputOf, QueryOf } from '#contract/endpoint';
import type { getHeatingPayment, HeatedHouse, setHeatingPayment as setEndpoint } from '#contract/heating-payment';
import { keepRevision, revisionsKept } from '#modules/directory';
import { housesByIds, housesOfManagers, offered, setHeatingMonths, shortAddress } from '#modules/housing';
import { personNames } from '#modules/identity';
import { found, refuseFields } from '#platform/errors';
import type { Reading } from '#platform/route';
import { type Day, monthOf } from '#platform/time';
import type { Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { openDays, staleRunsOfHouse } from './open-days.ts';

const KIND = 'heating';
type Kept = { readonly heatingMonths: number | null; readonly meterDueFrom?: Day | null; readonly reason: string };

/** Query: of the houses that are offered, six statements for each of the actor's organizations. */
export async function readHeatingPayment({ db, actor }: Reading, asked: QueryOf<typeof getHeatingPayment> = {}): Promise<AnswerOf<typeof getHeatingPayment>> {
  const organizationIds = runOrganizations(actor);
  const houses = organizationIds.length === 0 ? [] : await housesOfManagers(db, organizationIds);
  const days = new Map((await Promise.all(organizationIds.map((id) => openDays(db, id)))).flatMap((own) => [...own]));
  const revisions = await revisionsKept<Kept>(db, KIND, organizationIds);
  const people = await personNames(
    db,
    revisions.flatMap(({ personId }) => personId ?? []),
  );
  const addresses = new Map(houses.map((house) => [house.houseId, shortAddress(house)]));
  return {
    ...offered(
      houses.map((house): HeatedHouse => ({
        houseId: house.houseId,
        address: addresses.get(house.houseId)!,
        heating: house.heating as HeatedHouse['heating'],
        heatingMonths: house.heatingMonths,
        meterDueFrom: house.heatMeterDue,
        openFrom: days.get(house.houseId) ?? null,
        version: house.version,
        can: { change: house.heating !== 'own_boiler' },
      })),
      asked,
    ),
    revisions: revisions.map(({ id, at, personId, entryId, before, after }) => ({
      id,
      at,
      who: (personId !== null && people.get(personId)?.full) || 'Портал',
      address: addresses.get(entryId) ?? '',
      before: before?.heatingMonths ?? null,
      after: after?.heatingMonths ?? null,
      meterDueFrom: after?.meterDueFrom ?? null,
      reason: after?.reason ?? '',
    })),
  };
}

/** Command. What posted months were charged stays; where heat was paid evenly, the correction of the year settles it. Refuses object.changed, by field where the house has a boiler of its own. */
export async function setHeatingPayment(
  work: Work,
  { params: { houseId }, body: { version, heatingMonths, reason, ...body } }: InputOf<typeof setEndpoint>,
): Promise<AnswerOf<typeof setEndpoint>> {
  const [house] = await housesByIds(work.tx, [houseId]);
  const organizationId = found(runOrganizations(work.actor).find((id) => id === house?.managerId));
  if (house!.heating === 'own_boiler')
    refuseFields([{ pointer: '/heatingMonths', code: 'input.invalid', detail: 'У дома своя котельная: за отопление отдельно не платят' }]);
  const meterDueFrom = body.meterDueFrom === undefined ? house!.heatMeterDue : body.meterDueFrom;
  if (body.meterDueFrom && house!.heating !== 'norm')
    refuseFields([{ pointer: '/meterDueFrom', code: 'input.invalid', detail: 'В доме есть общий счётчик тепла: надбавки за его отсутствие нет' }]);
  const said = reason.trim();
  if (said.length < 3) refuseFields([{ pointer: '/reason', code: 'required', detail: 'Напишите, чьё это решение: орган, число и номер' }]);
  const { before, ...changed } = await setHeatingMonths(work, { houseId, version, heatingMonths, meterDueFrom });
  await keepRevision<Kept>(work, {
    kind: KIND,
    organizationId,
    entryId: houseId,
    before: { ...before, reason: '' },
    after: { heatingMonths, meterDueFrom, reason: said },
  });
  work.journal({
    stream: `house:${houseId}`,
    action: 'house.heatingPaymentSet',
    object: { kind: 'house', id: houseId },
    houseId,
    organizationId,
    facts: { months: heatingMonths, ...(meterDueFrom !== null && { fromDay: meterDueFrom }), reason: said },
  });
  const opened = (await openDays(work.tx, organizationId)).get(houseId);
  await staleRunsOfHouse(work, { houseId, from: opened === undefined ? '0001-01' : monthOf(opened) });
  return changed;
}
