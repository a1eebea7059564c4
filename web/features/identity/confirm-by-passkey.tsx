// Beside the field of a confirmation code: a passkey instead. What it gives becomes the code, and the form is sent with it.
import { type MouseEvent, useState } from 'react';
import { Button } from '#ui/button.tsx';
import { ask, useHasPasskey, wordsOf } from './ask-passkey.ts';
import { showPasskey } from './webauthn.ts';

/** Stands in the form whose field `code` it fills. Shown where this browser has worked with a passkey. */
export function ConfirmByPasskey({ confirmationId }: { confirmationId: string }) {
  const has = useHasPasskey();
  const [fault, setFault] = useState('');
  const onClick = async ({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>): Promise<void> => {
    setFault('');
    try {
      const address = `/api/v1/confirmations/${confirmationId}/passkey`;
      const { options } = await ask<{ options: string }>(`${address}/options`);
      const { code } = await ask<{ code: string }>(address, { response: await showPasskey(options) });
      (form!.elements.namedItem('code') as HTMLInputElement).value = code;
      form!.requestSubmit();
    } catch (error) {
      setFault(wordsOf(error));
    }
  };
  if (!has) return null;
  return (
    <>
      <Button type="button" kind="alt" onClick={(event) => void onClick(event)}>
        Подтвердить ключом доступа
      </Button>
      <p role="alert" className="err">
        {fault}
      </p>
    </>
  );
}
