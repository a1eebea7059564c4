// «Дома территории»: houses of the municipalities that an officer supervises.
import { Building2 } from 'lucide-react';
import { Form, Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getTerritory, TERRITORY_MOST } from '#contract/housing';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const search = (new URL(request.url).searchParams.get('search') ?? '').trim().slice(0, 100);
  return { search, territory: await load(context, getTerritory, { query: { ...(search !== '' && { search }) } }) };
}

type Row = AnswerOf<typeof getTerritory>['houses'][number];
const columns: readonly Column<Row>[] = [
  { key: 'address', name: 'Дом', head: true, cell: (row) => <Link to={`/houses/${row.houseId}`}>{row.address}</Link> },
  { key: 'manager', name: 'Кто управляет', cell: (row) => row.manager },
  { key: 'year', name: 'Год постройки', numeric: true, cell: (row) => row.yearBuilt ?? 'неизвестен' },
  { key: 'flats', name: 'Квартир', numeric: true, cell: (row) => row.flats },
];

export default function WorkTerritory() {
  const {
    search,
    territory: { territories, houses, isMore },
  } = useLoaderData<typeof loader>();
  return (
    <Page title="Дома территории" back={{ to: '/work', name: 'Рабочее место' }}>
      <p className="lead">
        {territories.length === 0
          ? 'Территория вам ещё не назначена: обратитесь к администратору портала.'
          : `Ваша территория: ${territories.map(({ region, city }) => city ?? region).join(', ')}.`}
      </p>
      <Form method="get" role="search" className="card row finder">
        <TextInput name="search" label="Улица" type="search" defaultValue={search} />
        <Button>Найти</Button>
      </Form>
      {houses.length === 0 ? (
        <EmptyState icon={Building2} heading="Домов не нашли">
          <p>{search === '' ? 'На этой территории домов портала нет.' : 'Проверьте название улицы.'}</p>
        </EmptyState>
      ) : (
        <DataTable caption={isMore ? `Первые ${TERRITORY_MOST} домов: уточните улицу` : 'Дома'} rows={houses} rowKey={(row) => row.houseId} columns={columns} />
      )}
    </Page>
  );
}
