// The state identity system on one machine: oidc-provider with the real addresses, behind a gate that checks the fresh signature of every request in
// both generations; the page to choose who signs in; person data by REST. `POST /faults` breaks things (identity-faults.ts).
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { issueOrganizationCertificate, makeAuthority } from '#modules/signing';
import { readPem } from '#platform/x509';
import { type IdentityFaults, noIdentityFaults, setIdentityFaults, takeFault } from './identity-faults.ts';
import { choosingPage } from './choosing-page.ts';
import { LISTS, type ListName, type Persona, PERSONAS } from './personas.ts';
import { AUTHORIZE, INNER_SECRET, makeProvider, TOKEN, type Tokens } from './provider.ts';
import { type Generation, openRequestCheck } from './signed-request.ts';

const OLD: Readonly<Record<string, string>> = { '/aas/oauth2/ac': AUTHORIZE, '/aas/oauth2/te': TOKEN };
/** A gate takes these itself: the inner provider does not know them. */
const GATE_FIELDS = ['client_secret', 'timestamp', 'access_type', 'client_certificate_hash'];
export const CLIENT_ID = 'MOIDOM';

export type StateIdentitySettings = {
  dataDir: string;
  port: number;
  publicHost: string;
  /** Where the portal takes people back, and where it may send them after signing out. */ portalOrigins: readonly string[];
};
export type StateIdentityStandIn = {
  url: string;
  /** Files that the operator of a real system would exchange on paper: the portal's key and certificate, the system's public key. */
  keyFile: string;
  certificateFile: string;
  systemKeyFile: string;
  stop(): Promise<void>;
};

/** Starts it on 127.0.0.1; keys are made at the first start and kept in the data folder. */
export async function startStateIdentity({ dataDir, port, publicHost, portalOrigins }: StateIdentitySettings): Promise<StateIdentityStandIn> {
  const files = await exchangedFiles(join(dataDir, 'state-identity'));
  const privateKey = createPrivateKey(readFileSync(files.systemPrivate));
  const personas = new Map(PERSONAS.map((persona) => [persona.oid, persona]));
  const faults = noIdentityFaults();
  const client = { clientId: CLIENT_ID, redirectUris: portalOrigins.map((origin) => `${origin}/sign-in/outside/state/back`) };
  // The issuer is a name; addresses are made from the host that a request names.
  const { provider, tokens } = makeProvider('http://esia.gosuslugi.ru', client, { privateKey, publicKey: createPublicKey(privateKey), personas });
  provider.proxy = true;
  const gate = {
    faults,
    tokens,
    personas,
    redirectUri: client.redirectUris[0]!,
    check: openRequestCheck(readPem(readFileSync(files.certificate, 'utf8'))[0]!),
    portalOrigins,
  };
  provider.use(async (ctx, next) => {
    if (faults.answerDelayMs > 0 && !ctx.path.startsWith('/faults')) await sleep(faults.answerDelayMs);
    if (ctx.path === '/faults') return setFaults(ctx, faults);
    if (takeFault(faults, 'away')) return void (ctx.status = 503);
    if (ctx.path.startsWith('/rs/')) return personData(ctx, gate);
    if (ctx.path === '/idp/ext/Logout') return signOut(ctx, gate);
    if (ctx.path.startsWith('/login/')) return choose(ctx, gate, (result) => provider.interactionFinished(ctx.req, ctx.res, result));
    const inner = OLD[ctx.path] ?? ctx.path;
    const generation = OLD[ctx.path] ? 'cms' : 'raw';
    if (inner === AUTHORIZE && ctx.method === 'GET') return authorize(ctx, gate, { generation, next });
    return inner === TOKEN ? exchange(ctx, gate, { generation, next }) : next();
  });
  const server: Server = provider.listen(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const origin = publicHost.includes('://') ? publicHost : `http://${publicHost}:${(server.address() as AddressInfo).port}`;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: origin, keyFile: files.key, certificateFile: files.certificate, systemKeyFile: files.system, stop };
}

type Gate = {
  faults: IdentityFaults;
  tokens: Tokens;
  personas: ReadonlyMap<string, Persona>;
  redirectUri: string;
  check: ReturnType<typeof openRequestCheck>;
  portalOrigins: readonly string[];
};
type Step = { generation: Generation; next: () => Promise<unknown> };
type Context = Pick<
  KoaContextWithOIDC,
  'path' | 'method' | 'query' | 'querystring' | 'url' | 'status' | 'body' | 'type' | 'req' | 'res' | 'respond' | 'redirect' | 'get' | 'cookies'
>;

async function authorize(ctx: Context, gate: Gate, { generation, next }: Step): Promise<void> {
  const fields = new URLSearchParams(ctx.querystring);
  const refused = gate.check(fields, generation, false);
  const denied = refused === undefined && takeFault(gate.faults, 'denied');
  if (refused !== undefined || denied) {
    const told = denied
      ? { error: 'access_denied', error_description: 'ESIA-007004: пользователь отказался' }
      : { error: 'invalid_client', error_description: `${refused}: запрос не принят` };
    return ctx.redirect(`${gate.redirectUri}?${new URLSearchParams({ ...told, state: fields.get('state') ?? '' }).toString()}`);
  }
  for (const name of GATE_FIELDS) fields.delete(name);
  ctx.url = `${AUTHORIZE}?${fields.toString()}`;
  await next();
}

