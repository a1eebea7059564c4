// How much is still held on to while a long work goes on: it must not grow with what was done.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What the collector and the driver move by themselves. */
export const FLAT_BYTES = 2.5e6;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b));

/** By how much the least that is held in the later half of a work lies above that of the earlier half. `look` is called as the work goes on. */
export async function growth(work: (look: () => Promise<void>) => Promise<unknown>): Promise<number> {
  const held: number[] = [];
  await work(async () => {
    // What the last statement has answered is still at hand until the turn ends.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    held.push(heapUsed + external);
  });
  const half = Math.ceil(held.length / 2);
  // What is compiled and filled once at the beginning is no growth.
  return least(held.slice(half)) - least(held.slice(Math.floor(held.length / 8), half));
}
