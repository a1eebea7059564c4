// `npm run bench`: what our layers cost beside the limit measured in the same run. The output goes into docs/benchmarks.md.
// `npm run bench -- register-load ledger`: only these.
import '../server/production.ts';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from '../server/platform/embedded-postgres.ts';
import { migrate } from '../server/platform/migrate.ts';
import type { World } from '#test/world';
import { benchAccountSearch } from './account-search.ts';
import { benchAddresses } from './addresses.ts';
import { benchBills } from './bills.ts';
import { benchChargesList } from './charges-list.ts';
import { benchCommands } from './commands.ts';
import { benchDocuments } from './documents.ts';
import { benchIdentify } from './identify.ts';
import { benchIntakes } from './intakes.ts';
import { benchLargeBase } from './large-base.ts';
import { benchLedger } from './ledger.ts';
import { benchLive } from './live.ts';
import { benchPages } from './pages.ts';
import { benchPlannedChecks } from './planned-checks.ts';
import { benchRegisterLoad } from './register-load.ts';
import { benchRegisterPayments } from './register-payments.ts';
import { benchRequests } from './requests.ts';
import { benchRuns } from './runs.ts';
import { benchSignatures } from './signatures.ts';
import { type Row, rowText, TABLE_HEAD } from './ratio.ts';
import { benchWhoExists } from './who-exists.ts';
import { openWorld } from './world.ts';

// Pages come first: the demo town is filled into an empty database only.
const benches: Record<string, (world: World) => Promise<Row[]>> = {
  pages: benchPages,
  'charges-list': benchChargesList,
  bills: benchBills,
  commands: benchCommands,
  requests: ({ pool }) => benchRequests(pool),
  identify: benchIdentify,
  'who-exists': benchWhoExists,
  live: benchLive,
  ledger: benchLedger,
  intakes: benchIntakes,
  'register-load': benchRegisterLoad,
  'register-payments': benchRegisterPayments,
  runs: benchRuns,
  'large-base': benchLargeBase,
  'account-search': benchAccountSearch,
  addresses: benchAddresses,
  signatures: benchSignatures,
  documents: benchDocuments,
  'planned-checks': benchPlannedChecks,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) throw new Error(`there is no measurement ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-bench-'));
const server = await startPostgres({
  dataDir: path.join(dir, 'postgres'),
  openDir: path.join(dir, 'open'),
  database: 'moidom',
  parameters: { shared_buffers: '512MB', max_wal_size: '4GB' },
});
try {
  await migrate(server.ownerUrl);
  const world = openWorld(server);
  console.log(TABLE_HEAD);
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const row of await bench(world)) console.log(rowText(row));
  }
  await world.pool.end();
} finally {
  server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}
