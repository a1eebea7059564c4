// The town of a seed: three houses with their people, the portal over the scripted acquirer, and the worker's hands.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { billingModule, billsOfAccounts } from '#modules/billing';
import { ledgerModule } from '#modules/ledger';
import { metersModule } from '#modules/meters';
import { paymentsModule, refundsUnderWay } from '#modules/payments';
import type { Person } from '#platform/actor';
import { makeApp } from '#platform/app';
import type { Job } from '#platform/module';
import { jobsOf, runJob, subscriptionsOf } from '#platform/jobs';
import { relayBatch } from '#platform/outbox';
import { type MadeAccount, makeAccount, makeLink } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { type Desk, jobContext, openDesk, openTestFiles } from '#test/factories/registers';
import { testSettings } from '#test/settings';
import { TEST_KEYS, type World } from '#test/world';
import { type Crashes, openCrashes } from './crash.ts';
import { type Dice, openDice } from './dice.ts';
import { type Model, openModel } from './model.ts';
import { openScriptedAcquirer, type ScriptedAcquirer, signedWebhook } from './scripted-acquirer.ts';

export const WEBHOOK_SECRET = 'simulated';
export type Json = ReturnType<typeof JSON.parse>;
export type Answer = { status: number; body: Json };
export type Call = { as?: Person; body?: unknown; key?: string };

export type TownHouse = { houseId: string; managerId: string; accountant: Person; desk: Desk; home: MeteredHome; accounts: MadeAccount[] };
export type TownPayer = { actor: Person; accounts: MadeAccount[] };

export type Town = {
  world: World;
  dice: Dice;
  model: Model;
  crashes: Crashes;
  acquirer: ScriptedAcquirer;
  app: FastifyInstance;
  houses: TownHouse[];
  payers: TownPayer[];
  /** Payments that the portal has acknowledged, with how each ended as far as it was told. */
  payments: Map<string, { payer: TownPayer; parts: Map<string, bigint>; status: string }>;
  call(method: 'GET' | 'POST', url: string, call?: Call): Promise<Answer>;
  /** A webhook of the payment, signed now; answers the portal's status. */
  webhook(paymentId: string): Promise<number>;
  /** Runs a timed job of the modules. */
  job(name: string): Promise<void>;
  /** Moves the outbox and does what was ordered, some of it twice. Answers the tasks that failed and wait for the next time. */
  work(): Promise<string[]>;
  pass(minutes: number): void;
  close(): Promise<void>;
};

/** What draws papers and sends messages is proven elsewhere; nothing of the money hangs on it. */
const NOT_HERE = /^(notifications|signing)\.|^payments\.mail-receipt$|^meters\.make-act$|^billing\.print$/;
const typesetter = {
  pdf: () => Promise.reject(new Error('nothing is drawn here')),
  state: () => ({ processes: 0, waiting: 0, residentBytes: 0 }),
  stop: async () => {},
};

