// A bank by whose account people sign in elsewhere: plain OpenID Connect with discovery, PKCE asked for; in its application (`/app`) they confirm what is asked. `POST /faults` breaks things (identity-faults.ts).
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { openBankApp } from './bank-app.ts';
import { memoryAdapter } from '../memory-adapter.ts';
import { choosingPage } from '../state-identity/choosing-page.ts';
import { noIdentityFaults, setIdentityFaults, takeFault } from '../state-identity/identity-faults.ts';

type Customer = { label: string; claims: Record<string, string | boolean> };
const CUSTOMERS: Readonly<Record<string, Customer>> = {
  'c-2001': {
    label: 'Ветров Артём Игоревич',
    claims: {
      family_name: 'Ветров',
      given_name: 'Артём',
      middle_name: 'Игоревич',
      birthdate: '1996-04-08',
      phone_number: '+79000000002',
      phone_number_verified: true,
      email: 'artyom@bank.example',
      email_verified: true,
    },
  },
  'c-2003': {
    label: 'Горюнов Роман Викторович',
    claims: {
      family_name: 'Горюнов',
      given_name: 'Роман',
      middle_name: 'Викторович',
      birthdate: '1979-09-30',
      phone_number: '+79000000008',
      phone_number_verified: true,
    },
  },
  'c-2002': {
    label: 'Гостев Лев: на портале кабинета нет',
    claims: { family_name: 'Гостев', given_name: 'Лев', phone_number: '+79000002002', phone_number_verified: true },
  },
};
const CLIENT_ID = 'moidom';

export type BankIdentityStandIn = { url: string; clientId: string; stop(): Promise<void> };
export type BankIdentitySettings = { port: number; publicHost: string; clientSecret: string; portalOrigins: readonly string[] };

/** Starts it on 127.0.0.1. Its issuer is its own address. */
export async function startBankIdentity({ port, publicHost, clientSecret, portalOrigins }: BankIdentitySettings): Promise<BankIdentityStandIn> {
  const listening = port === 0 ? await freePort() : port;
  const url = publicHost.includes('://') ? publicHost : `http://${publicHost}:${listening}`;
  const faults = noIdentityFaults();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const app = openBankApp({
    provider: () => provider,
    customers: new Map(Object.entries(CUSTOMERS).map(([id, { label, claims }]) => [id, { label, phone: String(claims['phone_number']) }])),
  });
  const provider: Provider = new Provider(url, {
    adapter: memoryAdapter(),
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: clientSecret,
        redirect_uris: portalOrigins.map((origin) => `${origin}/sign-in/outside/bank/back`),
        response_types: ['code'],
        grant_types: ['authorization_code', 'urn:openid:params:grant-type:ciba'],
        backchannel_token_delivery_mode: 'poll',
      },
    ],
    claims: {
      openid: ['sub'],
      profile: ['family_name', 'given_name', 'middle_name', 'birthdate'],
      phone: ['phone_number', 'phone_number_verified'],
      email: ['email', 'email_verified'],
    },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'bank' }] },
    cookies: { keys: ['stand-in'], names: { session: 'bank_session', interaction: 'bank_interaction', resume: 'bank_resume' } },
    ttl: { Interaction: 600, Grant: 3600, Session: 3600, AccessToken: 3600, IdToken: 3600, AuthorizationCode: 60, BackchannelAuthenticationRequest: 300 },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false }, ciba: app.ciba },
    interactions: { url: (_ctx, { uid }) => `/login/${uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...CUSTOMERS[id]?.claims }) }),
    async loadExistingGrant(ctx: KoaContextWithOIDC) {
      const grant = new provider.Grant({ clientId: CLIENT_ID, accountId: ctx.oidc.session?.accountId ?? '' });
      grant.addOIDCScope(String(ctx.oidc.params?.['scope']));
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    const body = async (): Promise<string> => {
      const chunks: Buffer[] = [];
      for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString();
    };
    if (ctx.path === '/faults') {
      if (setIdentityFaults(faults, JSON.parse((await body()) || '{}'))) ctx.body = faults;
      else ctx.status = 400;
      return;
    }
    if (faults.answerDelayMs > 0) await sleep(faults.answerDelayMs);
    if (takeFault(faults, 'away')) return void (ctx.status = 503);
    if (await app.serve(ctx as KoaContextWithOIDC, body)) return;
    if (!ctx.path.startsWith('/login/')) return next();
    const chosen = String(ctx.query['oid'] ?? '');
    if (CUSTOMERS[chosen]) {
      ctx.respond = false;
      return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: chosen } });
    }
    ctx.type = 'html';
    ctx.body = choosingPage(
      'Учебный банк ID',
      Object.entries(CUSTOMERS).map(([value, { label }]) => ({ value, label })),
    );
  });
  const server: Server = provider.listen(listening, '127.0.0.1');
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url, clientId: CLIENT_ID, stop };
}

/** The issuer must be known before the provider listens. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
