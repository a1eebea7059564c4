// Work on what others sent, done in a process of its own: it may take seconds, hang or die, and nobody else waits, hangs or dies with it.
import { fork } from 'node:child_process';
import os from 'node:os';

/** Why there is no answer: too slow, ended by itself, or the caller does not want it any more. */
export type ChildFault = 'timeLimit' | 'crashed' | 'cancelled';

export class ChildError extends Error {
  readonly fault: ChildFault;
  constructor(fault: ChildFault) {
    super(`a child process gave no answer: ${fault}`);
    this.name = 'ChildError';
    this.fault = fault;
  }
}

export type AskOptions<Answer> = {
  readonly timeLimitMs: number;
  readonly onAnswer?: (answer: Answer) => Promise<void> | void;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Starts the script (a TypeScript file that calls `answerParent`), gives it the order and hears its answers one after another until it ends.
 * Says the last one. Throws ChildError; `onAnswer` that fails stops the child.
 */
export async function askChild<Answer>(
  script: string,
  order: object,
  { timeLimitMs, onAnswer, signal, env = {} }: AskOptions<Answer>,
): Promise<Answer | undefined> {
  // No environment: what reads foreign files needs no secret. No inherited flags: the parent may run under a test runner.
  const child = fork(script, [], { serialization: 'advanced', execArgv: [], env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  let last: Answer | undefined;
  let heard: Promise<void> = Promise.resolve();
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new ChildError('timeLimit')), timeLimitMs);
      const cancel = (): void => reject(new ChildError('cancelled'));
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        settle();
      };
      if (signal?.aborted) cancel();
      signal?.addEventListener('abort', cancel);
      child.on('message', (answer) => {
        last = answer as Answer;
        heard = heard.then(() => onAnswer?.(answer as Answer));
        heard.catch(reject);
      });
      child.on('error', () => finish(() => reject(new ChildError('crashed'))));
      child.on('exit', (code) => finish(() => (code === 0 ? heard.then(resolve, reject) : reject(new ChildError('crashed')))));
      child.send(order, () => {});
    });
    return last;
  } finally {
    child.kill('SIGKILL');
  }
}

/** The child's side: does the one order and ends. Gone with its parent. */
export function answerParent(work: (order: unknown, answer: (value: object) => Promise<void>) => Promise<void>): void {
  const answer = (value: object): Promise<void> =>
    new Promise((resolve, reject) => process.send!(value, undefined, {}, (error: Error | null) => (error ? reject(error) : resolve())));
  process.on('disconnect', () => process.exit(1));
  process.once(
    'message',
    (order) =>
      void work(order, answer).then(
        () => process.exit(0),
        () => process.exit(1),
      ),
  );
}
