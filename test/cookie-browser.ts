// A browser for tests of the API: it keeps cookies, has an address, and sends Origin as browsers do.
import type { FastifyInstance } from 'fastify';
import { newId } from '#platform/ids';
import { testSettings } from './settings.ts';

export type Answer = { status: number; body: Record<string, unknown>; setCookies: string[] };
export type Browser = {
  readonly cookies: Map<string, string>;
  get(url: string): Promise<Answer>;
  /** A file. */
  text(url: string): Promise<string>;
  /** With a new Idempotency-Key, unless one is given. */
  post(url: string, body?: object, key?: string): Promise<Answer>;
};

export function openBrowser(app: FastifyInstance, { ip = '198.51.100.7', agent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0' } = {}): Browser {
  const cookies = new Map<string, string>();
  const call = async (method: 'GET' | 'POST', url: string, sent: { payload?: object; headers?: Record<string, string> }): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.inject({
      method,
      url,
      remoteAddress: ip,
      ...(sent.payload && { payload: sent.payload }),
      headers: { origin: testSettings().publicUrl.origin, 'user-agent': agent, ...(cookie && { cookie }), ...sent.headers },
    });
    for (const { name, value, expires } of answer.cookies) {
      if (value === '' || (expires !== undefined && expires.getTime() === 0)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: answer.statusCode, body: answer.payload === '' ? {} : answer.json(), setCookies: [answer.headers['set-cookie'] ?? []].flat() };
  };
  return {
    cookies,
    get: (url) => call('GET', url, {}),
    text: async (url) => (await app.inject({ method: 'GET', url, remoteAddress: ip })).payload,
    post: (url, body = {}, key = newId(new Date())) => call('POST', url, { payload: body, headers: { 'idempotency-key': key } }),
  };
}
