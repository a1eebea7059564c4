// The person who handed readings in signs their act, by an own key or by a code (MTR-3). `act` names it, `after` the page of acts where it stands.
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { Problem } from '#contract/errors';
import { askActCode, countersignAct, listSubmissions } from '#contract/meters';
import { actHref } from '#features/meters/handed-in.tsx';
import { givenSignature } from '#features/signing/given-signature.ts';
import { type AskedCode, SignContent } from '#features/signing/sign-content.tsx';
import { GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, textOf } from '#web/form.ts';
import { chosenHome } from '#web/home.ts';
import { loadHomes } from '#web/load-homes.ts';

type Answer = { problem?: Problem; key?: string; asked?: AskedCode };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const home = chosenHome(await loadHomes(context), request.headers.get('cookie'));
  const asked = new URL(request.url).searchParams;
  const after = asked.get('after');
  const list =
    home && (await load(context, listSubmissions, { params: { houseId: home.houseId, premisesId: home.premisesId }, query: after ? { after } : {} }));
  return { act: list?.submissions.find(({ submissionId, can }) => can.countersign && submissionId === asked.get('act')) };
}

/** `intent`: code or sign, of the act named in the form. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [key, params] = [{ key: keyOf(form) }, { houseId: textOf(form, 'houseId'), submissionId: textOf(form, 'submissionId') }];
  const refusedBy = (problem: Problem, more: Answer = {}) => data<Answer>({ problem, key: key.key, ...more }, { status: problem.status });
  if (textOf(form, 'intent') === 'code') {
    const asked = await attempt(context, askActCode, { params }, key);
    return asked.ok ? data<Answer>({ asked: { confirmationId: asked.value.confirmationId, sentTo: asked.value.sentTo } }) : refusedBy(asked.problem);
  }
  const given = givenSignature(form);
  const done = await attempt(context, countersignAct, { params, body: given }, key);
  return done.ok
    ? redirect('/meters/acts', 303)
    : refusedBy(done.problem, 'confirmationId' in given ? { asked: { confirmationId: given.confirmationId } } : {});
}

export default function SignAct() {
  const { act } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Подпись акта" problem={answer?.problem} back={{ to: '/meters/acts', name: 'Акты' }}>
      <ErrorSummary problem={answer?.problem} />
      {act === undefined ? (
        <p>Такой акт подписывать не нужно: он уже подписан, заменён новым или ещё готовится.</p>
      ) : (
        <Card heading={`Акт о передаче показаний № ${act.actNumber}`} due>
          <p>
            Показания уже переданы, подписывать акт не обязательно. Ваша подпись встанет рядом с подписью организации: её увидит каждый, кто проверит акт по
            коду.
          </p>
          <p>
            <GoLink away to={actHref(act)}>
              Прочитать акт
            </GoLink>
          </p>
          <Form method="post" noValidate>
            <FormKey />
            <input type="hidden" name="houseId" value={act.houseId} />
            <input type="hidden" name="submissionId" value={act.submissionId} />
            <SignContent from={actHref(act)} asked={answer?.asked} errors={errorsOf(answer?.problem)} />
          </Form>
        </Card>
      )}
    </Page>
  );
}
