// A year in a seed: the base and an independent model agree to the kopeck, whatever happens in whatever order.
//   SIM_SEEDS=200 node test.mjs simulation    as many seeds; SIM_SEED=17 begins with that one
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { useWorld } from '#test/world';
import { openTown } from './town.ts';
import { liveThrough } from './year.ts';

const first = Number(process.env['SIM_SEED'] ?? 1);
const seeds = Array.from({ length: Number(process.env['SIM_SEEDS'] ?? 2) }, (_, n) => first + n);

// The pool reports every connection that a planned crash cuts.
beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));

describe.concurrent.each(seeds)('seed %i', (seed) => {
  const world = useWorld('2026-01-01T08:00:00Z');

  test('ACC-1, PAY-3, PAY-5, CHG-5: after each month every account owes what the model says, every payment is one posting and one receipt', async () => {
    const town = await openTown(world, seed, 2);
    try {
      const consents = await liveThrough(town);
      expect([...town.payments.values()].filter((payment) => payment.status === 'paid').length).toBeGreaterThan(5);
      expect(consents.flatMap(({ months }) => [...months.values()].flatMap(({ tried }) => tried)).length).toBeGreaterThan(2);
    } catch (error) {
      throw new Error(`seed ${seed} (SIM_SEED=${seed} SIM_SEEDS=1): ${(error as Error).message}`, { cause: error });
    } finally {
      await town.close();
    }
  });
});
