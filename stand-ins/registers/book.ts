// What the made-up registers know: objects with their rights, people by passport, taxpayers. Of the demo town's people; all of it is invented.
import { join } from 'node:path';
import { openJournal } from '../journal.ts';
import type { RegisterHolder, RegisterObject, RegisterRight } from './extract-xml.ts';

/** `invalid`: the passport was replaced or lost. */
export type Passport = {
  readonly series: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly name: string;
  readonly birthDay: string;
  readonly state: 'valid' | 'invalid';
  readonly registeredAt: string;
};
/** `silent`: nothing comes about this one, however often it is asked. */
export type Taxpayer = { readonly inn: string; readonly name: string; readonly birthDay: string; readonly silent?: boolean };
/** By its БИК; `closed`: its licence was taken away. */
export type Bank = { readonly bankCode: string; readonly name: string; readonly state: 'open' | 'closed' };
type Line =
  | { readonly bank: Bank }
  | { readonly object: RegisterObject; readonly at?: string }
  | { readonly passport: Passport }
  | { readonly taxpayer: Taxpayer };

export type RegisterChange = { readonly cursor: string; readonly cadastralNumber: string; readonly at: string };
export type RegisterBook = {
  object(cadastralNumber: string): RegisterObject | undefined;
  passport(series: string, number: string): Passport | undefined;
  taxpayer(inn: string): Taxpayer | undefined;
  bank(bankCode: string): Bank | undefined;
  objects(): readonly RegisterObject[];
  /** What was put in since the start of the book, from the one after the cursor on. */
  changes(after: string): readonly RegisterChange[];
  put(line: Line): void;
};

const MOST_CHANGES = 100;

/** Opens the book of a data folder; an empty one gets what the demo town needs. */
export function openRegisterBook(dataDir: string): RegisterBook {
  const { lines, journal } = openJournal<Line>(join(dataDir, 'registers.jsonl'));
  const [objects, passports, taxpayers, banks] = [
    new Map<string, RegisterObject>(),
    new Map<string, Passport>(),
    new Map<string, Taxpayer>(),
    new Map<string, Bank>(),
  ];
  const changed: RegisterChange[] = [];
  const take = (line: Line): void => {
    if ('object' in line) {
      objects.set(line.object.cadastralNumber, line.object);
      if (line.at !== undefined) changed.push({ cursor: String(changed.length + 1), cadastralNumber: line.object.cadastralNumber, at: line.at });
    } else if ('passport' in line) passports.set(`${line.passport.series} ${line.passport.number}`, line.passport);
    else if ('taxpayer' in line) taxpayers.set(line.taxpayer.inn, line.taxpayer);
    else banks.set(line.bank.bankCode, line.bank);
  };
  for (const line of [...demoLines, ...lines]) take(line);
  return {
    object: (cadastralNumber) => objects.get(cadastralNumber),
    passport: (series, number) => passports.get(`${series} ${number}`),
    taxpayer: (inn) => taxpayers.get(inn),
    bank: (bankCode) => banks.get(bankCode),
    objects: () => [...objects.values()],
    changes: (after) => changed.slice(Number(after) || 0, (Number(after) || 0) + MOST_CHANGES),
    put(given) {
      const line = 'object' in given ? { ...given, at: new Date().toISOString() } : given;
      journal.append([line]);
      take(line);
    },
  };
}

/** People of the demo town with their papers; the portal's own profile says the same (demo/fill-claims.ts). */
export const registerPeople = {
  artyom: { name: 'Ветров Артём Игоревич', birthDay: '1996-04-08', snils: '160-722-394 47', series: '65 16', number: '100014', inn: '660000001440' },
  roman: { name: 'Горюнов Роман Викторович', birthDay: '1979-09-30', snils: '190-283-746 79', series: '65 04', number: '100038', inn: '660000003849' },
  maxim: { name: 'Кедров Максим Олегович', birthDay: '1988-01-17', snils: '175-500-321 43', series: '65 08', number: '100023', inn: '660000002323' },
  zoya: { name: 'Липина Зоя Ивановна', birthDay: '1949-02-11', snils: '118-800-123 30', series: '65 02', number: '100044', inn: '660000004401' },
  tamara: { name: 'Журавина Тамара Борисовна', birthDay: '1958-06-02', snils: '166-600-417 55', series: '65 03', number: '100005', inn: '660000000566' },
} as const satisfies Record<string, { name: string; birthDay: string; snils: string; series: string; number: string; inn: string }>;
type Person = (typeof registerPeople)[keyof typeof registerPeople];

const holder = ({ name, birthDay, snils, inn }: Person): RegisterHolder => ({ name, birthDay, snils, inn });
const flat = (cadastralNumber: string, address: string, area: string, rights: readonly RegisterRight[]): Line => ({
  object: { cadastralNumber, address: `Свердловская область, г. Екатеринбург, ${address}`, area, rights, restrictions: [] },
});
const sole = (cadastralNumber: string, person: Person, { year, ground }: { year: number; ground: string }): RegisterRight => ({
  number: `${cadastralNumber}-66/199/${year}-1`,
  registeredOn: `${year}-06-18`,
  ground,
  holders: [holder(person)],
});

const demoLines: readonly Line[] = [
  { bank: { bankCode: '044525225', name: 'Учебный банк', state: 'open' } },
  { bank: { bankCode: '046577674', name: 'Учебный закрытый банк', state: 'closed' } },
  flat('66:41:9900114:1052', 'ул. Июльская, д. 114, кв. 52', '49.70', [sole('66:41:9900114:1052', registerPeople.artyom, { year: 2021, ground: 'sale' })]),
  flat('66:41:9900114:1038', 'ул. Июльская, д. 114, кв. 38', '36.20', [sole('66:41:9900114:1038', registerPeople.roman, { year: 2015, ground: 'sale' })]),
  flat('66:41:9900114:1005', 'ул. Июльская, д. 114, кв. 5', '54.30', [
    sole('66:41:9900114:1005', registerPeople.tamara, { year: 2009, ground: 'privatization' }),
  ]),
  flat('66:41:9900187:1023', 'ул. Ясная, д. 187, кв. 23', '38.60', [
    {
      number: '66:41:9900187:1023-66/199/2018-1',
      registeredOn: '2018-03-12',
      share: { numerator: 1, denominator: 2 },
      ground: 'sale',
      holders: [holder(registerPeople.maxim)],
    },
    {
      number: '66:41:9900187:1023-66/199/2018-2',
      registeredOn: '2018-03-12',
      share: { numerator: 1, denominator: 2 },
      ground: 'sale',
      holders: [{ name: 'Кедрова Алина Сергеевна', birthDay: '1990-11-03' }],
    },
  ]),
  ...Object.values(registerPeople).flatMap(({ series, number, name, birthDay, inn }): Line[] => [
    { passport: { series, number, issuedOn: '2016-05-20', name, birthDay, state: 'valid', registeredAt: 'Свердловская область, г. Екатеринбург' } },
    // The tax service never answers about one of them: a claim that waits can be seen.
    { taxpayer: { inn, name, birthDay, silent: inn === registerPeople.zoya.inn } },
  ]),
];
