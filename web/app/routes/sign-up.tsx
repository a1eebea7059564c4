// A new cabinet: the telephone, then the code, a name and a password.
import { type ActionFunctionArgs, data, Form, Link, useActionData } from 'react-router';
import { PASSWORD_LEAST_WITH_FACTOR } from '#contract/password-strength';
import { finishSignUp, startSignUp } from '#contract/recovery';
import { CodeSent } from '#features/identity/code-sent.tsx';
import { NewPassword } from '#features/identity/password-input.tsx';
import { goOn } from '#features/identity/sign-in-cookie.ts';
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
    const phone = textOf(form, 'phone');
    if (phone === '') return refused(wrongFields({ phone: 'Введите номер телефона' }), form);
    const sent = await attempt(context, startSignUp, { body: { phone } }, key);
    return sent.ok ? data<Answer>({ challenge: sent.value.challenge }) : refused(sent.problem, form);
  }
  const password = passwordOf(form, 'newPassword');
  const [code, lastName, firstName, middleName] = ['code', 'lastName', 'firstName', 'middleName'].map((name) => textOf(form, name)) as [
    string,
    string,
    string,
    string,
  ];
  const missing = {
    ...(code === '' && { code: 'Введите код из сообщения' }),
    ...(lastName === '' && { lastName: 'Введите фамилию' }),
    ...(firstName === '' && { firstName: 'Введите имя' }),
    ...(password === '' && { newPassword: 'Придумайте пароль' }),
  };
  if (Object.keys(missing).length > 0) return refused(wrongFields(missing), form);
  const made = await attempt(context, finishSignUp, { body: { challenge, code, lastName, firstName, password, ...(middleName && { middleName }) } }, key);
  if (made.ok) return goOn(made.value, '/', request);
  // The field has the name by which browsers keep new passwords everywhere here.
  const fields = made.problem.fields?.map((field) => (field.pointer === '/password' ? { ...field, pointer: '/newPassword' } : field));
  return refused({ ...made.problem, ...(fields && { fields }) }, form);
}

export default function SignUp() {
  const answer = useActionData<Answer>();
  const errors = errorsOf(answer?.problem);
  const typed = answer?.values;
  const challenge = answer?.problem?.code === 'signIn.over' ? undefined : (answer?.challenge ?? (typed?.['challenge'] || undefined));
  return (
    <Page title="Новый кабинет" problem={answer?.problem} back={{ to: '/sign-in', name: 'Вход' }}>
      <ErrorSummary problem={answer?.problem} secret />
      {challenge === undefined ? (
        <Card heading="Ваш телефон">
          <Form method="post" noValidate className="stack">
            <FormKey />
            <TextInput
              name="phone"
              label="Телефон"
              hint="Например +7 912 345-67-89. Пришлём код"
              type="tel"
              autoComplete="tel"
              defaultValue={typed?.['phone']}
              error={errors['phone']}
              required
            />
            <Actions>
              <Button big>Прислать код</Button>
            </Actions>
          </Form>
          <p>
            Кабинет уже есть? <Link to="/sign-in">Войдите</Link> или <Link to="/sign-in/recovery">смените забытый пароль</Link>.
          </p>
        </Card>
      ) : (
        <CodeSent words="Отправили сообщение на ваш телефон. Код действует десять минут.">
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
            <TextInput
              name="lastName"
              label="Фамилия"
              autoComplete="family-name"
              maxLength={60}
              defaultValue={typed?.['lastName']}
              error={errors['lastName']}
              required
            />
            <TextInput
              name="firstName"
              label="Имя"
              autoComplete="given-name"
              maxLength={60}
              defaultValue={typed?.['firstName']}
              error={errors['firstName']}
              required
            />
            <TextInput
              name="middleName"
              label="Отчество, если есть"
              autoComplete="additional-name"
              maxLength={60}
              defaultValue={typed?.['middleName']}
              error={errors['middleName']}
            />
            <NewPassword least={PASSWORD_LEAST_WITH_FACTOR} error={errors['newPassword']} />
            <Actions>
              <Button big>Завести кабинет</Button>
            </Actions>
          </Form>
        </CodeSent>
      )}
    </Page>
  );
}
