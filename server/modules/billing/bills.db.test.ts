// Bills: what they say, whom they pay, what is kept of them.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { getBill, getBills } from '#contract/billing';
import { setServicePayee } from '#contract/service-payees';
import { getIssued } from '#contract/documents';
import { postPayment, refundPayment } from '#modules/ledger';
import { newId } from '#platform/ids';
import { qrSvg } from '#platform/qr-code';
import { pay } from '#test/factories/accounts';
import { areaTerms, postRun } from '#test/factories/billing';
import { accountantOf, openDesk } from '#test/factories/registers';
import { hasPdfJudges, pdfCode, pdfFacts, pdfPages } from '#test/pdf-judges';
import { portal as portalActor, useWorld } from '#test/world';
import type { BillFacts } from './bill-facts.ts';
import { registerBills } from './bill-papers.ts';
import { paymentQr } from './payment-qr.ts';
import { lastBillOf, resolveBillNumber } from './bills.queries.ts';
import { useBillCallers } from '#test/factories/bill-callers';

const world = useWorld();
const { call, callers, issuedIn, makeResident, run } = useBillCallers(world);

test('BILL-3: unpaid bills first, the oldest due before the others, with what is left, requisites and whether they may be paid', async () => {
  const { account } = await makeResident('galina');
  for (const period of ['2026-08', '2026-09', '2026-10']) await run(account, period);
  await pay(world, account, 54300 + 20000);
  const { bills, unpaid } = (await call('galina', getBills.url)).json();
  expect(bills.map((bill: { month: string; leftKopecks: number; status: string; dueOn: string }) => [bill.month, bill.leftKopecks, bill.status])).toEqual([
    ['2026-09', 34300, 'overdue'],
    ['2026-10', 54300, 'unpaid'],
    ['2026-08', 0, 'paid'],
  ]);
  expect(unpaid).toEqual({ count: 2, leftKopecks: 88600 });
  expect(bills[1]).toMatchObject({
    totalKopecks: 162900,
    can: { pay: true },
    requisites: { bic: '044525225', settlementAccount: '40702810138250123017' },
    dueOn: '2026-11-16',
  });
  expect(await lastBillOf(world.db, account)).toMatchObject({ period: '2026-10', totalKopecks: 162900n });
  expect(await resolveBillNumber(world.db, ` ${bills[1].number} `)).toEqual({
    houseId: account.houseId,
    billId: bills[1].billId,
    accountId: account.accountId,
  });
  expect(await resolveBillNumber(world.db, '2610-99999999')).toBeUndefined();
});

test('BILL-1: the heated area of the premises stands on the bill where it is known, as it was when the bill was first drawn', async () => {
  const { account } = await makeResident('heated');
  const areas = async (period: string): Promise<string> => {
    await run(account, period);
    const bill = await world.db
      .selectFrom('billing.bill')
      .select('id')
      .where('account_id', '=', account.accountId)
      .where('period', '=', `${period}-01`)
      .executeTakeFirstOrThrow();
    const { sheet } = (await call('heated', getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id))).json();
    return new Map<string, string>(sheet.who).get('Площадь')!.replaceAll('\u00a0', ' ');
  };
  const { premisesId } = await world.db
    .selectFrom('ledger.account')
    .select('premises_id as premisesId')
    .where('id', '=', account.accountId)
    .executeTakeFirstOrThrow();
  expect(await areas('2026-09')).toBe('54,3 м², жилая 33,1 м²');
  await world.db.updateTable('housing.premises').set({ area_heated: '50.10' }).where('premises_id', '=', premisesId).execute();
  expect(await areas('2026-10')).toBe('54,3 м², жилая 33,1 м², отапливаемая 50,1 м²');
});

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
  expect([issued, more]).toEqual([
    {
      code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/),
      title: `Счёт № ${bill.number} за октябрь 2026`,
      sha256: createHash('sha256').update(pdf.rawPayload).digest(),
    },
    [],
  ]);
  if (!hasPdfJudges) return;
  expect(pdfPages(pdf.rawPayload).join('\n')).toContain(`проверка: localhost:8080/check, код ${issued!.code}`);
  expect(pdfPages(pdf.rawPayload)[0]).toContain('1 629,00');
  expect(pdfFacts(pdf.rawPayload).info).toMatch(/Tagged:\s+yes/);
});

