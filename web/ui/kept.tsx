import type { HTMLAttributes, ReactNode } from 'react';

type Element = HTMLAttributes<HTMLElement> & { action?: string; method?: string };
/** `of` says all that the children depend on: they ask nothing of the page they stand on. */
export type KeptGiven = Element & { as: 'footer' | 'form' | 'nav'; of: object; children: ReactNode };

/** A part of the shell that stands on page after page as it is: the server keeps its text (kept-on-server.tsx), the browser draws it. */
export const Kept = ({ as: Tag, of: _of, ...rest }: KeptGiven) => <Tag {...rest} />;
