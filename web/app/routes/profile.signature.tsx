// «Электронная подпись» (SIGN-1): keys of browsers with the portal's certificates, and what was signed.
import { KeyRound } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { addSigningKey, listSigningKeys, revokeSigningKey } from '#contract/signing';
import { certificateStates } from '#contract/statuses/identity';
import { useCanKeep } from '#features/identity/certificate-parts.tsx';
import { Prove } from '#features/identity/prove.tsx';
import { signingKeys } from '#features/signing/signing-keys.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FieldError } from '#ui/field.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const ZONE = 'Europe/Moscow';
const told: Readonly<Record<string, string>> = {
  added: 'Ключ сделан, сертификат выдан на год',
  revoked: 'Ключ отозван. Им больше ничего не подписать, прежние подписи остаются',
};
type Answer = AnswerOf<typeof listSigningKeys>;

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await load(context, listSigningKeys, {})), done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  if (textOf(form, 'intent') === 'add') {
    const made = await attempt(
      context,
      addSigningKey,
      { body: { name: textOf(form, 'name') || 'Этот браузер', publicKey: textOf(form, 'publicKey'), signature: textOf(form, 'signature') } },
      key,
    );
    return made.ok ? redirect('/profile/signature?done=added', 303) : refused(made.problem, form);
  }
  const revoked = await attempt(
    context,
    revokeSigningKey,
    { params: { keyId: textOf(form, 'keyId') }, body: { why: textOf(form, 'intent') === 'lost' ? 'lost' : 'unneeded' } },
    key,
  );
  return revoked.ok ? redirect('/profile/signature?done=revoked', 303) : refused(revoked.problem, form);
}

export default function ProfileSignature() {
  const { keys, signatures, isConfirmed, can, proofText, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Электронная подпись" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} secret />
      {done !== null && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p className="lead">
        Ключ делает и хранит ваш браузер, порталу он не достаётся. Портал выдаёт сертификат на ваше имя, и подпись проверит любая программа.
      </p>
      {keys.map((one) => (
        <OneKey key={one.id} signing={one} />
      ))}
      {!isConfirmed && (
        <Notice heading="Сначала подтвердите личность">
          <p>
            Сертификат выдаётся только тому, чьё имя проверено, например <Link to="/profile/state">через Госуслуги</Link>. Без ключа документы можно подписывать
            одноразовым кодом.
          </p>
        </Notice>
      )}
      {can.add && <AddKey proofText={proofText} />}
      {isConfirmed && !can.add && <Prove next="/profile/signature" />}
      {signatures.length > 0 && <DataTable caption="Что вы подписали" rows={signatures} rowKey={(row) => row.id} columns={columns} />}
      <p className="mut">
        <Link to="/agreements">Договоры на подпись</Link>. <Link to="/verify">Проверить подпись</Link> в файле может любой.{' '}
        <a href="/api/v1/signing/root.pem" download>
          Корневой сертификат портала
        </a>{' '}
        нужен программам, которые проверяют подпись.
      </p>
    </Page>
  );
}

const columns: readonly Column<Answer['signatures'][number]>[] = [
  { key: 'what', name: 'Документ', head: true, cell: (row) => row.what },
  { key: 'kind', name: 'Чем', cell: (row) => ({ key: 'Ключом', code: 'Кодом', bank: 'В приложении банка' })[row.kind] },
  { key: 'at', name: 'Когда', cell: (row) => <When instant={row.at} timeZone={ZONE} /> },
  {
    key: 'file',
    name: 'Файл',
    plain: true,
    cell: (row) =>
      row.kind === 'key' && (
        <a className="go" href={`/api/v1/signing/signatures/${row.id}`} download>
          Подпись<span className="vh">: {row.what}</span>
        </a>
      ),
  },
];

function OneKey({ signing: { id, name, certificateNumber, issuedAt, expiresAt, revokedAt, state } }: { signing: Answer['keys'][number] }) {
  return (
    <Card
      heading={
        <>
          <Icon of={KeyRound} /> {name}
          <span className="vh">, сертификат {certificateNumber.slice(-6)}</span>
        </>
      }
      aside={<StatusOf rows={certificateStates} is={state} />}
    >
      <p>
        Выдан <When instant={issuedAt} timeZone={ZONE} />,{' '}
        {revokedAt === null ? (
          <>
            действует до <When instant={expiresAt} timeZone={ZONE} />
          </>
        ) : (
          <>
            отозван <When instant={revokedAt} timeZone={ZONE} />
          </>
        )}
        .
      </p>
      <p className="mut sml">
        Сертификат: <span className="code">{certificateNumber.toLowerCase().replaceAll(/(.{4})(?=.)/g, '$1 ')}</span>
      </p>
      {state === 'active' && (
        <Form method="post">
          <FormKey answer={{}} />
          <input type="hidden" name="keyId" value={id} />
          <Actions>
            <Button kind="bad" name="intent" value="lost">
              Ключ потерян, отозвать<span className="vh">: {name}</span>
            </Button>
            <Button kind="bare" name="intent" value="unneeded">
              Больше не нужен<span className="vh">: {name}</span>
            </Button>
          </Actions>
        </Form>
      )}
    </Card>
  );
}

/** The browser makes the key when the form is sent and puts its public half in. */
function AddKey({ proofText }: { proofText: string }) {
  const can = useCanKeep();
  const [fault, setFault] = useState('');
  const made = useRef(false);
  const [publicKey, signature] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    if (made.current) return;
    event.preventDefault();
    const form = event.currentTarget;
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    const name = new FormData(form).get('name');
    const make = async (): Promise<void> => {
      const key = await signingKeys.make(typeof name === 'string' ? name : '', proofText);
      [publicKey.current!.value, signature.current!.value] = [key.publicKey, key.signature];
      made.current = true;
      form.requestSubmit(submitter);
      made.current = false;
    };
    make().catch(() => setFault('Браузер не смог сделать ключ. Проверьте, что он не в режиме инкогнито'));
  };
  return (
    <Card heading="Ключ в этом браузере">
      {can ? (
        <p>Подписывать им можно только отсюда. Если устройство потеряется, ключ можно отозвать с любого другого.</p>
      ) : (
        <p>Ключ делает браузер, для этого нужен включённый JavaScript. Без ключа документы можно подписывать одноразовым кодом.</p>
      )}
      <Form method="post" className="stack" onSubmit={onSubmit}>
        <FormKey />
        <input type="hidden" name="publicKey" ref={publicKey} />
        <input type="hidden" name="signature" ref={signature} />
        {fault !== '' && <FieldError name="key">{fault}</FieldError>}
        <TextInput
          name="name"
          label="Название"
          hint="Чтобы не перепутать: «Домашний компьютер»"
          maxLength={100}
          defaultValue="Этот браузер"
          autoComplete="off"
        />
        <Actions>
          <Button disabled={!can} name="intent" value="add">
            Сделать ключ
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
