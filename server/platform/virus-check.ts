// The virus check of clamd by its own protocol: `zINSTREAM`, then pieces with their lengths, then an empty one; it answers in a line and hangs up.
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** The name of the virus, or null. Throws VirusCheckAway when nobody answers, or not to the point. */
export type VirusCheck = (content: AsyncIterable<Uint8Array>) => Promise<string | null>;
export class VirusCheckAway extends Error {
  constructor(why: string) {
    super(`the virus check gave no answer: ${why}`);
    this.name = 'VirusCheckAway';
  }
}

const USUAL_PORT = 3_310;

/** `url`: tcp://host:3310 or unix:///run/clamav/clamd.ctl. `timeoutMs` without a sign of life. */
export function openVirusCheck(url: string, timeoutMs: number): VirusCheck {
  const { protocol, hostname, port, pathname } = new URL(url);
  const place = protocol === 'unix:' ? { path: pathname } : { host: hostname, port: Number(port || USUAL_PORT) };
  return async (content) => {
    const socket = net.connect(place);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('it is silent')));
    try {
      const answer = text(socket);
      answer.catch(() => undefined);
      // Whoever is refused half-way (too large) is answered too. Our end of the line stays open: a client that hangs up is not answered.
      await pipeline(framed(content), socket, { end: false }).catch(() => undefined);
      return virusIn(await answer);
    } catch (error) {
      throw error instanceof VirusCheckAway ? error : new VirusCheckAway(error instanceof Error ? error.message : String(error));
    } finally {
      socket.destroy();
    }
  };
}

async function* framed(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('zINSTREAM\0');
  for await (const part of content) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    yield length;
    yield part;
  }
  yield Buffer.alloc(4);
}

/** `stream: OK`, `stream: Eicar-Test-Signature FOUND`. */
function virusIn(answer: string): string | null {
  const said = answer.replaceAll('\0', '').trim();
  const virus = /^stream: (.+) FOUND$/.exec(said)?.[1];
  if (virus !== undefined) return virus;
  if (said === 'stream: OK') return null;
  throw new VirusCheckAway(said === '' ? 'it hung up' : said);
}
