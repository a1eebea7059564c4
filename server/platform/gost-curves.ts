// Parameter sets of GOST R 34.10-2012 (RFC 7836, RFC 4357) by object identifier, and the arithmetic on them.
// Only verification is done with it: no secret goes through, so constant time is not needed.

export type Curve = {
  bytes: 32 | 64;
  p: bigint;
  a: bigint;
  b: bigint;
  order: bigint;
  x: bigint;
  y: bigint;
};

function curve(bytes: 32 | 64, parameters: { p: string; a: string; b: string; order: string; x: string; y: string }): Curve {
  const [p, a, b, order, x, y] = [parameters.p, parameters.a, parameters.b, parameters.order, parameters.x, parameters.y].map((hex) => BigInt(`0x${hex}`));
  return { bytes, p: p!, a: a!, b: b!, order: order!, x: x!, y: y! };
}
const ones = (count: number) => 'F'.repeat(count);
const zeros = (count: number) => '0'.repeat(count);

const cryptoProA = curve(32, {
  p: `${ones(61)}D97`,
  a: `${ones(61)}D94`,
  b: 'A6',
  order: `${ones(32)}6C611070995AD10045841B09B761B893`,
  x: '1',
  y: '8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14',
});
const cryptoProB = curve(32, {
  p: `8${zeros(60)}C99`,
  a: `8${zeros(60)}C96`,
  b: '3E1AF419A269A5F866A7D3C25C3DF80AE979259373FF2B182F49D4CE7E1BBC8B',
  order: '800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F',
  x: '1',
  y: '3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC',
});
const cryptoProC = curve(32, {
  p: '9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B',
  a: '9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D7598',
  b: '805A',
  order: '9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9',
  x: '0',
  y: '41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67',
});
const tc26A256 = curve(32, {
  p: `${ones(61)}D97`,
  a: 'C2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335',
  b: '295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513',
  order: '400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67',
  x: '91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28',
  y: '32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C',
});
const tc26A512 = curve(64, {
  p: `${ones(125)}DC7`,
  a: `${ones(125)}DC4`,
  b: 'E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760',
  order: `${ones(64)}27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275`,
  x: '3',
  y: '7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4',
});
const tc26B512 = curve(64, {
  p: `8${zeros(125)}6F`,
  a: `8${zeros(125)}6C`,
  b: '687D1B459DC841457E3E06CF6F5E2517B97C7D614AF138BCBF85DC806C4B289F3E965D2DB1416D217F8B276FAD1AB69C50F78BEE1FA3106EFB8CCBC7C5140116',
  order: `8${zeros(62)}149A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD`,
  x: '2',
  y: '1A8F7EDA389B094C2C071E3647A8940F3C123B697578C213BE6DD9E6C8EC7335DCB228FD1EDF4A39152CBCAAF8C0398828041055F94CEEEC7E21340780FE41BD',
});
const tc26C512 = curve(64, {
  p: `${ones(125)}DC7`,
  a: 'DC9203E514A721875485A529D2C722FB187BC8980EB866644DE41C68E143064546E861C0E2C9EDD92ADE71F46FCF50FF2AD97F951FDA9F2A2EB6546F39689BD3',
  b: 'B4C4EE28CEBC6C2C8AC12952CF37F16AC7EFB6A9F69F4B57FFDA2E4F0DE5ADE038CBC2FFF719D2C18DE0284B8BFEF3B52B8CC7A5F5BF0A3C8D2319A5312557E1',
  order: `3${ones(63)}C98CDBA46506AB004C33A9FF5147502CC8EDA9E7A769A12694623CEF47F023ED`,
  x: 'E2E31EDFC23DE7BDEBE241CE593EF5DE2295B7A9CBAEF021D385F7074CEA043AA27272A7AE602BF2A7B9033DB9ED3610C6FB85487EAE97AAC5BC7928C1950148',
  y: 'F5CE40D95B5EB899ABBCCFF5911CB8577939804D6527378B8C108C3D2090FF9BE18E2D33E3021ED2EF32D85822423B6304F726AA854BAE07D0396E9A9ADDC40F',
});

