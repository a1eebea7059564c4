import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RECORD_FIELDS, RECORD_SECTIONS } from '#contract/records';
import { checkSection } from './check-section.ts';

const TODAY = '2026-11-22';
const personal = {
  birthDay: '1950-05-17',
  snils: '112-233-445 95',
  passportSeries: '65 04',
  passportNumber: '564738',
  passportDay: '2004-06-01',
  passportCode: '660001',
  passportIssuer: 'УВД  Кировского района',
};
const wrongOf = (section: Parameters<typeof checkSection>[0], values: Parameters<typeof checkSection>[1]) => {
  const checked = checkSection(section, values, TODAY);
  return checked.ok ? [] : checked.fields.map(({ pointer }) => pointer.replace('/values/', ''));
};

test('DATA-4: a section is kept in the normal form of each field, what is optional may be empty', () => {
  expect(checkSection('personal', personal, TODAY)).toEqual({
    ok: true,
    values: { ...personal, passportSeries: '6504', passportCode: '660-001', passportIssuer: 'УВД Кировского района' },
  });
  expect(checkSection('finance', { bankCode: '044525225', bankAccount: '4070 2810 1382 5012 3017' }, TODAY)).toEqual({
    ok: true,
    values: { bankCode: '044525225', bankAccount: '40702810138250123017' },
  });
});

test('DATA-4, X-3: each wrong field is named, the others with it', () => {
  expect(wrongOf('personal', {})).toEqual(['birthDay', 'snils', 'passportSeries', 'passportNumber', 'passportDay', 'passportCode', 'passportIssuer']);
  expect(wrongOf('personal', { ...personal, snils: '112-233-445 96', inn: '500100732258', passportNumber: '000100' })).toEqual([
    'snils',
    'inn',
    'passportNumber',
  ]);
  expect(wrongOf('personal', { ...personal, birthDay: '2026-11-23' })).toEqual(['birthDay', 'passportDay']);
  expect(wrongOf('personal', { ...personal, passportDay: '1964-05-16' })).toEqual(['passportDay']);
  expect(wrongOf('personal', { ...personal, birthDay: '1850-01-01' })).toEqual(['birthDay']);
  expect(wrongOf('location', { postalCode: '62001', registeredAddress: 'дом', registeredSince: '32.01.2020' })).toEqual([
    'postalCode',
    'registeredAddress',
    'registeredSince',
  ]);
  expect(wrongOf('finance', { bankCode: '044525225', bankAccount: '40702810138250123018' })).toEqual(['bankAccount']);
  expect(wrongOf('family', { familyStatus: 'toString', children: '-1', housingStatus: 'own' })).toEqual(['familyStatus', 'children']);
});

test('DATA-4: whatever is typed, a section answers with values or named fields, and what it took it takes again unchanged', () => {
  const typed = fc.dictionary(
    fc.constantFrom(...RECORD_FIELDS),
    fc.oneof(fc.string(), fc.constantFrom('6504', '564738', '2004-06-01', '044525225', '0', 'own')),
  );
  fc.assert(
    fc.property(fc.constantFrom(...RECORD_SECTIONS), typed, (section, values) => {
      const checked = checkSection(section, values, TODAY);
      if (checked.ok) expect(checkSection(section, checked.values, TODAY)).toEqual(checked);
      else expect(checked.fields.length).toBeGreaterThan(0);
    }),
  );
});
