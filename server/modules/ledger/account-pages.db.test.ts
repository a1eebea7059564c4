import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personActor, refusalOf, useWorld } from '#test/world';
import { charge, makeAccount, makeLink, pay } from '#test/factories/accounts';
import { makeHouse, makeOwner } from '#test/factories/housing';
import { newId } from '#platform/ids';
import { addTariffs } from '#modules/directory';
import { createAccounts, linkAccounts, refundPayment } from '#modules/ledger';
import { bytesInMemory } from '#platform/byte-source';
import { readCsv, unguardCell } from '#platform/csv-read';
import { decodeStream } from '#platform/text-encoding';
import { readXlsx } from '#platform/xlsx-read';
import { collect } from '#test/collect';
import { hasPdfJudges, pdfPages } from '#test/pdf-judges';
import { countStatements } from '#test/statements';
import { portal } from '#test/world';
import { callRoute, openPortal, type Portal } from '#test/matrix/portal';
import { readAccount, readAccounts, readHistory, readHomes, readSuppliers } from './account.pages.ts';
import { operationWords } from './statement-file.ts';

const world = useWorld();
let caller = personActor(newId(new Date()));
let app: Portal;
beforeAll(async () => {
  app = await openPortal(world, () => caller);
});
afterAll(() => app.close());
const reading = (actor = caller) => ({ db: world.db, actor, now: world.now });

test('HOME-6: each home with the sum over its accounts, and all of them together, in a few statements however many', async () => {
  const personId = newId(world.now);
  const house = await makeHouse(world, { flats: 3 });
  const [first, second] = house.premises;
  const one = await makeAccount(world, { house });
  const two = await makeAccount(world, { house, kind: 'repair' });
  const dacha = await makeAccount(world, { house, premisesId: second!.premisesId });
  for (const account of [one, two, dacha]) await makeLink(world, account, personId);
  await charge(world, one, { '2026-10': { heating: 1000, penalty: 7 } });
  await charge(world, two, { '2026-10': { capital_repair: 500 } });
  await pay(world, dacha, 300);
  const actor = personActor(personId, [
    { role: 'tenant', premisesId: first!.premisesId, houseId: house.houseId, organizationId: null },
    { role: 'owner', premisesId: house.premises[2]!.premisesId, houseId: house.houseId, organizationId: null },
  ]);
  const { homes, total } = await readHomes(reading(actor));
  expect(homes.map((home) => [home.address.split('кв. ')[1], home.accounts, home.dueKopecks, home.penaltyKopecks, home.advanceKopecks])).toEqual([
    ['1', 2, 1507, 7, 0],
    ['2', 1, 0, 0, 300],
    ['3', 0, 0, 0, 0],
  ]);
  expect(total).toEqual({ dueKopecks: 1507, penaltyKopecks: 7, reservedKopecks: 0, advanceKopecks: 300 });
  expect(await countStatements(() => readHomes(reading(actor)))).toBe(3);
  expect(await countStatements(() => readAccounts(reading(actor)))).toBe(6);
  expect((await readHomes(reading(personActor(newId(world.now))))).homes).toEqual([]);
});

test('ACC-1: an account tells what it owes by month and service; a neighbour and a person whose link was removed do not find it', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-09': { heating: 1000 }, '2026-10': { heating: 3000, waste: 500 } });
  await pay(world, account, 1200);
  const actor = personActor(await makeLink(world, account));
  const card = await readAccount(world.ground, reading(actor), account);
  expect(card).toMatchObject({
    number: account.number,
    dueKopecks: 3300,
    oldestDebt: '2026-10',
    months: [
      { period: '2026-10', chargedKopecks: 3500, paidKopecks: 200, kopecks: 3300 },
      { period: '2026-09', kopecks: 0 },
    ],
  });
  expect(card.debts.map((debt) => debt.service)).toEqual(['Отопление', 'Обращение с твёрдыми коммунальными отходами']);
  expect((await refusalOf(readAccount(world.ground, reading(personActor(newId(world.now))), account))).code).toBe('object.notFound');
  expect((await refusalOf(readAccount(world.ground, reading(actor), { ...account, houseId: newId(world.now) }))).code).toBe('object.notFound');
  await world.db.updateTable('ledger.account_link').set({ status: 'removed' }).where('person_id', '=', actor.personId).execute();
  expect((await refusalOf(readAccount(world.ground, reading(actor), account))).code).toBe('object.notFound');
});