/** The same curve has several names: of CryptoPro (2.2.35, key exchange 2.2.36) and of the standards committee (7.1.2.1). */
export const CURVES: Record<string, Curve> = {
  '1.2.643.2.2.35.1': cryptoProA,
  '1.2.643.2.2.36.0': cryptoProA,
  '1.2.643.7.1.2.1.1.2': cryptoProA,
  '1.2.643.2.2.35.2': cryptoProB,
  '1.2.643.7.1.2.1.1.3': cryptoProB,
  '1.2.643.2.2.35.3': cryptoProC,
  '1.2.643.2.2.36.1': cryptoProC,
  '1.2.643.7.1.2.1.1.4': cryptoProC,
  '1.2.643.7.1.2.1.1.1': tc26A256,
  '1.2.643.7.1.2.1.2.1': tc26A512,
  '1.2.643.7.1.2.1.2.2': tc26B512,
  '1.2.643.7.1.2.1.2.3': tc26C512,
};

/** The rest from 0 to modulus − 1. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** The inverse of a value; throws when there is none. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, divisor, factor, other] = [modulo(value, modulus), modulus, 1n, 0n];
  while (rest > 1n) {
    const quotient = divisor / rest;
    [rest, divisor] = [divisor - quotient * rest, rest];
    [factor, other] = [other - quotient * factor, factor];
  }
  if (rest === 0n) throw new Error('no inverse');
  return modulo(factor, modulus);
}

/** Jacobian coordinates: x = X/Z², y = Y/Z³, so that a step needs no inverse. Z = 0 is the point at infinity. */
type Point = readonly [bigint, bigint, bigint];
const INFINITY: Point = [0n, 1n, 0n];

function double({ p, a }: Curve, [X, Y, Z]: Point): Point {
  if (Z === 0n || Y === 0n) return INFINITY;
  const ySquared = (Y * Y) % p;
  const zSquared = (Z * Z) % p;
  const s = (4n * X * ySquared) % p;
  const m = modulo(3n * X * X + a * ((zSquared * zSquared) % p), p);
  const x = modulo(m * m - 2n * s, p);
  return [x, modulo(m * (s - x) - 8n * ySquared * ySquared, p), (2n * Y * Z) % p];
}

function add(on: Curve, left: Point, right: Point): Point {
  if (left[2] === 0n) return right;
  if (right[2] === 0n) return left;
  const { p } = on;
  const zLeft = (left[2] * left[2]) % p;
  const zRight = (right[2] * right[2]) % p;
  const xLeft = (left[0] * zRight) % p;
  const xRight = (right[0] * zLeft) % p;
  const yLeft = (((left[1] * zRight) % p) * right[2]) % p;
  const yRight = (((right[1] * zLeft) % p) * left[2]) % p;
  if (xLeft === xRight) return yLeft === yRight ? double(on, left) : INFINITY;
  const h = modulo(xRight - xLeft, p);
  const r = modulo(yRight - yLeft, p);
  const hSquared = (h * h) % p;
  const hCubed = (h * hSquared) % p;
  const v = (xLeft * hSquared) % p;
  const x = modulo(r * r - hCubed - 2n * v, p);
  return [x, modulo(r * (v - x) - yLeft * hCubed, p), (((left[2] * right[2]) % p) * h) % p];
}

/** Whether the point lies on the curve: a key that does not would leak, or accept, what it should not. */
export function isOnCurve({ p, a, b }: Curve, x: bigint, y: bigint): boolean {
  return x < p && y < p && modulo(y * y - (x * x * x + a * x + b), p) === 0n;
}

/** The affine x of first × base + second × (x, y), by one pass over the bits of both; undefined at infinity. */
export function sumOfMultiples(on: Curve, { first, second, x, y }: { first: bigint; second: bigint; x: bigint; y: bigint }): bigint | undefined {
  const base: Point = [on.x, on.y, 1n];
  const key: Point = [x, y, 1n];
  const both = add(on, base, key);
  let sum = INFINITY;
  for (let bit = BigInt(on.bytes * 8) - 1n; bit >= 0n; bit--) {
    sum = double(on, sum);
    const inFirst = (first >> bit) & 1n;
    const inSecond = (second >> bit) & 1n;
    if (inFirst && inSecond) sum = add(on, sum, both);
    else if (inFirst) sum = add(on, sum, base);
    else if (inSecond) sum = add(on, sum, key);
  }
  if (sum[2] === 0n) return undefined;
  const zInverse = inverse(sum[2], on.p);
  return modulo(sum[0] * zInverse * zInverse, on.p);
}
