// Registers of the organization (CHG-5): load a file, see what became of the earlier ones.
import { FileSpreadsheet } from 'lucide-react';
import { type LoaderFunctionArgs, Link, useLoaderData, useSearchParams } from 'react-router';
import { getRegisters, registerColumns, uploadRegister } from '#contract/registers';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatKopecks } from '#contract/russian';
import { loadStatuses } from '#contract/statuses/billing';
import { Actions, Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { FileInput, Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Answer = AnswerOf<typeof getRegisters>;
type Row = Answer['list']['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, registerColumns);
  return { ...(await load(context, getRegisters, { query })), asked: query, filtered: Object.keys(query).length > 0 };
}

const columns: readonly Column<Row>[] = [
  {
    key: 'file',
    name: 'Файл',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/work/registers/${row.id}`}>{row.file}</Link>
        <br />
        <span className="mut sml">{row.organization}</span>
      </>
    ),
  },
  { key: 'uploadedAt', name: 'Когда', sortable: true, cell: (row) => <When instant={row.uploadedAt} timeZone="Europe/Moscow" /> },
  { key: 'kind', name: 'Что в нём', cell: (row) => (row.kind === null ? 'не узнали' : registerColumns.kind.words[row.kind as 'charges']) },
  { key: 'rows', name: 'Строк', numeric: true, sortable: true, cell: (row) => row.rows },
  { key: 'errors', name: 'Ошибок', numeric: true, cell: (row) => row.errors },
  { key: 'sumKopecks', name: 'Сумма', numeric: true, cell: (row) => (row.sumKopecks === null ? '' : formatKopecks(row.sumKopecks)) },
  { key: 'status', name: 'Статус', plain: true, cell: (row) => <StatusOf rows={loadStatuses} is={row.status} /> },
];

export default function Registers() {
  const { list, organizations, services, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const words = counted(list.count, ['реестр', 'реестра', 'реестров']);
  return (
    <Page title="Реестры" back={{ to: '/work', name: 'Рабочее место' }}>
      <Upload organizations={organizations} services={services} />
      {(filtered || list.count > 0) && (
        <Filters label="Отбор реестров" summary={filtered ? `Отобрано: ${words}` : 'Все реестры'}>
          <TextInput name="search" label="Название файла" defaultValue={query.get('search') ?? undefined} />
          <Select
            name="status"
            label="Статус"
            defaultValue={query.get('status') ?? undefined}
            options={[{ value: '', name: 'Любой' }, ...Object.entries(registerColumns.status.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={FileSpreadsheet} heading={filtered ? 'Таких реестров нет' : 'Реестров ещё не было'}>
          <p>{filtered ? 'Измените отбор.' : 'Выберите файл выше: начисления или платежи, CSV, XLSX или реестр банка.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? '-uploadedAt'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/registers/export', asked, format)} />
          <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>
        </>
      )}
    </Page>
  );
}

/** The fields stand before the file: the file then goes past the memory straight to the disk. */
function Upload({ organizations, services }: Pick<Answer, 'organizations' | 'services'>) {
  return (
    <form className="card stack" method="post" action={uploadRegister.url} encType="multipart/form-data" aria-label="Загрузка реестра">
      <h2>Загрузить реестр</h2>
      <FormKey />
      {organizations.length > 1 && <Select name="organizationId" label="Организация" options={organizations.map(({ id, name }) => ({ value: id, name }))} />}
      <details className="more">
        <summary>В файле нет месяца или услуги</summary>
        <div className="filters">
          <TextInput name="period" type="month" label="Месяц всех строк" hint="Например, 2026-10" />
          <Select
            name="service"
            label="Услуга всех строк"
            options={[{ value: '', name: 'Есть в файле' }, ...services.map(({ code, name }) => ({ value: code, name }))]}
          />
        </div>
      </details>
      <FileInput
        name="file"
        label="Файл"
        hint="CSV, XLSX или реестр банка, до 300 МБ. Кодировку и формат узнаем сами. Сначала проверим, потом вы решите, загружать ли"
        required
      />
      <Actions>
        <Button>Проверить файл</Button>
      </Actions>
    </form>
  );
}
