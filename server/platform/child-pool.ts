// Forked processes that stay and take one order at a time, so that the process that answers people never waits for slow or dangerous work.
// A child that hangs, dies or grows is replaced; its order fails with a named error and the rest go on.
import { fork, type ChildProcess } from 'node:child_process';
import os from 'node:os';

export type PoolFault = 'timeLimit' | 'crashed' | 'queueFull' | 'stopped';

export class PoolError extends Error {
  readonly fault: PoolFault;
  constructor(fault: PoolFault, message: string) {
    super(message);
    this.name = 'PoolError';
    this.fault = fault;
  }
}

export type PoolOptions = {
  /** A file that calls `serveOrders`. */
  readonly script: string;
  readonly processes: number;
  /** Milliseconds for one order, the start of a child included. */
  readonly timeLimitMs: number;
  /** Orders that may wait; one more is refused with `queueFull`. */
  readonly queueLimit: number;
  /** A child is replaced after so many orders, or when it is larger than that after the one at hand. */
  readonly ordersPerChild: number;
  readonly residentLimitBytes: number;
  /** For what strangers sent: a child that needs more dies, does not speak, gives way to others, and ends when it has had nothing to do for so long. */
  readonly strangers?: { readonly heapMegabytes: number; readonly idleMs: number };
};

export type ChildPool<Order extends object, Answer extends object> = {
  /** Throws PoolError. */
  ask(order: Order): Promise<Answer>;
  /** What runs and waits now, and the memory of the largest child. */
  state(): { processes: number; waiting: number; residentBytes: number };
  /** Refuses what waits and ends the children. */
  stop(): Promise<void>;
};

type Ordered = { readonly id: number };
type Answered = Ordered & { readonly residentBytes: number };
type Job<Order, Answer> = { order: Order & Ordered; resolve: (answer: Answer) => void; reject: (error: PoolError) => void };
type Seat<Order, Answer> = { child: ChildProcess; made: number; residentBytes: number; job: Job<Order, Answer> | undefined; timer: NodeJS.Timeout | undefined };

function forked({ script, strangers }: PoolOptions): ChildProcess {
  // No environment: the work needs no secret. No inherited flags: the parent may run under a test runner.
  const execArgv = strangers === undefined ? [] : [`--max-old-space-size=${strangers.heapMegabytes}`];
  const child = fork(script, [], {
    serialization: 'advanced',
    execArgv,
    env: {},
    stdio: ['ignore', 'ignore', strangers === undefined ? 'inherit' : 'ignore', 'ipc'],
  });
  if (strangers !== undefined && child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  return child;
}

/** Opens the pool. Children start with the first orders, at most `processes` at a time. */
export function openChildPool<Order extends object, Answer extends object>(options: PoolOptions): ChildPool<Order, Answer> {
  const { processes, timeLimitMs, queueLimit, ordersPerChild, residentLimitBytes, strangers } = options;
  const seats = new Set<Seat<Order, Answer>>();
  const queue: Job<Order, Answer>[] = [];
  let lastId = 0;
  let stopped = false;

  function openSeat(): Seat<Order, Answer> {
    const child = forked(options);
    const seat: Seat<Order, Answer> = { child, made: 0, residentBytes: 0, job: undefined, timer: undefined };
    seats.add(seat);
    child.on('message', (answer) => finish(seat, answer as Answer & Answered));
    child.on('error', () => lose(seat, 'crashed', 'a process could not be started'));
    child.on('exit', (code, signal) => lose(seat, 'crashed', `a process ended with ${signal ?? code}`));
    return seat;
  }

  function finish(seat: Seat<Order, Answer>, answer: Answer & Answered): void {
    const job = seat.job;
    if (job === undefined || job.order.id !== answer.id) return;
    clearTimeout(seat.timer);
    seat.job = undefined;
    seat.made += 1;
    seat.residentBytes = answer.residentBytes;
    if (seat.made >= ordersPerChild || seat.residentBytes > residentLimitBytes) leave(seat);
    else if (strangers !== undefined) seat.timer = setTimeout(leave, strangers.idleMs, seat).unref();
    job.resolve(answer);
    giveWork();
  }

  function leave(seat: Seat<Order, Answer>): void {
    seats.delete(seat);
    seat.child.disconnect();
  }

  /** The child is gone or must go: its order fails, its seat is free. */
  function lose(seat: Seat<Order, Answer>, fault: PoolFault, message: string): void {
    clearTimeout(seat.timer);
    seats.delete(seat);
    seat.child.kill('SIGKILL');
    const job = seat.job;
    seat.job = undefined;
    job?.reject(new PoolError(fault, message));
    if (!stopped) giveWork();
  }

  function giveWork(): void {
    while (queue.length > 0) {
      const seat = [...seats].find(({ job }) => job === undefined) ?? (seats.size < processes ? openSeat() : undefined);
      if (seat === undefined) return;
      const job = queue.shift()!;
      seat.job = job;
      clearTimeout(seat.timer);
      seat.timer = setTimeout(() => lose(seat, 'timeLimit', `it took more than ${timeLimitMs} ms`), timeLimitMs);
      // The answer to a failed send is the child's exit.
      seat.child.send(job.order, () => {});
    }
  }

  return {
    ask(order) {
      if (stopped) return Promise.reject(new PoolError('stopped', 'the pool is stopped'));
      if (queue.length >= queueLimit) return Promise.reject(new PoolError('queueFull', `${queueLimit} orders wait already`));
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        queue.push({ order: { ...order, id }, resolve, reject });
        giveWork();
      });
    },
    state: () => ({ processes: seats.size, waiting: queue.length, residentBytes: Math.max(0, ...[...seats].map((seat) => seat.residentBytes)) }),
    async stop() {
      stopped = true;
      for (const job of queue.splice(0)) job.reject(new PoolError('stopped', 'the pool is stopped'));
      const leaving = [...seats].map((seat) => ({ seat, gone: new Promise((resolve) => seat.child.once('exit', resolve)) }));
      for (const { seat } of leaving) lose(seat, 'stopped', 'the pool is stopped');
      await Promise.all(leaving.map(({ gone }) => gone));
    },
  };
}

/** The child's side: one order after another, each answered. Work that throws ends the child. Gone with its parent: nobody waits any more. */
export function serveOrders(work: (order: never) => object): void {
  process.on('message', (order: Ordered) => {
    const answer = work(order as never); // what this child's own pool has sent
    process.send?.({ ...answer, id: order.id, residentBytes: process.memoryUsage.rss() });
  });
  process.on('disconnect', () => process.exit(0));
}
