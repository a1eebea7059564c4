// The state identity system and others: what is connected, what they told, and the person's word on what differs.
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { FACT_KINDS, forgetOutsideFacts, getOutside, settleDifference, unlinkOutside } from '#contract/federation';
import { Differences, OutsideFacts, OutsideLinks } from '#features/identity/outside-profile.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const told: Readonly<Record<string, string>> = {
  linked: 'Подключено. Теперь сюда можно входить и так',
  unlinked: 'Отключено. Этим способом войти больше нельзя',
  taken: 'Данные в профиле обновлены',
  left: 'Данные в профиле остались прежними',
  forgotten: 'Удалено всё, что пришло с Госуслуг',
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await load(context, getOutside, {})), done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  const kind = FACT_KINDS.find((one) => one === textOf(form, 'kind'));
  if (intent === 'forget') {
    const gone = await attempt(context, forgetOutsideFacts, {}, key);
    return gone.ok ? redirect('/profile/state?done=forgotten', 303) : refused(gone.problem, form);
  }
  const take = intent === 'take';
  const done = kind
    ? await attempt(context, settleDifference, { params: { kind }, body: { take } }, key)
    : await attempt(context, unlinkOutside, { params: { systemId: textOf(form, 'system') || '-' } }, key);
  return done.ok ? redirect(`/profile/state?done=${kind ? (take ? 'taken' : 'left') : 'unlinked'}`, { status: 303 }) : refused(done.problem, form);
}

export default function StateProfile() {
  const { systems, facts, differences, heads, mayFill, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Госуслуги и другие входы" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} secret />
      {done !== null && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <Differences differences={differences} />
      <OutsideLinks systems={systems} heads={heads} mayFill={mayFill} />
      <OutsideFacts facts={facts} mayFill={mayFill} />
    </Page>
  );
}