test('BILL-1, BILL-2, X-4: a service that another is paid for: the sheet, the HTML and the PDF say whom to pay how much, the code pays the organization its part', async () => {
  const { account } = await makeResident('payer');
  callers.set('books', accountantOf(account.organizationId));
  const payee = {
    name: 'Региональный фонд «Капремонт»',
    inn: '7707083893',
    kpp: '773601001',
    bankName: 'Банк «Липа»',
    bic: '044525225',
    settlementAccount: '40602810700000000025',
    correspondentAccount: null,
  };
  const set = {
    method: 'POST',
    key: newId(new Date()),
    body: { version: 1, serviceCode: 'capital_repair', houseId: account.houseId, fromDay: '2026-11-12', way: 'other', payee, reason: 'Договор № 12' },
  } as const;
  const address = setServicePayee.url.replace(':organizationId', account.organizationId);
  for (let n = 0; n < 2; n++) expect((await call('books', address, set)).json()).toEqual({ version: 2 });
  expect((await call('payer', address, { ...set, key: newId(new Date()) })).statusCode).toBe(403);
  await postRun(world, [account], {
    period: '2026-10',
    onDay: '2026-11-12',
    charges: { maintenance: areaTerms('2026-10', '54.3', '10'), capital_repair: areaTerms('2026-10', '54.3', '20') },
  });
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const url = getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id);
  const { sheet } = (await call('payer', url)).json();
  expect(sheet.payees.title).toBe('Кому платить');
  expect(sheet.payees.rows.map((row: string[]) => [row[0], row[1], row.at(-2), row.at(-1)])).toEqual([
    [expect.stringContaining('Липовый дом'), expect.any(String), expect.stringContaining('40702810138250123017'), '543,00'],
    [payee.name, '7707083893 / 773601001', 'р/с 40602810700000000025', '1\u00a0086,00'],
  ]);
  expect(sheet.code.caption).toMatch(
    /^Наведите камеру в приложении банка\. Код платит 543,00\u00a0₽: .*Липовый дом.*\. Остальное платят по таблице «Кому платить»$/,
  );
  const own = await world.db.selectFrom('housing.organization').select(['name', 'inn']).where('id', '=', account.organizationId).executeTakeFirstOrThrow();
  const { facts } = await world.db.selectFrom('billing.bill').select('facts').where('id', '=', bill.id).executeTakeFirstOrThrow();
  const text = `ST00012|Name=${own.name.replace(/[«»]/g, '"')}|PersonalAcc=40702810138250123017|BankName=Банк «Липа»|BIC=044525225|CorrespAcc=30101810400000000225|Purpose=ЖКУ, л/с ${account.number}, 10.2026|PayeeINN=${own.inn}|PayerAddress=${(facts as BillFacts).paymentCode['PayerAddress']}|PersAcc=${account.number}|PaymPeriod=102026|Sum=54300`;
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
  const payee = {
    name: 'Фонд',
    inn: '7707083893',
    kpp: '773601001',
    bankName: 'Банк «Липа»',
    bic: '044525225',
    settlementAccount: '40602810700000000025',
    correspondentAccount: null,
  };
  await call('books', setServicePayee.url.replace(':organizationId', account.organizationId), {
    method: 'POST',
    body: { version: 1, serviceCode: 'capital_repair', houseId: null, fromDay: '2026-11-12', way: 'other', payee, reason: 'Договор № 12' },
  });
  await pay(world, account, 60000);
  await postRun(world, [account], {
    period: '2026-10',
    onDay: '2026-11-12',
    charges: { maintenance: areaTerms('2026-10', '54.3', '10'), capital_repair: areaTerms('2026-10', '54.3', '20') },
  });
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const { sheet } = (await call('ahead', getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id))).json();
  expect(sheet.payees).toMatchObject({
    title: 'Реквизиты для оплаты',
    rows: [['Фонд', expect.any(String), expect.any(String), 'р/с 40602810700000000025', '1\u00a0029,00']],
  });
  expect(sheet.code).toMatchObject({
    caption: 'Наведите камеру в приложении банка',
    alt: 'QR-код для оплаты в приложении банка: получатель Фонд, 1\u00a0029,00\u00a0₽',
  });
});

