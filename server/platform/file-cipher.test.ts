import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { FILE_HEADER_BYTES, openFile, plainSize, rewrapFile, sealStream } from './file-cipher.ts';
import { openKeyRing } from './key-ring.ts';

const CHUNK = 64 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'sealed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
const ring = openKeyRing({ keys: { 1: first } });
const place = 'house 5, document 17';
const damaged = { name: 'CipherError', fault: 'damaged' };

async function seal(plain: Buffer, pieces: number[] = [100_000]): Promise<Buffer> {
  const parts: Buffer[] = [];
  let start = 0;
  for (const piece of [...pieces, plain.length]) {
    if (start < plain.length) parts.push(plain.subarray(start, (start += piece)));
  }
  return Buffer.concat(await Readable.from(parts).pipe(sealStream(ring, place)).toArray());
}

async function read(sealed: Buffer, options: { place?: string; ring?: typeof ring; start?: number; end?: number } = {}): Promise<Buffer> {
  const name = join(folder, 'sealed');
  await writeFile(name, sealed);
  const file = await open(name);
  try {
    const parts: Buffer[] = [];
    for await (const part of openFile(options.ring ?? ring, options.place ?? place, file, options)) parts.push(part);
    return Buffer.concat(parts);
  } finally {
    await file.close();
  }
}

test('X-10: files of every size around the edges of chunks come back as they were', async () => {
  for (const size of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK, 5 * CHUNK + 77]) {
    const plain = randomBytes(size);
    const sealed = await seal(plain);
    expect(plainSize(sealed.length)).toBe(size);
    expect((await read(sealed)).equals(plain), `${size} bytes`).toBe(true);
  }
});

test('X-10: any range of a file is read alone, however the file was written', async () => {
  const plain = randomBytes(3 * CHUNK + 77);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(plain.length + 10),
      fc.nat(plain.length + 10),
      fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 6 }),
      async (start, end, pieces) => {
        const sealed = await seal(plain, pieces);
        expect((await read(sealed, { start, end })).equals(plain.subarray(start, Math.max(start, end)))).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test('X-10: a changed, cut, reordered or foreign file gives nothing', async () => {
  const plain = randomBytes(5 * CHUNK + 77);
  const sealed = await seal(plain);
  const other = await seal(plain);
  const header = sealed.subarray(0, FILE_HEADER_BYTES);
  const chunk = (number: number, from = sealed) => from.subarray(FILE_HEADER_BYTES + number * (CHUNK + 16), FILE_HEADER_BYTES + (number + 1) * (CHUNK + 16));
  const rest = (number: number) => sealed.subarray(FILE_HEADER_BYTES + number * (CHUNK + 16));
  const attacks: Record<string, Buffer> = {
    'one bit of content': Buffer.from(sealed.with(FILE_HEADER_BYTES + 500, sealed[FILE_HEADER_BYTES + 500]! ^ 1)),
    'one bit of the last tag': Buffer.from(sealed.with(sealed.length - 1, sealed.at(-1)! ^ 1)),
    'cut anywhere': sealed.subarray(0, -1),
    'cut after a whole chunk': sealed.subarray(0, FILE_HEADER_BYTES + 3 * (CHUNK + 16)),
    'swapped chunks': Buffer.concat([header, chunk(1), chunk(0), rest(2)]),
    'a chunk twice': Buffer.concat([header, chunk(0), chunk(0), rest(2)]),
    'a chunk left out': Buffer.concat([header, chunk(0), rest(2)]),
    'a chunk of another file': Buffer.concat([header, chunk(0, other), rest(1)]),
    'bytes added': Buffer.concat([sealed, randomBytes(40)]),
    'only a header': header,
    nothing: Buffer.alloc(0),
    'not a sealed file': randomBytes(500).fill(9, 0, 1),
  };
  for (const [what, bytes] of Object.entries(attacks)) await expect(read(bytes), what).rejects.toMatchObject(damaged);
  for (let byte = 2; byte < FILE_HEADER_BYTES; byte++)
    await expect(read(Buffer.from(sealed.with(byte, sealed[byte]! ^ 1))), `header byte ${byte}`).rejects.toMatchObject(damaged);
  await expect(read(sealed, { place: 'house 6, document 17' })).rejects.toMatchObject(damaged);
});

test('X-10: a new master key needs only the header rewritten; the old key then opens nothing', async () => {
  const plain = randomBytes(CHUNK + 5);
  const sealed = await seal(plain);
  const both = openKeyRing({ keys: { 1: first, 2: second } });
  const path = join(folder, 'rotated');
  writeFileSync(path, sealed);
  expect([await rewrapFile(both, place, path), await rewrapFile(both, place, path)]).toEqual([true, false]);
  const rotated = readFileSync(path);
  expect(rotated.subarray(FILE_HEADER_BYTES).equals(sealed.subarray(FILE_HEADER_BYTES))).toBe(true);
  const onlyNew = openKeyRing({ keys: { 2: second } });
  expect((await read(rotated, { ring: onlyNew })).equals(plain)).toBe(true);
  await expect(read(sealed, { ring: onlyNew })).rejects.toMatchObject({ fault: 'noKey' });
  writeFileSync(path, sealed);
  await expect(rewrapFile(both, 'another place', path)).rejects.toMatchObject(damaged);
  expect(readFileSync(path).equals(sealed)).toBe(true);
  writeFileSync(path, sealed.subarray(0, 20));
  await expect(rewrapFile(both, place, path)).rejects.toMatchObject(damaged);
});
