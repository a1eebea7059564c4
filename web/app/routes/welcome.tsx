// The first page after the first signing in, and after a change that asks anew: what rests on law, and what is yours to allow (PRIV-1).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { answerConsents, getConsents, PURPOSES } from '#contract/privacy';
import { FoldedText, PolicyLink } from '#features/privacy/document.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { samePath } from '#web/view.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { consents: await load(context, getConsents, {}), next: samePath(new URL(request.url).searchParams.get('next')) };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const given = PURPOSES.flatMap((code) => (form.has(code) ? [{ code, version: Number(textOf(form, code)) }] : []));
  const done = await attempt(context, answerConsents, { body: { policyVersion: Number(textOf(form, 'policyVersion')), given } }, { key: keyOf(form) });
  return done.ok ? redirect(samePath(form.get('next')), 303) : refused(done.problem, form);
}

export default function Welcome() {
  const {
    consents: { policy, purposes },
    next,
  } = useLoaderData<typeof loader>();
  const problem = useActionData<Refused>()?.problem;
  const asked = purposes.filter(({ code, state }) => state !== 'given' && code !== 'voice');
  const isFirst = policy.readVersion === null;
  return (
    <Page title={isFirst ? 'Ваши данные: коротко и честно' : 'Мы изменили правила о данных'} problem={problem}>
      <ErrorSummary problem={problem} />
      {!isFirst && (
        <Notice>
          <p>{policy.summary}</p>
        </Notice>
      )}
      <Card heading="Что нужно по закону">
        <p>
          Лицевые счета, начисления, платежи, показания и обращения портал ведёт по закону и договору. Согласия на это не спрашиваем. Подробно:{' '}
          <PolicyLink>политика обработки данных</PolicyLink>.
        </p>
      </Card>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="policyVersion" value={policy.version} />
        {asked.length > 0 && (
          <Card heading="Что решаете вы">
            <p className="mut">Отметьте, на что согласны. Можно ничего не отмечать: портал будет работать. Передумать можно в профиле в любой день.</p>
            {asked.map(({ code, title, version, sections }) => (
              <div key={code} className="stack near">
                <Checkbox name={code} value={String(version)} label={title} hint={sections[0]?.paragraphs[0]} />
                <FoldedText sections={sections} />
              </div>
            ))}
          </Card>
        )}
        <Actions>
          <Button big>Понятно, продолжить</Button>
        </Actions>
      </Form>
    </Page>
  );
}
