// Powers of attorney: whom the person entrusted with what, and for whom the person may act (ROLE-3).
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { PowerRight } from '#contract/areas';
import type { AnswerOf } from '#contract/endpoint';
import { getPowerPapers, type PowerPaper, withdrawPowerPaper } from '#contract/power-papers';
import { askPowerCode, endPower, getPowers, givePower } from '#contract/powers';
import { formatDay } from '#contract/russian';
import { powerPaperStatuses, powerStates } from '#contract/statuses/identity';
import { AskCode, CodeField } from '#features/identity/code-field.tsx';
import { ConfirmByPasskey } from '#features/identity/confirm-by-passkey.tsx';
import { OtherWay } from '#features/identity/other-way.tsx';
import { listedRights, RightsField, rightsOf } from '#features/identity/power-rights.tsx';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Powers = AnswerOf<typeof getPowers>;
type Typed = { representative: string; rights: PowerRight[]; toDay: string };
type Answer = Partial<Refused> & { typed?: Typed; sentTo?: string; confirmationId?: string };
const told: Readonly<Record<string, string>> = {
  given: 'Доверенность дана',
  ended: 'Доверенность закончена, она уже не действует',
  sent: 'Доверенность подана. Когда её проверят, напишем вам обоим',
  withdrawn: 'Доверенность не примут, копию удалили',
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const [powers, { papers, isConfirmed }] = await Promise.all([load(context, getPowers, {}), load(context, getPowerPapers, {})]);
  return {
    powers,
    papers: papers.filter(({ status }) => status !== 'accepted'),
    isConfirmed,
    done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null,
  };
}

