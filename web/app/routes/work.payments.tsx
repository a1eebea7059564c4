// Payments that people made to the organization through the portal: found by payer, account, sum and day (PAY-7).
import { CreditCard } from 'lucide-react';
import { type LoaderFunctionArgs, Link, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { PaymentMethod } from '#contract/payment-methods';
import { listWorkPayments, workPaymentColumns } from '#contract/refunds';
import { counted, formatKopecks, numberErrorText, parseKopecks } from '#contract/russian';
import { takenStates } from '#contract/statuses/payments';
import { ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Money, unbroken, When } from '#ui/format.tsx';
import { MoneyInput, Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listWorkPayments>['rows'][number];

/** The sum as typed; what cannot be read is told beside the field and does not filter. */
function sumOf(given: URLSearchParams): { kopecks?: number; error?: string } {
  const typed = given.get('sum')?.trim() ?? '';
  if (typed === '') return {};
  const sum = parseKopecks(typed);
  return typeof sum === 'object' ? { error: numberErrorText(sum.error, 2) } : { kopecks: Number(sum) };
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { kopecks, error } = sumOf(new URL(request.url).searchParams);
  const query = { ...listQueryOf(request, workPaymentColumns), ...(kopecks !== undefined && { kopecksFrom: kopecks, kopecksTo: kopecks }) };
  return { list: await load(context, listWorkPayments, { query }), asked: query, filtered: Object.keys(query).length > 0, error };
}

const columns: readonly Column<Row>[] = [
  {
    key: 'paidAt',
    name: 'Когда, по Москве',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        <Link to={`/work/payments/${row.paymentId}`}>
          <When instant={row.paidAt} timeZone="Europe/Moscow" />
        </Link>
        <br />
        <span className="mut sml">{workPaymentColumns.method.words[row.method as PaymentMethod]}</span>
      </>
    ),
  },
  { key: 'payer', name: 'Плательщик', sortable: true, plain: true, cell: (row) => row.payer || 'не указан' },
  {
    key: 'address',
    name: 'Куда',
    sortable: true,
    plain: true,
    cell: (row) => (
      <>
        {unbroken(row.address)}
        <br />
        <span className="mut sml num">{`Счёт ${row.account}`}</span>
      </>
    ),
  },
  {
    key: 'state',
    name: 'Состояние',
    half: true,
    cell: (row) => (
      <>
        <StatusOf rows={takenStates} is={row.state} />
        {row.refundedKopecks > 0 && (
          <>
            <br />
            <span className="mut sml">{formatKopecks(row.refundedKopecks)}</span>
          </>
        )}
      </>
    ),
  },
  { key: 'kopecks', name: 'Сумма', numeric: true, half: true, sortable: true, cell: (row) => <Money kopecks={row.kopecks} /> },
];

export default function WorkPayments() {
  const { list, asked, filtered, error } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['платёж', 'платежа', 'платежей']);
  return (
    <Page title="Платежи через портал" back={{ to: '/work', name: 'Рабочее место' }}>
      <Filters label="Отбор платежей" summary={filtered ? `Отобрано: ${words}` : 'Все платежи'}>
        <TextInput name="search" label="Плательщик, счёт, адрес или чек" defaultValue={given('search')} />
        <MoneyInput name="sum" label="Сумма" defaultValue={given('sum')} error={error} />
        <TextInput name="paidAtFrom" type="date" label="С какого дня" defaultValue={given('paidAtFrom')} />
        <TextInput name="paidAtTo" type="date" label="По какой день" defaultValue={given('paidAtTo')} />
        <Select
          name="state"
          label="Состояние"
          defaultValue={given('state')}
          options={[{ value: '', name: 'Любое' }, ...Object.entries(workPaymentColumns.state.words).map(([value, name]) => ({ value, name }))]}
        />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState
          icon={CreditCard}
          heading={filtered ? 'Таких платежей нет' : 'Платежей ещё не было'}
          actions={
            filtered ? (
              <ButtonLink kind="alt" to="/work/payments">
                Показать все
              </ButtonLink>
            ) : undefined
          }
        >
          <p>{filtered ? 'Измените отбор: возможно, платёж был в другие дни.' : 'Когда жители заплатят через портал, платежи появятся здесь.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={words}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={given('sort') ?? '-paidAt'}
            totals={{ kopecks: formatKopecks(list.totals.kopecks ?? 0) }}
          />
          <Downloads href={(format) => exportAddress('/api/v1/work/payments/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
