// `npx moidom COMMAND`: the portal's commands at the console. They attach to the database of a running portal, or start the
// packaged one for as long as they need it.
import path from 'node:path';
import os from 'node:os';
import { checkLedger } from '#modules/ledger';
import { openGround } from './ground.ts';
import { startPostgres } from './platform/embedded-postgres.ts';
import { verifyJournal } from './platform/journal.ts';
import { migrate } from './platform/migrate.ts';
import { readSettings, type Settings } from './platform/settings.ts';

type Console = ReturnType<typeof openGround> & { settings: Settings };
/** Answers the exit code: 0 all is well, 1 something was found, 2 asked wrongly. */
type Command = { words: string; usage: string; what: string; run(console: Console, args: readonly string[]): Promise<number> };

const commands: readonly Command[] = [
  { words: 'ledger check', usage: '', what: 'proves every invariant of the ledger, prints what differs', run: ledgerCheck },
  { words: 'journal verify', usage: '', what: 'computes the chains of the journal anew, names the first broken line of each', run: journalVerify },
];

async function ledgerCheck({ ground }: Console): Promise<number> {
  const { faults, ...counted } = await checkLedger(ground.db);
  console.log(JSON.stringify(counted, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
  for (const fault of faults) console.log(JSON.stringify(fault, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
  console.log(faults.length === 0 ? 'The ledger is sound.' : `${faults.length} faults.`);
  return faults.length === 0 ? 0 : 1;
}

async function journalVerify({ ground }: Console): Promise<number> {
  const { lines, faults } = await verifyJournal(ground.db);
  for (const { stream, number, lineId } of faults) console.log(`${stream}: broken at number ${number}, line ${lineId}`);
  console.log(faults.length === 0 ? `${lines} lines, every chain holds.` : `${faults.length} broken chains among ${lines} lines.`);
  return faults.length === 0 ? 0 : 1;
}

function usage(): number {
  console.log('npx moidom COMMAND');
  for (const command of commands) console.log(`  ${`${command.words} ${command.usage}`.padEnd(56)} ${command.what}`);
  return 2;
}

/** The database of the settings; without one the packaged server, which is stopped again only if it was we who started it. */
async function openDatabase(settings: Settings): Promise<{ settings: Settings; stop(): void }> {
  if (settings.databaseUrl) return { settings, stop: () => {} };
  const server = await startPostgres({ dataDir: path.join(settings.dataDir, 'postgres'), openDir: path.join(os.tmpdir(), `moidom-${process.getuid?.() ?? 0}`), database: 'moidom' });
  if (!server.adopted) await migrate(server.ownerUrl);
  return { settings: { ...settings, databaseUrl: server.appUrl, migrateDatabaseUrl: server.ownerUrl }, stop: () => (server.adopted ? undefined : server.stop()) };
}

async function main(args: readonly string[]): Promise<number> {
  const command = commands.find(({ words }) => args.slice(0, words.split(' ').length).join(' ') === words);
  if (!command) return usage();
  const database = await openDatabase(readSettings());
  const opened = openGround(database.settings, 4);
  try {
    return await command.run({ ...opened, settings: database.settings }, args.slice(command.words.split(' ').length));
  } finally {
    await opened.pool.end();
    database.stop();
  }
}

process.exitCode = await main(process.argv.slice(2));
