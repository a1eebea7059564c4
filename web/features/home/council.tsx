import type { AnswerOf } from '#contract/endpoint';
import type { getHouseCouncil } from '#contract/house-keeping';
import { councilStandings } from '#contract/statuses/housing';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Day } from '#ui/format.tsx';
import { StatusOf } from '#ui/status.tsx';

/** `leftOn`: the manager alone is told that a member is no owner any more, and since when. */
type Member = AnswerOf<typeof getHouseCouncil>['members'][number] & { leftOn?: string | null };

const columns: readonly Column<Member>[] = [
  {
    key: 'name',
    name: 'Имя',
    head: true,
    cell: (row) => (
      <>
        {row.name}
        {row.leftOn && (
          <>
            <br />
            <StatusOf rows={councilStandings} is="left" />
          </>
        )}
      </>
    ),
  },
  { key: 'post', name: 'Кто', cell: (row) => (row.isChair ? 'Председатель' : 'Член совета') },
  { key: 'premises', name: 'Помещение', cell: (row) => `кв.\u00a0${row.premises}` },
  { key: 'from', name: 'С какого дня', cell: (row) => <Day day={row.fromDay} /> },
  { key: 'minutes', name: 'Протокол', cell: (row) => row.minutes },
];

/** The council of a house, the chair first. `act`: what staff may do with a member. */
export function HouseCouncil({ members, act }: { members: readonly Member[]; act?: ((row: Member) => ReactNode) | undefined }) {
  if (members.length === 0) return <p className="mut">Совет дома не записан. Его выбирает общее собрание собственников.</p>;
  return (
    <DataTable
      caption={<span className="vh">Совет дома</span>}
      rows={members}
      rowKey={({ id }) => id}
      columns={act ? [...columns, { key: 'act', name: 'Действие', silent: true, plain: true, cell: act }] : columns}
    />
  );
}
