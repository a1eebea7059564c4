// Documents as PDF: Typst templates compiled in forked processes, so that the process that answers people never waits for one.
// A child that hangs, dies or grows is replaced; its document fails with a named error and the rest go on.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TypesetAnswer, TypesetOrder } from './typst-child.ts';

const CHILD = fileURLToPath(new URL('typst-child.ts', import.meta.url));

/** Why a document was not made. Only `template` is a fault of the template or its data; the others may be tried again. */
export type TypesettingFault = 'template' | 'timeLimit' | 'crashed' | 'queueFull' | 'stopped';

export class TypesettingError extends Error {
  readonly fault: TypesettingFault;
  constructor(fault: TypesettingFault, message: string) {
    super(message);
    this.name = 'TypesettingError';
    this.fault = fault;
  }
}

export type Typesetter = {
  /**
   * Compiles a template with `data` (plain JSON, read in the template as `json(bytes(sys.inputs.data))`).
   * `archive: true` gives tagged PDF/A-2a; `false` gives the smaller untagged file for printing. Same input, same bytes.
   * Throws TypesettingError.
   */
  pdf(template: URL | string, data: object, options: { archive: boolean }): Promise<Buffer>;
  /** What runs and waits now, and the memory of the largest child: for the status page. */
  state(): { processes: number; waiting: number; residentBytes: number };
  /** Refuses what waits and ends the children. */
  stop(): Promise<void>;
};

export type TypesetterOptions = {
  processes: number;
  /** Milliseconds for one document, the start of a child included. */
  timeLimitMs?: number;
  /** Documents that may wait; one more is refused with `queueFull`. */
  queueLimit?: number;
  documentsPerChild?: number;
  /** A child larger than this is replaced after the document at hand. */
  residentLimitBytes?: number;
  /** Another child script: for tests of hanging and dying. */
  childScript?: string;
};

type Job = { order: TypesetOrder; resolve: (pdf: Buffer) => void; reject: (error: TypesettingError) => void };
type Seat = { child: ChildProcess; made: number; residentBytes: number; job: Job | undefined; timer: NodeJS.Timeout | undefined };

/** No control characters (an archive document refuses them, only line ends and tabs mean anything in print) and no halves of characters. */
function printable(_key: string, value: unknown): unknown {
  // oxlint-disable-next-line no-control-regex
  return typeof value === 'string' ? value.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' ') : value;
}

/** Opens the pool. Children start with the first documents, at most `processes` at a time. */
export function openTypesetter(options: TypesetterOptions): Typesetter {
  const { processes, timeLimitMs = 30_000, queueLimit = 1_000, documentsPerChild = 300, residentLimitBytes = 500e6, childScript = CHILD } = options;
  const seats = new Set<Seat>();
  const queue: Job[] = [];
  let lastId = 0;
  let stopped = false;

  function openSeat(): Seat {
    // No environment: a template needs no secret. No inherited flags: the parent may run under a test runner.
    const child = fork(childScript, [], { serialization: 'advanced', execArgv: [], env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const seat: Seat = { child, made: 0, residentBytes: 0, job: undefined, timer: undefined };
    seats.add(seat);
    child.on('message', (answer: TypesetAnswer) => finish(seat, answer));
    child.on('error', () => lose(seat, 'crashed', 'a typesetting process could not be started'));
    child.on('exit', (code, signal) => lose(seat, 'crashed', `a typesetting process ended with ${signal ?? code}`));
    return seat;
  }

  function finish(seat: Seat, answer: TypesetAnswer): void {
    const job = seat.job;
    if (job === undefined || job.order.id !== answer.id) return;
    clearTimeout(seat.timer);
    seat.job = undefined;
    seat.made += 1;
    seat.residentBytes = answer.residentBytes;
    if (seat.made >= documentsPerChild || seat.residentBytes > residentLimitBytes) {
      seats.delete(seat);
      seat.child.disconnect();
    }
    if ('pdf' in answer) job.resolve(Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength));
    else job.reject(new TypesettingError('template', answer.problem));
    giveWork();
  }

  /** The child is gone or must go: its document fails, its seat is free. */
  function lose(seat: Seat, fault: TypesettingFault, message: string): void {
    clearTimeout(seat.timer);
    seats.delete(seat);
    seat.child.kill('SIGKILL');
    const job = seat.job;
    seat.job = undefined;
    job?.reject(new TypesettingError(fault, message));
    if (!stopped) giveWork();
  }

  function giveWork(): void {
    while (queue.length > 0) {
      const seat = [...seats].find(({ job }) => job === undefined) ?? (seats.size < processes ? openSeat() : undefined);
      if (seat === undefined) return;
      const job = queue.shift()!;
      seat.job = job;
      seat.timer = setTimeout(() => lose(seat, 'timeLimit', `${job.order.template} took more than ${timeLimitMs} ms`), timeLimitMs);
      // The answer to a failed send is the child's exit.
      seat.child.send(job.order, () => {});
    }
  }

  return {
    pdf(template, data, { archive }) {
      if (stopped) return Promise.reject(new TypesettingError('stopped', 'the typesetter is stopped'));
      if (queue.length >= queueLimit) return Promise.reject(new TypesettingError('queueFull', `${queueLimit} documents wait already`));
      lastId += 1;
      const order: TypesetOrder = { id: lastId, template: template instanceof URL ? fileURLToPath(template) : template, data: JSON.stringify(data, printable), archive };
      return new Promise((resolve, reject) => {
        queue.push({ order, resolve, reject });
        giveWork();
      });
    },
    state: () => ({ processes: seats.size, waiting: queue.length, residentBytes: Math.max(0, ...[...seats].map((seat) => seat.residentBytes)) }),
    async stop() {
      stopped = true;
      for (const job of queue.splice(0)) job.reject(new TypesettingError('stopped', 'the typesetter is stopped'));
      const leaving = [...seats].map((seat) => ({ seat, gone: new Promise((resolve) => seat.child.once('exit', resolve)) }));
      for (const { seat } of leaving) lose(seat, 'stopped', 'the typesetter is stopped');
      await Promise.all(leaving.map(({ gone }) => gone));
    },
  };
}
