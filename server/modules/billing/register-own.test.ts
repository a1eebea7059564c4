import iconv from 'iconv-lite';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { collect } from '#test/collect';
import { bytesInMemory } from '#platform/byte-source';
import { writeXlsx } from '#platform/xlsx-write';
import type { RegisterEnd, RegisterError, RegisterItem, RegisterRow, RegisterWish } from './register-format.ts';
import { readRegister } from './register-read.ts';

type Read = { rows: RegisterRow[]; errors: RegisterError[]; end: RegisterEnd | undefined };

async function read(bytes: Uint8Array | string, wish: RegisterWish = {}): Promise<Read> {
  const items: RegisterItem[] = await collect(readRegister(bytesInMemory(typeof bytes === 'string' ? Buffer.from(bytes) : bytes), wish));
  return {
    rows: items.flatMap((item) => ('row' in item ? [item.row] : [])),
    errors: items.flatMap((item) => ('error' in item ? [item.error] : [])),
    end: items.flatMap((item) => ('end' in item ? [item.end] : []))[0],
  };
}

const codes = async (text: Uint8Array | string, wish?: RegisterWish) => (await read(text, wish)).errors.map(({ row, code }) => `${row ?? '-'} ${code}`);
const HEAD = 'Лицевой счёт;Период;Услуга;Начислено\r\n';

test('CHG-5: a table with every column is read to the kopeck', async () => {
  const text =
    'Лицевой счёт;ЕЛС;Период;Код услуги;Услуга;Начислено;Перерасчёт;Льготы, субсидии;К оплате;Итого по счёту;Объём;Единица;Тариф;ФИО;Адрес;Долг на начало;Счётчики\r\n' +
    '0420017;66EK000001;10.2026;11;Отопление;1 200,50;-100,00;50;1050,50;1100,50;0,512;Гкал;2344,73;Тестова А. П.;ул. Малышева, 1;-10;1=252,5\r\n' +
    '0420017;;10.2026;12;Вода;50;;;50;1100,50;;;;;;;\r\n';
  const { rows, errors, end } = await read(text);
  expect(errors).toEqual([]);
  expect(rows[0]).toEqual({
    kind: 'charges',
    row: 2,
    accountNumber: '0420017',
    unifiedAccountNumber: '66ЕК000001',
    period: '2026-10',
    serviceCode: '11',
    serviceName: 'Отопление',
    accruedKopecks: 120_050n,
    recalculationKopecks: -10_000n,
    discountKopecks: 5_000n,
    totalKopecks: 105_050n,
    volume: '0.512',
    unit: 'Гкал',
    tariff: '2344.73',
    payerName: 'Тестова А. П.',
    address: 'ул. Малышева, 1',
    balanceKopecks: -1_000n,
    meters: [{ meter: '1', value: '252.5' }],
  });
  expect(end).toEqual({ rows: 2, errors: 0, sumKopecks: 110_050n, feeKopecks: 0n, controlled: false });
});

test.each(['utf-8', 'cp1251', 'cp866', 'koi8-r'])('CHG-5: the same table in %s, with another separator, is the same', async (encoding) => {
  const text = `${HEAD}0420017;10.2026;Отопление;1200,50\r\n`.replaceAll(';', '\t');
  expect((await read(iconv.encode(text, encoding))).rows).toMatchObject([{ accountNumber: '0420017', serviceName: 'Отопление', accruedKopecks: 120_050n }]);
});

test('CHG-5: every error of a row is told at once, with row, column, value and how to mend it', async () => {
  const { rows, errors } = await read(`${HEAD};13.2026;;12O\r\n0420017;10.2026;Вода;1\r\n`);
  expect(errors.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
    [2, 'Лицевой счёт', 'account.missing', undefined],
    [2, 'Период', 'period.month', '13.2026'],
    [2, 'Услуга', 'service.missing', undefined],
    [2, 'Начислено', 'sum.letters', '12O'],
  ]);
  expect(errors[1]?.detail).toBe('Месяца 13 не бывает. Нужен от 01 до 12');
  expect(rows).toHaveLength(1);
});

test('CHG-5: a year of 1900, three decimals, a damaged account and a repeated row are named', async () => {
  const rows = ['1;10.1900;Вода;1', '2;10.2026;Вода;1,005', '6,6E+11;10.2026;Вода;1', '3;10.2026;Вода;1', '3;10.2026;вода;2'];
  const { errors } = await read(HEAD + rows.join('\r\n'));
  expect(errors.map(({ row, code }) => `${row ?? '-'} ${code}`)).toEqual(['2 period.year', '3 sum.decimals', '4 account.damaged', '6 row.repeated']);
  expect(errors[3]?.detail).toContain('Повтор строки 5');
});

