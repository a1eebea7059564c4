// The one way in: any register, recognised by itself, as rows and errors; nothing it meets makes it throw an unnamed error.
import type { ByteSource } from '#platform/byte-source';
import { TableFileError, type TableFileCode } from '#platform/table-file-error';
import { readSberChargesA, readSberChargesB, readSberDebts } from './register-bank-charges.ts';
import { readSberPaymentsPositional, readSberPaymentsTagged } from './register-bank-payments.ts';
import { RegisterRefusal, registerError } from './register-check.ts';
import type {
  RecognisedRegister,
  RegisterEnd,
  RegisterError,
  RegisterFormat,
  RegisterItem,
  RegisterReader,
  RegisterRow,
  RegisterWish,
} from './register-format.ts';
import { readOneC } from './register-one-c.ts';
import { readOwn } from './register-own.ts';
import { kindOfFormat, recogniseRegister } from './register-recognise.ts';
import { readSettlementPack } from './register-settlement-pack.ts';
import { kindNames, type RegisterErrorCode } from './register-texts.ts';

const readers: Readonly<Record<RegisterFormat, RegisterReader>> = {
  'own-csv': readOwn,
  'own-xlsx': readOwn,
  'sber-debts': readSberDebts,
  'sber-charges-a': readSberChargesA,
  'sber-charges-b': readSberChargesB,
  'sber-payments-tagged': readSberPaymentsTagged,
  'sber-payments-positional': readSberPaymentsPositional,
  'settlement-pack': readSettlementPack,
  'one-c': readOneC,
};

/**
 * Recognises and reads a register. Rows come as they are read, so an error of the whole file (a cut, a total that
 * differs) may come after them: load only once `end` has come. What a failing disk throws is passed on.
 * @param recognised what recogniseRegister said, when it was asked before (for a preview)
 */
export async function* readRegister(source: ByteSource, wish: RegisterWish = {}, recognised?: RecognisedRegister): AsyncGenerator<RegisterItem> {
  const end: RegisterEnd = { rows: 0, errors: 0, sumKopecks: 0n, feeKopecks: 0n, controlled: false };
  try {
    const known = recognised ?? (await recogniseRegister(source, wish.mapping));
    const kind = kindOfFormat[known.format];
    if (wish.kind !== undefined && kind !== undefined && kind !== wish.kind) {
      throw new RegisterRefusal('file.wrongKind', { facts: { found: kindNames[kind], wanted: kindNames[wish.kind] } });
    }
    for await (const item of readers[known.format]({ source, recognised: known, wish })) {
      if ('about' in item) {
        Object.assign(end, item.about);
        continue;
      }
      if ('row' in item) addToEnd(end, item.row);
      else end.errors += 1;
      yield item;
    }
    if (end.rows === 0 && end.errors === 0) throw new RegisterRefusal('file.noRows');
  } catch (error) {
    end.errors += 1;
    yield { error: fileErrorOf(error) };
  }
  yield { end };
}

function addToEnd(end: RegisterEnd, row: RegisterRow): void {
  end.rows += 1;
  if (row.kind === 'charges') end.sumKopecks += row.totalKopecks;
  else if (row.kind === 'payments' || row.kind === 'statement') end.sumKopecks += row.kopecks;
  if (row.kind === 'payments') end.feeKopecks += row.feeKopecks;
}

const codeOfTableFile: Readonly<Record<TableFileCode, RegisterErrorCode>> = {
  'file.binary': 'file.binary',
  'csv.rowTooLong': 'file.rowTooLong',
  'csv.quoteOpen': 'file.quoteOpen',
  'csv.tooManyColumns': 'file.tooManyColumns',
  'zip.broken': 'file.zipBroken',
  'zip.bomb': 'file.zipBomb',
  'xlsx.notSpreadsheet': 'file.notSpreadsheet',
  'xlsx.noSheet': 'file.noSheet',
  'xlsx.encrypted': 'file.encrypted',
  'xlsx.broken': 'file.zipBroken',
  'xlsx.tooManyColumns': 'file.tooManyColumns',
  'xlsx.tooManyRows': 'file.tooManyColumns',
  'xlsx.textTooLong': 'file.rowTooLong',
};

/** @throws whatever is no fault of the file */
export function fileErrorOf(error: unknown): RegisterError {
  if (error instanceof RegisterRefusal) return error.error;
  if (!(error instanceof TableFileError)) throw error;
  const row = Number(error.facts['row']);
  return registerError('file', codeOfTableFile[error.code], { facts: error.facts, ...(Number.isInteger(row) ? { row } : {}) });
}