test('ACC-1: the history goes on from the mark of the page before; a foreign mark is refused by name', async () => {
  const account = await makeAccount(world);
  for (const month of ['2026-07', '2026-08', '2026-09']) await charge(world, account, { [month]: { heating: 1000 } });
  const actor = personActor(await makeLink(world, account));
  const page = (query: object) => readHistory(world.ground, reading(actor), { params: account, query, body: {} });
  const first = await page({ limit: 2 });
  expect(first.operations.map((one) => one.period)).toEqual(['2026-09', '2026-08']);
  const second = await page({ limit: 2, after: first.next! });
  expect(second).toMatchObject({ operations: [{ period: '2026-07', services: ['Отопление'] }], next: null });
  expect((await page({ kind: ['payment'] })).operations).toEqual([]);
  for (const after of ['x', 'W10', Buffer.from('["2026-01-01","x","y","charge",null]').toString('base64url')])
    expect((await refusalOf(page({ after }))).code).toBe('list.mark');
});

test('ACC-4, AUD-1, DOCS-3: a statement of any period as CSV, XLSX and PDF; who took it and in which session is written down; one turned round is refused by field, a stranger finds none', async () => {
  const account = await makeAccount(world);
  await makeOwner(world, account);
  await charge(world, account, { '2026-09': { heating: 120000 }, '2026-10': { heating: 300050 } });
  await pay(world, account, 100000, { happenedOn: '2026-10-05' });
  caller = personActor(await makeLink(world, account));
  const route = app.routes.find((one) => one.endpoint.url.endsWith('/statement'))!;
  const get = (query: object) => callRoute(app, route, 'x', { params: { ...account }, query: { from: '2026-10-01', to: '2026-10-31', ...query } });
  const csv = await get({ format: 'csv' });
  expect(csv.headers['content-disposition']).toMatch(/filename\*=UTF-8''/);
  expect(
    csv.body
      .replace('\ufeff', '')
      .trim()
      .split('\r\n')
      .map((line) => line.split(';').filter((cell) => cell !== '')),
  ).toEqual([
    ['Дата', 'Операция', 'Получатель', '"Начислено, ₽"', '"Оплачено, ₽"', '"Остаток, ₽"'],
    ['01.10.2026', 'Остаток на начало', '1200,00'],
    ['05.10.2026', 'Оплата', expect.any(String), '1000,00', '200,00'],
    ['28.10.2026', 'Начислено за октябрь 2026: Отопление', expect.any(String), '3000,50', '3200,50'],
  ]);
  expect((await get({ format: 'xlsx' })).rawPayload.subarray(0, 2).toString()).toBe('PK');
  const pdf = await get({ format: 'pdf' });
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await world.db.selectFrom('documents.issued').select(['kind', 'title', 'sha256']).where('house_id', '=', account.houseId).execute()).toEqual([
    { kind: 'extract', title: 'Выписка по лицевому счёту, 01.10.2026 – 31.10.2026', sha256: createHash('sha256').update(pdf.rawPayload).digest() },
  ]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select(['actor_id as by', 'session_id as session', 'facts'])
    .where('action', '=', 'statement.taken')
    .where('object_id', '=', account.accountId)
    .execute();
  expect(lines).toEqual(
    Array.from({ length: 3 }, () => ({
      by: caller.personId,
      session: caller.sessionId,
      facts: { number: account.number, fromDay: '2026-10-01', toDay: '2026-10-31' },
    })),
  );
  const turned = await get({ format: 'pdf', to: '2026-09-01' });
  expect([turned.statusCode, turned.json().fields[0].pointer]).toEqual([422, '/query/to']);
  caller = personActor(newId(world.now));
  expect((await get({ format: 'csv' })).statusCode).toBe(404);
});

