// Fills an empty database with the demo town, through the doors of the modules. Each part is a command of its own: done whole, done once,
// and passed over when it was done before. So a fill that was interrupted goes on where it stopped, with the day on which it began.
import path from 'node:path';
import { addSubsidyStandard } from '#modules/calculation';
import { addNorms, addTariffs, setReadingWindow } from '#modules/directory';
import { addOwnership, addResidence, allOrganizations, createHouses, createOrganizations, createPremises } from '#modules/housing';
import { hashPassword } from '#modules/identity';
import { createAccounts } from '#modules/ledger';
import { system } from '#platform/actor';
import { openDatabase, openPool } from '#platform/database';
import type { FileStore } from '#platform/files';
import { deriveId } from '#platform/ids';
import { type Day, dayIn } from '#platform/time';
import { type Ground, runCommand, type Work } from '#platform/work';
import type { Settings } from '../server/platform/settings.ts';
import { fillLedger, fillPaymentHistory } from './fill-money.ts';
import { fillAddedSums } from './fill-added-sums.ts';
import { fillAddresses } from './fill-addresses.ts';
import { fillAbsence } from './fill-absence.ts';
import { fillAgreements } from './fill-agreements.ts';
import { fillCases } from './fill-cases.ts';
import { fillClaims } from './fill-claims.ts';
import { fillCharges } from './fill-charges.ts';
import { fillDocuments } from './fill-documents.ts';
import { fillHouseLife } from './fill-house-life.ts';
import { fillMeters } from './fill-meters.ts';
import { fillPeople } from './fill-people.ts';
import { fillPrivacy } from './fill-privacy.ts';
import { fillPush } from './fill-push.ts';
import { fillReconciliation, fillSettlements } from './fill-reconciliation.ts';
import { fillOutside } from './fill-outside.ts';
import { fillTreasury } from './fill-treasury.ts';
import type { HouseKey } from './houses.ts';
import { DEMO_PASSWORD } from './people.ts';
import { DEMO_SEED, makeTown, type Town } from './town.ts';

const TIME_ZONE = 'Asia/Yekaterinburg';
const CONNECTIONS = 2;
/** What the made region helps its families by. */
const SUBSIDY = {
  fromDay: '2026-01-01',
  aloneKopecks: 683_000,
  pairKopecks: 541_000,
  eachKopecks: 478_000,
  minimumKopecks: 1_735_400,
  largestPercent: '22',
  decision: 'постановление правительства области № 31-ПП от 22.01.2026',
};
const METERED = ['cold_water', 'hot_water', 'electricity'] as const;

/** Without a folder the town has no files, without push services nobody's browser takes notices; `publicUrl`: what its certificates name. */
type FillSettings = Pick<Settings, 'databaseUrl' | 'migrateDatabaseUrl' | 'encryptionKeys'> & Partial<Pick<Settings, 'dataDir' | 'pushHosts' | 'publicUrl'>>;
type Part = { name: string; fill(work: Work, town: Town, files: FileStore | null): Promise<void> };

const ledgerOf = (key: HouseKey): Part => ({ name: `ledger ${key}`, fill: (work, town) => fillLedger(work, town, key) });

/** What stands on the accounts and homes: no part waits for another, so two are written at a time. */
const SIDE_BY_SIDE: readonly Part[] = [
  ledgerOf('a'),
  { name: 'charges', fill: fillCharges },
  ledgerOf('b'),
  ledgerOf('c'),
  { name: 'meters', fill: fillMeters },
  { name: 'payments', fill: fillPaymentHistory },
  { name: 'cases', fill: fillCases },
  { name: 'absence', fill: fillAbsence },
  { name: 'addedSums', fill: fillAddedSums },
  { name: 'claims', fill: fillClaims },
  { name: 'documents', fill: fillDocuments },
  { name: 'agreements', fill: fillAgreements },
  { name: 'treasury', fill: fillTreasury },
  { name: 'outside', fill: fillOutside },
  { name: 'house life', fill: fillHouseLife },
  { name: 'privacy', fill: fillPrivacy },
  { name: 'reconciliation', fill: fillReconciliation },
];

/** What needs all of them. */
const LAST: Part = { name: 'settlements', fill: fillSettlements };

/** Fills an empty database; a database with organizations in it is left as it is. Answers whether anything was written. */
export async function fillDemoTown(settings: FillSettings, now: Date = new Date()): Promise<boolean> {
  if (!settings.databaseUrl) throw new Error('the demo town needs a database');
  const pool = openPool(settings.databaseUrl, CONNECTIONS);
  try {
    const ground: Ground = {
      db: openDatabase(pool),
      origin: settings.publicUrl?.origin ?? 'http://localhost:8080',
      masterKeys: settings.encryptionKeys,
      clock: () => now,
      committed: () => {},
    };
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    // Made when the first part needs it: nothing is made where all is done.
    let town: Town | undefined;
    const townOn = (today: Day): Town => (town ??= makeTown(today));
    const first = await partOf(ground, 'town', async (work): Promise<{ today: Day | null }> => {
      if ((await allOrganizations(work.tx)).length > 0) return { today: null };
      const today = dayIn(TIME_ZONE, now);
      await fillHouses(work, townOn(today), passwordHash);
      return { today };
    });
    const { today } = first.answer;
    if (today === null) return false;
    let wrote = !first.repeated;
    const files = settings.dataDir === undefined ? null : { dir: path.join(settings.dataDir, 'files'), ring: settings.encryptionKeys, clock: () => now };
    const waiting = [...SIDE_BY_SIDE];
    const write = async ({ fill, name }: Part): Promise<void> => {
      const { repeated } = await partOf(ground, name, async (work) => fill(work, townOn(today), files));
      wrote ||= !repeated;
    };
    const lane = async (): Promise<void> => {
      for (let part = waiting.shift(); part; part = waiting.shift()) await write(part);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
    await write({ name: 'push', fill: (work) => fillPush(work, townOn(today), settings.pushHosts ?? []) });
    await write({ name: 'addresses', fill: () => fillAddresses(pool, ground.db) });
    await write(LAST);
    if (!wrote) return false;
    await analyze(settings.migrateDatabaseUrl ?? settings.databaseUrl);
    return true;
  } finally {
    await pool.end();
  }
}

/** A part under a key of its own: of two processes one writes it, the other waits and finds it done. */
const partOf = <Answer>(ground: Ground, name: string, fill: (work: Work) => Promise<Answer>) =>
  runCommand(ground, { actor: system('demo.fill'), id: deriveId(DEMO_SEED, `fill ${name}`), route: 'demo.fill', body: name, now: ground.clock() }, fill);

/** Organizations, houses, tariffs, accounts and people. */
async function fillHouses(work: Work, town: Town, passwordHash: string): Promise<void> {
  await createOrganizations(work, Object.values(town.organizations));
  await createHouses(work, town.houses);
  await createPremises(work, town.premises);
  await addOwnership(work, town.ownerships);
  await addResidence(work, town.residences);
  await addTariffs(work, town.tariffs);
  await addNorms(work, town.norms);
  for (const region of new Set(town.houses.map((house) => house.region))) await addSubsidyStandard(work, { body: { region, ...SUBSIDY } });
  for (const organizationId of new Set(
    town.accounts.filter(({ services }) => METERED.some((one) => services.includes(one))).map((account) => account.organizationId),
  )) {
    for (const serviceCode of METERED) await setReadingWindow(work, { organizationId, serviceCode, ...town.window });
  }
  await createAccounts(work, town.accounts);
  await fillPeople(work, town, passwordHash);
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
