// The SMTP door for letters to vaults. It stands behind the operator's own mail server, which is known to the world (MX) and judges SPF, DKIM and
// DMARC; what is refused here is told in the dialogue, so that no letter is ever answered by a letter.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { JobContext } from '#platform/module';
import { ownerOfAddress } from './mail-address.ts';
import { LetterRefused, takeLetter } from './take-letter.ts';
import type { Intake } from './upload-documents.ts';

const MOST_BYTES = 40 * 1_048_576;
const AGAIN_MS = 5_000;
const AT_ONCE = 8;

export type MailDoor = { readonly host: string; readonly port: number; /** What stands after the @. */ readonly domain: string };
type Context = Pick<JobContext, 'ground' | 'db' | 'now' | 'log'>;
type Done = (error?: Error | null) => void;

const said = ({ code, message }: LetterRefused): Error => Object.assign(new Error(message), { responseCode: code });
const nameOf = (address: string): string => address.slice(0, address.lastIndexOf('@'));

/** Listens; while the port is another's it tries again. `port` says which one it is. */
export async function openMailDoor(
  { host, port, domain }: MailDoor,
  intake: Intake,
  context: Context,
): Promise<{ port(): Promise<number>; stop(): Promise<void> }> {
  const { SMTPServer } = await import('smtp-server'); // 4 MB, for the role that listens
  const answer = async (done: Done, act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
      done();
    } catch (error) {
      const isRefused = error instanceof LetterRefused;
      if (!isRefused) context.log.error({ err: error }, 'a letter to a vault was not taken');
      done(said(isRefused ? error : new LetterRefused(451, '4.3.0 Please come later')));
    }
  };
  const server = new SMTPServer({
    banner: 'letters to vaults',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: MOST_BYTES,
    maxClients: AT_ONCE,
    socketTimeout: 60_000,
    closeTimeout: 1_000,
    onMailFrom: ({ address }, _session, done) =>
      void answer(done, async () => {
        if (address === '') throw new LetterRefused(550, '5.7.1 Reports of mail servers are not taken here');
      }),
    onRcptTo: ({ address }, session, done) =>
      void answer(done, async () => {
        if (session.envelope.rcptTo.length > 0) throw new LetterRefused(452, '4.5.3 One address at a time, please');
        if (!address.toLowerCase().endsWith(`@${domain}`) || !(await ownerOfAddress(context.db, nameOf(address))))
          throw new LetterRefused(550, '5.1.1 There is no such address');
      }),
    onData: (stream, session, done) =>
      void answer(done, async () => takeLetter(intake, context, { name: nameOf(recipientOf(session)), raw: await readLetter(stream) })),
  });
  let timer: NodeJS.Timeout | undefined;
  const listen = (): void => void server.listen(port, host);
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') return; // a client that vanishes in the middle is no event here
    context.log.error({ port }, 'the port for letters is taken; it is tried again');
    timer = setTimeout(listen, AGAIN_MS).unref();
  });
  listen();
  return {
    async port() {
      if (!server.server.listening) await once(server.server, 'listening');
      return (server.server.address() as AddressInfo).port;
    },
    stop: () =>
      new Promise((resolve) => {
        clearTimeout(timer);
        server.close(() => resolve());
      }),
  };
}

const recipientOf = ({ envelope }: SMTPServerSession): string => envelope.rcptTo[0]?.address ?? '';

async function readLetter(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MOST_BYTES) parts.push(part);
  }
  if (bytes > MOST_BYTES || stream.sizeExceeded) throw new LetterRefused(552, '5.3.4 The letter is too large: 40 MB at most');
  return Buffer.concat(parts);
}
