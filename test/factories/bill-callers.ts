// Bills and registers as people and programs ask for them over HTTP.
import { afterAll, beforeAll } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { makeAccount, makeLink } from '#test/factories/accounts';
import { areaTerms, postRun } from '#test/factories/billing';
import { makeOwner } from '#test/factories/housing';
import { makePerson } from '#test/factories/identity';
import { openPortal, type Portal } from '#test/matrix/portal';
import { personActor, type World } from '#test/world';

type Given = { method?: 'GET' | 'POST'; body?: unknown; payload?: string | Buffer; type?: string; key?: string; accept?: string };

/** The portal with callers by name, who send as a browser does; residents with an account of their own. */
export function useBillCallers(world: World) {
  const callers = new Map<string, Actor>();
  let portal: Portal;
  beforeAll(async () => {
    portal = await openPortal(world, (name) => callers.get(name));
  });
  afterAll(() => portal.close());
  function call(caller: string, url: string, { method = 'GET', body, payload, type, key = newId(new Date()), accept }: Given = {}) {
    const headers = {
      origin: 'http://localhost:8080',
      'idempotency-key': key,
      cookie: `sid=${caller}`,
      ...(type !== undefined && { 'content-type': type }),
      ...(accept !== undefined && { accept }),
    };
    const sent = payload ?? (method === 'GET' ? undefined : (body ?? {}));
    return portal.app.inject({ method, url, headers, ...(sent !== undefined && { payload: sent }) });
  }
  function form(fields: Record<string, string>, file?: { name: string; type: string; content: Buffer }) {
    const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    );
    if (file)
      parts.push(
        Buffer.from(`--x\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`),
        file.content,
        Buffer.from('\r\n'),
      );
    return { method: 'POST' as const, type: 'multipart/form-data; boundary=x', payload: Buffer.concat([...parts, Buffer.from('--x--\r\n')]) };
  }

  async function makeResident(name: string) {
    const account = await makeAccount(world);
    const { personId } = await makePerson(world, { email: `${name}@moidom.example` });
    await makeOwner(world, account, { personId, name: 'Соколова Галина Петровна' });
    await makeLink(world, account, personId);
    callers.set(name, personActor(personId, [{ role: 'owner', premisesId: account.premisesId, houseId: account.houseId, organizationId: null }]));
    return { account, personId };
  }
  const run = (account: Parameters<typeof postRun>[1][number], period: string, tariff = '10') =>
    postRun(world, [account], { period, charges: { maintenance: areaTerms(period, '54.3', tariff) } });

  const issuedIn = (houseId: string) =>
    world.db.selectFrom('documents.issued').select(['code', 'title', 'sha256']).where('house_id', '=', houseId).orderBy('title').execute();

  return { callers, call, form, makeResident, run, issuedIn, server: () => portal };
}
