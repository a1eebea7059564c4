// Sound as numbers that tell a word and a voice: mel cepstra of 25 ms frames (Davis and Mermelstein, 1980). Pure.

export const RATE = 16_000;
const FRAME = 400;
const HOP = 160;
const SPECTRUM = 512;
const FILTERS = 26;
const COEFFICIENTS = 12;
/** A word is at least this long; shorter is a click. */
const LEAST_FRAMES = 12;

/** Frames of one word, each of twelve coefficients. */
export type Spoken = readonly (readonly number[])[];

/** Samples from -1 to 1 of a WAV of 16 kHz, mono, 16 bits; undefined for anything else. */
export function readWav(bytes: Buffer): Float64Array | undefined {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 16) !== 'WAVEfmt ') return undefined;
  const isOurs = bytes.readUInt16LE(20) === 1 && bytes.readUInt16LE(22) === 1 && bytes.readUInt32LE(24) === RATE && bytes.readUInt16LE(34) === 16;
  const at = bytes.indexOf('data', 36, 'latin1');
  if (!isOurs || at < 0 || at + 8 > bytes.length) return undefined;
  const end = Math.min(bytes.length, at + 8 + bytes.readUInt32LE(at + 4));
  return Float64Array.from({ length: (end - at - 8) >> 1 }, (_, n) => bytes.readInt16LE(at + 8 + n * 2) / 32_768);
}

/** One word of each of `count` equal parts; undefined when in one of them nothing is heard. */
export function wordsOf(samples: Float64Array, count: number): Spoken[] | undefined {
  const part = Math.floor(samples.length / count);
  const words = Array.from({ length: count }, (_, n) => trimmed(samples.subarray(n * part, (n + 1) * part)));
  return words.every((word) => word !== undefined) ? words.map((word) => spokenIn(word)) : undefined;
}

/** From the first loud frame to the last: what is a fifth of a percent of the loudest, and thrice the quietest, is silence. */
function trimmed(samples: Float64Array): Float64Array | undefined {
  const energies = framesOf(samples).map((frame) => product(frame, frame));
  if (energies.length < LEAST_FRAMES) return undefined;
  const sorted = energies.toSorted((a, b) => a - b);
  const least = Math.max(1e-4, sorted.at(-1)! * 0.02, sorted[Math.floor(sorted.length / 20)]! * 3);
  const [first, last] = [energies.findIndex((one) => one > least), energies.findLastIndex((one) => one > least)];
  return first < 0 || last - first < LEAST_FRAMES ? undefined : samples.subarray(first * HOP, last * HOP + FRAME);
}

const framesOf = (samples: Float64Array): Float64Array[] =>
  Array.from({ length: Math.max(0, Math.floor((samples.length - FRAME) / HOP) + 1) }, (_, n) => samples.subarray(n * HOP, n * HOP + FRAME));

const hamming = Float64Array.from({ length: FRAME }, (_, n) => 0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (FRAME - 1)));
const mel = (hertz: number): number => 1_127 * Math.log(1 + hertz / 700);
const hertz = (mels: number): number => 700 * (Math.exp(mels / 1_127) - 1);

/** Each triangle over the lines of the spectrum, from 100 to 7,000 Hz: where it begins, and its weights. */
const triangles: readonly { first: number; weights: Float64Array }[] = Array.from({ length: FILTERS }, (_, n) => {
  const [low, middle, high] = [0, 1, 2].map((step) => hertz(mel(100) + ((mel(7_000) - mel(100)) * (n + step)) / (FILTERS + 1))) as [number, number, number];
  const first = Math.ceil((low * SPECTRUM) / RATE);
  const weights = Float64Array.from({ length: Math.floor((high * SPECTRUM) / RATE) - first + 1 }, (_line, line) => {
    const at = ((first + line) * RATE) / SPECTRUM;
    return Math.max(0, Math.min((at - low) / (middle - low), (high - at) / (high - middle)));
  });
  return { first, weights };
});

const cosines = Array.from({ length: COEFFICIENTS }, (_, k) =>
  Float64Array.from({ length: FILTERS }, (_filter, n) => Math.cos((Math.PI * (k + 1) * (n + 0.5)) / FILTERS) * Math.sqrt(2 / FILTERS)),
);

function product(one: ArrayLike<number>, two: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < one.length; n += 1) sum += one[n]! * two[n]!;
  return sum;
}

/** Loudness is left out: how far the microphone stands says nothing of who speaks. */
function spokenIn(samples: Float64Array): Spoken {
  return framesOf(samples).map((frame) => {
    const real = new Float64Array(SPECTRUM);
    for (let n = 0; n < FRAME; n += 1) real[n] = (frame[n]! - 0.97 * (frame[n - 1] ?? 0)) * hamming[n]!;
    const power = powerOf(real);
    const loud = triangles.map(({ first, weights }) => Math.log(1e-6 + product(weights, power.subarray(first))));
    return cosines.map((row) => Math.round(10 * product(row, loud)) / 10);
  });
}

const cosineOf = Float64Array.from({ length: SPECTRUM / 2 }, (_, n) => Math.cos((-2 * Math.PI * n) / SPECTRUM));
const sineOf = Float64Array.from({ length: SPECTRUM / 2 }, (_, n) => Math.sin((-2 * Math.PI * n) / SPECTRUM));

/** Power of the lines of the spectrum: the fast Fourier transform of Cooley and Tukey, in place. */
function powerOf(real: Float64Array): Float64Array {
  const imaginary = new Float64Array(SPECTRUM);
  for (let n = 1, m = 0; n < SPECTRUM; n += 1) {
    let bit = SPECTRUM >> 1;
    for (; m & bit; bit >>= 1) m ^= bit;
    m ^= bit;
    if (n < m) [real[n], real[m]] = [real[m]!, real[n]!];
  }
  for (let size = 2; size <= SPECTRUM; size *= 2) {
    for (let start = 0; start < SPECTRUM; start += size) {
      for (let n = 0; n < size / 2; n += 1) {
        const turn = (n * SPECTRUM) / size;
        const one = start + n;
        const two = one + size / 2;
        const re = real[two]! * cosineOf[turn]! - imaginary[two]! * sineOf[turn]!;
        const im = real[two]! * sineOf[turn]! + imaginary[two]! * cosineOf[turn]!;
        real[two] = real[one]! - re;
        imaginary[two] = imaginary[one]! - im;
        real[one]! += re;
        imaginary[one]! += im;
      }
    }
  }
  return real.subarray(0, SPECTRUM / 2).map((re, line) => re * re + imaginary[line]! * imaginary[line]!);
}
