import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balances, checkLedger } from '#modules/ledger';
import { newId } from '#platform/ids';
import { askToCancel } from '#platform/progress';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { accountantOf, jobContext, openDesk } from '#test/factories/registers';
import { refusalOf, useWorld } from '#test/world';
import { loadRegister, loadRegisterJob, postRegister } from './load-register.ts';
import { checkRegisterJob, type RegisterSummary } from './check-register.ts';
import { receiveRegister } from './receive-register.ts';
import { takeBackRegister } from './take-back-register.ts';

const world = useWorld();
const HEAD = 'Лицевой счёт;Период;Услуга;Начислено;Перерасчёт;К оплате;Объём;Единица;Тариф';

async function makeDesk(flats = 2) {
  const house = await makeHouse(world, { flats });
  const accounts: MadeAccount[] = [];
  for (const home of house.premises) accounts.push(await makeAccount(world, { house, premisesId: home.premisesId }));
  return { house, accounts, desk: openDesk(world, house.managerId) };
}
const file = (...rows: string[]): string => [HEAD, ...rows, ''].join('\r\n');
const row = (account: MadeAccount, service: string, sum: string, period = '10.2026'): string => `${account.number};${period};${service};${sum};;${sum};;;`;
const due = async (account: MadeAccount): Promise<number> => {
  const [balance] = await balances(world.db, [account]);
  return Number(balance!.dueKopecks - balance!.advanceKopecks);
};
const chargesOf = (account: MadeAccount) =>
  world.db
    .selectFrom('billing.charge')
    .selectAll()
    .where('account_id', '=', account.accountId)
    .where('ended_by', 'is', null)
    .orderBy('period')
    .orderBy('service_code')
    .execute();
const billsOf = (account: MadeAccount) =>
  world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).orderBy('period').execute();
const proven = async () => expect((await checkLedger(world.db)).faults).toEqual([]);

test('CHG-5, CHG-4: a register is previewed, loaded onto accounts and bills, and the journal and the event tell it', async () => {
  const {
    desk,
    accounts: [a, b],
  } = await makeDesk();
  const load = await desk.upload(
    file(`${a!.number};10.2026;Отопление;1200,50;-100,00;1100,50;0,512;Гкал;2344,73`, row(a!, 'ХВС', '250,00'), row(b!, 'Отопление', '1000,00')),
  );
  expect(load).toMatchObject({ status: 'checked', kind: 'charges', format: 'own-csv', row_count: 3n, error_count: 0n });
  expect(load.summary as RegisterSummary).toMatchObject({ rows: 3, newRows: 3, sameRows: 0, accounts: 2, houses: 1, sumKopecks: 235050 });
  expect(await chargesOf(a!)).toEqual([]);
  expect((await desk.load(load.id)).status).toBe('loaded');
  expect(
    (await chargesOf(a!)).map((one) => [one.service_code, one.accrued_kopecks, one.recalculation_kopecks, one.total_kopecks, one.volume, one.due_on]),
  ).toEqual([
    ['cold_water', 25000n, 0n, 25000n, null, '2026-11-16'],
    ['heating', 120050n, -10000n, 110050n, '0.512', '2026-11-16'],
  ]);
  expect(await due(a!)).toBe(135050);
  expect(await billsOf(a!)).toMatchObject([
    { period: '2026-10-01', charged_kopecks: 135050n, total_kopecks: 135050n, debt_kopecks: 0n, issued_on: '2026-11-12', due_on: '2026-11-16' },
  ]);
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', load.id).orderBy('id').execute();
  expect(lines.map((line) => line.action)).toEqual(['register.received', 'register.checked', 'register.loadOrdered', 'register.loaded']);
  await proven();
});

test('CHG-5: the same file again changes nothing; the same rows in another file are left out', async () => {
  const {
    desk,
    accounts: [a, b],
  } = await makeDesk();
  const text = file(row(a!, 'Отопление', '100,00'), row(b!, 'Отопление', '200,00'));
  const first = await desk.upload(text);
  await desk.load(first.id);
  const again = await desk.upload(text);
  expect(again).toMatchObject({ id: first.id, repeated: true, status: 'loaded' });
  expect((await refusalOf(desk.load(first.id))).code).toBe('register.loaded');
  const other = await desk.upload(file(row(b!, 'Отопление', '200,00'), row(a!, 'Отопление', '100,00')));
  expect(other.summary as RegisterSummary).toMatchObject({ rows: 2, sameRows: 2, newRows: 0, changedRows: 0, changeKopecks: 0 });
  expect((await refusalOf(desk.load(other.id))).code).toBe('register.nothingToLoad');
  expect([await due(a!), await due(b!)]).toEqual([10000, 20000]);
  await proven();
});