/** `intent`: end, withdraw (a paper), code or give. What was typed goes along with the code, so that the same is confirmed. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  if (intent === 'end') {
    const done = await attempt(context, endPower, { params: { powerId: textOf(form, 'powerId') } }, key);
    return done.ok ? redirect('/profile/powers?done=ended', 303) : refused(done.problem, form);
  }
  if (intent === 'withdraw') {
    const done = await attempt(context, withdrawPowerPaper, { params: { paperId: textOf(form, 'paperId') } }, key);
    return done.ok ? redirect('/profile/powers?done=withdrawn', 303) : refused(done.problem, form);
  }
  const typed: Typed = { representative: textOf(form, 'representative'), rights: rightsOf(form), toDay: textOf(form, 'toDay') };
  const missing = {
    ...(typed.representative === '' && { representative: 'Введите телефон, почту или логин представителя' }),
    ...(typed.rights.length === 0 && { rights: 'Отметьте, что доверяете' }),
    ...(typed.toDay === '' && { toDay: 'Укажите последний день доверенности' }),
  };
  if (Object.keys(missing).length > 0) return data({ problem: wrongFields(missing), typed } satisfies Answer, { status: 422 });
  if (intent === 'code') {
    const asked = await attempt(context, askPowerCode, { body: typed }, key);
    return asked.ok
      ? data({ typed, sentTo: asked.value.sentTo, confirmationId: asked.value.confirmationId } satisfies Answer)
      : data({ problem: asked.problem, typed } satisfies Answer, { status: asked.problem.status });
  }
  const confirmationId = textOf(form, 'confirmationId');
  const done = await attempt(context, givePower, { body: { ...typed, confirmationId, code: textOf(form, 'code') } }, key);
  return done.ok
    ? redirect('/profile/powers?done=given', 303)
    : data({ problem: done.problem, typed, confirmationId, key: key.key } satisfies Answer, { status: done.problem.status });
}

export default function ProfilePowers() {
  const {
    powers: { given, received, can },
    papers,
    isConfirmed,
    done,
  } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Представители" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && !answer && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      {received.map((power) => (
        <Received key={power.id} power={power} />
      ))}
      {papers.map((paper) => (
        <Paper key={paper.id} paper={paper} />
      ))}
      {given.length > 0 && <DataTable caption="Доверенности, которые вы дали" rows={given} rowKey={(row) => row.id} columns={columns} />}
      {can.give && <Give answer={answer} />}
      {!can.give && received.length === 0 && <p className="lead">Доверенность может дать собственник. Вам пока никто ничего не доверял.</p>}
      {isConfirmed && (
        <Card heading="Вам выдали доверенность у нотариуса?">
          <p>Подайте её копию: специалист проверит, и вы сможете действовать за собственника.</p>
          <Actions>
            <ButtonLink kind="alt" to="/profile/powers/paper">
              Подать бумажную доверенность
            </ButtonLink>
          </Actions>
        </Card>
      )}
    </Page>
  );
}

function Received({ power }: { power: Powers['received'][number] }) {
  return (
    <Card heading={`Вам доверяет: ${power.name}`} aside={<StatusOf rows={powerStates} is="active" />}>
      <p>
        По <Day day={power.toDay} />: {listedRights(power.rights)}. Каждое действие запишется в журнал на вас обоих.
      </p>
      {power.ground !== null && <p className="mut">{power.ground}</p>}
      <form method="post" action="/acting">
        <input type="hidden" name="powerId" value={power.id} />
        <Actions>
          <Button kind="alt">Действовать за: {power.name}</Button>
        </Actions>
      </form>
      <Form method="post">
        <FormKey answer={{}} />
        <input type="hidden" name="powerId" value={power.id} />
        <Button kind="bare" name="intent" value="end">
          Отказаться от доверенности<span className="vh">: {power.name}</span>
        </Button>
      </Form>
    </Card>
  );
}

function Paper({ paper }: { paper: PowerPaper }) {
  const { id, status, side, other, number, signedOn, notary, decideBy, reply, file, can } = paper;
  const isOwners = side === 'principal';
  return (
    <Card heading={`Бумажная доверенность №\u00A0${number}`} aside={<StatusOf rows={powerPaperStatuses} is={status} />} due={isOwners && can.withdraw}>
      {other !== null && <p>{isOwners ? `Подаёт: ${other}. Хочет действовать за вас.` : `Выдал: ${other}`}</p>}
      <p>
        {`Можно ${listedRights(paper.rights)}. По `}
        <Day day={paper.toDay} />
        {`, выдана ${formatDay(signedOn)}, нотариус ${notary}.`}
        {decideBy !== null && (
          <>
            {' '}
            Проверят до <Day day={decideBy} />.
          </>
        )}
      </p>
      {reply !== null && <p>{reply}</p>}
      {file && (
        <p>
          <GoLink away to={`/api/v1/powers/papers/${id}/file`}>
            {file.name}
          </GoLink>
        </p>
      )}
      {can.change && (
        <Actions>
          <ButtonLink kind="alt" to={`/profile/powers/paper/${id}`}>
            Продолжить
          </ButtonLink>
        </Actions>
      )}
      {can.withdraw && (
        <Form method="post">
          <FormKey answer={{}} />
          <input type="hidden" name="paperId" value={id} />
          <Actions>
            <Button kind={isOwners ? 'bad' : 'bare'} name="intent" value="withdraw">
              {isOwners ? 'Я её не давал' : 'Отозвать'}
              <span className="vh">{`: доверенность № ${number}`}</span>
            </Button>
          </Actions>
        </Form>
      )}
    </Card>
  );
}

const columns: readonly Column<Powers['given'][number]>[] = [
  {
    key: 'name',
    name: 'Кому',
    head: true,
    cell: (row) => (
      <>
        {row.name}
        {row.ground !== null && (
          <span className="hint">
            <br />
            {row.ground}
          </span>
        )}
      </>
    ),
  },
  { key: 'rights', name: 'Что можно', cell: (row) => listedRights(row.rights) },
  { key: 'from', name: 'С какого дня', cell: (row) => <Day day={row.fromDay} /> },
  { key: 'to', name: 'По какой день', cell: (row) => <Day day={row.toDay} /> },
  { key: 'state', name: 'Состояние', plain: true, cell: (row) => <StatusOf rows={powerStates} is={row.state} /> },
  {
    key: 'act',
    name: 'Действие',
    silent: true,
    cell: (row) =>
      row.state === 'active' && (
        <Form method="post">
          <FormKey answer={{}} />
          <input type="hidden" name="powerId" value={row.id} />
          <Button kind="bad" name="intent" value="end">
            Закончить<span className="vh">: {row.name}</span>
          </Button>
        </Form>
      ),
  },
];

function Give({ answer }: { answer: Answer | undefined }) {
  const errors = errorsOf(answer?.problem);
  const typed = answer?.typed;
  const isAsked = answer?.confirmationId !== undefined;
  return (
    <Card heading="Дать доверенность">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <p className="mut">Представитель увидит ваши дома и счета и сделает только то, что вы отметите. Закончить доверенность можно в любую минуту.</p>
        <TextInput
          name="representative"
          label="Кому"
          hint="Телефон, почта или логин, по которым он входит на портал"
          autoComplete="off"
          maxLength={254}
          readOnly={isAsked}
          defaultValue={typed?.representative}
          error={errors['representative']}
        />
        <RightsField chosen={typed?.rights} error={errors['rights']} />
        <TextInput
          name="toDay"
          type="date"
          label="Последний день"
          hint="Не больше трёх лет"
          short
          readOnly={isAsked}
          defaultValue={typed?.toDay}
          error={errors['toDay']}
        />
        {isAsked && (
          <>
            <input type="hidden" name="confirmationId" value={answer.confirmationId} />
            <CodeField sentTo={answer.sentTo} does="подтверждает именно эти права и срок" error={errors['code']} />
            <Actions>
              <Button name="intent" value="give">
                Дать доверенность
              </Button>
              <ConfirmByPasskey confirmationId={answer.confirmationId!} />
            </Actions>
            <OtherWay confirmationId={answer.confirmationId!} />
          </>
        )}
        <Actions>
          <Button kind={isAsked ? 'bare' : 'main'} name="intent" value="code">
            <AskCode again={isAsked} />
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
