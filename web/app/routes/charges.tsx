// «Финансы → Начисления» (CHG-1): what was charged, how it stands, last year beside, and why so much.
import { ChevronLeft, ChevronRight, ReceiptText } from 'lucide-react';
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { chargeColumns, getChargeChoices, getChargeReason, getCharges, purposes } from '#contract/billing';
import { getCases } from '#contract/cases';
import type { AnswerOf } from '#contract/endpoint';
import { compareRussian, counted, formatDayDigits, formatKopecks, formatMonth, formatMonthName } from '#contract/russian';
import { chargeStatuses } from '#contract/statuses/billing';
import { Why } from '#features/billing/why.tsx';
import { ButtonLink, GoLink } from '#ui/button.tsx';
import { Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Figure } from '#ui/figure.tsx';
import { Filters } from '#ui/filters.tsx';
import { Month, unbroken } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { useQueryLink } from '#ui/query-link.ts';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof getCharges>['rows'][number];
type Choices = AnswerOf<typeof getChargeChoices>;

/** Without a filter by month the newest charged one is shown; both ends left empty mean all of them. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams;
  const accountId = given.get('accountId');
  const choices = await load(context, getChargeChoices, { query: accountId ? { accountId } : {} });
  const newest = choices.months.findLast((one) => one.totalKopecks !== null)?.month;
  const asked = listQueryOf(request, chargeColumns);
  const query = newest && !given.has('periodFrom') && !given.has('periodTo') ? { ...asked, periodFrom: newest, periodTo: newest } : asked;
  const list = await load(context, getCharges, { query });
  const chosen = list.rows.find((row) => row.id === given.get('why'));
  const of = chosen && { params: { houseId: chosen.houseId, chargeId: chosen.id } };
  const [reason, cases] = of
    ? await Promise.all([load(context, getChargeReason, of), load(context, getCases, { query: { chargeId: chosen.id } })])
    : [null, null];
  const filtered = Object.keys(query).some((name) => !['periodFrom', 'periodTo', 'sort', 'after', 'before'].includes(name));
  return {
    list,
    choices,
    reason,
    cases: cases?.rows ?? [],
    why: chosen?.id ?? null,
    from: String(query.periodFrom ?? ''),
    to: String(query.periodTo ?? ''),
    asked: query,
    filtered,
  };
}

type Shown = { why: string | null; oneMonth: boolean; oneHome: boolean; link: ReturnType<typeof useQueryLink> };

/** Sums of the rows shown; last year's only where something is known of it. */
const totalsOf = (total: number, yearAgo: number) => ({ totalKopecks: formatKopecks(total), ...(yearAgo > 0 && { yearAgoKopecks: formatKopecks(yearAgo) }) });
const sumOf = (rows: readonly Row[], member: 'totalKopecks' | 'yearAgoKopecks'): number => rows.reduce((sum, row) => sum + (row[member] ?? 0), 0);

function columnsWith({ why, oneMonth, oneHome, link }: Shown): readonly Column<Row>[] {
  return [
    {
      key: 'service',
      name: 'Услуга',
      head: true,
      sortable: true,
      cell: (row) => (
        <>
          {row.service}
          <br />
          <span className="mut sml">
            {[row.purpose === 'service' ? null : purposes[row.purpose as keyof typeof purposes], row.organization, oneHome ? null : unbroken(row.address)]
              .filter(Boolean)
              .join(', ')}
          </span>
        </>
      ),
    },
    ...(oneMonth ? [] : [{ key: 'period', name: 'Месяц', sortable: true, cell: (row: Row) => <Month month={row.period} /> }]),
    { key: 'totalKopecks', name: 'Сумма', numeric: true, half: true, sortable: true, cell: (row) => <b className="num">{formatKopecks(row.totalKopecks)}</b> },
    {
      key: 'yearAgoKopecks',
      name: 'Год назад',
      numeric: true,
      cell: (row) => <span className="mut">{row.yearAgoKopecks === null ? 'нет' : formatKopecks(row.yearAgoKopecks)}</span>,
    },
    { key: 'status', name: 'Статус', half: true, cell: (row) => <StatusOf rows={chargeStatuses} is={row.status} /> },
    {
      key: 'madeOn',
      name: 'Начислено',
      sortable: true,
      cell: (row) => (
        <time dateTime={row.madeOn} className="num">
          {formatDayDigits(row.madeOn)}
        </time>
      ),
    },
    {
      key: 'why',
      name: 'Пояснение',
      silent: true,
      cell: (row) => (
        <GoLink to={link({ why: why === row.id ? null : row.id })} preventScrollReset aria-expanded={why === row.id}>
          Почему столько?<span className="vh">{` ${row.service}`}</span>
        </GoLink>
      ),
    },
  ];
}

