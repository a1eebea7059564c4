// Certificates: which open the account, one more, removal.
import { KeySquare } from 'lucide-react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { addCertificate, challengeToEnrol, listCertificates, removeCertificate } from '#contract/certificates';
import { certificateStates } from '#contract/statuses/identity';
import { AddBrowserKey, type Challenge, SignOutside } from '#features/identity/certificate-parts.tsx';
import { Prove } from '#features/identity/prove.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const ZONE = 'Europe/Moscow';
const told: Readonly<Record<string, string>> = { added: 'Сертификат добавлен. Теперь можно входить и им', removed: 'Сертификат убран. Войти им больше нельзя' };
type Certificate = AnswerOf<typeof listCertificates>['certificates'][number];
/** What stands on the page after a form: a text to sign, or a refusal. */
type Answer = Partial<Refused> & { challenge?: Challenge };

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await load(context, listCertificates, {})), done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  if (intent === 'begin') {
    const given = await attempt(context, challengeToEnrol, {}, key);
    return given.ok ? data<Answer>({ challenge: given.value }) : refused(given.problem, form);
  }
  if (intent === 'remove') {
    const removed = await attempt(context, removeCertificate, { params: { certificateId: textOf(form, 'certificate') } }, key);
    return removed.ok ? redirect('/profile/certificates?done=removed', { status: 303 }) : refused(removed.problem, form);
  }
  const [cms, name] = [textOf(form, 'cms'), textOf(form, 'name') || 'Сертификат'];
  if (intent === 'outside' && cms === '')
    return refused(wrongFields({ cms: 'Добавьте файл подписи. Если прошло больше десяти минут, скачайте новый файл' }), form);
  const made = intent === 'outside' ? { cms } : { publicKey: textOf(form, 'publicKey'), signature: textOf(form, 'signature') };
  const done = await attempt(context, addCertificate, { body: { challengeId: textOf(form, 'challengeId'), name, ...made } }, key);
  return done.ok ? redirect('/profile/certificates?done=added', { status: 303 }) : refused(done.problem, form);
}

export default function Certificates() {
  const { certificates, takesOutside, can, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Сертификаты" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} secret />
      {done !== null && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p className="lead">Вход электронной подписью: портал даёт короткий текст, ваш ключ его подписывает. Пароль или код спросим, если вы их включили.</p>
      {certificates.map((one) => (
        <OneCertificate key={one.id} certificate={one} canChange={can.change} />
      ))}
      {can.change ? <Add takesOutside={takesOutside} answer={answer} /> : <Prove next="/profile/certificates" />}
    </Page>
  );
}

function Add({ takesOutside, answer }: { takesOutside: boolean; answer: Answer | undefined }) {
  return (
    <>
      <AddBrowserKey />
      {takesOutside && (
        <Card heading="Токен, карта или файл с ключом">
          {answer?.challenge ? (
            <SignOutside challenge={answer.challenge} intent="outside" error={errorsOf(answer.problem)['cms']}>
              <TextInput name="name" label="Название" maxLength={100} defaultValue="Мой сертификат" autoComplete="off" />
              <Actions>
                <Button kind="alt">Добавить сертификат</Button>
              </Actions>
            </SignOutside>
          ) : (
            <>
              <p>Подойдёт сертификат удостоверяющего центра, который разрешён для входа. Сам ключ порталу не нужен: только подпись файла.</p>
              <Form method="post">
                <FormKey />
                <Actions>
                  <Button kind="alt" name="intent" value="begin">
                    Получить файл для подписи
                  </Button>
                </Actions>
              </Form>
            </>
          )}
        </Card>
      )}
    </>
  );
}

function OneCertificate({
  certificate: { id, name, kind, serial, addedAt, expiresAt, lastUsedAt, isExpired },
  canChange,
}: {
  certificate: Certificate;
  canChange: boolean;
}) {
  return (
    <Card
      heading={
        <>
          <Icon of={KeySquare} /> {name}
        </>
      }
      aside={<StatusOf rows={certificateStates} is={isExpired ? 'expired' : 'active'} />}
    >
      <p>
        {kind === 'browser' ? 'Ключ браузера.' : 'Сертификат удостоверяющего центра.'} Добавлен <When instant={addedAt} timeZone={ZONE} />, действует до{' '}
        <When instant={expiresAt} timeZone={ZONE} />.{' '}
        {lastUsedAt === null ? (
          'Ещё не входили.'
        ) : (
          <>
            Последний вход <When instant={lastUsedAt} timeZone={ZONE} />.
          </>
        )}
      </p>
      <p className="mut sml">
        Номер: <span className="num">{serial.toLowerCase().replaceAll(/(.{4})(?=.)/g, '$1 ')}</span>
      </p>
      {canChange && (
        <Form method="post">
          <FormKey />
          <input type="hidden" name="certificate" value={id} />
          <Actions>
            <Button kind="bare" name="intent" value="remove">
              Убрать<span className="vh">{` сертификат ${name}`}</span>
            </Button>
          </Actions>
        </Form>
      )}
    </Card>
  );
}
