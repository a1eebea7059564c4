// Stands in a form whose command a person signs (`signatureFields`): by a key of this browser, or by a code, which works everywhere.
import { KeyRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { AskCode, CodeField } from '#features/identity/code-field.tsx';
import { ConfirmByPasskey } from '#features/identity/confirm-by-passkey.tsx';
import { useCodesByApp } from '#features/identity/codes-by-app.ts';
import { OtherWay } from '#features/identity/other-way.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { FieldError } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import type { UsableKey } from './signing-keys.ts';

// Wanted after the page has come: not a part of its first load.
const signingKeys = () => import('./signing-keys.ts');

export type AskedCode = { readonly confirmationId: string; /** Undefined when the page is shown again after a wrong code. */ readonly sentTo?: string };
type Given = {
  /** Where the very bytes lie that are signed; the server makes the same at the command. */
  from: string;
  /** The code that was sent, once it was. */
  asked?: AskedCode | undefined;
  /** By field of the body: `cms`, `code`. */
  errors: Readonly<Partial<Record<string, string>>>;
  /** The document names the time itself (PAdES). */
  withoutTime?: boolean;
};

/** The form's action gets `intent`: `code` (send one) or `sign` (`givenSignature` reads the members of the body). */
export function SignContent({ from, asked, errors, withoutTime = false }: Given) {
  const isByApp = useCodesByApp();
  const [keys, setKeys] = useState<UsableKey[]>([]);
  const [fault, setFault] = useState('');
  const cms = useRef<HTMLInputElement>(null);
  const send = useRef<HTMLButtonElement>(null);
  useEffect(
    () =>
      void signingKeys()
        .then(({ usableKeys }) => usableKeys())
        .then(setKeys, () => setKeys([])),
    [],
  );
  const sign = async (key: UsableKey): Promise<void> => {
    const answer = await fetch(from, { cache: 'no-store' });
    if (!answer.ok) throw new Error('Документ не открылся. Обновите страницу и попробуйте ещё раз');
    const { signByKey } = await signingKeys();
    cms.current!.value = await signByKey(key, new Uint8Array(await answer.arrayBuffer()), withoutTime ? null : new Date());
    cms.current!.form!.requestSubmit(send.current);
  };
  const onClick = (key: UsableKey): void => {
    setFault('');
    sign(key).catch((error: unknown) =>
      setFault(error instanceof Error && !(error instanceof DOMException) ? error.message : 'Ключ не сработал. Попробуйте ещё раз или подпишите кодом'),
    );
  };
  const shown = fault || errors['cms'];
  return (
    <div className="stack" id="cms">
      <input type="hidden" name="cms" ref={cms} defaultValue="" />
      {shown !== undefined && shown !== '' && <FieldError name="cms">{shown}</FieldError>}
      {asked ? (
        <ByCode asked={asked} error={errors['code']} />
      ) : (
        <Actions>
          {keys.map((key) => (
            <Button key={key.keyHash} type="button" onClick={() => onClick(key)}>
              <Icon of={KeyRound} />
              Подписать ключом «{key.name}»
            </Button>
          ))}
          <Button kind={keys.length > 0 ? 'alt' : 'main'} name="intent" value="code">
            Подписать кодом {isByApp ? 'из приложения' : 'из сообщения'}
          </Button>
        </Actions>
      )}
      <button type="submit" name="intent" value="sign" ref={send} hidden>
        Подписать
      </button>
      {!asked && keys.length === 0 && (
        <p className="mut">
          Своего ключа в этом браузере нет. <Link to="/profile/signature">Сделать ключ</Link>
        </p>
      )}
    </div>
  );
}

function ByCode({ asked: { confirmationId, sentTo }, error }: { asked: AskedCode; error: string | undefined }) {
  return (
    <>
      <input type="hidden" name="confirmationId" value={confirmationId} />
      <CodeField sentTo={sentTo} does="подписывает именно этот документ" error={error} />
      <Actions>
        <Button name="intent" value="sign">
          Подписать
        </Button>
        <ConfirmByPasskey confirmationId={confirmationId} />
        <Button kind="bare" name="intent" value="code">
          <AskCode again />
        </Button>
      </Actions>
      <OtherWay confirmationId={confirmationId} />
    </>
  );
}
