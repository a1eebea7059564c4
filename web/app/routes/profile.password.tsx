import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { changePassword, getSecurity } from '#contract/identity';
import { NewPassword } from '#features/identity/password-input.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, passwordOf, refused, type Refused } from '#web/form.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const { password, person } = await load(context, getSecurity, {});
  return { least: password.least, name: person.login ?? person.phone ?? person.email ?? '' };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [currentPassword, newPassword] = [passwordOf(form, 'currentPassword'), passwordOf(form, 'newPassword')];
  const missing = {
    ...(currentPassword === '' && { currentPassword: 'Введите нынешний пароль' }),
    ...(newPassword === '' && { newPassword: 'Придумайте новый пароль' }),
  };
  if (Object.keys(missing).length > 0) return refused(wrongFields(missing), form);
  const done = await attempt(context, changePassword, { body: { currentPassword, newPassword } }, { key: keyOf(form) });
  return done.ok ? redirect('/profile?done=password', { status: 303 }) : refused(done.problem, form);
}

export default function Password() {
  const { least, name } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  return (
    <Page title="Новый пароль" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} secret />
      <section className="card" aria-label="Смена пароля">
        <Form method="post" noValidate className="stack">
          <FormKey />
          <input type="hidden" autoComplete="username" value={name} readOnly />
          <TextInput
            name="currentPassword"
            label="Нынешний пароль"
            type="password"
            autoComplete="current-password"
            error={errors['currentPassword']}
            required
          />
          <NewPassword least={least} error={errors['newPassword']} />
          <Actions>
            <Button>Сменить пароль</Button>
          </Actions>
        </Form>
      </section>
      <p className="mut sml">На остальных устройствах вы выйдете. Здесь останетесь.</p>
    </Page>
  );
}
