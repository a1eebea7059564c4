// The public check: files in, what was found out. The files are not kept; what was found lies sealed for an hour, for the page that shows it.
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf } from '#contract/endpoint';
import { refusals, type RefusalText } from '#contract/errors';
import type { examineSignature } from '#contract/signing';
import { found, Refusal, refuse, refuseFields } from '#platform/errors';
import { openBytes, sealBytes } from '#platform/field-cipher';
import { cleanName } from '#platform/file-kinds';
import { newId } from '#platform/ids';
import type { KeyRing } from '#platform/key-ring';
import type { Streaming } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Examination, ExaminationFault } from './examine-signatures.ts';
import type { Examiner, TrustInDer } from './examiner.ts';
import type { OutsideTrust } from './outside-trust.ts';
import { type List, revocationList } from './revocation-list.ts';
import './signing.tables.ts';

/** GOST digests are ours and slow: 20 MB take two seconds. */
const MOST_BYTES = 20 * 1_048_576;
const KEPT_MS = 60 * 60_000;
type Report = AnswerOf<typeof examineSignature>;
const place = (id: string) => ({ table: 'signing.examined', column: 'sealed', rowId: id });
const FIELD = {
  'verify.tooMuch': 'document',
  'verify.noSignature': 'signature',
  'verify.unreadable': 'signature',
  'verify.damagedPdf': 'document',
  'verify.encryptedPdf': 'document',
  'verify.notSigned': 'document',
  'verify.tooHard': 'document',
} as const satisfies Record<ExaminationFault, string>;

/** For other modules: who signed a PDF inside, as anybody is told at `/verify`. Refuses verify.busy when too many wait. */
export const examineDocument = async (
  context: Pick<Streaming, 'ground' | 'db' | 'now'>,
  { trust, examiner }: Pick<Ports, 'trust' | 'examiner'>,
  document: Buffer,
): Promise<Examination | ExaminationFault> => examiner.examine({ document, signature: null }, await trustedNow(context, trust));

async function trustedNow(streaming: Pick<Streaming, 'ground' | 'db' | 'now'>, trust: OutsideTrust): Promise<TrustInDer> {
  const rows = await streaming.db
    .selectFrom('signing.authority')
    .select(['id', 'role', 'certificate as der'])
    .where('role', 'in', ['root', 'issuing'])
    .execute();
  const of = (role: string) => rows.filter((row) => row.role === role);
  const lists: List[] = [];
  for (const { id } of rows) lists.push(await revocationList(streaming, id));
  return {
    portal: { roots: of('root'), others: of('issuing'), lists },
    outside: { roots: trust.roots, others: trust.others, lists: await trust.lists(streaming.now) },
    now: streaming.now,
  };
}

async function readFiles(request: FastifyRequest): Promise<Map<string, { name: string; bytes: Buffer }>> {
  const files = new Map<string, { name: string; bytes: Buffer }>();
  for await (const part of request.parts()) {
    if (part.type === 'field') continue;
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of part.file as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > MOST_BYTES) refuse('file.tooLarge', { limit: '20 МБ' });
      pieces.push(piece);
    }
    if (size > 0 && !files.has(part.fieldname)) files.set(part.fieldname, { name: cleanName(part.filename), bytes: Buffer.concat(pieces) });
  }
  return files;
}

async function examine(streaming: Streaming, request: FastifyRequest, { trust, examiner }: Ports): Promise<Report> {
  const { db, ground, now } = streaming;
  const files = await readFiles(request);
  const document = files.get('document') ?? wrong('document', 'verify.noDocument');
  const answer = await examiner.examine({ document: document.bytes, signature: files.get('signature')?.bytes ?? null }, await trustedNow(streaming, trust));
  if (typeof answer === 'string') return wrong(FIELD[answer], answer);
  const report = {
    id: newId(now),
    at: now.toISOString(),
    name: document.name,
    bytes: document.bytes.length,
    sha256: hash('sha256', document.bytes, 'hex'),
    ...answer,
  };
  const sealed = sealBytes(ground.masterKeys, place(report.id), Buffer.from(JSON.stringify(report)));
  await db.insertInto('signing.examined').values({ id: report.id, sealed, at: report.at }).execute();
  return report;
}

function wrong(field: string, code: ExaminationFault | 'verify.noDocument'): never {
  const { text }: RefusalText = refusals[code];
  return refuseFields([{ pointer: `/${field}`, code, detail: text({}) }], code);
}

/** `gate`: how often an address may ask. */
type Ports = { readonly trust: OutsideTrust; readonly examiner: Examiner; readonly gate: (address: string) => void };

/** A page is led to what was found, or back with what was wrong. */
export async function takeExamination(
  streaming: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  ports: Ports,
): Promise<unknown> {
  const isPage = (request.headers.accept ?? '').includes('text/html');
  try {
    const address = streaming.actor.kind === 'system' ? '' : streaming.actor.ip;
    ports.gate(address);
    const report = await ports.examiner.turn(address, () => examine(streaming, request, ports));
    return isPage ? await reply.redirect(`/verify?check=${report.id}`, 303) : await reply.send(report);
  } catch (error) {
    if (!isPage || !(error instanceof Refusal)) throw error;
    return reply.redirect(`/verify?refused=${error.code}`, 303);
  }
}

/** What a check found; after an hour it is not found. */
export async function readExamined(db: Db, ring: KeyRing, { checkId, now }: { checkId: string; now: Date }): Promise<Report> {
  const row = found(
    await db
      .selectFrom('signing.examined')
      .select('sealed')
      .where('id', '=', checkId)
      .where('at', '>', new Date(now.getTime() - KEPT_MS).toISOString())
      .executeTakeFirst(),
  );
  return JSON.parse(openBytes(ring, place(checkId), row.sealed).toString()) as Report;
}

export const forgetExamined = async (db: Db, now: Date): Promise<void> =>
  void (await db
    .deleteFrom('signing.examined')
    .where('at', '<', new Date(now.getTime() - KEPT_MS).toISOString())
    .execute());
