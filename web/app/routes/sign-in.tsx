// The first page of signing in: who you are and the password.
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { getRememberedName } from '#contract/devices';
import { listOutsideSystems } from '#contract/federation';
import { signIn } from '#contract/identity';
import { passkeySignIn } from '#contract/passkeys';
import { OutsideDoors } from '#features/identity/outside-doors.tsx';
import { PasskeyButton } from '#features/identity/passkey-button.tsx';
import { goOn } from '#features/identity/sign-in-cookie.ts';
import { Actions, Button } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { HousePicture } from '#ui/pictures.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, passwordOf, refused, type Refused, textOf } from '#web/form.ts';
import { samePath } from '#web/view.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const [{ systems }, { name }] = await Promise.all([load(context, listOutsideSystems, {}), load(context, getRememberedName, {})]);
  return {
    name,
    isRecovered: asked.get('done') === 'password',
    next: samePath(asked.get('next')),
    systems,
    from: systems.find(({ id }) => id === asked.get('from'))?.name ?? null,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const next = samePath(form.get('next'));
  if (form.has('response')) {
    const entered = await attempt(context, passkeySignIn, { body: { response: textOf(form, 'response') || '-' } }, { key: keyOf(form) });
    return entered.ok ? goOn(entered.value, next, request) : refused(entered.problem, form);
  }
  const [name, secret] = [textOf(form, 'name'), passwordOf(form, 'password')];
  const missing = { ...(name === '' && { name: 'Введите телефон, почту или логин' }), ...(secret === '' && { password: 'Введите пароль' }) };
  if (Object.keys(missing).length > 0) return refused(wrongFields(missing), form);
  const done = await attempt(context, signIn, { body: { name, password: secret } }, { key: keyOf(form) });
  if (!done.ok) return refused(done.problem, form);
  return goOn(done.value, next, request);
}

export default function SignIn() {
  const { next, systems, from, name, isRecovered } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  return (
    <Page title="Вход" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} secret />
      {isRecovered && (
        <Notice tone="ok" announce>
          <p>Пароль изменён. Войдите с новым.</p>
        </Notice>
      )}
      {from !== null && (
        <Notice heading="Кабинет у вас уже есть">
          <p>Войдите в него, как обычно, и вход «{from}» подключится сам.</p>
        </Notice>
      )}
      <div className="cols">
        <section className="card stack" aria-label="Вход на портал">
          <Form method="post" noValidate className="stack">
            <FormKey />
            <input type="hidden" name="next" value={answer?.values['next'] ?? next} />
            <TextInput
              name="name"
              label="Телефон, почта или логин"
              hint="Например +7 912 345-67-89"
              autoComplete="username webauthn"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={answer?.values['name'] ?? name ?? undefined}
              error={errors['name']}
              required
            />
            <TextInput name="password" label="Пароль" type="password" autoComplete="current-password" error={errors['password']} required />
            <Actions>
              <Button big>Войти</Button>
            </Actions>
          </Form>
          <p className="row apart">
            <Link to="/sign-in/recovery">Забыли пароль?</Link> <Link to="/sign-up">Завести кабинет</Link>
          </p>
          <Form method="post" className="stack">
            <FormKey />
            <input type="hidden" name="next" value={answer?.values['next'] ?? next} />
            <Actions>
              <PasskeyButton from="/sign-in/passkey" suggest>
                Войти ключом доступа
              </PasskeyButton>
            </Actions>
          </Form>
          {from === null && <OutsideDoors systems={systems} next={next} />}
        </section>
        <HousePicture />
      </div>
      <p className="mut sml">Пароль и код из сообщения мы не спрашиваем по телефону никогда.</p>
    </Page>
  );
}
