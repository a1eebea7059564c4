// What a piece of work sends to the database.
import pg from 'pg';

export type Statement = { text: string; values: unknown[] };

/** The statements sent while `work` runs, in the order of sending. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const prototype = pg.Client.prototype as unknown as { query: (this: unknown, ...args: unknown[]) => unknown };
  const { query } = prototype;
  const sent: Statement[] = [];
  prototype.query = function noted(this: unknown, ...args: unknown[]) {
    if (typeof args[0] === 'object') sent.push(args[0] as Statement);
    return query.apply(this, args);
  };
  await work().finally(() => (prototype.query = query));
  return sent;
}
