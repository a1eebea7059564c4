// Twelve months of a town, operation after operation as the seed has it, and the two books compared at the end of each.
import { dateInMonth, monthsFrom } from '#platform/time';
import type { MadeAccount } from '#test/factories/accounts';
import { chargeDirectly, computeCharges, loadCharges, type Loaded, takeBackCharges, takeBackSource } from './charging.ts';
import { differences } from './differences.ts';
import { agreeToPay, changeConsents, type Consent, payByItself } from './paying-by-itself.ts';
import { type BankLoad, loadBankPayments, payAtOnce, refundSome, takeBackBankPayments } from './paying.ts';
import { type Dial, MISSED_KOPECKS, readMeters } from './reading-meters.ts';
import type { Town, TownHouse } from './town.ts';

export const YEAR = { from: '2026-01', to: '2026-12' };
type Past = {
  loads: Loaded[];
  banks: BankLoad[];
  sources: { houseId: string; sourceId: string }[];
  dials: Map<TownHouse, Dial>;
};

/** Lives through the months; throws with every difference of the first month that has one. Answers who paid by itself. */
export async function liveThrough(town: Town, { from, to } = YEAR): Promise<Consent[]> {
  const past: Past = { loads: [], banks: [], sources: [], dials: new Map(town.houses.map((house) => [house, { last: 0n, missed: [] }])) };
  const consents = await agreeToPay(town);
  for (const month of monthsFrom(from, to)) {
    goTo(town, dateInMonth(month, 3));
    await changeConsents(town, consents);
    await atRandom(town, past, month);
    await payByItself(town, consents, month);
    goTo(town, dateInMonth(month, 21));
    const readings = new Map<TownHouse, Awaited<ReturnType<typeof readMeters>>>();
    for (const house of town.houses) readings.set(house, await readMeters(town, house, { month, dial: past.dials.get(house)! }));
    goTo(town, dateInMonth(month, 28));
    for (const [house, { litres, recalculated }] of readings) {
      await computeCharges(town, house, { month, litres });
      for (const missed of recalculated) await chargeDirectly(town, house.accounts[0]!, { line: `${missed} cold_water`, kopecks: -MISSED_KOPECKS });
      const loaded = await loadCharges(town, house, { month, crash: town.dice.chance(35) });
      if (loaded) past.loads.push(loaded);
    }
    await payAtOnce(town, 1 + town.dice.roll(2));
    const failed = await town.work();
    const found = [...failed.map((task) => `${task} fails`), ...(await differences(town, { from: '2025-12', to: YEAR.to }))];
    if (found.length > 0) throw new Error(`${month}: ${found.length} differences\n${found.slice(0, 20).join('\n')}`);
  }
  return consents;
}

function goTo(town: Town, day: string): void {
  town.world.now = new Date(`${day}T08:00:00Z`);
}

/** What may happen in a month, in an order of chance. */
async function atRandom(town: Town, past: Past, month: string): Promise<void> {
  const { dice } = town;
  const anyHouse = (): TownHouse => dice.pick(town.houses);
  const anyAccount = (): MadeAccount => dice.pick(anyHouse().accounts);
  const remember = async (account: MadeAccount, wish: Parameters<typeof chargeDirectly>[2]): Promise<void> =>
    void past.sources.push({ houseId: account.houseId, sourceId: await chargeDirectly(town, account, wish) });
  const operations: (() => Promise<void>)[] = [
    () => payAtOnce(town, 2 + dice.roll(2)),
    () => payAtOnce(town, 1),
    async () => {
      const bank = await loadBankPayments(town, anyHouse(), { month, crash: dice.chance(35) });
      if (bank) past.banks.push(bank);
    },
    async () => {
      if (past.loads.length > 0) await takeBackOne(town, past);
    },
    async () => {
      const load = await correctLast(town, past);
      if (load) past.loads.push(load);
    },
    async () => {
      if (past.banks.length > 0 && dice.chance(50)) await takeBackBankPayments(town, past.banks.splice(dice.roll(past.banks.length), 1)[0]!, past.banks);
    },
    () => refundSome(town),
    () => refundSome(town),
    () => remember(anyAccount(), { line: `${month} penalty`, kopecks: BigInt(1 + dice.roll(9000)), kind: 'penalty' }),
    () => remember(anyAccount(), { line: `${month} heating_correction`, kopecks: -BigInt(1 + dice.roll(90_000)) }),
    () => remember(anyAccount(), { line: '2025-12 gas', kopecks: BigInt(dice.roll(200_000) - 50_000), kind: 'opening' }),
    async () => {
      if (past.sources.length > 0) {
        const { houseId, sourceId } = past.sources.splice(dice.roll(past.sources.length), 1)[0]!;
        await takeBackSource(town, houseId, sourceId);
      }
    },
  ];
  for (const operation of dice.shuffle(operations)) {
    if (dice.chance(40)) continue;
    town.pass(5 + dice.roll(240));
    await operation();
  }
}

async function takeBackOne(town: Town, past: Past): Promise<void> {
  const place = town.dice.roll(past.loads.length);
  if (await takeBackCharges(town, past.loads[place]!, town.dice.chance(35))) past.loads.splice(place, 1);
}

/** A later register of a month that was loaded before: some of its rows are changed. */
async function correctLast(town: Town, past: Past): Promise<Loaded | undefined> {
  const earlier = past.loads.at(-1);
  return earlier && loadCharges(town, earlier.house, { month: earlier.month, crash: town.dice.chance(35) });
}
