// «Финансы → Начисления» (CHG-1): what was charged, how it stands, last year beside, and why so much.
import { ReceiptText } from 'lucide-react';
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { chargeColumns, getChargeChoices, getChargeReason, getCharges, purposes } from '#contract/billing';
import type { AnswerOf, QueryOf } from '#contract/endpoint';
import { counted, formatKopecks, formatMonth } from '#contract/russian';
import { chargeTone, chargeWord, fileQuery, listAsked } from '#features/billing/charge-words.ts';
import { type Reason, Why } from '#features/billing/why.tsx';
import { ButtonLink, GoLink } from '#ui/button.tsx';
import { Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Figure } from '#ui/figure.tsx';
import { Filters } from '#ui/filters.tsx';
import { Day, Money, Month } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { useQueryLink } from '#ui/query-link.ts';
import { Status } from '#ui/status.tsx';
import { load } from '#web/api.ts';

type Row = AnswerOf<typeof getCharges>['rows'][number];
type Choices = AnswerOf<typeof getChargeChoices>;
const MEMBERS = ['periodFrom', 'periodTo', 'serviceCode', 'purpose', 'status', 'accountId', 'sort', 'after', 'before'] as const;
const MANY = ['serviceCode', 'purpose', 'status'];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams;
  const query = listAsked(given, MEMBERS, MANY) as QueryOf<typeof getCharges>;
  const accountId = given.get('accountId');
  const list = await load(context, getCharges, { query });
  const choices = await load(context, getChargeChoices, { query: accountId ? { accountId } : {} });
  const chosen = list.rows.find((row) => row.id === given.get('why'));
  const reason: Reason | null = chosen ? await load(context, getChargeReason, { params: { houseId: chosen.houseId, chargeId: chosen.id } }) : null;
  return { list, choices, reason, why: chosen?.id ?? null, filtered: Object.keys(query).some((name) => name !== 'sort' && name !== 'after' && name !== 'before') };
}

function columnsWith(why: string | null, link: ReturnType<typeof useQueryLink>): readonly Column<Row>[] {
  return [
    { key: 'service', name: 'Услуга', head: true, sortable: true, cell: (row) => <>{row.service}<br /><span className="mut sml">{`${row.organization}, ${row.address}`}</span></> },
    { key: 'period', name: 'Месяц', sortable: true, cell: (row) => <Month month={row.period} /> },
    { key: 'purpose', name: 'Назначение', cell: (row) => purposes[row.purpose as keyof typeof purposes] },
    { key: 'totalKopecks', name: 'Сумма', numeric: true, sortable: true, cell: (row) => <b><Money kopecks={row.totalKopecks} /></b> },
    { key: 'yearAgoKopecks', name: 'Год назад', numeric: true, cell: (row) => <span className="mut">{row.yearAgoKopecks === null ? 'нет' : formatKopecks(row.yearAgoKopecks)}</span> },
    { key: 'status', name: 'Статус', plain: true, cell: (row) => <Status tone={chargeTone(row.status)}>{chargeWord(row.status)}</Status> },
    { key: 'madeOn', name: 'Начислено', sortable: true, cell: (row) => <Day day={row.madeOn} /> },
    { key: 'why', name: 'Пояснение', silent: true, cell: (row) => <GoLink to={link({ why: why === row.id ? null : row.id })} preventScrollReset aria-expanded={why === row.id}>Почему столько?<span className="vh">{` ${row.service}`}</span></GoLink> },
  ];
}

