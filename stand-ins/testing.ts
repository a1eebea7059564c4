// What tests need to drive the stand-ins as a payer's browser and as a portal that takes webhooks would.
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStandIns, type StandIns, type StandInSecrets } from './main.ts';

export type ReceivedWebhook = { headers: IncomingHttpHeaders; rawBody: string; event: string; object: { id: string; status: string } };
export type Portal = {
  origin: string;
  webhooks: ReceivedWebhook[];
  /** Answers 503 to that many webhooks first. */
  refuseNext(count: number): void;
  stop(): Promise<void>;
};

export const testSecrets: StandInSecrets = {
  shopId: 'shop',
  secretKey: 'key',
  webhookSecret: 'webhook-secret',
  smsLogin: 'portal',
  smsKey: 'sms-key',
  smtpUser: 'portal',
  smtpPassword: 'p@ss:word',
  bankIdentitySecret: 'bank-secret',
};

/** A portal that only takes webhooks and keeps them. */
export async function startPortal(): Promise<Portal> {
  const webhooks: ReceivedWebhook[] = [];
  let refusals = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const rawBody = Buffer.concat(chunks).toString();
    if (request.url !== '/webhook') return response.writeHead(404).end('<h1>Not here</h1>');
    refusals -= 1;
    if (refusals >= 0) return response.writeHead(503).end();
    const { event, object } = JSON.parse(rawBody) as Pick<ReceivedWebhook, 'event' | 'object'>;
    webhooks.push({ headers: request.headers, rawBody, event, object });
    return response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    webhooks,
    refuseNext: (count) => (refusals = count),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Stand-ins on free ports with a data folder of their own; pass `dataDir` to start again over the same state. */
export const startTestStandIns = (portal: Portal, dataDir: string = mkdtempSync(join(tmpdir(), 'stand-ins-'))): Promise<StandIns> =>
  startStandIns({
    dataDir,
    publicHost: '127.0.0.1',
    portalOrigin: portal.origin,
    webhookUrl: `${portal.origin}/webhook`,
    secrets: testSecrets,
    firstRetryMs: 20,
  });

/** Sets faults of the acquirer (its origin) or of the messages (theirs). */
export async function breakStandIn(url: string, faults: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${new URL(url).origin}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/** Sends a form of the bank's page and does not follow what comes. */
export const postForm = (url: string, fields: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

/** Types a card into the payer's page (any future term, any CVC). */
export const enterCard = (page: string, number: string): Promise<Response> => postForm(`${page}/card`, { number, expiry: '12/39', cvc: '123' });

export const enterCode = (page: string, code: string): Promise<Response> => postForm(`${page}/code`, { code });

/** Waits until the test gives something, five seconds at most. */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (let left = 250; left > 0; left--) {
    const seen = await look();
    if (seen) return seen;
    await sleep(20);
  }
  throw new Error('It did not come about within five seconds');
}
