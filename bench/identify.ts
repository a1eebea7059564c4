// Who is calling, beside the same statement behind no code of ours; and whether people who sign in make others wait.
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createPerson, establishSession, hashPassword, identify } from '#modules/identity';
import { testSettings } from '#test/settings';
import { portal, type World } from '#test/world';
import { composeModules } from '../server/compose.ts';
import { makeApp } from '../server/platform/app.ts';
import { newId } from '../server/platform/ids.ts';
import { costOf, inParallel, type Row } from './ratio.ts';

const LOOKS = 3_000;
const LANES = 16;
/** So many people, one after another in as many lanes as are said: the window is long enough for a hundredth of it to mean something. */
const PEOPLE = 400;
const PASSWORD = 'Липовая-аллея-14';
const ORIGIN = { ip: '127.0.0.1', agent: 'bench' };

/** The session of one person with one role, then pages of that person while fifty others sign in. */
export async function benchIdentify(world: World): Promise<Row[]> {
  const sessionToken = await makeSession(world);
  const look = () => identify(world.db, { sessionToken, machineKey: undefined, origin: ORIGIN }, new Date());
  if ((await look()).kind !== 'person') throw new Error('the session is not known');
  const statement = await statementOf(look);
  const cost = await costOf(LOOKS, (units) => inParallel(units, LANES, look));
  const limitCost = await costOf(LOOKS, (units) => inParallel(units, LANES, () => world.pool.query(statement)));
  const wanted = { wallUs: 500, cpuUs: 500 };
  return [
    { what: 'who is calling: session, person and roles', cost, limit: 'the same statement, bare pg', limitCost },
    { what: '… our CPU of it, beside what is allowed', cost: { ...cost, wallUs: cost.cpuUs }, limit: 'half a millisecond', limitCost: wanted },
    ...(await benchSignIns(world, sessionToken)),
  ];
}

async function makeSession(world: World): Promise<string> {
  const personId = newId(new Date());
  let token = '';
  await world.run(portal, async (work) => {
    await createPerson(work, { personId, lastName: 'Пробный', firstName: 'Пётр', phone: '+79000100000' });
    await establishSession(
      work,
      { personId, proofs: ['password', 'code'], origin: ORIGIN, door: 'password' },
      { setSession: (made) => (token = made), setDevice: () => {} },
    );
  });
  return token;
}

/** The statement that the work sends, to be sent again without the work. */
async function statementOf(work: () => Promise<unknown>): Promise<{ name: string; text: string; values: unknown[] }> {
  const prototype = pg.Client.prototype as unknown as { query: (this: unknown, ...args: unknown[]) => unknown };
  const { query } = prototype;
  const sent: { text: string; values: unknown[] }[] = [];
  prototype.query = function noted(this: unknown, ...args: unknown[]) {
    if (typeof args[0] === 'object') sent.push(args[0] as { text: string; values: unknown[] });
    return query.apply(this, args);
  };
  await work().finally(() => (prototype.query = query));
  return { name: 'bench_identify', text: sent[0]!.text, values: sent[0]!.values };
}

/** The slowest in a hundred of a plain page (`GET /api/v1/me`) while fifty or two people at a time sign in, beside the same with nobody signing in. */
async function benchSignIns(world: World, sessionToken: string): Promise<Row[]> {
  const passwordHash = await hashPassword(PASSWORD);
  const phoneOf = (n: number): string => `+7900010${String(n + 1).padStart(4, '0')}`;
  for (let n = 0; n < PEOPLE; n++)
    await world.run(portal, (work) =>
      createPerson(work, {
        personId: newId(new Date()),
        lastName: 'Пробный',
        firstName: `${n}`,
        phone: phoneOf(n),
        passwordHash,
        confirmed: true,
        secondFactor: 'sms',
      }),
    );
  const settings = testSettings();
  const { modules, close } = composeModules(settings, world.ground);
  const app = await makeApp({ settings, ground: world.ground, modules, identify, addressLimit: { perSecond: 1e6, burst: 1e6 } });
  const page = async (): Promise<void> => {
    const { statusCode, body } = await app.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie: `sid=${sessionToken}` } });
    if (statusCode !== 200) throw new Error(body);
  };
  const signIn = async (n: number): Promise<void> => {
    const headers = { origin: settings.publicUrl.origin, 'idempotency-key': newId(new Date()) };
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      headers,
      payload: { name: phoneOf(n), password: PASSWORD },
      remoteAddress: `10.${n % 250}.${Math.floor(n / 250)}.1`,
    });
    if (statusCode !== 200) throw new Error(body);
  };
  await slowest(page, pause(1_000));
  const idle = await slowest(page, pause(3_000));
  const rows: Row[] = [];
  for (const atOnce of [50, 2]) {
    const started = performance.now();
    const busy = await slowest(page, inParallel(PEOPLE, atOnce, signIn));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    rows.push({
      what: `the slowest of a hundred plain pages while ${PEOPLE} people sign in, ${atOnce} at a time (${seconds} s)`,
      cost: busy,
      limit: 'the same, nobody signs in',
      limitCost: idle,
    });
  }
  await app.close();
  await close();
  return rows;
}

/** Four people look at pages, each when the one before has come, until the work is done: the 99th in a hundred, and the CPU for one page. */
async function slowest(page: () => Promise<void>, work: Promise<unknown>): Promise<{ wallUs: number; cpuUs: number }> {
  const cpu = process.cpuUsage();
  const times: number[] = [];
  const until = { done: false };
  const lane = async (): Promise<void> => {
    while (!until.done) {
      const started = performance.now();
      await page();
      times.push(performance.now() - started);
      await pause(5);
    }
  };
  const lanes = Promise.all([1, 2, 3, 4].map(lane));
  await work;
  until.done = true;
  await lanes;
  const spent = process.cpuUsage(cpu);
  return { wallUs: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]! * 1000, cpuUs: (spent.user + spent.system) / times.length };
}
