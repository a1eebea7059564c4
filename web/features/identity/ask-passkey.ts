// What every button of a passkey needs: whether there is one, asking the portal, words when it did not work.
import { useSyncExternalStore } from 'react';
import { canUsePasskeys } from './webauthn.ts';

const never = () => () => {};
/** False on the server and where the browser has none: without scripts there are no passkeys. */
export const useCanPasskey = (): boolean => useSyncExternalStore(never, canUsePasskeys, () => false);

/** Asks the portal: its API in JSON, its pages by a form. Throws with its own words when it refuses. */
export async function ask<Answer>(address: string, body: Record<string, string> = {}): Promise<Answer> {
  const sent = address.startsWith('/api/')
    ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : { body: new URLSearchParams(body) };
  const answer = await fetch(address, { method: 'POST', ...sent });
  const said = (await answer.json()) as Answer & { title?: string };
  if (!answer.ok) throw new Error(said.title ?? 'Не получилось. Попробуйте ещё раз через минуту');
  return said;
}
export const MARK = 'passkey';
/** This browser has worked with a passkey: it may be offered where the page does not know the person's keys. */
export const useHasPasskey = (): boolean =>
  useSyncExternalStore(
    never,
    () => canUsePasskeys() && localStorage.getItem(MARK) !== null,
    () => false,
  );

/** What the person reads when it did not work. Whoever closed the browser's window knows it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof DOMException)) return error instanceof Error ? error.message : '';
  if (error.name === 'InvalidStateError') return 'На этом устройстве ключ уже есть';
  return 'Ключ не сработал или вы отменили. Попробуйте ещё раз или войдите по-другому';
}
