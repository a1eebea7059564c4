// 1CClientBankExchange: a bank's statement as name=value lines. It tells which sums came for which registers (PAY-7).
import type { TextLine } from '#platform/line-read';
import { UNREADABLE } from '#platform/text-encoding';
import { RegisterRefusal, RowCheck, RunningSum, registerError } from './register-check.ts';
import type { ReaderItem, RegisterInput, StatementRow } from './register-format.ts';
import { registerLines } from './register-lines.ts';
import { optional } from './register-own-rows.ts';
import { FirstRows } from './register-seen.ts';
import { parseDay, parseKopecks, parseText, writeKopecks } from './register-values.ts';

/** A document has about forty names; without a limit a file without «КонецДокумента» would fill the memory. */
const MOST_NAMES = 500;

type Section = { name: 'account' | 'document'; row: number; values: Map<string, string> };
type Account = { row: number; values: ReadonlyMap<string, string>; income: RunningSum; outcome: RunningSum };

/** @throws RegisterRefusal file.endMissing, file.structure */
export async function* readOneC(input: RegisterInput): AsyncGenerator<ReaderItem> {
  const seen = new FirstRows();
  const accounts = new Map<string, Account>();
  let section: Section | undefined;
  let isClosed = false;
  for await (const line of registerLines(input)) {
    const text = line.text.trim();
    if (text === 'КонецФайла') {
      if (section !== undefined) throw new RegisterRefusal('file.structure', { row: line.row, facts: { what: `раздел со строки ${section.row} не закончен` } });
      isClosed = true;
      break;
    }
    if (text === 'СекцияРасчСчет' || text.startsWith('СекцияДокумент')) section = begin(section, line);
    else if (text === 'КонецРасчСчет' && section?.name === 'account') {
      const number = section.values.get('РасчСчет') ?? '';
      if (!/^\d{20}$/.test(number)) yield { error: registerError('file', 'bankAccount.malformed', { row: section.row, column: 'РасчСчет', value: number }) };
      accounts.set(number, { row: section.row, values: section.values, income: new RunningSum(), outcome: new RunningSum() });
      section = undefined;
    } else if (text === 'КонецДокумента' && section?.name === 'document') {
      yield* documentItems(section, accounts, seen);
      section = undefined;
    } else if (section !== undefined) takeValue(section, line);
  }
  if (!isClosed) throw new RegisterRefusal('file.endMissing', { facts: { what: 'КонецФайла' } });
  for (const account of accounts.values()) yield* compareAccount(account);
}

function begin(open: Section | undefined, line: TextLine): Section {
  if (open !== undefined) throw new RegisterRefusal('file.structure', { row: line.row, facts: { what: `раздел со строки ${open.row} не закончен` } });
  return { name: line.text.startsWith('СекцияДокумент') ? 'document' : 'account', row: line.row, values: new Map() };
}

function takeValue(section: Section, line: TextLine): void {
  const at = line.text.indexOf('=');
  if (section.values.size >= MOST_NAMES) throw new RegisterRefusal('file.structure', { row: section.row, facts: { what: 'раздел слишком длинный' } });
  if (at > 0) section.values.set(line.text.slice(0, at).trim(), line.text.slice(at + 1).trim());
}

function* documentItems(section: Section, accounts: ReadonlyMap<string, Account>, seen: FirstRows): Generator<ReaderItem> {
  const check = new RowCheck(section.row);
  const row = documentOf(check, section.values, accounts);
  const account = row && accounts.get(row.ownBankAccount);
  const sum = row?.direction === 'in' ? account?.income : account?.outcome;
  if (row === undefined) for (const { income, outcome } of accounts.values()) [income, outcome].forEach((running) => running.add(undefined));
  else sum?.add(row.kopecks);
  const first = row && seen.earlier(row.operationId, row.row);
  if (first !== undefined) check.refuse('operation.repeated', { column: 'Номер', value: row?.number ?? '', facts: { first } });
  yield* check.outcome(row);
}