test('CHG-5: a changed row is corrected by its difference, and taking the correction back brings the first sum back', async () => {
  const {
    desk,
    accounts: [a, b],
  } = await makeDesk();
  const first = await desk.upload(file(row(a!, 'Отопление', '100,00'), row(b!, 'Отопление', '200,00')));
  await desk.load(first.id);
  const second = await desk.upload(file(row(a!, 'Отопление', '80,00'), row(b!, 'Отопление', '200,00'), row(b!, 'Газ', '5,00')));
  expect(second.summary as RegisterSummary).toMatchObject({ newRows: 1, changedRows: 1, sameRows: 1, changeKopecks: -1500 });
  await desk.load(second.id);
  expect([await due(a!), await due(b!)]).toEqual([8000, 20500]);
  expect(await billsOf(a!)).toMatchObject([{ total_kopecks: 8000n, version: 2 }]);
  const refusal = await refusalOf(desk.takeBack(first.id));
  expect([refusal.code, refusal.facts['file']]).toEqual(['register.builtOn', 'heat.csv']);
  expect((await desk.takeBack(second.id)).status).toBe('taken_back');
  expect([await due(a!), await due(b!)]).toEqual([10000, 20000]);
  expect((await chargesOf(b!)).map((one) => one.service_code)).toEqual(['heating']);
  await desk.takeBack(first.id);
  expect([await due(a!), await due(b!)]).toEqual([0, 0]);
  expect(await billsOf(a!)).toMatchObject([{ is_void: true, total_kopecks: 0n }]);
  await proven();
});

test('CHG-5: a load taken back may be loaded again, and its bill is in force again under its number', async () => {
  const {
    desk,
    accounts: [a, b],
  } = await makeDesk();
  const text = file(row(a!, 'Отопление', '100,00'), row(b!, 'Отопление', '200,00'));
  const first = await desk.upload(text);
  await desk.load(first.id);
  const [bill] = await billsOf(a!);
  await desk.takeBack(first.id);
  const second = await desk.upload(text);
  expect(second.id).not.toBe(first.id);
  await desk.load(second.id);
  expect(await billsOf(a!)).toMatchObject([{ id: bill!.id, number: bill!.number, is_void: false, total_kopecks: 10000n }]);
  expect(await due(a!)).toBe(10000);
  await proven();
});

test('CHG-5, ACC-1: the debt at the beginning comes again with the corrected register after the first one was taken back', async () => {
  const {
    desk,
    accounts: [a],
  } = await makeDesk();
  const text = (sum: string, debt: string): string => `Лицевой счёт;Период;Услуга;Начислено;Долг на начало\n${a!.number};10.2026;Газ;${sum};${debt}\n`;
  const first = await desk.upload(text('100,00', '700,00'));
  await desk.load(first.id);
  expect(await due(a!)).toBe(80_000);
  await desk.takeBack(first.id);
  expect(await due(a!)).toBe(0);
  const second = await desk.upload(text('110,00', '900,00'));
  await desk.load(second.id);
  expect(await due(a!)).toBe(101_000);
  const third = await desk.upload(text('120,00', '50,00'));
  await desk.load(third.id);
  expect(await due(a!)).toBe(102_000); // charged before: what it owed then stands
  await proven();
});

test('CHG-5, ACC-1: the next month was loaded meanwhile: the mended register still brings the debt at the beginning, and the next month never does', async () => {
  const {
    desk,
    accounts: [a],
  } = await makeDesk();
  const text = (period: string, sum: string, debt: string): string =>
    `Лицевой счёт;Период;Услуга;Начислено;Долг на начало\n${a!.number};${period};Газ;${sum};${debt}\n`;
  const first = await desk.upload(text('09.2026', '100,00', '700,00'));
  await desk.load(first.id);
  const next = await desk.upload(text('10.2026', '5,00', '800,00'));
  await desk.load(next.id);
  expect(await due(a!)).toBe(80_500);
  await desk.takeBack(first.id);
  expect(await due(a!)).toBe(500);
  const mended = await desk.upload(text('09.2026', '101,00', '600,00'));
  await desk.load(mended.id);
  expect(await due(a!)).toBe(70_600);
  const earlier = await desk.upload(text('08.2026', '1,00', '50,00'));
  await desk.load(earlier.id); // a debt stands already: it is not brought twice
  expect(await due(a!)).toBe(70_700);
  await proven();
});

