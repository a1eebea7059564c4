// Fills an empty database with the demo town, through the doors of the modules and in one transaction: it is there whole or not at all.
import { addNorms, addTariffs, setReadingWindow } from '#modules/directory';
import { addOwnership, addResidence, allOrganizations, createHouses, createOrganizations, createPremises } from '#modules/housing';
import { hashPassword } from '#modules/identity';
import { createAccounts } from '#modules/ledger';
import { system } from '#platform/actor';
import { openDatabase, openPool } from '#platform/database';
import { deriveId } from '#platform/ids';
import { dayIn } from '#platform/time';
import { type Ground, runCommand, type Work } from '#platform/work';
import type { Settings } from '../server/platform/settings.ts';
import { fillMoney } from './fill-money.ts';
import { fillPeople } from './fill-people.ts';
import { DEMO_PASSWORD } from './people.ts';
import { DEMO_SEED, makeTown, type Town } from './town.ts';

const TIME_ZONE = 'Asia/Yekaterinburg';
const CONNECTIONS = 2;
const METERED = ['cold_water', 'hot_water', 'electricity'] as const;

type FillSettings = Pick<Settings, 'databaseUrl' | 'migrateDatabaseUrl' | 'encryptionKeys'>;

/** Fills an empty database; a database with organizations or houses in it is left as it is. Answers whether it was filled. */
export async function fillDemoTown(settings: FillSettings, now: Date = new Date()): Promise<boolean> {
  if (!settings.databaseUrl) throw new Error('the demo town needs a database');
  const pool = openPool(settings.databaseUrl, CONNECTIONS);
  try {
    const db = openDatabase(pool);
    if ((await allOrganizations(db)).length > 0) return false;
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    const town = makeTown(dayIn(TIME_ZONE, now));
    const ground: Ground = { db, masterKeys: settings.encryptionKeys, clock: () => now, committed: () => {} };
    // The key of the command lets one of two processes fill; the other waits, and finds it done.
    const request = { actor: system('demo.fill'), id: deriveId(DEMO_SEED, 'fill'), route: 'demo.fill', body: null, now };
    const { repeated } = await runCommand(ground, request, async (work) => {
      await fillTown(work, town, passwordHash);
      return {};
    });
    if (!repeated) await analyze(settings.migrateDatabaseUrl ?? settings.databaseUrl);
    return !repeated;
  } finally {
    await pool.end();
  }
}

/** Puts the town into the database within the work's transaction. */
async function fillTown(work: Work, town: Town, passwordHash: string): Promise<void> {
  await createOrganizations(work, Object.values(town.organizations));
  await createHouses(work, town.houses);
  await createPremises(work, town.premises);
  await addOwnership(work, town.ownerships);
  await addResidence(work, town.residences);
  await addTariffs(work, town.tariffs);
  await addNorms(work, town.norms);
  for (const organizationId of new Set(town.accounts.filter(({ services }) => services.some((one) => (METERED as readonly string[]).includes(one))).map((account) => account.organizationId))) {
    for (const serviceCode of METERED) await setReadingWindow(work, { organizationId, serviceCode, ...town.window });
  }
  await createAccounts(work, town.accounts);
  await fillPeople(work, town, passwordHash);
  await fillMoney(work, town);
}

/** Plans of the first requests should know the sizes of the tables; only their owner may count them. */
async function analyze(ownerUrl: string): Promise<void> {
  const owner = openPool(ownerUrl, 1);
  try {
    await owner.query('analyze');
  } finally {
    await owner.end();
  }
}
