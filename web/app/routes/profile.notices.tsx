// Which notices go where.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getNoticePreferences, setNoticePreferences } from '#contract/notifications';
import { addPushDevice, getPushDevices, removePushDevice, setPushCodes } from '#contract/push';
import { getPaymentReminders, setPaymentReminders } from '#contract/reminders';
import { counted } from '#contract/russian';
import { PreferenceTable } from '#features/notifications/preference-table.tsx';
import { PushDevices } from '#features/notifications/push-devices.tsx';
import { type Attempt, attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { Card } from '#ui/card.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const [preferences, { days }, push] = await Promise.all([
    load(context, getNoticePreferences, {}),
    load(context, getPaymentReminders, {}),
    load(context, getPushDevices, {}),
  ]);
  return { ...preferences, days, push };
}

const REMINDER_DAYS = [10, 7, 5, 3, 2, 1];

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const params = { deviceId: textOf(form, 'device') };
  const ways: Readonly<Record<string, () => Promise<Attempt<unknown>>>> = {
    reminders: () => attempt(context, setPaymentReminders, { body: { days: form.getAll('days').map(Number) } }, key),
    connect: () =>
      attempt(context, addPushDevice, { body: { endpoint: textOf(form, 'endpoint'), p256dh: textOf(form, 'p256dh'), auth: textOf(form, 'auth') } }, key),
    codesOn: () => attempt(context, setPushCodes, { params, body: { isOn: true } }, key),
    codesOff: () => attempt(context, setPushCodes, { params, body: { isOn: false } }, key),
    disconnect: () => attempt(context, removePushDevice, { params }, key),
  };
  const done = await (ways[textOf(form, 'intent')] ?? (() => setSwitches(context, form)))();
  return done.ok ? redirect('/profile/notices?saved=1') : refused(done.problem, form);
}

function setSwitches(context: ActionFunctionArgs['context'], form: FormData): Promise<Attempt<unknown>> {
  const on = new Set(form.getAll('on'));
  const switches = form.getAll('shown').map((value) => {
    const [kind = '', named] = typeof value === 'string' ? value.split(' ') : [];
    const channel: 'sms' | 'push' | 'email' = named === 'sms' || named === 'push' ? named : 'email';
    return { kind, channel, isOn: on.has(value) };
  });
  return attempt(context, setNoticePreferences, { body: { switches } }, { key: keyOf(form) });
}

export default function NoticePreferences() {
  const { kinds, email, phone, days, push } = useLoaderData<typeof loader>();
  const problem = useActionData<Refused>()?.problem;
  const [query] = useSearchParams();
  const addresses = [email && `почта ${email}`, phone && `телефон ${phone}`].filter(Boolean).join(', ');
  return (
    <Page title="Что и куда присылать" problem={problem} back={{ to: '/notices', name: 'Уведомления' }}>
      {problem && <ErrorSummary problem={problem} />}
      {query.has('saved') && !problem && (
        <Notice tone="ok" announce>
          Сохранили. Дальше присылаем так, как вы выбрали.
        </Notice>
      )}
      <p>{addresses ? `Присылаем сюда: ${addresses}.` : 'Почта и телефон не указаны, поэтому уведомления видны только здесь.'} Здесь, в портале, видно всё.</p>
      <PushDevices push={push} />
      <Form method="post" className="stack" noValidate>
        <FormKey />
        <PreferenceTable kinds={kinds} hasDevices={push.devices.length > 0} />
        <Actions>
          <Button>Сохранить</Button>
        </Actions>
      </Form>
      <Card heading="Напоминания об оплате">
        <Form method="post" className="stack" noValidate>
          <FormKey />
          <fieldset className="stack near">
            <legend>За сколько дней до последнего дня оплаты напомнить</legend>
            {REMINDER_DAYS.map((count) => (
              <label key={count} className="check">
                <input type="checkbox" name="days" value={count} defaultChecked={days.includes(count)} />
                <span>{counted(count, ['день', 'дня', 'дней'])}</span>
              </label>
            ))}
          </fieldset>
          <p className="hint">Если долга нет или его оплатит автоплатёж, не напоминаем.</p>
          <Actions>
            <Button kind="alt" name="intent" value="reminders">
              Сохранить напоминания
            </Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}
