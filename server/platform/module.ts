// What a module is to the platform: its routes, the jobs it does, the events of others it listens to, its timetable.
import type { Pool } from 'pg';
import type { Route } from './route.ts';
import type { Db } from './tables.ts';
import type { EventKind, Events, Ground, Work } from './work.ts';

/** What a job gets. No transaction is open: a job may talk to outside systems and run commands (`runAsSystem`). */
export type JobContext = { ground: Ground; db: Db; pool: Pool; now(): Date; log: JobLog };
export type JobLog = { info(facts: object, text: string): void; error(facts: object, text: string): void };

/** One kind of work done after a commit. It may run again after a failure: it must be safe to repeat. */
export type Job = { run(context: JobContext, payload: unknown): Promise<void>; attempts?: number; deadlineSeconds?: number };

/** A fact as a consumer gets it; `id` is the same at every delivery. */
export type DeliveredEvent<Kind extends EventKind> = { id: string; kind: Kind; at: string; data: Events[Kind] };
/** Runs in a transaction of its own, exactly once per event. */
export type Consumer<Kind extends EventKind> = (work: Work, event: DeliveredEvent<Kind>) => Promise<void>;

export type Module = {
  readonly name: string;
  readonly routes?: readonly Route[];
  /** By task name, `payments.settle`. */
  readonly jobs?: Readonly<Record<string, Job>>;
  readonly on?: { readonly [Kind in EventKind]?: Consumer<Kind> };
  /** Tasks run by the clock: every so many seconds, by one worker of all. */
  readonly every?: readonly { task: string; seconds: number }[];
};

/** The task name under which a module's consumer of an event kind runs. */
export const consumerTask = (module: string, kind: string): string => `${module}.on.${kind}`;
