// Staff put a meter in or replace one. What the old one showed at last stays; the new one goes on from what stands on its dial.
import { parseDecimal, numberErrorText } from '#contract/russian';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { FieldProblem } from '#contract/errors';
import type { addMeter as addMeterEndpoint, replaceMeter as replaceMeterEndpoint } from '#contract/meters-work';
import { housesByIds, housesOfManagers, premisesOf } from '#modules/housing';
import { housesOfIssuer } from '#modules/ledger';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Db } from '#platform/tables';
import { dayIn, firstDay } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { addMeters, type NewMeter } from './add-meters.ts';
import { loadHomeMeters, previousOf } from './home-meters.ts';
import { lockMeters, metersAt } from './lock-meters.ts';
import { audiencesOf } from './meters.events.ts';
import { organizationsInReach } from './meters.policy.ts';
import { useSince } from './reading-rules.ts';
import { readingMonth } from './reading-window.ts';
import { answerRequests } from './request-replacement.ts';
import './meters.tables.ts';

type Body = Omit<BodyOf<typeof replaceMeterEndpoint>, 'version' | 'lastReadings'>;
type Place = Pick<NewMeter, 'houseId' | 'premisesId' | 'organizationId' | 'serviceCode' | 'place'>;

/** Command: a meter in premises, or of the house itself, where the house is one that the organization manages or keeps accounts in. */
export async function addMeter(work: Work, body: BodyOf<typeof addMeterEndpoint>): Promise<AnswerOf<typeof addMeterEndpoint>> {
  const { houseId, premisesId, organizationId, service, place } = body;
  found(organizationsInReach(work.actor).includes(organizationId) && (await worksInHouse(work.tx, organizationId, houseId)) ? organizationId : undefined);
  const [stands] = premisesId === null ? await housesByIds(work.tx, [houseId]) : await premisesOf(work.tx, [{ houseId, premisesId }]);
  const today = dayIn(found(stands).timeZone, work.now);
  const meterId = await putIn(work, { place: { houseId, premisesId, organizationId, serviceCode: service, place }, body, today });
  work.emit('meter.changed', { houseId, meterId }, audiencesOf({ premisesId, organizationId }));
  return { houseId, meterId };
}

async function worksInHouse(db: Db, organizationId: string, houseId: string): Promise<boolean> {
  const managed = await housesOfManagers(db, [organizationId]);
  if (managed.some((house) => house.houseId === houseId)) return true;
  if ((await housesOfIssuer(db, [organizationId])).includes(houseId)) return true;
  return (
    (await db.selectFrom('meters.meter').select('id').where('organization_id', '=', organizationId).where('house_id', '=', houseId).limit(1).execute()).length >
    0
  );
}

