// The contribution for capital repair of a flat whose accounts answer for shares of it: counted once for the flat and split by largest
// remainder, so that the accounts together give it to the kopeck (Housing Code, article 169; field rules 1.2, 1.7). Pure.
import type { TermsOf } from '#contract/charge-terms';
import { daysBetween, daysInMonth } from '#platform/time';
import { roomTerms, type Weights } from './communal-flat.ts';
import { type HouseAccount, type HouseMonth, takesService } from './house-month.ts';

type Facts = Pick<HouseMonth, 'accounts' | 'month'>;
/** `fits`: the accounts answer for the whole flat on each day, no more and no less. */
type FlatShares = { readonly weights: Weights | null; readonly fits: boolean };
const SERVICE = 'capital_repair';
const WHOLE = { numerator: 1, denominator: 1 } as const;

const kept = new WeakMap<Facts['accounts'], ReadonlyMap<string, readonly HouseAccount[]>>();

/** Accounts of flats where at least one answers for a share, by the flat. */
function sharers(facts: Facts): ReadonlyMap<string, readonly HouseAccount[]> {
  const known = kept.get(facts.accounts);
  if (known) return known;
  const flats = new Set(facts.accounts.filter(({ share }) => share).map(({ premisesId }) => premisesId));
  const made =
    flats.size === 0
      ? new Map<string, HouseAccount[]>()
      : Map.groupBy(
          facts.accounts.filter((account) => flats.has(account.premisesId) && takesService(facts, account, SERVICE)),
          ({ premisesId }) => premisesId,
        );
  kept.set(facts.accounts, made);
  return made;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
/** More digits no weight of a line has. */
const MOST = 10n ** 15n;

/** The weights of a flat's accounts, of what is left too: share by days. Null weights: more than the whole, or denominators that have no common one within reach. */
function sharesOf({ month }: Facts, accounts: readonly HouseAccount[], premisesId: string): FlatShares {
  const of = BigInt(daysInMonth(month));
  const shares = accounts.map(({ accountId, share, span }) => ({
    accountId,
    ...(share ?? WHOLE),
    days: span ? BigInt(daysBetween(span.from, span.to) + 1) : of,
  }));
  const common = shares.reduce((all, { denominator }) => (all * BigInt(denominator)) / gcd(all, BigInt(denominator)), 1n);
  const byDays = shares.some(({ days }) => days !== of);
  const unit = byDays ? 1n : of;
  const parts = shares.map(({ accountId, numerator, denominator, days }): [string, bigint] => [
    accountId,
    (BigInt(numerator) * (common / BigInt(denominator)) * days) / unit,
  ]);
  const left = (common * of) / unit - parts.reduce((sum, [, weight]) => sum + weight, 0n);
  if (left < 0n || common * of >= MOST) return { weights: null, fits: left === 0n };
  const all = left === 0n ? parts : [...parts, [`${premisesId} left`, left] as [string, bigint]];
  return { weights: { unit: byDays ? 'доля-дней' : 'доля', of: new Map(all.map(([id, weight]) => [id, String(weight)])) }, fits: left === 0n };
}

/** Whether an account of the flat answers for a share of it. */
export const isShared = (facts: Facts, { premisesId }: HouseAccount): boolean => sharers(facts).has(premisesId);

/** The account's part of the flat's line; null where the shares cannot be split, being over the whole: then each stands for itself. */
export function shareTerms(facts: Facts, { accountId, premisesId }: HouseAccount, flat: TermsOf<'capitalRepair'>): TermsOf<'roomShare'> | null {
  const { weights } = sharesOf(facts, sharers(facts).get(premisesId)!, premisesId);
  return weights && roomTerms(flat, weights).get(accountId)!;
}

/** The first account of each flat whose shares do not make the whole of it on each day of the month. */
export const unfitShares = (facts: Facts): string[] =>
  [...sharers(facts)].flatMap(([premisesId, accounts]) => (sharesOf(facts, accounts, premisesId).fits ? [] : [accounts[0]!.accountId]));
