// `npx moidom COMMAND`: the portal's commands at the console. They attach to the database of a running portal, or start the
// packaged one for as long as they need it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import os from 'node:os';
import { explainAccount, loadRegisterFile, openSealedFiles, recentLoads, takeBackLoad } from '#modules/billing';
import { loadPlaces } from '#modules/identity';
import { checkLedger } from '#modules/ledger';
import { checkBooks, reportDay } from '#modules/reconciliation';
import { addressBench, addressLoadGar, addressLoadHouses } from './address-at-console.ts';
import { openGround } from './ground.ts';
import { startPostgres } from './platform/embedded-postgres.ts';
import { isUuid } from './platform/ids.ts';
import { verifyJournal } from './platform/journal.ts';
import { Refusal, toProblem } from './platform/errors.ts';
import { migrate } from './platform/migrate.ts';
import { readSettings, type Settings } from './platform/settings.ts';
import { isDay, isMonth } from './platform/time.ts';
import { runRetention } from './retention-at-console.ts';
import { rotateKeys, showKeys } from './rotate-at-console.ts';

const RECONCILE_WITHIN_SECONDS = 120;

type Console = ReturnType<typeof openGround> & { settings: Settings };
/** Answers the exit code: 0 all is well, 1 something was found, 2 asked wrongly. */
type Command = { words: string; usage: string; what: string; run(console: Console, args: readonly string[]): Promise<number> };

const commands: readonly Command[] = [
  {
    words: 'ledger check',
    usage: '',
    what: 'proves every invariant of the ledger, and that it holds what billing and payments have ordered; prints what differs',
    run: ledgerCheck,
  },
  {
    words: 'charges explain',
    usage: 'ACCOUNT PERIOD',
    what: 'the terms of an account in a month (2026-10) in words, and whether they give its sums',
    run: chargesExplain,
  },
  { words: 'journal verify', usage: '', what: 'computes the chains of the journal anew, names the first broken line of each', run: journalVerify },
  { words: 'retention', usage: '[--dry-run]', what: 'takes away what is kept longer than its term; --dry-run only counts', run: runRetention },
  { words: 'keys rotate', usage: '', what: 'gives the portal a new master key and seals everything anew, while it works', run: rotateKeys },
  { words: 'keys status', usage: '', what: 'how many sealed values lie under each version of the key', run: showKeys },
  {
    words: 'places load',
    usage: 'FILE',
    what: 'which place an address belongs to, for unusual signing in: lines «first;last;place» or «network/length;place»',
    run: placesLoad,
  },
  {
    words: 'address load-houses',
    usage: 'FILE',
    what: 'loads a list of houses (CSV with a heading) into the directory of addresses',
    run: (console_, [file]) => (file === undefined ? Promise.resolve(usage()) : answered(() => addressLoadHouses(console_, file))),
  },
  {
    words: 'address load-gar',
    usage: 'DIR [--increment]',
    what: 'loads a folder of the state address register (GAR), in full or as an increment; goes on where it was cut',
    run: (console_, [folder, more]) =>
      folder === undefined ? Promise.resolve(usage()) : answered(() => addressLoadGar(console_, folder, more === '--increment')),
  },
  {
    words: 'address bench',
    usage: '--queries FILE',
    what: 'asks questions with known answers (JSON lines) of the address search: top-1 and top-5 by kind, times, memory',
    run: addressQueries,
  },
  {
    words: 'register load',
    usage: 'FILE --organization INN [--check | --good]',
    what: 'checks a register and loads it; --check only checks, --good loads the good rows',
    run: registerLoad,
  },
  { words: 'register take-back', usage: 'LOAD', what: 'takes a load back by reversals', run: registerTakeBack },
  { words: 'register list', usage: '', what: 'the last loads', run: registerList },
  { words: 'reconcile', usage: 'DAY', what: 'compares the payments of a day with the acquirer and the bank, prints what differs', run: reconcile },
];

const deskOf = ({ ground, pool, settings }: Console) => ({
  ground,
  pool,
  files: openSealedFiles(path.join(settings.dataDir, 'registers'), settings.encryptionKeys),
});

/** A refusal is an answer in words, not a stack. */
async function answered(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.log(toProblem(error, '').title);
    return 1;
  }
}

async function registerLoad(console_: Console, args: readonly string[]): Promise<number> {
  const organizationInn = args[args.indexOf('--organization') + 1];
  const file = args[0];
  if (file === undefined || file.startsWith('--') || organizationInn === undefined || !args.includes('--organization')) return usage();
  const choice = args.includes('--check') ? 'check' : args.includes('--good') ? 'good' : 'all';
  return answered(async () => {
    const load = await loadRegisterFile(deskOf(console_), { organizationInn, file, choice });
    const { summary } = load;
    console.log(`${load.loadId}: ${load.status}${load.repeated ? ', this file is known, nothing changed' : ''}, ${load.rows} rows, ${load.errors} errors`);
    if (summary)
      console.log(
        `new ${summary.newRows}, changed ${summary.changedRows}, same ${summary.sameRows}; ${summary.accounts} accounts in ${summary.houses} houses; ${summary.sumKopecks} kopecks, ${summary.changeKopecks} of them new`,
      );
    for (const { row, detail } of load.firstErrors) console.log(`${row === null ? 'файл' : `строка ${row}`}: ${detail}`);
    return load.status === 'refused' || (load.errors > 0n && choice !== 'good') ? 1 : 0;
  });
}

