// «Кто живёт и кто видит»: people of the chosen home, invitations, leaving (ROLE-1).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { endStay, getHousehold, INVITED_ROLES, invite, withdrawInvitation } from '#contract/household';
import { getMe } from '#contract/me';
import { ROLE_WORDS, SEES_WORDS } from '#features/household/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, unbroken, When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { chosenHome } from '#web/home.ts';

type Household = AnswerOf<typeof getHousehold>;
const told: Readonly<Record<string, string>> = {
  invited: 'Приглашение отправлено. Скажите человеку код из списка ниже',
  withdrawn: 'Приглашение отозвано, ссылка не работает',
  ended: 'Этот человек дом больше не видит',
  left: 'Вы больше не видите этот дом',
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { homes } = await load(context, getMe, {});
  const home = chosenHome(homes, request.headers.get('cookie'));
  if (!home) throw redirect('/home');
  const { houseId, premisesId } = home;
  return {
    home: { houseId, premisesId },
    household: await load(context, getHousehold, { params: { houseId, premisesId } }),
    done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const params = { houseId: textOf(form, 'houseId'), premisesId: textOf(form, 'premisesId') };
  const intent = textOf(form, 'intent');
  if (intent === 'withdraw') {
    const done = await attempt(context, withdrawInvitation, { params: { ...params, invitationId: textOf(form, 'invitationId') } }, key);
    return done.ok ? redirect('/home/people?done=withdrawn', 303) : refused(done.problem, form);
  }
  if (intent === 'end' || intent === 'leave') {
    const done = await attempt(context, endStay, { params: { ...params, grantId: textOf(form, 'grantId') } }, key);
    return done.ok ? redirect(intent === 'leave' ? '/' : '/home/people?done=ended', 303) : refused(done.problem, form);
  }
  const role = INVITED_ROLES.find((one) => one === textOf(form, 'role')) ?? 'family';
  const toDay = textOf(form, 'toDay');
  const done = await attempt(
    context,
    invite,
    { params, body: { name: textOf(form, 'name'), role, contact: textOf(form, 'contact'), ...(toDay !== '' && { toDay }) } },
    key,
  );
  return done.ok ? redirect('/home/people?done=invited', 303) : refused(done.problem, form);
}

export default function HomePeople() {
  const { home, household, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const { people, invitations, can } = household;
  return (
    <Page title="Кто живёт и кто видит" problem={answer?.problem} back={{ to: '/home', name: 'Мой дом' }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && !answer && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p className="lead">
        {unbroken(household.address)}.{' '}
        {can.invite ? 'Сколько людей прописано, здесь не меняется: это список тех, кто видит дом на портале.' : 'Остальных видит только собственник.'}
      </p>
      <DataTable caption="Кто видит этот дом" rows={people} rowKey={(row) => row.grantId} columns={columnsFor(home)} />
      {invitations.length > 0 && (
        <DataTable caption="Приглашения ждут ответа" rows={invitations} rowKey={(row) => row.id} columns={invitationColumnsFor(home)} />
      )}
      <p>
        <Link className="go" to="/home/children">
          Детские профили
        </Link>
      </p>
      {can.invite && <Invite home={home} answer={answer} />}
    </Page>
  );
}

type Home = { houseId: string; premisesId: string };
const Hidden = ({ home }: { home: Home }) => (
  <>
    <FormKey answer={{}} />
    <input type="hidden" name="houseId" value={home.houseId} />
    <input type="hidden" name="premisesId" value={home.premisesId} />
  </>
);
const until = (toDay: string | null) =>
  toDay === null ? (
    'без срока'
  ) : (
    <span>
      по <Day day={toDay} />
    </span>
  );

const columnsFor = (home: Home): readonly Column<Household['people'][number]>[] => [
  { key: 'name', name: 'Имя', head: true, cell: (row) => (row.isYou ? `${row.name} (вы)` : row.name) },
  { key: 'role', name: 'Кто', cell: (row) => ROLE_WORDS[row.role] },
  { key: 'from', name: 'С какого дня', cell: (row) => <Day day={row.fromDay} /> },
  { key: 'to', name: 'До какого дня', cell: (row) => until(row.toDay) },
  {
    key: 'act',
    name: 'Действие',
    silent: true,
    cell: (row) =>
      row.can.end && (
        <Form method="post">
          <Hidden home={home} />
          <input type="hidden" name="grantId" value={row.grantId} />
          <Button kind="bare" name="intent" value={row.isYou ? 'leave' : 'end'}>
            {row.isYou ? 'Выйти из дома' : 'Закрыть доступ'}
            <span className="vh">: {row.name}</span>
          </Button>
        </Form>
      ),
  },
];

const invitationColumnsFor = (home: Home): readonly Column<Household['invitations'][number]>[] => [
  {
    key: 'name',
    name: 'Кого',
    head: true,
    cell: (row) => (
      <>
        {row.name}
        <br />
        <span className="mut sml">
          {ROLE_WORDS[row.role]}, {until(row.toDay)}
        </span>
      </>
    ),
  },
  { key: 'sent', name: 'Ссылка ушла', cell: (row) => row.sentTo },
  { key: 'code', name: 'Код, скажите его сами', cell: (row) => <span className="code">{row.code}</span> },
  { key: 'until', name: 'Ждём до', cell: (row) => <When instant={row.until} timeZone="Europe/Moscow" /> },
  {
    key: 'act',
    name: 'Действие',
    silent: true,
    cell: (row) => (
      <Form method="post">
        <Hidden home={home} />
        <input type="hidden" name="invitationId" value={row.id} />
        <Button kind="bare" name="intent" value="withdraw">
          Отозвать<span className="vh">: {row.name}</span>
        </Button>
      </Form>
    ),
  },
];

function Invite({ home, answer }: { home: Home; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Card heading="Пригласить">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="houseId" value={home.houseId} />
        <input type="hidden" name="premisesId" value={home.premisesId} />
        <TextInput
          name="name"
          label="Кого приглашаете"
          hint="Как вы его называете: «Внук Иван»"
          maxLength={100}
          defaultValue={values['name']}
          error={errors['name']}
        />
        <RadioGroup
          name="role"
          label="Кто это"
          chosen={values['role'] ?? 'family'}
          choices={INVITED_ROLES.map((value) => ({ value, name: ROLE_WORDS[value], hint: SEES_WORDS[value] }))}
        />
        <TextInput
          name="contact"
          label="Телефон или почта"
          hint="Туда придёт ссылка. Код скажете сами, без него по ссылке не войти"
          autoComplete="off"
          maxLength={254}
          defaultValue={values['contact']}
          error={errors['contact']}
        />
        <TextInput
          name="toDay"
          type="date"
          label="До какого дня"
          hint="Гостю нужен срок; семье и нанимателю можно оставить пустым"
          short
          defaultValue={values['toDay']}
          error={errors['toDay']}
        />
        <Actions>
          <Button name="intent" value="invite">
            Отправить приглашение
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
