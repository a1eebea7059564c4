// Voices made for tests: a train of pulses through three resonances that move as the word does, with the mouth, pitch and pace of the speaker.
import { RATE } from './voice-features.ts';

/** `pitch` in Hz; `mouth` multiplies the resonances: a shorter throat has higher ones. */
export type Speaker = { pitch: number; mouth: number };
const PART = Math.round(RATE * 1.3);

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The resonances that a word goes through: the same for everybody. */
function trackOf(word: number): number[][] {
  const roll = dice(word * 7_919 + 13);
  return Array.from({ length: 4 }, () => [280 + roll() * 520, 900 + roll() * 1_400, 2_300 + roll() * 900]);
}

/** The words one after another as a WAV, 1.3 s each; `seed`: this time's slips of pace, pitch and mouth, and the room's noise. */
export function say(speaker: Speaker, words: readonly number[], seed: number): Buffer {
  const roll = dice(seed);
  const off = (most: number): number => 1 + (roll() - 0.5) * 2 * most;
  const samples = new Float64Array(PART * words.length);
  for (const [n, word] of words.entries())
    speak(samples.subarray(n * PART, (n + 1) * PART), trackOf(word), {
      pitch: speaker.pitch * off(0.06),
      mouth: speaker.mouth * off(0.02),
      length: Math.round(RATE * 0.7 * off(0.12)),
      start: Math.round(RATE * (0.1 + roll() * 0.3)),
    });
  return wavOf(samples.map((one) => one + (roll() - 0.5) * 0.004));
}

function speak(into: Float64Array, track: number[][], { pitch, mouth, length, start }: Speaker & { length: number; start: number }): void {
  const past = [0, 1, 2].map(() => [0, 0]);
  let phase = 0;
  for (let n = 0; n < length && start + n < into.length; n += 1) {
    const at = (n / length) * (track.length - 1);
    const [low, high, part] = [track[Math.floor(at)]!, track[Math.min(track.length - 1, Math.floor(at) + 1)]!, at % 1];
    phase += (pitch * (1 + 0.08 * Math.sin(at))) / RATE;
    let value = phase >= 1 ? 1 : 0;
    phase %= 1;
    for (const [k, own] of past.entries()) {
      const resonance = (low[k]! + (high[k]! - low[k]!) * part) * mouth;
      const width = Math.exp((-Math.PI * (60 + 40 * k)) / RATE);
      value = value * (1 - width) + 2 * width * Math.cos((2 * Math.PI * resonance) / RATE) * own[0]! - width * width * own[1]!;
      past[k] = [value, own[0]!];
    }
    into[start + n] = value * Math.sin((Math.PI * n) / length);
  }
  const loudest = into.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  for (let n = 0; n < into.length; n += 1) into[n]! *= 0.8 / loudest;
}

function wavOf(samples: Float64Array): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((one, n) => bytes.writeInt16LE(Math.round(one * 30_000), 44 + n * 2));
  return bytes;
}
