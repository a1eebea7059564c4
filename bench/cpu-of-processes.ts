// The CPU of other processes, as the system counts it: a hundredth of a second at a time.
import fs from 'node:fs';
import type { World } from '#test/world';

const TICK_US = 10_000;

/** Microseconds spent so far by the processes that `parent` has started, those that have ended among them. */
export function cpuOfChildren(parent: number): number {
  const ended = statOf(String(parent))!.slice(13, 15);
  const living = fs.readdirSync('/proc').flatMap((entry) => {
    const stat = /^\d+$/.test(entry) ? statOf(entry) : undefined;
    return stat?.[1] === parent ? stat.slice(11, 13) : [];
  });
  return [...ended, ...living].reduce((sum, ticks) => sum + ticks, 0) * TICK_US;
}

/** The process of the database that starts all its others. */
export async function postmasterOf({ pool }: Pick<World, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  return parentOf(rows[0]!.pid);
}

/** The process that started this one. */
const parentOf = (pid: number): number => statOf(String(pid))![1]!;

/** The numbers that stand in /proc after the name of the command: state, parent, … */
function statOf(pid: string): number[] | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return undefined; // ended meanwhile
  }
}
