// Breaches of personal data and the terms of their notices (PRIV-5).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getBreaches, openBreach } from '#contract/privacy-watch';
import { BreachFields, breachOf, NoticeState } from '#features/privacy/breach-fields.tsx';
import { ZONE } from '#features/privacy/document.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused } from '#web/form.ts';

export const loader = async ({ context }: LoaderFunctionArgs) => load(context, getBreaches, {});

/** The terms run from the moment at which the operator says so: that is now. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, openBreach, { body: { ...breachOf(form), foundAt: new Date(Date.now() - 1_000).toISOString() } }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/privacy/breaches/${done.value.breachId}`, 303) : refused(done.problem, form);
}

export default function WorkBreaches() {
  const { breaches } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Утечки" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">
        О том, что данные попали к чужим, Роскомнадзору сообщают за 24 часа, о результатах расследования за 72. Проекты уведомлений готовим мы.
      </p>
      {breaches.map((breach) => (
        <Card key={breach.breachId} heading={<Link to={`/work/privacy/breaches/${breach.breachId}`}>{breach.title}</Link>}>
          <DefinitionList
            items={[
              { name: 'Выявлена', value: <When instant={breach.foundAt} timeZone={ZONE} /> },
              { name: 'Первое уведомление', value: <NoticeState notice={breach.first} /> },
              { name: 'Второе уведомление', value: <NoticeState notice={breach.second} /> },
            ]}
          />
        </Card>
      ))}
      <Card heading="Завести дело">
        <Form method="post" noValidate className="stack">
          <FormKey />
          <BreachFields answer={answer} />
          <Actions>
            <Button>Завести: сроки пойдут сейчас</Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}
