// A read through the whole application, beside the same statement behind a bare node:http server.
import http from 'node:http';
import { sql } from 'kysely';
import type pg from 'pg';
import { Type } from 'typebox';
import { endpoint } from '../contract/endpoint.ts';
import { obj } from '../contract/types.ts';
import { makeApp } from '../server/platform/app.ts';
import { openDatabase } from '../server/platform/database.ts';
import { singleKeyRing } from '../server/platform/key-ring.ts';
import { query, signedIn } from '../server/platform/route.ts';
import { readSettings } from '../server/platform/settings.ts';
import { costOf, inParallel, type Row } from './ratio.ts';

const UNITS = 3_000;
const LANES = 16;
const ROWS = 24;
const STATEMENT = `select n::int as id, 'Отопление, октябрь' as name, (n * 1234)::int as kopecks from generate_series(1, ${ROWS}) n`;
const list = endpoint({
  method: 'GET',
  url: '/api/v1/bench',
  summary: 'Rows',
  answer: obj({ rows: Type.Array(obj({ id: Type.Integer(), name: Type.String(), kopecks: Type.Integer() })) }),
});

/** 24 rows over HTTP, 16 connections kept alive. */
export async function benchRequests(pool: pg.Pool): Promise<Row[]> {
  const settings = readSettings({ ENCRYPTION_KEYS: JSON.stringify({ 1: Buffer.alloc(32, 1).toString('base64') }), LOG_LEVEL: 'silent' });
  const ground = {
    db: openDatabase(pool),
    origin: 'http://localhost:8080',
    masterKeys: singleKeyRing(Buffer.alloc(32, 1)),
    clock: () => new Date(),
    committed: () => {},
  };
  const route = query(list, signedIn, async ({ db }) => ({
    rows: (await sql<{ id: number; name: string; kopecks: number }>`${sql.raw(STATEMENT)}`.execute(db)).rows,
  }));
  const app = await makeApp({
    settings,
    ground,
    modules: [{ name: 'bench', routes: [route] }],
    identify: async (_db, { origin }) => ({ kind: 'person', personId: '0', sessionId: '0', level: 2, steppedUpUntil: null, grants: [], ...origin }),
    addressLimit: { perSecond: 1e6, burst: 1e6 },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const bare = http.createServer((_request, response) => {
    void pool.query(STATEMENT).then(({ rows }) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ rows })));
  });
  await new Promise<void>((done) => bare.listen(0, '127.0.0.1', done));
  const agent = new http.Agent({ keepAlive: true, maxSockets: LANES });
  const portOf = (server: { address(): unknown }): number => (server.address() as { port: number }).port;
  const ours = await costOf(UNITS, (units) => inParallel(units, LANES, () => get(agent, portOf(app.server), '/api/v1/bench')));
  const limit = await costOf(UNITS, (units) => inParallel(units, LANES, () => get(agent, portOf(bare), '/')));
  agent.destroy();
  await app.close();
  bare.close();
  return [
    {
      what: `a list of ${ROWS} rows: session hook, limits, checks, declared answer`,
      cost: ours,
      limit: 'bare node:http, the same statement',
      limitCost: limit,
    },
  ];
}

function get(agent: http.Agent, port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http
      .get({ agent, port, host: '127.0.0.1', path, headers: { cookie: 'sid=bench' } }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`));
        response.resume().on('end', resolve);
      })
      .on('error', reject);
  });
}
