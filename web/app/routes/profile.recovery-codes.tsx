import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { getSecurity, renewRecoveryCodes } from '#contract/identity';
import { RecoveryCodes } from '#features/identity/recovery-codes.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused } from '#web/form.ts';

type Answer = Partial<Refused> & { codes?: string[] };

export async function loader({ context }: LoaderFunctionArgs) {
  return { left: (await load(context, getSecurity, {})).recoveryCodesLeft };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, renewRecoveryCodes, {}, { key: keyOf(form) });
  return done.ok ? data<Answer>({ codes: done.value.recoveryCodes }) : refused(done.problem, form);
}

export default function NewRecoveryCodes() {
  const { left } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Запасные коды" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} secret />
      {answer?.codes ? (
        <RecoveryCodes codes={answer.codes} />
      ) : (
        <Form method="post" className="stack">
          <FormKey />
          <p>
            Сейчас действуют: <b className="num">{left}</b>. Новые десять заменят их, прежние перестанут действовать.
          </p>
          <Actions>
            <Button>Сделать новые коды</Button>
          </Actions>
        </Form>
      )}
    </Page>
  );
}
