import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  checkBankCode,
  checkBillNumber,
  checkCadastralNumber,
  checkCorrespondentAccount,
  checkEmail,
  checkHouseNumber,
  checkInsuranceNumber,
  checkPhone,
  checkRegistrationNumber,
  checkServiceNumber,
  checkSettlementAccount,
  checkStateChargeNumber,
  checkTaxNumber,
  checkTaxReasonCode,
  checkUnifiedAccount,
  isSmsTarget,
  type Checked,
} from './identifiers.ts';

const value = (checked: Checked) => (checked.ok ? checked.value : checked.code);
const detail = (checked: Checked) => (checked.ok ? '' : checked.detail.replaceAll('\u00a0', ' '));

describe('state housing system', () => {
  test('ACC-2: Latin look-alikes, case and spaces in an account number are mended', () => {
    expect(value(checkUnifiedAccount('80PC558347'))).toBe('80РС558347');
    expect(value(checkUnifiedAccount(' 80 рс 558347 '))).toBe('80РС558347');
    expect(value(checkUnifiedAccount('80ABCEHK'))).toBe('unifiedAccount.form');
    expect(value(checkUnifiedAccount('50xm123456'))).toBe('50ХМ123456');
    expect(value(checkServiceNumber('80PC558347–01'))).toBe('80РС558347-01');
    expect(value(checkBillNumber('80РС558347-01-6071'))).toBe('80РС558347-01-6071');
  });

  test('X-3, ACC-2: a wrong account number says how it looks and how many signs were typed', () => {
    expect(value(checkUnifiedAccount('80РС55834'))).toBe('unifiedAccount.form');
    expect(detail(checkUnifiedAccount('80РС55834'))).toBe('Проверьте единый лицевой счёт: он выглядит как 80РС558347. Вы ввели 9 знаков, а нужно 10.');
    expect(detail(checkUnifiedAccount('80РЁ558347'))).toBe('Проверьте единый лицевой счёт: он выглядит как 80РС558347.');
    expect(value(checkUnifiedAccount('  '))).toBe('unifiedAccount.empty');
    expect(value(checkUnifiedAccount('x80РС558347'))).toBe('unifiedAccount.form');
    expect(value(checkServiceNumber('80РС558347'))).toBe('serviceNumber.form');
    expect(value(checkServiceNumber('80РС558347-01-6071'))).toBe('serviceNumber.form');
    expect(value(checkBillNumber('80РС558347-01-607'))).toBe('billNumber.form');
    expect(value(checkBillNumber('80РС558347-01-60711'))).toBe('billNumber.form');
  });
});

