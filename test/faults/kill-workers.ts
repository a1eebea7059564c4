// kill -9 of the portal's workers in the middle of a job.
import type pg from 'pg';
import { descendants, killIfThere, type PortalProcess } from '#test/portal-process';

/** What it answers lets the dead be taken for dead now, not after half a minute without a heartbeat. */
export async function killWorkers(portal: PortalProcess, owner: pg.Client): Promise<() => Promise<unknown>> {
  const { rows } = await owner.query<{ worker_pool: string }>('select worker_pool from platform.worker_heartbeat');
  for (const { pid } of descendants(portal.pid).filter(({ command }) => command.endsWith('main.ts worker'))) killIfThere(pid);
  return () =>
    owner.query(`update platform.worker_heartbeat set seen_at = now() - interval '1 minute' where worker_pool = any($1)`, [rows.map((row) => row.worker_pool)]);
}
