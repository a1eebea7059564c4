// A file on its way into the vault piece by piece: after a pause, a lost line or a page loaded anew it goes on from where the portal has it (DOCS-1).
import type { AnswerOf } from '#contract/endpoint';
import type { getUpload, startUpload } from '#contract/documents';

const PIECE_BYTES = 1_048_576;
const ADDRESS = '/api/v1/documents/uploads';
const LONGEST_PAUSE_MS = 15_000;
/** A line may fall silent and say nothing of it: so long is waited for a piece. */
const SILENT_MS = 120_000;

/** The portal will not have it; the message is its own words. */
export class NotTaken extends Error {}
/** The portal has more or less of it than was thought, or nothing any more. */
class Astray extends Error {}

export type Sending = {
  readonly file: File;
  /** house/premises, or nothing for one's own. */ readonly home: string;
  /** Of the command that begins it. */ readonly key: string;
};
export type Watch = { readonly signal: AbortSignal; onSent(bytes: number): void; /** The line was lost, or is there again. */ onLine(isThere: boolean): void };

/** Ends when the file is a paper. Throws NotTaken, or what the signal was aborted with. */
export async function sendFile({ file, home, key }: Sending, { signal, onSent, onLine }: Watch): Promise<void> {
  // The same file chosen again in this tab goes on too.
  const mark = `upload ${home} ${file.name} ${file.size} ${file.lastModified}`;
  for (let fails = 0; ;) {
    const line = openLine(signal);
    try {
      const upload = sessionStorage.getItem(mark) ?? (await begin({ file, home, key }, line.signal));
      sessionStorage.setItem(mark, upload);
      await goOn(`${ADDRESS}/${upload}`, file, {
        signal: line.signal,
        onSent: (bytes) => {
          fails = 0;
          line.isAlive();
          onLine(true);
          onSent(bytes);
        },
      });
      return sessionStorage.removeItem(mark);
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof NotTaken) {
        sessionStorage.removeItem(mark);
        throw error;
      }
      if (error instanceof Astray) sessionStorage.removeItem(mark);
      else onLine(false);
      await pause(fails++, signal);
    } finally {
      line.close();
    }
  }
}

/** What goes over it is given up when it is asked to stop, when the machine says that it is off line, and when nothing came through for long: a request alone may wait for ever. */
function openLine(asked: AbortSignal): { signal: AbortSignal; isAlive(): void; close(): void } {
  const line = new AbortController();
  const cut = (): void => line.abort();
  let timer = setTimeout(cut, SILENT_MS);
  asked.addEventListener('abort', cut);
  addEventListener('offline', cut);
  return {
    signal: line.signal,
    isAlive() {
      clearTimeout(timer);
      timer = setTimeout(cut, SILENT_MS);
    },
    close() {
      clearTimeout(timer);
      asked.removeEventListener('abort', cut);
      removeEventListener('offline', cut);
    },
  };
}

async function begin({ file, home, key }: Sending, signal: AbortSignal): Promise<string> {
  const body = JSON.stringify({ name: file.name, size: file.size, home });
  return (
    await ask<AnswerOf<typeof startUpload>>(ADDRESS, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body, signal })
  ).uploadId;
}

async function goOn(address: string, file: File, { signal, onSent }: Pick<Watch, 'signal' | 'onSent'>): Promise<void> {
  type State = AnswerOf<typeof getUpload>;
  let state = await ask<State>(address, { signal });
  while (state.documentId === null) {
    onSent(state.offset);
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(state.offset) };
    const answer = await fetch(address, { method: 'PATCH', headers, body: file.slice(state.offset, state.offset + PIECE_BYTES), signal });
    // A piece that was cut off is kept as far as it came, a little later than the line broke.
    state = answer.status === 409 ? await ask<State>(address, { signal }) : await read<State>(answer);
  }
  onSent(file.size);
}

const ask = async <Answer>(address: string, given: RequestInit): Promise<Answer> => read(await fetch(address, given));

async function read<Answer>(answer: Response): Promise<Answer> {
  if (answer.ok) return (await answer.json()) as Answer;
  if (answer.status === 404 && answer.url.includes(`${ADDRESS}/`)) throw new Astray();
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  throw new NotTaken(((await answer.json().catch(() => ({}))) as { title?: string }).title ?? 'Файл не приняли');
}

/** Longer from time to time, until the machine says that it is on line again. */
function pause(fails: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, stop) => {
    const finish = (): void => {
      clearTimeout(timer);
      removeEventListener('online', finish);
      signal.removeEventListener('abort', finish);
      if (signal.aborted) stop(signal.reason);
      else done();
    };
    const timer = setTimeout(finish, Math.min(1_000 * 2 ** fails, LONGEST_PAUSE_MS));
    addEventListener('online', finish);
    signal.addEventListener('abort', finish);
  });
}
