// What a story is told with: a page of a browser of its own kind, and what is measured on it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page, type Response } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { testBrowser } from './browser.ts';

export const THEMES = ['light', 'dark', 'contrast-light', 'contrast-dark'] as const;
export type Theme = (typeof THEMES)[number];
/** A visitor's device and settings; what is missing is usual: 1280 px, light, 100 % text, JavaScript. */
export type Device = { width?: number; height?: number; theme?: Theme; text?: '100' | '125' | '150' | '175' | '200'; js?: boolean };

export type Browsing = {
  readonly url: string;
  /** A page in a context of its own (its own cookies); closed after the test. */
  newPage(device?: Device): Promise<Page>;
};
/**
 * `apart`: for tests that run side by side, whose pages are closed when this one of them has finished. `lend`: for tests that only look: a page of
 * those that carry this name, one at a time for each test, which the next one takes over with its cookies and what it has loaded; `open` makes the first.
 */
export type Browsings = Browsing & {
  apart(onFinished: (finish: () => Promise<void>) => void): Browsing;
  lend(name: string, onFinished: (finish: () => Promise<void>) => void, open: (browsing: Browsing) => Promise<Page>): Promise<Page>;
};
type Opened = { context: BrowserContext; faults: string[] }[];

/** By their arguments: files come one after another in one process (vitest.config.ts) and share them; they end with it. */
const browsers = new Map<string, Browser>();

async function browserWith(more: readonly string[]): Promise<Browser> {
  const name = more.join(' ');
  const running = browsers.get(name);
  if (running?.isConnected()) return running; // one that has broken down must not take the files after it along
  const usual = await testBrowser();
  const started = await chromium.launch({ ...usual, args: [...usual.args!, ...more] });
  browsers.set(name, started);
  return started;
}

/**
 * Call at the top of a story: the suite's browser for the file. After each test its pages are closed, and the test fails
 * when one of them met an error in a script, a blocked resource (CSP) or an answer 5xx. `more`: arguments of the browser beside the usual ones.
 */
export function useBrowser(more: readonly string[] = []): Browsings {
  const { url } = inject('town');
  const opened: Opened = [];
  const lent = new Map<string, Lent[]>();
  let browser: Browser;
  beforeAll(async () => {
    browser = await browserWith(more);
  });
  afterAll(() => closeAll([...lent.values()].flat().flatMap((one) => one.opened)));
  afterEach(() => closeAll(opened));
  const into = (own: Opened): Browsing => ({
    url,
    async newPage({ width = 1280, height = 900, theme = 'light', text = '100', js = true } = {}) {
      const context = await browser.newContext({
        baseURL: url,
        viewport: { width, height },
        javaScriptEnabled: js,
        locale: 'ru-RU',
        timezoneId: 'Europe/Moscow',
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(15_000);
      await context.addCookies([{ name: 'view', value: `${theme}.${text}.normal.on.less`, url }]);
      const faults: string[] = [];
      own.push({ context, faults });
      context.on('page', (page) => watch(page, faults));
      return context.newPage();
    },
  });
  return {
    ...into(opened),
    apart(onFinished) {
      const own: Opened = [];
      onFinished(() => closeAll(own));
      return into(own);
    },
    async lend(name, onFinished, open) {
      const free = lent.get(name) ?? [];
      lent.set(name, free);
      const taken = free.pop() ?? (await lentBy(into, open));
      onFinished(async () => {
        await taken.page.goto('about:blank'); // or it would go on hearing live events
        free.push(taken);
        expect(
          taken.opened.flatMap(({ faults }) => faults.splice(0)),
          'errors in the browser',
        ).toEqual([]);
      });
      return taken.page;
    },
  };
}

/** A page that goes from test to test, and what its own context has met. */
type Lent = { page: Page; opened: Opened };

async function lentBy(into: (own: Opened) => Browsing, open: (browsing: Browsing) => Promise<Page>): Promise<Lent> {
  const opened: Opened = [];
  return { page: await open(into(opened)), opened };
}

async function closeAll(opened: Opened): Promise<void> {
  const faults = opened.flatMap((one) => one.faults);
  await Promise.all(opened.splice(0).map(({ context }) => context.close()));
  expect(faults, 'errors in the browser').toEqual([]);
}

function watch(page: Page, faults: string[]): void {
  const where = (): string => new URL(page.url()).pathname;
  page.on('pageerror', (error) => faults.push(`${where()}: ${error.message}`));
  page.on('console', (message) => {
    // An answer 4xx to a page or a form is shown by the page itself and is no fault of it; nor is a line that the story itself cut.
    if (message.type() === 'error' && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text())) faults.push(`${where()}: ${message.text()}`);
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() >= (pathname.startsWith('/assets/') ? 400 : 500)) faults.push(`${response.request().method()} ${pathname}: ${response.status()}`);
  });
}

/** Opens an address, waits until the scripts have taken over (where they run), and answers the status. */
export const visit = async (page: Page, path: string): Promise<number> => (await openAt(page, path)).status();

/** The same; answers what the server sent. */
export async function openAt(page: Page, path: string): Promise<Response> {
  const response = await page.goto(path, { waitUntil: 'load' });
  await settled(page);
  return response!;
}

