// Story: Roman makes a key in his browser, which does not give it away, signs in by it and the password, and removes it.
import { expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../demo/people.ts';
import { signIn } from './people.ts';
import { axeFaults, settled, useBrowser, visit } from './walk.ts';

const browsing = useBrowser();

test('AUTH-2, AUTH-4: a key that the browser keeps opens the account together with the password, is never given away, and once removed opens nothing', async () => {
  const page = await browsing.newPage();
  await signIn(page, 'roman', '/profile/certificates');
  await page.getByLabel('Название').fill('Ноутбук');
  await page.getByRole('button', { name: 'Сделать ключ' }).click();
  await page.getByText('Сертификат добавлен').waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);
  const kept = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>(
      (resolve) => (indexedDB.open('moidom-certificates').onsuccess = ({ target }) => resolve((target as IDBOpenDBRequest).result)),
    );
    const [key] = await new Promise<{ privateKey: CryptoKey }[]>(
      (resolve) =>
        (database.transaction('keys').objectStore('keys').getAll().onsuccess = ({ target }) =>
          resolve((target as IDBRequest<{ privateKey: CryptoKey }[]>).result)),
    );
    const tried = await Promise.all(
      (['pkcs8', 'jwk'] as const).map((form) =>
        crypto.subtle.exportKey(form, key!.privateKey).then(
          () => 'given',
          (error: Error) => error.name,
        ),
      ),
    );
    return { extractable: key!.privateKey.extractable, tried };
  });
  expect(kept).toEqual({ extractable: false, tried: ['InvalidAccessError', 'InvalidAccessError'] });

  await visit(page, '/sign-out');
  await page.getByRole('main').getByRole('button', { name: 'Выйти' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await visit(page, '/sign-in?next=/profile/certificates');
  await page.getByRole('link', { name: 'Войти по сертификату' }).click();
  await page.getByRole('button', { name: 'Войти ключом «Ноутбук»' }).click();
  await page.getByLabel('Пароль').fill(DEMO_PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Войти', exact: true }).click();
  await page.getByText('Последний вход').waitFor();
  await page.getByRole('button', { name: /^Убрать/ }).click();
  await page.getByText('Сертификат убран').waitFor();

  await visit(page, '/sign-in/certificate');
  await page.getByRole('button', { name: 'Войти ключом «Ноутбук»' }).click();
  await page.getByText('не подключён ни к одному кабинету').waitFor();
  await page.getByText('В этом браузере ключей нет').waitFor();
  await settled(page);
  expect(await axeFaults(page)).toEqual([]);
});