test('ACC-4, X-1: over a year’s end CSV, XLSX and PDF hold the same rows, a recalculation off the charged and a refund off the paid, and sum up to the debt', async () => {
  const account = await makeAccount(world);
  await makeOwner(world, account);
  await charge(world, account, { '2026-11': { heating: 100_000 } });
  const paymentId = await pay(world, account, 150_000, { happenedOn: '2026-12-31' });
  await charge(world, account, { '2026-12': { heating: 300_050 } });
  await charge(world, account, { '2027-01': { heating: -20_000 } });
  const back = { ...account, kopecks: 40_000n };
  await world.run(portal, (work) => refundPayment(work, { paymentId, parts: [back], happenedOn: '2027-01-01', book: 'acquirer', note: '=cmd|calc' }));
  caller = personActor(await makeLink(world, account));
  const route = app.routes.find((one) => one.endpoint.url.endsWith('/statement'))!;
  const get = async (format: string) =>
    (await callRoute(app, route, 'x', { params: { ...account }, query: { from: '2026-12-01', to: '2027-01-31', format } })).rawPayload;
  const csv = bytesInMemory(await get('csv'));
  const text = (await collect(readCsv(decodeStream(csv.read(0, csv.size), 'utf-8'), ';'))).map(({ cells }) => cells.map(unguardCell));
  const sheet = (await collect(readXlsx(bytesInMemory(await get('xlsx'))))).map(({ cells }) => cells);
  const sums = (rows: string[][]) => rows.slice(1).map((row) => row.slice(3, 6).map((sum) => (sum === '' ? '' : Number(sum.replace(',', '.')).toFixed(2))));
  expect(sums(text)).toEqual([
    ['', '', '1000.00'],
    ['3000.50', '', '4000.50'],
    ['', '1500.00', '2500.50'],
    ['', '-400.00', '2900.50'],
    ['-200.00', '', '2700.50'],
  ]);
  expect(sums(sheet)).toEqual(sums(text));
  expect(sheet.slice(1).map((row) => row[1])).toEqual(text.slice(1).map((row) => row[1]));
  expect(text.map((row) => row[0])).toEqual(['Дата', '01.12.2026', '28.12.2026', '31.12.2026', '01.01.2027', '28.01.2027']);
  expect(text[4]![1]).toBe('Возврат оплаты: =cmd|calc');
  const pdf = await get('pdf');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  if (!hasPdfJudges) return;
  const [page] = pdfPages(pdf);
  for (const sum of ['3 000,50', '1 500,00', '−400,00', '−200,00', '2 700,50', '2 800,50', '1 100,00']) expect(page).toContain(sum);
});

test("HOME-5: who charges in the house and by which tariffs, the house's own before the general one", async () => {
  const house = await makeHouse(world);
  await makeAccount(world, { house });
  await world.run(portal, (work) =>
    addTariffs(
      work,
      [null, house.houseId].map((houseId) => ({
        organizationId: house.managerId,
        houseId,
        serviceCode: 'maintenance',
        value: houseId ? '31.5' : '30',
        unit: 'м²',
        fromDay: '2026-01-01',
        decision: 'Протокол № 1',
      })),
    ),
  );
  expect(await readSuppliers(reading(), house.houseId)).toMatchObject({
    suppliers: [{ id: house.managerId }],
    tariffs: [{ service: 'Содержание жилого помещения', value: '31.500000' }],
  });
  expect((await refusalOf(readSuppliers(reading(), newId(world.now)))).code).toBe('object.notFound');
});

test('ACC-1: operations are told in words', () => {
  expect(operationWords({ kind: 'charge', period: '2026-10', note: null }, ['Газ', 'Свет', 'Вода', 'Тепло'])).toBe('Начислено за октябрь 2026');
  expect(operationWords({ kind: 'refund', period: null, note: 'Двойная оплата' }, [])).toBe('Возврат оплаты: Двойная оплата');
  expect(operationWords({ kind: 'opening', period: '2026-01', note: null }, ['Газ'])).toBe('Перенесено из прежней системы за январь 2026: Газ');
});

test('SCALE-2: a person with a hundred accounts is read by as many statements as one with a single account', async () => {
  const house = await makeHouse(world, { flats: 100 });
  const accounts = await world.run(portal, (work) =>
    createAccounts(
      work,
      house.premises.map(({ houseId, premisesId, number }) => ({
        houseId,
        premisesId,
        organizationId: house.managerId,
        number: `h${number}`,
        kind: 'manager' as const,
        openedOn: '2020-01-01',
      })),
    ),
  );
  const personId = newId(world.now);
  await world.run(portal, (work) =>
    linkAccounts(
      work,
      accounts.map((account, n) => ({ ...account, personId, premisesId: house.premises[n]!.premisesId, proof: 'ownership' as const })),
    ),
  );
  expect((await readAccounts(reading(personActor(personId)))).accounts).toHaveLength(100);
  expect(await countStatements(() => readAccounts(reading(personActor(personId))))).toBe(6);
});
