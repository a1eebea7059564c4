// Reads the digits of a photographed dial: rows are found by our own search, each is drawn anew as black on white and given to Tesseract.
// Figures: bench of read-dial.test.ts, in README. One start a photograph: it costs a third of a second and leaves nothing in memory.
import { createRequire } from 'node:module';
import path from 'node:path';
import sharp from 'sharp';
import { createWorker, PSM } from 'tesseract.js';
import { findRows, heightOf, type Shape, widthOf } from './dial-rows.ts';
import type { ReadRow } from './suggest-reading.ts';

/** Looked through at the first; finer only where nothing is found: a dial that takes a small part of the picture. */
const LONGEST_SIDES = [1_000, 2_200] as const;
const ROWS_READ = 6;
const LINE = { height: 48, margin: 16, gap: 10, dpi: 150 } as const;
const language = path.join(path.dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');

/** Rows of digits on the picture (JPEG or PNG), the largest first; none when nothing like digits stands there. */
export async function readDial(picture: Buffer): Promise<ReadRow[]> {
  for (const side of LONGEST_SIDES) {
    const { data, info } = await sharp(picture)
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten()
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const rows = findRows({ pixels: data, width: info.width, height: info.height }).slice(0, ROWS_READ);
    const read = rows.length === 0 ? [] : await readRows(rows);
    if (read.length > 0 || Math.max(info.width, info.height) < side) return read;
  }
  return [];
}

async function readRows(rows: readonly (readonly Shape[])[]): Promise<ReadRow[]> {
  const worker = await createWorker('eng', 1, { langPath: language, cacheMethod: 'none', gzip: true });
  try {
    await worker.setParameters({ tessedit_char_whitelist: '0123456789', tessedit_pageseg_mode: PSM.SINGLE_LINE });
    const read: ReadRow[] = [];
    for (const row of rows) {
      const { data: found } = await worker.recognize(await lineOf(row));
      const digits = found.text.replaceAll(/\D/g, '');
      // A shape is a digit: more or fewer of them and something else was read.
      if (digits.length === row.length) read.push({ digits, confidence: found.confidence });
    }
    return read;
  } finally {
    await worker.terminate();
  }
}

/** The shapes of a row as a line of print. */
async function lineOf(row: readonly Shape[]): Promise<Buffer> {
  const parts: { input: Buffer; left: number; top: number }[] = [];
  let left: number = LINE.margin;
  for (const shape of row) {
    const [width, height] = [widthOf(shape), heightOf(shape)];
    const wide = Math.max(4, Math.round((width * LINE.height) / height));
    const paper = Buffer.from(shape.ink.map((ink) => (ink === 1 ? 0 : 255)));
    parts.push({
      input: await sharp(paper, { raw: { width, height, channels: 1 } })
        .resize(wide, LINE.height, { fit: 'fill' })
        .png()
        .toBuffer(),
      left,
      top: LINE.margin,
    });
    left += wide + LINE.gap;
  }
  return sharp({ create: { width: left + LINE.margin, height: LINE.height + 2 * LINE.margin, channels: 3, background: '#fff' } })
    .composite(parts)
    .withMetadata({ density: LINE.dpi })
    .png()
    .toBuffer();
}
