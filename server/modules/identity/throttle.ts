// How guessing is slowed (AUTH-10): free tries, then waits that double from a second to a quarter of an hour. Pure.

/** What tries are counted by. A browser that the person signed in from before is counted apart from strangers. */
export type BucketKind = 'person' | 'device' | 'address' | 'network';
export type Bucket = { failures: number; blockedUntil: number };

/** Five for a person. An address is a household or an office, a network a whole provider's customers: they need more. */
const FREE: Readonly<Record<BucketKind, number>> = { person: 5, device: 5, address: 20, network: 100 };
const LONGEST_SECONDS = 900;
/** After so long without a failure the count begins anew. */
export const FORGET_MS: number = 12 * 3_600_000;
/** The `blockedUntil` of who need not wait. */
export const FREE_SINCE = 0;

/** Seconds to wait after so many failures: 0 while tries are free, then 1, 2, 4 … 900. */
export function waitAfter(kind: BucketKind, failures: number): number {
  const over = failures - FREE[kind];
  return over < 0 ? 0 : Math.min(LONGEST_SECONDS, 2 ** over);
}

/**
 * Counts a try as failed before it is made, so that parallel ones cannot run ahead of the count; or answers how many seconds to wait. While tries are
 * free nothing is blocked (`blockedUntil` 0): a neighbour whose request began a moment earlier and is counted later does not wait.
 */
export function charge(kind: BucketKind, bucket: Bucket & { lastAt: number }, now: number): { wait: number } | Bucket {
  if (bucket.blockedUntil > now) return { wait: Math.ceil((bucket.blockedUntil - now) / 1000) };
  const failures = (now - bucket.lastAt > FORGET_MS ? 0 : bucket.failures) + 1;
  const seconds = waitAfter(kind, failures);
  return { failures, blockedUntil: seconds > 0 ? now + seconds * 1000 : FREE_SINCE };
}

/** The part of an address that one subscriber has, and the part that a provider gives to neighbours: /24 or /48. */
export function placesOf(ip: string): { address: string; network: string } {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
  if (mapped.includes('.')) return { address: mapped, network: mapped.split('.').slice(0, 3).join('.') };
  const groups = expandV6(mapped);
  return { address: groups.slice(0, 4).join(':'), network: groups.slice(0, 3).join(':') };
}

function expandV6(ip: string): string[] {
  const [head = '', tail = ''] = ip.toLowerCase().split('%')[0]!.split('::');
  const [first, last] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)];
  const zeros = Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array.from({ length: ip.includes('::') ? zeros : 0 }, () => '0'), ...last];
}
