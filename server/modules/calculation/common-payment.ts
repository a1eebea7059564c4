// How houses pay for what their common property takes: the accountant of a house's manager sets it, by the owners' minutes; drafts of all payees are counted anew.
import type { CommonHouse, CommonWay, getCommonPayment, setCommonPayment as setEndpoint } from '#contract/common-payment';
import type { AnswerOf, InputOf, QueryOf } from '#contract/endpoint';
import { keepRevision, revisionsKept } from '#modules/directory';
import { housesByIds, housesOfManagers, offered, setCommonWay, shortAddress } from '#modules/housing';
import { personNames } from '#modules/identity';
import { found, refuseFields } from '#platform/errors';
import type { Reading } from '#platform/route';
import { monthOf } from '#platform/time';
import type { Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { openDays, staleRunsOfHouse } from './open-days.ts';

const KIND = 'common';
type Kept = { readonly way: CommonWay; readonly reason: string };

/** Query: of the houses that are offered, six statements for each of the actor's organizations. */
export async function readCommonPayment({ db, actor }: Reading, asked: QueryOf<typeof getCommonPayment> = {}): Promise<AnswerOf<typeof getCommonPayment>> {
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
      houses.map((house): CommonHouse => ({
        houseId: house.houseId,
        address: addresses.get(house.houseId)!,
        way: house.commonWay as CommonWay,
        openFrom: days.get(house.houseId) ?? null,
        version: house.version,
      })),
      asked,
    ),
    revisions: revisions.map(({ id, at, personId, entryId, before, after }) => ({
      id,
      at,
      who: (personId !== null && people.get(personId)?.full) || 'Портал',
      address: addresses.get(entryId) ?? '',
      before: before?.way ?? 'fact',
      after: after?.way ?? 'fact',
      reason: after?.reason ?? '',
    })),
  };
}

/** Command. What posted months were charged stays; a year that was paid by the average is settled by its correction. Refuses object.changed. */
export async function setCommonPayment(
  work: Work,
  { params: { houseId }, body: { version, way, reason } }: InputOf<typeof setEndpoint>,
): Promise<AnswerOf<typeof setEndpoint>> {
  const [house] = await housesByIds(work.tx, [houseId]);
  const organizationId = found(runOrganizations(work.actor).find((id) => id === house?.managerId));
  const said = reason.trim();
  if (said.length < 3) refuseFields([{ pointer: '/reason', code: 'required', detail: 'Напишите, чьё это решение: протокол собрания, его номер и число' }]);
  const { before, ...changed } = await setCommonWay(work, { houseId, version, way });
  await keepRevision<Kept>(work, { kind: KIND, organizationId, entryId: houseId, before: { way: before, reason: '' }, after: { way, reason: said } });
  work.journal({
    stream: `house:${houseId}`,
    action: 'house.commonPaymentSet',
    object: { kind: 'house', id: houseId },
    houseId,
    organizationId,
    facts: { way, reason: said },
  });
  const opened = (await openDays(work.tx, organizationId)).get(houseId);
  await staleRunsOfHouse(work, { houseId, from: opened === undefined ? '0001-01' : monthOf(opened) });
  return changed;
}
