// The journal (X-2, AUD): a line per change in the same transaction, and a chain of hashes over the lines of each stream.
//
// A command only inserts its line: a head of the chain locked in every command would cost four times the throughput. The
// sealer chains what was committed, one stream after another. Personal values (IP address, names in a change) lie sealed
// under a key of the person: erasing a person deletes the key, and the chain over the ciphertext still verifies.
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Actor, personAtScreen } from './actor.ts';
import type { JournalAction } from '#contract/action-words';
import { inTransaction } from './database.ts';
import { openBytes, sealBytes } from './field-cipher.ts';
import { type KeyRing, singleKeyRing } from './key-ring.ts';
import type { Db, Tx } from './tables.ts';

/**
 * One line. `stream` names the chain: `house:<id>`, `person:<id>` or `organization:<id>`. `personId` is the person whom it
 * concerns. `facts` hold no personal values; `personal` is sealed under the key of the actor's or the concerned person.
 */
export type JournalLine = {
  stream: string;
  action: JournalAction;
  object: { kind: string; id?: string };
  personId?: string;
  houseId?: string;
  organizationId?: string;
  role?: string;
  facts?: Readonly<Record<string, string | number | boolean | null>>;
  personal?: Readonly<Record<string, string>>;
};

type Author = { tx: Tx; actor: Actor; now: Date };

/** Writes the lines of one command and the sealer's list: one statement, and one more for a person not met lately. */
export async function writeJournal(author: Author, masterKeys: KeyRing, lines: readonly JournalLine[]): Promise<void> {
  const keys = new Map<string, KeyRing>();
  for (const line of lines) {
    const owner = keyOwner(author.actor, line);
    // No key is made where there is nothing to seal: the portal's own lines must not give an erased person a new one.
    if (owner && !keys.has(owner) && Object.keys(personalOf(author.actor, line)).length > 0) keys.set(owner, await personKey(author.tx, masterKeys, owner));
  }
  const rows = lines.map((line) => rowOf(author, line, keys));
  await author.tx
    .with('line', (db) => db.insertInto('platform.journal_line').values(rows).returning('id'))
    .insertInto('platform.journal_pending')
    .columns(['line_id'])
    .expression((eb) => eb.selectFrom('line').select('id'))
    .execute();
}

const keyOwner = (actor: Actor, line: JournalLine): string | undefined => (actor.kind === 'person' ? personAtScreen(actor) : line.personId);

const personalOf = (actor: Actor, line: JournalLine): Record<string, string> => ({
  ...(actor.ip && { ip: actor.ip }),
  ...(actor.agent && { agent: actor.agent }),
  ...line.personal,
});

function rowOf({ actor, now }: Author, line: JournalLine, keys: ReadonlyMap<string, KeyRing>) {
  const owner = keyOwner(actor, line);
  const by = actor.kind === 'person' ? actor.by : undefined;
  const personal = personalOf(actor, line);
  return {
    stream: line.stream,
    at: now.toISOString(),
    actor_kind: actor.kind,
    actor_id: actor.kind === 'person' ? personAtScreen(actor) : actor.kind === 'machine' ? actor.keyId : null,
    role: line.role ?? (actor.kind === 'system' ? actor.task : by ? 'representative' : null),
    session_id: actor.kind === 'person' ? actor.sessionId : null,
    action: line.action,
    object_kind: line.object.kind,
    object_id: line.object.id ?? null,
    // Both are named: who acted, and for whom.
    person_id: line.personId ?? (by && actor.kind === 'person' ? actor.personId : null),
    house_id: line.houseId ?? null,
    organization_id: line.organizationId ?? null,
    facts: JSON.stringify({ ...line.facts, ...(by && { powerId: by.powerId }) }),
    sealed: owner && Object.keys(personal).length > 0 ? sealBytes(keys.get(owner)!, valuesPlace(owner), Buffer.from(JSON.stringify(personal))) : null,
  };
}

// A line's number is not known before it is written, so its values are bound to the person and not to the line.
const valuesPlace = (personId: string) => ({ table: 'platform.journal_line', column: 'sealed', rowId: personId });
const keyPlace = (personId: string) => ({ table: 'platform.person_key', column: 'key', rowId: personId });

// Keys that stand in the database, by person. Only what was read there is kept: a key made in a transaction may yet be rolled back.
const knownKeys = new Map<string, KeyRing>();
const KNOWN_KEYS_MOST = 10_000;

/** The key of a person's journal values, made at first use. */
async function personKey(tx: Tx, masterKeys: KeyRing, personId: string): Promise<KeyRing> {
  const known = knownKeys.get(personId);
  if (known) return known;
  const stored = await storedKey(tx, masterKeys, personId);
  if (stored) {
    if (knownKeys.size >= KNOWN_KEYS_MOST) knownKeys.clear();
    knownKeys.set(personId, stored);
    return stored;
  }
  await makePersonKey({ tx, masterKeys }, personId);
  return (await storedKey(tx, masterKeys, personId))!; // another command may have been quicker
}

/** Makes a new person's key beforehand: the first try to guess the password takes as long as the second. One statement. */
export async function makePersonKey({ tx, masterKeys }: { tx: Tx; masterKeys: KeyRing }, personId: string): Promise<void> {
  await tx
    .insertInto('platform.person_key')
    .values({ person_id: personId, key: sealBytes(masterKeys, keyPlace(personId), randomBytes(32)) })
    .onConflict((on) => on.doNothing())
    .execute();
}

