// What differs is named field by field; what only looks different is not a difference.
import { expect, test } from 'vitest';
import type { Extract } from './extract.ts';
import { allSame, comparePapers, compareWithProperty, isSameAddress } from './compare-claim.ts';
import type { RegisterObject } from './registers.ts';

const claimant = { name: 'Ветров Артём Игоревич', birthDay: '1996-04-08', snils: '112-233-445 95' };
const premises = { cadastralNumber: '66:41:9900114:1052', address: 'Июльская, 114, кв. 52' };
const address = 'Свердловская область, г. Екатеринбург, ул. Июльская, д. 114, кв. 52';
const register: RegisterObject = {
  cadastralNumber: premises.cadastralNumber,
  address,
  area: '49.70',
  restrictions: [],
  rights: [
    {
      number: 'п-2',
      registeredOn: '2021-06-18',
      endedOn: null,
      share: { numerator: 1, denominator: 2 },
      ground: 'sale',
      holders: [{ name: 'ВЕТРОВ  АРТЕМ Игоревич', birthDay: '1996-04-08', snils: null, inn: null }],
    },
    {
      number: 'п-1',
      registeredOn: '2001-01-01',
      endedOn: '2021-06-17',
      share: { numerator: 1, denominator: 1 },
      ground: null,
      holders: [{ name: 'Другой Иван', birthDay: null, snils: null, inn: null }],
    },
  ],
};
const extract: Extract = {
  form: 'extract_about_property_room',
  number: 'КУВИ-1',
  formedOn: '2026-10-20',
  cadastralNumber: premises.cadastralNumber,
  area: '49.7',
  address,
  kindWords: null,
  encumbrances: [],
  rights: [
    {
      kind: 'shared',
      words: '',
      number: 'п-2',
      registeredOn: '2021-06-18',
      endedOn: null,
      share: { numerator: 2, denominator: 4 },
      shareText: '2/4',
      holders: [{ kind: 'person', name: 'Ветров Артем Игоревич', birthDay: '1996-04-08', snils: null }],
    },
  ],
};
type Given = Parameters<typeof compareWithProperty>[0];
const compare = (more: Partial<Given> = {}) =>
  compareWithProperty({ premises, claimant, side: { extract, fault: null, signature: 'valid' }, register, today: '2026-11-12', ...more });
const differing = (more: Partial<Given>): string[] =>
  compare(more)
    .fields.filter(({ isSame }) => !isSame)
    .map(({ name }) => name);
const withRight = (more: Partial<Extract['rights'][number]>): Partial<Given> => ({
  side: { extract: { ...extract, rights: [{ ...extract.rights[0]!, ...more }] }, fault: null, signature: 'valid' },
});
const withExtract = (more: Partial<Extract>): Partial<Given> => ({ side: { extract: { ...extract, ...more }, fault: null, signature: 'valid' } });

test('OWN-2: case, ё, spaces, words of an address and unreduced shares are no difference; the right is the register’s', () => {
  expect(compare()).toMatchObject({ right: { share: { numerator: 1, denominator: 2 }, number: 'п-2', registeredOn: '2021-06-18' } });
  expect([differing({}), allSame(compare().fields)]).toEqual([[], true]);
  expect([
    isSameAddress('Июльская, 114, кв. 52', 'ул Июльская, дом 114, квартира 52'),
    isSameAddress('Июльская, 114, кв. 52', 'ул. Июльская, д. 11, кв. 452'),
    isSameAddress('Липовая, 1, корп. 2, кв. 3', 'Липовая улица, д. 1, к. 2, кв. 3'),
  ]).toEqual([true, false, true]);
});

test('OWN-2: another flat, another owner, an old, hidden, ended or unsigned extract, shares over the whole are each named', () => {
  const cases: readonly [Partial<Given>, string[]][] = [
    [{ side: { extract, fault: null, signature: 'changed' } }, ['signature']],
    [{ side: { extract, fault: null, signature: 'revoked' } }, ['signature']],
    [{ today: '2026-11-20' }, ['age']],
    [{ today: '2026-10-19' }, ['age']],
    [withExtract({ cadastralNumber: '66:41:9900114:1051' }), ['cadastralNumber']],
    [withExtract({ address: address.replace('52', '53') }), ['address']],
    [{ claimant: { ...claimant, name: 'Горюнов Роман Викторович' } }, ['owner', 'identity', 'share', 'right']],
    [{ claimant: { ...claimant, birthDay: '1996-04-09', snils: null } }, ['identity', 'share', 'right']],
    [withRight({ holders: [{ kind: 'hidden' }] }), ['owner', 'identity', 'share', 'right']],
    [withRight({ share: { numerator: 1, denominator: 3 } }), ['share']],
    [withRight({ share: null, shareText: 'пропорциональна площади' }), ['share']],
    [withRight({ endedOn: '2026-10-01' }), ['right']],
    [withRight({ number: 'п-9' }), ['right']],
    [
      withExtract({
        rights: [extract.rights[0]!, { ...extract.rights[0]!, number: 'п-3', share: { numerator: 2, denominator: 3 }, holders: [{ kind: 'hidden' }] }],
      }),
      ['shares'],
    ],
    [{ register: null }, ['cadastralNumber', 'address', 'owner', 'identity', 'share', 'right']],
    [{ side: { extract: null, fault: 'cut', signature: 'missing' } }, ['extract', 'signature', 'owner', 'identity', 'share', 'right']],
  ];
  for (const [more, names] of cases) expect(differing(more), JSON.stringify(more).slice(0, 200)).toEqual(names);
});

test('OWN-2: a passport that was replaced and a tax number of somebody else are differences; numbers are shown by their ends', () => {
  const told = { name: claimant.name, birthDay: '1996-04-08', state: 'valid' as const, issuedOn: null, registeredAt: null };
  const papers = (more: object, tax: { name: string; birthDay: string } | null) =>
    comparePapers(claimant, { passport: { text: '65 16 100014', told: { ...told, ...more } }, taxpayer: { text: '660000000140', told: tax } });
  expect(allSame(papers({}, { name: claimant.name, birthDay: '1996-04-08' }))).toBe(true);
  expect(papers({ state: 'invalid' }, null).map(({ isSame }) => isSame)).toEqual([false, false]);
  expect(JSON.stringify(papers({}, null))).not.toMatch(/100014|660000000140/);
  expect(comparePapers(claimant, { passport: null, taxpayer: null })).toEqual([]);
});
