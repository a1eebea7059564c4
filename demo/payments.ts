// How each household pays: in time, late, in parts, not at all, too much.
import { deriveId } from '#platform/ids';
import type { Kopecks } from '#platform/money';
import { addDays, addMonths, daysBetween, type Day, type Month } from '#platform/time';
import { dueDay } from '#modules/billing';
import type { DemoPremises } from './houses.ts';
import { monthDays } from './month-days.ts';
import { HOME_OF_CHAIR, HOME_OF_DEBTOR, HOME_OF_GALINA, HOME_OF_OVERPAYER, RENTED_HOME, SECOND_HOME_OF_GALINA } from './people.ts';
import { randomOf, type Random } from './random.ts';

export type Habit = { kind: 'inTime' | 'late' | 'inParts' | 'ahead'; newestUnpaid?: boolean } | { kind: 'debtor'; months: number };
/** The bills of one premises: kopecks by account for each month. */
export type Bills = ReadonlyMap<Month, ReadonlyMap<string, Kopecks>>;
export type DemoPayment = { paymentId: string; houseId: string; premisesId: string; happenedOn: Day; parts: { accountId: string; kopecks: Kopecks }[] };
/** A month of an account that nobody has paid yet, in whole or in part. */
export type OpenMonth = { accountId: string; month: Month; kopecks: Kopecks };

const HABITS: Readonly<Record<string, Habit>> = {
  [HOME_OF_GALINA.join(' ')]: { kind: 'inTime', newestUnpaid: true },
  [SECOND_HOME_OF_GALINA.join(' ')]: { kind: 'inTime', newestUnpaid: true },
  [HOME_OF_CHAIR.join(' ')]: { kind: 'inTime' },
  [RENTED_HOME.join(' ')]: { kind: 'late', newestUnpaid: true },
  [HOME_OF_OVERPAYER.join(' ')]: { kind: 'ahead' },
  [HOME_OF_DEBTOR.join(' ')]: { kind: 'debtor', months: 4 },
  'a 90': { kind: 'debtor', months: 8 },
  'a 131': { kind: 'debtor', months: 3 },
  'b 41': { kind: 'debtor', months: 6 },
  'b 77': { kind: 'debtor', months: 5 },
  'c 9': { kind: 'debtor', months: 3 },
  'c 64': { kind: 'debtor', months: 7 },
};

export function habitOf(premises: DemoPremises, random: Random): Habit {
  return (
    HABITS[`${premises.houseKey} ${premises.number}`] ?? {
      kind: random.weighted([
        ['inTime', 78],
        ['late', 15],
        ['inParts', 7],
      ]),
    }
  );
}

const ROUBLE = 100n;
const AHEAD = 2_000_000n;
const MONTH_AHEAD = 10;

/** Goes through the months in order: what was paid when, and what is left open. Nothing is paid after `today`. */
export function payBills(
  premises: DemoPremises,
  bills: Bills,
  { seed, today }: { seed: string; today: Day },
): { habit: Habit; payments: DemoPayment[]; open: OpenMonth[] } {
  const random = randomOf(`${seed} payments ${premises.houseKey} ${premises.number}`);
  const habit = habitOf(premises, random);
  const months = [...bills.keys()];
  const payments: DemoPayment[] = [];
  let open: OpenMonth[] = [];
  for (const [index, month] of months.entries()) {
    for (const [accountId, kopecks] of bills.get(month)!) open.push({ accountId, month, kopecks });
    const isNewest = index === months.length - 1;
    if (habit.kind === 'debtor' ? index >= months.length - habit.months : isNewest && habit.newestUnpaid) continue;
    const happenedOn = dayOf(habit, month, random);
    if (happenedOn > today) continue;
    const percent = habit.kind === 'inParts' && index % 4 !== 3 ? BigInt(random.between(60, 90)) : 100n;
    const parts = partsOf(open, percent, habit.kind === 'ahead' && index === MONTH_AHEAD);
    if (parts.length === 0) continue;
    payments.push({
      paymentId: deriveId(premises.premisesId, `payment ${month}`),
      houseId: premises.houseId,
      premisesId: premises.premisesId,
      happenedOn,
      parts,
    });
    open = withoutPaid(open, parts);
  }
  return { habit, payments, open };
}

function dayOf(habit: Habit, month: Month, random: Random): Day {
  const next = monthDays(addMonths(month, 1)).first;
  if (habit.kind === 'late') return addDays(next, random.between(19, 37));
  return addDays(next, random.between(4, daysBetween(next, dueDay(month))));
}

/** So many per cent of what is open on each account, in whole roubles unless all; `ahead` adds twenty thousand roubles to the first. */
function partsOf(open: readonly OpenMonth[], percent: bigint, ahead: boolean): DemoPayment['parts'] {
  const sums = new Map<string, Kopecks>();
  for (const { accountId, kopecks } of open) sums.set(accountId, (sums.get(accountId) ?? 0n) + kopecks);
  return [...sums]
    .map(([accountId, kopecks], n) => ({
      accountId,
      kopecks: (percent === 100n ? kopecks : ((kopecks * percent) / 100n / ROUBLE) * ROUBLE) + (ahead && n === 0 ? AHEAD : 0n),
    }))
    .filter(({ kopecks }) => kopecks > 0n);
}

/** What is left: the oldest month is paid first; money ahead stays as a month below zero. */
function withoutPaid(open: readonly OpenMonth[], parts: DemoPayment['parts']): OpenMonth[] {
  const rest = new Map(parts.map(({ accountId, kopecks }) => [accountId, kopecks]));
  const left = open.flatMap((one): OpenMonth[] => {
    const has = rest.get(one.accountId) ?? 0n;
    const takes = has < one.kopecks ? has : one.kopecks;
    rest.set(one.accountId, has - takes);
    return takes === one.kopecks ? [] : [{ ...one, kopecks: one.kopecks - takes }];
  });
  const newest = open.at(-1)!.month;
  return [...left, ...[...rest].filter(([, kopecks]) => kopecks > 0n).map(([accountId, kopecks]) => ({ accountId, month: newest, kopecks: -kopecks }))];
}
