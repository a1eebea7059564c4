// Who answers the search: the index in this process while the directory is small, in a process of its own when it is large, so that neither
// its making nor its memory is felt by the pages. Made when first asked for, and anew when another load has become current.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';
import { allHouses, kindsOfPremises } from '#modules/housing';
import { openDatabase, openPool } from '#platform/database';
import type { Db } from '#platform/tables';
import type pg from 'pg';
import { directoryVersion } from './addresses.queries.ts';
import { answerSearch, type SearchAnswered, type SearchAsked } from './answer-search.ts';
import { ownHouseOf } from './own-houses.ts';
import { type Directory, readDirectory } from './read-directory.ts';

const CHILD = fileURLToPath(new URL('search-process.ts', import.meta.url));
/** Ten thousand houses are indexed in a third of a second, see docs/adr/0010. */
const SMALL_DIRECTORY = 50_000;
const CHECK_MS = 15_000;
const ANSWER_MS = 10_000;

export type AddressSearch = { search(asked: SearchAsked): Promise<SearchAnswered>; close(): Promise<void> };

/** The index of what is in the database, kept fresh. The first question waits for it; later ones are answered from what there is. `checkMs`: how often it is looked whether there is something newer. */
export function keepDirectory(pool: pg.Pool, db: Db, checkMs = CHECK_MS): () => Promise<Directory> {
  let kept: Promise<Directory> | undefined;
  let checkedAt = 0;
  let isChecking = false; // one at a time: where the database is slow they would pile up before everything else
  const make = async (): Promise<Directory> => {
    const [{ version }, houses, kinds] = await Promise.all([directoryVersion(db), allHouses(db), kindsOfPremises(db)]);
    return readDirectory(
      pool,
      houses.map((house) => ownHouseOf(house, kinds.get(house.houseId))),
      `${version} ${houses.map((house) => house.version).join()}`,
    );
  };
  const check = async (known: Promise<Directory>): Promise<void> => {
    const { version } = await known;
    const [now, houses] = await Promise.all([directoryVersion(db), allHouses(db)]);
    if (`${now.version} ${houses.map((house) => house.version).join()}` === version) return;
    const next = await make();
    kept = Promise.resolve(next);
  };
  return () => {
    const at = performance.now();
    if (kept === undefined) {
      kept = make();
      kept.catch(() => (kept = undefined)); // the next question tries again
      checkedAt = at;
    } else if (!isChecking && at - checkedAt > checkMs) {
      checkedAt = at;
      isChecking = true;
      void check(kept)
        .catch(() => {})
        .finally(() => (isChecking = false)); // what there is goes on being searched
    }
    return kept;
  };
}

/** Opens the search over a database; nothing happens before the first question. `small`: how many houses this process takes itself. */
export function openAddressSearch({ databaseUrl, small = SMALL_DIRECTORY }: { databaseUrl: string | undefined; small?: number }): AddressSearch {
  let opened: { pool: pg.Pool; ask: (asked: SearchAsked) => Promise<SearchAnswered>; stop(): void } | undefined;
  const open = async (): Promise<NonNullable<typeof opened>> => {
    if (opened) return opened;
    const pool = openPool(databaseUrl ?? '', 2);
    const db = openDatabase(pool);
    const { houses } = await directoryVersion(db);
    if (opened) await pool.end(); // another question was first
    else if (houses > small) opened = { pool, ...askProcess(databaseUrl ?? '') };
    else {
      const directory = keepDirectory(pool, db);
      opened = { pool, ask: async (asked) => answerSearch(await directory(), asked), stop: () => {} };
    }
    return opened;
  };
  return {
    search: async (asked) => (await open()).ask(asked),
    async close() {
      opened?.stop();
      await opened?.pool.end();
    },
  };
}

type Waiting = { resolve(answer: SearchAnswered): void; reject(error: Error): void; timer: NodeJS.Timeout };

/** A process of its own, started again with the next question when it falls. */
function askProcess(databaseUrl: string): { ask(asked: SearchAsked): Promise<SearchAnswered>; stop(): void } {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | undefined;
  let last = 0;
  const lose = (): void => {
    child = undefined;
    for (const [id, one] of waiting) settle(id, (each) => each.reject(new Error('the address search ended')), one);
  };
  const settle = (id: number, how: (one: Waiting) => void, one = waiting.get(id)): void => {
    if (!one) return;
    clearTimeout(one.timer);
    waiting.delete(id);
    how(one);
  };
  const running = (): ChildProcess => {
    if (child) return child;
    const started = fork(CHILD, [], { execArgv: [], env: { DATABASE_URL: databaseUrl }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    started.on('message', ({ id, answer, problem }: { id: number; answer?: SearchAnswered; problem?: string }) =>
      settle(id, (one) => (answer ? one.resolve(answer) : one.reject(new Error(problem)))),
    );
    started.on('exit', () => child === started && lose());
    started.on('error', () => child === started && lose());
    child = started;
    return started;
  };
  return {
    ask: (asked) =>
      new Promise((resolve, reject) => {
        last += 1;
        const id = last;
        const timer = setTimeout(() => settle(id, (one) => one.reject(new Error('the address search does not answer'))), ANSWER_MS);
        waiting.set(id, { resolve, reject, timer });
        running().send({ id, asked }, () => {});
      }),
    stop: () => child?.kill(),
  };
}
