// One claim of ownership for its person: where it is, its papers, signing and handing in, what came of it (OWN).
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { Problem } from '#contract/errors';
import { askBank, askClaimCode, type Claim, getClaim, reopenClaim, submitClaim, withdrawClaim } from '#contract/ownership';
import { formatDay } from '#contract/russian';
import { claimStatuses } from '#contract/statuses/ownership';
import { silentWords } from '#features/ownership/claim-words.ts';
import { fileFault } from '#features/ownership/file-fault.ts';
import { type BankSays, bankSays } from '#features/ownership/bank-says.ts';
import { ConfirmInBank } from '#features/ownership/confirm-in-bank.tsx';
import { PaperFields } from '#features/ownership/paper-fields.tsx';
import { shareWords } from '#features/ownership/share-words.ts';
import { givenSignature } from '#features/signing/given-signature.ts';
import { type AskedCode, SignContent } from '#features/signing/sign-content.tsx';
import { Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { TextArea } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { Status, StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, textOf } from '#web/form.ts';

type Answer = { problem?: Problem; key?: string; asked?: AskedCode; comment?: string };
const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, claimId: params['claimId']! });

// The words stay on the server.
const DONE: Readonly<Record<string, string>> = {
  paper: 'Файл приложили.',
  archive: 'Выписку и подпись к ней достали из архива и приложили.',
  bank: 'Послали запрос в ваш банк.',
  signed: 'Заявление подписано и подано. Страница обновится сама.',
  withdraw: 'Заявление отозвали, копии документов удалили.',
  reopen: 'Начните с того, что отметил специалист. Верные документы сохранились.',
};

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const claim = await load(context, getClaim, { params: paramsOf(params) });
  return {
    claim,
    says: bankSays(claim.bank),
    paper: query.get('paper'),
    refusal: fileFault(query.get('refused')),
    done: DONE[query.get('done') ?? ''] ?? null,
  };
}

