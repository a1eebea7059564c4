// Houses that an organization manages; a new one (HOME-1, HOME-5).
import { Building2 } from 'lucide-react';
import { type ActionFunctionArgs, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { createHouse, getWorkHouses, HOUSE_FIELDS, type HouseField } from '#contract/house-keeping';
import { HouseForm } from '#features/home/house-forms.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { unbroken } from '#ui/format.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Select } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

const LIST = '/work/houses';

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await load(context, getWorkHouses, { query: soughtHouseOf(request) })), isNew: new URL(request.url).searchParams.has('new') };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const typed = Object.fromEntries(HOUSE_FIELDS.map((field) => [field, textOf(form, field)])) as Record<HouseField, string>;
  const done = await attempt(context, createHouse, { body: { organizationId: textOf(form, 'organizationId'), ...typed } }, { key: keyOf(form) });
  return done.ok ? redirect(`${LIST}/${done.value.houseId}?saved`, 303) : refused(done.problem, form);
}

type Row = AnswerOf<typeof getWorkHouses>['houses'][number];
const columns: readonly Column<Row>[] = [
  { key: 'address', name: 'Дом', head: true, cell: (row) => <Link to={`${LIST}/${row.houseId}`}>{unbroken(row.fullAddress)}</Link> },
  { key: 'flats', name: 'Квартир', numeric: true, cell: (row) => row.flats },
  { key: 'premises', name: 'Помещений записано', numeric: true, cell: (row) => row.premises },
  { key: 'works', name: 'Работ впереди', numeric: true, cell: (row) => row.works },
];

export default function WorkHouses() {
  const { houses, more, organizations, isNew } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const mayAdd = organizations.length > 0;
  if (mayAdd && (isNew || answer)) {
    return (
      <Page title="Новый дом" problem={answer?.problem} back={{ to: LIST, name: 'Дома' }}>
        <ErrorSummary problem={answer?.problem} />
        <p className="lead">По этим сведениям считают плату, и их видят все. Чего у дома нет, отметьте словом «нет».</p>
        <HouseForm answer={answer} values={{}} intent="create" button="Добавить дом" cancel={LIST}>
          {organizations.length > 1 ? (
            <Select
              name="organizationId"
              label="Кто управляет"
              options={organizations.map(({ id, name }) => ({ value: id, name }))}
              defaultValue={answer?.values['organizationId']}
            />
          ) : (
            <input type="hidden" name="organizationId" value={organizations[0]!.id} />
          )}
        </HouseForm>
      </Page>
    );
  }
  return (
    <Page
      title="Дома"
      back={{ to: '/work', name: 'Рабочее место' }}
      action={
        mayAdd ? (
          <ButtonLink kind="alt" to="?new">
            Добавить дом
          </ButtonLink>
        ) : undefined
      }
    >
      <HouseFinder more={more} />
      {houses.length === 0 ? (
        <EmptyState icon={Building2} heading={query.has('q') ? 'Таких домов нет' : 'Домов пока нет'}>
          <p>Добавьте дом, которым управляет ваша организация.</p>
        </EmptyState>
      ) : (
        <DataTable caption={<span className="vh">Дома</span>} rows={houses} rowKey={(row) => row.houseId} columns={columns} />
      )}
    </Page>
  );
}
