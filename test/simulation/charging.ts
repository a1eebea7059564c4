// What accounts are charged in a month: runs of the portal, registers with changed rows, penalties, recalculations, opening debts.
import { randomUUID } from 'node:crypto';
import { postComputedCharges } from '#modules/billing';
import { postCharges, reverseSource } from '#modules/ledger';
import { loadRegister } from '../../server/modules/billing/load-register.ts';
import { takeBackRegister } from '../../server/modules/billing/take-back-register.ts';
import type { Work } from '#platform/work';
import type { MadeAccount } from '#test/factories/accounts';
import { areaTerms } from '#test/factories/billing';
import { portal, refusalOf } from '#test/world';
import { CRASH_PLACES } from './crash.ts';
import { surely } from './sure-command.ts';
import type { Town, TownHouse } from './town.ts';

const AREA_HUNDREDTHS = 5430n; // of the made flats
const REGISTER_SERVICES = [
  ['gas', 'Газ'],
  ['waste', 'Вывоз мусора'],
  ['heating', 'Отопление'],
] as const;
export type Loaded = { id: string; house: TownHouse; month: string };

const halfUp = (numerator: bigint, divisor: bigint): bigint => (numerator * 2n + divisor) / (divisor * 2n);
const decimal = (number: bigint, digits: number): string => `${number / 10n ** BigInt(digits)}.${String(number % 10n ** BigInt(digits)).padStart(digits, '0')}`;
const roubles = (kopecks: bigint): string => (kopecks < 0n ? `-${decimal(-kopecks, 2)}` : decimal(kopecks, 2));
const dayOf = (town: Town): string => town.world.now.toISOString().slice(0, 10);

/** The portal's own run over a house: an area rate, and cold water of the metered flat by `litres`. */
export async function computeCharges(town: Town, house: TownHouse, { month, litres }: { month: string; litres: bigint }): Promise<void> {
  const [rate, water] = [BigInt(1500 + town.dice.roll(2500)), 4545n];
  const runId = randomUUID();
  const tariff = { value: decimal(water, 2), from: null, decision: null };
  const source = { kind: 'reading' as const, date: null, document: null, months: null };
  const charges = [
    ...house.accounts.map(({ accountId }) => ({
      accountId,
      serviceCode: 'maintenance',
      terms: areaTerms(month, decimal(AREA_HUNDREDTHS, 2), decimal(rate, 2)),
    })),
    {
      accountId: house.accounts[0]!.accountId,
      serviceCode: 'cold_water',
      terms: {
        method: 'meter' as const,
        period: month,
        benefit: null,
        unit: 'м³',
        source,
        readings: [],
        pieces: [{ zone: 'whole' as const, volume: decimal(litres, 3), upTo: null, tariff, part: null }],
      },
    },
  ];
  const run = {
    houseId: house.houseId,
    organizationId: house.managerId,
    period: month,
    runId,
    runName: 'Расчёт портала',
    onDay: dayOf(town),
    charges: [charges],
  };
  await surely(town, portal, (work) => postComputedCharges(work, run));
  if (town.dice.chance(30)) await surely(town, portal, (work) => postComputedCharges(work, run)); // the same run under another key
  const area = halfUp(AREA_HUNDREDTHS * rate, 100n);
  town.model.charge(runId, [
    ...house.accounts.map(({ accountId }) => ({ account: accountId, line: `${month} maintenance`, kopecks: area })),
    { account: house.accounts[0]!.accountId, line: `${month} cold_water`, kopecks: halfUp(litres * water, 1000n) },
  ]);
}

type Row = { account: string; line: string; kopecks: bigint };

/** Posts rows by the ledger's door: penalties, recalculations below zero, debts of another system. Answers the source. */
export async function chargeDirectly(
  town: Town,
  account: MadeAccount,
  { line, kopecks, kind = 'charge' }: { line: string; kopecks: bigint; kind?: 'charge' | 'penalty' | 'opening' },
): Promise<string> {
  const sourceId = randomUUID();
  const [period, serviceCode] = line.split(' ') as [string, string];
  const row = {
    houseId: account.houseId,
    accountId: account.accountId,
    period,
    serviceCode,
    kopecks,
    kind,
    sourceKind: 'simulation',
    sourceId,
    happenedOn: dayOf(town),
  };
  await surely(town, portal, async (work: Work) => {
    await postCharges(work, [row]);
    return null;
  });
  town.model.charge(sourceId, [{ account: account.accountId, line, kopecks }]);
  return sourceId;
}

