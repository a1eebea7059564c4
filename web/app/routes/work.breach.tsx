// One breach: its terms, the drafts of the notices, what was found out (PRIV-5).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { type Breach, changeBreach, getBreach, NOTICES, sendBreachNotice } from '#contract/privacy-watch';
import { BreachFields, breachOf, NoticeState } from '#features/privacy/breach-fields.tsx';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextArea, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const of = (params: LoaderFunctionArgs['params']) => ({ params: { breachId: params['breachId']! } });

export const loader = async ({ context, params }: LoaderFunctionArgs) => load(context, getBreach, of(params));

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [version, key] = [Number(textOf(form, 'version')), { key: keyOf(form) }];
  const which = NOTICES.find((one) => one === textOf(form, 'which'));
  const done = which
    ? await attempt(context, sendBreachNotice, { ...of(params), body: { version, which, number: textOf(form, 'number') } }, key)
    : await attempt(
        context,
        changeBreach,
        { ...of(params), body: { version, ...breachOf(form), findings: textOf(form, 'findings'), guilty: textOf(form, 'guilty') } },
        key,
      );
  return done.ok ? redirect(`/work/privacy/breaches/${params['breachId']}`, 303) : refused(done.problem, form);
}

const names = { first: 'Первое уведомление, 24 часа', second: 'Второе уведомление, 72 часа' } as const;

export default function WorkBreach() {
  const breach = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title={breach.title} problem={answer?.problem} back={{ to: '/work/privacy/breaches', name: 'Утечки' }}>
      <ErrorSummary problem={answer?.problem} />
      <div className="two">
        {NOTICES.map((which) => (
          <NoticeCard key={which} breach={breach} which={which} answer={answer} />
        ))}
      </div>
      <Card heading="Что известно">
        <Form method="post" noValidate className="stack" key={breach.version}>
          <FormKey />
          <input type="hidden" name="version" value={breach.version} />
          <BreachFields breach={breach} answer={answer} />
          <TextArea
            name="findings"
            label="Что показало расследование"
            rows={4}
            maxLength={4_000}
            defaultValue={answer?.values['findings'] ?? breach.findings}
          />
          <TextInput name="guilty" label="Чьи действия привели к утечке" maxLength={1_000} defaultValue={answer?.values['guilty'] ?? breach.guilty} />
          <Actions>
            <Button>Сохранить</Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}

function NoticeCard({ breach, which, answer }: { breach: Breach; which: (typeof NOTICES)[number]; answer: Refused | undefined }) {
  const isMine = answer?.values['which'] === which;
  return (
    <Card heading={names[which]}>
      <p>
        <NoticeState notice={breach[which]} />
      </p>
      <p>
        <GoLink away to={`/api/v1/work/privacy/breaches/${breach.breachId}/notices/${which}`}>
          Проект уведомления, PDF
        </GoLink>
      </p>
      {breach[which].sentAt === null && (
        <Form method="post" noValidate className="stack">
          <FormKey />
          <input type="hidden" name="version" value={breach.version} />
          <input type="hidden" name="which" value={which} />
          <TextInput
            short
            name="number"
            label="Номер, под которым приняли"
            maxLength={100}
            defaultValue={isMine ? answer?.values['number'] : undefined}
            error={isMine ? errorsOf(answer?.problem)['number'] : undefined}
          />
          <Actions>
            <Button kind="alt">Отметить отправку</Button>
          </Actions>
        </Form>
      )}
    </Card>
  );
}
