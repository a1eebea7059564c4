// «Чего не хватает до расчёта» (MTR-8): meters without a reading, and what will be charged instead, before the run and not after it.
import { CircleCheck } from 'lucide-react';
import { Form, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { CHARGED_INSTEAD, getMissingReadings, type MissingReading } from '#contract/missing-readings';
import { counted, formatDecimal, formatMonth } from '#contract/russian';
import { WorkMeterTabs } from '#features/meters/work-meter-tabs.tsx';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Day } from '#ui/format.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Status, type Tone } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { soughtHouseOf } from '#web/list-query.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const [houseId = '', organizationId = ''] = (searchParams.get('place') ?? '').split(' ');
  const month = searchParams.get('month') ?? '';
  return load(context, getMissingReadings, {
    query: {
      ...soughtHouseOf(request),
      ...(houseId !== '' && { houseId }),
      ...(organizationId !== '' && { organizationId }),
      ...(/^\d{4}-\d\d$/.test(month) && { month }),
    },
  });
}

const TONES: Readonly<Record<MissingReading['instead'], Tone>> = { average: 'go', norm: 'wait', nothing: 'bad' };
const MONTHS = ['месяц', 'месяца', 'месяцев'] as const;

function insteadText({ instead, volume, unit, monthsLeft, raised }: MissingReading): string {
  if (instead === 'average')
    return `${formatDecimal(volume ?? '0')}\u00a0${unit}${monthsLeft > 1 ? `, так ещё ${counted(monthsLeft - 1, MONTHS)}` : ', дальше норматив'}`;
  if (instead === 'norm') return raised === null ? 'на всех, кто живёт' : `с коэффициентом ${formatDecimal(raised)}`;
  return 'введите показание общего счётчика';
}

const columns: readonly Column<MissingReading>[] = [
  { key: 'place', name: 'Помещение', head: true, cell: (row) => row.place },
  { key: 'service', name: 'Услуга', cell: (row) => row.service },
  { key: 'serials', name: 'Счётчик', cell: (row) => <span className="num">{row.serials}</span> },
  { key: 'readOn', name: 'Последнее показание', cell: (row) => (row.readOn === null ? 'не было' : <Day day={row.readOn} />) },
  {
    key: 'instead',
    name: 'Начислим',
    plain: true,
    cell: (row) => (
      <>
        <Status tone={TONES[row.instead]}>{CHARGED_INSTEAD[row.instead]}</Status>
        <br />
        <span className="mut sml">{insteadText(row)}</span>
      </>
    ),
  },
];

export default function Missing() {
  const { places, more, organizationId, houseId, month, meters, rows } = useLoaderData<typeof loader>();
  const q = useSearchParams()[0].get('q');
  const several = new Set(places.map((place) => place.organizationId)).size > 1;
  return (
    <Page title="Чего не хватает до расчёта" back={{ to: '/work', name: 'Рабочее место' }} action={<GoLink to="/work/runs">К расчёту</GoLink>}>
      <WorkMeterTabs />
      <HouseFinder more={more} keep={['month']} />
      <Form method="get" className="card stack" aria-label="Дом и месяц">
        {q && <input type="hidden" name="q" value={q} />}
        <div className="two">
          <Select
            name="place"
            label="Дом"
            defaultValue={`${houseId ?? ''} ${organizationId ?? ''}`}
            options={places.map((place) => ({
              value: `${place.houseId} ${place.organizationId}`,
              name: several ? `${place.address}, ${place.organization}` : place.address,
            }))}
          />
          <TextInput name="month" type="month" label="Месяц" hint="Например, 2026-10" short defaultValue={month} />
        </div>
        <Actions>
          <Button>Показать</Button>
        </Actions>
      </Form>
      {meters > 0 && (
        <Tiles
          tiles={[
            { name: 'Счётчиков', value: String(meters) },
            { name: 'Без показаний', value: String(rows.reduce((sum, { serials }) => sum + serials.split(', ').length, 0)) },
            { name: 'По среднему', value: String(rows.filter(({ instead }) => instead === 'average').length) },
            { name: 'По нормативу', value: String(rows.filter(({ instead }) => instead === 'norm').length) },
          ]}
        />
      )}
      {rows.length === 0 ? (
        <EmptyState
          icon={CircleCheck}
          heading={
            places.length === 0 && q
              ? 'Таких домов у вашей организации нет'
              : meters > 0
                ? `За ${formatMonth(month)} показания есть у всех`
                : 'Счётчиков по вашим услугам здесь нет'
          }
        >
          {meters > 0 ? <p>Можно считать.</p> : (places.length > 1 || q) && <p>Выберите другой дом.</p>}
        </EmptyState>
      ) : (
        <>
          <DataTable caption={`Нет показаний за ${formatMonth(month)}`} columns={columns} rows={rows} rowKey={(row) => `${row.premisesId} ${row.service}`} />
          <Downloads
            formats={['xlsx', 'csv']}
            href={(format) =>
              `/api/v1/work/missing-readings/export?${new URLSearchParams({ organizationId: organizationId ?? '', houseId: houseId ?? '', month, format }).toString()}`
            }
          />
        </>
      )}
    </Page>
  );
}
