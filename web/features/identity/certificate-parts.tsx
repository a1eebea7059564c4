// Parts of the pages of certificates: a key of this browser that signs, and the field for a signature made outside.
import { KeySquare } from 'lucide-react';
import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Form } from 'react-router';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FieldError } from '#ui/field.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput, TextArea, TextInput } from '#ui/inputs.tsx';
import { canKeepKeys, keyStore } from './key-store.ts';
import { ask } from './ask-passkey.ts';

export type Challenge = { challengeId: string; text: string };
const keys = keyStore('moidom-certificates');
const never = () => () => {};
/** False on the server and without scripts: no key is kept then. */
export const useCanKeep = (): boolean => useSyncExternalStore(never, canKeepKeys, () => false);

type Signing = (challenge: Challenge, form: FormData) => Promise<Record<string, string>>;

/** A form that asks the portal for a text, signs it by a key of the browser and then goes on its way with what was made. */
function SigningForm({ from, sign, intent, children }: { from: string; sign: Signing; intent: string; children: ReactNode }) {
  const [fault, setFault] = useState('');
  const fields = useRef<HTMLDivElement>(null);
  const ready = useRef(false);
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    if (ready.current) return;
    event.preventDefault();
    const form = event.currentTarget;
    const prepare = async (): Promise<void> => {
      const challenge = await ask<Challenge>(from);
      const made = { challengeId: challenge.challengeId, ...(await sign(challenge, new FormData(form))) };
      fields.current!.replaceChildren(
        ...Object.entries(made).map(([name, value]) => Object.assign(document.createElement('input'), { type: 'hidden', name, value })),
      );
      ready.current = true;
      form.requestSubmit();
      ready.current = false;
    };
    prepare().catch((error: unknown) =>
      setFault(error instanceof Error && !(error instanceof DOMException) ? error.message : 'Ключ не сработал. Попробуйте ещё раз'),
    );
  };
  return (
    <Form method="post" className="stack" onSubmit={onSubmit}>
      <FormKey />
      <input type="hidden" name="intent" value={intent} />
      <div ref={fields} hidden />
      {fault !== '' && <FieldError name="key">{fault}</FieldError>}
      {children}
    </Form>
  );
}

const nameIn = (form: FormData): string => {
  const name = form.get('name');
  return typeof name === 'string' ? name : '';
};

/** Makes a key in this browser and gets it a certificate. */
export function AddBrowserKey() {
  const can = useCanKeep();
  return (
    <Card heading="Ключ этого браузера">
      {can ? (
        <p>Браузер сделает ключ и никому его не отдаст, даже порталу. Входить им можно только отсюда.</p>
      ) : (
        <p>Ключ делает браузер, для этого нужен включённый JavaScript.</p>
      )}
      <SigningForm from="/api/v1/certificates/challenge" intent="browser" sign={({ text }, form) => keys.make(nameIn(form), text)}>
        <TextInput
          name="name"
          label="Название"
          hint="Чтобы не перепутать: «Домашний компьютер»"
          maxLength={100}
          defaultValue="Этот браузер"
          autoComplete="off"
        />
        <Actions>
          <Button disabled={!can}>Сделать ключ</Button>
        </Actions>
      </SigningForm>
    </Card>
  );
}

/** A button for each key of this browser; nothing where there is none. `unknown`: the key that the portal has just refused as nobody's. */
export function EnterByBrowserKey({ unknown }: { unknown: string | null }) {
  const [own, setOwn] = useState<{ keyHash: string; name: string }[] | null>(null);
  useEffect(() => {
    const look = async (): Promise<void> => {
      if (unknown !== null) await keys.forget(unknown);
      setOwn(await keys.kept());
    };
    look().catch(() => setOwn([]));
  }, [unknown]);
  if (own === null || own.length === 0) return <p>В этом браузере ключей нет. Ключ можно сделать в профиле: «Сертификаты».</p>;
  return own.map(({ keyHash, name }) => (
    <SigningForm
      key={keyHash}
      from="/api/v1/sign-in/certificate/challenge"
      intent="browser"
      sign={async ({ text }) => ({ keyHash, signature: await keys.signText(keyHash, text) })}
    >
      <Actions>
        <Button>
          <Icon of={KeySquare} />
          Войти ключом «{name}»
        </Button>
      </Actions>
    </SigningForm>
  ));
}

/** The way of a card or a file: take the text, sign it by one's own program, give the signature. Works without scripts. */
export function SignOutside({ challenge, intent, error, children }: { challenge: Challenge; intent: string; error: string | undefined; children: ReactNode }) {
  const can = useCanKeep();
  const [given, setGiven] = useState<string>();
  const onFile = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const bytes = new Uint8Array((await target.files?.[0]?.arrayBuffer()) ?? []);
    const text = new TextDecoder('latin1').decode(bytes);
    setGiven(/^[\sA-Za-z0-9+/=-]*$/.test(text) ? text : btoa(String.fromCharCode(...bytes)));
  };
  return (
    <Form method="post" noValidate className="stack">
      <FormKey />
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="challengeId" value={challenge.challengeId} />
      <ol className="stack near">
        <li>
          <GoLink away to={`/api/v1/sign-in/certificate/challenge/${challenge.challengeId}`}>
            Скачать файл для подписи
          </GoLink>
        </li>
        <li>Подпишите его своей программой: отдельная подпись (CMS) с сертификатом внутри. Файл не меняйте, он действует десять минут.</li>
        <li>Отдайте сюда файл подписи{can ? '' : ' как текст: base64 или PEM'}.</li>
      </ol>
      {can && <FileInput name="signatureFile" label="Файл подписи" accept=".p7s,.sig,.sgn,.p7m,.pem" onChange={onFile} />}
      <TextArea key={given} name="cms" label="Подпись" hint="Base64 или PEM" rows={4} defaultValue={given} spellCheck={false} error={error} />
      {children}
    </Form>
  );
}
