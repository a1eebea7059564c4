// Live events: one stream per browser, however many tabs are open. HTTP/1.1 gives a site six connections, and each tab would hold one.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocation, useRevalidator } from 'react-router';
import { ASKED_EVENT } from '#features/identity/sign-in-asked.tsx';
import { useRootData } from './me.ts';
import { useWaiting } from './patience.ts';

type Message = { kind: string; id: string };
const channelName = 'live';

/** Holds the stream while `signal` lets it, and passes each event to all tabs of the browser. The browser itself reconnects, with Last-Event-ID. */
function listen(after: string | null, signal: AbortSignal, tell: (message: Message) => void): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(`/api/v1/live${after === null ? '' : `?after=${encodeURIComponent(after)}`}`);
    source.addEventListener('message', ({ data, lastEventId: id }: MessageEvent<string>) => tell({ kind: (JSON.parse(data) as Message).kind, id }));
    signal.addEventListener('abort', () => {
      source.close();
      resolve();
    });
  });
}

/**
 * Loads the page's data anew when something in it has changed, at most once in half a second. The first tab that gets the lock listens for all;
 * when it closes, the next one takes over. Gives how many times the data came anew.
 */
export function useLive(personId: string | undefined, after: string | null): number {
  const { revalidate } = useRevalidator();
  const [times, setTimes] = useState(0);
  // Where to listen from when this tab's turn comes: other tabs may have heard more by then.
  const from = useRef(after);

  useEffect(() => {
    if (personId === undefined || !('locks' in navigator)) return;
    const stop = new AbortController();
    const channel = new BroadcastChannel(`${channelName}:${personId}`);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const refresh = ({ id, kind }: Message) => {
      if (id !== '') from.current = id;
      if (kind === ASKED_EVENT) dispatchEvent(new Event(kind));
      waiting ??= setTimeout(() => void bring(), 500);
    };
    const bring = async (): Promise<void> => {
      waiting = undefined; // what is told from here on may be missing in the data that come
      await revalidate();
      if (!stop.signal.aborted) setTimes((count) => count + 1);
    };
    channel.addEventListener('message', (event: MessageEvent<Message>) => refresh(event.data));
    const tell = (message: Message) => {
      // A channel of this browser has no target origin, and never hears itself.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      channel.postMessage(message);
      refresh(message);
    };
    navigator.locks
      .request(`${channelName}:${personId}`, { signal: stop.signal }, () => listen(from.current, stop.signal, tell))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) console.warn('live events are off', error);
      });
    return () => {
      stop.abort();
      clearTimeout(waiting);
      channel.close();
    };
  }, [personId, revalidate]);
  return times;
}

const clock = (instant: string): string => new Date(instant).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' });

function watchConnection(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}

/** Whether the browser has a connection; true on the server. */
export const useOnline = (): boolean =>
  useSyncExternalStore(
    watchConnection,
    () => navigator.onLine,
    () => true,
  );

/** The line under the top bar: no connection, or that the page has just been brought up to date. Said politely, never takes the focus. */
export function Live() {
  const { me, loadedAt } = useRootData();
  const times = useLive(me.person?.id, me.liveAfter);
  const online = useOnline();
  const { pathname, search } = useLocation();
  useEffect(
    () => void import('./kept-typing.ts').then(({ bringTypingBack }) => bringTypingBack(pathname + search, me.person?.id)),
    [pathname, search, me.person?.id],
  );
  const waits = useWaiting();
  if (!online) return `Нет связи. На экране то, что было в ${clock(loadedAt)}. Отправить получится, когда связь вернётся`;
  if (waits) return 'Портал пока не отвечает. Введённое на месте: как только ответит, продолжим сами';
  return times > 0 ? <span className="vh">{`Страница обновлена в ${clock(loadedAt)}`}</span> : null;
}
