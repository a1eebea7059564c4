import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getBill, getBills } from '#contract/billing';
import { setServicePayee } from '#contract/service-payees';
import { getIssued } from '#contract/documents';
import { postPayment, refundPayment } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { qrSvg } from '#platform/qr-code';
import { makeAccount, makeLink, pay } from '#test/factories/accounts';
import { areaTerms, postRun } from '#test/factories/billing';
import { makeHouse, makeOrganization, makeOwner } from '#test/factories/housing';
import { makePerson } from '#test/factories/identity';
import { accountantOf, jobContext, openDesk } from '#test/factories/registers';
import { hasPdfJudges, pdfCode, pdfFacts, pdfPages } from '#test/pdf-judges';
import { openPortal, type Portal } from '#test/matrix/portal';
import { guest, personActor, portal as portalActor, useWorld } from '#test/world';
import type { BillFacts } from './bill-facts.ts';
import { registerBills } from './bill-papers.ts';
import { checkRegisterJob } from './check-register.ts';
import { paymentQr } from './payment-qr.ts';
import { lastBillOf, resolveBillNumber } from './bills.queries.ts';
import { loadRegisterFile, recentLoads, takeBackLoad } from './register-console.ts';
import { openSealedFiles } from './sealed-files.ts';

const world = useWorld();
const callers = new Map<string, Actor>();
let portal: Portal;
beforeAll(async () => {
  portal = await openPortal(world, (name) => callers.get(name));
});
afterAll(() => portal.close());

