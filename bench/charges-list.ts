// The list of charges as a browser asks for it, session and all, beside a bare node:http server that sends the same named statements.
// The caller is a process of its own: what it costs to ask is no cost of ours.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import type pg from 'pg';
import { establishSession, identify } from '#modules/identity';
import { testSettings } from '#test/settings';
import { portal, type World } from '#test/world';
import { fillDemoTown } from '../demo/fill-town.ts';
import { demoPeople } from '../demo/people.ts';
import { DEMO_SEED } from '../demo/town.ts';
import { composeModules } from '../server/compose.ts';
import { makeApp } from '../server/platform/app.ts';
import { cpuOfChildren, postmasterOf } from './cpu-of-processes.ts';
import { type Cost, costOf, type Row } from './ratio.ts';
import { type Statement, statementsOf } from './sent-statements.ts';

const UNITS = 100;
const LIST = '/api/v1/charges';

/** One list by the clock, and its CPU here and in the database together, beside the bare server's. */
export async function benchChargesList(world: World): Promise<Row[]> {
  const settings = testSettings();
  await fillDemoTown({ databaseUrl: world.appUrl, migrateDatabaseUrl: world.ownerUrl, encryptionKeys: world.ground.masterKeys });
  const cookie = `sid=${await sessionOf('galina', world)}`;
  const { modules, close } = composeModules(settings, world.ground);
  const app = await makeApp({ settings, ground: world.ground, modules, identify, addressLimit: { perSecond: 1e6, burst: 1e6 } });
  let answer = '';
  const statements = (await statementsOf(async () => void (answer = (await app.inject({ url: LIST, headers: { cookie } })).body))).map((statement, n) => ({
    ...statement,
    name: `bench_${n}`,
  }));
  const bare = http.createServer(
    (_request, response) => void bareAnswer(world.pool, statements).then((rows) => response.writeHead(200, { 'content-type': 'application/json' }).end(rows)),
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  await new Promise<void>((done) => bare.listen(0, '127.0.0.1', done));
  const ours = await costOfAsking(app.server, { pool: world.pool, cookie });
  const limit = await costOfAsking(bare, { pool: world.pool, cookie });
  bare.close();
  await app.close();
  await close();
  const what = `list of charges over HTTP with its session, ${statements.length} statements, ${Math.round(answer.length / 1024)} thousand characters`;
  return [
    { what, cost: ours.server, limit: 'bare node:http, the same named statements, one JSON.stringify', limitCost: limit.server },
    {
      what: `… CPU alone, of the server and of the database (${(ours.databaseUs / 1000).toFixed(1)} ms), in both columns`,
      cost: together(ours),
      limit: 'the same',
      limitCost: together(limit),
    },
  ];
}

type Asked = { server: Cost; databaseUs: number };
const together = ({ server: { cpuUs }, databaseUs }: Asked): Cost => ({ wallUs: cpuUs + databaseUs, cpuUs: cpuUs + databaseUs });

async function bareAnswer(pool: pg.Pool, statements: readonly Statement[]): Promise<string> {
  const results = [];
  for (const statement of statements) results.push((await pool.query(statement)).rows);
  return JSON.stringify(results, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}

async function costOfAsking(server: http.Server, { pool, cookie }: { pool: pg.Pool; cookie: string }): Promise<Asked> {
  const { port } = server.address() as { port: number };
  const caller = fork(path.join(import.meta.dirname, 'ask.ts'), [JSON.stringify({ port, url: LIST, cookie })]);
  const postmaster = await postmasterOf({ pool });
  let databaseUs = 0;
  const cost = await costOf(UNITS, async (units) => {
    const before = cpuOfChildren(postmaster);
    caller.send(units);
    await once(caller, 'message');
    databaseUs = (cpuOfChildren(postmaster) - before) / units;
  });
  caller.disconnect();
  caller.kill();
  return { server: cost, databaseUs };
}

async function sessionOf(key: string, world: World): Promise<string> {
  const { personId } = demoPeople(DEMO_SEED).find((person) => person.key === key)!;
  let token = '';
  await world.run(portal, async (work) => {
    await establishSession(
      work,
      { personId, proofs: ['password', 'code'], origin: { ip: '127.0.0.1', agent: '' }, door: 'password' },
      { setSession: (made) => (token = made), setDevice: () => {} },
    );
  });
  return token;
}
