// Meters of the organization (MTR-1, MTR-8): which stand where, whose verification ends, which are not read.
import { Gauge } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { METERED_SERVICES, type MeteredService } from '#contract/meter-words';
import { listWorkMeters, METER_PLACES, workMeterColumns } from '#contract/meters-park';
import { counted } from '#contract/russian';
import { serviceOptions } from '#features/meters/new-meter-fields.tsx';
import { WorkMeterTabs } from '#features/meters/work-meter-tabs.tsx';
import { GoLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listWorkMeters>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, workMeterColumns);
  return { list: await load(context, listWorkMeters, { query }), asked: query, filtered: Object.keys(query).length > 0 };
}

const columns: readonly Column<Row>[] = [
  {
    key: 'serial',
    name: 'Счётчик',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        <Link to={`/work/meters/${row.houseId}/${row.id}`}>№&nbsp;{row.serial}</Link>
        <br />
        <span className="mut sml">{METERED_SERVICES[row.service as MeteredService]}</span>
      </>
    ),
  },
  {
    key: 'address',
    name: 'Где стоит',
    cell: (row) => (
      <>
        {unbroken(row.address)}
        <br />
        <span className="mut sml">{[row.kind === 'house' ? METER_PLACES.house : '', row.place].filter(Boolean).join(', ')}</span>
      </>
    ),
  },
  { key: 'verifiedUntil', name: 'Поверка до', sortable: true, cell: (row) => (row.verifiedUntil === null ? 'не указана' : <Day day={row.verifiedUntil} />) },
  { key: 'readOn', name: 'Последнее показание', sortable: true, cell: (row) => (row.readOn === null ? 'не было' : <Day day={row.readOn} />) },
];

export default function WorkMeters() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['счётчик', 'счётчика', 'счётчиков']);
  return (
    <Page title="Счётчики домов и квартир" back={{ to: '/work', name: 'Рабочее место' }} action={<GoLink to="/work/meters/new">Поставить счётчик</GoLink>}>
      <WorkMeterTabs />
      <Filters label="Отбор счётчиков" summary={filtered ? `Отобрано: ${words}` : 'Все счётчики'} keep={['sort', 'houseId']}>
        <TextInput name="search" label="Адрес или номер счётчика" defaultValue={given('search')} />
        <Select
          name="kind"
          label="Вид"
          defaultValue={given('kind')}
          options={[{ value: '', name: 'Любой' }, ...Object.entries(METER_PLACES).map(([value, name]) => ({ value, name }))]}
        />
        <Select name="service" label="Услуга" defaultValue={given('service')} options={[{ value: '', name: 'Любая' }, ...serviceOptions]} />
        <TextInput name="verifiedUntilTo" type="date" label="Поверка кончается не позже" defaultValue={given('verifiedUntilTo')} />
        <TextInput name="readOnTo" type="date" label="Последнее показание не позже" defaultValue={given('readOnTo')} />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState icon={Gauge} heading={filtered ? 'Таких счётчиков нет' : 'Счётчиков ещё нет'}>
          <p>{filtered ? 'Измените отбор.' : 'Поставьте первый: ссылка выше.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={given('sort') ?? 'serial'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/meters/export', asked, format)} />
          <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>
        </>
      )}
    </Page>
  );
}
