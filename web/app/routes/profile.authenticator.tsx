// Connecting an authenticator app: scan, type the first code, save the recovery codes.
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { confirmTotp, getSecurity, startTotp } from '#contract/identity';
import { Prove } from '#features/identity/prove.tsx';
import { RecoveryCodes } from '#features/identity/recovery-codes.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Started = { secret: string; url: string; qr: { side: number; path: string } };
/** What stands on the page after the form: the picture to scan, the codes to save, or a refusal. */
type Answer = Partial<Refused> & { started?: Started; codes?: string[] };

export async function loader({ context }: LoaderFunctionArgs) {
  const { totpSince, can } = await load(context, getSecurity, {});
  return { isOn: totpSince !== null, canStart: can.changeFactors };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  if (textOf(form, 'intent') === 'start') {
    const started = await attempt(context, startTotp, {}, key);
    return started.ok ? data<Answer>({ started: started.value }) : refused(started.problem, form);
  }
  const done = await attempt(context, confirmTotp, { body: { code: textOf(form, 'code') || '-' } }, key);
  return done.ok ? data<Answer>({ codes: done.value.recoveryCodes }) : refused(done.problem, form);
}

export default function Authenticator() {
  const { isOn, canStart } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  const hasScanned = answer?.started !== undefined || answer?.problem?.code === 'signIn.wrongCode';
  return (
    <Page title="Приложение для кодов" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} secret />
      {answer?.codes ? (
        <RecoveryCodes codes={answer.codes} />
      ) : isOn ? (
        <p>Приложение уже подключено. Чтобы сменить телефон, отключите его в профиле и подключите заново.</p>
      ) : !canStart ? (
        <Prove next="/profile/authenticator" />
      ) : hasScanned ? (
        <Scan started={answer?.started} error={errorsOf(answer?.problem)['code']} />
      ) : (
        <Begin />
      )}
    </Page>
  );
}

function Begin() {
  return (
    <Card heading="Коды без СМС">
      <p>Приложение на телефоне показывает новый код каждые полминуты, и связь ему не нужна. Подойдёт любое: Яндекс Ключ, Google Authenticator, Aegis.</p>
      <Form method="post">
        <FormKey />
        <Actions>
          <Button name="intent" value="start">
            Показать код для приложения
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

function Scan({ started, error }: { started: Started | undefined; error: string | undefined }) {
  return (
    <>
      {started && (
        <Card heading="1. Отсканируйте приложением">
          <svg
            className="qr"
            viewBox={`0 0 ${started.qr.side} ${started.qr.side}`}
            width="240"
            height="240"
            role="img"
            aria-label="QR-код для приложения"
            shapeRendering="crispEdges"
          >
            <path fill="#fff" d={`M0 0h${started.qr.side}v${started.qr.side}h-${started.qr.side}z`} />
            <path fill="#000" d={started.qr.path} />
          </svg>
          <p>
            Вы с телефона? <a href={started.url}>Открыть в приложении</a> или введите ключ вручную:
          </p>
          <p className="code">{started.secret.replaceAll(/(.{4})/g, '$1 ').trim()}</p>
        </Card>
      )}
      <Card heading={started ? '2. Введите код из приложения' : 'Введите код из приложения'}>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <TextInput short name="code" label="Код" hint="Шесть цифр" inputMode="numeric" autoComplete="one-time-code" maxLength={12} error={error} required />
          <Actions>
            <Button name="intent" value="confirm">
              Подключить
            </Button>
            {!started && (
              <Button kind="bare" name="intent" value="start">
                Отсканировать заново
              </Button>
            )}
          </Actions>
        </Form>
      </Card>
    </>
  );
}
