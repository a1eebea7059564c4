// Story: Alla comes from the state identity system and has an account by one tick; Galina is known there and still shows her code; the system is away.
import { expect, test } from 'vitest';
import { codeFor } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('AUTH-1, AUTH-7: a person whom only the state knows gets an account by a word, and sees what was taken', async () => {
  const page = await browsing.newPage();
  await visit(page, '/sign-in?next=/profile/state');
  await page.getByRole('link', { name: 'Войти через Госуслуги' }).click();
  await page.getByRole('button', { name: /^Новикова/ }).click();
  await page.getByRole('heading', { name: 'Создать кабинет?' }).waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Создать кабинет' }).click();
  await page.waitForURL(/\/welcome/);
  await page.getByRole('button', { name: 'Понятно, продолжить' }).click();
  await page.getByRole('heading', { name: 'Госуслуги и другие входы' }).waitFor();
  await page.getByText('г. Рябинск, Ключевой проезд').waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);
});

test('AUTH-2, AUTH-7: after the state the second step that was chosen is asked; without scripts as well; a system that is away leaves the other doors open', async () => {
  const page = await browsing.newPage({ js: false });
  await page.goto('/sign-in?next=/profile/state');
  const since = new Date();
  await page.getByRole('link', { name: 'Войти через Госуслуги' }).click();
  const system = new URL(page.url()).origin;
  await page.getByRole('button', { name: /^Соколова Галина/ }).click();
  await page.getByRole('textbox', { name: 'Код', exact: true }).fill(await codeFor(page, 'galina', since));
  await page.getByRole('main').getByRole('button', { name: 'Войти', exact: true }).click();
  await page.getByText('Запись подтверждённая').waitFor();

  const guest = await browsing.newPage();
  await visit(guest, '/sign-in');
  await guest.getByRole('link', { name: 'Войти через Госуслуги' }).click();
  await guest.getByRole('button', { name: /^Лунин/ }).waitFor();
  await guest.request.post(`${system}/faults`, { data: { personAway: 1 } });
  await guest.getByRole('button', { name: /^Новикова/ }).click();
  await guest.getByText('Госуслуги: сейчас не отвечает').waitFor();
  await guest.getByRole('link', { name: 'Выбрать другой способ' }).click();
  await guest.getByLabel('Пароль').waitFor();
});
