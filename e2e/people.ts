// The people of the demo town at the browser: how they sign in and where their codes come.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { DEMO_PASSWORD, DEMO_TOTP_SECRET, demoPeople } from '../demo/people.ts';
import { DEMO_SEED } from '../demo/town.ts';
import { type Browsing, type Device, settled, visit } from './walk.ts';

const people = demoPeople(DEMO_SEED);
export type PersonKey =
  | 'galina'
  | 'artyom'
  | 'maxim'
  | 'daria'
  | 'roman'
  | 'elena'
  | 'tamara'
  | 'ivan'
  | 'vera'
  | 'zoya'
  | 'accountantA'
  | 'accountantB'
  | 'billingCentre'
  | 'accountantWaste'
  | 'managerA'
  | 'reviewer'
  | 'officer'
  | 'operator'
  | 'support'
  | 'moderator'
  | 'auditor'
  | 'administrator'
  | 'authority'
  | 'dispatcherA'
  | 'assigneeA'
  | 'meetingChair'
  | 'meetingSecretary'
  | 'pollTrustee'
  | 'contractorA'
  | 'supplierWater';

export const phoneOf = (key: PersonKey): string => people.find((person) => person.key === key)!.phone;
/** The next code of the administrator's app: the one of now was spent on signing in. */
export const nextAppCode = (): string => new TOTP({ secret: DEMO_TOTP_SECRET }).generate({ timestamp: Date.now() + 30_000 });
/** Codes come from an authenticator app, not by SMS. */
const isByApp = (key: PersonKey): boolean => people.find((person) => person.key === key)!.secondFactor === 'totp';
export const emailOf = (key: PersonKey): string => people.find((person) => person.key === key)!.email;

type Message = { at: string; channel: 'email' | 'sms' | 'push'; to: string; subject: string | null; text: string; attachments: string[]; code: string | null };

/** What went out to a telephone or an address, newest first, as the demo outbox shows it. */
export async function messagesTo(page: Page, to: string): Promise<Message[]> {
  const answer = await page.request.get(`/demo/outbox.json?to=${encodeURIComponent(to)}`);
  return ((await answer.json()) as { messages: Message[] }).messages;
}

/** Waits for a message to this address that suits; `since` is an instant before the cause of it. Fails after 20 seconds. */
export async function waitForMessage(page: Page, to: string, suits: (message: Message) => boolean, since: Date): Promise<Message> {
  const started = Date.now();
  for (;;) {
    const found = (await messagesTo(page, to)).find((message) => new Date(message.at) >= since && suits(message));
    if (found) return found;
    if (Date.now() - started > 20_000) throw new Error(`no such message to ${to}`);
    await page.waitForTimeout(150);
  }
}

/** The code that comes by SMS after `since`. */
export const codeFor = async (page: Page, person: PersonKey, since: Date): Promise<string> =>
  (await waitForMessage(page, phoneOf(person), ({ code }) => code !== null, since)).code!;

/** Signs in by telephone, password and the code of the SMS or the app; ends on the page of `next`. With and without JavaScript. */
export async function signIn(page: Page, person: PersonKey, next = '/'): Promise<void> {
  await visit(page, `/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('Телефон, почта или логин').fill(phoneOf(person));
  await page.getByLabel('Пароль').fill(DEMO_PASSWORD);
  const since = new Date();
  await page.getByRole('main').getByRole('button', { name: 'Войти', exact: true }).click();
  await page.waitForURL('**/sign-in/code**');
  await page
    .getByRole('textbox', { name: 'Код', exact: true })
    .fill(isByApp(person) ? new TOTP({ secret: DEMO_TOTP_SECRET }).generate() : await codeFor(page, person, since));
  await page.getByRole('main').getByRole('button', { name: 'Войти', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  // The address changes before what it shows: the form of the code is the last of the page before.
  await page.getByRole('textbox', { name: 'Код', exact: true }).waitFor({ state: 'detached' });
  await settled(page);
}

/** Signs in without opening a page, by the API: for a story that visits many people and only reads. */
export async function signInByRequests(page: Page, person: PersonKey, origin: string): Promise<void> {
  const since = new Date();
  const post = async (path: string, data: object) =>
    (await page.request.post(`/api/v1/${path}`, { headers: { origin, 'idempotency-key': randomUUID() }, data })).json() as Promise<{ challenge?: string }>;
  const { challenge } = await post('sign-in', { name: phoneOf(person), password: DEMO_PASSWORD });
  await post('sign-in/code', { challenge, method: 'code', code: await codeFor(page, person, since) });
}

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
const KEPT_MS = 30 * 60_000;

/** A page on which the person is signed in already: signs in once for all stories, whose pages take over the session. It lies beside the town's data and goes with it. */
export async function pageOf(browsing: Browsing, person: PersonKey, device: Device = {}): Promise<Page> {
  const page = await browsing.newPage(device);
  // Tests side by side wait for the first of them to sign the person in.
  const turn = (turns.get(person) ?? Promise.resolve()).then(() => signedIn(page, person));
  turns.set(
    person,
    turn.catch(() => undefined),
  );
  await turn;
  return page;
}

const turns = new Map<PersonKey, Promise<void>>();

async function signedIn(page: Page, person: PersonKey): Promise<void> {
  const file = path.join(inject('town').dataDir, `session-${person}.json`);
  if (existsSync(file) && Date.now() - statSync(file).mtimeMs < KEPT_MS) {
    await page.context().addCookies(JSON.parse(readFileSync(file, 'utf8')) as Cookies);
  } else {
    await signIn(page, person);
    writeFileSync(file, JSON.stringify((await page.context().cookies()).filter(({ name }) => name !== 'view')));
  }
}
