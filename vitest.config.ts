// One runner for every size of test. `npm test` runs the projects one after another and adds up what they count.
import { defineConfig } from 'vitest/config';

const DATABASE = { globalSetup: ['test/test-database.ts'], testTimeout: 30_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    globalSetup: ['test/own-folder.ts'],
    projects: [
      { test: { name: 'static', include: ['test/guards/**/*.test.ts'], testTimeout: 180_000 } },
      { test: { name: 'pure', include: ['{contract,server,web,stand-ins,demo}/**/*.test.{ts,tsx}'], exclude: ['**/*.db.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'database',
          include: ['{server,demo,test}/**/*.db.test.ts'],
          exclude: ['test/matrix/**', 'test/faults/**', 'test/simulation/**'],
          ...DATABASE,
        },
      },
      { test: { name: 'matrix', include: ['test/matrix/**/*.db.test.ts'], ...DATABASE, testTimeout: 240_000 } },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.spec.ts'],
          globalSetup: ['e2e/town.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          isolate: false,
          maxConcurrency: 2,
        },
      },
      { test: { name: 'faults', include: ['test/faults/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false } },
      { test: { name: 'simulation', include: ['test/simulation/**/*.db.test.ts'], ...DATABASE, testTimeout: 240_000 } },
    ],
  },
});
