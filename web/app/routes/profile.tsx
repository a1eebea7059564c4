// The profile: who you are here and how the account is protected.
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { removeDevice, renameDevice } from '#contract/devices';
import { chooseFactor, endOneSession, endOtherSessions, getSecurity, removeTotp } from '#contract/identity';
import { Methods, Person } from '#features/identity/security.tsx';
import { Devices, History, Sessions } from '#features/identity/where-signed-in.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const told: Readonly<Record<string, string>> = {
  password: 'Пароль изменён. На остальных устройствах вы вышли',
  session: 'На том устройстве вы вышли',
  others: 'На остальных устройствах вы вышли',
  deviceNamed: 'Название устройства сохранено',
  device: 'Устройство отвязано, на нём вы вышли',
  factor: 'Сохранено. Код будет приходить туда',
  totpOff: 'Приложение отключено. Коды снова приходят сообщением',
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const done = new URL(request.url).searchParams.get('done') ?? '';
  return { security: await load(context, getSecurity, {}), done: told[done] ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const [result, done] = await {
    endSession: async () => [await attempt(context, endOneSession, { params: { sessionId: textOf(form, 'session') } }, key), 'session'] as const,
    removeTotp: async () => [await attempt(context, removeTotp, {}, key), 'totpOff'] as const,
    nameDevice: async () =>
      [
        await attempt(
          context,
          renameDevice,
          { params: { deviceId: textOf(form, 'device') }, body: { name: textOf(form, `name-${textOf(form, 'device')}`) } },
          key,
        ),
        'deviceNamed',
      ] as const,
    removeDevice: async () => [await attempt(context, removeDevice, { params: { deviceId: textOf(form, 'device') } }, key), 'device'] as const,
    factor: async () => [await attempt(context, chooseFactor, { body: { factor: factorOf(textOf(form, 'factor')) } }, key), 'factor'] as const,
    endOthers: async () => [await attempt(context, endOtherSessions, {}, key), 'others'] as const,
  }[intentOf(textOf(form, 'intent'))]();
  return result.ok ? redirect(`/profile?done=${done}`, { status: 303 }) : refused(result.problem, form);
}

const intentOf = (typed: string): 'endSession' | 'removeTotp' | 'nameDevice' | 'removeDevice' | 'factor' | 'endOthers' =>
  typed === 'endSession' || typed === 'removeTotp' || typed === 'nameDevice' || typed === 'removeDevice' || typed === 'factor' ? typed : 'endOthers';
const factorOf = (typed: string): 'none' | 'sms' | 'email' => (typed === 'none' || typed === 'email' ? typed : 'sms');

export default function Profile() {
  const { security, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Профиль" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <Person person={security.person} />
      <Methods security={security} />
      <Devices devices={security.devices} />
      <Sessions sessions={security.sessions} />
      <History history={security.history} />
    </Page>
  );
}
