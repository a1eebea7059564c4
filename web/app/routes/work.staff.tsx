// «Сотрудники»: who works in the organization, in what post, since when and until when, given by whom; invitations (ROLE-1). For managers.
import { type ActionFunctionArgs, data, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getSecurity, listMachineKeys, MACHINE_OPERATIONS, makeMachineKey, revokeMachineKey } from '#contract/identity';
import { getMe } from '#contract/me';
import { endPost, getStaff, givePost, inviteStaff, STAFF_POSTS, withdrawStaffInvitation } from '#contract/staff';
import { MachineKeys, type MadeKey } from '#features/staff/machine-keys.tsx';
import { POST_SEES, POST_WORDS } from '#features/staff/words.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Staff = AnswerOf<typeof getStaff>;
const told: Readonly<Record<string, string>> = {
  invited: 'Приглашение отправлено. Человек войдёт на портал и ответит',
  withdrawn: 'Приглашение отозвано',
  given: 'Роль выдана, она уже действует',
  ended: 'Роль снята, она уже не действует',
  revoked: 'Ключ отозван, программа с ним больше не войдёт',
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { work } = await load(context, getMe, {});
  const search = new URL(request.url).searchParams;
  const managed = work.filter(({ roles }) => roles.includes('manager'));
  const organization = managed.find(({ organizationId }) => organizationId === search.get('organization')) ?? managed[0];
  if (!organization) throw redirect('/work');
  const { organizationId } = organization;
  const [staff, { keys }, { can }] = await Promise.all([
    load(context, getStaff, { params: { organizationId } }),
    load(context, listMachineKeys, { params: { organizationId } }),
    load(context, getSecurity, {}),
  ]);
  return { organizationId, managed, staff, keys, mayMakeKeys: can.changeFactors, done: told[search.get('done') ?? ''] ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const organizationId = textOf(form, 'organizationId');
  const params = { organizationId };
  const role = STAFF_POSTS.find((one) => one === textOf(form, 'role')) ?? 'assignee';
  const post = { role, ...(textOf(form, 'toDay') !== '' && { toDay: textOf(form, 'toDay') }) };
  const intent = textOf(form, 'intent');
  if (intent === 'makeKey') {
    const made = await attempt(
      context,
      makeMachineKey,
      {
        params,
        body: {
          name: textOf(form, 'keyName'),
          operations: MACHINE_OPERATIONS.filter((one) => form.has(`operation.${one}`)),
          days: Number(textOf(form, 'days')),
        },
      },
      key,
    );
    return made.ok
      ? data({ machineKey: made.value.key, until: made.value.until } satisfies MadeKey)
      : refused(
          {
            ...made.problem,
            fields: (made.problem.fields ?? []).map((field) => ({ ...field, pointer: field.pointer === '/name' ? '/keyName' : field.pointer })),
          },
          form,
        );
  }
  const [result, done] =
    intent === 'end'
      ? [await attempt(context, endPost, { params: { ...params, grantId: textOf(form, 'grantId') } }, key), 'ended']
      : intent === 'withdraw'
        ? [await attempt(context, withdrawStaffInvitation, { params: { ...params, invitationId: textOf(form, 'invitationId') } }, key), 'withdrawn']
        : intent === 'revokeKey'
          ? [await attempt(context, revokeMachineKey, { params: { ...params, keyId: textOf(form, 'keyId') } }, key), 'revoked']
          : intent === 'give'
            ? [await attempt(context, givePost, { params, body: { personId: textOf(form, 'personId'), ...post } }, key), 'given']
            : [
                await attempt(context, inviteStaff, { params, body: { name: textOf(form, 'name'), contact: textOf(form, 'contact'), ...post } }, key),
                'invited',
              ];
  return result.ok ? redirect(`/work/staff?organization=${organizationId}&done=${done}`, 303) : refused(result.problem, form);
}

export default function WorkStaff() {
  const { organizationId, managed, staff, keys, mayMakeKeys, done } = useLoaderData<typeof loader>();
  const given = useActionData<Refused | MadeKey>();
  const [answer, made] = given !== undefined && 'problem' in given ? [given, undefined] : [undefined, given];
  const [search] = useSearchParams();
  const colleague = staff.people.find(({ personId }) => personId === search.get('give'));
  const rows = staff.people.flatMap(({ posts, ...person }) => posts.map((post) => ({ ...person, ...post })));
  return (
    <Page title="Сотрудники" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== null && given === undefined && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p className="lead">{staff.name}: кто работает и что ему открыто. Снятая роль перестаёт действовать сразу.</p>
      {managed.length > 1 && (
        <Form method="get" className="row">
          <Select
            name="organization"
            label="Организация"
            defaultValue={organizationId}
            options={managed.map((one) => ({ value: one.organizationId, name: one.name }))}
          />
          <Button kind="alt">Показать</Button>
        </Form>
      )}
      <DataTable caption="Кто работает" rows={rows} rowKey={(row) => row.grantId} columns={columnsFor(organizationId)} />
      {staff.invitations.length > 0 && (
        <DataTable caption="Приглашения ждут ответа" rows={staff.invitations} rowKey={(row) => row.id} columns={invitationColumnsFor(organizationId)} />
      )}
      <PostForm key={colleague?.personId} organizationId={organizationId} answer={answer} colleague={colleague} />
      <MachineKeys organizationId={organizationId} keys={keys} mayMake={mayMakeKeys} made={made} answer={answer} />
    </Page>
  );
}

const Hidden = ({ organizationId }: { organizationId: string }) => (
  <>
    <FormKey answer={{}} />
    <input type="hidden" name="organizationId" value={organizationId} />
  </>
);
const until = (toDay: string | null) => (toDay === null ? 'без срока' : <Day day={toDay} />);

type Row = Omit<Staff['people'][number], 'posts'> & Staff['people'][number]['posts'][number];
const columnsFor = (organizationId: string): readonly Column<Row>[] => [
  {
    key: 'name',
    name: 'Имя',
    head: true,
    cell: (row) => (
      <>
        {row.isYou ? `${row.name} (вы)` : row.name}
        <br />
        <Link className="sml" to={`/work/staff?organization=${organizationId}&give=${row.personId}`}>
          Дать ещё роль<span className="vh">{`: ${row.name}`}</span>
        </Link>
      </>
    ),
  },
  { key: 'role', name: 'Роль', cell: (row) => POST_WORDS[row.role] },
  { key: 'from', name: 'С какого дня', cell: (row) => <Day day={row.fromDay} /> },
  { key: 'to', name: 'До какого дня', cell: (row) => until(row.toDay) },
  { key: 'by', name: 'Кто дал', cell: (row) => row.givenBy ?? 'портал' },
  {
    key: 'act',
    name: 'Действие',
    silent: true,
    cell: (row) =>
      row.can.end && (
        <Form method="post">
          <Hidden organizationId={organizationId} />
          <input type="hidden" name="grantId" value={row.grantId} />
          <Button kind="bare" name="intent" value="end">
            Снять роль<span className="vh">{` «${POST_WORDS[row.role]}»: ${row.name}`}</span>
          </Button>
        </Form>
      ),
  },
];

const invitationColumnsFor = (organizationId: string): readonly Column<Staff['invitations'][number]>[] => [
  {
    key: 'name',
    name: 'Кого',
    head: true,
    cell: (row) => (
      <>
        {row.name}
        <br />
        <span className="mut sml">{row.sentTo}</span>
      </>
    ),
  },
  { key: 'role', name: 'Роль', cell: (row) => POST_WORDS[row.role] },
  { key: 'to', name: 'До какого дня', cell: (row) => until(row.toDay) },
  { key: 'by', name: 'Кто пригласил', cell: (row) => row.invitedBy },
  { key: 'until', name: 'Ждём до', cell: (row) => <When instant={row.until} timeZone="Europe/Moscow" /> },
  {
    key: 'act',
    name: 'Действие',
    silent: true,
    cell: (row) => (
      <Form method="post">
        <Hidden organizationId={organizationId} />
        <input type="hidden" name="invitationId" value={row.id} />
        <Button kind="bare" name="intent" value="withdraw">
          Отозвать<span className="vh">: {row.name}</span>
        </Button>
      </Form>
    ),
  },
];

type Shown = { organizationId: string; answer: Refused | undefined };

/** The same form invites somebody new or, for whoever was chosen in the list, gives one more post. */
function PostForm({ organizationId, answer, colleague }: Shown & { colleague: Staff['people'][number] | undefined }) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Card heading={colleague ? `Ещё одна роль: ${colleague.name}` : 'Пригласить сотрудника'}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="organizationId" value={organizationId} />
        {colleague ? (
          <input type="hidden" name="personId" value={colleague.personId} />
        ) : (
          <>
            <TextInput
              name="name"
              label="Кого приглашаете"
              hint="Имя и, если нужно, должность"
              maxLength={100}
              defaultValue={values['name']}
              error={errors['name']}
            />
            <TextInput
              name="contact"
              label="Телефон или почта"
              hint="С ними человек войдёт на портал и ответит на приглашение"
              autoComplete="off"
              maxLength={254}
              defaultValue={values['contact']}
              error={errors['contact']}
            />
          </>
        )}
        <RadioGroup
          name="role"
          label="Роль"
          chosen={values['role'] ?? 'assignee'}
          choices={STAFF_POSTS.map((value) => ({ value, name: POST_WORDS[value], hint: POST_SEES[value] }))}
        />
        <TextInput
          name="toDay"
          type="date"
          label="До какого дня"
          hint="Оставьте пустым, если срока нет"
          short
          defaultValue={values['toDay']}
          error={errors['toDay']}
        />
        <Actions>
          <Button name="intent" value={colleague ? 'give' : 'invite'}>
            {colleague ? 'Дать роль' : 'Отправить приглашение'}
          </Button>
          {colleague && (
            <ButtonLink kind="bare" to={`/work/staff?organization=${organizationId}`}>
              Не давать
            </ButtonLink>
          )}
        </Actions>
      </Form>
    </Card>
  );
}
