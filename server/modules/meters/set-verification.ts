// A meter was verified (MTR-1): the organization writes down the day and the next term.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { setVerification as setVerificationEndpoint } from '#contract/meters-park';
import { housesByIds } from '#modules/housing';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { audiencesOf } from './meters.events.ts';
import { organizationsInReach } from './meters.policy.ts';
import './meters.tables.ts';

/** Command. Reminders of the earlier term end by themselves: they go by the next term that stands. */
export async function setVerification(
  work: Work,
  { params: { houseId, meterId }, body }: InputOf<typeof setVerificationEndpoint>,
): Promise<AnswerOf<typeof setVerificationEndpoint>> {
  const row = await work.tx
    .selectFrom('meters.meter')
    .select(['premises_id', 'organization_id', 'installed_on', 'removed_on', 'next_verification_on', 'version'])
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .forUpdate()
    .executeTakeFirst();
  const meter = found(row && organizationsInReach(work.actor).includes(row.organization_id) ? row : undefined);
  if (meter.removed_on !== null) refuse('meters.removed');
  if (meter.version !== body.version) refuseChanged({ version: meter.version, nextVerificationOn: meter.next_verification_on });
  const [house] = await housesByIds(work.tx, [houseId]);
  const today = dayIn(found(house).timeZone, work.now);
  const wrong = [
    ...(body.verifiedOn > today ? [{ pointer: '/verifiedOn', code: 'input.invalid', detail: 'Дата поверки ещё не наступила' }] : []),
    ...(body.sealedOn !== undefined && body.sealedOn > today ? [{ pointer: '/sealedOn', code: 'input.invalid', detail: 'Дата пломбы ещё не наступила' }] : []),
    ...(body.nextVerificationOn <= body.verifiedOn
      ? [{ pointer: '/nextVerificationOn', code: 'input.invalid', detail: 'Следующая поверка бывает позже прошлой' }]
      : []),
  ] as const;
  if (wrong.length > 0) refuseFields(wrong);
  const version = meter.version + 1;
  await work.tx
    .updateTable('meters.meter')
    .set({
      verified_on: body.verifiedOn,
      next_verification_on: body.nextVerificationOn,
      version,
      ...(body.sealedOn !== undefined && { sealed_on: body.sealedOn }),
    })
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .execute();
  const { premises_id: premisesId, organization_id: organizationId } = meter;
  work.journal({
    stream: `house:${houseId}`,
    action: 'meter.verified',
    object: { kind: 'meter', id: meterId },
    houseId,
    organizationId,
    facts: { on: body.verifiedOn, until: body.nextVerificationOn },
  });
  work.emit('meter.changed', { houseId, meterId }, audiencesOf({ premisesId, organizationId }));
  return { version };
}
