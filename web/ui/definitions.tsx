import type { ReactNode } from 'react';

export type Definition = { name: ReactNode; value: ReactNode };

/** Names and values: what is known of a thing. `ends` puts the values to the right edge, for short numbers. */
export function DefinitionList({ items, ends }: { items: readonly Definition[]; ends?: boolean }) {
  return (
    <dl className={ends ? 'kv ends' : 'kv'}>
      {items.flatMap(({ name, value }, place) => [<dt key={`name${place}`}>{name}</dt>, <dd key={`value${place}`}>{value}</dd>])}
    </dl>
  );
}
