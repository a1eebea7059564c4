// A person's program at the portal's API: repeats what was not answered under the same key, as every client should.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_PASSWORD, demoPeople } from '../../demo/people.ts';
import { DEMO_SEED } from '../../demo/town.ts';

const PATIENCE_MS = 90_000;
const PAUSE_MS = 200;

export type Answer = { status: number; body: Record<string, unknown> & { code?: string } };
export type Caller = {
  phone: string;
  /** Who calls: for a request of one's own making. */
  headers(): Record<string, string>;
  get(path: string): Promise<Answer>;
  /** One command under one key, however often it must be sent; a form goes as multipart. */
  post(path: string, body?: object): Promise<Answer>;
  /** The code of the SMS whose words contain this text; undefined when none comes within `limitMs`. */
  codeOf(words: string, limitMs: number): Promise<string | undefined>;
};

/** Signs in as a person of the demo town. */
export async function callAs(url: string, key: string): Promise<Caller> {
  const { phone } = demoPeople(DEMO_SEED).find((person) => person.key === key)!;
  const cookies = new Map<string, string>();
  const headersOf = () => ({ origin: url, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const idempotencyKey = randomUUID();
    const started = Date.now();
    for (;;) {
      const headers = {
        ...headersOf(),
        accept: 'application/json',
        ...(method === 'POST' && { 'idempotency-key': idempotencyKey }),
        ...(method === 'POST' && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      };
      const response = await fetch(url + path, {
        method,
        headers,
        ...(method === 'POST' && { body: body instanceof FormData ? body : JSON.stringify(body ?? {}) }),
        signal: AbortSignal.timeout(20_000),
      }).catch(() => undefined);
      const text = await response?.text().catch(() => undefined);
      if (response && text !== undefined && response.status < 500 && response.status !== 429) {
        for (const cookie of response.headers.getSetCookie())
          cookies.set(cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1).split(';')[0]!);
        return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
      }
      if (Date.now() - started > PATIENCE_MS) throw new Error(`${method} ${path}: ${response?.status ?? 'no answer'} for ${PATIENCE_MS / 1000} s: ${text}`);
      await pause(PAUSE_MS);
    }
  };
  const caller: Caller = {
    phone,
    headers: headersOf,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    async codeOf(words, limitMs) {
      for (const started = Date.now(); Date.now() - started < limitMs; await pause(PAUSE_MS)) {
        const { body } = await call('GET', `/api/v1/demo/outbox?to=${encodeURIComponent(phone)}`);
        const found = (body['messages'] as { text: string; code: string | null }[] | undefined)?.find(
          ({ text, code }) => code !== null && plain(text).includes(plain(words)),
        );
        if (found) return found.code!;
      }
      return undefined;
    },
  };
  const step = await caller.post('/api/v1/sign-in', { name: phone, password: DEMO_PASSWORD });
  const code = await caller.codeOf('вход', 30_000);
  const done = await caller.post('/api/v1/sign-in/code', { challenge: step.body['challenge'], method: 'code', code });
  if (done.status !== 200) throw new Error(`${key} is not let in: ${JSON.stringify([step, done])}`);
  return caller;
}

/** Without the spaces and hyphens that keep words on one line. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll('\u2011', '-')
    .toLowerCase();
