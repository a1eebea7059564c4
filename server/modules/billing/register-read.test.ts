import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { collect } from '#test/collect';
import { ZipFile } from 'yazl';
import { buffer } from 'node:stream/consumers';
import { bytesInMemory } from '#platform/byte-source';
import { writeErrorsFile } from './register-errors-file.ts';
import type { RegisterError, RegisterItem, RegisterWish } from './register-format.ts';
import { readRegister } from './register-read.ts';
import { recogniseRegister } from './register-recognise.ts';
import { FirstRows } from './register-seen.ts';
import { registerErrors } from './register-texts.ts';

const codesOf = (items: readonly RegisterItem[]) => items.flatMap((item) => ('error' in item ? [item.error.code] : []));
const read = async (bytes: Uint8Array, wish: RegisterWish = {}) => collect(readRegister(bytesInMemory(bytes), wish));

async function errorsFile(text: Uint8Array, wish: RegisterWish = {}, more: RegisterError[] = []): Promise<string> {
  const source = bytesInMemory(text);
  const recognised = await recogniseRegister(source);
  const errors = (await collect(readRegister(source, wish, recognised))).flatMap((item) => ('error' in item ? [item.error] : []));
  return Buffer.concat(await collect(writeErrorsFile({ source, recognised, wish }, [...errors, ...more]))).toString('utf8');
}

test('CHG-5: what is no register is refused by the name of what it is', async () => {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from('x'), 'a.txt');
  zip.end();
  const dbf = Buffer.alloc(66);
  dbf.set([0x03, 126, 11, 22, 1, 0, 0, 0, 65, 0]);
  dbf[64] = 0x0d;
  const files: [Uint8Array, string][] = [
    [Buffer.alloc(0), 'file.empty'],
    [Buffer.from('\r\n\r\n'), 'file.noRows'],
    [Buffer.from('%PDF-1.7 ...'), 'file.pdf'],
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'file.oldExcel'],
    [Buffer.from([0x1f, 0x8b, 8, 0]), 'file.archive'],
    [await buffer(zip.outputStream), 'file.archive'],
    [Buffer.from('PK\u0003\u0004 cut'), 'file.zipBroken'],
    [dbf, 'file.dbf'],
    [Buffer.from('<html><table>'), 'file.markup'],
    [Buffer.from('просто письмо без таблицы'), 'file.unknownFormat'],
    [Buffer.from('1;2;\u0000\u0001'), 'file.binary'],
  ];
  for (const [bytes, code] of files) expect(codesOf(await read(bytes))).toEqual([code]);
});

test('CHG-5: random bytes give named errors and an end, never an unnamed throw', async () => {
  const starts = [
    '',
    'Лицевой счёт;Период;Услуга;Начислено\r\n',
    '1CClientBankExchange\r\n',
    '***|а|1|1|1|1|1|1|1|1|1|1|!1.00\r\n',
    '12-11-2026;10-15-33;',
    '#FILESUM 1\r\n',
    'PK\u0003\u0004',
    '7003;0454;12/11/2026;1;1;1;CLIENTNO:1\r\n',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...starts),
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.stringMatching(/^[\d.;,|"=\r\nа-я@#:/-]*$/).map((text) => Buffer.from(text)),
      ),
      async (start, rest) => {
        const items = await read(Buffer.concat([iconv.encode(start, 'utf-8'), rest]));
        expect(items.at(-1)).toHaveProperty('end');
        for (const code of codesOf(items)) expect(registerErrors).toHaveProperty([code]);
      },
    ),
    { numRuns: 400 },
  );
});

test('CHG-5: a good file damaged at any byte is read, partly refused or refused, always by name', async () => {
  const good = iconv.encode(
    'Лицевой счёт;Период;Услуга;Начислено;Итого по счёту\r\n1;10.2026;"Вода ""х""";10,50;20\r\n1;10.2026;Газ;9,50;20\r\nИтого;;;20;\r\n',
    'cp1251',
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), async (at, byte, length) => {
      const bytes = Buffer.from(good.subarray(0, length));
      if (at < length) bytes[at] = byte;
      expect((await read(bytes)).at(-1)).toHaveProperty('end');
    }),
    { numRuns: 400 },
  );
});

