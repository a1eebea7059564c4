// A portal with the real acquirer's stand-in behind it, and a payer who goes through the screens' own calls.
import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { PaymentMethod } from '#contract/payment-methods';
import { type Acquirer, openAcquirer, paymentsModule } from '#modules/payments';
import type { Person } from '#platform/actor';
import { makeApp } from '#platform/app';
import type { Job, JobContext, Module } from '#platform/module';
import { runJob } from '#platform/jobs';
import { openTypesetter, type Typesetter } from '#platform/typst-pool';
import type { StandIns } from '#stand-ins/main';
import { breakStandIn, enterCard, type Portal, type ReceivedWebhook, startPortal, startTestStandIns, testSecrets, until } from '#stand-ins/testing';
import { testSettings } from '#test/settings';
import type { World } from '#test/world';
import { charge, makeAccount, type MadeAccount, makeLink } from './accounts.ts';
import { makeActor } from './identity.ts';

/** What the API answers, whatever it is: the test looks into it. */
type Json = ReturnType<typeof JSON.parse>;
export type Answer = { status: number; body: Json };
type Call = { as?: Person; body?: unknown; key?: string };

/** What a test of payments stands on. */
export type Till = {
  app: FastifyInstance;
  acquirer: Acquirer;
  bank: StandIns;
  hooks: Portal;
  /** One call of the API. A POST has a key of its own unless given. */
  call(method: 'GET' | 'POST', url: string, call?: Call): Promise<Answer>;
  /** Runs a job of the module now. */
  job(name: string, payload?: unknown): Promise<void>;
  /** Delivers what the acquirer sent, as it sent it. */
  deliver(webhook: ReceivedWebhook): Promise<number>;
  /** Orders of a task that were put into the outbox since the last look at it. */
  orders(task: string): Promise<{ payload: Json; key?: string; runAt?: string }[]>;
};

export const people = new Map<string, Person>();
const quiet = { info: () => {}, error: () => {} };

type Ports = { acquirer: Acquirer; typesetter: Typesetter };

/** Call at the top of a test file, after `useWorld`. `wrap` stands between the portal and the acquirer; `alongside`: further modules. */
export function useTill(world: World, wrap: (acquirer: Acquirer) => Acquirer = (acquirer) => acquirer, alongside: (ports: Ports) => Module[] = () => []): Till {
  const settings = testSettings();
  const till = {} as Till;
  let typesetter: Typesetter;
  let jobs: Readonly<Record<string, Job>>;
  beforeAll(async () => {
    world.now = new Date();
    till.hooks = await startPortal();
    till.bank = await startTestStandIns(till.hooks);
    till.acquirer = wrap(openAcquirer({ url: till.bank.acquirerUrl, shopId: testSecrets.shopId, secret: testSecrets.secretKey, timeoutMs: 1500 }));
    typesetter = openTypesetter({ processes: 1 });
    const module = paymentsModule({
      acquirer: till.acquirer,
      webhookSecret: testSecrets.webhookSecret,
      publicUrl: settings.publicUrl.href,
      typesetter,
      agent: settings.agent,
    });
    const modules = [module, ...alongside({ acquirer: till.acquirer, typesetter })];
    jobs = Object.assign({}, ...modules.map((one) => one.jobs)) as typeof jobs;
    till.app = await makeApp({
      settings,
      ground: world.ground,
      modules,
      identify: async (_db, { sessionToken, origin }) => people.get(sessionToken ?? '') ?? { kind: 'guest', ...origin },
    });
  });
  beforeEach(async () => {
    till.hooks.webhooks.length = 0;
    await breakStandIn(till.bank.acquirerUrl, {
      answersLost: 0,
      refusedBefore: 0,
      failedAfter: 0,
      answerDelayMs: 0,
      webhookCopies: 1,
      webhookDelayMs: 0,
      webhooksReversed: false,
      webhooksDropped: 0,
      processingMs: 300,
      receiptDelayMs: 50,
      hiddenPayment: '',
      otherSumOf: '',
    });
  });
  afterAll(async () => {
    await till.app.close();
    await typesetter.stop();
    await till.bank.stop();
    await till.hooks.stop();
  });
  till.call = async (method, url, { as, body, key = randomUUID() } = {}) => {
    const answer = await till.app.inject({
      method,
      url: `/api/v1${url}`,
      ...(body !== undefined && { payload: body as object }),
      headers: { origin: settings.publicUrl.origin, ...(as && { cookie: `sid=${as.personId}` }), ...(method === 'POST' && { 'idempotency-key': key }) },
    });
    return { status: answer.statusCode, body: /json/.test(String(answer.headers['content-type'])) ? answer.json() : answer.rawPayload };
  };
  till.job = (name, payload = {}) =>
    runJob(jobs[name]!, { ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: quiet } satisfies JobContext, payload);
  till.deliver = async ({ headers, rawBody }) => {
    const { 'content-length': _length, host: _host, ...rest } = headers as Record<string, string>;
    return (await till.app.inject({ method: 'POST', url: '/api/v1/acquirer/webhook', payload: rawBody, headers: rest })).statusCode;
  };
  till.orders = async (task) => {
    const rows = await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id').execute();
    return rows.flatMap((row) => row.jobs as { task: string; payload: Json }[]).filter((order) => order.task === task);
  };
  return till;
}

