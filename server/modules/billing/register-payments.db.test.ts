// Every format of payments through the whole way: recognised by itself, checked, posted, with its returns and readings, taken back.
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { readingsOfRegister } from '#modules/billing';
import { balances, checkLedger } from '#modules/ledger';
import { collect } from '#test/collect';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { type Desk, openDesk } from '#test/factories/registers';
import { refusalOf, useWorld } from '#test/world';
import { errorsFile } from './registers.queries.ts';

const world = useWorld();

async function makeDesk(): Promise<{ desk: Desk; a: MadeAccount; b: MadeAccount }> {
  const house = await makeHouse(world, { flats: 2 });
  const [a, b] = await Promise.all(house.premises.map(({ premisesId }) => makeAccount(world, { house, premisesId })));
  return { desk: openDesk(world, house.managerId), a: a!, b: b! };
}
const ahead = async (...accounts: MadeAccount[]): Promise<number[]> => {
  const rows = new Map((await balances(world.db, accounts)).map((one) => [one.accountId, Number(one.advanceKopecks - one.dueKopecks)]));
  return accounts.map(({ accountId }) => rows.get(accountId)!);
};
const proven = async () => expect((await checkLedger(world.db)).faults).toEqual([]);
const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n`;
const own = (...rows: string[]): string => lines('Лицевой счёт;Операция;Сумма;Дата оплаты', ...rows);

type Numbers = { a: string; b: string };
const formats: [format: string, encoding: string, text: (numbers: Numbers) => string][] = [
  [
    'own-csv',
    'utf8',
    ({ a, b }) => lines('Лицевой счёт;Операция;Сумма;Дата оплаты;Показания', `${a};op-1;100,00;10.11.2026;1=252`, `${b};op-2;50,50;10.11.2026;`),
  ],
  [
    'sber-payments-tagged',
    'win1251',
    ({ a, b }) =>
      lines(
        `7003;0454;10/11/2026;000000001;100.00;1.00;CLIENTNO:${a};method_pay:01;CounterVal_1:252`,
        `7003;0454;10/11/2026;000000002;50.50;0;method_pay:01;CLIENTNO:${b}`,
      ),
  ],
  [
    'sber-payments-positional',
    'win1251',
    ({ a, b }) =>
      lines(
        `10-11-2026;10-15-33;7003;0454;0001;OP1;${a};ТЕСТОВА;;1026;100.00;99.00;1.00`,
        `10-11-2026;11-40-02;7003;0454;0001;OP2;${b};ПРИМЕРОВ;;1026;50.50;50.00;0.50`,
        '=2;150.50;149.00;1.50;123456;11-11-2026',
      ),
  ],
  [
    'settlement-pack',
    'cp866',
    ({ a, b }) =>
      lines(
        '***|Банк|001|15|10.11.2026|18:30:00|10.11.2026|1|150.50|150.50|0|0.00|!1.00',
        '###|Банк|001|151|10.11.2026|10.11.2026|2|150.50|150.50|0|0.00|1|!1.00',
        `@@@|1|001|81|01|${a}|10.11.2026|01.10.2026|0|100.00|100.00|0|0|0|0.00||1,252.00`,
        `@@@|2|001|81|01|${b}|10.11.2026|01.10.2026|0|50.50|50.50|0|0|0|0.00||`,
      ),
  ],
];

test.each(formats)('CHG-5, PAY-7: %s is recognised by itself, posted, hands its readings over, and goes back', async (format, encoding, text) => {
  const { desk, a, b } = await makeDesk();
  const load = await desk.upload(iconv.encode(text({ a: a.number, b: b.number }), encoding), { name: 'bank.txt' });
  expect([load.format, load.kind, load.status, await desk.errors(load.id)]).toEqual([format, 'payments', 'checked', []]);
  await desk.load(load.id);
  expect(await ahead(a, b)).toEqual([10_000, 5_050]);
  const hasReadings = format !== 'sber-payments-positional';
  expect(await readingsOfRegister(world.db, load.id)).toMatchObject(
    hasReadings ? [{ accountId: a.accountId, meter: '1', value: expect.stringMatching(/^252(\.00)?$/) as string, takenOn: '2026-11-10' }] : [],
  );
  const told = await world.db.selectFrom('platform.outbox').select('events').execute();
  const events = told
    .flatMap((row) => row.events as { kind: string; data: object }[])
    .filter(({ kind, data }) => kind === 'register.readings' && JSON.stringify(data).includes(load.id));
  expect(events.map(({ data }) => data)).toEqual(hasReadings ? [{ loadId: load.id, organizationId: a.organizationId }] : []);
  expect((await desk.upload(iconv.encode(text({ a: a.number, b: b.number }), encoding))).repeated).toBe(true);
  await desk.takeBack(load.id);
  expect([await ahead(a, b), await readingsOfRegister(world.db, load.id)]).toEqual([[0, 0], []]);
  await proven();
});

test('CHG-5: a bank statement is told by its name, and what to load instead', async () => {
  const { desk } = await makeDesk();
  const statement = lines(
    '1CClientBankExchange',
    'ВерсияФормата=1.03',
    'Кодировка=Windows',
    'РасчСчет=40702810016540000001',
    'СекцияДокумент=Платежное поручение',
    'Номер=7',
    'Дата=10.11.2026',
    'Сумма=100.50',
    'ПлательщикСчет=30233810000000000001',
    'ПолучательСчет=40702810016540000001',
    'ДатаПоступило=10.11.2026',
    'НазначениеПлатежа=Реестр N 55',
    'КонецДокумента',
    'КонецФайла',
  );
  const load = await desk.upload(iconv.encode(statement, 'win1251'), { name: 'kl_to_1c.txt' });
  expect([load.format, load.status, (await desk.errors(load.id)).map(({ detail }) => detail)]).toEqual([
    'one-c',
    'refused',
    ['Это банковская выписка. Здесь загружают начисления и платежи'],
  ]);
});

test('CHG-5, PAY-7: a return gives back the payment of its account and sum, once; without one it is an error of its row', async () => {
  const { desk, a, b } = await makeDesk();
  const first = await desk.upload(
    own(`${a.number};op-1;60,00;09.11.2026`, `${a.number};op-2;60,00;11.11.2026`, `${b.number};op-3;40,00;09.11.2026`, `${b.number};op-4;-40,00;10.11.2026`),
  );
  expect([first.error_count, (first.summary as { sumKopecks: number }).sumKopecks]).toEqual([0n, 12_000]);
  await desk.load(first.id);
  expect(await ahead(a, b)).toEqual([12_000, 0]);

  const second = await desk.upload(
    own(
      `${a.number};op-5;-60,00;10.11.2026`,
      `${a.number};op-6;-60,00;10.11.2026`,
      `${a.number};op-7;-5,00;12.11.2026`,
      `${b.number};op-8;-40,00;12.11.2026`,
      `${b.number};op-9;0,00;12.11.2026`,
    ),
  );
  expect((await desk.errors(second.id)).map(({ row, code }) => [row, code])).toEqual([
    [3, 'operation.returnUnknown'],
    [4, 'operation.returnUnknown'],
    [5, 'operation.returnUnknown'],
    [6, 'operation.zero'],
  ]);
  await desk.load(second.id, 'good');
  expect(await ahead(a, b)).toEqual([6_000, 0]);
  expect((await desk.upload(own(`${a.number};op-5;-60,00;10.11.2026`))).summary).toMatchObject({ newRows: 0, sameRows: 1 });

  const refusal = await refusalOf(desk.takeBack(first.id));
  expect([refusal.code, refusal.facts['file']]).toEqual(['register.builtOn', 'heat.csv']);
  await desk.takeBack(second.id);
  expect(await ahead(a, b)).toEqual([12_000, 0]);
  await desk.takeBack(first.id);
  expect(await ahead(a, b)).toEqual([0, 0]);
  await proven();
});

test('CHG-5, PAY-7: a return under the number of its payment gives it back once, in the same file and in a later one', async () => {
  const { desk, a, b } = await makeDesk();
  const first = await desk.upload(
    own(`${a.number};same-${a.number};60,00;10.11.2026`, `${a.number};same-${a.number};-60,00;10.11.2026`, `${b.number};same-${b.number};40,00;10.11.2026`),
  );
  expect([first.error_count, (first.summary as { sumKopecks: number }).sumKopecks]).toEqual([0n, 4_000]);
  await desk.load(first.id);
  expect(await ahead(a, b)).toEqual([0, 4_000]);
  const later = own(`${b.number};same-${b.number};-40,00;11.11.2026`);
  const second = await desk.upload(later);
  expect([second.error_count, (second.summary as { newRows: number }).newRows]).toEqual([0n, 1]);
  await desk.load(second.id);
  expect(await ahead(a, b)).toEqual([0, 0]);
  expect((await desk.upload(`${later}\r\n`)).summary).toMatchObject({ newRows: 0, sameRows: 1 });
  expect((await refusalOf(desk.takeBack(first.id))).code).toBe('register.builtOn');
  await desk.takeBack(second.id);
  expect(await ahead(a, b)).toEqual([0, 4_000]);
  await desk.takeBack(first.id);
  expect(await ahead(a, b)).toEqual([0, 0]);
  await proven();
});

test('CHG-5, PAY-7, X-3: a known operation of another sum is an error that names the sum known, not a silent repeat', async () => {
  const { desk, a, b } = await makeDesk();
  const first = await desk.upload(own(`${a.number};sum-${a.number};60,00;10.11.2026`, `404404;sum-${b.number};40,00;10.11.2026`));
  await desk.load(first.id, 'good');
  const second = await desk.upload(
    own(`${a.number};sum-${a.number};65,00;10.11.2026`, `${b.number};sum-${b.number};45,00;10.11.2026`, `${b.number};new-${b.number};1,00;10.11.2026`),
  );
  expect((await desk.errors(second.id)).map(({ row, code, detail }) => [row, code, /60,00|40,00/.exec(detail)?.[0]])).toEqual([
    [2, 'operation.otherSum', '60,00'],
    [3, 'operation.otherSum', '40,00'],
  ]);
  await desk.load(second.id, 'good');
  expect(await ahead(a, b)).toEqual([6_000, 100]);
  await proven();
});

test('CHG-5, PAY-7: two thousand payments and returns of one account, given back and forth, come to nothing', async () => {
  const { desk, a, b } = await makeDesk();
  const rows = Array.from({ length: 1_500 }, (_, n) => [
    `${a.number};in-${n};${1 + (n % 7)},00;0${1 + (n % 9)}.11.2026`,
    ...(n % 2 ? [`${a.number};out-${n};-${1 + (n % 7)},00;10.11.2026`] : []),
  ]).flat();
  const load = await desk.upload(own(...rows, `${b.number};one;1,00;01.11.2026`));
  expect(load.error_count).toBe(0n);
  await desk.load(load.id);
  const expected = Array.from({ length: 1_500 }, (_, n) => (n % 2 ? 0 : 100 * (1 + (n % 7)))).reduce((sum, one) => sum + one, 0);
  expect(await ahead(a, b)).toEqual([expected, 100]);
  await desk.takeBack(load.id);
  expect(await ahead(a, b)).toEqual([0, 0]);
  // What a batch tells lies in a row of the outbox of its own, with nothing of the whole.
  const told = (await world.db.selectFrom('platform.outbox').select('events').execute()).map((row) => row.events as { kind: string; data: object }[]);
  for (const events of told.filter((row) => row.some(({ kind, data }) => kind === 'register.changed' && JSON.stringify(data).includes(load.id))))
    expect(events).toHaveLength(1);
  await proven();
});

test('CHG-5: thousands of errors come as a file, each beside its row, those of the file last', async () => {
  const { desk, a } = await makeDesk();
  const load = await desk.upload(
    own(...Array.from({ length: 2_500 }, (_, n) => `${a.number};op-${n};${n % 2 ? 'сто' : '1,00'};10.11.2026`), `${a.number};op-0;1,00;10.11.2026`),
  );
  const text = Buffer.concat(await collect(errorsFile(desk.files, { db: world.db, actor: desk.actor, now: world.now }, load.id))).toString();
  const rows = text
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(';'));
  expect(rows.map((cells) => [cells[1], cells[4]])).toEqual([
    ...Array.from({ length: 1_250 }, (_, n) => [`op-${2 * n + 1}`, String(2 * n + 3)]),
    ['op-0', '2502'],
  ]);
});
