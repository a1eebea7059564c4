// «Платежи»: the history, its filter in the address.
import { CreditCard } from 'lucide-react';
import { type LoaderFunctionArgs, Link, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { PaymentMethod } from '#contract/payment-methods';
import { listPayments, paymentColumns } from '#contract/payments';
import { counted, formatKopecks } from '#contract/russian';
import { paymentStatuses } from '#contract/statuses/payments';
import { ButtonLink, GoLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Money, unbroken, When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listPayments>['rows'][number];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, paymentColumns);
  return { list: await load(context, listPayments, { query }), asked: query, filtered: Object.keys(query).length > 0 };
}

/** One payee by name, several as a count: who they are stands on the payment's own page. A comma inside «» belongs to a name. */
const payeeWords = (payees: string): string => {
  const names = payees.split(/, (?![^«]*»)/);
  return names.length === 1 ? payees : counted(names.length, ['получатель', 'получателя', 'получателей']);
};

const columns: readonly Column<Row>[] = [
  {
    key: 'createdAt',
    name: 'Когда',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        <Link to={`/payments/${row.id}`}>
          <When instant={row.createdAt} timeZone={row.timeZone} />
        </Link>
        <br />
        <span className="mut sml">
          {row.source === 'autopayment' && 'Автоплатёж: '}
          {paymentColumns.method.words[row.method as PaymentMethod]}
        </span>
      </>
    ),
  },
  {
    key: 'payees',
    name: 'Кому',
    plain: true,
    cell: (row) => (
      <>
        {payeeWords(row.payees)}
        <br />
        <span className="mut sml">{unbroken(row.addresses)}</span>
      </>
    ),
  },
  { key: 'status', name: 'Состояние', half: true, cell: (row) => <StatusOf rows={paymentStatuses} is={row.status} /> },
  { key: 'kopecks', name: 'Сумма', numeric: true, half: true, sortable: true, cell: (row) => <Money kopecks={row.kopecks} /> },
];

export default function Payments() {
  const { list, asked, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  const words = counted(list.count, ['платёж', 'платежа', 'платежей']);
  return (
    <Page title="Платежи" action={<ButtonLink to="/pay">Оплатить</ButtonLink>}>
      <p className="row">
        <GoLink to="/payments/methods">Способы оплаты</GoLink>
      </p>
      <Filters label="Отбор платежей" summary={filtered ? `Отобрано: ${words}` : 'Все платежи'}>
        <TextInput name="search" label="Получатель, адрес, счёт или чек" defaultValue={given('search')} />
        <TextInput name="createdAtFrom" type="date" label="С какого дня" defaultValue={given('createdAtFrom')} />
        <TextInput name="createdAtTo" type="date" label="По какой день" defaultValue={given('createdAtTo')} />
        <Select
          name="status"
          label="Состояние"
          defaultValue={given('status')}
          options={[{ value: '', name: 'Любое' }, ...Object.entries(paymentColumns.status.words).map(([value, name]) => ({ value, name }))]}
        />
      </Filters>
      {list.rows.length === 0 ? (
        <EmptyState
          icon={CreditCard}
          heading={filtered ? 'Таких платежей нет' : 'Платежей ещё не было'}
          actions={
            filtered ? (
              <ButtonLink kind="alt" to="/payments">
                Показать все
              </ButtonLink>
            ) : undefined
          }
        >
          <p>{filtered ? 'Измените отбор: возможно, платёж был в другие дни.' : 'Когда заплатите, здесь появятся платёж и чек.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={words}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.id}
            sort={given('sort') ?? '-createdAt'}
            totals={{ kopecks: formatKopecks(list.totals.kopecks ?? 0) }}
          />
          <Downloads href={(format) => exportAddress('/api/v1/payments/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}
