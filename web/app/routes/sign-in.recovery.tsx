// «Забыли пароль?»: who you are, then the code and the new password. It opens no session: the person enters after.
import { type ActionFunctionArgs, data, Form, redirect, useActionData } from 'react-router';
import { PASSWORD_LEAST_WITH_FACTOR } from '#contract/password-strength';
import { finishRecovery, startRecovery } from '#contract/recovery';
import { CodeSent } from '#features/identity/code-sent.tsx';
import { NewPassword } from '#features/identity/password-input.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt } from '#web/api.ts';
import { keyOf, passwordOf, refused, type Refused, textOf } from '#web/form.ts';

type Answer = Partial<Refused> & { challenge?: string };

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const challenge = textOf(form, 'challenge');
  if (challenge === '') {
    const name = textOf(form, 'name');
    if (name === '') return refused(wrongFields({ name: 'Введите телефон, почту или логин' }), form);
    const sent = await attempt(context, startRecovery, { body: { name } }, key);
    return sent.ok ? data<Answer>({ challenge: sent.value.challenge }) : refused(sent.problem, form);
  }
  const newPassword = passwordOf(form, 'newPassword');
  const missing = {
    ...(textOf(form, 'code') === '' && { code: 'Введите код из сообщения' }),
    ...(newPassword === '' && { newPassword: 'Придумайте новый пароль' }),
  };
  if (Object.keys(missing).length > 0) return refused(wrongFields(missing), form);
  const secondCode = textOf(form, 'secondCode');
  const done = await attempt(context, finishRecovery, { body: { challenge, code: textOf(form, 'code'), newPassword, ...(secondCode && { secondCode }) } }, key);
  return done.ok ? redirect('/sign-in?done=password', { status: 303 }) : refused(done.problem, form);
}

export default function Recovery() {
  const answer = useActionData<Answer>();
  const errors = errorsOf(answer?.problem);
  const challenge = answer?.problem?.code === 'signIn.over' ? undefined : (answer?.challenge ?? (answer?.values?.['challenge'] || undefined));
  const needsSecond = answer?.problem?.code === 'recovery.second';
  return (
    <Page title="Новый пароль вместо забытого" problem={answer?.problem} back={{ to: '/sign-in', name: 'Вход' }}>
      <ErrorSummary problem={answer?.problem} secret />
      {challenge === undefined ? (
        <Card heading="Кто вы">
          <Form method="post" noValidate className="stack">
            <FormKey />
            <TextInput
              name="name"
              label="Телефон, почта или логин"
              hint="Туда придёт код"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={answer?.values?.['name']}
              error={errors['name']}
              required
            />
            <Actions>
              <Button big>Прислать код</Button>
            </Actions>
          </Form>
        </Card>
      ) : (
        <CodeSent words="Если такой кабинет есть, код уже в пути. Он действует десять минут.">
          <Form method="post" noValidate className="stack">
            <FormKey />
            <input type="hidden" name="challenge" value={challenge} />
            <TextInput
              short
              name="code"
              label="Код из сообщения"
              hint="Шесть цифр"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={12}
              error={errors['code']}
              required
            />
            {needsSecond && (
              <TextInput
                short
                name="secondCode"
                label="Код второго шага"
                hint="Из приложения, второго сообщения или запасной. Первый код и пароль введите ещё раз"
                autoComplete="off"
                maxLength={40}
                error={errors['secondCode']}
                required
              />
            )}
            <NewPassword least={PASSWORD_LEAST_WITH_FACTOR} error={errors['newPassword']} />
            <Actions>
              <Button big>Сменить пароль</Button>
            </Actions>
          </Form>
          <p className="mut sml">На всех устройствах вы выйдете.</p>
        </CodeSent>
      )}
    </Page>
  );
}
