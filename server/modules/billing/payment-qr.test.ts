import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { qrSvg } from '#platform/qr-code';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  buildPaymentText,
  canonicalName,
  characterSetOf,
  encodeText,
  paymentQr,
  requiredNames,
  PaymentFieldError,
  type CharacterSet,
  type PaymentFields,
} from './payment-qr.ts';
import { readPaymentText } from './payment-text-read.ts';

const required: PaymentFields = {
  Name: 'ООО "УК Липовый двор"',
  PersonalAcc: '40702810938000012345',
  BankName: 'ПАО СБЕРБАНК',
  BIC: '044525225',
  CorrespAcc: '30101810400000000225',
};
const full: PaymentFields = {
  ...required,
  PayeeINN: '7707083893',
  PersAcc: '1000000001',
  PaymPeriod: '102026',
  LastName: 'Щёлкин',
  PayerAddress: 'г. Верхнереченск, ул. Липовая, д. 14, кв. 37',
};
const zbar = spawnSync('zbarimg', ['--version']).error === undefined;

function read(text: string, characterSet: CharacterSet = 'utf-8') {
  const reading = readPaymentText(encodeText(text, characterSet));
  if (!reading.ok) throw new Error(`${reading.problem} ${reading.field ?? ''}`);
  return reading.payment;
}

test('BILL-1: the five required fields come first, the sum is in kopecks, the header names the encoding', () => {
  const text = buildPaymentText({ PersAcc: '17', ...required }, { sumKopecks: 919_661n, addKopecks: 1_240n });
  expect(text).toBe(
    'ST00012|Name=ООО "УК Липовый двор"|PersonalAcc=40702810938000012345|BankName=ПАО СБЕРБАНК|BIC=044525225|CorrespAcc=30101810400000000225|PersAcc=17|Sum=919661|AddAmount=1240',
  );
});

test('BILL-1: what is written is read back, with any values, in each encoding', () => {
  const letters: Record<CharacterSet, string> = {
    'utf-8': 'абвгёЯЩ №«»|~_=; 09Az😀€',
    'windows-1251': 'абвгёЯЩ №«»|~_=; 09Az€',
    'koi8-r': 'абвгёЯЩ |~_=; 09Az',
  };
  fc.assert(
    fc.property(
      fc.constantFrom<CharacterSet>('utf-8', 'windows-1251', 'koi8-r'),
      fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }),
      fc.infiniteStream(fc.nat()),
      (set, sumKopecks, numbers) => {
        const signs = Array.from(letters[set]);
        const some = (length: number) =>
          Array.from({ length }, () => signs[numbers.next().value! % signs.length])
            .join('')
            .trim() || 'я';
        const fields: PaymentFields = { ...required, Name: some(40).slice(0, 80), LastName: some(12), Purpose: some(60) };
        const text = buildPaymentText(fields, { sumKopecks }, set);
        const payment = read(text, set);
        expect(payment.characterSet).toBe(set);
        expect(payment.sumKopecks).toBe(sumKopecks);
        expect(payment.warnings).toEqual([]);
        for (const name of ['Name', 'LastName', 'Purpose', 'BIC']) expect(payment.fields.get(name)).toBe(fields[name]);
      },
    ),
  );
});

test('BILL-1: a value with the separator inside takes another separator and stays whole', () => {
  const text = buildPaymentText({ ...required, Purpose: 'кв. 1|2 ~ 3' });
  expect(text[7]).toBe('_');
  expect(read(text).fields.get('Purpose')).toBe('кв. 1|2 ~ 3');
  expect(() => buildPaymentText({ ...required, Purpose: '|~_#$^&*;!' })).toThrow(PaymentFieldError);
});

test('BILL-1: the separator is the first of the standard’s that no value holds, whichever those are', () => {
  const separators = '|~_#$^&*;!';
  for (let known = 0; known < separators.length; known += 1) {
    const Purpose = `а${separators.slice(0, known)}б`;
    const text = buildPaymentText({ ...required, Purpose });
    expect([text[7], read(text).fields.get('Purpose')]).toEqual([separators[known], Purpose]);
  }
});

