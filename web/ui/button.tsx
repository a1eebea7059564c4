// Buttons say what will happen. One solid button a screen; the rest in outline or bare.
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link, type LinkProps } from 'react-router';

export type ButtonKind = 'main' | 'alt' | 'bare' | 'bad';
type Look = { kind?: ButtonKind; big?: boolean };

const look = ({ kind = 'main', big }: Look): string => `btn${kind === 'main' ? '' : ` ${kind}`}${big ? ' big' : ''}`;

export function Button({ kind, big, children, ...rest }: Look & { children: ReactNode } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="submit" {...rest} className={look({ kind, big })}>
      {children}
    </button>
  );
}

/** A link that looks like a button: the next step, not an act. */
export function ButtonLink({ kind, big, children, ...rest }: Look & { children: ReactNode } & LinkProps) {
  return (
    <Link {...rest} className={look({ kind, big })}>
      {children}
    </Link>
  );
}

/** A link of full touch height, for what stands beside the text. `away` leaves the site's pages: a file, a phone number. */
export function GoLink({ away, children, ...rest }: LinkProps & { away?: boolean }) {
  return (
    <Link {...rest} reloadDocument={away} className="go">
      {children}
    </Link>
  );
}

/** The row that holds the buttons of a form or card; on a phone they take the whole width. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="row acts">{children}</div>;
}
