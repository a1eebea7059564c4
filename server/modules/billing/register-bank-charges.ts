// Registers of sums due that go to a bank: the plain debt register, charges of variant A (2016) and of variant B (ЕЛС and ФИАС).
import { type RowCheck, RunningSum, registerError } from './register-check.ts';
import type { ChargeRow, ReaderItem, RegisterInput } from './register-format.ts';
import { registerLines, splitLine } from './register-lines.ts';
import { optional } from './register-own-rows.ts';
import { FirstRows } from './register-seen.ts';
import { parseAccountNumber, parseKopecks, parseReadings, parseText, parseUnifiedAccount } from './register-values.ts';

const NAME = parseText(300);
const ADDRESS = parseText(500);

type Parts = Partial<Omit<ChargeRow, 'kind' | 'row' | 'accountNumber' | 'accruedKopecks' | 'totalKopecks'>>;

/** One sum for the whole account; undefined while the check holds errors. */
function chargeOf(check: RowCheck, { account, sum, wish }: { account: string; sum: string; wish: RegisterInput['wish'] }, parts: Parts): ChargeRow | undefined {
  const accountNumber = check.need('Лицевой счёт', account, { parse: parseAccountNumber, missing: 'account.missing' });
  const kopecks = check.need('Сумма', sum, { parse: parseKopecks, missing: 'sum.missing' });
  if (accountNumber === undefined || kopecks === undefined) return undefined;
  return {
    kind: 'charges',
    row: check.row,
    accountNumber,
    accruedKopecks: kopecks,
    recalculationKopecks: 0n,
    discountKopecks: 0n,
    totalKopecks: kopecks,
    meters: [],
    ...optional('period', wish.period),
    ...optional('serviceName', wish.serviceName),
    ...parts,
  };
}

function* refuseRepeated(seen: FirstRows, check: RowCheck, row: ChargeRow | undefined): Generator<ReaderItem> {
  const first = row && seen.earlier(`${row.accountNumber}\t${row.serviceCode ?? ''}`, row.row);
  if (first !== undefined) check.refuse('account.repeated', { column: 'Лицевой счёт', value: row?.accountNumber ?? '', facts: { first } });
  yield* check.outcome(row);
}

/** `лицевой счёт;ФИО;сумма`: the debt register of a bank's client (file `ИНН_РС_НОМЕР_ММГГ.txt`). */
export async function* readSberDebts(input: RegisterInput): AsyncGenerator<ReaderItem> {
  const seen = new FirstRows();
  for await (const line of registerLines(input)) {
    const { cells, check, fits } = splitLine(line, ';', { least: 3, most: 3 });
    const [account = '', name = '', sum = ''] = cells;
    const row = fits ? chargeOf(check, { account, sum, wish: input.wish }, optional('payerName', check.take('ФИО', name, NAME))) : undefined;
    yield* refuseRepeated(seen, check, row);
  }
}

/** `код плательщика;адрес;сумма;код#счётчик №номер@ид#показание#…`: what is absent says НЕТ. */
export async function* readSberChargesA(input: RegisterInput): AsyncGenerator<ReaderItem> {
  const seen = new FirstRows();
  for await (const line of registerLines(input)) {
    const { cells, check, fits } = splitLine(line, ';', { least: 4, most: 4 });
    const [account = '', address = '', sum = '', tail = ''] = cells;
    const [code = '', ...meters] = tail.split('#');
    const given = (text: string) => (text.toUpperCase() === 'НЕТ' ? '' : text);
    const row = fits
      ? chargeOf(
          check,
          { account, sum, wish: input.wish },
          {
            ...optional('address', check.take('Адрес', given(address), ADDRESS)),
            ...optional('serviceCode', check.take('Код', given(code.trim()), parseText(100))),
            meters: check.take('Счётчики', given(meters.join('#').trim()), parseReadings) ?? [],
          },
        )
      : undefined;
    yield* refuseRepeated(seen, check, row);
  }
}

/** `ФИО;ЕЛС;ФИАС дома,квартира;адрес;лицевой счёт;сумма` after lines `#FILESUM`, `#TYPE`, `#SERVICE`. */
export async function* readSberChargesB(input: RegisterInput): AsyncGenerator<ReaderItem> {
  const seen = new FirstRows();
  const sum = new RunningSum();
  let stated: { kopecks: bigint; row: number } | undefined;
  let serviceCode: string | undefined;
  for await (const line of registerLines(input)) {
    if (line.text.startsWith('#')) {
      const [, name = '', value = ''] = /^#(\w+)\s*(.*)$/.exec(line.text) ?? [];
      if (name === 'SERVICE') serviceCode = value.trim();
      if (name !== 'FILESUM') continue;
      const kopecks = parseKopecks(value);
      if (typeof kopecks === 'bigint') stated = { kopecks, row: line.row };
      else yield { error: registerError('file', 'file.controlUnreadable', { row: line.row, value, facts: { what: '#FILESUM' } }) };
      continue;
    }
    const { cells, check, fits } = splitLine(line, ';', { least: 6, most: 6 });
    const [name = '', unified = '', place = '', address = '', account = '', written = ''] = cells;
    const kopecks = parseKopecks(written);
    sum.add(typeof kopecks === 'bigint' ? kopecks : undefined);
    const [house = '', ...flat] = place.split(',');
    const row = fits
      ? chargeOf(
          check,
          { account, sum: written, wish: input.wish },
          {
            ...optional('payerName', check.take('ФИО', name, NAME)),
            ...optional('unifiedAccountNumber', check.take('ЕЛС', unified, parseUnifiedAccount)),
            ...optional('address', check.take('Адрес', address, ADDRESS)),
            ...optional('houseFias', house.trim() === '' ? undefined : house.trim().toLowerCase()),
            ...optional('flat', flat.length === 0 ? undefined : flat.join(',').trim()),
            ...optional('serviceCode', serviceCode),
          },
        )
      : undefined;
    yield* refuseRepeated(seen, check, row);
  }
  if (stated === undefined) return;
  yield* sum.compare('#FILESUM', stated.kopecks, stated.row);
  yield { about: { controlled: true } };
}
