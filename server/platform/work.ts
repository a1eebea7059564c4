// A command: one transaction that holds the change, its journal line, its events and jobs, and the answer under its key.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Actor, actorKey, system } from './actor.ts';
import { inTransaction } from './database.ts';
import { refuse } from './errors.ts';
import { deriveId } from './ids.ts';
import { type JournalLine, writeJournal } from './journal.ts';
import type { KeyRing } from './key-ring.ts';
import type { Db, Tx } from './tables.ts';

/** Facts that modules tell each other and open pages; each module adds its own: `declare module '#platform/work' { interface Events { 'payment.captured': {…} } }`. */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface Events {}
export type EventKind = keyof Events;

/** `audiences`: who may hear it on an open page, e.g. `person:<id>`, `premises:<id>`, `organization:<id>`. `data` holds ids, never personal values. */
export type Event<Kind extends EventKind = EventKind> = { kind: Kind; data: Events[Kind]; audiences: readonly string[] };

/** An order to do something after the commit. With a `key` a later order of the same key replaces a waiting one. */
export type Order = { task: string; payload: object; key?: string; runAt?: string };

/** What a command gets: its transaction, who acts, when, under which id; and where it leaves its journal lines, events and orders. */
export type Work = {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Date;
  /** The id of this command, its actor's own; ids of what it makes derive from it (`deriveId`). */
  readonly id: string;
  /** Keys for values that lie encrypted or keyed in the database; the first is used to write. */
  readonly masterKeys: KeyRing;
  /** Where people reach the portal. */
  readonly origin: string;
  journal(line: JournalLine): void;
  emit<Kind extends EventKind>(kind: Kind, data: Events[Kind], audiences: readonly string[]): void;
  order(order: Order): void;
  /** Writes what was told and ordered so far. For work in batches: a million payments would tell everybody in one row of the outbox. */
  flush(): Promise<void>;
};

/** `route` and `body` tell a repeated request from another one under the same key. `stream` is where the outbox row lies. */
export type CommandRequest = { actor: Actor; id: string; route: string; body: unknown; now: Date };
export type Outcome<Answer> = { answer: Answer; repeated: boolean };

/** What commands run on. `committed` wakes the relay. */
export type Ground = {
  db: Db;
  /** Where people reach the portal: what is issued names its addresses. */ origin: string;
  masterKeys: KeyRing;
  clock: () => Date;
  committed: () => void;
};

/**
 * Runs a command exactly once per (actor, id): a repeated request gets the first answer, a request with another body is
 * refused with key.reused, a refusal rolls everything back and frees the key. Parallel requests wait for the first.
 */
export async function runCommand<Answer>(ground: Ground, request: CommandRequest, command: (work: Work) => Promise<Answer>): Promise<Outcome<Answer>> {
  const outcome = await inTransaction(ground.db, async (tx) => {
    const earlier = await claim(tx, request);
    if (earlier) return { answer: earlier.answer as Answer, repeated: true };
    const { work, finish } = openWork(ground, tx, request);
    const answer = await command(work);
    await finish();
    await tx
      .updateTable('platform.command')
      .set({ status: 200, answer: jsonText(answer) })
      .where('actor_key', '=', actorKey(request.actor))
      .where('id', '=', request.id)
      .execute();
    return { answer, repeated: false };
  });
  if (!outcome.repeated) ground.committed();
  return outcome;
}

/** A command without a remembered key: for signing in and the like, whose answer must not be stored. */
export async function runOnce<Answer>(
  ground: Ground,
  request: Omit<CommandRequest, 'route' | 'body'>,
  command: (work: Work) => Promise<Answer>,
): Promise<Answer> {
  const answer = await inTransaction(ground.db, async (tx) => {
    const { work, finish } = openWork(ground, tx, request);
    const done = await command(work);
    await finish();
    return done;
  });
  ground.committed();
  return answer;
}

/** A command of the portal itself (jobs, sweepers, consumers of events): once per `cause`, which may be any text that stays the same when tried again. */
export function runAsSystem<Answer>(ground: Ground, task: string, cause: string, command: (work: Work) => Promise<Answer>): Promise<Outcome<Answer>> {
  return runCommand(ground, { actor: system(task), id: deriveId(task, cause), route: task, body: cause, now: ground.clock() }, command);
}

async function claim(tx: Tx, request: CommandRequest): Promise<{ answer: unknown } | undefined> {
  const key = { actor_key: actorKey(request.actor), id: request.id };
  const row = { ...key, route: request.route, body_hash: hashOf(request.body) };
  // Blocks while another request with the same key is under way: it commits (and we answer the same) or frees the key.
  const inserted = await tx
    .insertInto('platform.command')
    .values({ ...row, answer: null })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return undefined;
  const earlier = await tx
    .selectFrom('platform.command')
    .select(['route', 'body_hash', 'answer'])
    .where('actor_key', '=', key.actor_key)
    .where('id', '=', key.id)
    .executeTakeFirstOrThrow();
  if (earlier.route !== row.route || !earlier.body_hash.equals(row.body_hash)) refuse('key.reused');
  return { answer: earlier.answer };
}

function openWork(ground: Ground, tx: Tx, request: { actor: Actor; id: string; now: Date }): { work: Work; finish(): Promise<void> } {
  const lines: JournalLine[] = [];
  const events: Event[] = [];
  const orders: Order[] = [];
  let told = 0;
  const work: Work = {
    tx,
    actor: request.actor,
    now: request.now,
    id: ownId(request),
    masterKeys: ground.masterKeys,
    origin: ground.origin,
    journal: (line) => void lines.push(line),
    emit: (kind, data, audiences) => void events.push({ kind, data, audiences }),
    order: (order) => void orders.push(order),
    // No NOTIFY: a NOTIFY in every transaction serialises the commits.
    async flush() {
      if (events.length === 0 && orders.length === 0) return;
      const numbered = events.splice(0).map((event, index) => ({ ...event, id: deriveId(work.id, `event ${told + index}`), at: work.now.toISOString() }));
      told += numbered.length;
      await tx
        .insertInto('platform.outbox')
        .values({ stream: lines[0]?.stream ?? actorKey(request.actor), events: jsonText(numbered), jobs: jsonText(orders.splice(0)) })
        .execute();
    },
  };
  const finish = async (): Promise<void> => {
    if (lines.length > 0) await writeJournal(work, ground.masterKeys, lines);
    await work.flush();
  };
  return { work, finish };
}

/** Whoever sends a key that another has used must not come upon what that one has made: a key names a command of its sender only. */
const ownId = ({ actor, id }: { actor: Actor; id: string }): string => (actor.kind === 'system' ? id : deriveId(id, actorKey(actor)));

const jsonText = (value: unknown): string => JSON.stringify(value ?? null);

/** The same members in another order are the same request. */
export function hashOf(body: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(body)).digest();
}

/** JSON with members in order of their names: one text for one meaning. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

/** Locks the named row for the rest of the transaction, to serialise commands on what may not exist yet. */
export const lockName = async (tx: Tx, name: string): Promise<void> => void (await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx));

/** Old answers go after a month; money's keys live as long as their payments, which carry the key themselves. */
export async function forgetOldCommands(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('platform.command').where('at', '<', before.toISOString()).execute();
}
