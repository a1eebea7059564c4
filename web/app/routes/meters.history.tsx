// «Расход»: each meter by month against last year, the norm and the house (MTR-7).
import { Gauge } from 'lucide-react';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { BILLED_BY, getUsage } from '#contract/meters';
import { counted, formatDecimal, formatMonth } from '#contract/russian';
import { MeterTabs } from '#features/meters/meter-tabs.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Figure } from '#ui/figure.tsx';
import { Month } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';
import { chosenHome } from '#web/home.ts';
import { loadHomes } from '#web/load-homes.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const homes = await loadHomes(context);
  const home = chosenHome(homes, request.headers.get('cookie'));
  if (!home) return null;
  const { houseId, premisesId } = home;
  return { ...(await load(context, getUsage, { params: { houseId, premisesId } })), houseId, premisesId };
}

type Meter = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>>['meters'][number];
type Point = Meter['points'][number];
const SHORT = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];
const MONTHS = ['месяц', 'месяца', 'месяцев'] as const;

const text = (value: string | null): string => (value === null ? 'нет' : formatDecimal(value));
/** A check found less on the dial than was handed in: the month gives back. */
const isReturned = (value: string | null): boolean => value?.startsWith('-') ?? false;
const drawn = (value: string | null): number | null => (value === null ? null : Math.max(0, Number(value)));
/** Whole thousandths, so that a sum shows no tail of binary fractions. */
const sum = (values: readonly (string | null)[]): number => values.reduce((total, value) => total + Math.round(Number(value ?? 0) * 1000), 0);

/** The conclusion in one sentence: only months known in both years are compared. */
function takeaway({ points, unit }: Meter): string {
  const both = points.filter(({ use, lastYear }) => use !== null && lastYear !== null);
  const known = points.filter(({ use }) => use !== null);
  const shown = (thousandths: number): string => `${formatDecimal((Math.abs(thousandths) / 1000).toString())}\u00a0${unit}`;
  if (known.length === 0) return 'Показаний ещё не было.';
  if (both.length === 0) return `За ${counted(known.length, MONTHS)} вы потратили ${shown(sum(known.map(({ use }) => use)))}.`;
  const [now, before] = [sum(both.map(({ use }) => use)), sum(both.map(({ lastYear }) => lastYear))];
  const against = now === before ? 'столько же, сколько' : `на ${shown(now - before)} ${now < before ? 'меньше' : 'больше'}, чем`;
  return `За ${counted(both.length, MONTHS)} вы потратили ${shown(now)}, ${against} годом раньше.`;
}

const columnsOf = ({ normMonth, unit }: Meter): readonly Column<Point>[] => [
  { key: 'month', name: 'Месяц', head: true, cell: (row) => <Month month={row.month} /> },
  { key: 'value', name: 'Показание', numeric: true, cell: (row) => (row.value === null ? '—' : formatDecimal(row.value)) },
  {
    key: 'use',
    name: `Расход, ${unit}`,
    numeric: true,
    cell: (row) => (
      <>
        {text(row.use)}
        {(row.billedBy ?? (row.estimated || isReturned(row.use))) && (
          <>
            <br />
            <span className="mut sml">
              {isReturned(row.use) ? 'Возврат: проверка нашла меньше' : row.billedBy ? `Начислено: ${BILLED_BY[row.billedBy].toLowerCase()}` : 'По расчёту'}
            </span>
          </>
        )}
      </>
    ),
  },
  { key: 'lastYear', name: 'Год назад', numeric: true, cell: (row) => text(row.lastYear) },
  ...(normMonth === null ? [] : [{ key: 'norm', name: 'Норматив', numeric: true, cell: () => formatDecimal(normMonth) }]),
  { key: 'house', name: 'В среднем по дому', numeric: true, cell: (row) => text(row.houseAverage) },
];

export default function MetersHistory() {
  const usage = useLoaderData<typeof loader>();
  return (
    <Page title="Расход по месяцам">
      <MeterTabs />
      {!usage || usage.meters.length === 0 ? (
        <EmptyState icon={Gauge} heading="Счётчиков пока нет">
          <p>Когда появятся показания, здесь будет расход по месяцам.</p>
        </EmptyState>
      ) : (
        <>
          {usage.meters.map((meter) => (
            <MeterUse key={meter.meterId} meter={meter} />
          ))}
          <Downloads href={(format) => `/api/v1/usage/export?${new URLSearchParams({ houseId: usage.houseId, premisesId: usage.premisesId, format })}`} />
        </>
      )}
    </Page>
  );
}

function MeterUse({ meter }: { meter: Meter }) {
  const last = meter.points.slice(1);
  const heading = `${meter.serviceName}, №\u00a0${meter.serial}`;
  return (
    <Card heading={heading}>
      <Figure
        takeaway={takeaway({ ...meter, points: last })}
        unit={meter.unit}
        names={{ label: 'Месяц', now: 'Этот год', before: 'Годом раньше' }}
        against={{
          line: meter.normMonth === null ? undefined : { name: 'Норматив', value: Number(meter.normMonth) },
          marks: last.some(({ houseAverage }) => houseAverage !== null) ? 'В среднем по дому' : undefined,
        }}
        bars={last.map(({ month, use, lastYear, houseAverage }) => ({
          mark: drawn(houseAverage),
          label: SHORT[Number(month.slice(5)) - 1] ?? month,
          now: drawn(use),
          before: drawn(lastYear),
          nowText: text(use),
          beforeText: text(lastYear),
        }))}
        table={
          <DataTable
            caption={<span className="vh">{`${heading}: ${formatMonth(meter.points[0]!.month)} — ${formatMonth(meter.points.at(-1)!.month)}`}</span>}
            columns={columnsOf(meter)}
            rows={meter.points.toReversed()}
            rowKey={(row) => row.month}
          />
        }
      />
      {meter.normMonth !== null && (
        <p className="mut">{`Норматив на ${counted(meter.persons, ['человека', 'человека', 'человек'])}: ${formatDecimal(meter.normMonth)}\u00a0${meter.unit} в месяц.`}</p>
      )}
    </Card>
  );
}