type Given = { method?: 'GET' | 'POST'; body?: unknown; payload?: string | Buffer; type?: string; key?: string; accept?: string };
function call(caller: string, url: string, { method = 'GET', body, payload, type, key = newId(new Date()), accept }: Given = {}) {
  const headers = { origin: 'http://localhost:8080', 'idempotency-key': key, cookie: `sid=${caller}`, ...(type !== undefined && { 'content-type': type }), ...(accept !== undefined && { accept }) };
  const sent = payload ?? (method === 'GET' ? undefined : (body ?? {}));
  return portal.app.inject({ method, url, headers, ...(sent !== undefined && { payload: sent }) });
}
function form(fields: Record<string, string>, file?: { name: string; type: string; content: Buffer }) {
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) => Buffer.from(`--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
  if (file) parts.push(Buffer.from(`--x\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`), file.content, Buffer.from('\r\n'));
  return { method: 'POST' as const, type: 'multipart/form-data; boundary=x', payload: Buffer.concat([...parts, Buffer.from('--x--\r\n')]) };
}

async function makeResident(name: string) {
  const account = await makeAccount(world);
  const { personId } = await makePerson(world, { email: `${name}@moidom.example` });
  await makeOwner(world, account, { personId, name: 'Соколова Галина Петровна' });
  await makeLink(world, account, personId);
  callers.set(name, personActor(personId, [{ role: 'owner', premisesId: account.premisesId, houseId: account.houseId, organizationId: null }]));
  return { account, personId };
}
const run = (account: Parameters<typeof postRun>[1][number], period: string, tariff = '10') => postRun(world, [account], { period, charges: { maintenance: areaTerms(period, '54.3', tariff) } });

test('BILL-3: unpaid bills first, the oldest due before the others, with what is left, requisites and whether they may be paid', async () => {
  const { account } = await makeResident('galina');
  for (const period of ['2026-08', '2026-09', '2026-10']) await run(account, period);
  await pay(world, account, 54300 + 20000);
  const { bills, unpaid } = (await call('galina', getBills.url)).json();
  expect(bills.map((bill: { month: string; leftKopecks: number; status: string; dueOn: string }) => [bill.month, bill.leftKopecks, bill.status])).toEqual([['2026-09', 34300, 'overdue'], ['2026-10', 54300, 'unpaid'], ['2026-08', 0, 'paid']]);
  expect(unpaid).toEqual({ count: 2, leftKopecks: 88600 });
  expect(bills[1]).toMatchObject({ totalKopecks: 162900, can: { pay: true }, requisites: { bic: '044525225', settlementAccount: '40702810138250123017' }, dueOn: '2026-11-16' });
  expect(await lastBillOf(world.db, account)).toMatchObject({ period: '2026-10', totalKopecks: 162900n });
  expect(await resolveBillNumber(world.db, ` ${bills[1].number} `)).toEqual({ houseId: account.houseId, billId: bills[1].billId, accountId: account.accountId });
  expect(await resolveBillNumber(world.db, '2610-99999999')).toBeUndefined();
});

const issuedIn = (houseId: string) => world.db.selectFrom('documents.issued').select(['code', 'title', 'sha256']).where('house_id', '=', houseId).orderBy('title').execute();

test('BILL-1, BILL-2, DOCS-3: the sheet, the tagged PDF and the HTML say the same; what was issued does not change with the requisites', async () => {
  const { account } = await makeResident('owner');
  await run(account, '2026-10', '30');
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const url = getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id);
  const { sheet } = (await call('owner', url)).json();
  expect(sheet).toMatchObject({ title: 'Счёт за октябрь 2026', toPay: { sum: '1\u00a0629,00\u00a0₽' } });
  expect(sheet.code.svg).toContain('<svg');
  await world.db.updateTable('housing.organization').set({ bic: '044525999' }).where('id', '=', account.organizationId).execute();
  expect(JSON.stringify((await call('owner', url)).json().sheet.payees)).toContain('044525225');
  const html = await call('owner', `${url}/html`);
  expect(html.body).toContain('Соколова Галина Петровна');
  expect(html.headers['content-disposition']).toContain('attachment');
  const pdf = await call('owner', `${url}/pdf`);
  expect([pdf.statusCode, pdf.rawPayload.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  expect((await call('owner', `${url}/pdf`)).rawPayload).toEqual(pdf.rawPayload);
  const [issued, ...more] = await issuedIn(account.houseId);
  expect([issued, more]).toEqual([{ code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/), title: `Счёт № ${bill.number} за октябрь 2026`, sha256: createHash('sha256').update(pdf.rawPayload).digest() }, []]);
  if (!hasPdfJudges) return;
  expect(pdfPages(pdf.rawPayload).join('\n')).toContain(`проверка: localhost:8080/check, код ${issued!.code}`);
  expect(pdfPages(pdf.rawPayload)[0]).toContain('1 629,00');
  expect(pdfFacts(pdf.rawPayload).info).toMatch(/Tagged:\s+yes/);
});

test('BILL-1, BILL-2, X-4: a service that another is paid for: the sheet, the HTML and the PDF say whom to pay how much, the code pays the organization its part', async () => {
  const { account } = await makeResident('payer');
  callers.set('books', accountantOf(account.organizationId));
  const payee = { name: 'Региональный фонд «Капремонт»', inn: '7707083893', kpp: '773601001', bankName: 'Банк «Липа»', bic: '044525225', settlementAccount: '40602810700000000025', correspondentAccount: null };
  const set = { method: 'POST', key: newId(new Date()), body: { version: 1, serviceCode: 'capital_repair', houseId: account.houseId, fromDay: '2026-11-12', way: 'other', payee, reason: 'Договор № 12' } } as const;
  const address = setServicePayee.url.replace(':organizationId', account.organizationId);
  for (let n = 0; n < 2; n++) expect((await call('books', address, set)).json()).toEqual({ version: 2 });
  expect((await call('payer', address, { ...set, key: newId(new Date()) })).statusCode).toBe(403);
  await postRun(world, [account], { period: '2026-10', onDay: '2026-11-12', charges: { maintenance: areaTerms('2026-10', '54.3', '10'), capital_repair: areaTerms('2026-10', '54.3', '20') } });
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const url = getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id);
  const { sheet } = (await call('payer', url)).json();
  expect(sheet.payees.title).toBe('Кому платить');
  expect(sheet.payees.rows.map((row: string[]) => [row[0], row[1], row.at(-2), row.at(-1)])).toEqual([
    [expect.stringContaining('Липовый дом'), expect.any(String), expect.stringContaining('40702810138250123017'), '543,00'], [payee.name, '7707083893 / 773601001', 'р/с 40602810700000000025', '1\u00a0086,00'],
  ]);
  expect(sheet.code.caption).toMatch(/^Наведите камеру в приложении банка\. Код платит 543,00\u00a0₽: .*Липовый дом.*\. Остальное платят по таблице «Кому платить»$/);
  const own = await world.db.selectFrom('housing.organization').select(['name', 'inn']).where('id', '=', account.organizationId).executeTakeFirstOrThrow();
  const { facts } = await world.db.selectFrom('billing.bill').select('facts').where('id', '=', bill.id).executeTakeFirstOrThrow();
  const text = `ST00012|Name=${own.name.replace(/[«»]/g, '"')}|PersonalAcc=40702810138250123017|BankName=Банк «Липа»|BIC=044525225|CorrespAcc=30101810400000000225|PayeeINN=${own.inn}|PersAcc=${account.number}|PaymPeriod=102026|Purpose=ЖКУ, л/с ${account.number}, 10.2026|PayerAddress=${(facts as BillFacts).paymentCode['PayerAddress']}|Sum=54300`;
  expect(sheet.code.svg).toBe(qrSvg(paymentQr(text)));
  const html = (await call('payer', `${url}/html`)).body;
  for (const told of ['Кому платить', payee.name, '40602810700000000025', '543,00', '1\u00a0086,00', 'Код платит 543,00']) expect(html).toContain(told);
  const pdf = await call('payer', `${url}/pdf`);
  expect(pdf.statusCode).toBe(200);
  if (!hasPdfJudges) return;
  for (const told of ['Кому платить', '40602810700000000025', '1 086,00']) expect(pdfPages(pdf.rawPayload)[0]).toContain(told);
  expect(pdfCode(pdf.rawPayload).toString()).toContain(text);
});

test('BILL-1: a bill that the advance has made smaller leaves the organization nothing: the code pays the one who is paid', async () => {
  const { account } = await makeResident('ahead');
  callers.set('books', accountantOf(account.organizationId));
  const payee = { name: 'Фонд', inn: '7707083893', kpp: '773601001', bankName: 'Банк «Липа»', bic: '044525225', settlementAccount: '40602810700000000025', correspondentAccount: null };
  await call('books', setServicePayee.url.replace(':organizationId', account.organizationId), { method: 'POST', body: { version: 1, serviceCode: 'capital_repair', houseId: null, fromDay: '2026-11-12', way: 'other', payee, reason: 'Договор № 12' } });
  await pay(world, account, 60000);
  await postRun(world, [account], { period: '2026-10', onDay: '2026-11-12', charges: { maintenance: areaTerms('2026-10', '54.3', '10'), capital_repair: areaTerms('2026-10', '54.3', '20') } });
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const { sheet } = (await call('ahead', getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id))).json();
  expect(sheet.payees).toMatchObject({ title: 'Реквизиты для оплаты', rows: [['Фонд', expect.any(String), expect.any(String), 'р/с 40602810700000000025', '1\u00a0029,00']] });
  expect(sheet.code).toMatchObject({ caption: 'Наведите камеру в приложении банка', alt: 'QR-код для оплаты в приложении банка: получатель Фонд, 1\u00a0029,00\u00a0₽' });
});

test('BILL-1, PAY-3: a bill tells the day of the last payment that it counts: none given back, none that came after it', async () => {
  const { account } = await makeResident('lastpaid');
  const bill = async (period: string) => {
    const row = await world.db.selectFrom('billing.bill').select('id').where('account_id', '=', account.accountId).where('period', '=', `${period}-01`).executeTakeFirstOrThrow();
    return (await call('lastpaid', getBill.url.replace(':houseId', account.houseId).replace(':billId', row.id))).json().sheet.totals[1].label as string;
  };
  const later = (minutes: number): Promise<unknown> => world.run(portalActor, async (work) => postPayment({ ...work, now: new Date(world.now.getTime() + minutes * 60_000) }, { paymentId: newId(world.now), parts: [{ ...account, kopecks: 700n }], happenedOn: '2026-11-12', book: 'bank' }), newId(new Date()));
  const charge = (period: string, onDay: string) => postRun(world, [account], { period, onDay, charges: { maintenance: areaTerms(period, '54.3', '10') } });
  await charge('2026-08', '2026-11-12');
  await pay(world, account, 10000, { happenedOn: '2026-11-03' });
  await pay(world, account, 500, { happenedOn: '2026-11-05' });
  const back = await pay(world, account, 2000, { happenedOn: '2026-11-11' });
  await world.run(portalActor, (work) => refundPayment(work, { paymentId: back, parts: [{ ...account, kopecks: 2000n }], happenedOn: '2026-11-11', book: 'acquirer' }), newId(new Date()));
  await charge('2026-09', '2026-11-12');
  await later(5);
  expect(await bill('2026-09')).toBe('Оплачено, учтено по 12.11.2026, последняя оплата 05.11.2026');
  // Brought in with its months: by days alone.
  await charge('2026-10', '2026-11-04');
  expect(await bill('2026-10')).toBe('Оплачено, учтено по 04.11.2026, последняя оплата 03.11.2026');
  const { account: silent } = await makeResident('silent');
  await run(silent, '2026-10');
  const row = await world.db.selectFrom('billing.bill').select('id').where('account_id', '=', silent.accountId).executeTakeFirstOrThrow();
  expect((await call('silent', getBill.url.replace(':houseId', silent.houseId).replace(':billId', row.id))).json().sheet.totals[1].label).toBe('Оплачено, учтено по 28.10.2026');
});

test('DOCS-3, BILL-2: the code of a bill whose charges changed or were taken back says so, when and by what it is replaced; given out again, it is in force again', async () => {
  const { account } = await makeResident('checker');
  const desk = openDesk(world, account.organizationId);
  const load = async (sum: string) => {
    const { id } = await desk.upload(`Лицевой счёт;Период;Услуга;К оплате\n${account.number};10.2026;Отопление;${sum}\n`, { name: `${sum}.csv` });
    await desk.load(id);
    return id;
  };
  const bill = () => world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const states = async () => (await world.db.selectFrom('documents.issued').select(['code', 'withdrawn_why as why']).where('house_id', '=', account.houseId).orderBy('at').orderBy('number').execute());
  const take = async () => call('checker', `${getBill.url.replace(':houseId', account.houseId).replace(':billId', (await bill()).id)}/pdf`);
  await load('100,00');
  await take();
  const drawn = await bill();
  const second = await load('200,00');
  const replaced = expect.stringContaining('действует новый счёт с тем же номером');
  expect(await states()).toMatchObject([{ why: replaced }]);
  await take();
  expect(await states()).toMatchObject([{ why: replaced }, { why: null }]);
  await desk.takeBack(second);
  expect(await states()).toMatchObject([{ why: replaced }, { why: replaced }]);
  await take();
  const { code } = (await states())[0]!;
  expect((await call('nobody', getIssued.url.replace(':code', code))).json().document).toMatchObject({ withdrawnOn: null });
  await desk.takeBack((await world.db.selectFrom('billing.register_load').select('id').where('file_name', '=', '100,00.csv').where('organization_id', '=', account.organizationId).executeTakeFirstOrThrow()).id);
  expect(await states()).toMatchObject([{ why: expect.stringContaining('платить по этому счёту не нужно') }, { why: replaced }]);
  expect((await call('nobody', getIssued.url.replace(':code', code))).json().document).toMatchObject({ withdrawnOn: '2026-11-12', withdrawnWhy: expect.stringContaining('отменены') });
  expect((await take()).statusCode).toBe(404);
  // One that was being drawn meanwhile is registered withdrawn.
  const late = { bill: drawn, paper: { code: '7K4M-92QD-X0B3', kind: 'bill', title: 'Счёт', sha256: null, houseId: account.houseId, sourceId: drawn.id } } as const;
  await Promise.all(Array.from({ length: 20 }, () => world.run(portalActor, (work) => registerBills(work, [late]))));
  expect((await states()).at(-1)).toMatchObject({ code: late.paper.code, why: expect.stringContaining('отменены') });
});

test('BILL-1, X-8: a neighbour, a guest and another organization get nothing of a bill', async () => {
  const { account } = await makeResident('one');
  await makeResident('other');
  callers.set('foreign', accountantOf(newId(world.now)));
  callers.set('guest', guest);
  await run(account, '2026-10');
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const url = getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id);
  for (const part of ['', '/pdf', '/html', '/paper']) {
    expect([part, (await call('other', url + part)).statusCode, (await call('foreign', url + part)).statusCode, (await call('guest', url + part)).statusCode]).toEqual([part, 404, 404, 401]);
  }
  expect((await call('other', `${url}/send`, { method: 'POST' })).statusCode).toBe(404);
  callers.set('own', accountantOf(account.organizationId));
  expect((await call('own', url)).json().bill).toMatchObject({ can: { pay: false } });
});

test('AUD-1: staff who open a bill, on the screen or as a file, are told of to those whose bill it is; its own reader is not', async () => {
  const { account, personId } = await makeResident('reader');
  await run(account, '2026-10');
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const url = getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id);
  const looks = async () => (await world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', 'journal.looked').where('person_id', '=', personId).execute()).map(({ facts }) => (facts as { what: string }).what);
  await call('reader', url);
  expect(await looks()).toEqual([]);
  callers.set('staff', accountantOf(account.organizationId));
  for (const part of ['/html', '/pdf', '']) {
    expect((await call('staff', url + part)).statusCode).toBe(200);
    expect(await looks(), part).toEqual([`счёт № ${bill.number}`]);
  }
});

test('BILL-1: without requisites the bill says whom to ask, and the list still stands', async () => {
  const organizationId = await makeOrganization(world, { bankName: null, bic: null });
  const house = await makeHouse(world, { flats: 1, managerId: organizationId });
  const account = await makeAccount(world, { house });
  const personId = await makeLink(world, account);
  callers.set('poor', personActor(personId));
  await run(account, '2026-10');
  const { bills } = (await call('poor', getBills.url)).json();
  expect(bills).toMatchObject([{ requisites: null }]);
  expect((await call('poor', getBill.url.replace(':houseId', account.houseId).replace(':billId', bills[0].billId))).json().code).toBe('bill.noRequisites');
});

test('BILL-3, X-4: a bill goes to the person’s own e-mail once, with the PDF', async () => {
  const { account } = await makeResident('mail');
  await run(account, '2026-10');
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  await world.db.deleteFrom('platform.outbox').execute();
  const key = newId(new Date());
  const url = `${getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id)}/send`;
  for (let n = 0; n < 2; n++) expect((await call('mail', url, { method: 'POST', key })).json()).toEqual({ ordered: true });
  const [order, ...rest] = (await world.db.selectFrom('platform.outbox').select('jobs').execute()).flatMap((row) => row.jobs as { task: string; payload: { to: string; attachments: { name: string; base64: string }[] } }[]);
  expect(rest).toEqual([]);
  expect([order!.task, order!.payload.to]).toEqual(['notifications.send-message', 'mail@moidom.example']);
  expect(Buffer.from(order!.payload.attachments[0]!.base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
});

test('BILL-2, X-10: a paper bill is attached and given back as it was; what is no bill is refused by name', async () => {
  const { account } = await makeResident('paper');
  await run(account, '2026-10');
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const url = `${getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id)}/paper`;
  expect((await call('paper', url)).json().code).toBe('bill.noPaper');
  const content = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
  expect((await call('paper', url, form({}, { name: 'scan.exe', type: 'application/pdf', content }))).json().code).toBe('file.active');
  expect((await call('paper', url, form({}))).json().code).toBe('file.missing');
  expect((await call('paper', url, form({}, { name: 'scan.pdf', type: 'application/pdf', content }))).statusCode).toBe(200);
  const back = await call('paper', url);
  expect(back.rawPayload.equals(content)).toBe(true);
  expect((await call('paper', getBills.url)).json().bills[0].hasPaper).toBe(true);
});

test('BILL-2, X-7, DOCS-3: a house’s bills as print files, made by a job that shows its progress; only for its organization', async () => {
  const house = await makeHouse(world, { flats: 3 });
  for (const home of house.premises) await run(await makeAccount(world, { house, premisesId: home.premisesId }), '2026-10');
  callers.set('printer', accountantOf(house.managerId));
  callers.set('foreign', accountantOf(newId(world.now)));
  const url = `/api/v1/work/houses/${house.houseId}/print-file`;
  expect((await call('foreign', url, { method: 'POST', body: { period: '2026-10' } })).statusCode).toBe(404);
  expect((await call('printer', url, { method: 'POST', body: { period: '2026-01' } })).json().code).toBe('printFile.empty');
  const { progressId, bills } = (await call('printer', url, { method: 'POST', body: { period: '2026-10' } })).json();
  expect(bills).toBe(3);
  const [order] = (await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id', 'desc').execute()).flatMap((row) => row.jobs as { task: string; payload: unknown }[]).filter((job) => job.task === 'billing.print');
  await portal.modules.find((one) => one.name === 'billing')!.jobs!['billing.print']!.run(jobContext(world), order!.payload);
  expect((await call('printer', `/api/v1/progress/${progressId}`)).json()).toMatchObject({ status: 'done', done: 3, total: 3 });
  const file = await call('printer', `${url}/${progressId}/1`);
  expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await call('foreign', `${url}/${progressId}/1`)).statusCode).toBe(404);
  expect((await call('printer', `${url}/${progressId}/2`)).statusCode).toBe(404);
  if (hasPdfJudges) expect(pdfPages(file.rawPayload)).toHaveLength(3);
  expect((await issuedIn(house.houseId)).map(({ sha256 }) => sha256)).toEqual([null, null, null]);
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('house_id', '=', house.houseId).limit(1).executeTakeFirstOrThrow();
  await Promise.all(Array.from({ length: 3 }, () => call('printer', `${getBill.url.replace(':houseId', house.houseId).replace(':billId', bill.id)}/pdf`)));
  expect((await issuedIn(house.houseId)).map(({ title, sha256 }) => [title.includes(bill.number), sha256 !== null]).filter(([own, sealed]) => own !== sealed)).toEqual([]);
});

test('CHG-5: by the page and by the API key: upload, preview, errors as a file, load, again, take back', async () => {
  const account = await makeAccount(world);
  callers.set('key', { kind: 'machine', keyId: newId(world.now), organizationId: account.organizationId, operations: ['registers.load'], ip: '127.0.0.1', agent: 'test' });
  callers.set('clerk', accountantOf(account.organizationId));
  const text = `Лицевой счёт;Период;Услуга;Начислено\n${account.number};10.2026;Газ;10,00\nнет;10.2026;Газ;10,00\n`;
  const upload = form({ key: newId(new Date()) }, { name: 'gas.csv', type: 'text/csv', content: Buffer.from(text) });
  const { id } = (await call('key', '/api/v1/work/registers', upload)).json();
  const job = async (task: string) => portal.modules.find((one) => one.name === 'billing')!.jobs![task]!.run(jobContext(world), { loadId: id });
  expect((await call('clerk', `/api/v1/work/registers/${id}`)).json()).toMatchObject({ status: 'draft', progress: { status: 'running' } });
  await job('billing.check-register');
  const seen = (await call('clerk', `/api/v1/work/registers/${id}`)).json();
  expect(seen).toMatchObject({ status: 'checked', rows: 1, errors: 1, can: { loadAll: false, loadGood: true, takeBack: true, map: true }, summary: { sumKopecks: 1000 }, firstErrors: [{ row: 3 }] });
  const errors = await call('clerk', `/api/v1/work/registers/${id}/errors`);
  expect(errors.body.split('\r\n')[1]).toMatch(/^нет;10.2026;Газ;"?10,00"?;3;/);
  const page = await call('clerk', '/api/v1/work/registers', { ...upload, accept: 'text/html' });
  expect([page.statusCode, page.headers.location]).toEqual([303, `/work/registers/${id}?again=1`]);
  expect((await call('clerk', `/api/v1/work/registers/${id}/load`, { method: 'POST', body: { choice: 'all', version: seen.version } })).json().code).toBe('register.hasErrors');
  expect((await call('key', `/api/v1/work/registers/${id}/load`, { method: 'POST', body: { choice: 'good', version: seen.version } })).statusCode).toBe(200);
  await job('billing.load-register');
  const { version } = (await call('key', `/api/v1/work/registers/${id}`)).json();
  expect((await call('clerk', '/api/v1/work/registers')).json().list.rows).toMatchObject([{ id, status: 'loaded', rows: 1 }]);
  expect((await call('clerk', `/api/v1/work/registers/${id}/take-back`, { method: 'POST', body: { version } })).statusCode).toBe(200);
  await job('billing.take-back-register');
  expect((await call('clerk', `/api/v1/work/registers/${id}`)).json()).toMatchObject({ status: 'taken_back', can: { takeBack: false } });
  expect((await call('clerk', '/api/v1/work/registers', form({}))).json().code).toBe('file.missing');
});

test('CHG-5: columns and services of a file are told once and remembered for the next file with the same headings', async () => {
  const account = await makeAccount(world);
  callers.set('clerk', accountantOf(account.organizationId));
  const desk = openDesk(world, account.organizationId, callers.get('clerk'));
  const text = (sum: string): string => `Абонент №;Месяц;Что;Сколько\n${account.number};10.2026;Снег с крыши;${sum}\n`;
  const load = await desk.upload(text('10,00'));
  expect((await desk.errors(load.id)).map((one) => one.code)).toEqual(['file.columnMissing']);
  const columns = [{ heading: 'Абонент №', field: 'account' }, { heading: 'Что', field: 'serviceName' }, { heading: 'Сколько', field: 'accrued' }];
  const map = (body: object) => call('clerk', `/api/v1/work/registers/${load.id}/mapping`, { method: 'POST', body });
  expect((await map({ version: load.version, services: [{ name: 'Снег с крыши', code: 'no' }] })).json().fields[0].pointer).toBe('/services/0/code');
  expect((await map({ version: load.version, columns, services: [{ name: 'Снег с крыши', code: 'other' }] })).statusCode).toBe(200);
  await checkRegisterJob(desk.files).run(jobContext(world), { loadId: load.id });
  expect(await desk.state(load.id)).toMatchObject({ status: 'checked', error_count: 0n, row_count: 1n });
  expect(await desk.upload(text('11,00'))).toMatchObject({ error_count: 0n, row_count: 1n });
});

test('CHG-5: the console loads, takes back and lists', async () => {
  const account = await makeAccount(world);
  const { inn } = await world.db.selectFrom('housing.organization').select('inn').where('id', '=', account.organizationId).executeTakeFirstOrThrow();
  const file = path.join(os.tmpdir(), `register-${process.pid}.csv`);
  await writeFile(file, `Лицевой счёт;Период;Услуга;Начислено\n${account.number};10.2026;Газ;10,00\n`);
  const desk = { ground: world.ground, pool: world.pool, files: openSealedFiles(path.join(os.tmpdir(), `registers-console-${process.pid}`), world.ground.masterKeys) };
  expect(await loadRegisterFile(desk, { organizationInn: inn, file, choice: 'check' })).toMatchObject({ status: 'checked', rows: 1n, errors: 0n });
  const loaded = await loadRegisterFile(desk, { organizationInn: inn, file, choice: 'all' });
  expect(loaded).toMatchObject({ status: 'loaded', repeated: true });
  expect(await loadRegisterFile(desk, { organizationInn: inn, file, choice: 'all' })).toMatchObject({ loadId: loaded.loadId, status: 'loaded', repeated: true });
  expect((await recentLoads(desk)).map((load) => load.id)).toContain(loaded.loadId);
  expect(await takeBackLoad(desk, loaded.loadId)).toEqual({ status: 'taken_back' });
  await expect(loadRegisterFile(desk, { organizationInn: '1', file, choice: 'all' })).rejects.toThrow('tax number');
});
