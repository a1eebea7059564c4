// Planned checks of personal data (DATA-2): a hundred thousand people whose day is the same, in a process like a worker. What counts is that its memory stays
// flat and that no register is asked more often than the calendar may.
import type { World } from '#test/world';
import { CHECKS_A_MINUTE } from '../server/modules/records/plan-checks.ts';
import { startProcess } from './child-process.ts';
import type { Cost, Row } from './ratio.ts';
import { asOwner } from './world.ts';

const PEOPLE = Number(process.env['BENCH_CHECKED_PEOPLE'] ?? 100_000);
const CARRIED_OUT_MINUTES = Number(process.env['BENCH_CHECKED_MINUTES'] ?? 20);
const DAY = '2030-05-10';
type Told = { samples: number[]; begun: number; most: number; asks: number; cost: Cost };

export async function benchPlannedChecks(world: World): Promise<Row[]> {
  const id = `('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid`;
  const people = `from generate_series(1, ${PEOPLE}) n`;
  await asOwner(
    world,
    `insert into identity.person (id, last_name, first_name, made_at) select ${id}, 'Пробный', 'Пётр', now() ${people}`,
    `insert into privacy.consent (person_id, id, code, version, sha256, given_at) select ${id}, ${id}, 'registers', 1, '\\x00', '2026-09-01' ${people}`,
    `insert into records.checkup (person_id, state, ordered_at, finished_at, next_on, planned_told_on) select ${id}, 'done', '2029-05-01', '2029-05-01', '${DAY}', '2030-05-03' ${people}`,
    'analyze identity.person',
    'analyze privacy.consent',
    'analyze records.checkup',
  );
  const worker = await startProcess<{ minutes: number; carriedOut: boolean }, Told>('planned-checks-work.ts', {
    appUrl: world.appUrl,
    ownerUrl: world.ownerUrl,
    start: `${DAY}T05:00:00Z`,
  });
  const carriedOut = await worker.ask({ minutes: CARRIED_OUT_MINUTES, carriedOut: true });
  const rest = await worker.ask({ minutes: Math.ceil(PEOPLE / CHECKS_A_MINUTE) - CARRIED_OUT_MINUTES, carriedOut: false });
  const most = Math.max(carriedOut.most, rest.most);
  if (most > CHECKS_A_MINUTE || carriedOut.asks !== carriedOut.begun || carriedOut.begun + rest.begun !== PEOPLE)
    throw new Error(`the calendar asked ${most} in a minute, ${carriedOut.begun + rest.begun} in all`);
  console.log(`planned checks of ${PEOPLE} people, ${carriedOut.begun} of them carried out, never more than ${most} in a minute: ${worker.memory()}`);
  worker.end();
  const each = ({ wallUs, cpuUs }: Cost, units: number): Cost => ({ wallUs: wallUs / units, cpuUs: cpuUs / units });
  const limitCost = { wallUs: 200_000, cpuUs: 200_000 };
  return [
    {
      what: 'a planned check, begun and carried out with four registers',
      cost: each(carriedOut.cost, carriedOut.begun),
      limit: 'five people a second',
      limitCost,
    },
    { what: 'a planned check, begun', cost: each(rest.cost, rest.begun), limit: 'the same', limitCost },
  ];
}