export default function Charges() {
  const { list, choices, reason, why, filtered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const link = useQueryLink();
  const words = counted(list.count, ['начисление', 'начисления', 'начислений']);
  const explain = ({ id }: Row) => id === why && reason !== null && <Why reason={reason} />;
  return (
    <Page title="Начисления" action={<ButtonLink kind="alt" to="/bills">Счета к оплате</ButtonLink>}>
      <ChargeFilters choices={choices} summary={filtered ? `Отобрано: ${words}` : 'Все месяцы и услуги'} />
      {list.rows.length === 0 ? (
        <EmptyState icon={ReceiptText} heading={filtered ? 'Таких начислений нет' : 'Начислений ещё нет'} actions={<ButtonLink kind="alt" to={filtered ? '/charges' : '/accounts/add'}>{filtered ? 'Показать все' : 'Добавить лицевой счёт'}</ButtonLink>}>
          <p>{filtered ? 'Измените отбор: другой месяц, другая услуга.' : 'Они появятся сами, когда организация начислит. Нужен ваш лицевой счёт.'}</p>
        </EmptyState>
      ) : (
        <>
          <Tiles tiles={[{ name: 'Начислено', value: formatKopecks(list.totals.totalKopecks ?? 0) }, { name: 'Год назад по тем же строкам', value: formatKopecks(list.totals.yearAgoKopecks ?? 0) }, { name: 'Строк', value: String(list.count) }]} />
          <DataTable
            caption={words} columns={columnsWith(why, link)} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? '-period'} under={explain}
            totals={{ totalKopecks: formatKopecks(list.totals.totalKopecks ?? 0), yearAgoKopecks: formatKopecks(list.totals.yearAgoKopecks ?? 0) }}
          />
          <Downloads href={(format) => `/api/v1/charges/export?${fileQuery(query, MEMBERS, format)}`} />
          <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>
          <YearFigure months={choices.months} />
        </>
      )}
    </Page>
  );
}

function ChargeFilters({ choices, summary }: { choices: Choices; summary: string }) {
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  return (
    <Filters label="Отбор начислений" summary={summary}>
      <TextInput name="periodFrom" type="month" label="С месяца" hint="Например, 2026-01" defaultValue={given('periodFrom')} />
      <TextInput name="periodTo" type="month" label="По месяц" hint="Например, 2026-10" defaultValue={given('periodTo')} />
      <Select name="serviceCode" label="Услуга" defaultValue={given('serviceCode')} options={[{ value: '', name: 'Все' }, ...choices.services.map(({ code, name }) => ({ value: code, name }))]} />
      <Select name="purpose" label="Назначение" defaultValue={given('purpose')} options={[{ value: '', name: 'Любое' }, ...Object.entries(purposes).map(([value, name]) => ({ value, name }))]} />
      <Select name="status" label="Статус" defaultValue={given('status')} options={[{ value: '', name: 'Любой' }, ...Object.entries(chargeColumns.status.words).map(([value, name]) => ({ value, name }))]} />
      {choices.accounts.length > 1 && <Select name="accountId" label="Лицевой счёт" defaultValue={given('accountId')} options={[{ value: '', name: 'Все' }, ...choices.accounts.map((one) => ({ value: one.accountId, name: `${one.address}, ${one.organization}, ${one.number}` }))]} />}
    </Filters>
  );
}

/** 13 months beside those of the year before; lengths in roubles, texts exact. */
function YearFigure({ months }: { months: Choices['months'] }) {
  const roubles = (kopecks: number | null): number | null => (kopecks === null ? null : Math.max(0, Math.round(kopecks / 100)));
  const text = (kopecks: number | null): string => (kopecks === null ? 'нет' : formatKopecks(kopecks));
  const known = months.filter((one) => one.totalKopecks !== null);
  const last = known.at(-1);
  if (!last || known.length < 2) return null;
  const before = last.yearAgoKopecks;
  const difference = before === null ? null : last.totalKopecks! - before;
  const takeaway = difference === null || difference === 0 ? `${formatMonth(last.month)}: ${text(last.totalKopecks)}` : `${formatMonth(last.month)}: ${text(last.totalKopecks)}, на ${formatKopecks(Math.abs(difference))} ${difference > 0 ? 'больше' : 'меньше'}, чем год назад`;
  return (
    <Figure
      takeaway={takeaway} unit="₽" names={{ label: 'Месяц', now: 'Этот год', before: 'Год назад' }}
      bars={months.map(({ month, totalKopecks, yearAgoKopecks }) => ({ label: `${month.slice(5)}.${month.slice(2, 4)}`, now: roubles(totalKopecks), before: roubles(yearAgoKopecks), nowText: text(totalKopecks), beforeText: text(yearAgoKopecks) }))}
    />
  );
}