test('BILL-1, PAY-3: a bill tells the day of the last payment that it counts: none given back, none that came after it', async () => {
  const { account } = await makeResident('lastpaid');
  const bill = async (period: string) => {
    const row = await world.db
      .selectFrom('billing.bill')
      .select('id')
      .where('account_id', '=', account.accountId)
      .where('period', '=', `${period}-01`)
      .executeTakeFirstOrThrow();
    return (await call('lastpaid', getBill.url.replace(':houseId', account.houseId).replace(':billId', row.id))).json().sheet.totals[1].label as string;
  };
  const later = (minutes: number): Promise<unknown> =>
    world.run(
      portalActor,
      async (work) =>
        postPayment(
          { ...work, now: new Date(world.now.getTime() + minutes * 60_000) },
          { paymentId: newId(world.now), parts: [{ ...account, kopecks: 700n }], happenedOn: '2026-11-12', book: 'bank' },
        ),
      newId(new Date()),
    );
  const charge = (period: string, onDay: string) => postRun(world, [account], { period, onDay, charges: { maintenance: areaTerms(period, '54.3', '10') } });
  await charge('2026-08', '2026-11-12');
  await pay(world, account, 10000, { happenedOn: '2026-11-03' });
  await pay(world, account, 500, { happenedOn: '2026-11-05' });
  const back = await pay(world, account, 2000, { happenedOn: '2026-11-11' });
  await world.run(
    portalActor,
    (work) => refundPayment(work, { paymentId: back, parts: [{ ...account, kopecks: 2000n }], happenedOn: '2026-11-11', book: 'acquirer' }),
    newId(new Date()),
  );
  await charge('2026-09', '2026-11-12');
  await later(5);
  expect(await bill('2026-09')).toBe('Оплачено, учтено по 12.11.2026, последняя оплата 05.11.2026');
  // Brought in with its months: by days alone.
  await charge('2026-10', '2026-11-04');
  expect(await bill('2026-10')).toBe('Оплачено, учтено по 04.11.2026, последняя оплата 03.11.2026');
  const { account: silent } = await makeResident('silent');
  await run(silent, '2026-10');
  const row = await world.db.selectFrom('billing.bill').select('id').where('account_id', '=', silent.accountId).executeTakeFirstOrThrow();
  expect((await call('silent', getBill.url.replace(':houseId', silent.houseId).replace(':billId', row.id))).json().sheet.totals[1].label).toBe(
    'Оплачено, учтено по 28.10.2026',
  );
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
  const states = async () =>
    await world.db
      .selectFrom('documents.issued')
      .select(['code', 'withdrawn_why as why'])
      .where('house_id', '=', account.houseId)
      .orderBy('at')
      .orderBy('number')
      .execute();
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
  await desk.takeBack(
    (
      await world.db
        .selectFrom('billing.register_load')
        .select('id')
        .where('file_name', '=', '100,00.csv')
        .where('organization_id', '=', account.organizationId)
        .executeTakeFirstOrThrow()
    ).id,
  );
  expect(await states()).toMatchObject([{ why: expect.stringContaining('платить по этому счёту не нужно') }, { why: replaced }]);
  expect((await call('nobody', getIssued.url.replace(':code', code))).json().document).toMatchObject({
    withdrawnOn: '2026-11-12',
    withdrawnWhy: expect.stringContaining('отменены'),
  });
  expect((await take()).statusCode).toBe(404);
  // One that was being drawn meanwhile is registered withdrawn.
  const late = {
    bill: drawn,
    paper: { code: '7K4M-92QD-X0B3', kind: 'bill', title: 'Счёт', sha256: null, houseId: account.houseId, sourceId: drawn.id },
  } as const;
  await Promise.all(Array.from({ length: 20 }, () => world.run(portalActor, (work) => registerBills(work, [late]))));
  expect((await states()).at(-1)).toMatchObject({ code: late.paper.code, why: expect.stringContaining('отменены') });
});