test('CHG-5: errors stand by their rows; all or nothing refuses them, good rows are loaded as chosen', async () => {
  const {
    desk,
    accounts: [a, b],
  } = await makeDesk();
  const other = await makeAccount(world);
  const rows = [
    row(a!, 'Отопление', '100,00'),
    row(other, 'Отопление', '1,00'),
    row(a!, 'Отопление', '100,00'),
    row(a!, 'тепловая энергия', '3,00'),
    row(b!, 'Отопление', '12а,00'),
    row(b!, 'Веники', '1,00'),
    row(b!, 'Газ', '1,00', '13.2026'),
    row(b!, 'Газ', '1,00', '10.1900'),
    row(b!, 'Газ', '1,00', '12.2026'),
    row(b!, 'Газ', '7,00'),
  ];
  const load = await desk.upload(file(...rows));
  expect((await desk.errors(load.id)).map(({ row: at, code }) => [at, code])).toEqual([
    [3, 'account.unknown'],
    [4, 'row.repeated'],
    [5, 'row.repeated'],
    [6, 'sum.letters'],
    [6, 'sum.letters'],
    [7, 'service.unknown'],
    [8, 'period.month'],
    [9, 'period.year'],
    [10, 'period.future'],
  ]);
  expect((await refusalOf(desk.load(load.id))).code).toBe('register.hasErrors');
  expect(await due(a!)).toBe(0);
  await desk.load(load.id, 'good');
  expect([await due(a!), await due(b!), await due(other)]).toEqual([10000, 700, 0]);
  await proven();
});

test('CHG-5: a number that lost its zeros is told with the one it looks like', async () => {
  const house = await makeHouse(world, { flats: 1 });
  const account = await makeAccount(world, { house, number: '0042017' });
  const desk = openDesk(world, house.managerId);
  const load = await desk.upload(file(row({ ...account, number: '42017' }, 'Газ', '1,00')));
  expect((await desk.errors(load.id))[0]!.detail).toContain('Похожий есть: 0042017');
});

test('CHG-5: an account whose services do not give its total is left out whole, others may be loaded', async () => {
  const {
    desk,
    accounts: [a, b],
  } = await makeDesk();
  const head = 'Лицевой счёт;Период;Услуга;Начислено;Итого по счёту';
  const load = await desk.upload(
    [head, `${a!.number};10.2026;Отопление;100,00;150,00`, `${a!.number};10.2026;Газ;40,00;150,00`, `${b!.number};10.2026;Газ;40,00;40,00`].join('\n'),
  );
  expect((await desk.errors(load.id)).map((one) => one.code)).toEqual(['total.differs']);
  expect(load.summary as RegisterSummary).toMatchObject({ rows: 1, accounts: 1 });
  await desk.load(load.id, 'good');
  expect([await due(a!), await due(b!)]).toEqual([0, 4000]);
});

