// What a resident and an accountant wait for when the base is small and when it is large: charges and balance of one person must cost the
// same, reports over all accounts are shown beside one sum of the same rows.
import type { FastifyInstance } from 'fastify';
import type { Person } from '#platform/actor';
import type { Module } from '#platform/module';
import { linkAccount, postPayments } from '#modules/ledger';
import { accountantOf, postMonth } from '#test/factories/calculation';
import { makeOrganization } from '#test/factories/housing';
import { testSettings } from '#test/settings';
import { personActor, portal, type World } from '#test/world';
import { composeModules } from '../server/compose.ts';
import { newId } from '../server/platform/ids.ts';
import { makeApp } from '../server/platform/app.ts';
import { monthsFrom } from '../server/platform/time.ts';
import { cloneHouse } from './cloned-houses.ts';
import { type Cost, costOf, costOfOnce, type Row, rowText } from './ratio.ts';
import { FLATS, makeHouses } from './run-houses.ts';
import { asOwner } from './world.ts';

const LINES = Number(process.env['BENCH_CHARGE_LINES'] ?? 500_000);
const SPAN = { from: '2026-06', to: '2026-10' };
const MONTHS = monthsFrom(SPAN.from, SPAN.to);
/** Some ten thousand: 250 flats, five months, eight services. */
const LINES_OF_HOUSE = FLATS * MONTHS.length * 8;
const UNITS = 100;
const OF_RESIDENT = ['/api/v1/charges', '/api/v1/homes', '/api/v1/accounts'] as const;
/** A table of more rows than this must not be read whole for one person. */
const LARGE = 1_000;

/** The rows of the resident, then those of the accountant. Throws when the resident's calls have read a large table whole. */
export async function benchLargeBase(world: World): Promise<Row[]> {
  const managerId = await makeOrganization(world);
  const [houseId] = (await makeHouses(world, managerId, 1)) as [string];
  const accountant = accountantOf(world, managerId);
  for (const month of MONTHS) await postMonth(world, { house: { houseId, managerId, premises: [] }, accounts: [], accountant }, month);
  await payMost(world, houseId);
  const resident = await residentOf(world, houseId);
  const { modules, close } = composeModules(testSettings(), world.ground);
  let caller: Person = resident;
  const app = await makeApp({
    settings: testSettings(),
    ground: world.ground,
    modules,
    identify: async () => caller,
    addressLimit: { perSecond: 1e6, burst: 1e6 },
  });
  await asOwner(world, 'vacuum analyze');
  const small = await costsOf(app);
  const started = Date.now();
  await cloneHouse(world, houseId, Math.ceil(LINES / LINES_OF_HOUSE) - 1);
  await asOwner(world, 'vacuum analyze');
  // This reads both whole itself; unless asked to tell of it at once a connection does so a second later, among what the resident reads.
  const {
    rows: [count],
  } = await world.pool.query<{ lines: bigint; accounts: bigint }>(
    'select (select count(*) from billing.charge) as lines, (select count(*) from ledger.account) as accounts, pg_stat_force_next_flush()',
  );
  console.error(`${count!.lines} lines of ${count!.accounts} accounts after ${((Date.now() - started) / 1000).toFixed(0)} s`);
  const scannedBefore = await scans(world);
  const large = await costsOf(app);
  const scanned = (await scans(world)) - scannedBefore;
  if (scanned > 0n) throw new Error(`large tables were read whole ${scanned} times`);
  caller = accountant;
  const ofResident = OF_RESIDENT.map((url, n): Row => ({
    what: `${url} of a resident with ${count!.lines} lines in the base`,
    cost: large[n]!,
    limit: `the same with ${LINES_OF_HOUSE}`,
    limitCost: small[n]!,
  }));
  for (const row of ofResident) console.error(rowText(row));
  const sheet = await countSheet(world, app, modules);
  const rows = [...ofResident, ...(await reports(world, app, { managerId, sheet, ...count! }))];
  await app.close();
  await close();
  return rows;
}

async function residentOf(world: World, houseId: string): Promise<Person> {
  const account = await world.db
    .selectFrom('ledger.account')
    .select(['id', 'premises_id'])
    .where('house_id', '=', houseId)
    .orderBy('number')
    .limit(1)
    .executeTakeFirstOrThrow();
  const personId = newId(new Date());
  await world.run(portal, async (work) => {
    await linkAccount(work, { personId, houseId, accountId: account.id, premisesId: account.premises_id, proof: 'ownership' });
    return null;
  });
  return personActor(personId, [{ role: 'owner', premisesId: account.premises_id, houseId, organizationId: null }]);
}

