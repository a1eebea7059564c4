// The last days on which people paid on the portal, compared with the bank: all agree but one transfer to the management company.
import { recordPastDays } from '#modules/reconciliation';
import { sumKopecks } from '#platform/money';
import { addDays } from '#platform/time';
import type { Work } from '#platform/work';
import { portalPaymentsOf } from './fill-money.ts';
import type { Town } from './town.ts';

const DAYS = 7;
/** The acquirer's fee in hundredths of a per cent. */
const FEE = 120n;
/** What is missing in one transfer. */
const SHORT_KOPECKS = 10_000n;

export async function fillReconciliation(work: Work, town: Town): Promise<void> {
  const parts = portalPaymentsOf(town).flatMap((payment) => payment.parts.map((part) => ({ ...part, day: payment.paidAt.slice(0, 10), paymentId: payment.paymentId }))).filter(({ day }) => day < town.today);
  const days = [...Map.groupBy(parts, (part) => part.day)].toSorted(([a], [b]) => (a < b ? 1 : -1)).slice(0, DAYS);
  const past = days.flatMap(([day, own]) => [...Map.groupBy(own, (part) => part.organizationId)].map(([organizationId, ofPayee]) => {
    const ourKopecks = sumKopecks(ofPayee.map((part) => part.kopecks));
    const feeKopecks = (ourKopecks * FEE + 5_000n) / 10_000n;
    return {
      organizationId, organization: ofPayee[0]!.payee, day, count: new Set(ofPayee.map((part) => part.paymentId)).size, ourKopecks, theirKopecks: ourKopecks, ourRefundKopecks: 0n, theirRefundKopecks: 0n, feeKopecks, registerKopecks: 0n,
      transferredOn: addDays(day, 1), transferKopecks: ourKopecks - feeKopecks,
    };
  }));
  const short = past.find((one) => one.organizationId === town.organizations.companyA.id);
  await recordPastDays(work, past.map((one) => (one === short ? { ...one, transferKopecks: one.transferKopecks - SHORT_KOPECKS } : one)));
}
