import iconv from 'iconv-lite';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { collect } from '#test/collect';
import { bytesInMemory, bytesOfFile } from '#platform/byte-source';
import type { RegisterEnd, RegisterError, RegisterItem, RegisterRow } from './register-format.ts';
import { purposeParts } from './register-one-c.ts';
import { readRegister } from './register-read.ts';

function sorted(items: readonly RegisterItem[]): { rows: RegisterRow[]; errors: RegisterError[]; codes: string[]; end: RegisterEnd | undefined } {
  const errors = items.flatMap((item) => ('error' in item ? [item.error] : []));
  return {
    rows: items.flatMap((item) => ('row' in item ? [item.row] : [])),
    errors,
    codes: errors.map(({ row, code }) => `${row ?? '-'} ${code}`),
    end: items.flatMap((item) => ('end' in item ? [item.end] : []))[0],
  };
}

const read = async (text: string, encoding = 'cp1251') => sorted(await collect(readRegister(bytesInMemory(iconv.encode(text, encoding)))));

const positional = [
  '12-11-2026;10-15-33;7003;0454;0001;OP1;0420017;ТЕСТОВА АННА;ЕКАТЕРИНБУРГ, Д.1;1026;100.00;99.00;1.00',
  '12-11-2026;11-40-02;7003;0454;0001;OP2;0420025;ПРИМЕРОВ ИВАН;ЕКАТЕРИНБУРГ, Д.1;1026;50.50;50.00;0.50',
];
const control = '=2;150.50;149.00;1.50;123456;13-11-2026';
const lines = (...parts: string[]) => `${parts.join('\r\n')}\r\n`;

test('PAY-7: positional payments agree with their control line', async () => {
  const { rows, codes, end } = await read(lines(...positional, control));
  expect(codes).toEqual([]);
  expect(rows[0]).toEqual({
    kind: 'payments',
    row: 1,
    accountNumber: '0420017',
    operationId: 'OP1',
    kopecks: 10_000n,
    feeKopecks: 100n,
    paidOn: '2026-11-12',
    period: '2026-10',
    payerName: 'ТЕСТОВА АННА',
    address: 'ЕКАТЕРИНБУРГ, Д.1',
    readings: [],
  });
  expect(end).toEqual({ rows: 2, errors: 0, sumKopecks: 15_050n, feeKopecks: 150n, orderNumber: '123456', orderDay: '2026-11-13', controlled: true });
});

test('PAY-7: a control line that differs, is missing or is followed by rows refuses the file', async () => {
  expect((await read(lines(positional[0] ?? '', control))).codes).toEqual([
    '2 file.controlCount',
    '2 file.controlSum',
    '2 file.controlSum',
    '2 file.controlSum',
  ]);
  expect((await read(lines(...positional))).codes).toEqual(['- file.controlMissing']);
  expect((await read(`${positional[0]}\r\n${positional[1]?.slice(0, 40)}`)).codes).toEqual(['2 file.cut']);
  expect((await read(lines(positional[0] ?? '', control, positional[1] ?? ''))).codes.at(-1)).toBe('3 file.structure');
  expect((await read(lines(...positional, '=два;150.50;149.00;1.50;1;13-11-2026'))).codes).toEqual(['3 file.controlUnreadable']);
});

test('PAY-7: an unreadable sum is the error of its row, the same operation twice of the later row', async () => {
  expect((await read(lines(positional[0] ?? '', (positional[1] ?? '').replace('50.50', '5O.50'), control))).codes).toEqual(['2 sum.letters']);
  const twice = await read(lines(...positional, positional[0] ?? '', '=3;250.50;248.00;2.50;1;13-11-2026'));
  expect(twice.codes).toEqual(['3 operation.repeated']);
  expect(twice.errors[0]?.detail).toBe('Операция с этим номером уже есть в строке 1. Удалите повтор, а если это другой платёж, исправьте номер');
});

