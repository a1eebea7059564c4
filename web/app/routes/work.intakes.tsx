// Readings in bulk (MTR-8): load a file, see what became of the earlier ones.
import { FileSpreadsheet } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getIntakes, INTAKE_WAYS, intakeColumns, uploadIntake } from '#contract/reading-intakes';
import { counted } from '#contract/russian';
import { loadStatuses } from '#contract/statuses/billing';
import { WorkMeterTabs } from '#features/meters/work-meter-tabs.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { FileInput, Select } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof getIntakes>['list']['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  return load(context, getIntakes, { query: listQueryOf(request, intakeColumns) });
}

const columns: readonly Column<Row>[] = [
  {
    key: 'name',
    name: 'Откуда',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/work/intakes/${row.id}`}>{row.name}</Link>
        <br />
        <span className="mut sml">{INTAKE_WAYS[row.way as keyof typeof INTAKE_WAYS]}</span>
      </>
    ),
  },
  { key: 'at', name: 'Когда', sortable: true, cell: (row) => <When instant={row.at} timeZone="Europe/Moscow" /> },
  { key: 'rows', name: 'Показаний', numeric: true, sortable: true, cell: (row) => row.rows },
  { key: 'errors', name: 'С ошибками', numeric: true, cell: (row) => row.errors },
  { key: 'status', name: 'Состояние', plain: true, cell: (row) => <StatusOf rows={loadStatuses} is={row.status} /> },
];

export default function Intakes() {
  const { list, organizations } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return (
    <Page title="Показания списком" back={{ to: '/work', name: 'Рабочее место' }}>
      <WorkMeterTabs />
      <form className="card stack" method="post" action={uploadIntake.url} encType="multipart/form-data" aria-label="Загрузка показаний">
        <h2>Загрузить показания</h2>
        <FormKey />
        {organizations.length > 1 && <Select name="organizationId" label="Организация" options={organizations.map(({ id, name }) => ({ value: id, name }))} />}
        <FileInput
          name="file"
          label="Файл"
          hint="CSV или XLSX: «Номер счётчика», «Т1», по желанию «Т2», «Т3», «Дата снятия», «Лицевой счёт», «Услуга». Шаблон ГИС ЖКХ тоже подойдёт, как и файл телефонного приёма: счёт, клавиша, показание"
          required
        />
        <Actions>
          <Button>Проверить файл</Button>
        </Actions>
      </form>
      {list.rows.length === 0 ? (
        <EmptyState icon={FileSpreadsheet} heading="Показаний списком ещё не было">
          <p>Сначала проверим файл, потом вы решите, загружать ли.</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={counted(list.count, ['загрузка', 'загрузки', 'загрузок'])}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={query.get('sort') ?? '-at'}
          />
          <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>
        </>
      )}
    </Page>
  );
}
