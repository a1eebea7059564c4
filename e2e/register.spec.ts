// Story: a register of charges comes by the web page, by a program with a key and by the console: checked, mended, loaded, known again, taken back.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { DEMO_MACHINE_KEY } from '../demo/people.ts';
import { DEMO_SEED, makeTown } from '../demo/town.ts';
import { pageOf } from './people.ts';
import { settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const folder = mkdtempSync(path.join(os.tmpdir(), 'moidom-registers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const town = makeTown(new Date().toISOString().slice(0, 10), DEMO_SEED);
const accountsOf = (organization: keyof typeof town.organizations): string[] =>
  town.accounts.filter(({ organizationId }) => organizationId === town.organizations[organization].id).map(({ number }) => number);
const HEAD = 'Лицевой счёт;Период;Услуга;Начислено';

/** A file of its own content each time: the same one again would be known. */
function register(name: string, rows: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, `\ufeff${[HEAD, ...rows].join('\r\n')}\r\n`);
  return file;
}

async function upload(page: Page, file: string): Promise<void> {
  await visit(page, '/work/registers');
  await page.getByLabel('Файл', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'Проверить файл' }).click();
  await page.waitForURL(/\/work\/registers\/[0-9a-f-]{36}/);
  await settled(page);
}

const kopecks = (): string => `${100 + Math.floor(Math.random() * 900)},${10 + Math.floor(Math.random() * 90)}`;

test('CHG-5, X-7: by the web page: what is wrong row by row, the errors as a file, the good rows loaded, the same file changes nothing, taken back', async () => {
  const page = await pageOf(browsing, 'accountantA');
  const [one, other] = accountsOf('companyA');
  const file = register('october.csv', [
    `${one};09.2025;Домофон;${kopecks()}`,
    `${other};09.2025;Домофон;${kopecks()}`,
    `${one};09.2025;Домофон;сто`,
    `99999999;09.2025;Домофон;10,00`,
  ]);
  await upload(page, file);
  await page.getByRole('heading', { name: 'Ошибок: 2' }).waitFor();
  const errors = await page.request.get((await page.getByRole('link', { name: /Скачать ошибки/ }).getAttribute('href'))!);
  const lines = (await errors.text()).trim().split(/\r?\n/);
  expect(lines[0]).toContain('Что не так');
  expect(lines.slice(1).filter((line) => line.includes('сто') || line.includes('99999999'))).toHaveLength(2);
  await page.getByRole('button', { name: /^Загрузить только верные/ }).click();
  await page.getByText('Загружен', { exact: true }).first().waitFor({ timeout: 30_000 });
  await upload(page, file);
  await page.getByText(/Этот файл уже/).waitFor();
  expect(await page.getByRole('main').textContent()).toContain('Ничего не изменилось');
  await page.getByRole('button', { name: /Отменить загрузку/ }).click();
  await page.getByText('Отменён', { exact: true }).first().waitFor({ timeout: 30_000 });
});

test('CHG-5, AUTH-12: by a program: the key of the billing centre loads a register and reads how it stands', async () => {
  const page = await browsing.newPage();
  const [one] = accountsOf('billingCentre');
  const headers = { authorization: `Bearer ${DEMO_MACHINE_KEY}`, accept: 'application/json' };
  const sent = await page.request.post('/api/v1/work/registers', {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    multipart: { file: { name: 'from-a-program.csv', mimeType: 'text/csv', buffer: Buffer.from(`${HEAD}\n${one};08.2025;Домофон;${kopecks()}\n`) } },
    maxRedirects: 0,
  });
  expect([200, 202, 303], await sent.text()).toContain(sent.status());
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(`${sent.headers()['location'] ?? ''} ${await sent.text()}`)![0];
  const read = async () =>
    (await (await page.request.get(`/api/v1/work/registers/${id}`, { headers })).json()) as { status: string; version: number; errors: number };
  await expect.poll(async () => (await read()).status, { timeout: 30_000 }).toBe('checked');
  const { version, errors } = await read();
  expect(errors).toBe(0);
  const loaded = await page.request.post(`/api/v1/work/registers/${id}/load`, {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    data: { choice: 'all', version },
  });
  expect(loaded.status(), await loaded.text()).toBe(200);
  await expect.poll(async () => (await read()).status, { timeout: 30_000 }).toBe('loaded');
  const wrong = await page.request.get('/api/v1/work/registers', { headers: { authorization: 'Bearer moidom_somebody-elses-key-000000000000000000' } });
  expect(wrong.status()).toBe(401);
});

test('CHG-5, OPS-3: by the console beside the running portal: checked, loaded, listed, known again', () => {
  const { dataDir } = inject('town');
  const [, , one] = accountsOf('companyA');
  const file = register('console.csv', [`${one};07.2025;Домофон;${kopecks()}`]);
  const moidom = (...args: string[]): { status: number | null; said: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['server/console.ts', ...args], {
      cwd: path.join(import.meta.dirname, '..'),
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
    });
    return { status, said: stdout + stderr };
  };
  const inn = town.organizations.companyA.inn;
  const checked = moidom('register', 'load', file, '--organization', inn, '--check');
  expect(checked.status, checked.said).toBe(0);
  const loaded = moidom('register', 'load', file, '--organization', inn);
  expect([loaded.status, loaded.said]).toEqual([0, expect.stringContaining('loaded')]);
  expect(moidom('register', 'list').said).toContain('console.csv');
  expect(moidom('register', 'load', file, '--organization', inn).said).toContain('this file is known, nothing changed');
  const proof = moidom('ledger', 'check');
  expect(proof.status, proof.said).toBe(0);
});
