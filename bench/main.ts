// `npm run bench`: what our layers cost beside the limit measured in the same run. The output goes into docs/benchmarks.md.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from '../server/platform/embedded-postgres.ts';
import { migrate } from '../server/platform/migrate.ts';
import { openPool } from '../server/platform/database.ts';
import { benchCommands } from './commands.ts';
import { benchRequests } from './requests.ts';
import { rowText, TABLE_HEAD } from './ratio.ts';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-bench-'));
const server = await startPostgres({ dataDir: path.join(dir, 'postgres'), openDir: path.join(dir, 'open'), database: 'moidom', parameters: { shared_buffers: '256MB' } });
try {
  await migrate(server.ownerUrl);
  const pool = openPool(server.appUrl, 20);
  console.log(TABLE_HEAD);
  for (const bench of [benchCommands, benchRequests]) for (const row of await bench(pool)) console.log(rowText(row));
  await pool.end();
} finally {
  server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}
