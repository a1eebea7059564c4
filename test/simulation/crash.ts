// A process that ends in the middle: the database cuts the connection at the next row of a table, so the transaction is lost with it.
import pg from 'pg';

/** Where a process may end: rows that commands write early, in the middle and last. */
export const CRASH_PLACES = [
  'ledger.transfer',
  'ledger.balance',
  'billing.charge',
  'billing.bill',
  'payments.payment_event',
  'payments.receipt',
  'platform.journal_line',
  'platform.outbox',
] as const;
export type CrashPlace = (typeof CRASH_PLACES)[number];
export type Crashes = { plan(place: CrashPlace): Promise<void>; clear(): Promise<void>; owner: pg.Client; close(): Promise<void> };

/** Prepares a test's own database for crashes. */
export async function openCrashes(ownerUrl: string): Promise<Crashes> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  owner.on('error', () => {}); // the database is dropped before its crashes are closed when a town could not be built
  await owner.connect();
  await owner.query(`
    create schema simulation;
    grant usage on schema simulation to moidom_app;
    create table simulation.crash (place text primary key);
    grant select on simulation.crash to moidom_app;
    create function simulation.end_here() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from simulation.crash where place = tg_table_schema || '.' || tg_table_name) then perform pg_terminate_backend(pg_backend_pid()); end if;
      return null;
    end $$;
    grant execute on function simulation.end_here() to moidom_app`);
  for (const place of CRASH_PLACES)
    await owner.query(`create trigger end_here after insert on ${place} for each statement execute function simulation.end_here()`);
  return {
    owner,
    plan: async (place) => void (await owner.query('insert into simulation.crash values ($1)', [place])),
    clear: async () => void (await owner.query('delete from simulation.crash')),
    close: () => owner.end(),
  };
}
