// Long work shows how far it is. What it tells is written on a connection of its own, outside the work's transaction:
// people see it while the work is going on, and it stays when the work is rolled back.
import type { Selectable } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getProgress } from '#contract/progress';
import { type Actor, system } from './actor.ts';
import { found, refuse } from './errors.ts';
import { newId } from './ids.ts';
import { audiencesOf } from './live.ts';
import type { Db, ProgressTable, Tx } from './tables.ts';
import { type Ground, runOnce, type Work } from './work.ts';

declare module './work.ts' {
  interface Events {
    /** A long work came further or ended. Audience: its owner. */
    'progress.changed': { progressId: string };
  }
}

const TELL_EVERY_MS = 500;
const BEAT_MS = 20_000;
const LOST_AFTER_MS = 120_000;
const OPEN = ['running', 'cancelling'] as const;

export type NewProgress = {
  readonly id: string;
  /** Who may watch: `person:<id>` or `organization:<id>`. */
  readonly owner: `person:${string}` | `organization:${string}`;
  /** `billing.registerLoad`. */
  readonly kind: string;
  /** Russian, for the screen: «Загрузка реестра heat-2026-10.csv». */
  readonly title: string;
  /** Missing while nobody knows how much there is. */
  readonly total?: bigint;
  /** Whether it may be stopped half way without harm. */
  readonly mayCancel: boolean;
};

/** Makes the row. In a command's transaction: the work is seen from the commit on, and its job carries on with `openProgress`. */
export async function startProgress(db: Db | Tx, { id, owner, kind, title, total, mayCancel }: NewProgress, now: Date): Promise<void> {
  const at = now.toISOString();
  await db
    .insertInto('platform.progress')
    .values({ id, owner, kind, title, total: total ?? null, may_cancel: mayCancel, started_at: at, seen_at: at })
    .onConflict((on) => on.doNothing())
    .execute();
}

type Told = { done?: bigint; total?: bigint; note?: string };

export type OpenProgress = {
  /** How far the work is. Written and told at most twice a second. True: somebody asked to stop; stop at a safe point, then `cancelled`. */
  advance(told: Told): Promise<boolean>;
  finish(result?: object): Promise<void>;
  /** `note`: Russian, what the person should know. */
  fail(note: string): Promise<void>;
  cancelled(): Promise<void>;
};

/** Takes up a started work. Call one of the three ends, else the sweeper takes the work for lost two minutes after the process is gone. */
export function openProgress(ground: Ground, id: string): OpenProgress {
  let lastTold = 0;
  let wantsStop = false;
  let latest: Told = {};
  const beat = setInterval(() => {
    ground.db
      .updateTable('platform.progress')
      .set({ seen_at: ground.clock().toISOString() })
      .where('id', '=', id)
      .where('status', 'in', OPEN)
      .execute()
      .catch(() => {}); // the next beat tries again
  }, BEAT_MS);
  beat.unref();
  const end = async (status: 'done' | 'failed' | 'cancelled', more: { note?: string; result?: string }): Promise<void> => {
    clearInterval(beat);
    await change(ground, id, { ...latest, status, ...more });
  };
  return {
    async advance(told) {
      latest = { ...latest, ...told };
      const at = performance.now();
      if (lastTold !== 0 && at - lastTold < TELL_EVERY_MS) return wantsStop;
      lastTold = at;
      const row = await change(ground, id, latest);
      wantsStop = row?.status === 'cancelling';
      return wantsStop;
    },
    finish: (result) => end('done', result === undefined ? {} : { result: JSON.stringify(result) }),
    fail: (note) => end('failed', { note }),
    cancelled: () => end('cancelled', {}),
  };
}

type Changes = Told & { status?: 'done' | 'failed' | 'cancelled'; result?: string };

/** A work that the sweeper took for lost and that ends all the same has the last word; one that ended does not change again. */
function change(ground: Ground, id: string, changes: Changes): Promise<{ status: string } | undefined> {
  const now = ground.clock();
  return runOnce(ground, { actor: system('progress'), id: newId(now), now }, async (work) => {
    const from = changes.status === undefined ? OPEN : ([...OPEN, 'failed'] as const);
    const row = await work.tx
      .updateTable('platform.progress')
      .set({ ...changes, seen_at: now.toISOString() })
      .where('id', '=', id)
      .where('status', 'in', from)
      .returning(['owner', 'status'])
      .executeTakeFirst();
    if (row) work.emit('progress.changed', { progressId: id }, [row.owner]);
    return row;
  });
}

/** Marks as failed what nobody has worked at for two minutes. Says how many. */
export async function sweepProgress(ground: Ground): Promise<number> {
  const now = ground.clock();
  return runOnce(ground, { actor: system('progress.sweep'), id: newId(now), now }, async (work) => {
    const lost = await work.tx
      .updateTable('platform.progress')
      .set({ status: 'failed', note: 'Работа прервалась. Начните её ещё раз' })
      .where('status', 'in', OPEN)
      .where('seen_at', '<', new Date(now.getTime() - LOST_AFTER_MS).toISOString())
      .returning(['id', 'owner'])
      .execute();
    for (const { id, owner } of lost) work.emit('progress.changed', { progressId: id }, [owner]);
    return lost.length;
  });
}

type Shown = AnswerOf<typeof getProgress>;

/** A work of the actor or of the actor's organization; any other is not found. */
export async function progressOf(db: Db | Tx, actor: Actor, id: string): Promise<Shown> {
  return shown(found(await db.selectFrom('platform.progress').selectAll().where('id', '=', id).where('owner', 'in', ownersOf(actor)).executeTakeFirst()));
}

/** The last twenty works that the actor may watch. */
export async function recentProgress(db: Db, actor: Actor): Promise<Shown[]> {
  const rows = await db.selectFrom('platform.progress').selectAll().where('owner', 'in', ownersOf(actor)).orderBy('started_at', 'desc').limit(20).execute();
  return rows.map(shown);
}

/** Asks the work to stop. Refuses what is over (progress.finished) and what would be left half done (progress.notSafe). */
export async function askToCancel(work: Work, id: string): Promise<Shown> {
  const row = found(
    await work.tx.selectFrom('platform.progress').selectAll().where('id', '=', id).where('owner', 'in', ownersOf(work.actor)).forUpdate().executeTakeFirst(),
  );
  if (row.status === 'cancelling') return shown(row);
  if (row.status !== 'running') refuse('progress.finished');
  if (!row.may_cancel) refuse('progress.notSafe');
  await work.tx.updateTable('platform.progress').set({ status: 'cancelling' }).where('id', '=', id).execute();
  work.journal({ stream: row.owner, action: 'progress.cancelAsked', object: { kind: 'progress', id }, facts: { work: row.kind } });
  work.emit('progress.changed', { progressId: id }, [row.owner]);
  return shown({ ...row, status: 'cancelling' });
}

// Nobody's: for an actor without any, so that `in` is never empty.
const ownersOf = (actor: Actor): string[] => ['', ...audiencesOf(actor), ...(actor.kind === 'machine' ? [`organization:${actor.organizationId}`] : [])];

function shown(row: Selectable<ProgressTable>): Shown {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    status: row.status as Shown['status'],
    note: row.note,
    result: row.result,
    startedAt: row.started_at,
    seenAt: row.seen_at,
    can: { cancel: row.status === 'running' && row.may_cancel },
  };
}
