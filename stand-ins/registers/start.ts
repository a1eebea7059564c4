// The property register, the tax service and the interior ministry behind one gateway over HTTP: `POST /property/object`, `/property/changes`, `/tax/person`,
// `/interior/passport`, `/bank/bic`. `GET /extracts/<cadastral number>.zip` orders an extract with the register's signature (`.xml` and `.xml.sig` alone), `GET /revoked.crl` is its
// list of revoked certificates, `GET /` shows what there is. `POST /book` puts something in, `POST /faults` breaks things.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyReply } from 'fastify';
import { ZipFile } from 'yazl';
import { xmlText } from '#platform/xml-tree';
import { openRegisterBook, type RegisterBook } from './book.ts';
import { extractXml } from './extract-xml.ts';
import { gostAuthority } from './gost-signer.ts';

/** Numbers count down as they are used; they are of one register, or of all. */
type RegisterFaults = {
  source: 'property' | 'tax' | 'interior' | 'bank' | 'all';
  /** So many requests are answered by 503. */ away: number;
  /** So many are answered by what nobody can read. */ broken: number;
  answerDelayMs: number;
};
const FAULTS = ['away', 'broken', 'answerDelayMs'] as const;
const SOURCES = ['property', 'tax', 'interior', 'bank', 'all'] as const;

/** `authoritiesFile`: PEM of the root by which extracts are checked. `listUrl`: what has been revoked. */
export type RegistersStandIn = { readonly url: string; readonly authoritiesFile: string; readonly listUrl: string; stop(): Promise<void> };

/** Starts it on 127.0.0.1 with the state found in the data folder. */
export async function startRegisters({ dataDir, port }: { dataDir: string; port: number }): Promise<RegistersStandIn> {
  const book = openRegisterBook(dataDir);
  const authority = gostAuthority();
  const authoritiesFile = path.join(dataDir, 'registers', 'root.pem');
  mkdirSync(path.dirname(authoritiesFile), { recursive: true });
  writeFileSync(authoritiesFile, authority.rootPem);
  const faults: RegisterFaults = { source: 'all', away: 0, broken: 0, answerDelayMs: 0 };
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 100_000 });

  const asked = (source: string, answerOf: (body: Readonly<Record<string, string>>) => unknown) => async (request: { body: unknown }, reply: FastifyReply) => {
    const isMeant = faults.source === 'all' || faults.source === source;
    if (isMeant && faults.answerDelayMs > 0) await sleep(faults.answerDelayMs);
    if (isMeant && faults.away > 0 && faults.away-- > 0) return reply.code(503).send('');
    if (isMeant && faults.broken > 0 && faults.broken-- > 0) return reply.type('application/json').send('{"found": "да"');
    const answer = answerOf((request.body ?? {}) as Record<string, string>);
    return answer === SILENT ? reply.code(504).send('') : reply.send({ found: answer ?? null });
  };
  app.post(
    '/property/object',
    asked('property', ({ cadastralNumber = '' }) => book.object(cadastralNumber)),
  );
  app.post(
    '/property/changes',
    asked('property', ({ after = '' }) => ({ changes: book.changes(after) })),
  );
  app.post(
    '/interior/passport',
    asked('interior', ({ series = '', number = '' }) => book.passport(series, number)),
  );
  app.post(
    '/bank/bic',
    asked('bank', ({ bankCode = '' }) => book.bank(bankCode)),
  );
  app.post(
    '/tax/person',
    asked('tax', ({ inn = '' }) => {
      const taxpayer = book.taxpayer(inn);
      return taxpayer?.silent ? SILENT : taxpayer;
    }),
  );

  app.get<{ Params: { file: string } }>('/extracts/:file', async ({ params }, reply) => {
    const [, number, ending] = /^([\d:]+)(\.zip|\.xml|\.xml\.sig)$/.exec(params.file) ?? [];
    const object = number === undefined ? undefined : book.object(number);
    if (!object) return reply.code(404).send('');
    const day = new Date().toISOString().slice(0, 10);
    const xml = Buffer.from(extractXml(object, { number: `КУВИ-001/${day.slice(0, 4)}-${object.cadastralNumber.replaceAll(':', '').slice(-8)}`, day }));
    const name = `vypiska-${object.cadastralNumber.replaceAll(':', '-')}`;
    reply.header('content-disposition', `attachment; filename="${name}${ending!}"`).header('x-content-type-options', 'nosniff');
    if (ending === '.xml') return reply.type('application/xml').send(xml);
    const signature = authority.sign(xml, { at: new Date(`${day}T00:00:00Z`) });
    if (ending === '.xml.sig') return reply.type('application/pkcs7-signature').send(signature);
    return reply.type('application/zip').send(archiveOf({ [`${name}.xml`]: xml, [`${name}.xml.sig`]: signature }));
  });
  app.get('/revoked.crl', async (_request, reply) => reply.type('application/pkix-crl').send(authority.list(new Date(Date.now() - 60_000))));
  app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').header('content-security-policy', `default-src 'none'`).send(listPage(book)));
  app.post('/book', async ({ body }) => (book.put(body as Parameters<RegisterBook['put']>[0]), {}));
  app.post('/faults', async ({ body }, reply) => {
    const given = Object.entries((body ?? {}) as Record<string, unknown>);
    const isFault = ([name, value]: [string, unknown]): boolean =>
      name === 'source' ? SOURCES.some((one) => one === value) : FAULTS.some((one) => one === name) && Number.isInteger(value) && (value as number) >= 0;
    if (!given.every(isFault)) return reply.code(400).send({ description: 'no such fault or a wrong value' });
    return Object.assign(faults, body);
  });
  const url = await app.listen({ port, host: '127.0.0.1' });
  return { url, authoritiesFile, listUrl: `${url}/revoked.crl`, stop: () => app.close() };
}

function archiveOf(files: Readonly<Record<string, Buffer>>): NodeJS.ReadableStream {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(content, name);
  zip.end();
  return zip.outputStream;
}

const SILENT = Symbol('nothing comes');

/** For a visitor of the demo: extracts to try with. */
function listPage(book: RegisterBook): string {
  const rows = book
    .objects()
    .map(
      ({ cadastralNumber, address, rights }) =>
        `<li><p>${xmlText(address)}<br>${cadastralNumber}: ${xmlText(rights.flatMap(({ holders }) => holders.map(({ name }) => name)).join(', '))}</p><p><a href="/extracts/${cadastralNumber}.zip">Выписка с подписью</a></p></li>`,
    );
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Учебный Росреестр</title><h1>Учебный Росреестр</h1><p>Выдуманные объекты и люди. Скачайте архив с выпиской, чтобы подтвердить владение на портале.</p><ul>${rows.join('')}</ul></html>`;
}
