// «Это вы входите?»: a new browser waits for the answer of this known one. The shell shows the same by itself.
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { answerAsked, getAsked } from '#contract/devices';
import { AskedCards } from '#features/identity/sign-in-asked.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { asked } = await load(context, getAsked, {});
  return { asked, done: new URL(request.url).searchParams.get('done') };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const isMe = textOf(form, 'answer') === 'yes';
  const done = await attempt(context, answerAsked, { params: { id: textOf(form, 'asked') }, body: { isMe } }, { key: keyOf(form) });
  return done.ok ? redirect(`/profile/asked?done=${isMe ? 'yes' : 'no'}`, { status: 303 }) : refused(done.problem, form);
}

export default function Asked() {
  const { asked, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Вход с нового устройства" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} />
      {done === 'yes' && (
        <Notice tone="ok" announce>
          <p>Разрешили. Там можно продолжать.</p>
        </Notice>
      )}
      {done === 'no' && (
        <Notice tone="bad" heading="Вход отклонён" announce>
          <p>Кто-то знает ваш пароль. Смените его сейчас.</p>
          <p>
            <ButtonLink to="/profile/password">Сменить пароль</ButtonLink>
          </p>
        </Notice>
      )}
      {asked.length === 0 ? done === null && <p>Сейчас никто не ждёт вашего ответа.</p> : <AskedCards asked={asked} />}
    </Page>
  );
}