test('CHG-5: a missing column names what is there; a column of the wrong kind of load is told', async () => {
  const { errors } = await read('Счёт;Месяц;Что;Начислено\r\n1;10.2026;Вода;1\r\n');
  expect(errors).toMatchObject([
    {
      scope: 'file',
      code: 'file.columnMissing',
      detail: 'Нет колонки «Услуга». В файле есть: «Счёт», «Месяц», «Что», «Начислено». Переименуйте колонку или укажите, какая из них нужная',
    },
  ]);
  expect(await codes('а;б\r\n1;2\r\n')).toEqual(['- file.headingsMissing']);
  expect(await codes(`${HEAD}1;10.2026;Вода;1\r\n`, { kind: 'payments' })).toEqual(['1 file.wrongKind']);
  expect(await codes('ЛС;Счёт;Период;Услуга;Начислено\r\n1;1;10.2026;Вода;1\r\n')).toEqual(['1 file.columnRepeated']);
});

test('CHG-5: a remembered mapping, defaults of the load and a title above the headings', async () => {
  const text = 'Реестр за октябрь;;;\r\n;;;\r\nКлиент;Начислено;Что;Прочее\r\n0420017;100;Вода;x\r\n';
  const { rows, errors } = await read(text, { period: '2026-10', mapping: { Клиент: 'account', 'ЧТО ': 'serviceName', Прочее: null } });
  expect(errors).toEqual([]);
  expect(rows).toMatchObject([{ row: 4, accountNumber: '0420017', period: '2026-10', serviceName: 'Вода' }]);
  const told = await read('ЛС;Номер;Период;Услуга;Начислено\r\n7;8;10.2026;Вода;1\r\n', { mapping: { Номер: 'account' } });
  expect(told.rows).toMatchObject([{ accountNumber: '8' }]);
});

test("CHG-5: our own table is not taken for a bank's, though its rows look alike", async () => {
  expect((await read('ЛС;Услуга;Начислено\r\n1;Вода;10,50\r\n', { period: '2026-10' })).rows).toMatchObject([{ serviceName: 'Вода' }]);
  expect((await read('ЛС;Услуга;Начислено;Период\r\n1;Вода;10,50;10.2026\r\n')).rows).toMatchObject([{ serviceName: 'Вода' }]);
  expect(
    (await read('Клиент;Что;Сколько\r\n1;Вода;10,50\r\n', { period: '2026-10', mapping: { Клиент: 'account', Что: 'serviceName', Сколько: 'accrued' } })).rows,
  ).toMatchObject([{ serviceName: 'Вода' }]);
  expect(await codes('Клиент;Что;Сколько\r\n1;Вода;10,50\r\n')).toEqual(['- file.headingsMissing']);
});

test('CHG-5: services that do not add up to the account total are an error of the account, wherever its rows stand', async () => {
  const head = 'ЛС;Период;Услуга;Начислено;Итого по счёту\r\n';
  const { rows, errors } = await read(`${head}1;10.2026;Вода;10;30\r\n2;10.2026;Вода;5;5\r\n1;10.2026;Газ;15;30\r\n3;10.2026;Вода;1;\r\n`);
  expect(rows).toHaveLength(4);
  expect(errors).toMatchObject([{ scope: 'account', row: 4, code: 'total.differs', accountNumber: '1', period: '2026-10' }]);
  expect(errors[0]?.detail).toContain('Сумма услуг 25,00 не равна итогу по счёту 30,00 (строки с 2 по 4)');
  expect(await codes(`${head}1;10.2026;Вода;10;30\r\n1;10.2026;Газ;20;31\r\n`)).toEqual(['3 total.varies']);
  // The row with letters is an error already; its account's sum means nothing.
  expect(await codes(`${head}1;10.2026;Вода;1O;30\r\n1;10.2026;Газ;20;30\r\n`)).toEqual(['2 sum.letters']);
});

test('CHG-5: the parts of a row give its total, and a closing row «Итого» gives the column', async () => {
  expect(await codes('ЛС;Период;Услуга;Начислено;Перерасчёт;К оплате\r\n1;10.2026;Вода;10;-1;10\r\n')).toEqual(['2 row.totalDiffers']);
  const good = await read(`${HEAD}1;10.2026;Вода;10\r\n2;10.2026;Вода;5,50\r\nИтого;;;15,50\r\n`);
  expect([good.errors, good.rows.length, good.end?.controlled]).toEqual([[], 2, true]);
  expect(await codes(`${HEAD}1;10.2026;Вода;10\r\nИтого:;;;15,50\r\n`)).toEqual(['3 file.controlSum']);
});

test('CHG-5: a file cut in the middle is refused by name', async () => {
  expect(await codes(`${HEAD}1;10.2026;Вода;10\r\n2;10.20`)).toEqual(['3 file.cut']);
  expect(await codes(`${HEAD}1;10.2026\r\n2;10.2026;Вода;10\r\n`)).toEqual(['2 row.short']);
  expect(await codes(`${HEAD}1;10.2026;Вода;10;лишнее\r\n`)).toEqual(['2 row.long']);
  expect(await codes(HEAD)).toEqual(['- file.noRows']);
});