test('PAY-7 MTR-5: tagged payments with tags in any order and readings', async () => {
  const { rows, codes } = await read(
    lines(
      '7003;0454;12/11/2026;000000001;100.00;1.00;method_pay:01;CounterVal_2:136,5;CLIENTDOCNO:66ЕК000001-01-6101;CLIENTNO:0420017;CounterVal_1:252',
      '7003;0454;12/11/2026;000000002;-7.00;0;CLIENTNO:0420025;CLIENTDOCNO:77',
      '7003;0454;12/11/2026;000000003;1;0;method_pay:01;CounterVal_1:много',
      '7003;0454;12/11/2026;000000001;1;0;CLIENTNO:0420017',
    ),
  );
  expect(rows).toEqual([
    {
      kind: 'payments',
      row: 1,
      accountNumber: '0420017',
      unifiedAccountNumber: '66ЕК000001',
      operationId: '7003-0454-2026-11-12-000000001',
      kopecks: 10_000n,
      feeKopecks: 100n,
      paidOn: '2026-11-12',
      billId: '66ЕК000001-01-6101',
      method: '01',
      readings: [
        { meter: '2', value: '136.5' },
        { meter: '1', value: '252' },
      ],
    },
    {
      kind: 'payments',
      row: 2,
      accountNumber: '0420025',
      operationId: '7003-0454-2026-11-12-000000002',
      kopecks: -700n,
      feeKopecks: 0n,
      paidOn: '2026-11-12',
      billId: '77',
      readings: [],
    },
  ]);
  expect(codes).toEqual(['3 account.missing', '3 reading.malformed', '4 operation.repeated']);
});

const pack = [
  '***|Банк Демо|001|15|12.11.2026|18:30:00|12.11.2026|1|150.50|150.50|0|0.00|!1.00',
  '###|Банк Демо, касса 3|001|151|12.11.2026|12.11.2026|2|150.50|150.50|0|0.00|1|!1.00',
  '@@@|1|001|81|01|6600010000017|12.11.2026|01.10.2026|0|100.00|100.00|0|0|0|0.00||1,252.00;2,136.50',
  '@@@|2|001|81|01|6600010000025|12.11.2026|01.10.2026|0|50.50|50.50|0|0|0|0.00||',
];

test.each(['cp866', 'cp1251'])('PAY-7: a pack of a settlement centre in %s agrees with its heads', async (encoding) => {
  const { rows, codes, end } = await read(lines(...pack), encoding);
  expect(codes).toEqual([]);
  expect(rows).toMatchObject([
    {
      operationId: '001-15-12.11.2026-001-151-12.11.2026-1',
      kopecks: 10_000n,
      period: '2026-10',
      readings: [
        { meter: '1', value: '252.00' },
        { meter: '2', value: '136.50' },
      ],
    },
    { kopecks: 5_050n, readings: [] },
  ]);
  expect(end).toMatchObject({ rows: 2, sumKopecks: 15_050n, controlled: true });
});

test('PAY-7: a pack that lost a row, has another version or is cut is refused', async () => {
  expect((await read(lines(...pack.slice(0, 3)), 'cp866')).codes).toEqual([
    '2 file.controlCount',
    '2 file.controlSum',
    '2 file.controlSum',
    '1 file.controlSum',
    '1 file.controlSum',
  ]);
  expect((await read(lines(pack[0]?.replace('!1.00', '!2.00') ?? '', ...pack.slice(1)), 'cp866')).codes).toEqual(['1 file.version']);
  expect((await read(`${pack.slice(0, 3).join('\r\n')}\r\n@@@|2|001|81`, 'cp866')).codes).toEqual(['4 file.cut']);
  expect((await read(lines(pack[0] ?? '', ...pack.slice(2)), 'cp866')).codes).toEqual(['2 file.structure']);
});

const statement = [
  '1CClientBankExchange',
  'ВерсияФормата=1.03',
  'Кодировка=Windows',
  'РасчСчет=40702810016540000001',
  'СекцияРасчСчет',
  'РасчСчет=40702810016540000001',
  'НачальныйОстаток=10.00',
  'ВсегоПоступило=100.50',
  'ВсегоСписано=20.00',
  'КонечныйОстаток=90.50',
  'КонецРасчСчет',
  'СекцияДокумент=Платежное поручение',
  'Номер=7',
  'Дата=12.11.2026',
  'Сумма=100.50',
  'ПлательщикСчет=30233810000000000001',
  'Плательщик=Банк',
  'ПолучательСчет=40702810016540000001',
  'ДатаПоступило=13.11.2026',
  'НазначениеПлатежа=Платежи населения, реестр N 55 от 12.11.2026, сумма 102.00, комиссия 1.50',
  'КонецДокумента',
  'СекцияДокумент=Платежное поручение',
  'Номер=8',
  'Дата=12.11.2026',
  'Сумма=20',
  'ПлательщикСчет=40702810016540000001',
  'ПолучательСчет=30233810000000000002',
  'Получатель=Поставщик',
  'НазначениеПлатежа=За тепло',
  'КонецДокумента',
  'КонецФайла',
];