test('BILL-1: every field of the standard is written by its own spelling and read in any; empty ones are left out', () => {
  const names =
    `Purpose PayeeINN PayerINN DrawerStatus KPP CBC OKTMO PaytReason TaxPeriod DocNo DocDate TaxPaytKind LastName FirstName MiddleName PayerAddress PersonalAccount DocIdx PensAccNo Contract PersAcc Flat Phone
    PayerIdType PayerIdNum ChildFio BirthDate PaymTerm PaymPeriod Category ServiceName CounterId CounterVal QuittId QuittDate InstNum ClassNum SpecFio RuleId ExecId RegType UIN TechCode`.split(
      /\s+/,
    );
  expect(names).toHaveLength(43);
  const text = buildPaymentText({ ...required, ...Object.fromEntries(names.map((name, n) => [name, String(n)])) });
  for (const [n, name] of names.entries()) {
    expect(text, name).toContain(`|${name}=${n}`);
    expect([name, canonicalName(name), canonicalName(name.toUpperCase()), canonicalName(name.toLowerCase())]).toEqual([name, name, name, name]);
  }
  expect(['Sum', 'AddAmount', 'payeekpp', 'Подъезд'].map((name) => canonicalName(name.toLowerCase()))).toEqual(['Sum', 'AddAmount', 'KPP', undefined]);
  expect(requiredNames.map((name) => canonicalName(name.toUpperCase()))).toEqual(['Name', 'PersonalAcc', 'BankName', 'BIC', 'CorrespAcc']);
  expect(buildPaymentText({ ...required, Purpose: '' })).not.toContain('Purpose');
  expect(['0', '1', '2', '3', '4'].map(characterSetOf)).toEqual([undefined, 'windows-1251', 'utf-8', 'koi8-r', undefined]);
});

test('BILL-1: bad data are never written, the error names the field', () => {
  const cases: [string, string, PaymentFields, bigint?][] = [
    ['BIC', '9 digits', { ...required, BIC: '04452522' }],
    ['PersonalAcc', '20 digits', { ...required, PersonalAcc: '4070281093800001234Х' }],
    ['CorrespAcc', '20 digits, or 0 where there is none', { ...required, CorrespAcc: '' }],
    ['Name', '1 to 160 characters', { ...required, Name: ' ' }],
    ['Name', '1 to 160 characters', { ...required, Name: 'я'.repeat(161) }],
    ['BankName', '1 to 45 characters', { ...required, BankName: 'я'.repeat(46) }],
    ['BankName', '1 to 45 characters', { ...required, BankName: ' ' }],
    ['Purpose', 'at most 210 characters', { ...required, Purpose: 'я'.repeat(211) }],
    ['Purpose', 'holds a control character', { ...required, Purpose: 'первая\r\nвторая' }],
    ['LastName', 'holds half a character', { ...required, LastName: '\ud800' }],
    ['lastName', 'not a field of the standard to be given as text', { ...required, lastName: 'Щёлкин' }],
    ['PayeeKPP', 'not a field of the standard to be given as text', { ...required, PayeeKPP: '667001001' }],
    ['Sum', 'not a field of the standard to be given as text', { ...required, Sum: '100.00' }],
    ['AddAmount', 'not a field of the standard to be given as text', { ...required, AddAmount: '100' }],
    ['Sum', 'whole kopecks, not negative, at most 18 digits', required, -1n],
    ['Sum', 'whole kopecks, not negative, at most 18 digits', required, 10n ** 18n],
    ['Name', 'the whole text is over 2331 bytes', { ...required, PayerAddress: 'я'.repeat(1_200) }],
    ['Name', 'every separator occurs in the values', { ...required, Purpose: '|~_#$^&*;!' }],
  ];
  for (const [field, message, fields, sumKopecks] of cases) {
    expect(() => buildPaymentText(fields, { sumKopecks }), `${field} ${JSON.stringify(fields)}`).toThrow(
      expect.objectContaining({ name: 'PaymentFieldError', field, message: `${field}: ${message}` }),
    );
  }
  expect(() => buildPaymentText(required, { addKopecks: -1n })).toThrow(expect.objectContaining({ field: 'AddAmount' }));
  expect(
    buildPaymentText({ ...required, Name: 'я'.repeat(160), BankName: 'я'.repeat(45), Purpose: 'я'.repeat(210) }, { sumKopecks: 10n ** 18n - 1n }),
  ).toContain('|Sum=999999999999999999');
  expect(() => buildPaymentText({ ...required, Name: 'Дом № 1' }, {}, 'koi8-r')).toThrow(
    expect.objectContaining({ field: 'Name', message: 'Name: "№" is not in koi8-r' }),
  );
  expect(buildPaymentText({ ...required, CorrespAcc: '0' })).toContain('|CorrespAcc=0');
});