test("CHG-5: bytes of another encoding in one row are that row's error", async () => {
  const bytes = Buffer.concat([iconv.encode(`${HEAD}1;10.2026;Вода;10\r\n`, 'utf-8', { addBOM: true }), iconv.encode('2;10.2026;Вода;10\r\n', 'cp1251')]);
  expect(await codes(bytes)).toEqual(['3 row.unreadable']);
});

test('CHG-5: a book of our own columns is read as the text is; a cut book is refused', async () => {
  const columns = (['Лицевой счёт', 'Период', 'Услуга', 'Начислено'] as const).map((heading, place) => {
    const kind = (['text', 'month', 'text', 'money'] as const)[place] ?? 'text';
    return { heading, kind, value: (row: readonly (string | bigint)[]) => row[place] };
  });
  const book = await buffer(
    writeXlsx(columns, [
      ['0420017', '2026-10', 'Отопление', 120_050n],
      ['0420018', '2026-10', '=Вода', -1n],
    ]),
  );
  const { rows, errors } = await read(book);
  expect(errors).toEqual([]);
  expect(rows).toMatchObject([
    { row: 2, accountNumber: '0420017', period: '2026-10', totalKopecks: 120_050n },
    { row: 3, serviceName: '=Вода', totalKopecks: -1n },
  ]);
  expect(await codes(book.subarray(0, book.length - 30))).toEqual(['- file.zipBroken']);
});

test('PAY-7 CHG-5: our own table of payments: an operation counts once', async () => {
  const head = 'Лицевой счёт;Операция;Сумма;Комиссия;Дата оплаты;Период;ИПД;Показания\r\n';
  const { rows, errors } = await read(`${head}1;A1;100,50;1,5;12.11.2026;10.2026;66ЕК000001-01-6101;1=5\r\n2;A1;7;;12.11.2026;;;\r\n3;;7;;31.02.2026;;;\r\n`);
  expect(rows).toEqual([
    {
      kind: 'payments',
      row: 2,
      accountNumber: '1',
      operationId: 'A1',
      kopecks: 10_050n,
      feeKopecks: 150n,
      paidOn: '2026-11-12',
      period: '2026-10',
      billId: '66ЕК000001-01-6101',
      readings: [{ meter: '1', value: '5' }],
    },
  ]);
  expect(errors.map(({ row, code }) => `${row ?? '-'} ${code}`)).toEqual(['3 operation.repeated', '4 operation.missing', '4 day.malformed']);
});

test('MTR-5: a file of a phone’s key-pad: the account, a key or a service, the reading; without an account the number of the meter is needed', async () => {
  const { rows, errors } = await read(
    'Лицевой счёт;Клавиша;Услуга;Показание;Дата\r\n85010037;1;;00123;20.11.2026\r\n85010037;;Горячая вода;7;20.11.2026\r\n;2;;5;20.11.2026\r\n;;Холодная вода;5;20.11.2026\r\n85010037;1;;124;20.11.2026\r\n',
  );
  expect(rows).toEqual([
    { kind: 'readings', row: 2, accountNumber: '85010037', meterSerial: '1', values: ['00123'], takenOn: '2026-11-20' },
    { kind: 'readings', row: 3, accountNumber: '85010037', serviceName: 'Горячая вода', values: ['7'], takenOn: '2026-11-20' },
    { kind: 'readings', row: 4, meterSerial: '2', values: ['5'], takenOn: '2026-11-20' },
  ]);
  expect(errors.map(({ row, code }) => `${row ?? '-'} ${code}`)).toEqual(['5 meter.missing', '6 reading.repeated']);
});

test('MTR-5: readings in bulk, also under the headings of the state system', async () => {
  const { rows, errors } = await read(
    'Адрес;Номер ПУ в ГИС ЖКХ;Вид коммунального ресурса;Период;Показание Т1;Показание Т2;Показание Т3;Дата снятия показаний\r\nул. А;123;Электроэнергия;10.2026;100,5;50;;20.10.2026\r\nул. А;124;Вода;10.2026;;;;20.10.2026\r\n',
  );
  expect(rows).toEqual([
    { kind: 'readings', row: 2, meterSerial: '123', serviceName: 'Электроэнергия', values: ['100.5', '50'], takenOn: '2026-10-20', period: '2026-10' },
  ]);
  expect(errors.map(({ row, code }) => `${row ?? '-'} ${code}`)).toEqual(['3 reading.missing']);
  expect(await codes('Номер счётчика;Т1;Т2;Т3\r\n1;5;;7\r\n')).toEqual(['2 reading.missing']);
});