test('PAY-7: a bank statement gives sums, directions and the registers they settle', async () => {
  const { rows, codes, end } = await read(lines(...statement));
  expect(codes).toEqual([]);
  expect(rows).toMatchObject([
    {
      direction: 'in',
      kopecks: 10_050n,
      settledDay: '2026-11-13',
      otherName: 'Банк',
      ownBankAccount: '40702810016540000001',
      register: { number: '55', day: '2026-11-12', kopecks: 10_200n, feeKopecks: 150n },
    },
    { direction: 'out', kopecks: 2_000n, otherName: 'Поставщик', settledDay: '2026-11-12' },
  ]);
  expect(end?.controlled).toBe(true);
});

test('PAY-7: a statement that is cut, unbalanced or nested wrongly is refused', async () => {
  expect((await read(lines(...statement.slice(0, -1)))).codes).toEqual(['- file.endMissing']);
  expect((await read(lines(...statement).replace('ВсегоПоступило=100.50', 'ВсегоПоступило=100.51'))).codes).toEqual(['5 file.controlSum', '5 file.controlSum']);
  expect((await read(lines(...statement.filter((line) => line !== 'КонецРасчСчет')))).codes).toEqual(['11 file.structure']);
  expect((await read(lines(...statement).replace('Сумма=20', 'Сумма=двадцать'))).codes).toEqual(['22 sum.letters']);
  expect(purposeParts('Оплата ЖКУ л/с № 0420017 за октябрь')).toEqual({ accountNumber: '0420017' });
  expect(purposeParts('Оплата по договору')).toEqual({});
});

test('CHG-5: charges of variant A with meters, НЕТ and a repeated account', async () => {
  const { rows, codes } = await read(
    lines('0420017;ул. А д.1;6485.30;86#х/в №12@501#245.00#г/в №87@502#НЕТ', '0420025;НЕТ;0.00;НЕТ', '0420017;ул. А;1.00;86', '0420026;ул. А;1.00;86#ерунда'),
  );
  expect(rows).toMatchObject([
    {
      accountNumber: '0420017',
      totalKopecks: 648_530n,
      serviceCode: '86',
      meters: [
        { meter: '501', value: '245.00' },
        { meter: '502', value: '' },
      ],
    },
    { accountNumber: '0420025', totalKopecks: 0n },
  ]);
  expect(rows[1]).not.toHaveProperty('address');
  expect(codes).toEqual(['3 account.repeated', '4 reading.malformed']);
});

test('CHG-5: charges of variant B and their sum; the plain debt register', async () => {
  const row = 'Тестова А. П.;66EK000001;0f1a2b3c-0000-4000-8000-000000000001,17;ул. А;0420017;100.50';
  const good = await read(lines('#FILESUM 100.50', '#TYPE 7', '#SERVICE 12345', row));
  expect([good.codes, good.rows[0]]).toMatchObject([
    [],
    { unifiedAccountNumber: '66ЕК000001', houseFias: '0f1a2b3c-0000-4000-8000-000000000001', flat: '17', serviceCode: '12345', totalKopecks: 10_050n },
  ]);
  expect((await read(lines('#FILESUM 100.51', row))).codes).toEqual(['1 file.controlSum']);
  expect((await read('0420017;Тестова Анна Петровна;100,50\r\n0420025;Примеров')).codes).toEqual(['2 file.cut']);
  expect((await read('0420017;Тестова Анна Петровна;100,50\r\n', 'koi8-r')).rows).toMatchObject([
    { accountNumber: '0420017', payerName: 'Тестова Анна Петровна', totalKopecks: 10_050n },
  ]);
});

const samples = fileURLToPath(new URL('../../../../shared/samples/registers/', import.meta.url));
test.skipIf(!existsSync(samples)).each([
  ['sber_charges_variantA_2016.txt', 3, 1_852_535n],
  ['sber_charges_variantB_els_fias.txt', 2, 1_852_535n],
  ['sber_payments_positional_with_control.txt', 2, 1_852_535n],
  ['sber_payments_tagged.txt', 2, 1_852_535n],
  ['erc_pack_v1.00.txt', 2, 1_852_535n],
  ['kl_to_1c.txt', 1, 1_837_715n],
])('PAY-7 CHG-5: the sample %s is recognised by itself and read whole', async (name, rows, sumKopecks) => {
  const { codes, end } = sorted(await collect(readRegister(await bytesOfFile(samples + name))));
  expect(codes).toEqual([]);
  expect(end).toMatchObject({ rows, sumKopecks, errors: 0 });
});
