// The router's own requests wait while the portal does not answer: it starts anew, the line is gone, this address asked too often. Failed,
// they would put a page of trouble in the place of the form and of all that is typed in it. Sent again a form does nothing twice: it has its key.
import { useSyncExternalStore } from 'react';

const AGAIN_MS = 2_000;
/** Set by the server where it refused before the page was begun (pages.ts): asked again, it answers. */
const AWAY = 'x-away';

let held = 0;
const listeners = new Set<() => void>();

function hold(change: 1 | -1): void {
  held += change;
  for (const listener of listeners) listener();
}

function listen(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Whether something was sent or asked for that the portal has not answered yet; false on the server. */
export const useWaiting = (): boolean =>
  useSyncExternalStore(
    listen,
    () => held > 0,
    () => false,
  );

/** To be called once, before the router asks for anything. What the router gives up (another page is opened, the form is sent again) ends at once. */
export function bePatient(): void {
  const ask = globalThis.fetch.bind(globalThis);
  globalThis.fetch = (input, init) =>
    input instanceof URL && input.pathname.endsWith('.data') ? untilAnswered(() => ask(input, init), init?.signal) : ask(input, init);
}

/**
 * The answer with all of its body here: nothing of ours comes later, and what is cut in the middle is as good as none. The router would read a body to its
 * end behind a page that is drawn already, and call it an error of the page when that one is left in the meantime.
 */
const inFull = async (answer: Response): Promise<Response> => (answer.body ? new Response(await answer.arrayBuffer(), answer) : answer);

async function untilAnswered(ask: () => Promise<Response>, given?: AbortSignal | null): Promise<Response> {
  let isHeld = false;
  try {
    for (;;) {
      const answer = await ask()
        .then(inFull)
        .catch(() => given?.throwIfAborted());
      if (answer && answer.status !== 502 && answer.status !== 504 && !answer.headers.has(AWAY)) return answer;
      if (!isHeld) hold(1);
      isHeld = true;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      given?.throwIfAborted();
    }
  } finally {
    if (isHeld) hold(-1);
  }
}
