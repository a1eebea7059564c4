// Shares in a right as exact fractions, and what people and registers write for them. Pure.

export type Share = { readonly numerator: number; readonly denominator: number };

/** What a column of the database holds. */
const LARGEST = 2_147_483_647n;
export const WHOLE: Share = { numerator: 1, denominator: 1 };

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));

/** In lowest terms; undefined for nothing, more than the whole, or a fraction too long to be kept. */
export function shareOf(numerator: bigint, denominator: bigint): Share | undefined {
  if (numerator <= 0n || denominator <= 0n || numerator > denominator) return undefined;
  const common = divisor(numerator, denominator);
  const [top, bottom] = [numerator / common, denominator / common];
  return bottom > LARGEST ? undefined : { numerator: Number(top), denominator: Number(bottom) };
}

/** «1/3», «доля в праве 1/3», «33,5 %», «целая»; undefined where no number can be read: a person looks at the words then. */
export function readShare(text: string): Share | undefined {
  const plain = text.trim().toLowerCase();
  if (plain.length > 300) return undefined;
  const fraction = /(?<![\d.,/])(\d{1,18})\s*[/⁄]\s*(\d{1,18})(?![\d.,/]*\d)/.exec(plain);
  if (fraction) return shareOf(BigInt(fraction[1]!), BigInt(fraction[2]!));
  const percent = /(?<![\d.,])(\d{1,3})(?:[.,](\d{1,9}))?\s*(?:%|процент)/.exec(plain);
  if (percent) return shareOf(BigInt(`${percent[1]!}${percent[2] ?? ''}`), 100n * 10n ** BigInt((percent[2] ?? '').length));
  return plain === '1' || /^цел(?:ая|ое|ый)/.test(plain) ? WHOLE : undefined;
}

/** -1, 0 or 1: the sum of the shares beside the whole. Exact. */
export function compareWithWhole(shares: readonly Share[]): -1 | 0 | 1 {
  let [top, bottom] = [0n, 1n];
  for (const { numerator, denominator } of shares) {
    [top, bottom] = [top * BigInt(denominator) + BigInt(numerator) * bottom, bottom * BigInt(denominator)];
    const common = divisor(top, bottom);
    [top, bottom] = [top / common, bottom / common];
  }
  return top === bottom ? 0 : top < bottom ? -1 : 1;
}

export const isSameShare = (one: Share, other: Share): boolean =>
  BigInt(one.numerator) * BigInt(other.denominator) === BigInt(other.numerator) * BigInt(one.denominator);
