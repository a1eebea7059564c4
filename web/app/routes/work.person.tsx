// A person as an operator sees him, and what the operator may do: each thing with a reason.
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { blockPerson, endPersonSessions, endRole, getPerson, GIVEN_ROLES, giveRole, unblockPerson } from '#contract/people';
import { PersonActions } from '#features/people/person-actions.tsx';
import { PersonRoles } from '#features/people/person-roles.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { wrongFields } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const told: Readonly<Record<string, string>> = { block: 'Кабинет закрыт, все входы завершены', unblock: 'Кабинет снова открыт', sessions: 'Все входы завершены', give: 'Роль выдана, она уже действует', end: 'Роль снята, она уже не действует' };

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  return { person: await load(context, getPerson, { params: { personId: params['personId'] ?? '' } }), done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null };
}

export async function action({ context, request, params: { personId = '' } }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const [params, intent, reason] = [{ personId }, textOf(form, 'intent'), textOf(form, 'reason')];
  if (reason.length < 5) return refused(wrongFields({ reason: 'Напишите, почему: человек это увидит' }), form);
  const body = { reason };
  const toDay = textOf(form, 'toDay');
  const role = GIVEN_ROLES.find((one) => one === textOf(form, 'role')) ?? 'auditor';
  const done = intent === 'block' ? await attempt(context, blockPerson, { params, body }, key)
    : intent === 'unblock' ? await attempt(context, unblockPerson, { params, body }, key)
    : intent === 'sessions' ? await attempt(context, endPersonSessions, { params, body }, key)
    : intent === 'end' ? await attempt(context, endRole, { params: { personId, grantId: textOf(form, 'grantId') }, body }, key)
    : await attempt(context, giveRole, { params, body: { role, reason, ...(toDay !== '' && { toDay }) } }, key);
  return done.ok ? redirect(`/work/people/${personId}?done=${intent}`, 303) : refused(done.problem, form);
}

const factors = { none: 'не подключён', sms: 'код в СМС', email: 'код на почту', totp: 'приложение для кодов' } as const;
const sessionColumns: readonly Column<ReturnType<typeof useLoaderData<typeof loader>>['person']['sessions'][number]>[] = [
  { key: 'device', name: 'Устройство', head: true, cell: (one) => one.device },
  { key: 'entered', name: 'Вход', cell: (one) => <When instant={one.enteredAt} timeZone="Europe/Moscow" /> },
  { key: 'seen', name: 'Последнее действие', cell: (one) => <When instant={one.seenAt} timeZone="Europe/Moscow" /> },
];

export default function WorkPerson() {
  const { person, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [search] = useSearchParams();
  return (
    <Page title={person.name} problem={answer?.problem} back={{ to: '/work/people', name: 'Найти человека' }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && !answer && <Notice tone="ok" announce><p>{done}.</p></Notice>}
      <p className="lead">Вы смотрите этого человека по причине: {person.reason}. Он это видит в своём журнале.</p>
      <Card heading="Кабинет" aside={person.isBlocked ? <Status tone="bad">Закрыт</Status> : <Status tone="ok">Открыт</Status>}>
        <DefinitionList items={[
          { name: 'Телефон', value: person.phone ?? 'нет' }, { name: 'Почта', value: person.email ?? 'нет' }, { name: 'Логин', value: person.login ?? 'нет' },
          { name: 'Личность', value: person.isConfirmed ? 'подтверждена' : 'не подтверждена' }, { name: 'Второй шаг входа', value: factors[person.secondFactor] }, { name: 'Ключей доступа', value: String(person.passkeys) },
        ]} />
      </Card>
      {person.sessions.length > 0 && <DataTable caption="Открытые входы" rows={person.sessions} rowKey={({ id }) => id} columns={sessionColumns} />}
      <PersonRoles person={person} answer={answer} />
      {person.can.block && !search.has('role') && <PersonActions person={person} answer={answer} />}
    </Page>
  );
}
