// How every page looks and whether everybody can use it: axe in every theme, narrow windows, large text, no style attribute.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import routes from '../web/app/routes.ts';
import { makers } from './made.ts';
import { elsewhere, type Sight, sights } from './pages.ts';
import { pageOf } from './people.ts';
import { axeFaults, brokenNames, openAt, overflow, showText, showTheme, stylesIn, type Theme, THEMES, unfold, useBrowser, visit } from './walk.ts';

const SHOTS = path.join(import.meta.dirname, '..', '.cache', 'shots');
/** Pictures are for people's eyes and cost a third of the time: E2E_SHOTS=1 takes them. */
const SHOWN: readonly Theme[] = process.env['E2E_SHOTS'] ? ['light', 'dark', 'contrast-light'] : [];
const browsing = useBrowser();
mkdirSync(SHOTS, { recursive: true });

// Pages side by side, as many as vitest.config.ts lets: nearly all that a page costs is spent in its own process of the browser.
for (const sight of sights) {
  test.concurrent(`A11Y-1, A11Y-2, MOB-1: «/${sight.route}» for ${sight.who}`, { timeout: 240_000 }, async ({ onTestFinished, expect }) => {
    const { who } = sight;
    const page = await browsing.lend(who, onTestFinished, (own) => (who === 'guest' ? own.newPage() : pageOf(own, who)));
    expect(await look(page, await addressOf(page, sight), sight)).toEqual([]);
  });
}

/** The address as it stands, or of what is made for the look, else the first link on the page `from` that leads to such a route. */
async function addressOf(page: Page, { route, from, via, address }: Sight): Promise<string> {
  const make = makers[route];
  if (make) return make(page);
  if (from === undefined) return address ?? `/${route}`;
  const html = await (await page.request.get(from, { headers: { accept: 'text/html' } })).text();
  const links = await page.evaluate(
    (text) => [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('main a[href]')].map((link) => link.getAttribute('href')!),
    html,
  );
  const pattern = via ? via[0] : new RegExp(`^/${route.replaceAll(/:[^/]+/g, '[^/?#]+')}([?#].*)?$`);
  const found = links.find((link) => pattern.test(link) && !sights.some((other) => `/${other.route}` === link));
  expect(found, `a link to /${route} on ${from}`).toBeDefined();
  return via ? found!.replace(...via) : found!;
}

test('every page of the site is looked at here or by a story', () => {
  const patterns = routes.flatMap((one) => ('path' in one && one.path !== undefined ? [one.path] : ['']));
  const seen = new Set([...sights.map(({ route }) => route), ...elsewhere]);
  expect(patterns.filter((pattern) => !seen.has(pattern))).toEqual([]);
});

for (const who of ['galina', 'accountantA'] as const) {
  test(`X-13: every name of the menu leads ${who} to a page`, async () => {
    const page = await pageOf(browsing, who);
    await visit(page, '/');
    const links = await page
      .getByRole('navigation')
      .locator('a[href^="/"]')
      .evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href')!))]);
    expect(links.length).toBeGreaterThan(3);
    const answers = await Promise.all(links.map(async (link) => `${link} ${(await page.request.get(link, { headers: { accept: 'text/html' } })).status()}`));
    expect(answers.filter((answer) => !answer.endsWith(' 200'))).toEqual([]);
  });
}

/** A window as tall as the page: the bar at the bottom edge would lie over something at any scroll. */
async function fit(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
  await page.setViewportSize({ width, height: Math.min(await page.evaluate(() => document.documentElement.scrollHeight), 16_000) });
}

/** Everything that is measured on one page. Loaded once: width is the style sheets' own business, and a theme and a text size are attributes of <html>, as the server writes them. */
async function look(page: Page, address: string, { who, route, status = 200 }: Sight): Promise<string[]> {
  const faults: string[] = [];
  await page.setViewportSize({ width: 1440, height: 900 });
  const response = await openAt(page, address);
  if (response.status() !== status) return [`answered ${response.status()}`];
  await unfold(page);
  faults.push(...(await brokenNames(page)));
  for (const width of [1440, 390]) {
    await fit(page, width);
    for (const theme of THEMES) {
      await showTheme(page, theme);
      const ask = () => axeFaults(page, theme === 'light' ? 'all' : 'colours');
      let found = await ask();
      // A live event may have made the page longer than the window meanwhile: only what is found in a window that fits counts.
      if (found.length > 0) found = await fit(page, width).then(ask);
      faults.push(...found.map((fault) => `${theme} ${width}: ${fault}`));
      if (SHOWN.includes(theme))
        await page.screenshot({ path: path.join(SHOTS, `${who}_${route.replaceAll(/\W+/g, '_')}-${width}-${theme}.png`), fullPage: true });
    }
  }
  await showTheme(page, 'light');
  for (const [width, percent] of [
    [320, '100'],
    [320, '200'],
    [390, '200'],
    [768, '100'],
    [1280, '200'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await showText(page, percent);
    faults.push(...(await overflow(page)).map((fault) => `${width} px, text ${percent} %: ${fault}`));
  }
  return [...faults, ...(await stylesIn(page, await response.text())).map((fault) => `style attribute: ${fault}`)];
}

test('A11Y-2: «Версия для слабовидящих» in one press, without sign-in and without JavaScript, and it stays', async () => {
  const page = await browsing.newPage({ js: false });
  await visit(page, '/');
  await page.getByRole('button', { name: 'Версия для слабовидящих' }).first().click();
  expect(new URL(page.url()).pathname).toBe('/');
  for (const address of ['/', '/ui']) {
    await visit(page, address);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('contrast-light');
    expect(await page.locator('html').getAttribute('data-text')).toBe('150');
    expect(await page.locator('html').getAttribute('data-pictures')).toBe('off');
  }
});

test('A11Y-2: the panel «Вид» opens, is chosen from and closes by keyboard alone, and axe finds nothing in it', async () => {
  const page = await browsing.newPage({ width: 390, height: 844 });
  await visit(page, '/');
  const panel = page.locator('details.view');
  await panel.locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await panel.getAttribute('open')).toBeNull();
  expect(await panel.locator('summary').evaluate((element) => element === document.activeElement)).toBe(true);
});

test('A11Y-1: the first Tab leads past the menu to the content, and the focus is seen', async () => {
  const page = await browsing.newPage();
  await visit(page, '/');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('К содержанию');
  expect(await page.evaluate(() => document.activeElement!.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
});

test('planted: a picture without words, pale text, a wide part, a style attribute and names of two or none are found', async () => {
  const page = await browsing.newPage({ width: 390 });
  const html =
    '<!doctype html><html lang="ru"><title>x</title><main><h1>x</h1><img src="data:,"><p style="color:#ccc;background:#fff">бледно</p><div style="width:2000px">широко</div><label for="no">Нет</label><input id="two"><input id="two"></main></html>';
  await page.route('**/planted', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  await visit(page, '/planted');
  const found = await axeFaults(page);
  for (const rule of ['image-alt', 'color-contrast']) expect(found.some((fault) => fault.startsWith(rule))).toBe(true);
  expect((await axeFaults(page, 'colours')).length).toBeGreaterThan(0);
  expect((await overflow(page))[1]).toContain('широко');
  expect(await brokenNames(page)).toEqual(['two of #two', 'no #no']);
  expect(await stylesIn(page, html)).toHaveLength(2);
});
