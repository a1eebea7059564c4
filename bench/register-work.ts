// Registers as a worker does them, in a process of its own whose memory is watched: started by register-process.ts.
import '../server/production.ts';
import { Readable } from 'node:stream';
import { openDesk, jobContext } from '#test/factories/registers';
import { newId } from '../server/platform/ids.ts';
import { checkRegisterJob } from '../server/modules/billing/check-register.ts';
import { loadRegister, loadRegisterJob } from '../server/modules/billing/load-register.ts';
import { receiveRegister } from '../server/modules/billing/receive-register.ts';
import { takeBackRegister, takeBackRegisterJob } from '../server/modules/billing/take-back-register.ts';
import { costOfOnce } from './ratio.ts';
import { chargeLines, paymentLines, type RegisterFacts, type RegisterStep } from './register-lines.ts';
import { openWorld } from './world.ts';

const SAMPLE_MS = 50;
const { appUrl, ownerUrl, organizationId } = JSON.parse(process.argv[2]!) as { appUrl: string; ownerUrl: string; organizationId: string };
const world = openWorld({ appUrl, ownerUrl });
const desk = openDesk(world, organizationId);
const megabytes = (): number => Math.round(process.memoryUsage.rss() / 1_048_576);
const lines = { charges: chargeLines, payments: paymentLines };

async function receive(facts: RegisterFacts): Promise<string> {
  const fileId = newId(new Date());
  const written = await desk.files.write(fileId, Readable.from(lines[facts.kind](facts), { objectMode: false }));
  return (await world.run(desk.actor, (work) => receiveRegister(work, { organizationId, fileId, fileName: `${facts.month}.csv`, wish: {}, ...written }))).id;
}

async function perform(step: RegisterStep, { loadId, facts }: { loadId: string; facts: RegisterFacts }): Promise<string> {
  const context = jobContext(world);
  if (step === 'receive') return receive(facts);
  if (step === 'check') await checkRegisterJob(desk.files).run(context, { loadId });
  const { version } = await desk.state(loadId);
  if (step === 'load') await world.run(desk.actor, (work) => loadRegister(work, { loadId, choice: 'all', version }));
  if (step === 'load') await loadRegisterJob(desk.files).run(context, { loadId });
  if (step === 'takeBack') await world.run(desk.actor, (work) => takeBackRegister(work, { loadId, version }));
  if (step === 'takeBack') await takeBackRegisterJob.run(context, { loadId });
  return loadId;
}

process.on('message', (asked: { step: RegisterStep; loadId: string; facts: RegisterFacts }) => {
  void (async () => {
    const samples = [megabytes()];
    const timer = setInterval(() => samples.push(megabytes()), SAMPLE_MS);
    let loadId = asked.loadId;
    const cost = await costOfOnce(asked.facts.rows, async () => (loadId = await perform(asked.step, asked)));
    clearInterval(timer);
    process.send!({ loadId, cost, samples, status: (await desk.state(loadId)).status, rows: Number((await desk.state(loadId)).row_count) });
  })();
});
process.on('disconnect', () => process.exit());
process.send!({ idle: megabytes() });
