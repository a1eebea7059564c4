// Runs of the calculation as a worker does them, in a process of its own whose memory is watched: started by runs.ts.
import '../server/production.ts';
import { accountantOf, postMonth } from '#test/factories/calculation';
import { costOfOnce } from './ratio.ts';
import { openWorld } from './world.ts';

const SAMPLE_MS = 50;
const { appUrl, ownerUrl, managerId } = JSON.parse(process.argv[2]!) as { appUrl: string; ownerUrl: string; managerId: string };
const world = openWorld({ appUrl, ownerUrl });
const accountant = accountantOf(world, managerId);
const megabytes = (): number => Math.round(process.memoryUsage.rss() / 1_048_576);

process.on('message', ({ houseIds, month }: { houseIds: string[]; month: string }) => {
  void (async () => {
    const samples = [megabytes()];
    const timer = setInterval(() => samples.push(megabytes()), SAMPLE_MS);
    const runIds: string[] = [];
    const cost = await costOfOnce(1, async () => {
      for (const houseId of houseIds) runIds.push(await postMonth(world, { house: { houseId, managerId, premises: [] }, accounts: [], accountant }, month));
    });
    clearInterval(timer);
    process.send!({ runIds, cost, samples });
  })();
});
process.on('disconnect', () => process.exit());
process.send!({ idle: megabytes() });
