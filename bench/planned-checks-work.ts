// The calendar of checks as a worker goes through it, minute by minute of its own clock, in a process whose memory is watched: started by planned-checks.ts.
import '../server/production.ts';
import { checkJob } from '../server/modules/records/check-with-registers.ts';
import { planJob } from '../server/modules/records/plan-checks.ts';
import { costOfOnce, inParallel } from './ratio.ts';
import { openWorld } from './world.ts';

const AT_ONCE = 8;
const { appUrl, ownerUrl, start } = JSON.parse(process.argv[2]!) as { appUrl: string; ownerUrl: string; start: string };
const world = openWorld({ appUrl, ownerUrl });
let now = new Date(start);
let asks = 0;
const registers = (['property', 'tax', 'interior', 'bank'] as const).map((source) => ({
  source,
  ask: async () => ((asks += source === 'tax' ? 1 : 0), { facts: {} }),
}));
const check = checkJob({ registers });
const context = { ground: { ...world.ground, clock: () => now }, db: world.db, pool: world.pool, now: () => now, log: { info: () => {}, error: () => {} } };
const megabytes = (): number => Math.round(process.memoryUsage.rss() / 1_048_576);

/** What was ordered since. */
let last = '0';
async function ordered(): Promise<unknown[]> {
  const { rows } = await world.pool.query<{ id: string; jobs: { task: string; payload: unknown }[] }>(
    'select id, jobs from platform.outbox where id > $1 order by id',
    [last],
  );
  last = rows.at(-1)?.id ?? last;
  return rows
    .flatMap(({ jobs }) => jobs)
    .filter(({ task }) => task === 'records.check')
    .map(({ payload }) => payload);
}

/** `carriedOut`: whether the checks are made too, or only begun. */
process.on('message', ({ minutes, carriedOut }: { minutes: number; carriedOut: boolean }) => {
  void (async () => {
    const samples: number[] = [];
    let [begun, most] = [0, 0];
    asks = 0;
    const cost = await costOfOnce(1, async () => {
      for (let minute = 0; minute < minutes; minute++) {
        now = new Date(now.getTime() + 60_000);
        await planJob.run(context, {});
        const orders = await ordered();
        begun += orders.length;
        most = Math.max(most, orders.length);
        if (carriedOut) await inParallel(orders.length, AT_ONCE, (n) => check.run(context, orders[n]));
        samples.push(megabytes());
      }
    });
    process.send!({ samples, begun, most, asks, cost });
  })();
});
process.on('disconnect', () => process.exit());
process.send!({ idle: megabytes() });
