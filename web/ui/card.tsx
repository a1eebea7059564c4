import { type ReactNode, useId } from 'react';

type Given = {
  heading?: ReactNode;
  level?: 2 | 3;
  /** One of many of a kind, such as a notice: no region of the page, and its heading may repeat. */ ofMany?: boolean;
  /** Beside the heading: a status, a link. */ aside?: ReactNode;
  /** What the page is about: a lamp-coloured edge. One a page. */ due?: boolean;
  children: ReactNode;
};

/** A white sheet with one subject. */
export function Card({ heading, level = 2, ofMany, aside, due, children }: Given) {
  const id = useId();
  const Heading = `h${level}` as const;
  const Sheet = ofMany ? 'article' : 'section';
  const title = heading && <Heading id={id}>{heading}</Heading>;
  return (
    <Sheet className={due ? 'card due one' : 'card'} aria-labelledby={heading ? id : undefined}>
      {aside ? (
        <header>
          {title}
          {aside}
        </header>
      ) : (
        title
      )}
      {children}
    </Sheet>
  );
}

/** A few main numbers in a row. */
export function Tiles({ tiles }: { tiles: readonly { name: string; value: ReactNode }[] }) {
  return (
    <ul className="tiles">
      {tiles.map(({ name, value }) => (
        <li key={name}>
          <span className="mut sml">{name}</span>
          <b className="num">{value}</b>
        </li>
      ))}
    </ul>
  );
}
