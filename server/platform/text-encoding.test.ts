import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { bytesInMemory } from './byte-source.ts';
import { decodeStream, decodeText, detectEncoding, encodingOf, type TextEncoding } from './text-encoding.ts';

const encodings: readonly TextEncoding[] = ['utf-8', 'cp1251', 'cp866', 'koi8-r'];
const texts = [
  'Лицевой счёт;Услуга;Начислено\r\n0420017;Отопление;1200,50\r\n',
  '0420017;ТЕСТОВА АННА ПЕТРОВНА;ЕКАТЕРИНБУРГ, МАЛЫШЕВА, Д.1, КВ.17;6485.30\r\n',
  '0420017;холодная вода;х/в №12345678;12,5\r\n'.replace('№', 'N'),
];

test.each(encodings)('CHG-5: %s is told from the other encodings, in capitals and small letters', (encoding) => {
  for (const text of texts) expect(detectEncoding(iconv.encode(text, encoding))).toBe(encoding);
});

test('CHG-5: a byte order mark decides and is not part of the text', async () => {
  const utf8 = iconv.encode('Услуга', 'utf-8', { addBOM: true });
  const utf16 = iconv.encode('Услуга', 'utf-16le', { addBOM: true });
  expect(decodeText(utf8, detectEncoding(utf8))).toBe('Услуга');
  expect(decodeText(utf16, detectEncoding(utf16))).toBe('Услуга');
  expect(detectEncoding(Buffer.concat([utf8, Buffer.from([0xcf])]))).toBe('utf-8');
});

test('CHG-5: the first Russian letter may come after a megabyte of digits', async () => {
  const bytes = Buffer.concat([Buffer.from('0123456789;0.00\n'.repeat(70_000)), iconv.encode(texts[0] ?? '', 'cp866')]);
  expect(await encodingOf(bytesInMemory(bytes))).toBe('cp866');
  expect(await encodingOf(bytesInMemory(Buffer.from('123;45\n')))).toBe('utf-8');
});

test('CHG-5: a stream cut at any byte decodes to the same text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...encodings), fc.integer({ min: 1, max: 7 }), async (encoding, pieceBytes) => {
      const text = texts.join('');
      let decoded = '';
      const source = bytesInMemory(iconv.encode(text, encoding), pieceBytes);
      for await (const piece of decodeStream(source.read(0, source.size), encoding)) decoded += piece;
      expect(decoded).toBe(text);
    }),
  );
});
