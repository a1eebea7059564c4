// The start page of a person: debts of all linked accounts, homes, and what to do next.
import type { StartAnswer } from '#contract/overview';
import { formatDayShort, formatKopecks, formatWeekday, plural } from '#contract/russian';
import { keptStatement } from '#platform/kept-statement';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { addMonths, type Day, dayIn, monthOf } from '#platform/time';
import { dueDay } from '#modules/billing';
import { type AccountKey, chargeStatesOf, linkedBalances, openDebts } from '#modules/ledger';
import type { WaitingHome } from '#modules/meters';
import type { Static } from 'typebox';
import { homesSeen, roleWordOf, waitingSeen } from './read-me.ts';
import { readWaiting } from './read-waiting.ts';
import { type Due, dueOn, newestMonth } from './start-page.ts';

type Answer = Static<typeof StartAnswer>;
type Task = Answer['tasks'][number];
const DEFAULT_ZONE = 'Europe/Moscow';

/** Five statements (for staff those of what waits at work too), however many homes and accounts. */
export async function readStart(reading: Reading): Promise<Answer> {
  const { db, actor, now } = reading;
  const work = await readWaiting({ db, actor, now });
  if (actor.kind !== 'person') return { due: emptyDue, homes: [], tasks: [], work };
  const homes = await homesSeen(reading, actor);
  const today = dayIn(homes[0]?.timeZone ?? DEFAULT_ZONE, now);
  const owed = await readOwed(db, { personId: actor.personId });
  const [debts, months, waiting] = [await debtsOf(db, owed), await monthsOf(db, owed, today), await waitingSeen(reading, actor, homes)];
  const due = dueOn(debts, today);
  const sumOf = (pick: (balance: (typeof owed)[number]) => bigint): bigint => owed.reduce((sum, balance) => sum + pick(balance), 0n);
  const owedAt = (premisesId: string): bigint => owed.reduce((sum, balance) => (balance.premisesId === premisesId ? sum + balance.dueKopecks : sum), 0n);
  const addressAt = new Map(homes.map(({ premisesId, address }) => [premisesId, address]));
  const waitingAt = new Map(waiting.map((home) => [home.premisesId, home]));
  return {
    due: {
      dueKopecks: kopecksToJson(due.dueKopecks),
      overdueKopecks: kopecksToJson(due.overdueKopecks),
      reservedKopecks: kopecksToJson(sumOf((balance) => balance.reservedKopecks)),
      advanceKopecks: kopecksToJson(sumOf((balance) => balance.advanceKopecks)),
      dueOn: due.dueOn,
      daysLeft: due.daysLeft,
      payees: due.payees,
      month: months && {
        period: months.period,
        chargedKopecks: kopecksToJson(months.chargedKopecks),
        yearAgoKopecks: months.yearAgoKopecks === null ? null : kopecksToJson(months.yearAgoKopecks),
      },
    },
    homes: homes
      .map(({ houseId, premisesId, address }) => ({
        houseId,
        premisesId,
        address,
        role: roleWordOf(actor, premisesId),
        dueKopecks: kopecksToJson(owedAt(premisesId)),
        metersWaiting: waitingAt.get(premisesId)?.meters ?? 0,
      }))
      .sort((a, b) => a.address.localeCompare(b.address, 'ru')),
    tasks: [...payTasks(due), ...readingTasks(waiting.map((home) => ({ ...home, address: addressAt.get(home.premisesId) ?? '' })))],
    work,
  };
}

const readOwed = keptStatement(({ personId }: { personId: string }) => linkedBalances(personId));

const emptyDue: Answer['due'] = {
  dueKopecks: 0,
  overdueKopecks: 0,
  reservedKopecks: 0,
  advanceKopecks: 0,
  dueOn: null,
  daysLeft: null,
  payees: 0,
  month: null,
};

async function debtsOf(db: Db, accounts: readonly AccountKey[]) {
  const debts = await openDebts(db, accounts);
  return debts.map((debt) => ({ ...debt, dueOn: dueDay(debt.period) }));
}

/** The last thirteen months with charges. */
async function monthsOf(db: Db, accounts: readonly AccountKey[], today: Day) {
  const to = monthOf(today);
  return newestMonth(await chargeStatesOf(db, accounts, { from: addMonths(to, -13), to }));
}

function payTasks(due: Due): Task[] {
  const inTime = due.dueKopecks - due.overdueKopecks;
  const tasks: Task[] = [];
  if (due.overdueKopecks > 0n)
    tasks.push({
      kind: 'pay_overdue',
      title: 'Погасить долг',
      text: `${formatKopecks(due.overdueKopecks)} не оплачены вовремя: чем раньше, тем меньше пени`,
      href: '/pay',
      action: 'Оплатить',
    });
  if (inTime > 0n && due.dueOn !== null)
    tasks.push({
      kind: 'pay',
      title: 'Оплатить счета',
      text: `${formatKopecks(inTime)} ${formatWeekday(due.dueOn, 'until')}`,
      href: '/pay',
      action: 'Оплатить',
    });
  return tasks;
}

function readingTasks(waiting: readonly (WaitingHome & { address: string })[]): Task[] {
  return waiting.map((home) => ({
    kind: 'readings' as const,
    title: 'Передать показания',
    text: `${home.address}: ${home.meters} ${plural(home.meters, ['счётчик', 'счётчика', 'счётчиков'])}, принимаем до ${formatDayShort(home.until)}`,
    href: '/meters',
    action: 'Передать',
  }));
}
