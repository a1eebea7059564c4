// One request about data: what is asked, what stands in the profile, the decision (PRIV-2).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { decideDataRequest, getDataRequest, requestKinds } from '#contract/held-of-person';
import { ownRequestStatuses } from '#contract/statuses/privacy';
import { ZONE } from '#features/privacy/document.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { TextArea, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const paramsOf = (params: LoaderFunctionArgs['params']) => ({ personId: params['personId']!, requestId: params['requestId']! });

export const loader = async ({ context, params }: LoaderFunctionArgs) => load(context, getDataRequest, { params: paramsOf(params) });

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [lastName, firstName, middleName] = [textOf(form, 'lastName'), textOf(form, 'firstName'), textOf(form, 'middleName')];
  const name = form.has('rename') && lastName !== '' && firstName !== '' ? { name: { lastName, firstName, ...(middleName !== '' && { middleName }) } } : {};
  const body = {
    version: Number(textOf(form, 'version')),
    decision: textOf(form, 'decision') === 'refused' ? ('refused' as const) : ('done' as const),
    answer: textOf(form, 'answer'),
    ...name,
  };
  const done = await attempt(context, decideDataRequest, { params: paramsOf(params), body }, { key: keyOf(form) });
  return done.ok ? redirect('/work/privacy?status=open', 303) : refused(done.problem, form);
}

export default function WorkPrivacyRequest() {
  const asked = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const { person } = asked;
  return (
    <Page title={asked.subject} problem={answer?.problem} back={{ to: '/work/privacy', name: 'Обращения о данных' }}>
      <ErrorSummary problem={answer?.problem} />
      <Card heading={requestKinds[asked.kind]} aside={<StatusOf rows={ownRequestStatuses} is={asked.status} side="work" />}>
        <p className="said">{asked.text}</p>
        <DefinitionList
          items={[
            { name: 'Спросили', value: <When instant={asked.askedAt} timeZone={ZONE} /> },
            { name: 'Ответить до', value: <Day day={asked.dueOn} /> },
            {
              name: 'В профиле',
              value: `${person.lastName} ${person.firstName} ${person.middleName ?? ''}${person.confirmed ? ', личность подтверждена' : ''}`,
            },
            ...(asked.answer === null ? [] : [{ name: 'Ответ', value: <span className="said">{asked.answer}</span> }]),
          ]}
        />
      </Card>
      {asked.status === 'open' && <Decision asked={asked} answer={answer} />}
    </Page>
  );
}

function Decision({ asked: { version, kind, person }, answer }: { asked: Awaited<ReturnType<typeof loader>>; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const given = (name: string, else_: string): string => answer?.values[name] ?? else_;
  return (
    <Card heading="Решение">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="version" value={version} />
        <RadioGroup
          name="decision"
          label="Что решили"
          chosen={given('decision', 'done')}
          choices={[
            { value: 'done', name: kind === 'correct' ? 'Исправлено' : 'Отвечаем' },
            { value: 'refused', name: 'Отказываем' },
          ]}
        />
        {kind === 'correct' && (
          <details className="more" open={errors['name'] !== undefined}>
            <summary>Исправить имя в профиле</summary>
            <div className="stack">
              <label className="check">
                <input type="checkbox" id="name" name="rename" defaultChecked={answer?.values['rename'] !== undefined} />
                <span>Записать в профиль вместе с ответом</span>
              </label>
              <TextInput name="lastName" label="Фамилия" defaultValue={given('lastName', person.lastName)} />
              <TextInput name="firstName" label="Имя" defaultValue={given('firstName', person.firstName)} />
              <TextInput name="middleName" label="Отчество" defaultValue={given('middleName', person.middleName ?? '')} />
            </div>
          </details>
        )}
        <TextArea name="answer" label="Ответ человеку" rows={4} maxLength={2_000} defaultValue={answer?.values['answer']} error={errors['answer']} />
        <Actions>
          <Button>Ответить</Button>
        </Actions>
      </Form>
    </Card>
  );
}