const wrongFiles: [what: string, text: string | Uint8Array, code: string][] = [
  ['0 bytes', '', 'file.empty'],
  ['a missing column', 'Лицевой счёт;Период;Услуга\n1;10.2026;Газ\n', 'file.columnMissing'],
  ['cut in the middle', `${HEAD}\n1;10.2026;Газ;1,00;;1,00;;;\n2;10.2026;Га`, 'file.cut'],
  ['a PDF', '%PDF-1.7\n', 'file.pdf'],
  ['bytes of a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), 'file.binary'],
  ['a control sum that differs', `${HEAD}\n1;10.2026;Газ;1,00;;1,00;;;\nИтого;;;2,00;;2,00;;;\n`, 'file.controlSum'],
  ['readings instead of charges', 'Номер счётчика;Т1;Дата снятия\n18-204417;252,5;24.10.2026\n', 'file.notHere'],
];
for (const [what, text, code] of wrongFiles) {
  test(`CHG-5: ${what}: a named error of the file, nothing can be loaded`, async () => {
    const { desk } = await makeDesk(1);
    const load = await desk.upload(text);
    expect((await desk.errors(load.id)).map((error) => error.code)).toContain(code);
    expect((await refusalOf(desk.load(load.id, 'good'))).code).toBe('register.refused');
  });
}

test('CHG-5: windows-1251, UTF-8 and UTF-16 give the same rows', async () => {
  const {
    desk,
    accounts: [a],
  } = await makeDesk(1);
  const text = file(row(a!, 'Отопление', '100,00'));
  const win = Buffer.from((await import('iconv-lite')).default.encode(text, 'win1251'));
  for (const bytes of [Buffer.from(text), win, Buffer.from(`\ufeff${text}`, 'utf16le')]) {
    const load = await desk.upload(bytes);
    expect(load.summary as RegisterSummary).toMatchObject({ rows: 1, sumKopecks: 10000 });
  }
});

test('CHG-5: debts brought in stand on the account once, before its first charge', async () => {
  const {
    desk,
    accounts: [a],
  } = await makeDesk(1);
  const text = (sum: string, balance: string): string => `Лицевой счёт;Период;Услуга;Начислено;Долг на начало\n${a!.number};10.2026;Газ;${sum};${balance}\n`;
  const first = await desk.upload(text('10,00', '500,00'));
  expect((first.summary as RegisterSummary).balanceKopecks).toBe(50000);
  await desk.load(first.id);
  expect(await due(a!)).toBe(51000);
  expect(await billsOf(a!)).toMatchObject([{ debt_kopecks: 50000n, charged_kopecks: 1000n, total_kopecks: 51000n }]);
  const second = await desk.upload(text('11,00', '500,00'));
  await desk.load(second.id);
  expect(await due(a!)).toBe(51100);
  await desk.takeBack(second.id);
  await desk.takeBack(first.id);
  expect(await due(a!)).toBe(0);
  await proven();
});

test('CHG-5, PAY-7: payments of a register are posted once whichever file brings them, and can be taken back', async () => {
  const {
    desk,
    accounts: [a, b],
  } = await makeDesk();
  const charges = await desk.upload(file(row(a!, 'Отопление', '100,00'), row(b!, 'Отопление', '200,00')));
  await desk.load(charges.id);
  const head = 'Лицевой счёт;Операция;Сумма;Дата оплаты';
  const first = await desk.upload(
    [head, `${a!.number};op-1;60,00;10.11.2026`, `${b!.number};op-2;250,00;10.11.2026`, `${b!.number};op-3;-5,00;10.11.2026`].join('\n'),
    { name: 'bank.csv' },
  );
  expect(first.kind).toBe('payments');
  expect((await desk.errors(first.id)).map((error) => error.code)).toEqual(['operation.returnUnknown']);
  await desk.load(first.id, 'good');
  expect([await due(a!), await due(b!)]).toEqual([4000, -5000]);
  const second = await desk.upload([head, `${a!.number};op-1;60,00;10.11.2026`, `${a!.number};op-4;40,00;11.11.2026`].join('\n'));
  expect(second.summary as RegisterSummary).toMatchObject({ newRows: 1, sameRows: 1, changedRows: 0 });
  await desk.load(second.id);
  expect(await due(a!)).toBe(0);
  await desk.takeBack(first.id);
  expect([await due(a!), await due(b!)]).toEqual([0, 20000]); // op-1 is named by the second as well
  await desk.takeBack(second.id);
  expect([await due(a!), await due(b!)]).toEqual([10000, 20000]);
  await proven();
});

test('CHG-5, X-8: a neighbour organization neither loads, nor takes back, nor learns of a register', async () => {
  const {
    desk,
    accounts: [a],
  } = await makeDesk(1);
  const load = await desk.upload(file(row(a!, 'Газ', '1,00')));
  const stranger = accountantOf(newId(world.now));
  for (const command of [loadRegister, takeBackRegister] as const) {
    expect(
      (await refusalOf(world.run(stranger, (work) => command(work, { loadId: load.id, choice: 'all', version: load.version }), newId(new Date())))).code,
    ).toBe('object.notFound');
  }
});

test('CHG-5, X-4, X-5: of twenty orders to load at once one is taken, a stale one is told so', async () => {
  const {
    desk,
    accounts: [a],
  } = await makeDesk(1);
  const load = await desk.upload(file(row(a!, 'Газ', '1,00')));
  expect(
    (await refusalOf(world.run(desk.actor, (work) => loadRegister(work, { loadId: load.id, choice: 'all', version: load.version - 1 }), newId(new Date()))))
      .code,
  ).toBe('object.changed');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      world.run(desk.actor, (work) => loadRegister(work, { loadId: load.id, choice: 'all', version: load.version }), newId(new Date())),
    ),
  );
  expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  await Promise.all([1, 2, 3].map(() => loadRegisterJob(desk.files).run(jobContext(world), { loadId: load.id })));
  expect(await due(a!)).toBe(100);
  await proven();
});