test('CHG-5: the errors file holds the refused rows as they were and loads again once mended', async () => {
  const text = 'ЛС;Период;Услуга;Начислено\r\n1;10.2026;Вода;10\r\n2;13.2026;"Вода; ""х""";-1O\r\n3;10.2026;Газ;5\r\n';
  const unknown: RegisterError = {
    scope: 'row',
    row: 4,
    column: 'Лицевой счёт',
    code: 'account.unknown',
    detail: registerErrors['account.unknown']({ value: '3' }),
    value: '3',
  };
  const file = await errorsFile(iconv.encode(text, 'cp1251'), {}, [unknown]);
  expect(file).toBe(
    '\ufeffЛС;Период;Услуга;Начислено;Строка;Что не так\r\n' +
      '2;13.2026;"Вода; ""х""";-1O;3;"Период: Месяца 13 не бывает. Нужен от 01 до 12; Начислено: В сумме буквы или лишние знаки. Оставьте только число, например 1234,56"\r\n'.replace(
        ';-1O',
        ";'-1O",
      ) +
      '3;10.2026;Газ;5;4;Лицевой счёт: Лицевого счёта «3» у вашей организации нет. Проверьте номер или сначала заведите счёт\r\n',
  );
  const mended = file.replace('13.2026', '10.2026').replace("'-1O", '-10');
  const items = await read(Buffer.from(mended));
  expect(codesOf(items)).toEqual([]);
  expect(items).toMatchObject([
    { row: { accountNumber: '2', serviceName: 'Вода; "х"', totalKopecks: -1_000n } },
    { row: { accountNumber: '3' } },
    { end: { rows: 2 } },
  ]);
  // Refused once more, it does not grow columns.
  expect((await errorsFile(Buffer.from(file))).split('\r\n')[0]).toBe('\ufeffЛС;Период;Услуга;Начислено;Строка;Что не так');
});

test("CHG-5 PAY-7: the errors of a bank's file load again as our own table, with the same operation", async () => {
  const tagged = iconv.encode(
    '7003;0454;12/11/2026;01;1O;0.50;CLIENTNO:0420017;CounterVal_1:252;method_pay:01\r\n7003;0454;12/11/2026;02;5;0;CLIENTNO:1\r\n',
    'cp1251',
  );
  const mended = (await errorsFile(tagged)).replace(';1O;', ';10;');
  expect((await read(Buffer.from(mended)))[0]).toMatchObject({
    row: {
      kind: 'payments',
      operationId: '7003-0454-2026-11-12-01',
      accountNumber: '0420017',
      kopecks: 1_000n,
      feeKopecks: 50n,
      method: '01',
      readings: [{ meter: '1', value: '252' }],
    },
  });

  const charges = iconv.encode('0420017;ул. Малышева;1O.00;86#х/в №12@501#245.00\r\n0420018;ул. Малышева;10.00;86\r\n', 'cp1251');
  const again = await read(Buffer.from((await errorsFile(charges)).replace('1O.00', '10.00')), { period: '2026-10' });
  expect(again[0]).toMatchObject({
    row: { kind: 'charges', accountNumber: '0420017', totalKopecks: 1_000n, serviceCode: '86', meters: [{ meter: '501', value: '245.00' }] },
  });
});

test('CHG-5: the sums of an account come with all that is wrong in the file, also in a refused one', async () => {
  const file = await errorsFile(Buffer.from('ЛС;Период;Услуга;Начислено\r\n1;10.2026;Вода;10\r\nИтого;;;11\r\n'));
  expect(file.split('\r\n')[1]).toContain('по итоговой строке 11,00, а по строкам файла 10,00');
});

test('CHG-5: a repeated key is found among a hundred thousand, and no other', () => {
  const seen = new FirstRows();
  for (let row = 1; row <= 100_000; row += 1) expect(seen.earlier(`66000${row}\t2026-10\tвода`, row)).toBeUndefined();
  expect([seen.earlier('660001\t2026-10\tвода', 1), seen.earlier('6600099999\t2026-10\tвода', 7)]).toEqual([1, 99_999]);
});
