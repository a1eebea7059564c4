// A world for tests against the database: the application's ground with a clock that the test sets, and a way to run commands.
import { afterAll, beforeAll } from 'vitest';
import type pg from 'pg';
import { type Actor, type Grant, type Person, system } from '#platform/actor';
import { openDatabase, openPool } from '#platform/database';
import { Refusal } from '#platform/errors';
import { newId } from '#platform/ids';
import { type KeyRing, singleKeyRing } from '#platform/key-ring';
import type { Db } from '#platform/tables';
import { type Ground, runCommand, type Work } from '#platform/work';
import { useTestDatabase } from './test-database.ts';

/** Keys that guard nothing: the database they encrypt lives for one test file. */
export const TEST_KEYS: KeyRing = singleKeyRing(Buffer.alloc(32, 7));

export type World = {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly ground: Ground;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** The instant at which commands run; a test moves it. */
  now: Date;
  /** Runs a command as this actor under a new key, or under the given one. */
  run<Answer>(actor: Actor, command: (work: Work) => Promise<Answer>, key?: string, body?: unknown): Promise<Answer>;
};

/** Call at the top of a `*.db.test.ts`: a database of the file's own, opened before and closed after its tests. */
export function useWorld(start = '2026-11-12T09:00:00Z'): World {
  const database = useTestDatabase();
  const world = { now: new Date(start), ownerUrl: database.ownerUrl, appUrl: database.appUrl } as { -readonly [Key in keyof World]: World[Key] };
  beforeAll(() => {
    world.pool = openPool(database.appUrl, 24);
    world.db = openDatabase(world.pool);
    world.ground = { db: world.db, origin: 'http://localhost:8080', masterKeys: TEST_KEYS, clock: () => world.now, committed: () => {} };
    world.run = async (actor, command, key = newId(world.now), body = null) =>
      (await runCommand(world.ground, { actor, id: key, route: 'test', body, now: world.now }, command)).answer;
  });
  afterAll(() => world.pool.end());
  return world;
}

/** A signed-in person with two factors shown. */
export function personActor(personId: string, grants: readonly Grant[] = [], more: Partial<Person> = {}): Person {
  return { kind: 'person', personId, sessionId: newId(new Date(0)), level: 2, steppedUpUntil: null, grants, ip: '127.0.0.1', agent: 'test', ...more };
}

/** Nobody: not signed in. */
export const guest: Actor = { kind: 'guest', ip: '127.0.0.1', agent: 'test' };
/** The portal itself. */
export const portal: Actor = system('test');

/** The code with which the work is refused; fails the test when it is not. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('the command was done, but it should have been refused');
}
