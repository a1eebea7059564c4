// A question or a dispute of the person: its state, the answer, the decision (ACC-5, CHG-3).
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { closeCase, getCase, writeInCase } from '#contract/cases';
import { CaseFacts, CloseForm, Decision, LineAsItStood, Messages, WriteForm } from '#features/cases/case-sheet.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Day } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, caseId: params['caseId']! });

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  return { shown: await load(context, getCase, { params: paramsOf(params) }), sent: new URL(request.url).searchParams.has('sent') };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = { params: paramsOf(params) };
  const key = { key: keyOf(form) };
  const done =
    textOf(form, 'intent') === 'close'
      ? await attempt(context, closeCase, { ...of, body: { version: Number(textOf(form, 'version')) } }, key)
      : await attempt(context, writeInCase, { ...of, body: { text: textOf(form, 'text') } }, key);
  return done.ok ? redirect(`/cases/${of.params.houseId}/${of.params.caseId}`, 303) : refused(done.problem, form);
}

export default function CasePage() {
  const { shown, sent } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title={shown.subject} problem={answer?.problem} back={{ to: '/cases', name: 'Вопросы по счетам' }}>
      <ErrorSummary problem={answer?.problem} />
      {sent && (
        <Notice tone="ok" heading="Отправили" announce>
          <p>
            {shown.organization} ответит не позже <Day day={shown.decideBy} />. Ответ придёт уведомлением.
          </p>
        </Notice>
      )}
      <Decision shown={shown} />
      <CaseFacts shown={shown} />
      {shown.line && <LineAsItStood line={shown.line} />}
      <Messages shown={shown} />
      <WriteForm shown={shown} answer={answer} error={errorsOf(answer?.problem)['text']} />
      <CloseForm shown={shown} />
    </Page>
  );
}
