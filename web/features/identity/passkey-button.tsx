// A button that asks the device for its passkey and sends the answer with the form around it.
import { type ReactNode, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button, type ButtonKind } from '#ui/button.tsx';
import { canSuggestPasskeys, canUsePasskeys, makePasskey, showPasskey } from './webauthn.ts';

const never = () => () => {};
/** False on the server and where the browser has none: without scripts there are no passkeys. */
export const useCanPasskey = (): boolean => useSyncExternalStore(never, canUsePasskeys, () => false);

/** Asks the portal: its API in JSON, its pages by a form. Throws with its own words when it refuses. */
export async function ask<Answer>(address: string, body: Record<string, string> = {}): Promise<Answer> {
  const sent = address.startsWith('/api/') ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : { body: new URLSearchParams(body) };
  const answer = await fetch(address, { method: 'POST', ...sent });
  const said = (await answer.json()) as Answer & { title?: string };
  if (!answer.ok) throw new Error(said.title ?? 'Не получилось. Попробуйте ещё раз через минуту');
  return said;
}
type Asked = { options: string };

const MARK = 'passkey';
/** This browser has worked with a passkey: it may be offered where the page does not know the person's keys. */
export const useHasPasskey = (): boolean => useSyncExternalStore(never, () => canUsePasskeys() && localStorage.getItem(MARK) !== null, () => false);

/** What the person reads when it did not work. Whoever closed the browser's window knows it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof DOMException)) return error instanceof Error ? error.message : '';
  if (error.name === 'InvalidStateError') return 'На этом устройстве ключ уже есть';
  return 'Ключ не сработал или вы отменили. Попробуйте ещё раз или войдите по-другому';
}

function send(field: RefObject<HTMLInputElement | null>, response: string): void {
  localStorage.setItem(MARK, 'yes');
  field.current!.value = response;
  field.current!.form!.requestSubmit();
}

type Given = {
  /** Where the options come from. */
  from: string;
  make?: boolean;
  /** Also offers passkeys among the names of the sign-in field. */
  suggest?: boolean;
  kind?: ButtonKind;
  children: ReactNode;
};

/** Stands in a form of its own with a hidden `response`, which it fills and sends. */
export function PasskeyButton({ from, make = false, suggest = false, kind = 'alt', children }: Given) {
  const can = useCanPasskey();
  const field = useRef<HTMLInputElement>(null);
  const waiting = useRef<AbortController>(undefined);
  const [fault, setFault] = useState('');
  const onClick = async (): Promise<void> => {
    waiting.current?.abort();
    setFault('');
    try {
      const { options } = await ask<Asked>(from);
      send(field, await (make ? makePasskey(options) : showPasskey(options)));
    } catch (error) {
      setFault(wordsOf(error));
    }
  };
  useEffect(() => {
    if (!suggest) return;
    const stop = (waiting.current = new AbortController());
    const offer = async (): Promise<void> => {
      if ((await canSuggestPasskeys()) && !stop.signal.aborted) send(field, await showPasskey((await ask<Asked>(from)).options, { suggest, signal: stop.signal }));
    };
    // Nobody asked for it: that nothing was chosen is no fault.
    offer().catch(() => {});
    return () => stop.abort();
  }, [from, suggest]);
  if (!can) return null;
  return (
    <>
      <input type="hidden" name="response" ref={field} />
      <Button type="button" kind={kind} onClick={() => void onClick()}>{children}</Button>
      <p role="alert" className="err">{fault}</p>
    </>
  );
}
