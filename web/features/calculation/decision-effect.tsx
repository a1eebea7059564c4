// What a decision would correct in the past and change in the first open month.
import type { previewDecision } from '#contract/decisions';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatMonth, inMonth } from '#contract/russian';
import { Card, Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { signed } from './signed.ts';

type Effect = AnswerOf<typeof previewDecision>;
type Line = Effect['past']['lines'][number];
const ACCOUNTS = ['счёт', 'счёта', 'счетов'] as const;

const columns: readonly Column<Line>[] = [
  {
    key: 'account',
    name: 'Счёт',
    head: true,
    cell: ({ account, flat }) => (
      <>
        {account}
        {flat !== '' && (
          <>
            <br />
            <span className="mut sml">{`кв. ${flat}`}</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'service',
    name: 'Услуга',
    cell: ({ service, month }) => (
      <>
        {service}
        <br />
        <span className="mut sml">{formatMonth(month)}</span>
      </>
    ),
  },
  { key: 'difference', name: 'Изменится', numeric: true, cell: ({ beforeKopecks, kopecks }) => signed(kopecks - beforeKopecks) },
  { key: 'formula', name: 'Как посчитали', cell: ({ formula }) => <span className="sml">{formula}</span> },
];

export function DecisionEffect({ effect: { past, open } }: { effect: Effect }) {
  const tiles = [
    { name: 'За проведённые месяцы', value: past.count === 0 ? 'Пересчитывать нечего' : signed(past.kopecks) },
    ...(open === null
      ? []
      : [
          { name: `Дом ${inMonth(open.month)}`, value: signed(open.kopecks - open.beforeKopecks) },
          { name: 'Изменится', value: counted(open.accounts, ACCOUNTS) },
        ]),
  ];
  return (
    <section className="stack" aria-label="Что изменится" role="status">
      <Card heading="Что изменится" due>
        <p>Посчитали по тому, что известно сейчас. Ничего не записали.</p>
        <Tiles tiles={tiles} />
      </Card>
      {past.lines.length > 0 && (
        <DataTable
          caption="Перерасчёты за проведённые месяцы"
          columns={columns}
          rows={past.lines}
          rowKey={(line) => `${line.account} ${line.service} ${line.month} ${line.kopecks}`}
        />
      )}
      {open !== null && open.lines.length > 0 && (
        <DataTable
          caption={`Что станет ${inMonth(open.month)}`}
          columns={columns}
          rows={open.lines}
          rowKey={({ account, service }) => `${account} ${service}`}
        />
      )}
    </section>
  );
}
