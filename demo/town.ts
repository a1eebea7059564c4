// The demo town as plain values: the same seed and day give the same town. Filling the database is another file's job.
import type { ChargeTerms } from '#contract/charge-terms';
import type { NewNorm, NewTariff } from '#modules/directory';
import type { NewOwnership, NewResidence } from '#modules/housing';
import type { Kopecks } from '#platform/money';
import { addMonths, lastDay, monthOf, monthsFrom, type Day, type Month } from '#platform/time';
import { sumOfTerms } from '../server/modules/billing/charge-terms.ts';
import { accountsOf, type DemoAccount } from './accounts.ts';
import { type HouseFacts, houseFactsOf, termsOf } from './charging.ts';
import { communalFlats, roomTermsOf } from './communal.ts';
import { courtTerms, HOME_IN_COURT } from './court.ts';
import { type DemoHouse, type DemoPremises, housesOf } from './houses.ts';
import { type Household, householdOf } from './households.ts';
import { type DemoMeter, type DemoReading, type Metered, meteringOf, windowFor } from './metering.ts';
import { monthDays } from './month-days.ts';
import { type DemoOrganization, type OrganizationKey, organizationsOf } from './organizations.ts';
import { type Bills, type DemoPayment, type Habit, type OpenMonth, payBills } from './payments.ts';
import { penaltyTerms } from './penalties.ts';
import { demoPeople, type DemoPerson } from './people.ts';
import { normRows, tariffBook, tariffRows } from './tariffs.ts';

export const DEMO_SEED = 'moidom demo town 1';
const MONTHS = 14;

export type DemoCharge = {
  houseId: string;
  accountId: string;
  premisesId: string;
  serviceCode: string;
  period: Month;
  happenedOn: Day;
  kopecks: Kopecks;
  terms: ChargeTerms;
};
export type Town = {
  today: Day;
  /** Charged months, the oldest first; the newest is the last full one. */
  months: Month[];
  window: { fromDayOfMonth: number; toDayOfMonth: number };
  organizations: Record<OrganizationKey, DemoOrganization>;
  houses: DemoHouse[];
  houseFacts: HouseFacts[];
  premises: DemoPremises[];
  people: DemoPerson[];
  ownerships: NewOwnership[];
  residences: NewResidence[];
  tariffs: NewTariff[];
  norms: NewNorm[];
  accounts: DemoAccount[];
  meters: DemoMeter[];
  readings: DemoReading[];
  charges: DemoCharge[];
  payments: DemoPayment[];
  /** How the premises pay, by their id, and what they owe after all. */
  habits: Map<string, Habit>;
};

/** Makes the town as it stands on the day. Pure: no clock, no chance but the seed's. */
export function makeTown(today: Day, seed = DEMO_SEED): Town {
  const newest = addMonths(monthOf(today), -1);
  const months = monthsFrom(addMonths(newest, 1 - MONTHS), newest);
  const window = windowFor(today);
  const organizations = organizationsOf(seed);
  const people = demoPeople(seed);
  const { houses, premises } = housesOf(seed, organizations);
  const houseFacts = houses.map((house) => houseFactsOf(seed, house, months));
  const tariffs = tariffBook();
  const households = new Map(premises.map((one) => [one.premisesId, householdOf(one, { seed, months, people })]));
  const factsOf = (household: Household) => ({
    household,
    metered: meteringOf(household, { seed, today, months, window }),
    tariffs,
    houseFacts: houseFacts.find(({ house }) => house.houseId === household.premises.houseId)!,
  });
  const communal = communalFlats(premises, households);
  const flats = new Map(communal.map(({ flat, rooms }) => [flat.premises.premisesId, { facts: factsOf(flat), rooms }]));
  const homes = premises.map((one, place) => {
    const own = flats.get(one.premisesId);
    const household = households.get(one.premisesId)!;
    if (own)
      return {
        household: { ...household, owners: [], residents: [] },
        metered: own.facts.metered,
        accounts: [],
        ...settle({ household, accounts: [], charges: [], months }, { seed, today }),
      };
    const flat = one.flatId ? flats.get(one.flatId)! : undefined;
    const facts = flat ? { ...flat.facts, household, metered: [] } : factsOf(household);
    const accounts = accountsOf(one, place, organizations);
    const lineOf = (service: string, month: Month) => (flat ? roomTermsOf(flat, { household, service, month }) : termsOf(facts, service, month));
    const charges = accounts.flatMap((account) =>
      months.flatMap((month) => account.services.flatMap((service) => chargeOf(account, month, service, lineOf(service, month)))),
    );
    return { household, metered: facts.metered, accounts, ...settle({ household, accounts, charges, months }, { seed, today }) };
  });
  const all = <Value>(pick: (home: (typeof homes)[number]) => readonly Value[]): Value[] => homes.flatMap(pick);
  return {
    today,
    months,
    window,
    organizations,
    houses,
    houseFacts,
    premises,
    people,
    tariffs: tariffRows(organizations, houses),
    norms: normRows(),
    ownerships: all(({ household }) => household.owners),
    residences: all(({ household }) => household.residents),
    accounts: all((home) => home.accounts),
    meters: all((home) => home.metered.map((one: Metered) => one.meter)),
    readings: all((home) => home.metered.flatMap((one: Metered) => one.readings)),
    charges: all((home) => home.charges),
    payments: all((home) => home.payments),
    habits: new Map(homes.map(({ household, habit }) => [household.premises.premisesId, habit])),
  };
}

function chargeOf({ houseId, accountId, premisesId }: DemoAccount, period: Month, serviceCode: string, terms: ChargeTerms | null): DemoCharge[] {
  if (!terms) return [];
  const kopecks = sumOfTerms(terms);
  return kopecks === 0n ? [] : [{ houseId, accountId, premisesId, serviceCode, period, happenedOn: monthDays(period).charged, kopecks, terms }];
}

type Home = { household: Household; accounts: readonly DemoAccount[]; charges: DemoCharge[]; months: readonly Month[] };

/** The payments of a home, and the penalties of what is left open. */
function settle(
  { household, accounts, charges, months }: Home,
  facts: { seed: string; today: Day },
): { charges: DemoCharge[]; payments: DemoPayment[]; habit: Habit } {
  const { habit, payments, open } = payBills(household.premises, billsFrom(charges, months), facts);
  const penalties = habit.kind === 'debtor' ? accounts.flatMap((account) => penaltyOf(account, open, months.at(-1)!)) : [];
  const { houseKey, number } = household.premises;
  const ofCourt =
    `${houseKey} ${number}` === HOME_IN_COURT.join(' ')
      ? courtTerms(months.at(-1)!).flatMap(([code, terms]) => chargeOf(accounts[0]!, terms.period, code, terms))
      : [];
  return { charges: [...charges, ...penalties, ...ofCourt], payments, habit };
}

function billsFrom(charges: readonly DemoCharge[], months: readonly Month[]): Bills {
  const bills = new Map(months.map((month) => [month, new Map<string, Kopecks>()]));
  for (const { period, accountId, kopecks } of charges) bills.get(period)!.set(accountId, (bills.get(period)!.get(accountId) ?? 0n) + kopecks);
  return bills;
}

function penaltyOf(account: DemoAccount, open: readonly OpenMonth[], period: Month): DemoCharge[] {
  const own = open.filter(({ accountId }) => accountId === account.accountId);
  return chargeOf(account, period, 'penalty', penaltyTerms(own, { period, until: lastDay(period), isRepair: account.kind === 'repair' }));
}
