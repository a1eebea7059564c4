// The profile: who you are here and how the account is protected.
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { endOneSession, endOtherSessions, getSecurity, removeTotp } from '#contract/identity';
import { History, Methods, Person, Sessions } from '#features/identity/security.tsx';
import { GoLink } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const told: Readonly<Record<string, string>> = { password: 'Пароль изменён. На остальных устройствах вы вышли', session: 'На том устройстве вы вышли', others: 'На остальных устройствах вы вышли', totpOff: 'Приложение отключено. Коды снова приходят сообщением' };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const done = new URL(request.url).searchParams.get('done') ?? '';
  return { security: await load(context, getSecurity, {}), done: told[done] ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  const [result, done] =
    intent === 'endSession'
      ? [await attempt(context, endOneSession, { params: { sessionId: textOf(form, 'session') } }, key), 'session']
      : intent === 'removeTotp'
        ? [await attempt(context, removeTotp, {}, key), 'totpOff']
        : [await attempt(context, endOtherSessions, {}, key), 'others'];
  return result.ok ? redirect(`/profile?done=${done}`, { status: 303 }) : refused(result.problem, form);
}

export default function Profile() {
  const { security, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Профиль" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && <Notice tone="ok" announce><p>{done}.</p></Notice>}
      <Person person={security.person} />
      <Methods security={security} />
      <GoLink to="/profile/state">Госуслуги и другие входы</GoLink>
      <Sessions sessions={security.sessions} />
      <History history={security.history} />
    </Page>
  );
}
