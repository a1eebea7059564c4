// A button that asks the device for its passkey and sends the answer with the form around it.
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useNavigation } from 'react-router';
import { Button, type ButtonKind } from '#ui/button.tsx';
import { ask, MARK, useCanPasskey, wordsOf } from './ask-passkey.ts';
import { canSuggestPasskeys, makePasskey, showPasskey } from './webauthn.ts';

type Asked = { options: string };

/** The suggestion and the button may both have an answer: the first that is sent is the only one, a second would end in a refusal. */
function send({ field, isSent }: { field: RefObject<HTMLInputElement | null>; isSent: RefObject<boolean> }, response: string): void {
  if (isSent.current) return;
  isSent.current = true;
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
  const isSent = useRef(false);
  const { state } = useNavigation();
  useEffect(() => {
    if (state === 'idle') isSent.current = false;
  }, [state]);
  const onClick = async (): Promise<void> => {
    if (isSent.current) return;
    waiting.current?.abort();
    setFault('');
    try {
      const { options } = await ask<Asked>(from);
      send({ field, isSent }, await (make ? makePasskey(options) : showPasskey(options)));
    } catch (error) {
      setFault(wordsOf(error));
    }
  };
  useEffect(() => {
    if (!suggest) return;
    const stop = (waiting.current = new AbortController());
    const offer = async (): Promise<void> => {
      if ((await canSuggestPasskeys()) && !stop.signal.aborted)
        send({ field, isSent }, await showPasskey((await ask<Asked>(from)).options, { suggest, signal: stop.signal }));
    };
    // Nobody asked for it: that nothing was chosen is no fault.
    offer().catch(() => {});
    return () => stop.abort();
  }, [from, suggest]);
  if (!can) return null;
  return (
    <>
      <input type="hidden" name="response" ref={field} />
      <Button type="button" kind={kind} onClick={() => void onClick()}>
        {children}
      </Button>
      <p role="alert" className="err">
        {fault}
      </p>
    </>
  );
}
