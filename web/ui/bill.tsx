// Pieces of a bill: the sum first, then what it is made of.
import { type ReactNode, useId } from 'react';
import { formatKopecks } from '#contract/russian';
import { Actions } from './button.tsx';

/** How much, until when, and the one main step. */
export function DueCard({
  heading,
  kopecks,
  children,
  actions,
  level = 2,
}: {
  heading: string;
  kopecks: number | bigint;
  children?: ReactNode;
  actions?: ReactNode;
  level?: 1 | 2;
}) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section className="card due" aria-labelledby={id}>
      <div className="stack near">
        <Heading className="t1" id={id}>
          {heading}
        </Heading>
        <p className="sum">{formatKopecks(kopecks)}</p>
        {children}
      </div>
      {actions && <div className="stack near acts">{actions}</div>}
    </section>
  );
}

export type BillLine = { name: ReactNode; kopecks: number | bigint; says?: ReactNode };

/** Lines of a bill and what they come to; a part of a longer bill has no total of its own. */
export function BillLines({ lines, total }: { lines: readonly BillLine[]; total?: BillLine }) {
  return (
    <dl className="lines">
      {[...lines, ...(total ? [total] : [])].map(({ name, kopecks, says }, place) => (
        <div key={`line${place}`} className={place === lines.length ? 'total' : undefined}>
          <dt>
            {name}
            {says && (
              <>
                <br />
                <span className="mut sml">{says}</span>
              </>
            )}
          </dt>
          <dd className="num">{formatKopecks(kopecks)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A torn-off sheet: a receipt after the payment. */
export function Receipt({ heading, children, actions }: { heading: string; children: ReactNode; actions?: ReactNode }) {
  return (
    <section className="stack">
      <div className="receipt">
        <h2>{heading}</h2>
        {children}
      </div>
      {actions && <Actions>{actions}</Actions>}
    </section>
  );
}
