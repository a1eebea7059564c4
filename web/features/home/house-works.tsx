// Works of a house, as everybody sees them: what goes on first, then what was done (HOME-5).
import type { ReactNode } from 'react';
import { type HouseWork, houseWorkKinds } from '#contract/house-keeping';
import { houseWorkStates } from '#contract/statuses/housing';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Day } from '#ui/format.tsx';
import { StatusOf } from '#ui/status.tsx';
import { Tuck } from '#ui/tuck.tsx';

const columns: readonly Column<HouseWork>[] = [
  {
    key: 'title',
    name: 'Работа',
    head: true,
    cell: (row) => (
      <>
        {row.title}
        <br />
        <span className="mut sml">{houseWorkKinds[row.kind]}</span>
      </>
    ),
  },
  { key: 'assignee', name: 'Кто делает', cell: (row) => row.assignee },
  {
    key: 'term',
    name: 'Срок',
    half: true,
    cell: (row) =>
      row.doneOn === null ? (
        <>
          <Day day={row.fromDay} /> – <Day day={row.toDay} />
        </>
      ) : (
        <Day day={row.doneOn} />
      ),
  },
  { key: 'state', name: 'Состояние', plain: true, half: true, cell: (row) => <StatusOf rows={houseWorkStates} is={row.isLate ? 'late' : row.state} /> },
];

/** `act`: what staff may do with a work. */
export function HouseWorks<Row extends HouseWork>({ works, act }: { works: readonly Row[]; act?: ((row: Row) => ReactNode) | undefined }) {
  if (works.length === 0) return <p className="mut">О работах управляющая организация пока ничего не записала.</p>;
  const own: readonly Column<Row>[] = act ? [...columns, { key: 'act', name: 'Действие', silent: true, plain: true, cell: act }] : columns;
  const [now, past] = [
    works.filter(({ state }) => state === 'planned' || state === 'going'),
    works.filter(({ state }) => state === 'done' || state === 'cancelled'),
  ];
  return (
    <>
      {now.length > 0 && <DataTable caption="Идут и запланированы" rows={now} rowKey={({ id }) => id} columns={own} />}
      {past.length > 0 && (
        <Tuck name={`Завершены: ${past.length}`}>
          <DataTable caption="Завершены" rows={past} rowKey={({ id }) => id} columns={own} />
        </Tuck>
      )}
    </>
  );
}
