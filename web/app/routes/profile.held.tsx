// «Мои данные» (PRIV-2): what is held, who looked, a copy, corrections, erasure.
import { Download, Eye, FileText, PencilLine, Trash2 } from 'lucide-react';
import { type ActionFunctionArgs, data, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { askAboutData, askErasure, cancelErasure, confirmOwnData, getOwnData, orderCopy } from '#contract/held-of-person';
import { plural } from '#contract/russian';
import { ownCopyStatuses, ownRequestStatuses } from '#contract/statuses/privacy';
import { CodeField } from '#features/identity/code-field.tsx';
import { OtherWay } from '#features/identity/other-way.tsx';
import { HeldParts, WhatRemains } from '#features/privacy/held.tsx';
import { ZONE } from '#features/privacy/document.tsx';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextArea, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Answer = Partial<Refused> & { what?: 'copy' | 'erase'; sentTo?: string; confirmationId?: string };
const told: Readonly<Record<string, string>> = {
  copy: 'Собираем копию. Когда будет готова, пришлём уведомление',
  erase: 'Удаление запрошено. До срока его можно отменить',
  kept: 'Удаление отменено, всё остаётся как было',
  asked: 'Обращение принято',
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { own: await load(context, getOwnData, {}), done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null };
}

/** `intent`: code (of `what`), copy, erase, cancel, or ask. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  const what = textOf(form, 'what') === 'erase' ? 'erase' : 'copy';
  if (intent === 'code') {
    const asked = await attempt(context, confirmOwnData, { body: { what } }, key);
    return asked.ok ? data({ what, sentTo: asked.value.sentTo, confirmationId: asked.value.confirmationId }) : refused(asked.problem, form);
  }
  const confirmation = { confirmationId: textOf(form, 'confirmationId'), code: textOf(form, 'code') || '-' };
  const done =
    intent === 'copy'
      ? await attempt(context, orderCopy, { body: confirmation }, key)
      : intent === 'erase'
        ? await attempt(context, askErasure, { body: confirmation }, key)
        : intent === 'cancel'
          ? await attempt(context, cancelErasure, {}, key)
          : await attempt(
              context,
              askAboutData,
              { body: { kind: textOf(form, 'kind') === 'question' ? 'question' : 'correct', subject: textOf(form, 'subject'), text: textOf(form, 'text') } },
              key,
            );
  if (done.ok) return redirect(`/profile/data?done=${intent === 'cancel' ? 'kept' : intent === 'ask' ? 'asked' : intent}`, 303);
  return refused(done.problem, form);
}

type Own = Awaited<ReturnType<typeof loader>>['own'];

export default function OwnData() {
  const { own, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Мои данные" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && !answer?.problem && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      {own.erasure && <Waiting erasure={own.erasure} />}
      <p className="lead">Здесь всё, что портал хранит о вас. Ошибку можно исправить, копию скачать, лишнее удалить.</p>
      <Card
        heading={
          <>
            <Icon of={Eye} /> Кто смотрел ваши данные
          </>
        }
      >
        <p>
          {own.looks === 0
            ? 'За последний год сотрудники ваших данных не открывали.'
            : `За последний год сотрудники открывали ваши данные ${own.looks} ${plural(own.looks, ['раз', 'раза', 'раз'])}.`}{' '}
          <Link to="/journal?action=journal.looked">Показать в журнале, кто и когда</Link>
        </p>
      </Card>
      <Card
        heading={
          <>
            <Icon of={FileText} /> Что хранится
          </>
        }
      >
        <HeldParts parts={own.parts} />
      </Card>
      <Copies own={own} answer={answer} />
      <Requests own={own} answer={answer} />
      {!own.erasure && <Erasure own={own} answer={answer} />}
    </Page>
  );
}

function Waiting({ erasure }: { erasure: NonNullable<Own['erasure']> }) {
  return (
    <Notice tone="wait" heading="Кабинет будет удалён">
      <p>
        {erasure.waits ?? (
          <>
            Удалим <When instant={erasure.dueAt} timeZone={ZONE} />. До этого всё работает как обычно.
          </>
        )}
      </p>
      <Form method="post">
        <FormKey />
        <Actions>
          <Button name="intent" value="cancel">
            Отменить удаление
          </Button>
        </Actions>
      </Form>
    </Notice>
  );
}

function Copies({ own, answer }: { own: Own; answer: Answer | undefined }) {
  return (
    <Card
      heading={
        <>
          <Icon of={Download} /> Скачать копию
        </>
      }
    >
      <p>Файл JSON для программ и PDF для чтения. Ссылка живёт сутки и открывается только вам.</p>
      {own.copies.length > 0 && (
        <ul className="plain stack near">
          {own.copies.map(({ copyId, askedAt, status, until }) => (
            <li key={copyId} className="row">
              <StatusOf rows={ownCopyStatuses} is={status} />
              {status === 'ready' ? (
                <>
                  <GoLink away to={`/api/v1/own-data/copies/${copyId}/pdf`}>
                    PDF
                  </GoLink>
                  <GoLink away to={`/api/v1/own-data/copies/${copyId}/json`}>
                    JSON
                  </GoLink>
                  <span className="mut sml">
                    до <When instant={until!} timeZone={ZONE} />
                  </span>
                </>
              ) : (
                <span className="mut sml">
                  <When instant={askedAt} timeZone={ZONE} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <Confirmed what="copy" ask="Заказать копию" done="Собрать копию" answer={answer} />
    </Card>
  );
}

/** The code first, then the act: both without JavaScript. */
function Confirmed({ what, ask, done, answer }: { what: 'copy' | 'erase'; ask: string; done: string; answer: Answer | undefined }) {
  const confirmationId = answer?.what === what ? answer.confirmationId : answer?.values?.['what'] === what ? answer.values['confirmationId'] : undefined;
  if (confirmationId === undefined)
    return (
      <Form method="post">
        <FormKey />
        <input type="hidden" name="what" value={what} />
        <Actions>
          <Button kind={what === 'erase' ? 'bad' : 'alt'} name="intent" value="code">
            {ask}
          </Button>
        </Actions>
      </Form>
    );
  return (
    <Form method="post" noValidate className="stack">
      <FormKey />
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="confirmationId" value={confirmationId} />
      <CodeField sentTo={answer?.sentTo} error={errorsOf(answer?.problem)['code']} />
      <Actions>
        <Button kind={what === 'erase' ? 'bad' : 'main'} name="intent" value={what}>
          {done}
        </Button>
      </Actions>
      <OtherWay confirmationId={confirmationId} />
    </Form>
  );
}

function Requests({ own, answer }: { own: Own; answer: Answer | undefined }) {
  const errors = errorsOf(answer?.problem);
  return (
    <Card
      heading={
        <>
          <Icon of={PencilLine} /> Исправить или спросить
        </>
      }
    >
      {own.requests.length > 0 && (
        <ul className="plain stack">
          {own.requests.map((one) => (
            <li key={one.requestId} className="stack near">
              <p className="row">
                <b>{one.subject}</b>
                <StatusOf rows={ownRequestStatuses} is={one.status} />
                {one.status === 'open' && (
                  <span className="mut sml">
                    ответим до <Day day={one.dueOn} />
                  </span>
                )}
              </p>
              <p className="said">{one.text}</p>
              {one.answer !== null && (
                <p>
                  <b>Ответ:</b> <span className="said">{one.answer}</span>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <details className="more" open={errors['subject'] !== undefined || errors['text'] !== undefined}>
        <summary>Написать обращение</summary>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <RadioGroup
            name="kind"
            label="Что нужно"
            chosen={answer?.values?.['kind'] ?? 'correct'}
            choices={[
              { value: 'correct', name: 'Исправить ошибку', hint: 'За семь рабочих дней' },
              { value: 'question', name: 'Спросить о данных', hint: 'Ответим за десять рабочих дней' },
            ]}
          />
          <TextInput
            name="subject"
            label="Какие данные"
            hint="Например, фамилия или адрес почты"
            maxLength={200}
            defaultValue={answer?.values?.['subject']}
            error={errors['subject']}
          />
          <TextArea
            name="text"
            label="Как правильно или что узнать"
            rows={4}
            maxLength={2_000}
            defaultValue={answer?.values?.['text']}
            error={errors['text']}
          />
          <Actions>
            <Button kind="alt" name="intent" value="ask">
              Отправить
            </Button>
          </Actions>
        </Form>
      </details>
    </Card>
  );
}

function Erasure({ own, answer }: { own: Own; answer: Answer | undefined }) {
  return (
    <Card
      heading={
        <>
          <Icon of={Trash2} /> Удалить кабинет
        </>
      }
    >
      <p>
        Через три дня после запроса кабинет и всё, чего не хранит закон, исчезнут без возврата. Эти три дня можно передумать. Лицевые счета и долги остаются у
        организаций.
      </p>
      <WhatRemains parts={own.parts} />
      <Confirmed what="erase" ask="Удалить кабинет" done="Запросить удаление" answer={answer} />
      <ButtonLink kind="bare" to="/privacy">
        Подробнее в политике
      </ButtonLink>
    </Card>
  );
}