test('BILL-2: mistakes of real bills are read with a warning', () => {
  const body = 'Name=А|PersonalAcc=40702810016540000001|BankName=Б|BIC=046577674';
  const cases: [string, string[], Record<string, string>, bigint?][] = [
    [`ST00012|${body}|CorrespAcc=0|PayeeKPP=667001001`, ['nameSpelling'], { KPP: '667001001' }],
    [`ST00012|${body}|CorrespAcc=0|Sum=100.00`, ['sumWithPoint'], {}, 10_000n],
    [`ST00012|${body}|CorrespAcc=0|Sum=100,5`, ['sumWithPoint'], {}, 10_050n],
    [`ST00012|${body}|CorrespAcc=0|Sum=100`, [], {}, 100n],
    [`ST00012|${body}|`, ['noCorrespAcc'], {}],
    [`ST00012|${body}|CorrespAcc=0|lastName=Щёлкин|persAcc=17`, ['nameSpelling'], { LastName: 'Щёлкин', PersAcc: '17' }],
    [`ST00012|${body}|CorrespAcc=0|Purpose=За\r\nоктябрь\r\n`, ['lineEnds'], { Purpose: 'За октябрь' }],
    [`\ufeffST00012|${body}|CorrespAcc=0`, ['byteOrderMark'], {}],
    [`ST00012|${body}|CorrespAcc=0|Подъезд=2`, ['unknownName'], { Подъезд: '2' }],
    [`ST00012|${body}|CorrespAcc=0|PayeeINN=7707083894`, ['payeeInn'], {}],
    [`ST00012|${body}|CorrespAcc=0|PayeeINN=500100732259`, [], {}],
    [`ST00012|${body}|CorrespAcc=0|BIC=046577674`, [], {}],
    [`ST00012✓${body.replaceAll('|', '✓')}✓CorrespAcc=0`, [], { Name: 'А' }],
  ];
  for (const [text, warnings, fields, sum] of cases) {
    for (const source of [text, new TextEncoder().encode(text)]) {
      const reading = readPaymentText(source);
      expect(reading, text).toMatchObject({ ok: true, payment: { warnings, sumKopecks: sum } });
      if (reading.ok) for (const [name, value] of Object.entries(fields)) expect(reading.payment.fields.get(name)).toBe(value);
    }
  }
});

test('BILL-2: a text that cannot be used says why, and no bytes make the reader throw', () => {
  const body = 'Name=А|PersonalAcc=40702810016540000001|BankName=Б|BIC=046577674|CorrespAcc=0';
  const cases: [string, string, string?][] = [
    [`SA00012|${body}`, 'header'],
    [`ST00022|${body}`, 'header'],
    [`ST00014|${body}`, 'header'],
    ['', 'header'],
    [`ST00012|${body}|what`, 'pair'],
    [`ST00012|${body}|Name=Б`, 'repeated', 'Name'],
    [`ST00012|${body.replace('BIC=046577674|', '')}`, 'missing', 'BIC'],
    [`ST00012|${body.replace('BIC=046577674', 'BIC=04657767')}`, 'value', 'BIC'],
    [`ST00012|${body}|Sum=сто`, 'value', 'Sum'],
  ];
  for (const [text, problem, field] of cases) expect(readPaymentText(text), text).toEqual({ ok: false, problem, ...(field && { field }) });
  const windows = encodeText(`ST00012|${body}`, 'windows-1251');
  expect(readPaymentText(windows)).toEqual({ ok: false, problem: 'encoding' });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', 'ST00012|', 'ST00011|Name='), (bytes, start) => {
      readPaymentText(Buffer.concat([Buffer.from(start), bytes]));
    }),
  );
});

const samples = new URL('../../../../shared/samples/gost56042/examples.txt', import.meta.url);
test.skipIf(!existsSync(samples))('BILL-2: the published samples are read, the invalid ones are refused', () => {
  const lines = readFileSync(samples, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  let invalid = false;
  let seen = 0;
  for (const line of lines) {
    if (line.startsWith('#')) {
      invalid = line.startsWith('# INVALID');
      continue;
    }
    seen += 1;
    const reading = readPaymentText(line);
    expect(reading.ok, line).toBe(!invalid);
    if (reading.ok) {
      const set = reading.payment.characterSet;
      expect(readPaymentText(encodeText(line, set))).toEqual(reading);
    }
  }
  expect(seen).toBeGreaterThanOrEqual(8);
});

test.skipIf(!zbar)('BILL-1: a scanner reads the drawn code byte for byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qr-'));
  try {
    for (const set of ['utf-8', 'windows-1251'] as const) {
      const text = buildPaymentText(full, { sumKopecks: 919_661n }, set);
      const picture = await sharp(Buffer.from(qrSvg(paymentQr(text, set))))
        .resize(600)
        .png()
        .toBuffer();
      const file = join(folder, 'code.png');
      writeFileSync(file, picture);
      const bytes = execFileSync('zbarimg', ['-q', '-Sbinary', '--raw', '--oneshot', file]);
      expect(Buffer.compare(bytes, encodeText(text, set)), set).toBe(0);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
