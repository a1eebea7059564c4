// The lines behind the charges, and the bills of the months.
import { type PastBill, recordPastCharges, type ReferenceOf } from '#modules/billing';
import { formatMonthName } from '#contract/russian';
import { addMonths } from '#platform/time';
import type { Work } from '#platform/work';
import type { DemoAccount } from './accounts.ts';
import { waterOfHouses } from './house-water.ts';
import { monthDays } from './month-days.ts';
import { runOf } from './runs.ts';
import { billNorms } from './tariffs.ts';
import type { Town } from './town.ts';

/** Bills of these newest months for everybody; of all months for the homes of those who can sign in. */
const MONTHS_FOR_ALL = 3;

/** All charges with their terms, and bills. */
export async function fillCharges(work: Work, town: Town): Promise<void> {
  const organizations = new Map(town.accounts.map(({ accountId, organizationId }) => [accountId, organizationId]));
  const names = new Map(town.months.map((month) => [month, `Расчёт за ${formatMonthName(month)}`]));
  const charges = town.charges.map(({ houseId, accountId, period, serviceCode, kopecks, terms, happenedOn }) => ({
    houseId,
    accountId,
    organizationId: organizations.get(accountId)!,
    period,
    serviceCode,
    kopecks,
    terms,
    runId: runOf(houseId, period),
    runName: names.get(period)!,
    madeOn: happenedOn,
  }));
  await recordPastCharges(work, { charges, bills: billsOfTown(town), references: referencesOf(town) });
}

/** Norms, and what the meters of the houses showed: of every issuer's bills. */
function referencesOf(town: Town): ReferenceOf[] {
  const water = waterOfHouses(town);
  const norms = billNorms();
  const issuers = new Map(town.accounts.map(({ houseId, organizationId }) => [`${houseId} ${organizationId}`, { houseId, organizationId }]));
  return [...issuers.values()].flatMap(({ houseId, organizationId }) =>
    town.months.map((period): ReferenceOf => {
      const { house, heat } = town.houseFacts.find((facts) => facts.house.houseId === houseId)!;
      const heating = heat.get(period)!;
      const heated = house.heating === 'house_meter' && heating !== '0.000' ? [{ serviceCode: 'heating', meter: heating, premises: null, common: null }] : [];
      return {
        houseId,
        organizationId,
        period,
        reference: { norms, house: [{ serviceCode: 'cold_water', ...water.get(`${houseId} ${period}`)! }, ...heated] },
      };
    }),
  );
}

export function billsOfTown(town: Town): PastBill[] {
  const homes = new Set(town.people.flatMap(({ roles }) => roles.flatMap(({ home }) => (home ? [home.join(' ')] : []))));
  const signedIn = new Set(town.premises.filter(({ houseKey, number }) => homes.has(`${houseKey} ${number}`)).map(({ premisesId }) => premisesId));
  const charges = Map.groupBy(town.charges, ({ accountId }) => accountId);
  const payments = Map.groupBy(
    town.payments.flatMap(({ happenedOn, parts }) => parts.map((part) => ({ ...part, happenedOn }))),
    ({ accountId }) => accountId,
  );
  const first = town.months.at(-MONTHS_FOR_ALL)!;
  return town.accounts.flatMap((account) =>
    billsOfAccount(account, town.months, { charges: charges.get(account.accountId) ?? [], payments: payments.get(account.accountId) ?? [] }).filter(
      ({ period }) => period >= first || signedIn.has(account.premisesId),
    ),
  );
}

type OfAccount = { charges: Town['charges']; payments: readonly { kopecks: bigint; happenedOn: string }[] };

/** What the bill before came to, less what was paid since, and the charges of the month. */
function billsOfAccount({ houseId, accountId, organizationId }: DemoAccount, months: readonly string[], { charges, payments }: OfAccount): PastBill[] {
  let debtKopecks = 0n;
  return months.flatMap((period): PastBill[] => {
    const issuedOn = monthDays(period).charged;
    const since = monthDays(addMonths(period, -1)).charged;
    const sum = (rows: readonly { kopecks: bigint }[]): bigint => rows.reduce((all, { kopecks }) => all + kopecks, 0n);
    const own = charges.filter((one) => one.period === period);
    const penaltyKopecks = sum(own.filter(({ serviceCode }) => serviceCode === 'penalty'));
    const chargedKopecks = sum(own) - penaltyKopecks;
    const paidKopecks = sum(payments.filter(({ happenedOn }) => happenedOn >= since && happenedOn < issuedOn));
    const bill = { houseId, accountId, organizationId, period, issuedOn, chargedKopecks, penaltyKopecks, debtKopecks, paidKopecks };
    debtKopecks += chargedKopecks + penaltyKopecks - paidKopecks;
    return own.length === 0 ? [] : [bill];
  });
}
