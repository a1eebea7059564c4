// The upload of a register: a stream from the form, the API or a key of the organization, straight into the sealed file.
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '#platform/errors';
import { isUuid, newId } from '#platform/ids';
import { isMonth } from '#platform/time';
import { runCommand } from '#platform/work';
import type { Streaming } from '#platform/route';
import { serviceMap } from '#modules/directory';
import { type Received, receiveRegister } from './receive-register.ts';
import type { RegisterWish } from './register-format.ts';
import type { SealedFiles } from './sealed-files.ts';

type Fields = Map<string, string>;

/** Fields stand before the file, so that nothing waits in memory. A form without JavaScript is led to the register's page. */
export async function uploadRegister(files: SealedFiles, streaming: Streaming, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const fields: Fields = new Map();
  let received: Received | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'field') fields.set(part.fieldname, String(part.value));
    else received = received ? skip(part, received) : await takeFile(files, streaming, { part, fields, request });
  }
  if (!received) refuse('file.missing');
  if (!(request.headers.accept ?? '').includes('text/html')) return reply.code(200).send(received);
  return reply.redirect(`/work/registers/${received.id}${received.repeated ? '?again=1' : ''}`, 303);
}

/** One register at a time: further files are let pass unread. */
function skip(part: MultipartFile, received: Received): Received {
  part.file.resume();
  return received;
}

async function takeFile(
  files: SealedFiles,
  { ground, db, actor, now }: Streaming,
  { part, fields, request }: { part: MultipartFile; fields: Fields; request: FastifyRequest },
): Promise<Received | undefined> {
  if (part.filename === '') return void part.file.resume(); // the form was sent without a choice
  const fileId = newId(now);
  const written = await files.write(fileId, part.file);
  let received: Received | undefined;
  try {
    if (part.file.truncated) refuse('input.tooLarge', { limit: '300 МБ' });
    const body = {
      organizationId: fields.get('organizationId') || undefined,
      fileName: (part.filename.split(/[/\\]/).at(-1) ?? '').slice(0, 150),
      wish: await wishOf(fields, db),
    };
    const key = request.headers['idempotency-key'] ?? fields.get('key');
    const id = typeof key === 'string' && isUuid(key) ? key.toLowerCase() : newId(now);
    const asked = { actor, id, route: 'POST /api/v1/work/registers', body: { ...body, sha256: written.sha256.toString('hex') }, now };
    const outcome = await runCommand(ground, asked, (work) => receiveRegister(work, { ...body, ...written, fileId }));
    received = outcome.answer;
    if (outcome.repeated || received.repeated) await files.remove(fileId);
    return received;
  } finally {
    if (!received) await files.remove(fileId);
  }
}

async function wishOf(fields: Fields, db: Streaming['db']): Promise<RegisterWish> {
  const [period, service, kind] = ['period', 'service', 'kind'].map((name) => fields.get(name) ?? '');
  const serviceName = service === '' ? undefined : (await serviceMap(db)).get(service!)?.name;
  return {
    ...(isMonth(period!) && { period: period! }),
    ...(serviceName !== undefined && { serviceName }),
    ...((kind === 'charges' || kind === 'payments') && { kind }),
  };
}
