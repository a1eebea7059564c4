// Giving a file out: always as an attachment, in ranges where asked. The right to it was checked before.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FileStore, type KeptFile, streamFile } from './files.ts';

/** `bytes=a-b` of a file of `size` bytes: [start, end), `bad` when it lies outside, undefined for none or several (then the whole is given). */
export function readRange(header: string | undefined, size: number): { start: number; end: number } | 'bad' | undefined {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const [from, to] = [found[1]!, found[2]!];
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  return start >= end || start >= size ? 'bad' : { start, end };
}

/** The header under which browsers save the file by its Russian name. */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Answers with the file, or the asked part of it. Call only after the check of the object that the file belongs to. */
export function serveFile(store: FileStore, file: KeptFile, { request, reply }: { request: FastifyRequest; reply: FastifyReply }): FastifyReply {
  const size = Number(file.bytes);
  const range = readRange(request.headers.range, size);
  reply.headers({
    'content-type': file.mediaType,
    'content-disposition': attachment(file.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'; sandbox`,
    'cache-control': 'private, no-store',
    'accept-ranges': 'bytes',
    etag: `"${file.sha256.toString('hex')}"`,
  });
  if (range === 'bad') return reply.code(416).header('content-range', `bytes */${size}`).send();
  if (range === undefined) return reply.header('content-length', size).send(streamFile(store, file));
  return reply
    .code(206)
    .headers({ 'content-range': `bytes ${range.start}-${range.end - 1}/${size}`, 'content-length': range.end - range.start })
    .send(streamFile(store, file, range));
}
