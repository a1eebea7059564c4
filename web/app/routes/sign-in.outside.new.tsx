// A person whom the state knows and the portal does not: an account is made by their word.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData } from 'react-router';
import { enrolOutside } from '#contract/federation';
import { readOutside } from '#features/identity/outside-cookie.ts';
import { goOn } from '#features/identity/sign-in-cookie.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { samePath } from '#web/view.ts';

export function loader({ request }: LoaderFunctionArgs) {
  if (!readOutside(request.headers.get('cookie'))) throw redirect('/sign-in');
  return null;
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const begun = readOutside(request.headers.get('cookie'));
  if (!begun) return redirect('/sign-in', { status: 303 });
  const done = await attempt(context, enrolOutside, { body: { token: begun.token, consent: textOf(form, 'consent') === 'on' } }, { key: keyOf(form) });
  return done.ok ? goOn(done.value, samePath(begun.next), request) : refused(done.problem, form);
}

export default function NewFromOutside() {
  const answer = useActionData<Refused>();
  return (
    <Page title="Создать кабинет?" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} secret />
      <Card heading="На портале вас ещё нет">
        <p>Госуслуги подтвердили, кто вы. Кабинет откроется сразу, вводить ничего не нужно.</p>
        <p>
          Возьмём с Госуслуг: имя, дату рождения, СНИЛС, ИНН, номер паспорта, адрес прописки, подтверждённые телефон и почту. Всё это будет видно в профиле,
          номера хранятся зашифрованными.
        </p>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <Checkbox name="consent" label="Согласен взять мои данные с Госуслуг в профиль" error={errorsOf(answer?.problem)['consent']} />
          <Actions>
            <Button>Создать кабинет</Button>
            <ButtonLink kind="bare" to="/sign-in">
              У меня есть кабинет
            </ButtonLink>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}
