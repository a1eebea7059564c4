// Charges and payments of fourteen months onto the accounts.
import { shortAddress } from '#modules/housing';
import { postHistory } from '#modules/ledger';
import { recordPastAutopayment, recordPastPayments, type PastPayment } from '#modules/payments';
import type { Work } from '#platform/work';
import type { HouseKey } from './houses.ts';
import type { DemoPayment } from './payments.ts';
import { type DemoPerson, HOME_OF_DEBTOR, PAYERS } from './people.ts';
import { runOf } from './runs.ts';
import type { Town } from './town.ts';

/** Charges and payments as the past of the new accounts of a house. */
export async function fillLedger(work: Work, town: Town, key: HouseKey): Promise<void> {
  const { houseId: own } = town.houses.find((house) => house.key === key)!;
  const charges = town.charges
    .filter(({ houseId }) => houseId === own)
    .map(({ serviceCode, houseId, accountId, period, happenedOn, kopecks }) => ({
      houseId,
      accountId,
      serviceCode,
      period,
      kopecks,
      happenedOn,
      kind: serviceCode === 'penalty' ? ('penalty' as const) : ('charge' as const),
      sourceKind: 'run',
      sourceId: runOf(houseId, period),
    }));
  const payers = payersOf(town);
  const ownPayments = town.payments.filter(({ houseId }) => houseId === own);
  const payments = ownPayments.map((one) => ({
    ...postingOf(one),
    ...(payers.has(one.premisesId) ? { book: 'acquirer' as const } : { book: 'bank' as const, sourceKind: 'bank' }),
  }));
  await postHistory(work, { charges, payments });
}

/** The history of those who pay on the portal, with receipts, and one who lets the portal pay. */
export async function fillPaymentHistory(work: Work, town: Town): Promise<void> {
  await recordPastPayments(work, portalPaymentsOf(town));
  await recordPastAutopayment(work, autopaymentOf(town));
}

/** The young owner with a debt has had enough of forgetting: from the next due day his card pays the first of his accounts. */
function autopaymentOf(town: Town): Parameters<typeof recordPastAutopayment>[1] {
  const premises = town.premises.find((one) => `${one.houseKey} ${one.number}` === HOME_OF_DEBTOR.join(' '))!;
  const { timeZone } = town.houses.find(({ houseId }) => houseId === premises.houseId)!;
  const account = town.accounts.find((one) => one.premisesId === premises.premisesId)!;
  const person = town.people.find(({ key }) => key === 'artyom')!;
  return {
    personId: person.personId,
    houseId: account.houseId,
    accountId: account.accountId,
    timeZone,
    token: 'test-2200000000000103',
    last4: '0103',
    goodUntil: '2039-12-31',
    limitKopecks: 4_000_000n,
    activeFrom: town.today,
  };
}

const postingOf = ({ paymentId, houseId, happenedOn, parts }: DemoPayment) => ({ paymentId, happenedOn, parts: parts.map((part) => ({ houseId, ...part })) });

/** Who pays on the portal, by the premises paid for. */
const payersOf = (town: Town): Map<string, DemoPerson> =>
  new Map(
    PAYERS.map(([key, [house, number]]) => [
      town.premises.find((one) => one.houseKey === house && one.number === number)!.premisesId,
      town.people.find((person) => person.key === key)!,
    ]),
  );

/** Payments made on the portal, with what of them is each payee's. */
export function portalPaymentsOf(town: Town): PastPayment[] {
  const payers = payersOf(town);
  const accounts = new Map(town.accounts.map((account) => [account.accountId, account]));
  const payees = new Map(Object.values(town.organizations).map((one) => [one.id, one]));
  return town.payments.flatMap((payment): PastPayment[] => {
    const payer = payers.get(payment.premisesId);
    if (!payer) return [];
    const premises = town.premises.find(({ premisesId }) => premisesId === payment.premisesId)!;
    const house = town.houses.find(({ houseId }) => houseId === payment.houseId)!;
    const address = shortAddress({ ...house, district: null, building: null }, premises);
    return [
      {
        paymentId: payment.paymentId,
        personId: payer.personId,
        paidAt: `${payment.happenedOn}T06:15:00.000Z`,
        timeZone: house.timeZone,
        email: payer.email,
        cardLast4: '4444',
        parts: payment.parts.map(({ accountId, kopecks }) => {
          const { organizationId, number, houseId, premisesId } = accounts.get(accountId)!;
          const payee = payees.get(organizationId)!;
          return { accountId, houseId, premisesId, organizationId, number, address, payee: payee.shortName ?? payee.name, payeeInn: payee.inn, kopecks };
        }),
      },
    ];
  });
}
