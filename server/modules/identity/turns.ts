// Costly work of a few at a time; the others wait in the order they came.
import { refuse } from '#platform/errors';

const MOST_WAITING = 200;

/** Runs what it is given, so many at once. Refuses server.busy when two hundred wait already. */
export function openTurns(atOnce: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= MOST_WAITING) refuse('server.busy', { seconds: 5 });
      await new Promise<void>((go) => waiting.push(go));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
