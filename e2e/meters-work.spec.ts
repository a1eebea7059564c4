// Story: a resident photographs a dial and hands in; the accountant loads readings by a file, mends it, sees what is missing, a meter is replaced from the request to its end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chances, drawDial } from '../server/modules/meters/dial.fixture.ts';
import { pageOf } from './people.ts';
import { axeFaults, overflow, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();
const folder = mkdtempSync(path.join(os.tmpdir(), 'moidom-meters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('MTR-4: a resident photographs the dial, without JavaScript: the picture is kept, what was read or typed is handed in', async () => {
  const page = await pageOf(browsing, 'elena', { js: false });
  await visit(page, '/meters');
  await page
    .getByRole('link', { name: /^По фото/ })
    .first()
    .click();
  const wrong = path.join(folder, 'dial.heic');
  writeFileSync(wrong, 'not a picture');
  await page.locator('input[type=file]').first().setInputFiles(wrong);
  await page.getByRole('button', { name: 'Прочитать цифры' }).first().click();
  await page.getByText(/Подойдут JPEG и PNG/).waitFor();
  const { picture } = await drawDial({ kind: 'drum', digits: 5, decimals: 3, isHard: false }, chances(11));
  const right = path.join(folder, 'dial.jpg');
  writeFileSync(right, picture);
  await page.locator('input[type=file]').first().setInputFiles(right);
  await page.getByRole('button', { name: 'Прочитать цифры' }).first().click();
  await page.getByRole('heading', { name: 'Проверьте и передайте' }).waitFor();
  for (let tries = 0; tries < 40 && (await page.getByText('Разбираем цифры').count()) > 0; tries += 1) {
    await page.waitForTimeout(300);
    await page.reload();
  }
  const shown = await page.request.get((await page.locator('img.proof').first().getAttribute('src'))!);
  expect([shown.status(), shown.headers()['content-type']]).toEqual([200, 'image/jpeg']);
  for (const field of await page.locator('input[inputmode]').all()) {
    const said = (await field.evaluate((element) => element.closest('.field')?.textContent ?? '')).replaceAll(/\s/g, '');
    await field.fill(String(Number(/Было(\d+)/.exec(said)![1]) + 2));
  }
  await page.getByRole('button', { name: 'Передать показание' }).click();
  for (const tick of await page.locator('input[type=checkbox][name$=confirmed]').all()) await tick.check();
  if (await page.getByRole('alert').count()) await page.getByRole('button', { name: 'Передать показание' }).click();
  await page.getByText('Показания переданы').waitFor();
});

test('MTR-8, MTR-1: the accountant loads a file with an error, mends it, sees what is missing, puts in a meter of the house and reads it', async () => {
  const page = await pageOf(browsing, 'accountantA');
  await visit(page, '/work/meters/new');
  await page.getByLabel('Дом', { exact: true }).selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Дальше' }).click();
  await page.getByLabel('Где стоит').selectOption('house');
  const serial = `ОД-${Date.now()}`;
  await page.getByLabel('Номер счётчика').fill(serial);
  await page.getByRole('button', { name: 'Поставить счётчик' }).click();
  await page.getByText('Счётчик поставлен').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page
    .getByLabel(/^Показание, /)
    .first()
    .fill('150');
  await page.getByRole('button', { name: 'Записать показание' }).click();
  await page.getByText('Показание записано').waitFor();
  const load = async (rows: readonly string[]): Promise<void> => {
    const file = path.join(folder, `readings-${rows.length}.csv`);
    writeFileSync(file, `\ufeffНомер счётчика;Т1\r\n${rows.join('\r\n')}\r\n`);
    await visit(page, '/work/intakes');
    await page.getByLabel('Файл', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Проверить файл' }).click();
    await page.waitForURL(/\/work\/intakes\/[0-9a-f-]{36}/);
    await settled(page);
    await page.getByText('Проверен, ждёт решения', { exact: true }).waitFor({ timeout: 20_000 });
  };
  await load([`${serial};160`, 'нет-такого;5']);
  await page.getByRole('heading', { name: /^Ошибок: 1/ }).waitFor();
  const errors = await page.request.get((await page.getByRole('link', { name: /Скачать строки/ }).getAttribute('href'))!);
  expect(await errors.text()).toContain('нет-такого');
  await page.getByRole('button', { name: 'Убрать файл' }).click();
  await page.getByText('Отменён', { exact: true }).first().waitFor();
  await load([`${serial};160`]);
  await page.getByRole('button', { name: /^Загрузить/ }).click();
  await page.getByText('Загружен', { exact: true }).first().waitFor({ timeout: 20_000 });
  await visit(page, '/work/missing');
  expect(await page.locator('h1').textContent()).toBe('Чего не хватает до расчёта');
});

test('MTR-1, MTR-2: a resident asks for another meter, the billing centre replaces it with the last reading of the old one, the resident sees it', async () => {
  const resident = await pageOf(browsing, 'elena');
  await visit(resident, '/meters');
  await resident.locator('section.meter').getByRole('link', { name: /^№/ }).first().click();
  await resident.getByRole('heading', { name: /^Холодная вода, № /, level: 1 }).waitFor();
  const serial = /№\s*(\S+)/.exec((await resident.locator('h1').textContent())!)![1]!;
  const address = resident.url();
  await resident.getByLabel('Не считает или остановился').check();
  await resident.getByRole('button', { name: 'Попросить о замене' }).click();
  await resident.getByText('Заявка отправлена').waitFor();
  const last = Number.parseFloat((await resident.locator('dd .num').last().textContent())!.replace(/\s/g, '').replace(',', '.'));

  const staff = await pageOf(browsing, 'billingCentre');
  await visit(staff, `/work/replacements?search=${serial}`);
  await staff.getByRole('link', { name: new RegExp(serial) }).click();
  await staff.getByText('Заменить счётчик', { exact: true }).first().click();
  const form = staff.locator('form').filter({ has: staff.getByRole('button', { name: 'Заменить счётчик' }) });
  await form
    .getByRole('textbox')
    .first()
    .fill(String(Math.ceil(last) + 1));
  const next = `Н-${Date.now()}`;
  await form.getByLabel('Номер счётчика').fill(next);
  await form.getByRole('button', { name: 'Заменить счётчик' }).click();
  await staff.getByRole('heading', { name: new RegExp(next) }).waitFor();
  expect(await axeFaults(staff)).toEqual([]);

  await resident.bringToFront();
  await visit(resident, address);
  await resident.getByText('Счётчик снят').waitFor();
  await resident.getByText(`новый № ${next}`, { exact: false }).waitFor();
  await visit(resident, '/meters');
  await resident.getByText(next).first().waitFor();
});

test('MTR-8, X-8: what tampering costs is seen before it is marked, without JavaScript too; a mistaken mark is taken back', async () => {
  for (const js of [true, false]) {
    const staff = await pageOf(browsing, 'accountantB', { width: 390, js });
    const list = await staff.request.get('/api/v1/work/meters?limit=100', { headers: { accept: 'application/json' } });
    const { rows } = (await list.json()) as { rows: { houseId: string; id: string; kind: string; service: string }[] };
    const meter = rows.findLast(({ kind, service }) => kind === 'flat' && service === 'cold_water')!;
    await visit(staff, `/work/meters/${meter.houseId}/${meter.id}`);
    await staff.getByText('Отметить вмешательство в работу счётчика').click();
    const form = staff.locator('form').filter({ has: staff.getByRole('button', { name: 'Посмотреть, сколько доначислим' }) });
    const today = await form.getByLabel('Когда нашли').getAttribute('max');
    await form.getByLabel('Когда нашли').fill(today!);
    await form.getByRole('button').click();
    await staff.getByRole('alert').getByText('Назовите акт').waitFor();
    expect(await form.getByLabel('Когда нашли').inputValue()).toBe(today);
    await form.getByLabel('Акт о вмешательстве').fill('акт № 7');
    await form.getByRole('button').click();

    const effect = staff.getByRole('status', { name: 'Сколько доначислим' });
    expect(await effect.getByRole('button').textContent()).toMatch(/^Отметить и доначислить \d.*₽$/);
    expect(await effect.getByRole('row').count()).toBeGreaterThan(1);
    expect(await overflow(staff)).toEqual([]);
    if (js) expect(await axeFaults(staff)).toEqual([]);
    await effect.getByRole('button').click();
    await staff.getByText('Вмешательство отмечено').waitFor();

    const first = await staff.getByLabel('Когда устранили').getAttribute('min');
    await staff.getByLabel('Когда устранили').fill(first!);
    await staff.getByRole('button', { name: 'Снять отметку' }).click();
    await staff.getByText('Отметка снята').waitFor();
  }
});
