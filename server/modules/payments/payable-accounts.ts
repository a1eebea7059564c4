// The accounts that a person may pay: those linked to the person, with debt, what is on its way, payee and address.
import type { AnswerOf } from '#contract/endpoint';
import type { getPayableAccounts } from '#contract/payments';
import { compareRussian } from '#contract/russian';
import { dueDay } from '#modules/billing';
import { organizationsByIds, premisesOf } from '#modules/housing';
import { contactsOf } from '#modules/identity';
import { accountsByIds, balances, linkedAccounts } from '#modules/ledger';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { addMonths, type Day, dayIn, type Month, monthOf } from '#platform/time';
import { payerOf } from './payer.ts';
import { mostKopecks } from './payments.policy.ts';

export type PayableAccount = {
  readonly houseId: string;
  readonly accountId: string;
  readonly premisesId: string;
  readonly organizationId: string;
  readonly number: string;
  readonly address: string;
  readonly timeZone: string;
  readonly payee: string;
  readonly payeeInn: string;
  /** Above zero is owed, below zero is ahead. */
  readonly balanceKopecks: bigint;
  readonly reservedKopecks: bigint;
  /** Nothing is paid ahead on it. */
  readonly isClosed: boolean;
  /** The person has suspended it: nothing happens by itself. */
  readonly isSuspended: boolean;
  /** What full payment means now: the debt that no other payment is already paying. */
  readonly toPayKopecks: bigint;
  /** The month of the oldest debt. */
  readonly oldestDebt: Month | null;
};

/** Five statements, however many accounts. */
export async function payableAccounts(db: Db, personId: string): Promise<PayableAccount[]> {
  const links = await linkedAccounts(db, personId);
  if (links.length === 0) return [];
  const [accounts, sums, premises] = [await accountsByIds(db, links), await balances(db, links), await premisesOf(db, links)];
  const organizations = new Map(
    (
      await organizationsByIds(
        db,
        accounts.map((account) => account.organizationId),
      )
    ).map((one) => [one.id, one]),
  );
  const homes = new Map(premises.map((home) => [home.premisesId, home]));
  const linkOf = new Map(links.map((link) => [link.accountId, link]));
  const balanceOf = new Map(sums.map((sum) => [sum.accountId, sum]));
  const payable = accounts.flatMap((account): PayableAccount[] => {
    const [organization, home, sum] = [organizations.get(account.organizationId), homes.get(account.premisesId), balanceOf.get(account.accountId)];
    if (!organization || !home || !sum) return [];
    const left = sum.dueKopecks - sum.reservedKopecks;
    return [
      {
        houseId: account.houseId,
        accountId: account.accountId,
        premisesId: account.premisesId,
        organizationId: account.organizationId,
        number: account.number,
        address: home.address,
        timeZone: home.timeZone,
        payee: organization.shortName,
        payeeInn: organization.inn,
        balanceKopecks: sum.dueKopecks - sum.advanceKopecks,
        reservedKopecks: sum.reservedKopecks,
        isClosed: account.closedOn !== null,
        isSuspended: linkOf.get(account.accountId)!.isSuspended,
        toPayKopecks: left > 0n ? left : 0n,
        oldestDebt: sum.oldestDebt,
      },
    ];
  });
  return payable.sort((a, b) => compareRussian(a.address, b.address) || a.payee.localeCompare(b.payee, 'ru') || (a.accountId < b.accountId ? -1 : 1));
}

/** The next day by which bills are due, by the clock of the home: this month's, or the one after when it has passed. */
export function nextDueDay(timeZone: string, now: Date): Day {
  const today = dayIn(timeZone, now);
  const lastMonth = addMonths(monthOf(today), -1);
  const due = dueDay(lastMonth);
  return due >= today ? due : dueDay(addMonths(lastMonth, 1));
}

/** The day by which the oldest debt was due, when it has passed; null while nothing is late. */
export function overdueSince({ timeZone, oldestDebt }: Pick<PayableAccount, 'timeZone' | 'oldestDebt'>, now: Date): Day | null {
  const due = oldestDebt === null ? null : dueDay(oldestDebt);
  return due !== null && due < dayIn(timeZone, now) ? due : null;
}

/** Query: what the page «Оплата» shows. */
export async function readPayableAccounts({ db, actor, now }: Reading): Promise<AnswerOf<typeof getPayableAccounts>> {
  const { personId } = payerOf(actor);
  const [accounts, contacts] = [await payableAccounts(db, personId), await contactsOf(db, [personId])];
  return {
    accounts: accounts.map(
      ({ houseId, accountId, premisesId, number, address, payee, timeZone, balanceKopecks, reservedKopecks, toPayKopecks, oldestDebt }) => ({
        houseId,
        accountId,
        premisesId,
        number,
        address,
        payee,
        balanceKopecks: kopecksToJson(balanceKopecks),
        reservedKopecks: kopecksToJson(reservedKopecks),
        toPayKopecks: kopecksToJson(toPayKopecks),
        dueDay: nextDueDay(timeZone, now),
        overdueSince: overdueSince({ timeZone, oldestDebt }, now),
      }),
    ),
    email: contacts.get(personId)?.email ?? null,
    limitKopecks: kopecksToJson(mostKopecks(now)),
  };
}