function documentOf(check: RowCheck, values: ReadonlyMap<string, string>, accounts: ReadonlyMap<string, Account>): StatementRow | undefined {
  const value = (...names: string[]) => names.map((name) => values.get(name) ?? '').find((text) => text !== '') ?? '';
  if ([...values.values()].some((text) => text.includes(UNREADABLE))) check.refuse('row.unreadable');
  const payerAccount = value('ПлательщикСчет', 'ПлательщикРасчСчет');
  const payeeAccount = value('ПолучательСчет', 'ПолучательРасчСчет');
  const isOut = accounts.has(payerAccount) || (!accounts.has(payeeAccount) && value('ДатаСписано') !== '' && value('ДатаПоступило') === '');
  const other = isOut ? 'Получатель' : 'Плательщик';
  const number = check.need('Номер', value('Номер'), { parse: parseText(30), missing: 'operation.missing' });
  const documentDay = check.need('Дата', value('Дата'), { parse: parseDay, missing: 'day.missing' });
  const settledDay = check.take(isOut ? 'ДатаСписано' : 'ДатаПоступило', value(isOut ? 'ДатаСписано' : 'ДатаПоступило'), parseDay) ?? documentDay;
  const kopecks = check.need('Сумма', value('Сумма'), { parse: parseKopecks, missing: 'sum.missing' });
  const otherName = check.take(other, value(other, `${other}1`), parseText(500)) ?? '';
  // Long purposes come in parts as well: НазначениеПлатежа1, 2…
  const purpose =
    value('НазначениеПлатежа') ||
    [1, 2, 3, 4, 5, 6]
      .map((part) => values.get(`НазначениеПлатежа${part}`) ?? '')
      .join(' ')
      .trim();
  if (number === undefined || documentDay === undefined || settledDay === undefined || kopecks === undefined) return undefined;
  return {
    kind: 'statement',
    row: check.row,
    operationId: [number, documentDay, payerAccount].join('-'),
    number,
    documentDay,
    settledDay,
    direction: isOut ? 'out' : 'in',
    kopecks,
    ownBankAccount: isOut ? payerAccount : payeeAccount,
    otherName,
    ...optional('otherInn', value(`${other}ИНН`) || undefined),
    ...optional('otherBankAccount', (isOut ? payeeAccount : payerAccount) || undefined),
    purpose,
    ...purposeParts(purpose),
  };
}

/** What a purpose names: «… реестр N 123456 от 12.11.2026, сумма 18525.35, комиссия 148.20» or «… ЛС 0420017 …». */
export function purposeParts(written: string): Pick<StatementRow, 'accountNumber' | 'register'> {
  const purpose = written.slice(0, 2_000).replace(/\s+/g, ' ');
  const account = /(?<!\p{L})(?:л\/с|лс|лиц(?:евой)?\.?\s*сч[её]т)\s*(?:№|N)?\s*:?\s*(\d[\p{L}\d-]{2,29})/iu.exec(purpose)?.[1];
  const named = /реестр\p{L}*\s*(?:№|N)?\s*([\p{L}\d/-]*\d[\p{L}\d/-]*)(?:\s+от\s+(\d\d\.\d\d\.\d{4}))?/iu.exec(purpose);
  const sumAfter = (word: string) => {
    const written = new RegExp(`${word}\\s*:?\\s*(\\d+(?:[.,]\\d{1,2})?)(?!\\d)`, 'iu').exec(purpose)?.[1];
    const kopecks = written === undefined ? undefined : parseKopecks(written);
    return typeof kopecks === 'bigint' ? kopecks : undefined;
  };
  const day = parseDay(named?.[2] ?? '');
  const register =
    named?.[1] === undefined
      ? undefined
      : {
          number: named[1],
          ...optional('day', typeof day === 'string' ? day : undefined),
          ...optional('kopecks', sumAfter('сумма')),
          ...optional('feeKopecks', sumAfter('комиссия')),
        };
  return { ...optional('accountNumber', account), ...optional('register', register) };
}

function* compareAccount({ row, values, income, outcome }: Account): Generator<ReaderItem> {
  const stated = new Map<string, bigint>();
  for (const name of ['НачальныйОстаток', 'ВсегоПоступило', 'ВсегоСписано', 'КонечныйОстаток']) {
    const written = values.get(name) ?? '';
    const kopecks = parseKopecks(written);
    if (typeof kopecks === 'bigint') stated.set(name, kopecks);
    else if (written !== '') yield { error: registerError('file', 'file.controlUnreadable', { row, column: name, value: written, facts: { what: name } }) };
  }
  const [opening, came, went, closing] = [
    stated.get('НачальныйОстаток'),
    stated.get('ВсегоПоступило'),
    stated.get('ВсегоСписано'),
    stated.get('КонечныйОстаток'),
  ];
  if (came !== undefined) yield* income.compare('ВсегоПоступило', came, row);
  if (went !== undefined) yield* outcome.compare('ВсегоСписано', went, row);
  if (opening !== undefined && came !== undefined && went !== undefined && closing !== undefined && opening + came - went !== closing) {
    const facts = { what: 'КонечныйОстаток', expected: writeKopecks(closing), found: writeKopecks(opening + came - went) };
    yield { error: registerError('file', 'file.controlSum', { row, facts }) };
  }
  if (came !== undefined && went !== undefined) yield { about: { controlled: true } };
}
