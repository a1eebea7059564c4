// Which notices go where.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getNoticePreferences, setNoticePreferences } from '#contract/notifications';
import { getPaymentReminders, setPaymentReminders } from '#contract/reminders';
import { counted } from '#contract/russian';
import { PreferenceTable } from '#features/notifications/preference-table.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { Card } from '#ui/card.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const [preferences, { days }] = await Promise.all([load(context, getNoticePreferences, {}), load(context, getPaymentReminders, {})]);
  return { ...preferences, days };
}

const REMINDER_DAYS = [10, 7, 5, 3, 2, 1];

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  if (textOf(form, 'intent') === 'reminders') {
    const set = await attempt(context, setPaymentReminders, { body: { days: form.getAll('days').map(Number) } }, { key: keyOf(form) });
    return set.ok ? redirect('/profile/notices?saved=1') : refused(set.problem, form);
  }
  const on = new Set(form.getAll('on'));
  const switches = form.getAll('shown').map((value) => {
    const [kind = '', channel] = typeof value === 'string' ? value.split(' ') : [];
    return { kind, channel: channel === 'sms' ? 'sms' as const : 'email' as const, isOn: on.has(value) };
  });
  const done = await attempt(context, setNoticePreferences, { body: { switches } }, { key: keyOf(form) });
  return done.ok ? redirect('/profile/notices?saved=1') : refused(done.problem, form);
}

export default function NoticePreferences() {
  const { kinds, email, phone, days } = useLoaderData<typeof loader>();
  const problem = useActionData<Refused>()?.problem;
  const [query] = useSearchParams();
  const addresses = [email && `почта ${email}`, phone && `телефон ${phone}`].filter(Boolean).join(', ');
  return (
    <Page title="Что и куда присылать" problem={problem} back={{ to: '/notices', name: 'Уведомления' }}>
      {problem && <ErrorSummary problem={problem} />}
      {query.has('saved') && !problem && <Notice tone="ok" announce>Сохранили. Дальше присылаем так, как вы выбрали.</Notice>}
      <p>{addresses ? `Присылаем сюда: ${addresses}.` : 'Почта и телефон не указаны, поэтому уведомления видны только здесь.'} Здесь, в портале, видно всё.</p>
      <Form method="post" className="stack" noValidate>
        <FormKey />
        <PreferenceTable kinds={kinds} />
        <Actions><Button>Сохранить</Button></Actions>
      </Form>
      <Card heading="Напоминания об оплате">
        <Form method="post" className="stack" noValidate>
          <FormKey />
          <fieldset className="stack near">
            <legend>За сколько дней до последнего дня оплаты напомнить</legend>
            {REMINDER_DAYS.map((count) => <label key={count} className="check"><input type="checkbox" name="days" value={count} defaultChecked={days.includes(count)} /><span>{counted(count, ['день', 'дня', 'дней'])}</span></label>)}
          </fieldset>
          <p className="hint">Если долга нет или его оплатит автоплатёж, не напоминаем.</p>
          <Actions><Button kind="alt" name="intent" value="reminders">Сохранить напоминания</Button></Actions>
        </Form>
      </Card>
    </Page>
  );
}
