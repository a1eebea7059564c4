// What may be wrong with a tabular file as such, by name. The words for people stand with whoever reads the file.

export type TableFileCode =
  | 'file.binary'
  | 'csv.rowTooLong'
  | 'csv.quoteOpen'
  | 'csv.tooManyColumns'
  | 'zip.broken'
  | 'zip.bomb'
  | 'xlsx.notSpreadsheet'
  | 'xlsx.noSheet'
  | 'xlsx.encrypted'
  | 'xlsx.broken'
  | 'xlsx.tooManyColumns'
  | 'xlsx.tooManyRows'
  | 'xlsx.textTooLong';

/** A tabular file that cannot be read or written. `facts` hold the row, the limit, the part and the like. */
export class TableFileError extends Error {
  override readonly name = 'TableFileError';
  readonly code: TableFileCode;
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: TableFileCode, facts: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.facts = facts;
  }
}
