// Exact decimals and fractions on bigint. Volumes, tariffs and shares are never floats; a chain of multiplications and divisions is kept
// as a fraction and rounded once, at the end, by the one rounding function here.

/** value / 10^scale: 52.40 is { value: 5240n, scale: 2 }. */
export type Decimal = { readonly value: bigint; readonly scale: number };
/** An exact fraction; the denominator is above zero. */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint };
/** What the arithmetic takes: a decimal text ('52.40'), a decimal, a whole number or a fraction. */
export type Exact = string | bigint | Decimal | Ratio;

const TEXT = /^(-?)(\d+)(?:\.(\d+))?$/;
const POWERS = Array.from({ length: 40 }, (_, n) => 10n ** BigInt(n));

function power(scale: number): bigint {
  return POWERS[scale] ?? 10n ** BigInt(scale);
}

/** Digits that fit an exact whole number of the machine. */
const SHORT = 15;
const [ZERO, NINE, POINT] = [48, 57, 46];

/** Plain short texts ('52.40', '5') without the price of a pattern; undefined for all others. */
function shortDecimal(text: string): Decimal | undefined {
  if (text.length === 0 || text.length > SHORT) return undefined;
  let digits = 0;
  let point = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) digits = digits * 10 + code - ZERO;
    else if (code === POINT && point < 0 && at > 0 && at < text.length - 1) point = at;
    else return undefined;
  }
  return { value: BigInt(digits), scale: point < 0 ? 0 : text.length - point - 1 };
}

/** Reads a stored decimal text with a point. Throws RangeError for any other text: what people type goes through contract/russian.ts. */
export function decimal(text: string): Decimal {
  const short = shortDecimal(text);
  if (short) return short;
  const found = TEXT.exec(text);
  if (!found) throw new RangeError(`A decimal text expected, got "${text}"`);
  const decimals = found[3] ?? '';
  const value = BigInt(found[2]! + decimals);
  return { value: found[1] ? -value : value, scale: decimals.length };
}

/** The decimal as text with a point; all its digits stay: { 5240n, 2 } → '52.40'. */
export function decimalText({ value, scale }: Decimal): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Without the zeros at the end: 52.40 → 52.4, 100.00 → 100. */
export function trimmed({ value, scale }: Decimal): Decimal {
  while (scale > 0 && value % 10n === 0n) {
    value /= 10n;
    scale -= 1;
  }
  return { value, scale };
}

/** The one rounding of the product: numerator / denominator to a whole number, half away from zero. Throws RangeError on division by zero. */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('Division by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** The fraction of anything exact. */
export function ratio(of: Exact): Ratio {
  if (typeof of === 'bigint') return { numerator: of, denominator: 1n };
  if (typeof of === 'string') return ratio(decimal(of));
  return 'scale' in of ? { numerator: of.value, denominator: power(of.scale) } : of;
}

/** The product of `times` divided by each of `over`, exactly. Throws RangeError on division by zero. */
export function chain(times: readonly Exact[], over: readonly Exact[] = []): Ratio {
  let numerator = 1n;
  let denominator = 1n;
  for (const factor of times) {
    const { numerator: n, denominator: d } = ratio(factor);
    numerator *= n;
    denominator *= d;
  }
  for (const divisor of over) {
    const { numerator: n, denominator: d } = ratio(divisor);
    if (n === 0n) throw new RangeError('Division by zero');
    numerator *= n < 0n ? -d : d;
    denominator *= n < 0n ? -n : n;
  }
  return { numerator, denominator };
}

/** The exact sum of fractions, decimals, texts. */
export function total(parts: readonly Exact[]): Ratio {
  let sum: Ratio = { numerator: 0n, denominator: 1n };
  for (const part of parts) {
    const { numerator, denominator } = ratio(part);
    sum =
      denominator === sum.denominator
        ? { numerator: sum.numerator + numerator, denominator }
        : { numerator: sum.numerator * denominator + numerator * sum.denominator, denominator: sum.denominator * denominator };
  }
  return sum;
}

/** a − b, exactly. */
export function minus(a: Exact, b: Exact): Ratio {
  const taken = ratio(b);
  return total([a, { numerator: -taken.numerator, denominator: taken.denominator }]);
}

/** Below zero, zero or above zero, as a sort expects: a against b, exactly. */
export function compare(a: Exact, b: Exact): number {
  const { numerator } = minus(a, b);
  return numerator < 0n ? -1 : Number(numerator > 0n);
}

/** Rounded once, to `scale` decimals. */
export function rounded(of: Exact, scale: number): Decimal {
  const { numerator, denominator } = ratio(of);
  return { value: roundHalfUp(numerator * power(scale), denominator), scale };
}

/** Rounded once, to `scale` decimals, as text: roundedText('2.0585619', 4) → '2.0586'. */
export function roundedText(of: Exact, scale: number): string {
  return decimalText(rounded(of, scale));
}

/** a + b without loss: the scale of the finer. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { value: a.value * power(scale - a.scale) + b.value * power(scale - b.scale), scale };
}

/** a − b without loss: the scale of the finer. */
export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { value: -b.value, scale: b.scale });
}

/** a × b without loss: the scales add up. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  return { value: a.value * b.value, scale: a.scale + b.scale };
}

/** a ÷ b rounded to `scale` decimals. Throws RangeError when b is zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  return rounded(chain([a], [b]), scale);
}
