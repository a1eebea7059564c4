// A command with its key, journal line, event and outbox row: beside the same rows written by bare SQL, and beside its own change alone.
import type pg from 'pg';
import { addMeters } from '#modules/meters';
import { makeHouse } from '#test/factories/housing';
import { personActor, portal, type World } from '#test/world';
import { submitReadings } from '../server/modules/meters/submit-readings.ts';
import { inTransaction, openDatabase } from '../server/platform/database.ts';
import { newId } from '../server/platform/ids.ts';
import { singleKeyRing } from '../server/platform/key-ring.ts';
import { type Ground, runCommand, type Work } from '../server/platform/work.ts';
import { type Cost, costOf, costOfOnce, inParallel, medianCost, type Row } from './ratio.ts';
import { asOwner } from './world.ts';

const UNITS = 2_000;
const LANES = 16;
const ROUNDS = 5;
const HOMES = 400;

/** Commands of one line and one event, 16 at a time; and readings handed in by as many homes at once. */
export async function benchCommands(world: World): Promise<Row[]> {
  return [await benchBareCommand(world.pool), await benchReadings(world)];
}

async function benchBareCommand(pool: pg.Pool): Promise<Row> {
  const ground: Ground = {
    db: openDatabase(pool),
    origin: 'http://localhost:8080',
    masterKeys: singleKeyRing(Buffer.alloc(32, 1)),
    clock: () => new Date(),
    committed: () => {},
  };
  const actor = {
    kind: 'person' as const,
    personId: newId(new Date()),
    sessionId: newId(new Date()),
    level: 2 as const,
    steppedUpUntil: null,
    grants: [],
    ip: '127.0.0.1',
    agent: 'bench',
  };
  const commandCost = await costOf(UNITS, (units) =>
    inParallel(units, LANES, () =>
      runCommand(ground, { actor, id: newId(new Date()), route: 'bench', body: null, now: new Date() }, async (work) => {
        work.journal({ stream: 'house:bench', action: 'document.kept', object: { kind: 'bench', id: work.id } });
        work.order({ task: 'bench.follow', payload: { id: work.id } });
        return { id: work.id };
      }),
    ),
  );
  const bareCost = await costOf(UNITS, (units) => inParallel(units, LANES, () => bareCommand(pool)));
  return { what: 'command: key, journal line, outbox row, answer kept', cost: commandCost, limit: 'the same five statements, bare pg', limitCost: bareCost };
}

async function bareCommand(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  const id = newId(new Date());
  await client.query('begin');
  await client.query(`insert into platform.command (actor_key, id, route, body_hash) values ('bare', $1, 'bench', '\\x00')`, [id]);
  const { rows } = await client.query(
    `insert into platform.journal_line (stream, at, actor_kind, action, object_kind) values ('house:bare', $1, 'person', 'document.kept', 'bench') returning id`,
    [new Date().toISOString()],
  );
  await client.query('insert into platform.journal_pending (line_id) values ($1)', [rows[0].id]);
  await client.query(`insert into platform.outbox (stream, jobs) values ('house:bare', $1)`, ['[]']);
  await client.query(`update platform.command set status = 200, answer = $2 where actor_key = 'bare' and id = $1`, [id, '{}']);
  await client.query('commit');
  client.release();
}

type Home = { actor: ReturnType<typeof personActor>; houseId: string; premisesId: string; meterId: string };

/** Each home hands in once. By turns a round of commands and a round of the same change in a transaction of its own, which tells nobody. */
async function benchReadings(world: World): Promise<Row> {
  const costs: Cost[] = [];
  const limits: Cost[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const homes = await meteredHomes(world);
    const [told, untold] = [homes.slice(0, HOMES), homes.slice(HOMES)];
    const cost = await costOfOnce(HOMES, () => inParallel(HOMES, LANES, (n) => world.run(told[n]!.actor, (work) => handIn(work, told[n]!))));
    const limitCost = await costOfOnce(HOMES, () =>
      inParallel(HOMES, LANES, (n) => inTransaction(world.db, (tx) => handIn(tellingNobody(world, untold[n]!.actor, tx), untold[n]!))),
    );
    if (round === 0) continue;
    costs.push(cost);
    limits.push(limitCost);
  }
  return {
    what: 'a reading handed in: judged, kept, its key, journal line, event, order and answer',
    cost: medianCost(costs),
    limit: 'judged and kept',
    limitCost: medianCost(limits),
  };
}

async function meteredHomes(world: World): Promise<Home[]> {
  const { premises, managerId: organizationId } = await makeHouse(world, { flats: 2 * HOMES });
  const ids = await world.run(portal, (work) =>
    addMeters(
      work,
      premises.map(({ houseId, premisesId }) => ({
        houseId,
        premisesId,
        organizationId,
        serviceCode: 'cold_water',
        serial: newId(new Date()),
        make: '',
        model: '',
        digits: 5,
        decimals: 3,
        place: '',
        installedOn: '2024-01-14',
        registers: [{ zone: '' as const, initialValue: '0' }],
      })),
    ),
  );
  await asOwner(world, 'analyze');
  return premises.map(({ houseId, premisesId }, n) => ({
    houseId,
    premisesId,
    meterId: ids[n]!,
    actor: personActor(newId(new Date()), [{ role: 'owner', houseId, premisesId, organizationId: null }]),
  }));
}

const handIn = (work: Work, { houseId, premisesId, meterId }: Home) =>
  submitReadings(work, { params: { houseId, premisesId }, query: {}, body: { readings: [{ meterId, zone: '', value: '5' }] } });

const tellingNobody = ({ ground }: World, actor: Work['actor'], tx: Work['tx']): Work => ({
  tx,
  actor,
  now: new Date(),
  id: newId(new Date()),
  origin: 'http://localhost:8080',
  masterKeys: ground.masterKeys,
  journal: () => {},
  emit: () => {},
  order: () => {},
  flush: async () => {},
});