/** Command: the old meter ends with its last readings as control readings; the new one stands in its place from the same day. */
export async function replaceMeter(
  work: Work,
  { houseId, meterId }: { houseId: string; meterId: string },
  body: BodyOf<typeof replaceMeterEndpoint>,
): Promise<AnswerOf<typeof replaceMeterEndpoint>> {
  const row = await work.tx
    .selectFrom('meters.meter')
    .select(['premises_id', 'organization_id', 'version', 'removed_on'])
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .executeTakeFirst();
  const { premises_id: premisesId, organization_id: organizationId } = found(
    row && organizationsInReach(work.actor).includes(row.organization_id) ? row : undefined,
  );
  await lockMeters(work.tx, metersAt({ houseId, premisesId }));
  const home = found(await loadHomeMeters(work.tx, { houseId, premisesId }, { now: work.now, removed: true }));
  const old = found(home.meters.find(({ id }) => id === meterId));
  if (old.removedOn !== null) refuse('meters.removed');
  if (old.version !== body.version) refuseChanged({ version: old.version, serial: old.serial });
  const month = readingMonth(body.installedOn, old.windowDays, old.postedThrough);
  const last = old.registers.map((register, n) => {
    const given = body.lastReadings.findIndex(({ zone }) => zone === register.zone);
    const pointer = `/lastReadings/${given === -1 ? n : given}/value`;
    const value = numberOf(body.lastReadings[given]?.value ?? '', pointer);
    const before = previousOf(old, register, month);
    if (useSince(before.value, value, old.digits) === undefined)
      wrong(pointer, `Введите не меньше ${before.value.replace('.', ',')}: столько было на счётчике`);
    return { register, value, before };
  });
  const newId = await putIn(work, { place: { houseId, premisesId, organizationId, serviceCode: old.serviceCode, place: old.place }, body, today: home.today });
  for (const { register, value, before } of last) {
    const id = deriveId(work.id, `last reading ${register.zone}`);
    await work.tx
      .updateTable('meters.reading')
      .set({ status: 'superseded' })
      .where('house_id', '=', houseId)
      .where('meter_id', '=', meterId)
      .where('zone', '=', register.zone)
      .where('period', '>=', firstDay(month))
      .where('status', '=', 'active')
      .execute();
    await work.tx
      .insertInto('meters.reading')
      .values({
        house_id: houseId,
        id,
        meter_id: meterId,
        zone: register.zone,
        taken_on: body.installedOn,
        value,
        previous_value: before.value,
        used: useSince(before.value, value, old.digits)!.use,
        period: firstDay(month),
        source: 'control',
        status: 'active',
        submission_id: null,
        submitted_by: null,
        submitted_at: work.now.toISOString(),
      })
      .execute();
  }
  await work.tx
    .updateTable('meters.meter')
    .set((on) => ({ removed_on: body.installedOn, replaced_by: newId, version: on('version', '+', 1) }))
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .execute();
  await answerRequests(work, { houseId, meterId }, { status: 'done', answer: `счётчик заменён, новый № ${body.serial}.` });
  work.journal({
    stream: `house:${houseId}`,
    action: 'meter.replaced',
    object: { kind: 'meter', id: meterId },
    houseId,
    organizationId,
    facts: { by: newId, serial: body.serial },
  });
  work.emit('meter.changed', { houseId, meterId: newId }, audiencesOf({ premisesId, organizationId }));
  return { houseId, meterId: newId };
}

async function putIn(work: Work, { place, body, today }: { place: Place; body: Body; today: string }): Promise<string> {
  if (body.installedOn > today) wrong('/installedOn', 'Дата установки ещё не наступила');
  if (body.nextVerificationOn && body.nextVerificationOn <= (body.verifiedOn ?? body.installedOn))
    wrong('/nextVerificationOn', 'Следующая поверка бывает позже прошлой');
  const zones = body.registers.map(({ zone }) => zone);
  if (new Set(zones).size < zones.length || (zones.length > 1 && zones.includes('')))
    wrong('/registers', 'У счётчика с зонами назовите каждую зону один раз: Т1, Т2, Т3');
  const registers = body.registers.map(({ zone, initialValue }, n) => ({ zone, initialValue: numberOf(initialValue, `/registers/${n}/initialValue`) }));
  await lockName(work.tx, `meter serials ${place.houseId}`);
  const same = await work.tx
    .selectFrom('meters.meter_serial')
    .select('meter_id')
    .where('serial', '=', body.serial.trim())
    .where('house_id', '=', place.houseId)
    .executeTakeFirst();
  if (same) refuse('meters.serialTaken', { serial: body.serial.trim() });
  const [id] = await addMeters(work, [
    {
      ...place,
      serial: body.serial.trim(),
      stateNumber: body.stateNumber?.trim() ?? null,
      make: body.make,
      model: body.model,
      digits: body.digits,
      decimals: body.decimals,
      installedOn: body.installedOn,
      verifiedOn: body.verifiedOn ?? null,
      nextVerificationOn: body.nextVerificationOn ?? null,
      registers,
    },
  ]);
  return id!;
}

function numberOf(typed: string, pointer: string): string {
  const number = parseDecimal(typed, 3);
  if (typeof number !== 'string') return wrong(pointer, numberErrorText(number.error, 3));
  return number.startsWith('-') ? wrong(pointer, 'Показание не бывает меньше нуля') : number;
}

function wrong(pointer: FieldProblem['pointer'], detail: string): never {
  return refuseFields([{ pointer, code: 'input.invalid', detail }]);
}
