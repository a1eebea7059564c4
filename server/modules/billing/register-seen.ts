// Remembering millions of keys in little memory: a key is kept as 64 bits of hash, 16–32 bytes a key with everything.
// Two of a million different keys meet with a probability of 3·10⁻⁸; the row refused by mistake would be told by name.

const FIRST_CAPACITY = 1 << 12;

/** Gives each distinct key its number: 0, 1, 2… */
export class KeyNumbers {
  size = 0;
  #places = new Int32Array(FIRST_CAPACITY * 2);
  #highs = new Int32Array(FIRST_CAPACITY);
  #lows = new Int32Array(FIRST_CAPACITY);

  /** The key's number; a new key gets the number that `size` was. */
  numberOf(key: string): number {
    let high = 0x2545f491;
    let low = 0x1b873593;
    for (let at = 0; at < key.length; at += 1) {
      const unit = key.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x9e3779b1);
      low = Math.imul(low ^ unit, 0x85ebca6b);
      high ^= high >>> 15;
      low ^= low >>> 13;
    }
    high = Math.imul(high ^ (low >>> 16), 0xc2b2ae35);
    low = Math.imul(low ^ (high >>> 13), 0x27d4eb2f);
    return this.#find(high | 0, low | 0);
  }

  #find(high: number, low: number): number {
    const mask = this.#places.length - 1;
    for (let place = (low >>> 0) & mask; ; place = (place + 1) & mask) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number >= 0 && (this.#highs[number] !== high || this.#lows[number] !== low)) continue;
      if (number >= 0) return number;
      this.#highs[this.size] = high;
      this.#lows[this.size] = low;
      this.size += 1;
      this.#places[place] = this.size;
      if (this.size === this.#highs.length) this.#grow();
      return this.size - 1;
    }
  }

  #grow(): void {
    this.#highs = grown(this.#highs);
    this.#lows = grown(this.#lows);
    this.#places = new Int32Array(this.#places.length * 2);
    const mask = this.#places.length - 1;
    for (let number = 0; number < this.size; number += 1) {
      let place = ((this.#lows[number] ?? 0) >>> 0) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = number + 1;
    }
  }
}

/** Tells whether a key was met before, and where first. */
export class FirstRows {
  #keys = new KeyNumbers();
  #rows = new Int32Array(FIRST_CAPACITY);

  /** The row the key was first met in, or undefined when it is now. */
  earlier(key: string, row: number): number | undefined {
    const before = this.#keys.size;
    const number = this.#keys.numberOf(key);
    if (number < before) return this.#rows[number];
    if (number >= this.#rows.length) this.#rows = grown(this.#rows);
    this.#rows[number] = row;
    return undefined;
  }
}

/** A return may bear the number of the payment that it gives back: each of the two once. */
export const operationKey = ({ operationId, kopecks }: { operationId: string; kopecks: bigint }): string =>
  kopecks < 0n ? `${operationId}\treturn` : operationId;

export type AccountTotal = { accountNumber: string; period: string; firstRow: number; lastRow: number; found: bigint; stated: bigint };

/** Sums of an account's rows, wherever in the file they stand, beside the total the file states for the account. */
export class AccountTotals {
  #keys = new KeyNumbers();
  #labels: string[] = [];
  #firstRows = new Int32Array(FIRST_CAPACITY);
  #lastRows = new Int32Array(FIRST_CAPACITY);
  #found = new BigInt64Array(FIRST_CAPACITY);
  #stated = new BigInt64Array(FIRST_CAPACITY);
  /** 0: no total stated yet, 1: stated, 2: a row was refused, so the sum means nothing. */
  #states = new Uint8Array(FIRST_CAPACITY);

  /** The total an earlier row stated, when this row states another one. */
  add(
    row: number,
    { accountNumber, period }: { accountNumber: string; period: string },
    sums: { kopecks: bigint | undefined; stated: bigint | undefined },
  ): { firstRow: number; stated: bigint } | undefined {
    const label = `${accountNumber}\t${period}`;
    const number = this.#keys.numberOf(label);
    if (number >= this.#found.length) this.#grow();
    if (number === this.#labels.length) {
      this.#labels.push(label);
      this.#firstRows[number] = row;
    }
    this.#lastRows[number] = row;
    if (sums.kopecks === undefined) this.#states[number] = 2;
    else this.#found[number] = (this.#found[number] ?? 0n) + sums.kopecks;
    if (sums.stated === undefined || this.#states[number] === 2) return undefined;
    const earlier = this.#stated[number] ?? 0n;
    if (this.#states[number] === 1 && earlier !== sums.stated) return { firstRow: this.#firstRows[number] ?? row, stated: earlier };
    this.#stated[number] = sums.stated;
    this.#states[number] = 1;
    return undefined;
  }

  /** Accounts whose rows do not give the stated total. */
  *differing(): Generator<AccountTotal> {
    for (const [number, label] of this.#labels.entries()) {
      const found = this.#found[number] ?? 0n;
      const stated = this.#stated[number] ?? 0n;
      if (this.#states[number] !== 1 || found === stated) continue;
      const [accountNumber = '', period = ''] = label.split('\t');
      yield { accountNumber, period, firstRow: this.#firstRows[number] ?? 0, lastRow: this.#lastRows[number] ?? 0, found, stated };
    }
  }

  #grow(): void {
    this.#firstRows = grown(this.#firstRows);
    this.#lastRows = grown(this.#lastRows);
    this.#states = grown(this.#states);
    this.#found = grown(this.#found);
    this.#stated = grown(this.#stated);
  }
}

function grown<T extends Int32Array | Uint8Array | BigInt64Array>(old: T): T {
  const Same = old.constructor as new (length: number) => T;
  const next = new Same(old.length * 2);
  next.set(old as never);
  return next;
}
