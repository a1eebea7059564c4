// The pure tests, as the planting of faults runs them.
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['{contract,server}/**/*.test.ts'], exclude: ['**/*.db.test.ts', '**/node_modules/**'], testTimeout: 30_000 } });
