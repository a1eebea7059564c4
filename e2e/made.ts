// What the town as filled has none of, made by the API before its page is looked at: a counted run, a register of a bank with one payment for nobody, a file of readings.
import { randomUUID } from 'node:crypto';
import type { APIResponse, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { makeTown } from '../demo/town.ts';
import { phoneOf } from './people.ts';

const WAIT = { timeout: 30_000, interval: 300 };
const headersOf = () => ({ origin: inject('town').url, accept: 'application/json', 'idempotency-key': randomUUID() });
const read = async <Answer>(page: Page, path: string): Promise<Answer> =>
  (await page.request.get(path, { headers: { accept: 'application/json' } })).json() as Promise<Answer>;

async function ok(answer: APIResponse): Promise<APIResponse> {
  expect(answer.status(), await answer.text()).toBeLessThan(400);
  return answer;
}

const post = async (page: Page, path: string, data: object): Promise<APIResponse> => ok(await page.request.post(path, { headers: headersOf(), data }));

/** Sends a table as a file; answers the id of what came of it, checked. */
async function send(page: Page, path: string, rows: readonly string[]): Promise<{ id: string; version: number }> {
  const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\n')}\n`) };
  const sent = await ok(await page.request.post(path, { headers: headersOf(), multipart: { file }, maxRedirects: 0 }));
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(`${sent.headers()['location'] ?? ''} ${await sent.text()}`)![0];
  await expect.poll(async () => (await read<{ status: string }>(page, `${path}/${id}`)).status, WAIT).toBe('checked');
  return { id, version: (await read<{ version: number }>(page, `${path}/${id}`)).version };
}

/** A draft with remarks: the month after the one that the page proposes, which the town has not charged. */
async function makeRun(page: Page): Promise<string> {
  type Runs = { nextPeriod: string; places: { houseId: string; organizationId: string }[] };
  const { nextPeriod, places } = await read<Runs>(page, '/api/v1/work/runs/places');
  const [year, month] = nextPeriod.split('-').map(Number) as [number, number];
  const period = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  const { houseId, organizationId } = places.at(-1)!;
  const { runId } = (await (await post(page, '/api/v1/work/runs', { houseId, organizationId, period, withPenalties: true })).json()) as { runId: string };
  await expect.poll(async () => (await read<{ run: { status: string } }>(page, `/api/v1/work/runs/${houseId}/${runId}`)).run.status, WAIT).toBe('draft');
  return `/work/runs/${houseId}/${runId}`;
}

/** Two digits of a number are swapped, so that the page has an account to hint at. */
async function makeUnmatched(page: Page): Promise<string> {
  const town = makeTown(new Date().toISOString().slice(0, 10));
  const numbers = new Set(town.accounts.map(({ number }) => number));
  const own = town.accounts.filter(({ organizationId }) => organizationId === town.organizations.companyA.id).map(({ number }) => number);
  const slip = own.map((number) => number.slice(0, -2) + number.at(-1)! + number.at(-2)!).find((number) => !numbers.has(number))!;
  const day = `${town.months.at(-1)!}-10`.split('-').toReversed().join('.');
  const { id, version } = await send(page, '/api/v1/work/registers', [
    'Лицевой счёт;Операция;Сумма;Дата оплаты;Плательщик',
    `${slip};${randomUUID()};1 250,40;${day};Соколова Галина`,
  ]);
  await post(page, `/api/v1/work/registers/${id}/load`, { choice: 'good', version });
  await expect.poll(async () => (await read<{ status: string }>(page, `/api/v1/work/registers/${id}`)).status, WAIT).toBe('loaded');
  const { rows } = await read<{ rows: { id: string }[] }>(page, '/api/v1/work/unmatched?status=open');
  return `/work/unmatched/${rows[0]!.id}`;
}

const makeRegister = async (page: Page): Promise<string> =>
  `/work/registers/${(await send(page, '/api/v1/work/registers', ['Лицевой счёт;Период;Услуга;Начислено', `99999999;09.2025;Домофон;10,${10 + Math.floor(Math.random() * 90)}`])).id}`;

const makeIntake = async (page: Page): Promise<string> =>
  `/work/intakes/${(await send(page, '/api/v1/work/reading-intakes', ['Номер счётчика;Т1', `нет-такого-${randomUUID()};5`])).id}`;

async function makeDocument(page: Page): Promise<string> {
  const files = { name: 'Договор управления.txt', mimeType: 'text/plain', buffer: Buffer.from('Договор управления многоквартирным домом № 12 от 01.02.2026') };
  const sent = await ok(await page.request.post('/api/v1/documents', { headers: headersOf(), multipart: { files } }));
  return `/documents/${((await sent.json()) as { documents: string[] }).documents[0]!}`;
}

async function townPremises(): Promise<string> {
  const town = makeTown(new Date().toISOString().slice(0, 10));
  const { houseId, premisesId } = town.accounts.find(({ organizationId, kind }) => organizationId === town.organizations.companyA.id && kind === 'manager')!;
  return `/work/premises/${houseId}/${premisesId}`;
}

/** Sent to its author alone: parties, the place of the signature and the ways to end it are all on the page. */
async function makeAgreement(page: Page): Promise<string> {
  const { id } = (await (
    await post(page, '/api/v1/agreements', { template: 'free', title: 'Соглашение о ключах от подвала', text: 'Ключи лежат у старшей по подъезду' })
  ).json()) as { id: string };
  await post(page, `/api/v1/agreements/${id}/send`, { parties: [phoneOf('roman')], author: 'first', days: 7 });
  return `/agreements/${id}`;
}

/** A code for a copy of the own data, which may come by another way. */
async function makeConfirmation(page: Page): Promise<string> {
  const { confirmationId } = (await (await post(page, '/api/v1/own-data/code', { what: 'copy' })).json()) as { confirmationId: string };
  return `/profile/code/${confirmationId}`;
}

/** A look at somebody whose ways of signing in are lost, so that the page has the case as well. */
async function makeLook(page: Page): Promise<string> {
  const { lookId } = (await (await post(page, '/api/v1/work/people/looks', { by: 'contact', text: phoneOf('zoya'), reason: 'звонок в поддержку' })).json()) as {
    lookId: string;
  };
  const personId = (await read<{ people: { personId: string }[] }>(page, `/api/v1/work/people/looks/${lookId}`)).people[0]!.personId;
  if ((await read<{ reset: object | null }>(page, `/api/v1/work/people/${personId}`)).reset === null)
    await post(page, `/api/v1/work/people/${personId}/factor-resets`, { proof: 'in_person', note: 'паспорт показан лично, фото сличено' });
  return `/work/people/${personId}`;
}

/** By the route of the page; each answers its address; the page lends its cookies. */
export const makers: Readonly<Record<string, (page: Page) => Promise<string>>> = {
  'work/runs/:houseId/:runId': makeRun,
  'work/unmatched/:id': makeUnmatched,
  'work/premises/:houseId/:premisesId': townPremises,
  'work/registers/:id': makeRegister,
  'work/intakes/:id': makeIntake,
  'profile/code/:id': makeConfirmation,
  'documents/:documentId': makeDocument,
  'agreements/:agreementId': makeAgreement,
  'work/people/:personId': makeLook,
};
