// How often one address may call: a bucket that refills. Guessing of passwords and codes has slower limits of its own, in identity.
import { refuse } from './errors.ts';

const USUAL = { perSecond: 50, burst: 600 };
const MAX_ADDRESSES = 50_000;

type Bucket = { tokens: number; at: number };

/** Answers a gate that refuses an address with limit.exceeded when its bucket is empty. */
export function openLimits(clock: () => Date, { perSecond, burst } = USUAL): (address: string) => void {
  const buckets = new Map<string, Bucket>();
  return (address) => {
    const now = clock().getTime();
    const bucket = buckets.get(address) ?? { tokens: burst, at: now };
    // The most recently used stand last, so the first is the one to forget.
    buckets.delete(address);
    if (buckets.size >= MAX_ADDRESSES) buckets.delete(buckets.keys().next().value!);
    buckets.set(address, bucket);
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) refuse('limit.exceeded', { seconds: Math.ceil((1 - bucket.tokens) / perSecond) });
    bucket.tokens -= 1;
  };
}
