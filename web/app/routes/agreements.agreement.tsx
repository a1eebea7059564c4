// One contract: its parties, its file, and what may be done now (SIGN-2).
import { Download } from 'lucide-react';
import { useState } from 'react';
import { type ActionFunctionArgs, data, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { askAgreementCode, getAgreement, refuseAgreement, remindOfAgreement, sendAgreement, signAgreement, withdrawAgreement } from '#contract/agreements';
import type { AnswerOf } from '#contract/endpoint';
import { agreementStatuses, partyStates } from '#contract/statuses/agreements';
import { ZONE } from '#features/agreements/words.ts';
import { givenSignature } from '#features/signing/given-signature.ts';
import { type AskedCode, SignContent } from '#features/signing/sign-content.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Agreement = AnswerOf<typeof getAgreement>;
type Answer = Partial<Refused> & { at?: string; asked?: AskedCode };
const told: Readonly<Record<string, string>> = {
  sent: 'Отправлено. Первый уже может подписать',
  signed: 'Подписано',
  refused: 'Вы отказались. Остальным мы сообщили',
  withdrawn: 'Договор отозван',
  reminded: 'Напомнили',
};
const MOST_OTHERS = 5;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const agreement = await load(context, getAgreement, { params: { agreementId: params['agreementId'] ?? '' } });
  return { agreement, openedAt: new Date().toISOString(), done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const of = { params: { agreementId: params['agreementId'] ?? '' } };
  const at = textOf(form, 'at');
  const intent = textOf(form, 'intent');
  if (intent === 'code') {
    const asked = await attempt(context, askAgreementCode, { ...of, body: { at } }, key);
    return asked.ok ? data<Answer>({ at, asked: asked.value }) : refused(asked.problem, form);
  }
  if (intent === 'sign') {
    const given = givenSignature(form);
    const done = await attempt(context, signAgreement, { ...of, body: { at, ...given } }, key);
    if (done.ok) return redirect(`/agreements/${of.params.agreementId}?done=signed`, 303);
    const asked = 'confirmationId' in given ? { confirmationId: given.confirmationId } : undefined;
    return data<Answer>({ problem: done.problem, at, key: key.key, ...(asked && { asked }) }, { status: done.problem.status });
  }
  const [done, word] = await {
    send: async () =>
      [
        await attempt(
          context,
          sendAgreement,
          {
            ...of,
            body: {
              parties: Array.from({ length: MOST_OTHERS }, (_, place) => textOf(form, `parties.${place}`)).filter((one) => one !== ''),
              author: authorOf(textOf(form, 'author')),
              days: Number(textOf(form, 'days')) || 14,
            },
          },
          key,
        ),
        'sent',
      ] as const,
    refuse: async () => [await attempt(context, refuseAgreement, { ...of, body: { reason: textOf(form, 'reason') } }, key), 'refused'] as const,
    withdraw: async () => [await attempt(context, withdrawAgreement, of, key), 'withdrawn'] as const,
    remind: async () => [await attempt(context, remindOfAgreement, of, key), 'reminded'] as const,
  }[intentOf(intent)]();
  return done.ok ? redirect(`/agreements/${of.params.agreementId}?done=${word}`, 303) : refused(done.problem, form);
}

const intentOf = (typed: string): 'send' | 'refuse' | 'withdraw' | 'remind' =>
  typed === 'send' || typed === 'refuse' || typed === 'withdraw' ? typed : 'remind';
const authorOf = (typed: string): 'first' | 'last' | 'no' => (typed === 'last' || typed === 'no' ? typed : 'first');

export default function OneAgreement() {
  const { agreement, openedAt, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  const { id, title, status, author, organization, madeAt, until, reason, sha256, parties, can } = agreement;
  return (
    <Page title={title} problem={answer?.problem} back={{ to: '/agreements', name: 'Договоры' }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && !answer && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <Card heading="Договор" aside={<StatusOf rows={agreementStatuses} is={status} side={can.sign ? 'person' : undefined} />}>
        <DefinitionList
          items={[
            { name: 'Составил', value: organization === null ? author : `${author}, ${organization}` },
            { name: 'Когда', value: <When instant={madeAt} timeZone={ZONE} /> },
            ...(until === null ? [] : [{ name: 'Подписать до', value: <When instant={until} timeZone={ZONE} /> }]),
            ...(reason === null ? [] : [{ name: 'Почему отказ', value: reason }]),
          ]}
        />
        <p>
          <a className="go" href={`/api/v1/agreements/${id}/file`} download>
            <Icon of={Download} />
            {status === 'done' ? 'PDF со всеми подписями' : 'Прочитать PDF'}
          </a>
        </p>
        {status === 'done' && (
          <p>
            Файл лежит в ваших документах. Подписи в нём <Link to="/verify">проверит любой</Link>, и не только на портале.
          </p>
        )}
        <details className="more">
          <summary>Отпечаток исходного файла</summary>
          <p>
            <span className="code">{sha256}</span>
          </p>
        </details>
      </Card>
      {parties.length > 0 && <Parties parties={parties} />}
      {can.sign && <Sign id={id} openedAt={openedAt} answer={answer} />}
      {can.send && <Send answer={answer} />}
      {can.refuse && <Refuse answer={answer} />}
      {(can.withdraw || can.remind) && (
        <Form method="post">
          <FormKey answer={{}} />
          <Actions>
            {can.remind && (
              <Button kind="alt" name="intent" value="remind">
                Напомнить о подписи
              </Button>
            )}
            {can.withdraw && (
              <Button kind="bad" name="intent" value="withdraw">
                Отозвать договор
              </Button>
            )}
          </Actions>
        </Form>
      )}
    </Page>
  );
}

function Parties({ parties }: Pick<Agreement, 'parties'>) {
  return (
    <Card heading="Кто подписывает">
      <ol className="stack near">
        {parties.map(({ place, name, isMe, state, kind, at, ownSignatureId }) => (
          <li key={place}>
            {name}
            {isMe && ', это вы'}. <StatusOf rows={partyStates} is={state} />
            {at !== null && (
              <span className="mut">
                {' '}
                <When instant={at} timeZone={ZONE} />
                {kind !== null && (kind === 'key' ? ', своим ключом' : ', одноразовым кодом')}
              </span>
            )}
            {ownSignatureId !== null && (
              <>
                {' '}
                <a className="go" href={`/api/v1/signing/signatures/${ownSignatureId}`} download>
                  Файл вашей подписи
                </a>
              </>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Sign({ id, openedAt, answer }: { id: string; openedAt: string; answer: Answer | undefined }) {
  // The bytes to be signed name this instant: a page brought up to date meanwhile must not change it under the signer's hand.
  const [first] = useState(openedAt);
  const at = answer?.at ?? first;
  return (
    <Card heading="Ваша подпись" due>
      <p>Прочитайте PDF до конца. Подпись встанет в сам файл, и после неё договор уже не изменить.</p>
      <Form method="post" noValidate>
        <FormKey />
        <input type="hidden" name="at" value={at} />
        <SignContent
          from={`/api/v1/agreements/${id}/to-sign?at=${encodeURIComponent(at)}`}
          asked={answer?.asked}
          errors={errorsOf(answer?.problem)}
          withoutTime
        />
      </Form>
    </Card>
  );
}

function Send({ answer }: { answer: Answer | undefined }) {
  const errors = errorsOf(answer?.problem);
  return (
    <Card heading="Кто подпишет">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <p className="mut">Подписывают по очереди, в этом порядке. Каждому придёт сообщение, когда дойдёт до него.</p>
        <Select
          name="author"
          label="Вы сами"
          defaultValue={answer?.values?.['author']}
          options={[
            { value: 'first', name: 'Подпишу первым' },
            { value: 'last', name: 'Подпишу последним' },
            { value: 'no', name: 'Не подписываю' },
          ]}
        />
        {Array.from({ length: MOST_OTHERS }, (_, place) => (
          <TextInput
            key={place}
            name={`parties.${place}`}
            label={`${place + 1}-й участник`}
            {...(place === 0 && { hint: 'Телефон, почта или логин, по которым он входит на портал. Лишние строки оставьте пустыми' })}
            autoComplete="off"
            maxLength={254}
            defaultValue={answer?.values?.[`parties.${place}`]}
            error={errors[`parties.${place}`] ?? (place === 0 ? errors['parties'] : undefined)}
          />
        ))}
        <TextInput
          name="days"
          label="Сколько дней на подпись"
          inputMode="numeric"
          short
          defaultValue={answer?.values?.['days'] ?? '14'}
          error={errors['days']}
        />
        <Actions>
          <Button name="intent" value="send">
            Отправить на подпись
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

function Refuse({ answer }: { answer: Answer | undefined }) {
  return (
    <details className="more" open={errorsOf(answer?.problem)['reason'] !== undefined}>
      <summary>Не буду подписывать</summary>
      <Form method="post" noValidate className="stack">
        <FormKey answer={{}} />
        <TextInput
          name="reason"
          label="Почему"
          hint="Увидят все, кто подписывает"
          maxLength={500}
          autoComplete="off"
          defaultValue={answer?.values?.['reason']}
          error={errorsOf(answer?.problem)['reason']}
        />
        <Actions>
          <Button kind="bad" name="intent" value="refuse">
            Отказаться
          </Button>
        </Actions>
      </Form>
    </details>
  );
}