/** Takes a source back, now and then twice. */
export async function takeBackSource(town: Town, houseId: string, sourceId: string): Promise<void> {
  for (const _time of town.dice.chance(40) ? [1, 2] : [1])
    await surely(town, portal, async (work: Work) => {
      await reverseSource(work, { houseIds: [houseId], sourceKind: 'simulation', sourceId }, { happenedOn: dayOf(town) });
      return null;
    });
  town.model.takeBackSource(sourceId);
}

/** A register of the house for the month: new rows, or some of last time's changed. Nothing is loaded when nothing is new. */
export async function loadCharges(town: Town, house: TownHouse, { month, crash }: { month: string; crash: boolean }): Promise<Loaded | undefined> {
  const { dice, model } = town;
  const rows: Row[] = [];
  const text: string[] = ['Лицевой счёт;Период;Услуга;К оплате'];
  for (const account of house.accounts) {
    for (const [code, name] of REGISTER_SERVICES) {
      const line = `${month} ${code}`;
      const before = model.lineInForce(account.accountId, line);
      if (before === undefined && dice.chance(15)) continue;
      const kopecks = before === undefined || dice.chance(40) ? BigInt(dice.roll(400_000) - (dice.chance(10) ? 400_000 : 0)) : before;
      rows.push({ account: account.accountId, line, kopecks });
      text.push(`${account.number};${month.slice(5)}.${month.slice(0, 4)};${name};${roubles(kopecks).replace('.', ',')}`);
    }
  }
  const wrong = dice.chance(25);
  if (wrong) text.push(`нет-такого;${month.slice(5)}.${month.slice(0, 4)};Газ;1,00`);
  if (rows.every((row) => model.lineInForce(row.account, row.line) === row.kopecks)) return undefined;
  const id = await bringRegister(town, house, { text: text.join('\r\n') + '\r\n', choice: wrong ? 'good' : 'all', crash });
  model.loadLines(id, rows);
  return { id, house, month };
}

/** Uploads, checks and loads a register as the worker does it; with a crash the load is cut off in the middle and begun anew. */
export async function bringRegister(
  town: Town,
  { desk }: TownHouse,
  { text, choice, crash }: { text: string; choice: 'all' | 'good'; crash: boolean },
): Promise<string> {
  const { id, status, version } = await desk.upload(text, { name: `register-${town.dice.roll(1_000_000)}.csv` });
  if (status !== 'checked') throw new Error(`the register is ${status}: ${JSON.stringify(await desk.errors(id))}`);
  await surely(town, desk.actor, (work) => loadRegister(work, { loadId: id, choice, version }));
  if (crash) await workCutOff(town);
  const failed = await town.work();
  const state = await desk.state(id);
  if (failed.length > 0 || state.status !== 'loaded') throw new Error(`the register is ${state.status}, failed: ${failed.join(', ')}`);
  return id;
}

/** The worker dies at a place of chance; what it was doing stays in the queue. */
async function workCutOff(town: Town): Promise<void> {
  await town.crashes.plan(town.dice.pick(CRASH_PLACES));
  try {
    await town.work();
  } catch {
    // The relay itself was cut off.
  } finally {
    await town.crashes.clear();
  }
}

/** Takes a load back; refused when a later one has corrected its lines. Answers whether it was done. */
export async function takeBackCharges(town: Town, { id, house }: Loaded, crash: boolean): Promise<boolean> {
  const { version } = await house.desk.state(id);
  const take = () => surely(town, house.desk.actor, (work) => takeBackRegister(work, { loadId: id, version }));
  if (town.model.isBuiltOn(id)) {
    const { code } = await refusalOf(take());
    if (code !== 'register.builtOn') throw new Error(`the load ${id} was refused by ${code}`);
    return false;
  }
  await take();
  if (crash) await workCutOff(town);
  const failed = await town.work();
  if (failed.length > 0) throw new Error(`not taken back: ${failed.join(', ')}`);
  town.model.takeBackLines(id);
  return true;
}
