import { expect, test } from 'vitest';
import type { Registers } from '#modules/ownership';
import { compareRecords, type OwnSide } from './compare-records.ts';
import type { OwnedHome } from './ports.ts';
import { registersToAsk } from './registers-to-ask.ts';

const AT = '2026-11-20T10:00:00.000Z';
const side: OwnSide = {
  name: 'Ветров Артём Игоревич',
  birthDay: '1996-04-08',
  inn: '500100732259',
  passportSeries: '6516',
  passportNumber: '100014',
  passportDay: '2016-05-20',
  registeredAddress: 'Екатеринбург, Июльская, 114, кв. 52',
  housingStatus: 'rented',
  bankCode: '044525225',
};
const home: OwnedHome = { address: 'Июльская, 114, кв. 52', cadastralNumber: '66:41:9900114:1052', areaTotal: '49.70', ownerName: 'Ветров А. И.' };
const found = <Value>(value: Value) => ({ kind: 'found', value }) as const;
const unknown = { kind: 'unknown' } as const;
const knows: Registers = {
  taxpayer: async () => found({ name: 'Ветров Артём Игоревич', birthDay: '1996-04-09' }),
  passport: async (series, number) =>
    found({
      name: 'Ветров Артём Игоревич',
      birthDay: '1996-04-08',
      state: series === '65 16' && number === '100014' ? 'invalid' : 'valid',
      issuedOn: '2016-05-20',
      registeredAt: 'Свердловская область, г. Екатеринбург',
    }),
  bank: async () => found({ name: 'Учебный банк', state: 'closed' }),
  property: async (cadastralNumber) =>
    found({
      cadastralNumber,
      address: '',
      area: '48.9',
      restrictions: [],
      rights: [
        {
          number: '1',
          registeredOn: '2021-06-18',
          endedOn: null,
          share: null,
          ground: null,
          holders: [{ name: 'ВЕТРОВ АРТЕМ ИГОРЕВИЧ', birthDay: null, snils: null, inn: null }],
        },
      ],
    }),
};
const nobody: Registers = { taxpayer: async () => unknown, passport: async () => unknown, bank: async () => unknown, property: async () => unknown };

async function findings(registers: Registers, own = side) {
  const told = await Promise.all(registersToAsk(registers).map(async ({ source, ask }) => ({ source, at: AT, ...(await ask({ side: own, homes: [home] })) })));
  return compareRecords(own, told).map(({ field, source, ours, theirs }) => `${source} ${field}: ${ours} | ${theirs}`);
}

test('DATA-1: each register is asked by the papers of the profile, and only what differs comes back', async () => {
  expect(await findings(knows)).toEqual([
    'tax birthDay: 1996-04-08 | 1996-04-09',
    'property housingStatus: Снимаю | Своё',
    'interior passport: ••••••••014 | недействителен',
    'manager ownerName: Ветров Артём Игоревич | Ветров А. И.',
    'property area: 49.70 | 48.9',
    'bank bank: открыт | закрыт',
  ]);
});

test('DATA-1: a paper that no register knows is a difference too, and what the profile does not say is not asked about', async () => {
  expect((await findings(nobody)).map((line) => line.split(':')[0])).toEqual([
    'tax inn',
    'interior passport',
    'manager ownerName',
    'property cadastralNumber',
    'bank bank',
  ]);
  expect(await findings(nobody, { name: side.name })).toEqual([
    'manager ownerName: Ветров Артём Игоревич | Ветров А. И.',
    'property cadastralNumber: 66:41:9900114:1052 | такого объекта нет',
  ]);
});

test('DATA-3: a silent register throws, so that its last word stays', async () => {
  const silent: Registers = { ...knows, taxpayer: async () => ({ kind: 'silent', why: 'timeOut' }) };
  await expect(registersToAsk(silent)[0]!.ask({ side, homes: [] })).rejects.toThrow('timeOut');
});
