import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** A drawing beside a word; never the only carrier of a meaning. `turn` spins it when its <details> is open. */
export function Icon({ of: Drawing, turn }: { of: LucideIcon; turn?: boolean }) {
  return <Drawing className={turn ? 'i turn' : 'i'} aria-hidden />;
}

/** The arch window, the mark of the house. Lit means: something here waits for you. Nothing else. */
export function Window({ of, lit, children }: { of?: LucideIcon; lit?: boolean; children?: ReactNode }) {
  return <span className={lit ? 'w lit' : 'w'}>{of ? <Icon of={of} /> : children}</span>;
}