export default function Charges() {
  const { list, choices, reason, cases, why, from, to, asked, filtered } = useLoaderData<typeof loader>();
  const link = useQueryLink();
  const words = counted(list.count, ['начисление', 'начисления', 'начислений']);
  const explain = ({ id, houseId }: Row) =>
    id === why && reason !== null && <Why reason={reason} cases={cases} dispute={`/cases/new?house=${houseId}&charge=${id}`} />;
  const oneMonth = from !== '' && from === to;
  // A month that stands whole on the page is shown home by home; a longer list keeps its one order.
  const byHome = [...Map.groupBy(list.rows, (row) => row.address)].sort(([a], [b]) => compareRussian(a, b)).map(([, rows]) => rows);
  const groups = oneMonth && list.rows.length === list.count ? byHome : [list.rows];
  const title = oneMonth ? `Начисления за ${formatMonthName(from)}` : 'Начисления';
  return (
    <Page
      title={title}
      action={
        <ButtonLink kind="alt" to="/bills">
          Счета к оплате
        </ButtonLink>
      }
    >
      <ChargeFilters
        choices={choices}
        from={from}
        to={to}
        summary={`${from === '' && to === '' ? 'Все месяцы' : oneMonth ? capital(formatMonth(from)) : 'Выбранные месяцы'}, ${filtered ? `отобрано: ${words}` : 'все услуги'}`}
      />
      {list.rows.length === 0 ? (
        <EmptyState
          icon={ReceiptText}
          heading={filtered || from !== '' ? 'Таких начислений нет' : 'Начислений ещё нет'}
          actions={
            <ButtonLink kind="alt" to={filtered || from !== '' ? '/charges' : '/accounts/add'}>
              {filtered || from !== '' ? 'Показать последний месяц' : 'Добавить лицевой счёт'}
            </ButtonLink>
          }
        >
          <p>
            {filtered || from !== ''
              ? 'Измените отбор: другой месяц, другая услуга.'
              : 'Они появятся сами, когда организация начислит. Нужен ваш лицевой счёт.'}
          </p>
        </EmptyState>
      ) : (
        <>
          <Tiles
            tiles={[
              { name: 'Начислено', value: formatKopecks(list.totals.totalKopecks ?? 0) },
              ...(oneMonth && list.totals.yearAgoKopecks ? [{ name: 'Год назад было', value: formatKopecks(list.totals.yearAgoKopecks) }] : []),
            ]}
          />
          {groups.map((rows) => (
            <DataTable
              key={rows[0]!.address}
              caption={groups.length === 1 ? words : unbroken(rows[0]!.address)}
              columns={columnsWith({ why, oneMonth, oneHome: groups.length > 1 || byHome.length === 1, link })}
              rows={rows}
              rowKey={(row) => row.id}
              sort={asked.sort ?? (oneMonth ? undefined : '-period')}
              under={explain}
              totals={
                groups.length === 1
                  ? totalsOf(list.totals.totalKopecks ?? 0, list.totals.yearAgoKopecks ?? 0)
                  : totalsOf(sumOf(rows, 'totalKopecks'), sumOf(rows, 'yearAgoKopecks'))
              }
            />
          ))}
        </>
      )}
      <Months months={choices.months} shown={oneMonth ? from : ''} link={link} />
      {list.rows.length > 0 && (
        <>
          <Downloads href={(format) => exportAddress('/api/v1/charges/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
      <YearFigure months={choices.months} />
    </Page>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The month before and after the shown one, and all of them. */
function Months({ months, shown, link }: { months: Choices['months']; shown: string; link: ReturnType<typeof useQueryLink> }) {
  const known = months.filter((one) => one.totalKopecks !== null).map((one) => one.month);
  const place = known.indexOf(shown);
  const to = (month: string): string => link({ periodFrom: month, periodTo: month, why: null, after: null, before: null });
  const [earlier, later] = place === -1 ? [undefined, undefined] : [known[place - 1], known[place + 1]];
  return (
    <nav className="row noprint" aria-label="Другие месяцы">
      {earlier && (
        <GoLink to={to(earlier)}>
          <Icon of={ChevronLeft} />
          {capital(formatMonth(earlier))}
        </GoLink>
      )}
      {later && (
        <GoLink to={to(later)}>
          {capital(formatMonth(later))}
          <Icon of={ChevronRight} />
        </GoLink>
      )}
      {shown !== '' && <GoLink to="/charges?periodFrom=&periodTo=">Все месяцы</GoLink>}
    </nav>
  );
}

function ChargeFilters({ choices, from, to, summary }: { choices: Choices; from: string; to: string; summary: string }) {
  const [query] = useSearchParams();
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  return (
    <Filters label="Отбор начислений" summary={summary}>
      <TextInput name="periodFrom" type="month" label="С месяца" defaultValue={from} />
      <TextInput name="periodTo" type="month" label="По месяц" defaultValue={to} />
      <Select
        name="serviceCode"
        label="Услуга"
        defaultValue={given('serviceCode')}
        options={[{ value: '', name: 'Все' }, ...choices.services.map(({ code, name }) => ({ value: code, name }))]}
      />
      <Select
        name="purpose"
        label="Назначение"
        defaultValue={given('purpose')}
        options={[{ value: '', name: 'Любое' }, ...Object.entries(purposes).map(([value, name]) => ({ value, name }))]}
      />
      <Select
        name="status"
        label="Статус"
        defaultValue={given('status')}
        options={[{ value: '', name: 'Любой' }, ...Object.entries(chargeColumns.status.words).map(([value, name]) => ({ value, name }))]}
      />
      {choices.accounts.length > 1 && (
        <Select
          name="accountId"
          label="Лицевой счёт"
          defaultValue={given('accountId')}
          options={[
            { value: '', name: 'Все' },
            ...choices.accounts.map((one) => ({ value: one.accountId, name: `${one.address}, ${one.organization}, ${one.number}` })),
          ]}
        />
      )}
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
  const takeaway =
    difference === null || difference === 0
      ? `${capital(formatMonth(last.month))}: ${text(last.totalKopecks)}`
      : `${capital(formatMonth(last.month))}: ${text(last.totalKopecks)}, на ${formatKopecks(Math.abs(difference))} ${difference > 0 ? 'больше' : 'меньше'}, чем год назад`;
  return (
    <section className="card">
      <Figure
        takeaway={takeaway}
        unit="₽"
        names={{ label: 'Месяц', now: 'Этот год', before: 'Год назад' }}
        bars={months.map(({ month, totalKopecks, yearAgoKopecks }) => ({
          label: formatMonthName(month).slice(0, 3),
          now: roubles(totalKopecks),
          before: roubles(yearAgoKopecks),
          nowText: text(totalKopecks),
          beforeText: text(yearAgoKopecks),
        }))}
      />
    </section>
  );
}
