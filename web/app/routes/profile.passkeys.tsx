// Passkeys: what is connected, one more, names, removal.
import { Fingerprint } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getSecurity } from '#contract/identity';
import { addPasskey, removePasskey, renamePasskey } from '#contract/passkeys';
import { useCanPasskey } from '#features/identity/ask-passkey.ts';
import { PasskeyButton } from '#features/identity/passkey-button.tsx';
import { Prove } from '#features/identity/prove.tsx';
import type { Security } from '#features/identity/security.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const ZONE = 'Europe/Moscow';
const told: Readonly<Record<string, string>> = {
  added: 'Ключ добавлен. Теперь можно входить им одним',
  named: 'Имя сохранено',
  removed: 'Ключ убран. Войти им больше нельзя',
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { passkeys, can } = await load(context, getSecurity, {});
  return { passkeys, canChange: can.changeFactors, done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const params = { passkeyId: textOf(form, 'passkey') };
  const intent = textOf(form, 'intent');
  const [result, done] =
    intent === 'name'
      ? [await attempt(context, renamePasskey, { params, body: { name: textOf(form, 'name') || 'Ключ' } }, key), 'named']
      : intent === 'remove'
        ? [await attempt(context, removePasskey, { params }, key), 'removed']
        : [await attempt(context, addPasskey, { body: { response: textOf(form, 'response') || '-' } }, key), 'added'];
  return result.ok ? redirect(`/profile/passkeys?done=${done}`, { status: 303 }) : refused(result.problem, form);
}

export default function Passkeys() {
  const { passkeys, canChange, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Ключи доступа" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p className="lead">Вход по отпечатку, лицу, коду телефона или флешке-ключу. Пароль и код из сообщения не нужны, выманить такой ключ нельзя.</p>
      {passkeys.map((one) => (
        <OneKey key={one.id} passkey={one} canChange={canChange} />
      ))}
      {canChange ? <AddKey /> : <Prove next="/profile/passkeys" />}
    </Page>
  );
}

function AddKey() {
  const can = useCanPasskey();
  return (
    <Card heading="Добавить ключ">
      {can ? (
        <p>Устройство спросит отпечаток, лицо или свой код. Сам отпечаток остаётся на устройстве, порталу он не передаётся.</p>
      ) : (
        <p>Этот браузер ключей не умеет. Откройте портал в новом браузере на телефоне или компьютере, со включённым JavaScript.</p>
      )}
      <Form method="post">
        <FormKey />
        <Actions>
          <PasskeyButton from="/api/v1/passkeys/options" make kind="main">
            Добавить ключ
          </PasskeyButton>
        </Actions>
      </Form>
    </Card>
  );
}

function OneKey({ passkey: { id, name, madeAt, lastUsedAt, isSynced }, canChange }: { passkey: Security['passkeys'][number]; canChange: boolean }) {
  return (
    <Card
      heading={
        <>
          <Icon of={Fingerprint} /> {name}
        </>
      }
    >
      <p>
        Добавлен <When instant={madeAt} timeZone={ZONE} />.{' '}
        {lastUsedAt === null ? (
          'Ещё не входили.'
        ) : (
          <>
            Последний вход <When instant={lastUsedAt} timeZone={ZONE} />.
          </>
        )}{' '}
        {isSynced && 'Есть на всех ваших устройствах с этой учётной записью.'}
      </p>
      <details className="more">
        <summary>
          Изменить<span className="vh">{` ключ ${name}`}</span>
        </summary>
        <Form method="post" className="stack">
          <FormKey />
          <input type="hidden" name="passkey" value={id} />
          <TextInput
            name="name"
            label="Имя ключа"
            hint="Чтобы не перепутать: «Телефон», «Рабочий ноутбук»"
            maxLength={60}
            defaultValue={name}
            autoComplete="off"
          />
          <Actions>
            <Button kind="alt" name="intent" value="name">
              Сохранить имя
            </Button>
            {canChange && (
              <Button kind="bare" name="intent" value="remove">
                Убрать ключ<span className="vh">{` ${name}`}</span>
              </Button>
            )}
          </Actions>
        </Form>
      </details>
    </Card>
  );
}
