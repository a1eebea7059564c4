// Somebody is taking off the person's ways of signing in through support: when, and the way to stop it.
import { ShieldCheck } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { cancelOwnReset, getOwnReset } from '#contract/factor-resets';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused } from '#web/form.ts';

export const loader = async ({ context, request }: LoaderFunctionArgs) => ({
  ...(await load(context, getOwnReset, {})),
  isCancelled: new URL(request.url).searchParams.has('cancelled'),
});

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, cancelOwnReset, {}, { key: keyOf(form) });
  return done.ok ? redirect('/profile/reset?cancelled', 303) : refused(done.problem, form);
}

export default function ProfileReset() {
  const { reset, isCancelled } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Восстановление входа" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} />
      {isCancelled && !answer && (
        <Notice tone="ok" announce>
          <p>Отменено. Способы входа остались прежними. Если к нам приходили не вы, смените пароль.</p>
        </Notice>
      )}
      {reset === null ? (
        <EmptyState icon={ShieldCheck} heading="Вход в порядке">
          <p>Никто его не восстанавливает. Если потеряете телефон и ключи, обратитесь в поддержку с паспортом.</p>
        </EmptyState>
      ) : (
        <Card heading="Кто-то восстанавливает вход в ваш кабинет">
          <p>
            <When instant={reset.askedAt} timeZone="Europe/Moscow" /> в поддержке показали документы и сказали, что вы потеряли способы входа.
            {reset.newPhone !== null && ` Новый телефон: ${reset.newPhone}.`}
          </p>
          <p>
            {reset.dueAt === null ? (
              'Обращение проверяет второй сотрудник.'
            ) : (
              <>
                Прежние способы входа отключатся <When instant={reset.dueAt} timeZone="Europe/Moscow" />.
              </>
            )}{' '}
            Если это не вы, отмените сейчас.
          </p>
          <Form method="post">
            <FormKey answer={{}} />
            <Actions>
              <Button kind="bad">Отменить восстановление</Button>
            </Actions>
          </Form>
        </Card>
      )}
    </Page>
  );
}
