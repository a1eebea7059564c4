// What is inside a stream of a PDF: Flate and its predictors.
import { inflateSync } from 'node:zlib';
import { isDict, isList, isName, type PdfDict, PdfError, type PdfStream } from './pdf-syntax.ts';

const MOST_INFLATED = 16 * 1_048_576;

/** The content of a stream without its compression. Only Flate is known. */
export function inflated({ dict, data }: PdfStream): Uint8Array {
  const filter = dict.get('Filter');
  const [only, ...more] = isList(filter) ? filter : filter === undefined ? [] : [filter];
  if (only === undefined) return data;
  if (more.length > 0 || !isName(only, 'FlateDecode')) throw new PdfError('an unknown compression');
  const parms = dict.get('DecodeParms');
  const plain = inflate(data);
  const settings = isList(parms) ? parms[0] : parms;
  return isDict(settings) ? unpredicted(plain, settings) : plain;
}

function inflate(data: Uint8Array): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: MOST_INFLATED });
  } catch {
    throw new PdfError('a stream is damaged or too large');
  }
}

/** Predictors of PNG (RFC 2083, 6) over rows of bytes. */
function unpredicted(plain: Uint8Array, settings: PdfDict): Uint8Array {
  const predictor = settings.get('Predictor') ?? 1;
  if (predictor === 1) return plain;
  const width = settings.get('Columns') ?? 1;
  if (
    typeof predictor !== 'number' ||
    predictor < 10 ||
    typeof width !== 'number' ||
    width < 1 ||
    (settings.get('Colors') ?? 1) !== 1 ||
    (settings.get('BitsPerComponent') ?? 8) !== 8
  )
    throw new PdfError('an unknown predictor');
  const rows = Math.floor(plain.length / (width + 1));
  const out = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const kind = plain[row * (width + 1)]!;
    for (let x = 0; x < width; x++) {
      const at = row * width + x;
      const [left, up, corner] = [x > 0 ? out[at - 1]! : 0, row > 0 ? out[at - width]! : 0, x > 0 && row > 0 ? out[at - width - 1]! : 0];
      out[at] = plain[row * (width + 1) + 1 + x]! + ([0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind] ?? 0);
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
