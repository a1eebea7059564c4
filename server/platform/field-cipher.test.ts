import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { blindIndex, blindIndexes, needsNewKey, openBytes, openField, sealBytes, sealField, type FieldPlace, type IndexedColumn } from './field-cipher.ts';
import { openKeyRing, singleKeyRing } from './key-ring.ts';

const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
const ring = openKeyRing({ keys: { 1: first } });
const place: FieldPlace = { table: 'identity.person', column: 'passport', rowId: '17' };
const passport: IndexedColumn = { table: 'identity.person', column: 'passport', normalise: (value) => value.replace(/\D/g, '') };
const damaged = expect.objectContaining({ name: 'CipherError', fault: 'damaged' });

test('X-10: any text comes back as it was, and equal texts look different', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(openField(ring, place, sealField(ring, place, text))).toBe(text);
    }),
  );
  const stored = sealField(ring, place, '4510 123456');
  expect(stored).toHaveLength(40);
  expect(sealField(ring, place, '4510 123456').equals(stored)).toBe(false);
});

test('X-10: a value moved to another row, column or table does not open, nor does a changed or cut one', () => {
  const stored = sealField(ring, place, '4510 123456');
  for (const other of [{ rowId: '18' }, { column: 'snils' }, { table: 'identity.child' }, { table: 'identity.person\0passport', column: '17', rowId: '' }]) {
    expect(() => openField(ring, { ...place, ...other }, stored), JSON.stringify(other)).toThrow(damaged);
  }
  for (let byte = 1; byte < stored.length; byte++) {
    expect(() => openField(ring, place, stored.with(byte, stored[byte]! ^ 1)), `byte ${byte}`).toThrow(damaged);
    expect(() => openField(ring, place, stored.subarray(0, byte)), `cut at ${byte}`).toThrow(damaged);
  }
  expect(() => openField(openKeyRing({ keys: { 1: second } }), place, stored)).toThrow(damaged);
});

test('X-10: a rotation keeps old values readable until their key leaves the ring', () => {
  const stored = sealField(ring, place, '4510 123456');
  const both = openKeyRing({ keys: { 1: first, 2: second } });
  expect(both.current).toBe(2);
  expect(needsNewKey(both, stored)).toBe(true);
  expect(openField(both, place, stored)).toBe('4510 123456');
  const again = sealField(both, place, openField(both, place, stored));
  expect(needsNewKey(both, again)).toBe(false);
  const onlyNew = openKeyRing({ keys: { 2: second } });
  expect(openField(onlyNew, place, again)).toBe('4510 123456');
  expect(() => openField(onlyNew, place, stored)).toThrow(expect.objectContaining({ fault: 'noKey' }));
  expect(() => openField(onlyNew, place, again.with(0, 1))).toThrow(expect.objectContaining({ fault: 'noKey' }));
});

test('X-10: a value is found by its blind index however it is typed, in its own column only, during a rotation too', () => {
  const index = blindIndex(ring, passport, '4510 123456');
  expect(index).toHaveLength(17);
  expect(blindIndex(ring, passport, '45 10 123456').equals(index)).toBe(true);
  expect(blindIndex(ring, passport, '4510 123457').equals(index)).toBe(false);
  expect(blindIndex(ring, { ...passport, column: 'snils' }, '4510 123456').equals(index)).toBe(false);
  const both = openKeyRing({ keys: { 1: first, 2: second } });
  expect(blindIndex(both, passport, '4510 123456').equals(index)).toBe(false);
  expect(blindIndexes(both, passport, '4510123456').some((candidate) => candidate.equals(index))).toBe(true);
});

test('X-10: the key of one person is kept sealed; without it nothing of the person opens', () => {
  const keyPlace: FieldPlace = { table: 'identity.person_key', column: 'key', rowId: '17' };
  const sealedKey = sealBytes(ring, keyPlace, randomBytes(32));
  const person = singleKeyRing(openBytes(ring, keyPlace, sealedKey));
  const stored = sealField(person, place, 'Щёлкин');
  expect(openField(singleKeyRing(openBytes(ring, keyPlace, sealedKey)), place, stored)).toBe('Щёлкин');
  expect(() => openField(ring, place, stored)).toThrow(damaged);
});

test('X-10: a key ring that cannot be used is refused at the start, without showing a key', () => {
  const short = randomBytes(16).toString('base64');
  for (const settings of [
    { keys: {} },
    { keys: { 0: first } },
    { keys: { 256: first } },
    { keys: { one: first } },
    { keys: { 1: short } },
    { keys: { 1: 'не base64' } },
    { keys: { 1: first }, current: 2 },
  ]) {
    expect(() => openKeyRing(settings as { keys: Record<string, string> })).toThrow(
      expect.objectContaining({ fault: 'keyRing', message: expect.not.stringContaining(short) }),
    );
  }
});
