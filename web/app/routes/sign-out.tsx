// Leaving: a form, because a link of somebody else's page must not sign anybody out.
import { type ActionFunctionArgs, Form, redirect } from 'react-router';
import { signOut } from '#contract/identity';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Page } from '#ui/page.tsx';
import { attempt } from '#web/api.ts';
import { keyOf, refused } from '#web/form.ts';

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, signOut, {}, { key: keyOf(form) });
  return done.ok ? redirect('/', { status: 303 }) : refused(done.problem, form);
}

export default function SignOut() {
  return (
    <Page title="Выйти?">
      <Form method="post" className="stack">
        <FormKey />
        <p>На этом устройстве портал забудет, кто вы. Остальные ваши устройства останутся.</p>
        <Actions>
          <Button>Выйти</Button>
          <ButtonLink kind="bare" to="/">
            Остаться
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  );
}
