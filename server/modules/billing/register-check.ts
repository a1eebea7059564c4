// Collecting what is wrong: with one row (everything at once, not the first error only) and with the file's totals.
import type { Facts } from '#contract/errors';
import type { ReaderItem, RegisterError, RegisterRow } from './register-format.ts';
import { registerErrors, type RegisterErrorCode } from './register-texts.ts';
import { writeKopecks, type Wrong } from './register-values.ts';

const SHOWN_CHARACTERS = 100;
/** Longer than any field; it also keeps a cell of megabytes away from the patterns that read values. */
const LONGEST_CELL = 10_000;

type Where = { row?: number; column?: string; value?: string; facts?: Facts };

/** An error with its Russian text made from the table. */
export function registerError(scope: RegisterError['scope'], code: RegisterErrorCode, { facts = {}, value, ...where }: Where = {}): RegisterError {
  const detail = registerErrors[code](facts);
  return { scope, code, detail, ...where, ...(value === undefined ? {} : { value: value.slice(0, SHOWN_CHARACTERS) }) };
}

/** A register that cannot be read on: the reading ends with this one error of the file. */
export class RegisterRefusal extends Error {
  override readonly name = 'RegisterRefusal';
  readonly error: RegisterError;

  constructor(code: RegisterErrorCode, where: Where = {}) {
    super(code);
    this.error = registerError('file', code, where);
  }
}

/** Takes the values of one row and keeps every error met on the way. */
export class RowCheck {
  readonly row: number;
  readonly errors: RegisterError[] = [];

  constructor(row: number) {
    this.row = row;
  }

  refuse(code: RegisterErrorCode, where: Omit<Where, 'row'> = {}): void {
    this.errors.push(registerError('row', code, { row: this.row, ...where }));
  }

  /** The value, or undefined when nothing is written or when it is refused. */
  take<T extends string | bigint | readonly unknown[]>(column: string, written: string, parse: (written: string) => T | Wrong): T | undefined {
    if (written.trim() === '') return undefined;
    const value = written.length > LONGEST_CELL ? ({ code: 'text.tooLong', facts: { limit: LONGEST_CELL } } as const) : parse(written);
    if (!isWrong(value)) return value;
    this.refuse(value.code, { column, value: written, ...(value.facts === undefined ? {} : { facts: value.facts }) });
    return undefined;
  }

  /** As take, and nothing written is an error too. */
  need<T extends string | bigint>(column: string, written: string, how: { parse: (written: string) => T | Wrong; missing: RegisterErrorCode }): T | undefined {
    if (written.trim() === '') this.refuse(how.missing, { column });
    return this.take(column, written, how.parse);
  }

  /** The row when nothing was wrong with it, else its errors. */
  *outcome(row: RegisterRow | undefined): Generator<ReaderItem> {
    if (row !== undefined && this.errors.length === 0) yield { row };
    else for (const error of this.errors) yield { error };
  }
}

function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'code' in value;
}

/** Sums over the rows to compare with the totals the file states. A sum that was unreadable in some row is not compared: that row has its own error. */
export class RunningSum {
  total = 0n;
  isComplete = true;

  add(kopecks: bigint | undefined): void {
    if (kopecks === undefined) this.isComplete = false;
    else this.total += kopecks;
  }

  /** An error of the file when the stated total differs. */
  *compare(what: string, stated: bigint, row: number): Generator<ReaderItem> {
    if (!this.isComplete || this.total === stated) return;
    yield { error: registerError('file', 'file.controlSum', { row, facts: { what, expected: writeKopecks(stated), found: writeKopecks(this.total) } }) };
  }
}

/** An error of the file when the stated number of rows differs. */
export function* compareCount(stated: number, found: number, row: number): Generator<ReaderItem> {
  if (stated !== found) yield { error: registerError('file', 'file.controlCount', { row, facts: { expected: stated, found } }) };
}
