import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Window } from './icon.tsx';

type Given = { icon: LucideIcon; heading: string; level?: 1 | 2 | 3; lit?: boolean; children?: ReactNode; actions?: ReactNode };

/** An empty place says why it is empty and what to do. */
export function EmptyState({ icon, heading, level = 2, lit, children, actions }: Given) {
  const Heading = `h${level}` as const;
  return (
    <section className="card empty">
      <Window of={icon} lit={lit} />
      <Heading className="t1">{heading}</Heading>
      {children}
      {actions && <div className="row center acts">{actions}</div>}
    </section>
  );
}
