// A push service and a browser in one: checks who sends (VAPID, RFC 8292), opens what was sealed for the browser (RFC 8291) and keeps it.
import { createDecipheriv, createECDH, createHash, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

export type ReceivedPush = {
  readonly browser: string;
  readonly text: string;
  readonly ttl: number;
  readonly urgency: string;
  readonly topic: string;
  readonly subject: string;
};
type Subscription = { endpoint: string; p256dh: string; auth: string };
type Options = {
  /** The one wanted; any free one when it is missing or taken. */
  port?: number;
  /** Told of each, as it comes. */
  onReceived?: (push: ReceivedPush) => void;
};
export type PushService = {
  /** What the portal's settings name as a host of push services. */
  readonly host: string;
  readonly received: ReceivedPush[];
  /** A browser of this service subscribes; what it would send to the portal. */
  subscribe(browser: string): Subscription;
  /** Statuses of the next answers, before any is opened: 410 is a browser that left, 503 a service that is busy. */
  readonly answers: number[];
  stop(): Promise<void>;
};

/** Of what was received, the newest. */
const KEPT = 500;
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
/** The keys of a browser follow from its name: it is the same browser after a restart. */
function keysOf(browser: string): { keys: ReturnType<typeof createECDH>; secret: Buffer } {
  const keys = createECDH('prime256v1');
  keys.setPrivateKey(digestOf(`push key of ${browser}`));
  return { keys, secret: digestOf(`push secret of ${browser}`).subarray(0, 16) };
}

/** What a browser of the service at `host` gives to a portal. */
export function subscriptionOf(host: string, browser: string): Subscription {
  const { keys, secret } = keysOf(browser);
  return { endpoint: `https://${host}/push/${encodeURIComponent(browser)}`, p256dh: keys.getPublicKey('base64url'), auth: secret.toString('base64url') };
}

/** Starts it on localhost over TLS, without which no client sends. */
export async function startPushService(tls: { key: string; cert: string }, { port = 0, onReceived }: Options = {}): Promise<PushService> {
  const received: ReceivedPush[] = [];
  const answers: number[] = [];

  const take = (push: ReceivedPush): void => {
    received.push(push);
    if (received.length > KEPT) received.shift();
    onReceived?.(push);
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const name = decodeURIComponent(request.url!.slice('/push/'.length));
    const subject = senderOf(request.headers.authorization ?? '', `https://${request.headers.host}`);
    const status = answers.shift() ?? (subject === undefined ? 403 : body.length > 4_096 ? 413 : 201);
    if (status === 201)
      take({
        browser: name,
        text: opened(body, keysOf(name)),
        ttl: Number(request.headers['ttl']),
        urgency: String(request.headers['urgency']),
        topic: String(request.headers['topic']),
        subject: subject!,
      });
    response.writeHead(status, { location: '/message/1' }).end();
  }

  const server = createServer(tls, (request, response) => void answer(request, response).catch(() => response.writeHead(400).end()));
  await listening(server, port).catch(() => listening(server, 0));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    host,
    received,
    answers,
    subscribe: (browser) => subscriptionOf(host, browser),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, 'localhost');
  await once(server, 'listening');
}

/** Salt 16, record size 4, length of the key 1, the sender's key, what was sealed. */
function opened(body: Buffer, { keys, secret }: { keys: ReturnType<typeof createECDH>; secret: Buffer }): string {
  const end = 21 + body[20]!;
  const [salt, senderKey] = [body.subarray(0, 16), body.subarray(21, end)];
  const derive = (key: Uint8Array, saltOf: Uint8Array, info: Buffer, length: number): Buffer => Buffer.from(hkdfSync('sha256', key, saltOf, info, length));
  const input = derive(keys.computeSecret(senderKey), secret, Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), senderKey]), 32);
  const cipher = createDecipheriv(
    'aes-128-gcm',
    derive(input, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
    derive(input, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
  );
  cipher.setAuthTag(body.subarray(-16));
  const padded = Buffer.concat([cipher.update(body.subarray(end, -16)), cipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString(); // 2 ends the text, zeros may follow
}

/** Who signed the token for this very service, by the key that stands beside it. */
function senderOf(authorization: string, audience: string): string | undefined {
  const [, token, key] = /^vapid t=([^,]+), *k=(.+)$/.exec(authorization) ?? [];
  if (token === undefined || key === undefined) return undefined;
  const [header, claims, signature] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const publicKey = createPublicKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') },
  });
  if (!verify('sha256', Buffer.from(`${header}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature ?? '', 'base64url')))
    return undefined;
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { aud: string; exp: number; sub: string };
  return aud === audience && exp > Date.now() / 1000 ? sub : undefined;
}
