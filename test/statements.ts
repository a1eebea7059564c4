// Counts the statements that a piece of work sends to the database, for tests that hold a route to its number.
import pg from 'pg';

/** Runs the work and answers how many statements the process sent meanwhile, `begin` and `commit` left out. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const prototype = pg.Client.prototype as unknown as { query: (this: unknown, ...args: unknown[]) => unknown };
  const query = prototype.query;
  let count = 0;
  prototype.query = function counted(this: unknown, ...args: unknown[]) {
    const text = typeof args[0] === 'string' ? args[0] : ((args[0] as { text?: string }).text ?? '');
    if (!/^(begin|commit|rollback)/i.test(text)) count += 1;
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return count;
}
