// A button that asks the device for its passkey and sends the answer with the form around it.
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Button, type ButtonKind } from '#ui/button.tsx';
import { ask, MARK, useCanPasskey, wordsOf } from './ask-passkey.ts';
import { canSuggestPasskeys, makePasskey, showPasskey } from './webauthn.ts';

type Asked = { options: string };

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
