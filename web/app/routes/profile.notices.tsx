// Which notices go where.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getNoticePreferences, setNoticePreferences } from '#contract/notifications';
import { PreferenceTable } from '#features/notifications/preference-table.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused } from '#web/form.ts';
import { Actions, Button } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';

export function loader({ context }: LoaderFunctionArgs) {
  return load(context, getNoticePreferences, {});
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const on = new Set(form.getAll('on'));
  const switches = form.getAll('shown').map((value) => {
    const [kind = '', channel] = typeof value === 'string' ? value.split(' ') : [];
    return { kind, channel: channel === 'sms' ? 'sms' as const : 'email' as const, isOn: on.has(value) };
  });
  const done = await attempt(context, setNoticePreferences, { body: { switches } }, { key: keyOf(form) });
  return done.ok ? redirect('/profile/notices?saved=1') : refused(done.problem, form);
}

export default function NoticePreferences() {
  const { kinds, email, phone } = useLoaderData<typeof loader>();
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
    </Page>
  );
}