/** Builds the town. `flats`: in each of the three houses; the first has meters. */
export async function openTown(world: World, seed: number, flats = 3): Promise<Town> {
  const dice = openDice(seed);
  const acquirer = openScriptedAcquirer(() => world.now);
  const settings = testSettings();
  const files = { dir: 'unused', ring: TEST_KEYS, clock: () => world.now };
  const modules = [
    ledgerModule({ typesetter, bills: billsOfAccounts, publicUrl: settings.publicUrl.href }),
    billingModule({ typesetter, files, publicUrl: settings.publicUrl.href, registerFiles: openTestFiles(), refundsUnderWay }),
    paymentsModule({ acquirer, webhookSecret: WEBHOOK_SECRET, publicUrl: settings.publicUrl.href, typesetter, agent: settings.agent }),
    metersModule({ typesetter, files, publicUrl: settings.publicUrl.href }),
  ];
  const people = new Map<string, Person>();
  const app = await makeApp({
    settings,
    ground: world.ground,
    modules,
    identify: async (_db, { sessionToken, origin }) => people.get(sessionToken ?? '') ?? { kind: 'guest', ...origin },
  });
  const [jobs, subscriptions] = [jobsOf(modules), subscriptionsOf(modules)];
  const crashes = await openCrashes(world.ownerUrl);
  const town: Town = {
    world,
    dice,
    model: openModel(),
    crashes,
    acquirer,
    app,
    houses: [],
    payers: [],
    payments: new Map(),
    call: async (method, url, { as, body, key = randomUUID() } = {}) => {
      if (as) people.set(as.personId, as);
      const headers = { origin: settings.publicUrl.origin, ...(as && { cookie: `sid=${as.personId}` }), ...(method === 'POST' && { 'idempotency-key': key }) };
      const answer = await app.inject({ method, url: `/api/v1${url}`, ...(body !== undefined && { payload: body as object }), headers });
      return { status: answer.statusCode, body: answer.json() };
    },
    webhook: async (paymentId) =>
      (await app.inject({ method: 'POST', url: '/api/v1/acquirer/webhook', ...signedWebhook(acquirer.find(paymentId)!, WEBHOOK_SECRET, world.now) }))
        .statusCode,
    job: (name) => runJob(jobs.get(name)!, jobContext(world), {}),
    work: () =>
      workAll(
        town,
        (task) => (NOT_HERE.test(task) ? undefined : jobs.get(task)),
        async () => {
          while ((await relayBatch(world.pool, subscriptions)).moved > 0);
        },
      ),
    pass: (minutes) => void (world.now = new Date(world.now.getTime() + minutes * 60_000)),
    close: async () => {
      await app.close();
      await crashes.close();
    },
  };
  for (let n = 0; n < 3; n++) await addHouse(town, flats);
  return town;
}

/** Round after round, because what is done orders more; what fails waits for the next time. */
async function workAll({ world, crashes, dice }: Town, jobOf: (task: string) => Job | undefined, relay: () => Promise<void>): Promise<string[]> {
  const failed = new Map<string, string>();
  for (;;) {
    await relay();
    const { rows } = await crashes.owner.query<{ id: string; task: string; payload: unknown }>(
      'select j.id, t.identifier as task, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id',
    );
    const waiting = rows.filter((row) => !failed.has(row.id));
    if (waiting.length === 0) return [...failed.values()];
    for (const { id, task, payload } of waiting) {
      const job = jobOf(task);
      try {
        for (const _time of dice.chance(25) ? [1, 2] : [1]) if (job) await runJob(job, jobContext(world), payload);
        await crashes.owner.query('delete from graphile_worker._private_jobs where id = $1', [id]);
      } catch (error) {
        failed.set(id, `${task}: ${(error as Error).message}`);
      }
    }
  }
}

async function addHouse(town: Town, flats: number): Promise<void> {
  const { world } = town;
  const house = await makeHouse(world, { flats });
  const home = await makeMeteredHome(world, { house, readings: false });
  const accounts: MadeAccount[] = [];
  for (const { premisesId } of house.premises) accounts.push(await makeAccount(world, { house, premisesId }));
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: house.managerId }]);
  town.houses.push({ houseId: house.houseId, managerId: house.managerId, accountant, desk: openDesk(world, house.managerId, accountant), home, accounts });
  for (const account of accounts) {
    const payer: TownPayer = { actor: await makeActor(world, [], { email: `flat-${randomUUID().slice(0, 8)}@example.test` }), accounts: [account] };
    await makeLink(world, account, payer.actor.personId);
    // Every other payer sees the account of another house as well: one payment over two organizations.
    const other = town.houses.at(-2)?.accounts[accounts.indexOf(account)];
    if (other && town.dice.chance(50)) {
      await makeLink(world, other, payer.actor.personId);
      payer.accounts.push(other);
    }
    town.payers.push(payer);
  }
}
