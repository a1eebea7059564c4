// The steps of a payment by card at the browser, one after another as a person takes them.
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { codeFor, type PersonKey } from './people.ts';
import { settled, visit } from './walk.ts';

/** Cards of the acquirer's stand-in (stand-ins/README.md). */
export const CARDS = {
  secure: '2200 0000 0000 0202',
  paid: '2200 0000 0000 0103',
  noMoney: '2200 0000 0000 0301',
  expired: '2200 0000 0000 0400',
  lost: '2200 0000 0000 0608',
} as const;
const BANK_CODE = '111111';

/** One account of the person, by the words on the row of «Оплата», and how many roubles of it. */
export type Part = { payee: string; address: string; roubles: string };

/** The accounts of one home on «Оплата». */
export const homeOf = (page: Page, address: string): Locator =>
  page.locator('.payhome').filter({ has: page.getByRole('heading').filter({ hasText: address }) });

export const rowOf = (page: Page, { payee, address }: Pick<Part, 'payee' | 'address'>): Locator =>
  homeOf(page, address).getByRole('listitem').filter({ hasText: payee }).first();

/** Opens «Оплата» and chooses these parts alone. */
export async function choose(page: Page, parts: readonly Part[]): Promise<void> {
  await visit(page, '/pay');
  for (const box of await page.getByRole('main').getByRole('checkbox').all()) await box.uncheck();
  for (const part of parts) {
    const row = rowOf(page, part);
    await row.getByRole('checkbox').check();
    await row.getByRole('textbox').fill(part.roubles);
  }
}

/** From the chosen parts to the code's form: «Проверить платёж», «Получить код». Answers the code that came. */
export async function askCode(page: Page, person: PersonKey): Promise<string> {
  await page.getByRole('button', { name: 'Проверить платёж' }).click();
  await page.getByRole('button', { name: 'Получить код' }).waitFor();
  await settled(page);
  const since = new Date();
  await page.getByRole('button', { name: 'Получить код' }).click();
  await page.getByLabel('Код из сообщения').waitFor();
  return codeFor(page, person, since);
}

/** Gives the code; the bank's page follows, in a frame or instead of ours. */
export async function giveCode(page: Page, code: string): Promise<void> {
  await settled(page);
  await page.getByLabel('Код из сообщения').fill(code);
  await page.getByRole('button', { name: /^Оплатить / }).click();
}

/** The bank's page: in the frame with JavaScript, the page itself without it. */
export const bankFrame = (page: Page): FrameLocator => page.frameLocator('iframe.bankframe');

/** Types the card on the bank's page and, where it asks, the code of 3-D Secure. */
export async function typeCard(bank: FrameLocator | Page, card: string, withCode = card === CARDS.secure || card === CARDS.noMoney): Promise<void> {
  await bank.getByLabel('Номер карты').fill(card);
  await bank.getByLabel('Месяц/год').fill('12/39');
  await bank.getByLabel('CVC').fill('123');
  await bank.getByRole('button', { name: /^Оплатить / }).click();
  if (!withCode) return;
  await bank.getByLabel('Код из сообщения банка').fill(BANK_CODE);
  await bank.getByRole('button', { name: 'Подтвердить' }).click();
}
