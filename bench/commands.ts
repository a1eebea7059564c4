// A command with its key, journal line, event and outbox row, beside the same rows written by bare SQL.
import type pg from 'pg';
import { openDatabase } from '../server/platform/database.ts';
import { newId } from '../server/platform/ids.ts';
import { singleKeyRing } from '../server/platform/key-ring.ts';
import { type Ground, runCommand } from '../server/platform/work.ts';
import { costOf, inParallel, type Row } from './ratio.ts';

const UNITS = 2_000;
const LANES = 16;

/** Commands of one line and one event, 16 at a time. */
export async function benchCommands(pool: pg.Pool): Promise<Row[]> {
  const ground: Ground = { db: openDatabase(pool), masterKeys: singleKeyRing(Buffer.alloc(32, 1)), clock: () => new Date(), committed: () => {} };
  const actor = { kind: 'person' as const, personId: newId(new Date()), sessionId: newId(new Date()), level: 2 as const, steppedUpUntil: null, grants: [], ip: '127.0.0.1', agent: 'bench' };
  const commandCost = await costOf(UNITS, (units) =>
    inParallel(units, LANES, () =>
      runCommand(ground, { actor, id: newId(new Date()), route: 'bench', body: null, now: new Date() }, async (work) => {
        work.journal({ stream: 'house:bench', action: 'bench.done', object: { kind: 'bench', id: work.id } });
        work.order({ task: 'bench.follow', payload: { id: work.id } });
        return { id: work.id };
      }),
    ),
  );
  const bareCost = await costOf(UNITS, (units) => inParallel(units, LANES, () => bareCommand(pool)));
  return [{ what: 'command: key, journal line, outbox row, answer kept', cost: commandCost, limit: 'the same five statements, bare pg', limitCost: bareCost }];
}

async function bareCommand(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  const id = newId(new Date());
  await client.query('begin');
  await client.query(`insert into platform.command (actor_key, id, route, body_hash) values ('bare', $1, 'bench', '\\x00')`, [id]);
  const { rows } = await client.query(`insert into platform.journal_line (stream, at, actor_kind, action, object_kind) values ('house:bare', $1, 'person', 'bench.done', 'bench') returning id`, [new Date().toISOString()]);
  await client.query('insert into platform.journal_pending (line_id) values ($1)', [rows[0].id]);
  await client.query(`insert into platform.outbox (stream, jobs) values ('house:bare', $1)`, ['[]']);
  await client.query(`update platform.command set status = 200, answer = $2 where actor_key = 'bare' and id = $1`, [id, '{}']);
  await client.query('commit');
  client.release();
}