async function registerTakeBack(console_: Console, [loadId]: readonly string[]): Promise<number> {
  if (loadId === undefined || !isUuid(loadId)) return usage();
  return answered(async () => {
    const { status } = await takeBackLoad(deskOf(console_), loadId);
    console.log(`${loadId}: ${status}`);
    return 0;
  });
}

async function registerList(console_: Console): Promise<number> {
  for (const load of await recentLoads(deskOf(console_)))
    console.log(
      `${load.id}  ${load.at}  ${load.status.padEnd(10)} ${String(load.rows).padStart(8)} rows ${String(load.errors).padStart(6)} errors  ${load.file}`,
    );
  return 0;
}

async function ledgerCheck({ ground }: Console): Promise<number> {
  const { faults: own, ...counted } = await checkLedger(ground.db);
  const faults = [...own, ...(await checkBooks(ground.db))];
  console.log(JSON.stringify(counted, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
  for (const fault of faults) console.log(JSON.stringify(fault, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
  console.log(faults.length === 0 ? 'The ledger is sound.' : `${faults.length} faults.`);
  return faults.length === 0 ? 0 : 1;
}

async function chargesExplain({ ground }: Console, [number, period]: readonly string[]): Promise<number> {
  if (number === undefined || period === undefined || !isMonth(period)) return usage();
  const { lines, charges, unequal } = await explainAccount(ground.db, number, period);
  for (const line of lines) console.log(line);
  console.log(charges === 0 ? 'No charges of this account in this month.' : `\n${charges} charges, ${unequal} of them unequal.`);
  return charges === 0 || unequal > 0 ? 1 : 0;
}

async function reconcile({ ground }: Console, [day]: readonly string[]): Promise<number> {
  if (day === undefined || !isDay(day)) return usage();
  return answered(async () => {
    const { isCompared, parts, differences } = await reportDay(ground, day, RECONCILE_WITHIN_SECONDS);
    for (const one of parts)
      console.log(
        `${one.organization}: ${one.count} payments; ours ${one.our_kopecks}, the acquirer's ${one.their_kopecks}, refunds ${one.our_refund_kopecks} and ${one.their_refund_kopecks}, fee ${one.fee_kopecks}, transferred ${one.bank_kopecks ?? 'nothing yet'}, by registers ${one.register_kopecks} kopecks`,
      );
    for (const one of differences)
      console.log(
        `${one.kind}: ${one.subject}, payment ${one.payment_id ?? '-'}, acquirer's ${one.acquirer_id ?? '-'}: ours ${one.our_kopecks ?? '-'}, theirs ${one.their_kopecks ?? '-'}`,
      );
    if (!isCompared) console.log('It is ordered, and no worker has compared it yet: the above is what was known before.');
    console.log(differences.length > 0 ? `${day}: ${differences.length} open differences.` : `${day}: nothing differs.`);
    return differences.length === 0 && isCompared ? 0 : 1;
  });
}

async function placesLoad({ ground }: Console, args: readonly string[]): Promise<number> {
  if (args[0] === undefined) return usage();
  console.log(`${await loadPlaces(ground.db, await readFile(args[0], 'utf8'))} ranges of addresses.`);
  return 0;
}

async function addressQueries(console_: Console, args: readonly string[]): Promise<number> {
  const file = args[args.indexOf('--queries') + 1];
  return file === undefined || !args.includes('--queries') ? usage() : addressBench(console_, file);
}

async function journalVerify({ ground }: Console): Promise<number> {
  const { lines, faults } = await verifyJournal(ground.db);
  for (const { stream, number, lineId } of faults) console.log(`${stream}: broken at number ${number}, line ${lineId}`);
  console.log(faults.length === 0 ? `${lines} lines, every chain holds.` : `${faults.length} broken chains among ${lines} lines.`);
  return faults.length === 0 ? 0 : 1;
}

function usage(): number {
  console.log('npx moidom COMMAND');
  for (const command of commands) console.log(`  ${`${command.words} ${command.usage}`.padEnd(64)} ${command.what}`);
  return 2;
}

/** The database of the settings; without one the packaged server, which is stopped again only if it was we who started it. */
async function openDatabase(settings: Settings): Promise<{ settings: Settings; stop(): void }> {
  if (settings.databaseUrl) return { settings, stop: () => {} };
  const server = await startPostgres({
    dataDir: path.join(settings.dataDir, 'postgres'),
    openDir: path.join(os.tmpdir(), `moidom-${process.getuid?.() ?? 0}`),
    database: 'moidom',
  });
  if (!server.adopted) await migrate(server.ownerUrl);
  return {
    settings: { ...settings, databaseUrl: server.appUrl, migrateDatabaseUrl: server.ownerUrl },
    stop: () => (server.adopted ? undefined : server.stop()),
  };
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
