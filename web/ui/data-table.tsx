// A list as a table; where it is narrow each row becomes a sheet. Roles are written out: `display: block` takes them away.
// The lint takes a table's own roles for foreign ones, and a total's empty cell for a control.
// oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/control-has-associated-label
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Fragment, type Key, type ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from './icon.tsx';
import { useQueryLink } from './query-link.ts';

export type Column<Row> = {
  key: string;
  name: string;
  cell: (row: Row) => ReactNode;
  /** Names the row; one column a table. */
  head?: boolean;
  /** Sums and volumes: to the right, equal digits. */
  numeric?: boolean;
  /** On a phone the value speaks for itself: a status, a link. */
  plain?: boolean;
  /** On a phone the cell shares a line with the next or the last such: a status and its sum. Its value speaks for itself. */
  half?: boolean;
  /** The heading is only read aloud. */
  silent?: boolean;
  /** May be sorted by: `?sort=key`, `?sort=-key`. */
  sortable?: boolean;
};

type Given<Row> = {
  caption: ReactNode;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
  /** As it stands in the address: `sum`, `-sum`. */
  sort?: string | undefined;
  /** Totals by column key; the first column says «Всего» unless given. */
  totals?: Partial<Record<string, ReactNode>>;
  /** A tick before each row: its field name, value and what it chooses, in words. */
  choose?: { name: string; value: (row: Row) => string; says: (row: Row) => string };
  /** What is opened under a row: «Почему столько?». */
  under?: (row: Row) => ReactNode;
};

export function DataTable<Row>({ caption, columns, rows, rowKey, sort, totals, choose, under }: Given<Row>) {
  const link = useQueryLink();
  const width = columns.length + (choose ? 1 : 0);
  return (
    <section className="card flush">
      <table className="fold" role="table">
        <caption>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {choose && (
              <th role="columnheader" scope="col">
                <span className="vh">Выбрать</span>
              </th>
            )}
            {columns.map((column) => headOf(column, sort, link))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => {
            const opened = under?.(row);
            return (
              <Fragment key={rowKey(row)}>
                <tr role="row">
                  {choose && (
                    <td role="cell" className="tick">
                      <label className="check">
                        <input type="checkbox" name={choose.name} value={choose.value(row)} />
                        <span className="vh">{choose.says(row)}</span>
                      </label>
                    </td>
                  )}
                  {columns.map((column) => cellOf(column, row))}
                </tr>
                {opened && (
                  <tr role="row" className="whyrow">
                    <td role="cell" colSpan={width}>
                      {opened}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
        {totals && <Totals columns={columns} totals={totals} ticks={choose !== undefined} />}
      </table>
    </section>
  );
}

// Heads and cells are plain functions: as components they cost the server as much again as what is in them.
function headOf<Row>({ key, name, numeric, silent, sortable }: Column<Row>, sort: string | undefined, link: ReturnType<typeof useQueryLink>) {
  const order = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none';
  const arrow = order === 'ascending' ? <Icon of={ArrowUp} /> : order === 'descending' && <Icon of={ArrowDown} />;
  return (
    <th key={key} role="columnheader" scope="col" className={numeric ? 'n' : undefined} aria-sort={sortable ? order : undefined}>
      {sortable ? (
        <Link className="sort" preventScrollReset to={link({ sort: order === 'ascending' ? `-${key}` : key, after: null, before: null })}>
          {name}
          {arrow}
        </Link>
      ) : (
        <span className={silent ? 'vh' : undefined}>{name}</span>
      )}
    </th>
  );
}

function cellOf<Row>({ key, name, cell, head, numeric, plain, half, silent }: Column<Row>, row: Row) {
  const className = numeric ? (half ? 'n half' : 'n') : half ? 'half' : undefined;
  if (head)
    return (
      <th key={key} role="rowheader" scope="row" className={className}>
        {cell(row)}
      </th>
    );
  return (
    <td key={key} role="cell" className={className} data-l={plain || silent || half ? undefined : name}>
      {cell(row)}
    </td>
  );
}

function Totals<Row>({ columns, totals, ticks }: { columns: readonly Column<Row>[]; totals: Partial<Record<string, ReactNode>>; ticks: boolean }) {
  return (
    <tfoot role="rowgroup">
      <tr role="row">
        {ticks && <td role="cell" className="hide" />}
        {columns.map(({ key, name, numeric }, place) => {
          const total = totals[key];
          if (place === 0)
            return (
              <th key={key} role="rowheader" scope="row">
                {total ?? 'Всего'}
              </th>
            );
          return (
            <td key={key} role="cell" className={total === undefined ? 'hide' : numeric ? 'n' : undefined} data-l={total === undefined ? undefined : name}>
              {total}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}