/** Four accounts of five have paid all months but the last. */
async function payMost(world: World, houseId: string): Promise<void> {
  const { rows } = await world.pool.query<{ accountId: string; kopecks: bigint }>(
    `select account_id as "accountId", sum(kopecks)::bigint as kopecks from ledger.balance where house_id = $1 and period < '${SPAN.to}-01' group by 1 order by 1`,
    [houseId],
  );
  await world.run(portal, async (work) => {
    await postPayments(
      work,
      rows
        .filter((_row, n) => n % 5 > 0)
        .map(({ accountId, kopecks }) => ({
          paymentId: newId(new Date()),
          parts: [{ houseId, accountId, kopecks }],
          happenedOn: `${SPAN.to}-12`,
          book: 'bank' as const,
        })),
    );
    return null;
  });
}

async function costsOf(app: FastifyInstance): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const url of OF_RESIDENT)
    costs.push(
      await costOf(UNITS, async (units) => {
        for (let n = 0; n < units; n += 1) await get(app, url);
      }),
    );
  return costs;
}

async function get(app: FastifyInstance, url: string): Promise<void> {
  const { statusCode, body } = await app.inject({ url, headers: { cookie: 'sid=bench' } });
  if (statusCode !== 200 || body.length < 100) throw new Error(`${url}: ${statusCode} ${body}`);
}

/** How often large tables were read from end to end. Statistics come with a delay. */
async function scans({ pool }: World): Promise<bigint> {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const { rows } = await pool.query<{ n: string }>(`select coalesce(sum(seq_scan), 0) as n from pg_stat_user_tables where n_live_tup > $1`, [LARGE]);
  return BigInt(rows[0]!.n);
}

/** The turnover sheet of so many accounts is counted by a job: ordered as the page does, and the job run; nothing where a page counts it itself. */
async function countSheet(world: World, app: FastifyInstance, modules: readonly Module[]): Promise<Cost | undefined> {
  const url = `/api/v1/work/turnover/${SPAN.from}/${SPAN.to}/sheet`;
  const asked = await app.inject({ url, headers: { cookie: 'sid=bench' } });
  if (!asked.json<{ isKept: boolean }>().isKept) return undefined;
  const ordered = await app.inject({
    method: 'POST',
    url,
    headers: { cookie: 'sid=bench', origin: testSettings().publicUrl.origin, 'idempotency-key': newId(new Date()) },
  });
  if (ordered.statusCode !== 200) throw new Error(`the sheet was not ordered: ${ordered.body}`);
  const jobs = (await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id', 'desc').limit(20).execute()).flatMap(
    (row) => row.jobs as { task: string; payload: unknown }[],
  );
  const { payload } = jobs.find(({ task }) => task === 'reports.turnover')!;
  const job = modules.find(({ name }) => name === 'reports')!.jobs!['reports.turnover']!;
  return costOfOnce(1, () =>
    job.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => new Date(), log: { info: () => {}, error: () => {} } }, payload),
  );
}

async function reports(
  { pool }: World,
  app: FastifyInstance,
  { managerId, sheet, lines, accounts }: { managerId: string; sheet: Cost | undefined; lines: bigint; accounts: bigint },
): Promise<Row[]> {
  const sum = (text: string): Promise<Cost> => costOf(1, async () => void (await pool.query(text, [managerId])), 3);
  const owed = await sum(
    'select sum(b.kopecks) from ledger.account a join ledger.balance b on b.house_id = a.house_id and b.account_id = a.id where a.organization_id = $1 and b.kopecks > 0',
  );
  const moved = await sum(
    'select sum(t.kopecks) from ledger.transfer t join ledger.book b on b.house_id = t.house_id and b.id = t.debit_book where b.organization_id = $1',
  );
  const asked = async (what: string, url: string, limit: string, limitCost: Cost): Promise<Row> => ({
    what: `${what} of ${accounts} accounts, ${lines} lines`,
    cost: await costOf(1, () => get(app, url), 3),
    limit,
    limitCost,
  });
  const file = await costOfOnce(1, () => get(app, '/api/v1/work/debtors/export?format=csv'));
  return [
    await asked('debtors, a page', '/api/v1/work/debtors?limit=50', 'one sum of what is owed', owed),
    { what: `debtors as a file, ${accounts} rows`, cost: file, limit: 'one sum of what is owed', limitCost: owed },
    ...(sheet
      ? [
          {
            what: `turnover of ${MONTHS.length} months by house and service, counted by the job of ${accounts} accounts, ${lines} lines`,
            cost: sheet,
            limit: 'one sum of what has moved',
            limitCost: moved,
          },
        ]
      : []),
    await asked(
      `turnover of ${MONTHS.length} months by house and service, a page${sheet ? ' of the sheet that the job has counted' : ''}`,
      `/api/v1/work/turnover/${SPAN.from}/${SPAN.to}?limit=50`,
      'one sum of what has moved',
      moved,
    ),
  ];
}
