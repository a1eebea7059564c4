// The second page of signing in: the code. Also where an open session shows a second proof before something important.
import { MessageSquareText } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getAnswer } from '#contract/devices';
import { enterCode, getSecurity, resendCode } from '#contract/identity';
import { passkeySignIn } from '#contract/passkeys';
import { getDemoOutbox } from '#contract/notifications';
import { ByDevice } from '#features/identity/by-device.tsx';
import { askPortal, ReadAloud, useHasVoice } from '#features/voice/read-aloud.tsx';
import { PasskeyButton } from '#features/identity/passkey-button.tsx';
import { enteredCookie, type Entering, enteringCookie, goOn, readEntering } from '#features/identity/sign-in-cookie.ts';
import { apiContext } from '#web/contexts.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, passwordOf, refused, type Refused, textOf } from '#web/form.ts';
import { samePath } from '#web/view.ts';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { newKey } from '#ui/new-key.ts';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';

type Known = Omit<Entering, 'challenge' | 'sentTo'> & { next: string; sentTo: string | null; canTry: boolean; isApproved: boolean; isDemo: boolean };

/** A guest without a step begins anew; an open session may ask for a code here. */
export async function loader({ context, request }: LoaderFunctionArgs): Promise<Known> {
  const next = samePath(new URL(request.url).searchParams.get('next'));
  const entering = readEntering(request.headers.get('cookie'));
  const call = context.get(apiContext);
  const isDemo = (await call({ method: getDemoOutbox.method, url: `${getDemoOutbox.url}?to=nobody@moidom.example` })).status === 200;
  const isApproved =
    entering?.challenge && entering.others.includes('device')
      ? await attempt(context, getAnswer, { body: { challenge: entering.challenge } }, { key: newKey() }).then(
          (answer) => answer.ok && answer.value.state === 'approved',
        )
      : false;
  if (entering?.challenge)
    return {
      next,
      method: entering.method,
      sentTo: entering.sentTo,
      isNewDevice: entering.isNewDevice,
      others: entering.others,
      canTry: true,
      isApproved,
      isDemo,
    };
  const session = await call({ method: getSecurity.method, url: getSecurity.url });
  if (session.status === 401) throw redirect(`/sign-in?next=${encodeURIComponent(next)}`);
  const { secondFactor, passkeys } = await load(context, getSecurity, {});
  const isTotp = secondFactor === 'totp';
  const others = [...(passkeys.length > 0 ? ['passkey'] : []), ...(isTotp ? ['recovery'] : [])];
  return {
    next,
    method: isTotp ? 'totp' : 'code',
    sentTo: entering?.sentTo ?? null,
    isNewDevice: false,
    others,
    canTry: isTotp || entering !== null,
    isApproved,
    isDemo,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const next = samePath(form.get('next'));
  const entering = readEntering(request.headers.get('cookie'));
  const challenge = entering?.challenge ? { challenge: entering.challenge } : {};
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  if (intent === 'passkey') {
    const entered = await attempt(context, passkeySignIn, { body: { ...challenge, response: textOf(form, 'response') || '-' } }, key);
    return entered.ok ? goOn(entered.value, next, request) : refused(entered.problem, form);
  }
  if (intent === 'resend' || intent === 'email') {
    const sent = await attempt(context, resendCode, { body: { ...challenge, ...(intent === 'email' && { channel: 'email' as const }) } }, key);
    if (!sent.ok) return refused(sent.problem, form);
    const step = enteringCookie(
      {
        challenge: entering?.challenge ?? null,
        method: sent.value.method,
        sentTo: sent.value.sentTo,
        isNewDevice: entering?.isNewDevice ?? false,
        others: entering?.others ?? [],
      },
      request,
    );
    return redirect(`/sign-in/code?next=${encodeURIComponent(next)}`, { status: 303, headers: { 'set-cookie': step } });
  }
  const method = intent === 'recovery' || intent === 'totp' || intent === 'password' || intent === 'device' ? intent : 'code';
  const code = method === 'recovery' ? textOf(form, 'recoveryCode') : method === 'password' ? passwordOf(form, 'code') : textOf(form, 'code');
  const done = await attempt(context, enterCode, { body: { ...challenge, method, code: code || '-' } }, key);
  if (done.ok) return redirect(next, { status: 303, headers: { 'set-cookie': enteredCookie(request) } });
  // The field of a recovery code has a name of its own, so that the error stands at it.
  const fields = done.problem.fields?.map((field) => (method === 'recovery' && field.pointer === '/code' ? { ...field, pointer: '/recoveryCode' } : field));
  return refused({ ...done.problem, ...(fields && { fields }) }, form);
}

export default function EnterCode() {
  const known = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  const isOver = answer?.problem.code === 'signIn.over';
  const isTotp = known.method === 'totp';
  const isPassword = known.method === 'password';
  return (
    <Page
      title={known.isNewDevice ? 'Вы здесь впервые' : 'Подтвердите, что это вы'}
      problem={answer?.problem}
      back={{ to: `/sign-in?next=${encodeURIComponent(known.next)}`, name: 'Ввести пароль ещё раз' }}
    >
      <ErrorSummary problem={answer?.problem} secret />
      {isOver && (
        <p>
          <Link to={`/sign-in?next=${encodeURIComponent(known.next)}`}>Начать вход сначала</Link>
        </p>
      )}
      {known.canTry && (
        <section className="card" aria-label="Код">
          <p>
            {isPassword ? (
              'Введите ещё пароль от кабинета.'
            ) : isTotp ? (
              'Откройте приложение для кодов на телефоне и введите шесть цифр.'
            ) : (
              <>
                {known.isNewDevice && 'С этого браузера вы ещё не входили, поэтому проверяем. '}Отправили код: <b>{known.sentTo}</b>. Он действует пять минут.
              </>
            )}
          </p>
          <Form method="post" noValidate className="stack">
            <FormKey />
            <input type="hidden" name="next" value={known.next} />
            <input type="hidden" name="intent" value={known.method} />
            {isPassword ? (
              <TextInput name="code" label="Пароль" type="password" autoComplete="current-password" error={errors['code']} required />
            ) : (
              <TextInput
                short
                name="code"
                label="Код"
                hint="Шесть цифр"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={12}
                error={errors['code']}
                required
              />
            )}
            <Actions>
              <Button big>Войти</Button>
            </Actions>
          </Form>
        </section>
      )}
      {known.method === 'code' && <SendAgain known={known} />}
      {known.isDemo && known.method === 'code' && known.canTry && (
        <Notice heading="Это демонстрация">
          <p>Сообщения никуда не уходят: письма и СМС с кодами лежат на отдельной странице.</p>
          <p>
            <GoLink to="/demo/outbox">
              <Icon of={MessageSquareText} />
              Демо-почта и СМС
            </GoLink>
          </p>
        </Notice>
      )}
      {known.others.includes('device') && <ByDevice next={known.next} isApproved={known.isApproved} />}
      {known.method === 'code' && known.canTry && !known.isNewDevice && <ByVoice next={known.next} />}
      {known.others.includes('passkey') && <ByPasskey next={known.next} />}
      {known.others.includes('recovery') && <Recovery next={known.next} error={errors['recoveryCode']} />}
    </Page>
  );
}

/** Offered on a browser where a voice was connected; whether it counts is decided by the portal. */
function ByVoice({ next }: { next: string }) {
  const has = useHasVoice();
  if (!has) return null;
  const give = async (sound: Blob): Promise<void> => {
    const body = new FormData();
    body.set('sound', sound);
    body.set('next', next);
    location.assign((await askPortal<{ to: string }>('/sign-in/voice', { body })).to);
  };
  return (
    <section className="card" aria-labelledby="voice">
      <h2 id="voice">Голосом вместо кода</h2>
      <p>Покажем пять слов по одному: прочитайте их вслух.</p>
      <ReadAloud seconds={1.3} words={async () => (await askPortal<{ words: string[] }>('/sign-in/voice', { body: new URLSearchParams() })).words} give={give}>
        Прочитать слова
      </ReadAloud>
    </section>
  );
}

function ByPasskey({ next }: { next: string }) {
  return (
    <Form method="post" className="stack">
      <FormKey />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="intent" value="passkey" />
      <Actions>
        <PasskeyButton from="/sign-in/passkey">Подтвердить ключом доступа</PasskeyButton>
      </Actions>
    </Form>
  );
}

/** The first code of an open session, or one more when the message did not come. */
function SendAgain({ known }: { known: Known }) {
  return (
    <section className="card" aria-labelledby="again">
      <h2 id="again">{known.canTry ? 'Код не пришёл?' : 'Пришлём код'}</h2>
      <p>{known.canTry ? 'Сообщение может идти минуту. Прежний код перестанет действовать.' : 'Чтобы показать ваше, нужен код из сообщения.'}</p>
      <Form method="post">
        <FormKey />
        <input type="hidden" name="next" value={known.next} />
        <Actions>
          <Button kind={known.canTry ? 'alt' : 'main'} name="intent" value="resend">
            {known.canTry ? 'Прислать новый' : 'Прислать код'}
          </Button>
          {known.canTry && (
            <Button kind="bare" name="intent" value="email">
              Прислать на почту
            </Button>
          )}
        </Actions>
      </Form>
    </section>
  );
}

function Recovery({ next, error }: { next: string; error: string | undefined }) {
  return (
    <details className="card" open={error !== undefined}>
      <summary>Телефона нет под рукой</summary>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="intent" value="recovery" />
        <TextInput
          short
          name="recoveryCode"
          label="Запасной код"
          hint="Один из десяти, что вы сохранили. Каждый действует один раз"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          error={error}
        />
        <Actions>
          <Button kind="alt">Войти по запасному коду</Button>
        </Actions>
      </Form>
    </details>
  );
}
