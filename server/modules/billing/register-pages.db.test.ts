// Registers by the page, by the API key, by the console.
import os from 'node:os';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeAccount } from '#test/factories/accounts';
import { accountantOf, jobContext, openDesk } from '#test/factories/registers';
import { useWorld } from '#test/world';
import { checkRegisterJob } from './check-register.ts';
import { loadRegisterFile, recentLoads, takeBackLoad } from './register-console.ts';
import { openSealedFiles } from './sealed-files.ts';
import { useBillCallers } from '#test/factories/bill-callers';

const world = useWorld();
const { call, callers, form, server } = useBillCallers(world);

test('CHG-5: by the page and by the API key: upload, preview, errors as a file, load, again, take back', async () => {
  const account = await makeAccount(world);
  callers.set('key', {
    kind: 'machine',
    keyId: newId(world.now),
    organizationId: account.organizationId,
    operations: ['registers.load'],
    ip: '127.0.0.1',
    agent: 'test',
  });
  callers.set('clerk', accountantOf(account.organizationId));
  const text = `Лицевой счёт;Период;Услуга;Начислено\n${account.number};10.2026;Газ;10,00\nнет;10.2026;Газ;10,00\n`;
  const upload = form({ key: newId(new Date()) }, { name: 'gas.csv', type: 'text/csv', content: Buffer.from(text) });
  const { id } = (await call('key', '/api/v1/work/registers', upload)).json();
  const job = async (task: string) =>
    server()
      .modules.find((one) => one.name === 'billing')!
      .jobs![task]!.run(jobContext(world), { loadId: id });
  expect((await call('clerk', `/api/v1/work/registers/${id}`)).json()).toMatchObject({ status: 'draft', progress: { status: 'running' } });
  await job('billing.check-register');
  const seen = (await call('clerk', `/api/v1/work/registers/${id}`)).json();
  expect(seen).toMatchObject({
    status: 'checked',
    rows: 1,
    errors: 1,
    can: { loadAll: false, loadGood: true, takeBack: true, map: true },
    summary: { sumKopecks: 1000 },
    firstErrors: [{ row: 3 }],
  });
  const errors = await call('clerk', `/api/v1/work/registers/${id}/errors`);
  expect(errors.body.split('\r\n')[1]).toMatch(/^нет;10.2026;Газ;"?10,00"?;3;/);
  const page = await call('clerk', '/api/v1/work/registers', { ...upload, accept: 'text/html' });
  expect([page.statusCode, page.headers.location]).toEqual([303, `/work/registers/${id}?again=1`]);
  expect((await call('clerk', `/api/v1/work/registers/${id}/load`, { method: 'POST', body: { choice: 'all', version: seen.version } })).json().code).toBe(
    'register.hasErrors',
  );
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
  const columns = [
    { heading: 'Абонент №', field: 'account' },
    { heading: 'Что', field: 'serviceName' },
    { heading: 'Сколько', field: 'accrued' },
  ];
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
  const desk = {
    ground: world.ground,
    pool: world.pool,
    files: openSealedFiles(path.join(os.tmpdir(), `registers-console-${process.pid}`), world.ground.masterKeys),
  };
  expect(await loadRegisterFile(desk, { organizationInn: inn, file, choice: 'check' })).toMatchObject({ status: 'checked', rows: 1n, errors: 0n });
  const loaded = await loadRegisterFile(desk, { organizationInn: inn, file, choice: 'all' });
  expect(loaded).toMatchObject({ status: 'loaded', repeated: true });
  expect(await loadRegisterFile(desk, { organizationInn: inn, file, choice: 'all' })).toMatchObject({
    loadId: loaded.loadId,
    status: 'loaded',
    repeated: true,
  });
  expect((await recentLoads(desk)).map((load) => load.id)).toContain(loaded.loadId);
  expect(await takeBackLoad(desk, loaded.loadId)).toEqual({ status: 'taken_back' });
  await expect(loadRegisterFile(desk, { organizationInn: '1', file, choice: 'all' })).rejects.toThrow('tax number');
});