/** `intent`: code or sign hand the claim in; withdraw, reopen. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = paramsOf(params);
  const [intent, key, version, comment] = [textOf(form, 'intent'), { key: keyOf(form) }, Number(textOf(form, 'version')), textOf(form, 'comment')];
  const back = (said: string) => redirect(`/home/ownership/${of.houseId}/${of.claimId}?done=${said}`, 303);
  const refusedBy = (problem: Problem, more: Answer = {}) => data({ problem, key: key.key, comment, ...more } satisfies Answer, { status: problem.status });
  if (intent === 'withdraw' || intent === 'reopen') {
    const done = await attempt(context, intent === 'withdraw' ? withdrawClaim : reopenClaim, { params: of, body: { version } }, key);
    return done.ok ? back(intent) : refusedBy(done.problem);
  }
  if (intent === 'bank') {
    const asked = await attempt(context, askBank, { params: of, body: { version, ...(comment !== '' && { comment }) } }, key);
    return asked.ok ? back('bank') : refusedBy(asked.problem);
  }
  if (intent === 'code') {
    const asked = await attempt(context, askClaimCode, { params: of, body: { version } }, key);
    return asked.ok
      ? data({ asked: { confirmationId: asked.value.confirmationId, sentTo: asked.value.sentTo }, comment } satisfies Answer)
      : refusedBy(asked.problem);
  }
  const given = givenSignature(form);
  const done = await attempt(context, submitClaim, { params: of, body: { version, ...(comment !== '' && { comment }), ...given } }, key);
  return done.ok ? back('signed') : refusedBy(done.problem, 'confirmationId' in given ? { asked: { confirmationId: given.confirmationId } } : {});
}

export default function HomeClaim() {
  const { claim, says, paper, refusal, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  const { address, cadastralNumber, status, reply, share, can } = claim;
  const fault = answer ? null : refusal;
  const errors = { ...errorsOf(answer?.problem), ...(paper !== null && fault !== null && { [paper]: fault }) };
  return (
    <Page title="Заявление о владении" heading={unbroken(address)} problem={answer?.problem} back={{ to: '/home/ownership', name: 'Подтверждение владения' }}>
      <ErrorSummary problem={answer?.problem} />
      {!answer && fault === null && done !== null && (
        <Notice tone="ok" announce>
          <p>{done}</p>
        </Notice>
      )}
      {fault !== null && (
        <Notice tone="bad" heading="Файл не приложили" announce>
          <p>{fault}</p>
        </Notice>
      )}
      <Card heading="Где заявление" aside={<StatusOf rows={claimStatuses} is={status} side="person" />} due={status === 'asked'}>
        <WhatNext claim={claim} />
        {(status === 'asked' || status === 'refused') && reply !== null && <p>{reply}</p>}
        <DefinitionList
          items={[{ name: 'Кадастровый номер', value: cadastralNumber ?? 'нет' }, ...(share ? [{ name: 'Доля', value: shareWords(share) }] : [])]}
        />
      </Card>
      {claim.certificate && <Certificate claim={claim} />}
      <PaperFields claim={claim} errors={errors} />
      {(can.submit || can.answer) && <Sign claim={claim} says={says} answer={answer} errors={errors} />}
      {(can.reopen || can.withdraw) && (
        <Form method="post" className="row">
          <FormKey answer={{}} />
          <input type="hidden" name="version" value={claim.version} />
          {can.reopen && (
            <Button name="intent" value="reopen">
              Исправить и подать снова
            </Button>
          )}
          {can.withdraw && (
            <Button kind="bare" name="intent" value="withdraw">
              Отозвать заявление
            </Button>
          )}
        </Form>
      )}
    </Page>
  );
}

/** In words, what happens now and by when. */
function WhatNext({ claim: { status, checkBy, decideBy, silent } }: { claim: Claim }) {
  if (status === 'draft') return <p>Приложите документы и подпишите заявление.</p>;
  if (status === 'submitted' || status === 'checking')
    return (
      <p>
        {`${status === 'submitted' ? 'Сверяем выписку с реестром прав' : 'Выписка сошлась с реестром, проверяем документы'}${checkBy === null ? '' : `. Закончим до ${formatDay(checkBy)}`}.`}
        {silent.length > 0 && ` Пока не отвечает: ${silent.map((one) => silentWords[one]).join(', ')}. Спросим ещё раз сами.`}
      </p>
    );
  if (status === 'reviewer') return <p>{`Что-то не сошлось само, смотрит специалист.${decideBy === null ? '' : ` Решит до ${formatDay(decideBy)}.`}`}</p>;
  if (status === 'asked') return <p>Специалист просит дополнить заявление. Приложите и подпишите снова.</p>;
  if (status === 'refused') return <p>Отказали. Можно исправить и подать снова: верные документы сохранились.</p>;
  return status === 'confirmed' ? <p>Владение подтверждено: запись о собственнике обновлена.</p> : <p>Заявление отозвано.</p>;
}

function Certificate({ claim: { houseId, claimId, certificate } }: { claim: Claim }) {
  const { number, code, isReady } = certificate!;
  return (
    <Card heading="Справка о владении" aside={<Status tone={isReady ? 'ok' : 'go'}>{isReady ? 'Готова' : 'Готовим'}</Status>}>
      <DefinitionList
        items={[
          { name: 'Номер', value: number },
          { name: 'Код для проверки', value: code },
        ]}
      />
      {isReady && (
        <p className="row">
          <GoLink away to={`/api/v1/ownership/claims/${houseId}/${claimId}/certificate`}>
            Скачать справку
          </GoLink>
          <GoLink to={`/check/${encodeURIComponent(code)}`}>Проверить по коду</GoLink>
        </p>
      )}
    </Card>
  );
}

function Sign({
  claim: { houseId, claimId, version, can, bank },
  says,
  answer,
  errors,
}: {
  claim: Claim;
  says: BankSays | null;
  answer: Answer | undefined;
  errors: Readonly<Partial<Record<string, string>>>;
}) {
  const statement = `/api/v1/ownership/claims/${houseId}/${claimId}/statement`;
  return (
    <Card heading="Подпись">
      <p>
        Одна подпись заверяет заявление и каждый приложенный файл.{' '}
        <GoLink away to={statement}>
          Что вы подпишете
        </GoLink>
      </p>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="version" value={version} />
        {can.answer && (
          <TextArea
            name="comment"
            label="Что ответить специалисту"
            hint="Если хотите"
            rows={3}
            maxLength={1000}
            defaultValue={answer?.comment}
            error={errors['comment']}
          />
        )}
        <SignContent from={statement} asked={answer?.asked} errors={errors} />
        {bank && !answer?.asked && <ConfirmInBank bank={bank} says={says} />}
      </Form>
    </Card>
  );
}