async function storedKey(tx: Tx, masterKeys: KeyRing, personId: string): Promise<KeyRing | undefined> {
  const row = await tx.selectFrom('platform.person_key').select('key').where('person_id', '=', personId).executeTakeFirst();
  return row && singleKeyRing(openBytes(masterKeys, keyPlace(personId), row.key));
}

/** Personal values of lines, by line id; those of an erased person are missing. `lines`: who the key belongs to. */
export async function openPersonal(
  db: Db,
  masterKeys: KeyRing,
  lines: readonly { id: bigint; owner: string | null; sealed: Buffer | null }[],
): Promise<Map<bigint, Record<string, string>>> {
  const owners = [...new Set(lines.flatMap((line) => (line.owner && line.sealed ? [line.owner] : [])))];
  const rows =
    owners.length > 0
      ? await db
          .selectFrom('platform.person_key')
          .selectAll()
          .where('person_id', '=', sql<string>`any(${owners}::uuid[])`)
          .execute()
      : [];
  const keys = new Map(rows.map((row) => [row.person_id, singleKeyRing(openBytes(masterKeys, keyPlace(row.person_id), row.key))]));
  const opened = new Map<bigint, Record<string, string>>();
  for (const { id, owner, sealed } of lines) {
    const key = owner ? keys.get(owner) : undefined;
    if (owner && key && sealed) opened.set(id, JSON.parse(openBytes(key, valuesPlace(owner), sealed).toString()));
  }
  return opened;
}

type ChainedLine = { stream: string; line_id: bigint; content: string };
const CHAIN_START: Buffer = Buffer.alloc(32);
const nextHash = (previous: Buffer, content: string): Buffer => createHash('sha256').update(previous).update(content).digest();

// One text for one line, made by the database: the verifier makes the same from the same columns.
const lineContent = sql<string>`jsonb_build_array(l.id, l.stream, extract(epoch from l.at)::text, l.actor_kind, l.actor_id, l.role, l.session_id, l.action,
  l.object_kind, l.object_id, l.person_id, l.house_id, l.organization_id, l.facts, encode(l.sealed, 'hex'))::text`;

/** Chains up to `limit` committed lines and says how many. One sealer at a time in the whole system. */
export async function sealJournal(db: Db, limit = 5_000): Promise<number> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('journal-sealer'))`.execute(tx);
    const { rows } = await sql<ChainedLine>`
      with taken as (delete from platform.journal_pending where line_id in (select line_id from platform.journal_pending order by line_id limit ${limit}) returning line_id)
      select l.stream, l.id as line_id, ${lineContent} as content from platform.journal_line l join taken on taken.line_id = l.id order by l.stream, l.id`.execute(
      tx,
    );
    if (rows.length === 0) return 0;
    const heads = await headsOf(tx, [...new Set(rows.map((row) => row.stream))]);
    const seals = rows.map(({ stream, line_id, content }) => {
      const head = heads.get(stream) ?? { number: 0n, hash: CHAIN_START };
      const next = { number: head.number + 1n, hash: nextHash(head.hash, content) };
      heads.set(stream, next);
      return { stream, line_id, ...next };
    });
    await sql`insert into platform.journal_seal (stream, number, line_id, hash)
      select * from unnest(${seals.map((s) => s.stream)}::text[], ${seals.map((s) => s.number)}::bigint[], ${seals.map((s) => s.line_id)}::bigint[], ${seals.map((s) => s.hash)}::bytea[])`.execute(
      tx,
    );
    return rows.length;
  });
}

async function headsOf(tx: Tx, streams: string[]): Promise<Map<string, { number: bigint; hash: Buffer }>> {
  const { rows } = await sql<{ stream: string; number: bigint; hash: Buffer }>`
    select s.stream, head.number, head.hash from unnest(${streams}::text[]) as s(stream)
    cross join lateral (select number, hash from platform.journal_seal where journal_seal.stream = s.stream order by number desc limit 1) head`.execute(tx);
  return new Map(rows.map(({ stream, ...head }) => [stream, head]));
}

/** Where a chain breaks: the first seal whose hash does not follow, or a gap in the numbers. */
export type ChainFault = { stream: string; number: bigint; lineId: bigint };

/** Computes every chain anew, stream by stream in pages, and answers the first fault of each broken one. */
export async function verifyJournal(db: Db, page = 10_000): Promise<{ lines: number; faults: ChainFault[] }> {
  const faults: ChainFault[] = [];
  let lines = 0;
  let after: { stream: string; number: bigint } = { stream: '', number: 0n };
  let head: { stream: string; number: bigint; hash: Buffer } = { stream: '', number: 0n, hash: CHAIN_START };
  for (;;) {
    const { rows } = await sql<{ stream: string; number: bigint; line_id: bigint; hash: Buffer; content: string }>`
      select s.stream, s.number, s.line_id, s.hash, ${lineContent} as content from platform.journal_seal s join platform.journal_line l on l.id = s.line_id
      where (s.stream, s.number) > (${after.stream}, ${after.number}) order by s.stream, s.number limit ${page}`.execute(db);
    for (const row of rows) {
      if (row.stream !== head.stream) head = { stream: row.stream, number: 0n, hash: CHAIN_START };
      const right = row.number === head.number + 1n && nextHash(head.hash, row.content).equals(row.hash);
      const known = faults.at(-1)?.stream === row.stream;
      if (!right && !known) faults.push({ stream: row.stream, number: row.number, lineId: row.line_id });
      head = { stream: row.stream, number: row.number, hash: row.hash };
    }
    lines += rows.length;
    if (rows.length < page) return { lines, faults };
    after = rows.at(-1)!;
  }
}
