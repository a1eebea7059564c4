// The days on which people paid on the portal, compared with the bank and booked: all but one whose transfer to the management company is short,
// and one that waits for the accountant.
import { recordPastDays, settleDays } from '#modules/reconciliation';
import { splitByLargestRemainder, sumKopecks } from '#platform/money';
import { addDays } from '#platform/time';
import type { Work } from '#platform/work';
import { portalPaymentsOf } from './fill-money.ts';
import type { Town } from './town.ts';

/** The acquirer's fee in hundredths of a per cent. */
const FEE = 120n;
/** What is missing in one transfer. */
const SHORT_KOPECKS = 10_000n;
/** The night reads the newest days from the acquirer anew, who knows nothing of the past of the town. */
const READ_ANEW_DAYS = 4;

/** Payments that the acquirer has handed over by today, the newest first, with its fee and what of both is each payee's. */
const handedOver = (town: Town) =>
  portalPaymentsOf(town)
    .map((payment) => {
      const kopecks = sumKopecks(payment.parts.map((part) => part.kopecks));
      const feeKopecks = (kopecks * FEE + 5_000n) / 10_000n;
      const payees = [...Map.groupBy(payment.parts, (part) => part.organizationId)].map(([organizationId, parts]) => ({
        organizationId,
        organization: parts[0]!.payee,
        kopecks: sumKopecks(parts.map((part) => part.kopecks)),
      }));
      const fees = splitByLargestRemainder(
        feeKopecks,
        payees.map((payee) => payee.kopecks),
      );
      return {
        day: payment.paidAt.slice(0, 10),
        paymentId: payment.paymentId,
        kopecks,
        feeKopecks,
        payees: payees.map((payee, n) => ({ ...payee, feeKopecks: fees[n]! })),
      };
    })
    .filter(({ day }) => day < town.today)
    .sort((a, b) => (a.day < b.day ? 1 : -1));

function daysOf(town: Town) {
  const shares = handedOver(town).flatMap(({ day, payees }) => payees.map((payee) => ({ ...payee, day })));
  const days = [...Map.groupBy(shares, (share) => `${share.organizationId} ${share.day}`).values()].map((own) => {
    const [ourKopecks, feeKopecks] = [sumKopecks(own.map((share) => share.kopecks)), sumKopecks(own.map((share) => share.feeKopecks))];
    const { organizationId, organization, day } = own[0]!;
    return {
      organizationId,
      organization,
      day,
      count: own.length,
      ourKopecks,
      theirKopecks: ourKopecks,
      ourRefundKopecks: 0n,
      theirRefundKopecks: 0n,
      feeKopecks,
      registerKopecks: 0n,
      transferredOn: addDays(day, 1),
      transferKopecks: ourKopecks - feeKopecks,
    };
  });
  const ofCompany = days.filter((one) => one.organizationId === town.organizations.companyA.id && one.day <= addDays(town.today, -READ_ANEW_DAYS));
  return { days, short: ofCompany[0], waiting: ofCompany[1] };
}

export async function fillReconciliation(work: Work, town: Town): Promise<void> {
  const { days, short } = daysOf(town);
  const listed = handedOver(town).map(({ day, paymentId, kopecks, feeKopecks }) => ({
    acquirerId: `past-${paymentId}`,
    named: paymentId,
    day,
    kopecks,
    feeKopecks,
    isReturned: false,
  }));
  await recordPastDays(
    work,
    days.map((one) => (one === short ? { ...one, transferKopecks: one.transferKopecks - SHORT_KOPECKS } : one)),
    listed,
  );
}

/** After the accounts have their payments. */
export async function fillSettlements(work: Work, town: Town): Promise<void> {
  const { days, short, waiting } = daysOf(town);
  for (const [organizationId, own] of Map.groupBy(
    days.filter((one) => one !== short && one !== waiting),
    (one) => one.organizationId,
  ))
    await settleDays(
      work,
      organizationId,
      own.map((one) => one.day),
    );
}
