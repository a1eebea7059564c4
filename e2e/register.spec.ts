// Story: a billing centre loads a register by the page, by its key and at the console; errors come back by row, loading again changes nothing, a load is taken back.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import iconv from 'iconv-lite';
import type { Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { monthIn } from '#platform/time';
import { DEMO_MACHINE_KEY } from '../demo/people.ts';
import { organizationsOf } from '../demo/organizations.ts';
import { DEMO_SEED } from '../demo/town.ts';
import { pageOf } from './people.ts';
import { axeFaults, overflow, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-registers-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const [year, month] = monthIn('Asia/Yekaterinburg', new Date()).split('-');
const PERIOD = `${month}.${year}`;
const GALINA = '520012'; // her account at the billing centre
const NEIGHBOUR = '520013';

/** A register as old programs write it: windows-1251, semicolons, decimal comma. */
function registerFile(name: string, rows: readonly string[]): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, iconv.encode(['Лицевой счёт;Период;Услуга;Начислено', ...rows].join('\r\n') + '\r\n', 'win1251'));
  return file;
}
const row = (account: string, service: string, sum: string): string => `${account};${PERIOD};${service};${sum}`;

/** Uploads by the form and waits, on the page of the load, for the word of its state. */
async function upload(page: Page, file: string, state: string): Promise<void> {
  await visit(page, '/work/registers');
  await page.getByLabel('Файл', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'Проверить файл' }).click();
  await page.waitForURL(/\/work\/registers\/[0-9a-f-]{36}/);
  await waitForState(page, state);
}

/** Without scripts, and when a live event is late, the page is asked again, as a person would. */
async function waitForState(page: Page, state: string): Promise<void> {
  const started = Date.now();
  while ((await page.getByRole('main').getByText(state, { exact: true }).count()) === 0) {
    if (Date.now() - started > 30_000) throw new Error(`the register does not come to «${state}»: ${(await page.getByRole('main').textContent())?.slice(0, 400)}`);
    await page.waitForTimeout(400);
    await page.goto(page.url().split('?')[0]!);
  }
}

const waterOf = async (page: Page): Promise<string> => {
  await visit(page, `/charges?periodFrom=${year}-${month}&periodTo=${year}-${month}`);
  return ((await page.getByRole('main').textContent()) ?? '').replaceAll('\u00a0', ' ');
};

test('CHG-5, CHG-4: a register by the page: preview, errors as a file, the good rows loaded, the same file changes nothing, taken back', async () => {
  const page = await pageOf(browsing, 'billingCentre');
  const file = registerFile('november.csv', [row(GALINA, 'Водоотведение', '1 234,56'), row('999999', 'Водоотведение', '10,00'), row(NEIGHBOUR, 'Водоотведение', 'сто')]);
  await upload(page, file, 'Проверен');
  const main = page.getByRole('main');
  expect((await main.textContent())!.replaceAll('\u00a0', ' ')).toContain('1 234,56');
  expect(await main.getByRole('heading', { name: 'Ошибок: 2' }).count()).toBe(1);
  expect(await axeFaults(page)).toEqual([]);

  const errors = await page.request.get((await page.getByRole('link', { name: 'Скачать ошибки (CSV)' }).getAttribute('href'))!);
  const text = await errors.text();
  expect(text).toContain('Что не так');
  expect(text).toContain('999999');
  expect(text).toContain('сто');
  expect(text).not.toContain('1 234,56'); // the right row need not be touched

  const resident = await pageOf(browsing, 'galina');
  expect(await waterOf(resident)).not.toContain('1 234,56'); // nothing is loaded before the decision
  await page.getByRole('button', { name: /^Загрузить только верные/ }).click();
  await waitForState(page, 'Загружен');
  expect(await waterOf(resident)).toContain('1 234,56');

  await upload(page, file, 'Загружен');
  expect(await page.getByText('Ничего не изменилось.').count()).toBe(1);
  await page.getByRole('button', { name: 'Отменить загрузку' }).click();
  await waitForState(page, 'Отменён');
  expect(await waterOf(resident)).not.toContain('1 234,56');
});

