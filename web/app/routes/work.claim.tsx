// One claim of ownership for the reviewer: facts side by side, papers, the decision (OWN-3).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { decideClaim, getWorkClaim, PAPER_KINDS, paperWords } from '#contract/ownership';
import { formatDay } from '#contract/russian';
import { claimStatuses } from '#contract/statuses/ownership';
import { ComparedTable } from '#features/ownership/compared-table.tsx';
import { shareWords } from '#features/ownership/share-words.ts';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { TextArea, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, claimId: params['claimId']! });

export const loader = ({ context, params }: LoaderFunctionArgs) => load(context, getWorkClaim, { params: paramsOf(params) });

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const decision = textOf(form, 'decision');
  if (decision !== 'confirm' && decision !== 'refuse' && decision !== 'ask') return refused(wrongFields({ decision: 'Выберите, что решили' }), form);
  const [share, registeredOn, registrationNumber] = [textOf(form, 'share'), textOf(form, 'registeredOn'), textOf(form, 'registrationNumber')];
  const body = {
    version: Number(textOf(form, 'version')),
    decision,
    reason: textOf(form, 'reason'),
    wrong: PAPER_KINDS.filter((kind) => form.getAll('wrong').includes(kind)),
    ...(share !== '' && { share }),
    ...(registeredOn !== '' && { registeredOn }),
    ...(registrationNumber !== '' && { registrationNumber }),
  } as const;
  const of = paramsOf(params);
  const done = await attempt(context, decideClaim, { params: of, body: { ...body, wrong: [...body.wrong] } }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/claims/${of.houseId}/${of.claimId}?done=${done.value.status}`, 303) : refused(done.problem, form);
}

const DONE: Readonly<Record<string, string>> = {
  confirmed: 'Подтвердили. Справка сделается сама, человек получит уведомление.',
  refused: 'Отказали. Человек увидит, что исправить.',
  asked: 'Попросили дополнить. Заявление вернётся в очередь, когда человек ответит.',
};

export default function WorkClaim() {
  const { claim, person, comment, compared, signedBy, right } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const { houseId, claimId, address, cadastralNumber, status, decideBy, isLate, reply, papers, can } = claim;
  const done = query.get('done');
  return (
    <Page title="Заявление о владении" heading={unbroken(address)} problem={answer?.problem} back={{ to: '/work/claims', name: 'Заявления о владении' }}>
      <ErrorSummary problem={answer?.problem} />
      {!answer && done === status && DONE[done] && (
        <Notice tone="ok" announce>
          <p>{DONE[done]}</p>
        </Notice>
      )}
      <Card heading="Заявление" aside={<StatusOf rows={claimStatuses} is={status} side="work" />}>
        <DefinitionList
          items={[
            { name: 'Кто подал', value: person },
            { name: 'Кадастровый номер', value: cadastralNumber ?? 'нет' },
            {
              name: 'Подписано',
              value:
                signedBy === 'key'
                  ? 'ключом электронной подписи'
                  : signedBy === 'code'
                    ? 'одноразовым кодом'
                    : signedBy === 'bank'
                      ? 'в приложении банка'
                      : 'нет',
            },
            ...(decideBy === null ? [] : [{ name: 'Решить до', value: `${formatDay(decideBy)}${isLate ? ', срок прошёл' : ''}` }]),
            ...(right ? [{ name: 'Право в реестре', value: `${shareWords(right.share)}, с ${formatDay(right.registeredOn)}` }] : []),
            ...(comment === null ? [] : [{ name: 'Пояснение', value: comment }]),
            ...(reply === null ? [] : [{ name: 'Ответ', value: reply }]),
          ]}
        />
        {papers.length > 0 && (
          <p className="row">
            {papers.map(({ kind, name, isKept }) =>
              isKept ? (
                <GoLink key={kind} away to={`/api/v1/ownership/claims/${houseId}/${claimId}/papers/${kind}`}>{`${paperWords[kind]}: ${name}`}</GoLink>
              ) : (
                <span key={kind} className="mut">{`${paperWords[kind]}: копия удалена`}</span>
              ),
            )}
          </p>
        )}
      </Card>
      {compared.length > 0 && <ComparedTable rows={compared} />}
      {can.decide && <Decide claim={claim} needsRight={right === null} answer={answer} />}
    </Page>
  );
}

function Decide({
  claim,
  needsRight,
  answer,
}: {
  claim: { version: number; papers: readonly { kind: (typeof PAPER_KINDS)[number] }[] };
  needsRight: boolean;
  answer: Refused | undefined;
}) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Card heading="Решение">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="version" value={claim.version} />
        <RadioGroup
          name="decision"
          label="Что решили"
          chosen={values['decision']}
          error={errors['decision']}
          choices={[
            { value: 'ask', name: 'Попросить документы' },
            { value: 'confirm', name: 'Подтвердить владение' },
            { value: 'refuse', name: 'Отказать' },
          ]}
        />
        <TextArea
          name="reason"
          label="Причина"
          hint="При отказе и просьбе её прочтёт человек: перечислите, чего не хватает или что не так"
          rows={4}
          maxLength={2000}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        {claim.papers.length > 0 && (
          <fieldset className="stack near">
            <legend>Какие документы заменить</legend>
            {claim.papers.map(({ kind }) => (
              <label key={kind} className="check">
                <input type="checkbox" name="wrong" value={kind} />
                <span>{paperWords[kind]}</span>
              </label>
            ))}
          </fieldset>
        )}
        {needsRight && (
          <details className="more" open={errors['share'] !== undefined || errors['registeredOn'] !== undefined}>
            <summary>Право по документам</summary>
            <div className="stack">
              <p className="mut">Реестр не назвал права этого человека. Если подтверждаете, перепишите его из документов.</p>
              <TextInput name="share" label="Доля" hint="1, 1/2" short defaultValue={values['share']} error={errors['share']} />
              <TextInput name="registeredOn" type="date" label="День регистрации" short defaultValue={values['registeredOn']} error={errors['registeredOn']} />
              <TextInput
                name="registrationNumber"
                label="Номер регистрации"
                maxLength={200}
                defaultValue={values['registrationNumber']}
                error={errors['registrationNumber']}
              />
            </div>
          </details>
        )}
        <Actions>
          <Button>Записать решение</Button>
        </Actions>
      </Form>
    </Card>
  );
}