export type Payer = { actor: Person; accounts: MadeAccount[] };

/** A person who sees accounts with these debts in kopecks, each in a house of its own. */
export async function makePayer(world: World, debts: readonly number[] = [919_661]): Promise<Payer> {
  const actor = await makeActor(world, [], { email: `payer-${randomUUID().slice(0, 8)}@example.test` });
  people.set(actor.personId, actor);
  const accounts: MadeAccount[] = [];
  for (const debt of debts) {
    const account = await makeAccount(world);
    await makeLink(world, account, actor.personId);
    if (debt > 0) await charge(world, account, { '2026-10': { heating: debt } });
    accounts.push(account);
  }
  return { actor, accounts };
}

export const partsOf = (accounts: readonly MadeAccount[], kopecks?: number) =>
  accounts.map(({ houseId, accountId }) => ({ houseId, accountId, ...(kopecks !== undefined && { kopecks }) }));

export type DraftWishes = { kopecks?: number; method?: PaymentMethod; save?: boolean; savedMethodId?: string };

/** A draft of all the payer's accounts in full. */
export async function draft(till: Till, { actor, accounts }: Payer, more: DraftWishes = {}): Promise<Json> {
  const { kopecks, method = 'card', ...rest } = more;
  const answer = await till.call('POST', '/payments', { as: actor, body: { parts: partsOf(accounts, kopecks), method, email: 'payer@example.test', ...rest } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** A code asked for and read from its message. */
export async function askCode(till: Till, actor: Person, paymentId: string): Promise<{ confirmationId: string; code: string; words: string }> {
  const asked = await till.call('POST', `/payments/${paymentId}/code`, { as: actor });
  if (asked.status !== 200) throw new Error(JSON.stringify(asked.body));
  const message = (await till.orders('notifications.send-message')).filter((order) => order.payload.personId === actor.personId).at(-1)!;
  return { confirmationId: asked.body.confirmationId, code: message.payload.facts.code, words: message.payload.facts.what ?? message.payload.facts.words };
}

/** A draft, its code, and the start: the payment waits at the bank's page. */
export async function start(till: Till, payer: Payer, { frame = true, ...more }: DraftWishes & { frame?: boolean } = {}): Promise<Json> {
  const { id } = await draft(till, payer, more);
  const { confirmationId, code } = await askCode(till, payer.actor, id);
  const started = await till.call('POST', `/payments/${id}/start`, { as: payer.actor, body: { confirmationId, code, frame } });
  if (started.status !== 200) throw new Error(JSON.stringify(started.body));
  return started.body;
}

/** The clock goes on and its job runs, until the payment is in the state. */
export const settleUntil = (world: World, till: Till, { payer, id, status }: { payer: Payer; id: string; status: string }): Promise<Json> =>
  until(async () => {
    world.now = new Date(world.now.getTime() + 60_000);
    await till.job('payments.settle');
    const seen = await look(till, payer, id);
    return seen.status === status && seen;
  });

/** A small payment by a card, which is kept; answers the kept method. */
export async function saveCard(world: World, till: Till, payer: Payer, card = '2200000000000103'): Promise<Json> {
  const started = await start(till, payer, { kopecks: 100, save: true });
  await enterCard(started.next.url, card);
  await settleUntil(world, till, { payer, id: started.id, status: 'paid' });
  return (await till.call('GET', '/payment-methods', { as: payer.actor })).body.methods[0];
}

/** How the payment stands on the payer's screen. */
export const look = async (till: Till, payer: Payer, id: string): Promise<Json> => (await till.call('GET', `/payments/${id}`, { as: payer.actor })).body;
