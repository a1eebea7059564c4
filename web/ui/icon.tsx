import type { LucideIcon } from 'lucide-react';
import type { ReactNode, SVGProps } from 'react';

/** A drawing beside a word; never the only carrier of a meaning. `turn` spins it when its <details> is open. */
export const Icon = ({ of, turn }: { of: LucideIcon; turn?: boolean }) => (of as unknown as Drawn)({ className: turn ? 'i turn' : 'i', 'aria-hidden': true });

/** A drawing is a plain function (lucide-icon.tsx) and is called as one: a component costs the server as much as what it draws, and a page has fifty. */
type Drawn = (attributes: SVGProps<SVGSVGElement>) => ReactNode;

/** The arch window, the mark of the house. Lit means: something here waits for you. Nothing else. */
export function Window({ of, lit, children }: { of?: LucideIcon; lit?: boolean; children?: ReactNode }) {
  return <span className={lit ? 'w lit' : 'w'}>{of ? <Icon of={of} /> : children}</span>;
}