test('CHG-5: without JavaScript on a phone the same way works and fits', async () => {
  const page = await pageOf(browsing, 'billingCentre', { width: 390, js: false });
  await upload(page, registerFile('phone.csv', [row(GALINA, 'Водоотведение', '77,01')]), 'Проверен');
  expect(await overflow(page)).toEqual([]);
  await page.getByRole('button', { name: 'Загрузить 1 строку' }).click();
  await waitForState(page, 'Загружен');
  await page.getByRole('button', { name: 'Отменить загрузку' }).click();
  await waitForState(page, 'Отменён');
});

type Load = { id: string; status: string; version: number; errors: number };

test('CHG-5, AUTH-12: by the key of the billing centre; a wrong key is refused', async () => {
  const file = registerFile('key.csv', [row(GALINA, 'Водоотведение', '88,02')]);
  const call = async (method: string, url: string, body?: FormData | object, key = DEMO_MACHINE_KEY): Promise<Response> => {
    const isForm = body instanceof FormData;
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': crypto.randomUUID(), ...(body && !isForm && { 'content-type': 'application/json' }) };
    return fetch(`${browsing.url}/api/v1/work/registers${url}`, { method, headers, redirect: 'manual', ...(body && { body: isForm ? body : JSON.stringify(body) }) });
  };
  const form = (): FormData => {
    const data = new FormData();
    data.set('file', new File([fs.readFileSync(file)], 'key.csv', { type: 'text/csv' }));
    return data;
  };
  expect((await call('POST', '', form(), `${DEMO_MACHINE_KEY}x`)).status).toBe(401);
  const uploaded = await call('POST', '', form());
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(`${uploaded.headers.get('location') ?? ''} ${await uploaded.text()}`)![0];
  const until = async (status: string): Promise<Load> => {
    for (let tries = 0; ; tries++) {
      const load = (await (await call('GET', `/${id}`)).json()) as Load;
      if (load.status === status) return load;
      if (tries > 60) throw new Error(`the load stays ${load.status}`);
      await new Promise((done) => setTimeout(done, 500));
    }
  };
  const checked = await until('checked');
  expect(checked.errors).toBe(0);
  expect((await call('POST', `/${id}/load`, { choice: 'all', version: checked.version })).status).toBe(200);
  const loaded = await until('loaded');
  expect((await call('POST', `/${id}/take-back`, { version: loaded.version })).status).toBe(200);
  await until('taken_back');
});

test('CHG-5: at the console: checked, loaded, listed, taken back', async () => {
  const { dataDir } = inject('town');
  const file = registerFile('console.csv', [row(GALINA, 'Водоотведение', '99,03')]);
  const console_ = (...args: string[]): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['server/console.ts', ...args], { cwd: path.join(import.meta.dirname, '..'), env: { ...process.env, DATA_DIR: dataDir } });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      child.on('exit', (code) => resolve({ code, text }));
    });
  const { inn } = organizationsOf(DEMO_SEED).billingCentre;
  const checked = await console_('register', 'load', file, '--organization', inn, '--check');
  expect([checked.code, checked.text]).toEqual([0, expect.stringContaining('99')]);
  const loaded = await console_('register', 'load', file, '--organization', inn);
  expect([loaded.code, loaded.text]).toEqual([0, expect.any(String)]);
  const listed = await console_('register', 'list');
  expect(listed.text).toContain('console.csv');
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(listed.text.split('\n').find((line) => line.includes('console.csv'))!)![0];
  const takenBack = await console_('register', 'take-back', id);
  expect([takenBack.code, takenBack.text]).toEqual([0, expect.any(String)]);
  expect((await console_('ledger', 'check')).text).toContain('The ledger is sound.');
});
