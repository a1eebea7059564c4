// A reading that comes when its month is being charged, or was (MTR-6): the day it was taken decides the month until the run is posted.
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { chargesInForce } from '#modules/billing';
import { addMeters, addPastReadings, metersOfHouse } from '#modules/meters';
import { type CountedHouse, countMonth, jobContext, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makeActor } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { moveRun } from '../server/modules/calculation/open-run.ts';
import { postRunJob } from '../server/modules/calculation/post-run.ts';
import { countRunJob } from '../server/modules/calculation/count-run.ts';
import { readMeters } from '../server/modules/meters/meters.queries.ts';
import { sendReadings } from '../server/modules/meters/send-readings.ts';
import { submitReadings } from '../server/modules/meters/submit-readings.ts';

const world = useWorld('2026-11-26T09:00:00Z');

/** A meter of the first flat. */
async function putIn({ house }: CountedHouse, { serviceCode, serial }: { serviceCode: string; serial: string }): Promise<string> {
  const [id] = await world.run(portal, (work) =>
    addMeters(work, [
      {
        ...house.premises[0]!,
        organizationId: house.managerId,
        serviceCode,
        serial,
        make: '',
        model: '',
        digits: 5,
        decimals: 3,
        place: '',
        installedOn: '2026-06-24',
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '0' }],
      },
    ]),
  );
  return id!;
}

/** 6 m³ a month from July to September: the dial shows 18. */
async function readHome(now = '2026-11-01T09:00:00Z') {
  world.now = new Date(now);
  const made = await makeCountedHouse(world);
  const { houseId, premisesId } = made.house.premises[0]!;
  const owner = await makeActor(world, [{ role: 'owner', houseId, premisesId }]);
  const serial = `П-${houseId.slice(-6)}`;
  const meterId = await putIn(made, { serviceCode: 'cold_water', serial });
  const values = ['6', '12', '18'];
  const months = ['2026-07', '2026-08', '2026-09'];
  await world.run(portal, (work) =>
    addPastReadings(
      work,
      months.map((month, n) => ({ houseId, meterId, zone: '', month, takenOn: `${month}-24`, value: values[n]!, source: 'resident' as const })),
    ),
  );
  const hand = (value: string, takenOn: string, of = meterId) =>
    world.run(owner, (work) =>
      submitReadings(work, { params: { houseId, premisesId }, query: {}, body: { readings: [{ meterId: of, zone: '', value, takenOn, confirmed: true }] } }),
    );
  const water = async (month: string) =>
    (await chargesInForce(world.db, { houseId, organizationId: made.house.managerId }, { from: month, to: month })).find(
      ({ accountId, serviceCode }) => accountId === made.accounts[0]!.accountId && serviceCode === 'cold_water',
    );
  const later = (minutes: number) => {
    world.now = new Date(world.now.getTime() + minutes * 60_000);
  };
  return { made, houseId, premisesId, owner, meterId, serial, hand, water, later };
}

test('MTR-6, CALC-1: a reading of a month that was posted counts for the next one, which corrects it: all that the dial ran is charged once', async () => {
  const { made, houseId, premisesId, owner, hand, water, later } = await readHome();
  await postMonth(world, made, '2026-10');
  // By the average of 6 m³ at 52.40.
  expect(await water('2026-10')).toMatchObject({ totalKopecks: 31_440n });
  later(60);
  expect((await hand('26', '2026-10-24')).readings).toMatchObject([
    { countsFor: '2026-11', use: '8', notes: ['Октябрь уже начислен: учтём в расчёте за ноябрь'] },
  ]);
  const shown = (await readMeters({ db: world.db, actor: owner, now: world.now }, { houseId, premisesId })).meters[0]!;
  expect(shown).toMatchObject({ window: { month: '2026-11' }, registers: [{ previous: { value: '18' }, current: { value: '26' } }] });
  world.now = new Date('2026-11-24T09:00:00Z');
  await hand('31', '2026-11-24');
  later(60);
  await postMonth(world, made, '2026-11');
  // 13 m³ since September in two months: 6.5 now, and 6.5 less 6 of October.
  expect(await water('2026-11')).toMatchObject({ totalKopecks: 34_060n + 2_620n });
});

test('MTR-6, MTR-5: the same for a batch of the organization; a month that a supplier’s register charged stays open to its readings', async () => {
  const { made, houseId, meterId, serial, later } = await readHome();
  const key = { houseId, meterId };
  const batch = (takenOn: string) =>
    world.run(made.accountant, (work) =>
      sendReadings(work, { organizationId: made.house.managerId, unusual: true, readings: [{ meter: serial, values: ['26'], takenOn }] }),
    );
  const months = async () =>
    (await metersOfHouse(world.db, key.houseId, '2026-10-01'))[0]!.registers[0]!.points.flatMap(({ period, value }) => (value === '26' ? [period] : []));
  await postMonth(world, made, '2026-10');
  later(60);
  await asOwner(`update billing.charge set source_kind = 'load' where house_id = '${houseId}'`);
  await batch('2026-10-24');
  expect(await months()).toEqual(['2026-10']);
  await asOwner(
    `update billing.charge set source_kind = 'run' where house_id = '${houseId}'; delete from meters.reading where meter_id = '${meterId}' and value = 26`,
  );
  await batch('2026-10-24');
  expect(await months()).toEqual(['2026-11']);
});

async function asOwner(statements: string): Promise<void> {
  const client = new Client({ connectionString: world.ownerUrl });
  await client.connect();
  await client.query(statements);
  await client.end();
}

test('MTR-6, CALC-2: a reading told after the count is of its month: neither checked, nor ordered, nor posted without it; other services do not matter', async () => {
  const { made, houseId, hand, water, later } = await readHome('2026-10-24T09:00:00Z');
  const power = await putIn(made, { serviceCode: 'electricity', serial: `Э-${houseId.slice(-6)}` });
  const runId = await countMonth(world, made, '2026-10');
  const version = async () => (await world.db.selectFrom('calculation.run').select('version').where('id', '=', runId).executeTakeFirstOrThrow()).version;
  const move = async (to: 'check' | 'post' | 'count') =>
    world.run(made.accountant, async (work) => moveRun(work, to, { houseId, runId, version: await version() }));
  const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;
  const anew = async () => countRunJob.run(jobContext(world), { houseId, runId, progressId: (await move('count')).progressId });
  later(1);
  await hand('25', '2026-10-24');
  expect(await codeOf(move('check'))).toBe('run.stale');
  await anew();
  await move('check');
  later(1);
  await hand('26', '2026-10-24');
  expect(await codeOf(move('post'))).toBe('run.stale');
  await anew();
  await move('check');
  later(1);
  // Nobody charges light here.
  await hand('90', '2026-10-24', power);
  const { progressId } = await move('post');
  later(1);
  await hand('26,5', '2026-10-24');
  await postRunJob.run(jobContext(world), { houseId, runId, progressId });
  expect(await world.db.selectFrom('calculation.run').select(['status', 'note']).where('id', '=', runId).executeTakeFirstOrThrow()).toEqual({
    status: 'draft',
    note: 'Пока расчёт ждал, передали показания: 1. Посчитайте заново',
  });
  await anew();
  await move('check');
  await postRunJob.run(jobContext(world), { houseId, runId, progressId: (await move('post')).progressId });
  expect(await water('2026-10')).toMatchObject({ totalKopecks: 44_540n });
});
