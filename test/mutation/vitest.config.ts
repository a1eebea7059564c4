// The pure tests, as the planting of faults runs them; MUTATION_TESTS names some of them alone (`contract/*.test.ts`), for a machine with other work.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: process.env['MUTATION_TESTS']?.split(',') ?? ['{contract,server}/**/*.test.ts'],
    exclude: ['**/*.db.test.ts', '**/node_modules/**'],
    testTimeout: 30_000,
  },
});