describe('numbers with check digits', () => {
  test.each(['7707083893', '500100732259', '77 07-083 893', '6670000110'])('HOME-2: tax number %s holds', (text) => {
    expect(value(checkTaxNumber(text))).toBe(text.replace(/\D/g, ''));
  });

  test('HOME-2, X-3: a tax number that does not hold, or of the wrong kind', () => {
    for (const bad of ['7707083894', '0000000000', '500100732258', '500100732249', '000000000000', '000000000001'])
      expect(value(checkTaxNumber(bad))).toBe('taxNumber.checksum');
    expect(value(checkTaxNumber('123456789'))).toBe('taxNumber.length');
    expect(detail(checkTaxNumber('123'))).toBe('Нужно 10 или 12 цифр, а введено 3 цифры');
    expect(value(checkTaxNumber('770708389a'))).toBe('taxNumber.form');
    expect(value(checkTaxNumber(''))).toBe('taxNumber.empty');
    expect(value(checkTaxNumber('7707083893', 'person'))).toBe('taxNumber.length');
    expect(value(checkTaxNumber('500100732259', 'person'))).toBe('500100732259');
    expect(value(checkTaxNumber('500100732259', 'organization'))).toBe('taxNumber.length');
  });

  test('ADMIN-1: registration numbers, reason codes', () => {
    expect(value(checkRegistrationNumber('1027700132195'))).toBe('1027700132195');
    expect(value(checkRegistrationNumber('304500116000157'))).toBe('304500116000157');
    expect(value(checkRegistrationNumber('1027700132194'))).toBe('registrationNumber.checksum');
    expect(value(checkRegistrationNumber('304500116000158'))).toBe('registrationNumber.checksum');
    expect(value(checkRegistrationNumber('0000000000000'))).toBe('registrationNumber.checksum');
    expect(value(checkRegistrationNumber('10277001321951'))).toBe('registrationNumber.length');
    expect(value(checkTaxReasonCode('6670 01001'))).toBe('667001001');
    expect(value(checkTaxReasonCode('6670ab001'))).toBe('6670AB001');
    expect(value(checkTaxReasonCode('66700100'))).toBe('taxReasonCode.form');
    expect(value(checkTaxReasonCode(' '))).toBe('taxReasonCode.empty');
  });

  test('DATA-1: insurance numbers, the old ones unchecked', () => {
    expect(value(checkInsuranceNumber('11223344595'))).toBe('112-233-445 95');
    expect(value(checkInsuranceNumber('087-654-303 00'))).toBe('087-654-303 00');
    expect(value(checkInsuranceNumber('001-001-998 77'))).toBe('001-001-998 77');
    expect(value(checkInsuranceNumber('001-001-999 77'))).toBe('insuranceNumber.checksum');
    expect(value(checkInsuranceNumber('112-233-445 96'))).toBe('insuranceNumber.checksum');
    expect(value(checkInsuranceNumber('000-000-000 00'))).toBe('insuranceNumber.checksum');
    expect(value(checkInsuranceNumber('112-233-445'))).toBe('insuranceNumber.length');
  });

  test('DATA-4: accounts are checked against the code of their bank', () => {
    expect(value(checkBankCode('044525225'))).toBe('044525225');
    expect(value(checkBankCode('144525225'))).toBe('bankCode.checksum');
    expect(value(checkSettlementAccount('40702 810 1 3825 0123017', '044525225'))).toBe('40702810138250123017');
    expect(value(checkSettlementAccount('40702810138250123017', '044525226'))).toBe('settlementAccount.checksum');
    expect(value(checkSettlementAccount('40702810138250123018', '044525225'))).toBe('settlementAccount.checksum');
    expect(value(checkSettlementAccount('4070281013825012301', '044525225'))).toBe('settlementAccount.length');
    expect(value(checkSettlementAccount('4070281013825012301x', '044525225'))).toBe('settlementAccount.form');
    expect(value(checkSettlementAccount('', '044525225'))).toBe('settlementAccount.empty');
    expect(value(checkSettlementAccount('40702810138250123017', '04452522'))).toBe('settlementAccount.bankCode');
    expect(value(checkCorrespondentAccount('30101810400000000225', '044525225'))).toBe('30101810400000000225');
    expect(value(checkCorrespondentAccount('30101810500000000674', '046577674'))).toBe('30101810500000000674');
    expect(value(checkCorrespondentAccount('30101810500000000674', '044525225'))).toBe('correspondentAccount.checksum');
    expect(value(checkCorrespondentAccount('0'.repeat(20), '044525225'))).toBe('correspondentAccount.checksum');
  });

  test('BILL-4: numbers of state charges', () => {
    expect(value(checkStateChargeNumber('18810000000000012344'))).toBe('18810000000000012344');
    expect(value(checkStateChargeNumber('18810000000000012345'))).toBe('stateChargeNumber.checksum');
    expect(value(checkStateChargeNumber('1881160000000000000012346'))).toBe('1881160000000000000012346');
    expect(value(checkStateChargeNumber('1234567890'))).toBe('stateChargeNumber.length');
    // The first pass leaves 1·2 + 1·8 = 10, so the second, from weight 3: 1·4 + 1·10 = 14 → 3.
    expect(value(checkStateChargeNumber('01000001000000000003'))).toBe('01000001000000000003');
    expect(value(checkStateChargeNumber('01000001000000000000'))).toBe('stateChargeNumber.checksum');
  });
});

test('HOME-1, X-3: cadastral numbers have four groups', () => {
  expect(value(checkCadastralNumber(' 66:41:0000001:1017 '))).toBe('66:41:0000001:1017');
  expect(value(checkCadastralNumber('05:40:000123:456'))).toBe('05:40:000123:456');
  expect(detail(checkCadastralNumber('66:41:1'))).toBe('Нужны четыре группы цифр через двоеточие, например 66:41:0000001:1017');
  expect(detail(checkCadastralNumber('66:41:12345:1'))).toBe('В группах должно быть 2, 2, 6–7 и до 10 цифр, например 66:41:0000001:1017');
  for (const bad of ['66-41-0000001-1', '66:41:0000001:', '66:41:00000011:1', '6:41:0000001:1', '66:41:0000001:12345678901', 'x66:41:0000001:1'])
    expect(value(checkCadastralNumber(bad))).toBe('cadastralNumber.form');
  expect(value(checkCadastralNumber(''))).toBe('cadastralNumber.empty');
});

