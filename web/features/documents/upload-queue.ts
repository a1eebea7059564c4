// The files that a page sends into the vault: one after another; each may be paused, gone on with or put aside.
import { newKey } from '#ui/new-key.ts';

/** `lost`: waits for the line and goes on by itself. */
export type UploadState = 'waiting' | 'sending' | 'lost' | 'paused' | 'done' | 'refused';
export type Upload = {
  readonly id: number;
  readonly file: File;
  readonly home: string;
  readonly state: UploadState;
  readonly sent: number;
  readonly words?: string;
};
export type UploadQueue = { add(files: readonly File[], home: string): void; pause(id: number): void; goOn(id: number): void; putAside(id: number): void };

/** `onChange` hears the list after every step, `onDone` of each file that became a paper. */
export function openUploads(onChange: (all: readonly Upload[]) => void, onDone: () => void): UploadQueue {
  let all: readonly Upload[] = [];
  let count = 0;
  let running: { id: number; stop: AbortController } | undefined;
  const keep = (next: readonly Upload[]): void => onChange((all = next));
  const change = (id: number, changes: Partial<Upload>): void => keep(all.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  const stop = (id: number): void => {
    if (running?.id === id) running.stop.abort();
  };

  async function sendNext(): Promise<void> {
    const next = all.find(({ state }) => state === 'waiting');
    if (running || !next) return;
    const { id, file, home } = next;
    const own = { id, stop: new AbortController() };
    running = own;
    change(id, { state: 'sending' });
    try {
      const { sendFile } = await import('./send-file.ts'); // it imports nothing of the page, so it is a chunk of its own
      await sendFile(
        { file, home, key: newKey() },
        { signal: own.stop.signal, onSent: (sent) => change(id, { sent }), onLine: (isThere) => change(id, { state: isThere ? 'sending' : 'lost' }) },
      );
      change(id, { state: 'done', sent: file.size });
      onDone();
    } catch (error) {
      if (!own.stop.signal.aborted) change(id, { state: 'refused', words: error instanceof Error ? error.message : '' });
    }
    running = undefined;
    return sendNext();
  }
  return {
    add(files, home) {
      keep([...all, ...files.map((file): Upload => ({ id: count++, file, home, state: 'waiting', sent: 0 }))]);
      void sendNext();
    },
    pause(id) {
      stop(id);
      change(id, { state: 'paused' });
    },
    goOn(id) {
      change(id, { state: 'waiting' });
      void sendNext();
    },
    putAside(id) {
      stop(id);
      keep(all.filter((one) => one.id !== id));
    },
  };
}