test('CHG-5: stopped half way nothing is half loaded, and the job goes on; also when the database has lost its staging', async () => {
  const {
    desk,
    accounts: [a, b],
  } = await makeDesk();
  const load = await desk.upload(file(row(a!, 'Газ', '1,00'), row(b!, 'Газ', '2,00')));
  await world.run(desk.actor, (work) => loadRegister(work, { loadId: load.id, choice: 'all', version: load.version }), newId(new Date()));
  await expect(
    world.run(
      { kind: 'system', task: 'test', ip: '', agent: '' },
      (work) =>
        postRegister(work, load.id, async () => {
          throw new Error('killed');
        }),
      newId(new Date()),
    ),
  ).rejects.toThrow('killed');
  expect([await due(a!), (await chargesOf(a!)).length, (await billsOf(a!)).length]).toEqual([0, 0, 0]);
  await world.db.deleteFrom('billing.load_row').where('load_id', '=', load.id).execute();
  await loadRegisterJob(desk.files).run(jobContext(world), { loadId: load.id });
  expect([await due(a!), await due(b!)]).toEqual([100, 200]);
  await proven();
});

test('CHG-5, CALC-4: whatever sums come in whatever order of files, the account owes the last sum of each line', async () => {
  const {
    desk,
    accounts: [a],
  } = await makeDesk(1);
  const line = fc.record({
    service: fc.constantFrom('Газ', 'Отопление', 'ХВС'),
    period: fc.constantFrom('08.2026', '09.2026', '10.2026'),
    kopecks: fc.integer({ min: -5_000, max: 500_000 }),
  });
  const lines = fc.uniqueArray(line, { minLength: 1, maxLength: 6, selector: (one) => `${one.service} ${one.period}` });
  const inForce = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(lines, async (given) => {
      const text = (kopecks: number): string =>
        `${kopecks < 0 ? '-' : ''}${Math.trunc(Math.abs(kopecks) / 100)},${String(Math.abs(kopecks) % 100).padStart(2, '0')}`;
      const load = await desk.upload(file(...given.map((one) => row(a!, one.service, text(one.kopecks), one.period))));
      const summary = load.summary as RegisterSummary;
      if (load.status === 'checked' && summary.newRows + summary.changedRows > 0) await desk.load(load.id);
      if (load.repeated) return; // a file seen before is that load, whatever came after it
      for (const one of given) inForce.set(`${one.service} ${one.period}`, one.kopecks);
      expect(await due(a!)).toBe([...inForce.values()].reduce((sum, one) => sum + one, 0));
    }),
    { numRuns: 25 },
  );
  await proven();
});

test('X-7: a check that was asked to stop puts the file away, and the file may come again', async () => {
  const {
    desk,
    accounts: [a],
  } = await makeDesk(1);
  const fileId = newId(world.now);
  const written = await desk.files.write(fileId, Readable.from([Buffer.from(file(row(a!, 'Газ', '1,00')))]));
  const received = await world.run(
    desk.actor,
    (work) => receiveRegister(work, { organizationId: a!.organizationId, fileId, fileName: 'gas.csv', wish: {}, ...written }),
    newId(new Date()),
  );
  await world.run(desk.actor, async (work) => askToCancel(work, (await desk.state(received.id)).progress_id), newId(new Date()));
  await checkRegisterJob(desk.files).run(jobContext(world), { loadId: received.id });
  expect((await desk.state(received.id)).status).toBe('taken_back');
  expect(await desk.upload(file(row(a!, 'Газ', '1,00')))).toMatchObject({ status: 'checked', repeated: false });
});