test('ACC-3: phones become one form, and only mobile ones take text messages', () => {
  for (const typed of ['+7 912 345-67-89', '8 (912) 345-67-89', '9123456789', '7.912.345.67.89', '+7 (912) 345–67–89'])
    expect(value(checkPhone(typed))).toBe('+79123456789');
  expect(value(checkPhone('(343) 222-22-22'))).toBe('+73432222222');
  expect(value(checkPhone('8-800-200-00-00'))).toBe('+78002000000');
  expect(value(checkPhone('843 222-22-22'))).toBe('+78432222222');
  expect(isSmsTarget('+79123456789')).toBe(true);
  expect(isSmsTarget('+73432222222')).toBe(false);
  expect(isSmsTarget('+78002000000')).toBe(false);
  expect(isSmsTarget('+791234567890')).toBe(false);
});

test('X-3: a phone that cannot be one says why', () => {
  expect(value(checkPhone('+1 202 555 0100'))).toBe('phone.foreign');
  expect(value(checkPhone('+7 701 123-45-67'))).toBe('phone.foreign');
  expect(value(checkPhone('912345678'))).toBe('phone.length');
  expect(detail(checkPhone('912345678'))).toBe('В номере должно быть 11 цифр вместе с +7 или 8, а введено 9 цифр');
  expect(value(checkPhone('89123456789 доб. 2'))).toBe('phone.form');
  expect(value(checkPhone('  '))).toBe('phone.empty');
});

test('ACC-3, X-3: e-mail addresses', () => {
  expect(value(checkEmail(' Galina.S+dom@Example.RU '))).toBe('Galina.S+dom@example.ru');
  expect(value(checkEmail('галина@пример.рф'))).toBe('галина@пример.рф');
  expect(value(checkEmail('a@b.xn--p1ai'))).toBe('a@b.xn--p1ai');
  for (const bad of [
    'galina',
    '@example.ru',
    'galina@example',
    'galina@.ru',
    'galina@example..ru',
    'ga lina@example.ru',
    '.a@example.ru',
    'a.@example.ru',
    'a..b@example.ru',
    'a@-b.ru',
    'a@b-.ru',
    'a@b@c.ru',
    'a@1.2.3.4',
  ]) {
    expect([bad, value(checkEmail(bad))]).toEqual([bad, 'email.form']);
  }
  expect(value(checkEmail(`${'a'.repeat(65)}@example.ru`))).toBe('email.length');
  expect(value(checkEmail(''))).toBe('email.empty');
});

test('HOME-1: house numbers have one form', () => {
  expect(value(checkHouseNumber('14'))).toBe('14');
  expect(value(checkHouseNumber('д. 3а'))).toBe('3А');
  expect(value(checkHouseNumber('3 A'))).toBe('3А');
  expect(value(checkHouseNumber('дом 7 / 9'))).toBe('7/9');
  expect(value(checkHouseNumber('12Б/3'))).toBe('12Б/3');
  expect(value(checkHouseNumber('1/1а'))).toBe('1/1А');
  expect(value(checkHouseNumber('9999'))).toBe('9999');
  for (const bad of ['А3', '0', '12345', '7/', '14 к 2', '3АБ', '-3', '7/0']) expect([bad, value(checkHouseNumber(bad))]).toEqual([bad, 'houseNumber.form']);
  expect(value(checkHouseNumber(' '))).toBe('houseNumber.empty');
});

const sample = new URL('../../shared/samples/identifiers/test-vectors.json', import.meta.url);
test.skipIf(!existsSync(sample))('ACC-2, HOME-1, HOME-2, BILL-4: the published vectors hold', () => {
  const vectors = JSON.parse(readFileSync(sample, 'utf8')) as Record<string, string[]> & { accounts: { bic: string; acc?: string; corr?: string }[] };
  const checks: [string, (text: string) => Checked][] = [
    ['inn10', (text) => checkTaxNumber(text, 'organization')],
    ['inn12', (text) => checkTaxNumber(text, 'person')],
    ['ogrn', checkRegistrationNumber],
    ['ogrnip', checkRegistrationNumber],
    ['snils', checkInsuranceNumber],
    ['uin', checkStateChargeNumber],
    ['els', checkUnifiedAccount],
    ['izhku', checkServiceNumber],
    ['pd_id', checkBillNumber],
    ['cadastral', checkCadastralNumber],
  ];
  for (const [name, check] of checks) {
    for (const text of vectors[`${name}_valid`] ?? []) expect([text, value(check(text))]).toEqual([text, text]);
    for (const text of vectors[`${name}_invalid`] ?? []) expect([text, check(text).ok]).toEqual([text, false]);
  }
  for (const { bic, acc, corr } of vectors.accounts) {
    if (acc) expect([acc, checkSettlementAccount(acc, bic).ok]).toEqual([acc, true]);
    if (corr) expect([corr, checkCorrespondentAccount(corr, bic).ok]).toEqual([corr, true]);
  }
});
