// What is held of a person, part by part, and what of it stays after erasure.
import { Link } from 'react-router';
import type { OwnPart } from '#contract/held-of-person';
import { plural } from '#contract/russian';
import { type Column, DataTable } from '#ui/data-table.tsx';

const countOf = (count: number): string => `${count} ${plural(count, ['запись', 'записи', 'записей'])}`;

/** Folded: the name and the number first, the newest rows inside. */
function HeldPart({ part: { title, count, columns, rows, kept, keptSome, page } }: { part: OwnPart }) {
  const cells: readonly Column<readonly string[]>[] = columns.map((name, at) => ({ key: String(at), name, head: at === 0, cell: (row) => row[at] }));
  const numbered = rows.map((row, at) => ({ row, at }));
  return (
    <details className="more">
      <summary>
        <span>
          {title}: <span className="num">{countOf(count)}</span>
        </span>
      </summary>
      <div className="stack">
        <p className="mut">
          {kept === null ? 'При удалении кабинета исчезнет.' : `${keptSome ? 'Часть останется' : 'Останется'} ${kept.term}. ${kept.law}.`}
          {rows.length < count && rows.length > 0 && ` Показаны последние ${rows.length}, остальные в копии.`}
          {page !== null && (
            <>
              {' '}
              <Link to={page}>
                Исправить или удалить<span className="vh">: {title}</span>
              </Link>
            </>
          )}
        </p>
        {numbered.length > 0 && (
          <DataTable
            caption={title}
            columns={cells.map((column) => ({ ...column, cell: ({ row }: (typeof numbered)[number]) => column.cell(row) }))}
            rows={numbered}
            rowKey={({ at }) => String(at)}
          />
        )}
      </div>
    </details>
  );
}

/** By the module that holds it, as the key begins: what belongs together stands together. What is named in none is of the portal itself. */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Вы и ваш вход', ['identity', 'voice', 'certificates', 'federation', 'records']],
  ['Дом, люди и счётчики', ['housing', 'household', 'staff', 'people', 'addresses', 'ownership', 'meters', 'calculation']],
  ['Счета и платежи', ['ledger', 'billing', 'payments', 'treasury', 'cases']],
  ['Документы и подписи', ['documents', 'agreements', 'signing']],
  ['Сообщения', ['notifications']],
];
const OTHERS = 'Согласия и журнал';
const groupOf = ({ key }: OwnPart): string => GROUPS.find(([, modules]) => modules.includes(key.slice(0, key.indexOf('.'))))?.[0] ?? OTHERS;

/** The parts under their headings. */
export function HeldParts({ parts }: { parts: readonly OwnPart[] }) {
  return [...GROUPS.map(([name]) => name), OTHERS].map((name) => {
    const own = parts.filter((part) => groupOf(part) === name);
    return (
      own.length > 0 && (
        <section key={name} className="stack near">
          <h3>{name}</h3>
          {own.map((part) => (
            <HeldPart key={`${part.key} ${part.title}`} part={part} />
          ))}
        </section>
      )
    );
  });
}

/** Line by line: what law keeps, which law, how long. */
export function WhatRemains({ parts }: { parts: readonly OwnPart[] }) {
  const kept = parts.filter((part) => part.kept !== null);
  return (
    <details className="more">
      <summary>Что останется и по какому закону</summary>
      <ul className="stack near">
        {kept.map(({ key, title, kept: why }) => (
          <li key={key}>
            <b>{title}</b>: {why!.term}. <span className="mut">{why!.law}.</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
