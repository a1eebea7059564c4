// Dials drawn for tests: a drum with light digits in dark windows (the last ones red), or a display with dark digits; as a phone would see them.
import sharp from 'sharp';

export type DrawnDial = {
  readonly kind: 'drum' | 'display';
  readonly digits: number;
  readonly decimals: number;
  /** Turned, noisy, dim, out of focus. */ readonly isHard: boolean;
};

/** Numbers from a seed, each from 0 up to 1. */
export function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** A photograph and what stands on it. */
export async function drawDial({ kind, digits, decimals, isHard }: DrawnDial, next: () => number): Promise<{ picture: Buffer; whole: string; after: string }> {
  const number = (length: number): string => Array.from({ length }, () => Math.floor(next() * 10)).join('');
  const [whole, after] = [number(digits), number(decimals)];
  const isDrum = kind === 'drum';
  const start = (900 - (digits + decimals) * 44) / 2;
  const windows = (whole + after).split('').map((digit, n) => {
    const [back, ink] = isDrum ? [n >= digits ? '#a3232b' : '#181818', '#f2f2f2'] : ['#c9d3c0', '#1d241c'];
    return `<rect x="${start + n * 44}" y="250" width="${isDrum ? 41 : 44}" height="64" fill="${back}"/><text x="${start + n * 44 + 21}" y="300" font-family="sans-serif" font-weight="600" font-size="48" text-anchor="middle" fill="${ink}">${digit}</text>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="640"><rect width="900" height="640" fill="#8d8a86"/><circle cx="450" cy="320" r="300" fill="#e9e7e1"/>${windows.join('')}
    <text x="450" y="180" font-size="30" font-family="sans-serif" text-anchor="middle">${isDrum ? 'm³' : 'kWh'}</text><text x="450" y="450" font-size="20" font-family="sans-serif" text-anchor="middle">Qn 1,5 No ${number(8)} 2021</text>
    <text x="450" y="490" font-size="18" font-family="sans-serif" text-anchor="middle">R 50601 90°C 1.0 MPa</text></svg>`;
  const drawn = await sharp(Buffer.from(svg))
    .rotate(isHard ? next() * 8 - 4 : 0, { background: '#777' })
    .png()
    .toBuffer();
  if (!isHard) return { picture: await sharp(drawn).jpeg({ quality: 85 }).toBuffer(), whole, after };
  const { width, height } = await sharp(drawn).metadata();
  // From the seed too: the library's own noise is another one each time, and once in some dozen runs a dial was misread for it.
  const grain = Uint8Array.from({ length: width * height }, () => 128 + (next() + next() + next() - 1.5) * 36);
  const noise = await sharp(grain, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  const picture = await sharp(drawn)
    .composite([{ input: noise, blend: 'soft-light' }])
    .blur(0.8 + next())
    .modulate({ brightness: 0.7 + next() * 0.4 })
    .jpeg({ quality: 55 })
    .toBuffer();
  return { picture, whole, after };
}
