// A person as an operator sees him, and what the operator may do: each thing with a reason.
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { approveFactorReset, askFactorReset, refuseFactorReset, RESET_PROOFS } from '#contract/factor-resets';
import { blockPerson, endPersonSessions, endRole, getPerson, GIVEN_ROLES, giveRole, unblockPerson } from '#contract/people';
import { LostFactors } from '#features/people/lost-factors.tsx';
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

const told: Readonly<Record<string, string>> = {
  block: 'Кабинет закрыт, все входы завершены',
  unblock: 'Кабинет снова открыт',
  sessions: 'Все входы завершены',
  give: 'Роль выдана, она уже действует',
  end: 'Роль снята, она уже не действует',
  reset: 'Записано. Теперь решает другой сотрудник',
  resetApprove: 'Согласовано. Через сутки способы входа отключатся',
  resetRefuse: 'Отменено, способы входа прежние',
};

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  return {
    person: await load(context, getPerson, { params: { personId: params['personId'] ?? '' } }),
    done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null,
  };
}

export async function action({ context, request, params: { personId = '' } }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const [params, intent, reason] = [{ personId }, textOf(form, 'intent'), textOf(form, 'reason')];
  if (intent.startsWith('reset')) return resetAction({ context, form, personId });
  if (reason.length < 5) return refused(wrongFields({ reason: 'Напишите, почему: человек это увидит' }), form);
  const body = { reason };
  const role = GIVEN_ROLES.find((one) => one === textOf(form, 'role')) ?? 'auditor';
  const done =
    intent === 'block'
      ? await attempt(context, blockPerson, { params, body }, key)
      : intent === 'unblock'
        ? await attempt(context, unblockPerson, { params, body }, key)
        : intent === 'sessions'
          ? await attempt(context, endPersonSessions, { params, body }, key)
          : intent === 'end'
            ? await attempt(context, endRole, { params: { personId, grantId: textOf(form, 'grantId') }, body }, key)
            : await attempt(
                context,
                giveRole,
                { params, body: { role, reason, ...given(form, 'toDay'), ...given(form, 'region'), ...given(form, 'city') } },
                key,
              );
  return done.ok ? redirect(`/work/people/${personId}?done=${intent}`, 303) : refused(done.problem, form);
}

/** Lost ways of signing in: the proof is written down, agreed on, stopped. */
async function resetAction({ context, form, personId }: { context: ActionFunctionArgs['context']; form: FormData; personId: string }) {
  const key = { key: keyOf(form) };
  const [intent, note, newPhone] = [textOf(form, 'intent'), textOf(form, 'note'), textOf(form, 'newPhone')];
  const params = { personId, resetId: textOf(form, 'resetId') };
  if (intent === 'reset' && note.length < 10) return refused(wrongFields({ note: 'Напишите, что показал человек и кто это проверил' }), form);
  const done =
    intent === 'resetApprove'
      ? await attempt(context, approveFactorReset, { params }, key)
      : intent === 'resetRefuse'
        ? await attempt(context, refuseFactorReset, { params }, key)
        : await attempt(
            context,
            askFactorReset,
            {
              params: { personId },
              body: { proof: RESET_PROOFS.find((one) => one === textOf(form, 'proof')) ?? 'in_person', note, ...(newPhone !== '' && { newPhone }) },
            },
            key,
          );
  return done.ok ? redirect(`/work/people/${personId}?done=${intent}`, 303) : refused(done.problem, form);
}

const given = (form: FormData, name: 'toDay' | 'region' | 'city') => (textOf(form, name) === '' ? {} : { [name]: textOf(form, name) });

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
      {done !== null && !answer && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p className="lead">Вы смотрите этого человека по причине: {person.reason}. Он это видит в своём журнале.</p>
      <Card heading="Кабинет" aside={person.isBlocked ? <Status tone="bad">Закрыт</Status> : <Status tone="ok">Открыт</Status>}>
        <DefinitionList
          items={[
            { name: 'Телефон', value: person.phone ?? 'нет' },
            { name: 'Почта', value: person.email ?? 'нет' },
            { name: 'Логин', value: person.login ?? 'нет' },
            { name: 'Личность', value: person.isConfirmed ? 'подтверждена' : 'не подтверждена' },
            { name: 'Второй шаг входа', value: factors[person.secondFactor] },
            { name: 'Ключей доступа', value: String(person.passkeys) },
          ]}
        />
      </Card>
      {person.sessions.length > 0 && <DataTable caption="Открытые входы" rows={person.sessions} rowKey={({ id }) => id} columns={sessionColumns} />}
      <PersonRoles person={person} answer={answer} />
      <LostFactors person={person} answer={answer} />
      {person.can.block && !search.has('role') && <PersonActions person={person} answer={answer} />}
    </Page>
  );
}
