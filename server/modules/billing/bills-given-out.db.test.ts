// Bills as they are given out: to whom, by mail, as paper, as print files.
import { expect, test } from 'vitest';
import { getBill, getBills } from '#contract/billing';
import { newId } from '#platform/ids';
import { makeAccount, makeLink } from '#test/factories/accounts';
import { makeHouse, makeOrganization } from '#test/factories/housing';
import { accountantOf, jobContext } from '#test/factories/registers';
import { hasPdfJudges, pdfPages } from '#test/pdf-judges';
import { guest, personActor, useWorld } from '#test/world';
import { useBillCallers } from '#test/factories/bill-callers';

const world = useWorld();
const { call, callers, form, issuedIn, makeResident, run, server } = useBillCallers(world);

test('BILL-1, X-8: a neighbour, a guest and another organization get nothing of a bill', async () => {
  const { account } = await makeResident('one');
  await makeResident('other');
  callers.set('foreign', accountantOf(newId(world.now)));
  callers.set('guest', guest);
  await run(account, '2026-10');
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', account.accountId).executeTakeFirstOrThrow();
  const url = getBill.url.replace(':houseId', account.houseId).replace(':billId', bill.id);
  for (const part of ['', '/pdf', '/html', '/paper']) {
    expect([
      part,
      (await call('other', url + part)).statusCode,
      (await call('foreign', url + part)).statusCode,
      (await call('guest', url + part)).statusCode,
    ]).toEqual([part, 404, 404, 401]);
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
  const looks = async () =>
    (await world.db.selectFrom('platform.journal_line').select('facts').where('action', '=', 'journal.looked').where('person_id', '=', personId).execute()).map(
      ({ facts }) => (facts as { what: string }).what,
    );
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
  const [order, ...rest] = (await world.db.selectFrom('platform.outbox').select('jobs').execute()).flatMap(
    (row) => row.jobs as { task: string; payload: { to: string; attachments: { name: string; base64: string }[] } }[],
  );
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
  const [order] = (await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id', 'desc').execute())
    .flatMap((row) => row.jobs as { task: string; payload: unknown }[])
    .filter((job) => job.task === 'billing.print');
  await server()
    .modules.find((one) => one.name === 'billing')!
    .jobs!['billing.print']!.run(jobContext(world), order!.payload);
  expect((await call('printer', `/api/v1/progress/${progressId}`)).json()).toMatchObject({ status: 'done', done: 3, total: 3 });
  const file = await call('printer', `${url}/${progressId}/1`);
  expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await call('foreign', `${url}/${progressId}/1`)).statusCode).toBe(404);
  expect((await call('printer', `${url}/${progressId}/2`)).statusCode).toBe(404);
  if (hasPdfJudges) expect(pdfPages(file.rawPayload)).toHaveLength(3);
  expect((await issuedIn(house.houseId)).map(({ sha256 }) => sha256)).toEqual([null, null, null]);
  const bill = await world.db.selectFrom('billing.bill').selectAll().where('house_id', '=', house.houseId).limit(1).executeTakeFirstOrThrow();
  await Promise.all(Array.from({ length: 3 }, () => call('printer', `${getBill.url.replace(':houseId', house.houseId).replace(':billId', bill.id)}/pdf`)));
  expect(
    (await issuedIn(house.houseId)).map(({ title, sha256 }) => [title.includes(bill.number), sha256 !== null]).filter(([own, sealed]) => own !== sealed),
  ).toEqual([]);
});
