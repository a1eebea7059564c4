// Where digits stand in a row on a photograph of a dial. Pure: from grey pixels to rows of dark or light shapes of one height.
// Recognition of a whole picture fails on drums (light digits in dark windows between frames), of such rows alone it does not.

/** Grey pixels, a byte each, row by row. */
export type GreyPicture = { readonly pixels: Uint8Array; readonly width: number; readonly height: number };
/** A shape: its box, ends included, and its ink (1) in that box. */
export type Shape = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number; readonly ink: Uint8Array };

const WINDOWS = [25, 51] as const;
const CONTRAST = 12;
const SMALLEST = 14;
const [FEWEST, MOST] = [4, 10] as const;
/** Of the usual step from digit to digit: black digits may stand a little apart from red ones, and «1» is narrow. */
const WIDEST_STEP = 1.6;
/** Of the height, between two digits of a row: as wide as the place of one that was not made out, so that it is seen to be missing. */
const WIDEST_GAP = 2;

export const widthOf = ({ left, right }: Shape): number => right - left + 1;
export const heightOf = ({ top, bottom }: Shape): number => bottom - top + 1;

/** Rows of four to ten shapes, the largest first: light and dark, against near and far surroundings. The same digits may come several times. */
export function findRows(picture: GreyPicture): Shape[][] {
  const rows = [false, true].flatMap((isDark) => WINDOWS.flatMap((reach) => rowsOf(shapesOf(inkOf(picture, { isDark, reach }), picture))));
  const size = (row: readonly Shape[]): number => heightOf(row[0]!) * row.length;
  return rows.sort((a, b) => size(b) - size(a));
}

/** Pixels that differ from the mean of their surroundings, which a summed table gives at one cost for any reach. */
function inkOf({ pixels, width, height }: GreyPicture, { isDark, reach }: { isDark: boolean; reach: number }): Uint8Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let line = 0;
    for (let x = 0; x < width; x += 1) {
      line += pixels[y * width + x]!;
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + line;
    }
  }
  const ink = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - reach) * stride, Math.min(height, y + reach + 1) * stride];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
      const area = ((bottom - top) / stride) * (right - left);
      const difference = pixels[y * width + x]! - (sums[bottom + right]! - sums[top + right]! - sums[bottom + left]! + sums[top + left]!) / area;
      if (isDark ? difference < -CONTRAST : difference > CONTRAST) ink[y * width + x] = 1;
    }
  }
  return ink;
}

/** Connected shapes that could be digits by their size and fill. */
function shapesOf(ink: Uint8Array, { width, height }: GreyPicture): Shape[] {
  const seen = new Uint8Array(ink.length);
  const waiting = new Int32Array(ink.length);
  const shapes: Shape[] = [];
  for (let start = 0; start < ink.length; start += 1) {
    if (ink[start] === 0 || seen[start] === 1) continue;
    const found = { left: width, right: 0, top: height, bottom: 0, area: 0 };
    let count = 0;
    waiting[count++] = start;
    seen[start] = 1;
    while (count > 0) {
      const at = waiting[--count]!;
      const [x, y] = [at % width, Math.floor(at / width)];
      Object.assign(found, {
        left: Math.min(found.left, x),
        right: Math.max(found.right, x),
        top: Math.min(found.top, y),
        bottom: Math.max(found.bottom, y),
        area: found.area + 1,
      });
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny += 1) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx += 1) {
          const near = ny * width + nx;
          if (ink[near] === 0 || seen[near] === 1) continue;
          seen[near] = 1;
          waiting[count++] = near;
        }
      }
    }
    const { left, right, top, bottom, area } = found;
    const [wide, high] = [right - left + 1, bottom - top + 1];
    if (high < SMALLEST || high > height / 3 || wide < high * 0.12 || wide > high * 0.95 || area < wide * high * 0.15) continue;
    shapes.push({ left, right, top, bottom, ink: cut(ink, width, { left, right, top, bottom }) });
  }
  return shapes;
}

function cut(ink: Uint8Array, width: number, { left, right, top, bottom }: Omit<Shape, 'ink'>): Uint8Array {
  const wide = right - left + 1;
  const part = new Uint8Array(wide * (bottom - top + 1));
  for (let y = top; y <= bottom; y += 1) part.set(ink.subarray(y * width + left, y * width + right + 1), (y - top) * wide);
  return part;
}

const middle = ({ top, bottom }: Shape): number => (top + bottom) / 2;

/** Whether no place between the digits stands empty: where one was not made out (a drum between two digits) the others would be read as another number. */
function isEven(row: readonly Shape[]): boolean {
  const steps = row.slice(1).map((shape, n) => (shape.left + shape.right - row[n]!.left - row[n]!.right) / 2);
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)]!;
  return steps.every((step) => step < usual * WIDEST_STEP);
}

/** Chains of shapes of one height, each near the one before and on its line; the dial may be turned a little. */
function rowsOf(shapes: readonly Shape[]): Shape[][] {
  const sorted = shapes.toSorted((a, b) => a.left - b.left);
  const rows = sorted.map((seed, place) => {
    const high = heightOf(seed);
    const row = [seed];
    for (const shape of sorted.slice(place + 1)) {
      const last = row.at(-1)!;
      const [gap, slope] = [shape.left - last.right, Math.abs(middle(shape) - middle(last))];
      if (gap > high * WIDEST_GAP) break;
      if (gap >= -2 && slope <= high * 0.3 && Math.abs(heightOf(shape) - high) <= high * 0.22) row.push(shape);
    }
    return row;
  });
  const long = rows.filter(({ length }) => length >= FEWEST && length <= MOST);
  // The parts of an uneven row are no numbers either.
  return long.filter((row) => isEven(row) && !long.some((other) => other.length > row.length && row.every((shape) => other.includes(shape))));
}
