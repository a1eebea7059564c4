// How a resident guards the account: a passkey made, entered with, used to confirm, removed.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { signIn } from './people.ts';
import { settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

/** The device's own keys, with a person who is verified; answers how many it holds. */
async function addAuthenticator(page: Page): Promise<() => Promise<number>> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  return async () => (await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length;
}

test('AUTH-3: a resident adds a passkey, leaves, and comes back by it alone', async () => {
  const page = await browsing.newPage({ width: 390, height: 844 });
  await signIn(page, 'artyom', '/profile/passkeys');
  const keys = await addAuthenticator(page);
  await page.getByRole('button', { name: 'Добавить ключ' }).click();
  await page.getByText('Ключ добавлен').waitFor();
  expect(await keys()).toBe(1);

  await visit(page, '/sign-out');
  await page.getByRole('main').getByRole('button', { name: 'Выйти' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await visit(page, '/sign-in?next=/profile/passkeys');
  // The field of the name may have offered the key by itself already.
  await page.getByRole('button', { name: 'Войти ключом доступа' }).click({ timeout: 2_000 }).catch(() => {});
  await page.waitForURL((url) => url.pathname === '/profile/passkeys');
  await settled(page);

  await page.getByText('Изменить').first().click();
  await page.getByRole('button', { name: 'Убрать ключ' }).click();
  await page.getByText('Ключ убран').waitFor();
});
