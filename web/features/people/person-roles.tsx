// Roles of a person: since when, until when, given by whom. An administrator gives and takes those of the portal.
import { Form, Link, useSearchParams } from 'react-router';
import { GIVEN_ROLES } from '#contract/people';
import { roleWords } from '#contract/role-words';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { PersonShown } from './person-actions.tsx';

type Held = PersonShown['person']['roles'][number];

/** The form stands on an address of its own (`?role=new` or the id of a grant), so that a page has one field of a name. */
export function PersonRoles({ person, answer }: PersonShown) {
  const [search] = useSearchParams();
  const chosen = search.get('role');
  const ended = person.roles.find(({ grantId, can }) => can.end && grantId === chosen);
  return (
    <>
      {person.roles.length > 0 && <DataTable caption="Роли" rows={person.roles} rowKey={({ grantId }) => grantId} columns={columns} />}
      {ended || (chosen === 'new' && person.can.giveRoles) ? (
        <RoleForm person={person} answer={answer} ended={ended} />
      ) : (
        person.can.giveRoles && (
          <p>
            <Link className="go" to="?role=new">
              Дать роль портала
            </Link>
          </p>
        )
      )}
    </>
  );
}

const columns: readonly Column<Held>[] = [
  {
    key: 'role',
    name: 'Роль',
    head: true,
    cell: (one) => (
      <>
        {roleWords[one.role] ?? one.role}
        {one.over !== null && (
          <>
            <br />
            <span className="mut sml">{one.over}</span>
          </>
        )}
      </>
    ),
  },
  { key: 'from', name: 'С какого дня', cell: (one) => <Day day={one.fromDay} /> },
  { key: 'to', name: 'До какого дня', cell: (one) => (one.toDay === null ? 'без срока' : <Day day={one.toDay} />) },
  { key: 'by', name: 'Кто дал', cell: (one) => one.givenBy ?? 'портал' },
  {
    key: 'act',
    name: 'Действие',
    silent: true,
    cell: (one) =>
      one.can.end && (
        <Link to={`?role=${one.grantId}`}>
          Снять роль<span className="vh">{` «${roleWords[one.role]}»`}</span>
        </Link>
      ),
  },
];

function RoleForm({ person, answer, ended }: PersonShown & { ended: Held | undefined }) {
  const isMine = ['give', 'end'].includes(answer?.values['intent'] ?? '');
  const [errors, values] = isMine ? [errorsOf(answer?.problem), answer?.values ?? {}] : [{}, {}];
  return (
    <Card heading={ended ? `Снять роль «${roleWords[ended.role]}»` : 'Дать роль портала'}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        {ended ? (
          <input type="hidden" name="grantId" value={ended.grantId} />
        ) : (
          <>
            <Select name="role" label="Роль" defaultValue={values['role']} options={GIVEN_ROLES.map((value) => ({ value, name: roleWords[value] ?? value }))} />
            <TextInput
              name="region"
              label="Область или край"
              hint="Только для надзора и органа власти, как в адресе дома"
              maxLength={100}
              defaultValue={values['region']}
              error={errors['region']}
            />
            <TextInput
              name="city"
              label="Город или район"
              hint="Оставьте пустым, если вся область"
              maxLength={100}
              defaultValue={values['city']}
              error={errors['city']}
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
          </>
        )}
        <TextInput
          name="reason"
          label="Основание"
          hint="Например: приказ о приёме от 12 ноября"
          maxLength={300}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        <Actions>
          <Button name="intent" value={ended ? 'end' : 'give'} kind={ended ? 'bad' : 'main'}>
            {ended ? 'Снять роль' : 'Дать роль'}
          </Button>
          <ButtonLink kind="bare" to={`/work/people/${person.personId}`}>
            Не менять
          </ButtonLink>
        </Actions>
      </Form>
    </Card>
  );
}
