// Columns of numbers that grow, and lists of lists in two arrays: what tens of millions of rows are kept in. Pure.

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A column that grows by half; `done` cuts it to its length. */
export function growing<Column extends Numbers>(make: (length: number) => Column) {
  let column = make(1024);
  let length = 0;
  return {
    push(value: number): number {
      if (length === column.length) {
        const larger = make(Math.ceil(length * 1.5));
        larger.set(column);
        column = larger;
      }
      column[length] = value;
      length += 1;
      return length - 1;
    },
    get length() {
      return length;
    },
    at: (n: number): number => column[n]!,
    done: (): Column => column.slice(0, length) as Column,
  };
}

/** A text of its own: a piece cut out of a chunk would keep the whole chunk in memory for as long as it is kept. */
export const ownText = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** Lists of numbers by owner: those of `owner` are `items[starts[owner]]` up to `starts[owner + 1]`. */
export type Lists = { starts: Uint32Array; items: Uint32Array };

/** Groups `0…keys.length - 1`, taken in the order given, by their key. Stable. */
export function groupBy(keys: ArrayLike<number>, owners: number, order?: Uint32Array): Lists {
  const starts = new Uint32Array(owners + 1);
  for (let n = 0; n < keys.length; n += 1) starts[keys[n]! + 1]! += 1;
  for (let owner = 0; owner < owners; owner += 1) starts[owner + 1]! += starts[owner]!;
  const next = starts.slice(0, owners);
  const items = new Uint32Array(keys.length);
  for (let at = 0; at < keys.length; at += 1) {
    const n = order ? order[at]! : at;
    const key = keys[n]!;
    items[next[key]!] = n;
    next[key]! += 1;
  }
  return { starts, items };
}

/** Lists given as arrays, packed. */
export function packLists(lists: readonly (readonly number[])[]): Lists {
  const starts = new Uint32Array(lists.length + 1);
  for (const [owner, list] of lists.entries()) starts[owner + 1] = starts[owner]! + list.length;
  const items = new Uint32Array(starts[lists.length]!);
  for (const [owner, list] of lists.entries()) items.set(list, starts[owner]);
  return { starts, items };
}

/** The other way round: for each item the owners of lists that hold it. */
export function turned({ starts, items }: Lists, kinds: number): Lists {
  const owners = new Uint32Array(items.length);
  for (let owner = 0; owner + 1 < starts.length; owner += 1) owners.fill(owner, starts[owner], starts[owner + 1]);
  const { starts: begin, items: places } = groupBy(items, kinds);
  return { starts: begin, items: places.map((at) => owners[at]!) };
}

export const listOf = ({ starts, items }: Lists, owner: number): Uint32Array => items.subarray(starts[owner], starts[owner + 1]);