/** Waits until the page is drawn and the scripts have taken over; at once where they do not run. Fails when they do not start: a form sent before them goes another way. */
export async function settled(page: Page): Promise<void> {
  const isTakenOver = (): boolean =>
    !('__reactRouterContext' in window) || Object.keys(document.querySelector('main') ?? {}).some((key) => key.startsWith('__react'));
  await page.waitForFunction(isTakenOver, undefined, { timeout: 15_000, polling: 50 }).catch(async (error: unknown) => {
    const came = await page
      .evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name, duration }) => `${name.replace(/.*\//, '')} ${Math.round(duration)}`)
          .join(', '),
      )
      .catch(String);
    throw new Error(`the scripts of ${page.url()} have not taken over; came: ${came}`, { cause: error });
  });
  await page.evaluate(() => document.fonts.ready.then(() => undefined)).catch(() => undefined);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a theme alone can break: the rest of a page is the same in all of them. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** Rows of a list have the colours of its first ones. */
const FURTHER_ROWS = 'tbody > tr:nth-child(n + 9)';

/**
 * What axe finds (WCAG 2.0–2.2 A and AA and best practice), a line each; `colours`: only the rules that a theme can break, on the first rows of each list.
 * The source is evaluated by the browser's own door for tools, so the page keeps its content security policy.
 */
export async function axeFaults(page: Page, what: 'all' | 'colours' = 'all'): Promise<string[]> {
  // Half a megabyte: sent once for a page, not with each question whether it is there.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`(() => { ${axeSource} })()`);
  const options =
    what === 'all'
      ? { runOnly: { type: 'tag' as const, values: RULES }, rules: { 'target-size': { enabled: true } } }
      : { runOnly: { type: 'rule' as const, values: COLOUR_RULES } };
  const results: AxeResults = await page.evaluate(
    (given) => (window as unknown as { axe: { run(context: unknown, options: unknown): Promise<AxeResults> } }).axe.run(given.context, given.options),
    {
      context: { include: ['html'], exclude: what === 'colours' ? [FURTHER_ROWS] : [] },
      options: { ...options, resultTypes: ['violations'] },
    },
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 140)} (${failureSummary?.split('\n')[1]?.trim().slice(0, 160) ?? ''})`),
  );
}

/** Shows the page in another theme without loading it anew: the style sheets read this attribute alone. */
export const showTheme = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate((name) => {
    document.documentElement.setAttribute('data-theme', name);
    // Colours that are still on their way would be measured half-way.
    for (const animation of document.getAnimations()) if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  }, theme);

/** Shows the page with its text this many percent large. */
export const showText = (page: Page, percent: '100' | '200'): Promise<void> =>
  page.evaluate(
    (size) => (size === '100' ? document.documentElement.removeAttribute('data-text') : document.documentElement.setAttribute('data-text', size)),
    percent,
  );

/** What stands beyond the right edge of the window, when the page scrolls sideways; empty when it does not. */
export function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest('svg, .vh'),
    );
    return [
      `the page is ${scrollWidth} px wide`,
      ...wide
        .slice(-3)
        .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}: ${(element.textContent ?? '').trim().slice(0, 40)}`),
    ];
  });
}

/** Names by which one part of the page points to another and reaches two of them, or none: a label would fill in another form's field. */
export const brokenNames = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    const doubled = ids.filter((id, n) => ids.indexOf(id) !== n);
    const named = [...document.querySelectorAll('label[for], [aria-describedby], [aria-labelledby]')].flatMap((element) => [
      element.getAttribute('for') ?? '',
      ...['aria-describedby', 'aria-labelledby'].flatMap((name) => (element.getAttribute(name) ?? '').split(' ')),
    ]);
    return [...doubled.map((id) => `two of #${id}`), ...named.filter((id) => id !== '' && !ids.includes(id)).map((id) => `no #${id}`)];
  });

/** Every folded part open, menus at the top left closed: nothing hides from the measures. */
export const unfold = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details:not(.pop)')) details.setAttribute('open', '');
  });

/** Elements with a style attribute in a text of HTML, as the server sends it: the content security policy would drop them. */
export const stylesIn = (page: Page, html: string): Promise<string[]> =>
  page.evaluate(
    (text) => [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('[style]')].map((element) => element.outerHTML.slice(0, 120)),
    html,
  );

/**
 * Goes by Tab until the element with this accessible name (a part of it is enough) has the focus; fails when 150 stops do
 * not reach it. `frame`: the element stands in this frame, to which Tab leads as well.
 */
export async function tabTo(page: Page, name: string | RegExp, frame?: FrameLocator): Promise<void> {
  for (let stop = 0; stop < 150; stop += 1) {
    await page.keyboard.press('Tab');
    const focused = await (frame ? frame.locator('body') : page.locator('body')).evaluate(focusedName);
    if (typeof name === 'string' ? focused.includes(name) : name.test(focused)) return;
  }
  throw new Error(`the Tab key never reaches «${name}»`);
}

/** Presses the key until the focus stands on an input of this type. */
export async function pressUntil(page: Page, key: string, type: string): Promise<void> {
  for (let stop = 0; stop < 150; stop += 1) {
    await page.keyboard.press(key);
    if (await page.evaluate((wanted) => document.activeElement instanceof HTMLInputElement && document.activeElement.type === wanted, type)) return;
  }
  throw new Error(`${key} never reaches an input of type ${type}`);
}

/** The words of the focused element: its label, its text or its aria-label. Runs in the page. */
function focusedName(body: Element): string {
  const element = body.ownerDocument.activeElement as HTMLInputElement | null;
  if (!element || element === body) return '';
  const labels = [...(element.labels ?? [])].map((label) => label.textContent ?? '');
  return [element.getAttribute('aria-label') ?? '', ...labels, labels.length === 0 ? (element.textContent ?? '') : ''].join(' ').replace(/\s+/g, ' ').trim();
}
