// Charges and payments of fourteen months onto the accounts, in the order in which they happened.
import { shortAddress } from '#modules/housing';
import { postCharges, postPayments, postSettlements } from '#modules/ledger';
import { recordPastPayments, type PastPayment } from '#modules/payments';
import { deriveId } from '#platform/ids';
import { addDays, addMonths } from '#platform/time';
import type { Work } from '#platform/work';
import { chargeDay } from './charging.ts';
import type { DemoPayment } from './payments.ts';
import type { DemoPerson } from './people.ts';
import { PAYERS } from './people.ts';
import type { Town } from './town.ts';

/** A month's charges, then what was paid until the next ones: so advances and debts come about as they would have. */
export async function fillMoney(work: Work, town: Town): Promise<void> {
  const portalPayments = new Map(portalPaymentsOf(town).map((one) => [one.paymentId, one]));
  for (const month of town.months) {
    const until = month === town.months.at(-1) ? '9999-12-31' : chargeDay(addMonths(month, 1));
    await postCharges(work, town.charges.filter(({ period }) => period === month).map(({ serviceCode, houseId, accountId, period, happenedOn, kopecks }) => ({
      houseId, accountId, serviceCode, period, kopecks, happenedOn, kind: serviceCode === 'penalty' ? 'penalty' as const : 'charge' as const, sourceKind: 'run', sourceId: deriveId(houseId, `run ${period}`),
    })));
    const payments = town.payments.filter(({ happenedOn }) => happenedOn > chargeDay(month) && happenedOn <= until);
    await postPayments(work, payments.map((one) => ({ ...postingOf(one), ...(portalPayments.has(one.paymentId) ? { book: 'acquirer' as const } : { book: 'bank' as const, sourceKind: 'bank' }) })));
  }
  await recordPastPayments(work, [...portalPayments.values()]);
  await postSettlements(work, town.payments.filter(({ paymentId }) => portalPayments.has(paymentId)).flatMap((one) => settlementOf(one, town)));
}

const postingOf = ({ paymentId, houseId, happenedOn, parts }: DemoPayment) => ({ paymentId, happenedOn, parts: parts.map((part) => ({ houseId, ...part })) });

/** The acquirer hands the money over on the next day. */
function settlementOf({ paymentId, houseId, happenedOn, parts }: DemoPayment, town: Town) {
  const next = addDays(happenedOn, 1);
  return next > town.today ? [] : parts.map((part) => ({ ...part, houseId, paymentId, happenedOn: next, sourceId: deriveId(houseId, `acquirer ${next}`) }));
}

/** Payments of the homes whose people pay on the portal. */
function portalPaymentsOf(town: Town): PastPayment[] {
  const payers = new Map<string, DemoPerson>();
  for (const [key, home] of PAYERS) payers.set(town.premises.find((one) => one.houseKey === home[0] && one.number === home[1])!.premisesId, town.people.find((person) => person.key === key)!);
  const accounts = new Map(town.accounts.map((account) => [account.accountId, account]));
  const payees = new Map(Object.values(town.organizations).map((one) => [one.id, one]));
  return town.payments.flatMap((payment): PastPayment[] => {
    const payer = payers.get(payment.premisesId);
    if (!payer) return [];
    const premises = town.premises.find(({ premisesId }) => premisesId === payment.premisesId)!;
    const house = town.houses.find(({ houseId }) => houseId === payment.houseId)!;
    const address = shortAddress({ ...house, district: null, building: null }, premises);
    return [{
      paymentId: payment.paymentId, personId: payer.personId, paidAt: `${payment.happenedOn}T06:15:00.000Z`, timeZone: house.timeZone, email: payer.email, cardLast4: '4444',
      parts: payment.parts.map(({ accountId, kopecks }) => {
        const { organizationId, number, houseId, premisesId } = accounts.get(accountId)!;
        const payee = payees.get(organizationId)!;
        return { accountId, houseId, premisesId, organizationId, number, address, payee: payee.shortName ?? payee.name, payeeInn: payee.inn, kopecks };
      }),
    }];
  });
}