async function exchange(ctx: Context, gate: Gate, { generation, next }: Step): Promise<void> {
  const fields = new URLSearchParams(await bodyOf(ctx.req));
  const refused = gate.check(fields, generation, true);
  if (refused !== undefined) {
    ctx.status = 400;
    ctx.body = { error: 'invalid_client', error_description: `${refused}: запрос не принят`, state: fields.get('state') };
    return;
  }
  const taken = Object.fromEntries(
    ['code', 'redirect_uri', 'grant_type', 'client_id', 'code_verifier'].flatMap((name) => (fields.has(name) ? [[name, fields.get(name)!]] : [])),
  );
  Object.assign(ctx.req, { body: { ...taken, client_secret: INNER_SECRET } });
  ctx.url = TOKEN;
  await next();
  const answer = ctx.body as { access_token?: string; id_token?: string };
  if (answer.access_token === undefined || answer.id_token === undefined) return;
  const state = takeFault(gate.faults, 'otherState') ? 'ffffffff-0000-4000-8000-000000000000' : fields.get('state');
  ctx.body = {
    ...answer,
    access_token: await gate.tokens.accessToken(answer.access_token),
    id_token: gate.tokens.identityToken(answer.id_token, gate.faults),
    state,
  };
}

async function personData(ctx: Context, { faults, tokens, personas }: Gate): Promise<void> {
  const [, wanted = '', list] = /^\/rs\/prns\/(\d+)(?:\/(\w+))?$/.exec(ctx.path) ?? [];
  if (takeFault(faults, 'personAway')) return void (ctx.status = 500);
  const oid = await tokens.accountOf(ctx.get('authorization'));
  const persona = personas.get(wanted);
  const refuse = (status: number): void => void ((ctx.status = status), (ctx.body = { code: 'ESIA-005011', message: 'Нет прав на доступ к ресурсу' }));
  if (oid === undefined) return refuse(401);
  if (persona?.oid !== oid) return refuse(403);
  if (list === undefined) return void (ctx.body = { ...persona.person, eTag: 'A1' });
  if (!LISTS.some((name) => name === list)) return refuse(404);
  // Without embed the answer is a list of addresses, to be asked one by one.
  const elements = persona.lists[list as ListName].map((element, index) => (ctx.query['embed'] ? element : `/rs/prns/${oid}/${list}/${index + 1}`));
  ctx.body = { stateFacts: ['hasSize'], size: elements.length, elements };
}

async function choose(ctx: Context, { personas }: Gate, finish: (result: { login: { accountId: string; amr: string[] } }) => Promise<void>): Promise<void> {
  const chosen = personas.get(String(ctx.query['oid'] ?? ''));
  if (chosen) {
    ctx.respond = false;
    return finish({ login: { accountId: chosen.oid, amr: ['pwd'] } });
  }
  ctx.type = 'html';
  ctx.body = choosingPage(
    'Учебные госуслуги',
    [...personas.values()].map(({ oid, label }) => ({ value: oid, label })),
  );
}

/** Forgets the browser. To an address that was not agreed it sends nobody. */
async function signOut(ctx: Context, { portalOrigins }: Gate): Promise<void> {
  for (const name of ['state_session', 'state_session.sig', 'state_session.legacy', 'state_session.legacy.sig']) ctx.cookies.set(name, null);
  const back = String(ctx.query['redirect_url'] ?? '');
  if (portalOrigins.some((origin) => URL.canParse(back) && new URL(back).origin === origin)) return ctx.redirect(back);
  ctx.status = 400;
  ctx.body = { error: 'invalid_request', error_description: 'ESIA-007002: redirect_url' };
}

async function setFaults(ctx: Context, faults: IdentityFaults): Promise<void> {
  const given = ctx.method === 'POST' ? (JSON.parse((await bodyOf(ctx.req)) || '{}') as unknown) : {};
  if (setIdentityFaults(faults, given)) ctx.body = { ...faults };
  else ctx.status = 400;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const pemOf = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END ${label}-----\n`;

async function exchangedFiles(dir: string): Promise<{ systemPrivate: string; system: string; key: string; certificate: string }> {
  const file = (name: string): string => join(dir, name);
  const files = {
    systemPrivate: file('system-private.pem'),
    system: file('system-public.pem'),
    key: file('portal-key.pem'),
    certificate: file('portal-certificate.pem'),
  };
  if (existsSync(files.certificate)) return files;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string): void => writeFileSync(name, text, { mode: 0o600 });
  const system = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { issuing } = await makeAuthority({ name: 'Учебные госуслуги', at: new Date() });
  const portal = await issueOrganizationCertificate(issuing, { name: 'Портал «Мой дом»', inn: '6699000011', ogrn: null }, { at: new Date() });
  write(files.systemPrivate, system.privateKey);
  write(files.system, system.publicKey);
  write(files.key, pemOf('PRIVATE KEY', portal.privateKey));
  write(files.certificate, pemOf('CERTIFICATE', portal.certificate));
  return files;
}
