// Every reading of the houses that the organization manages or takes readings in, whoever handed it in (MTR-8).
import { Gauge } from 'lucide-react';
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { METERED_SERVICES, READING_SOURCES } from '#contract/meter-words';
import { listWorkReadings, workReadingColumns } from '#contract/meters-work';
import { counted } from '#contract/russian';
import { ReadingsTable } from '#features/meters/readings-table.tsx';
import { READING_TABS } from '#features/meters/words.ts';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, workReadingColumns);
  return { list: await load(context, listWorkReadings, { query }), asked: query, filtered: Object.keys(query).some((name) => name !== 'sort') };
}

const choices = (any: string, words: Readonly<Record<string, string>>) => [
  { value: '', name: any },
  ...Object.entries(words).map(([value, name]) => ({ value, name })),
];

export default function WorkReadingsAll() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['показание', 'показания', 'показаний']);
  return (
    <Page title="Показания домов" back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Показания" tabs={READING_TABS} />
      <Filters label="Отбор показаний" summary={filtered ? `Отобрано: ${words}` : 'Все показания'}>
        <TextInput name="search" label="Адрес, счёт, номер счётчика или акта" defaultValue={given('search')} />
        <Select name="service" label="Услуга" defaultValue={given('service')} options={choices('Любая', METERED_SERVICES)} />
        <TextInput name="monthFrom" type="month" label="С месяца" defaultValue={given('monthFrom')} />
        <TextInput name="monthTo" type="month" label="По месяц" defaultValue={given('monthTo')} />
        <Select name="source" label="Откуда" defaultValue={given('source')} options={choices('Любой источник', READING_SOURCES)} />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState icon={Gauge} heading={filtered ? 'Таких показаний нет' : 'Показаний ещё нет'}>
          <p>{filtered ? 'Измените отбор.' : 'Они появятся, когда их передадут жители или загрузит организация.'}</p>
        </EmptyState>
      ) : (
        <>
          <ReadingsTable caption={words} rows={list.rows} sort={given('sort') ?? '-at'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/readings/export', asked, format)} />
          <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>
        </>
      )}
    </Page>
  );
}
