// From a letter: no more letters of its kind. Opening it changes nothing; a mail program's own button posts here without a browser (RFC 8058).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { getUnsubscribe, unsubscribe } from '#contract/notifications';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { refused } from '#web/form.ts';

export const loader = ({ context, params }: LoaderFunctionArgs) => load(context, getUnsubscribe, { params: { token: params['token']! } });

/** Whoever posts twice is told the same. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const done = await attempt(context, unsubscribe, { body: { token: params['token']! } }, { key: crypto.randomUUID() });
  return done.ok ? { done: true } : refused(done.problem, await request.formData());
}

export default function Unsubscribe() {
  const { name } = useLoaderData<typeof loader>();
  const isDone = useActionData<object>() !== undefined;
  return (
    <Page title="Не присылать такие письма">
      {isDone ? (
        <Notice tone="ok" heading="Больше не пришлём" announce>
          <p>{`«${name}»: письма выключены. В кабинете эти уведомления остались.`}</p>
          <Actions>
            <ButtonLink kind="alt" to="/profile/notices">
              Что и куда присылать
            </ButtonLink>
          </Actions>
        </Notice>
      ) : (
        <Card heading={name}>
          <p>Не присылать такие уведомления на почту? В кабинете вы их увидите всё равно.</p>
          <Form method="post">
            <FormKey />
            <Actions>
              <Button>Не присылать</Button>
            </Actions>
          </Form>
        </Card>
      )}
    </Page>
  );
}
