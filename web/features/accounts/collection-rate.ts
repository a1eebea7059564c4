// The collection rate: what was paid less refunds, of what was charged.
import { formatDecimal } from '#contract/russian';

type Sums = Partial<Record<'chargedKopecks' | 'recalculatedKopecks' | 'penaltyKopecks' | 'paidKopecks' | 'refundedKopecks', number>>;

/** «93,4 %»; a dash where nothing was charged. Pure, in whole tenths of a percent. */
export function collectionRate({ chargedKopecks = 0, recalculatedKopecks = 0, penaltyKopecks = 0, paidKopecks = 0, refundedKopecks = 0 }: Sums): string {
  const charged = BigInt(chargedKopecks + recalculatedKopecks + penaltyKopecks);
  if (charged <= 0n) return '—';
  const paid = BigInt(paidKopecks - refundedKopecks);
  const size = paid < 0n ? -paid : paid;
  const tenths = (size * 2_000n + charged) / (charged * 2n);
  return `${formatDecimal(`${paid < 0n && tenths > 0n ? '-' : ''}${tenths / 10n}.${tenths % 10n}`)} %`;
}
