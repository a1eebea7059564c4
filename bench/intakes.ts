// Readings of an organization's meters by a file: checked and loaded, beside the COPY of the readings that come of it. Memory is that of the measuring process.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { addMeters } from '#modules/meters';
import { makeHouse, makeOrganization } from '#test/factories/housing';
import { accountantOf, jobContext } from '#test/factories/registers';
import { portal, type World } from '#test/world';
import { checkIntakeJob } from '../server/modules/meters/check-intake.ts';
import { loadIntake, loadIntakeJob } from '../server/modules/meters/load-intake.ts';
import { receiveIntake } from '../server/modules/meters/receive-intake.ts';
import { type FileStore, receiveFile } from '../server/platform/files.ts';
import { copyBackUs } from './copied-rows.ts';
import { costOfOnce, type Row, sumOfCosts } from './ratio.ts';
import { asOwner } from './world.ts';

const METERS = Number(process.env['BENCH_INTAKE_ROWS'] ?? 100_000);
const FLATS = 250;
const SAMPLE_MS = 50;

async function makeMeters(world: World, organizationId: string): Promise<void> {
  for (let made = 0; made < METERS; made += FLATS) {
    const { premises } = await makeHouse(world, { flats: Math.min(FLATS, METERS - made) });
    await world.run(portal, (work) =>
      addMeters(
        work,
        premises.map(({ houseId, premisesId }, n) => ({
          houseId,
          premisesId,
          organizationId,
          serviceCode: 'cold_water',
          serial: `bench-${made + n}`,
          make: '',
          model: '',
          digits: 5,
          decimals: 3,
          place: '',
          installedOn: '2024-01-14',
          registers: [{ zone: '' as const, initialValue: '0' }],
        })),
      ),
    );
  }
  await asOwner(world, 'vacuum analyze');
}

function* lines(): Generator<Buffer> {
  yield Buffer.from('Номер счётчика;Т1\n');
  for (let n = 0; n < METERS; n += 1_000)
    yield Buffer.from(Array.from({ length: Math.min(1_000, METERS - n) }, (_, k) => `bench-${n + k};${5 + ((n + k) % 7)},25\n`).join(''));
}

export async function benchIntakes(world: World): Promise<Row[]> {
  const organizationId = await makeOrganization(world, { kind: 'supplier' });
  await makeMeters(world, organizationId);
  const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-bench-intakes-'));
  const files: FileStore = { dir, ring: world.ground.masterKeys, clock: () => world.now };
  const actor = accountantOf(organizationId);
  const megabytes = (): number => Math.round(process.memoryUsage.rss() / 1_048_576);
  const [before, samples] = [megabytes(), [] as number[]];
  const timer = setInterval(() => samples.push(megabytes()), SAMPLE_MS);
  const file = await receiveFile(files, Readable.from(lines()), { name: 'readings.csv', mediaType: '' }, { accepts: ['csv'], mostBytes: 1e9 });
  const { id } = await world.run(actor, (work) => receiveIntake(work, organizationId, file));
  const stored = () =>
    world.db.selectFrom('meters.intake').select(['status', 'version', 'row_count', 'unusual_count']).where('id', '=', id).executeTakeFirstOrThrow();
  const checked = await costOfOnce(METERS, () => checkIntakeJob(files).run(jobContext(world), { intakeId: id }));
  const { version, row_count: rows } = await stored();
  await world.run(actor, (work) => loadIntake(work, { id, choice: 'all', unusual: true, version }));
  const loaded = await costOfOnce(METERS, () => loadIntakeJob(files).run(jobContext(world), { intakeId: id }));
  clearInterval(timer);
  rmSync(dir, { recursive: true, force: true });
  const { status } = await stored();
  if (status !== 'loaded' || rows !== BigInt(METERS)) throw new Error(`the intake is ${status} with ${rows} rows`);
  const limitCost = { wallUs: (await copyBackUs(world, [{ table: 'meters.reading', where: `intake_id = '${id}'` }])) / METERS, cpuUs: 0 };
  const limit = 'COPY of its readings';
  const points = Array.from({ length: 10 }, (_, n) => samples[Math.floor((n * (samples.length - 1)) / 9)]!);
  return [
    {
      what: `readings of ${METERS} meters by a file, a row: checked and loaded (memory ${before} MB before, then ${points.join(', ')})`,
      cost: sumOfCosts([checked, loaded]),
      limit,
      limitCost,
    },
    { what: '… of it: read, judged and staged', cost: checked, limit, limitCost },
    { what: '… of it: kept', cost: loaded, limit, limitCost },
  ];
}
