import type { LucideIcon } from 'lucide-react';
import type { ReactNode, SVGProps } from 'react';

/** A drawing beside a word; never the only carrier of a meaning. `turn` spins it when its <details> is open. */
export function Icon({ of, turn }: { of: LucideIcon; turn?: boolean }) {
  return drawn(of, turn ? TURNING : STILL);
}

const STILL = { className: 'i', 'aria-hidden': true } as const;
const TURNING = { className: 'i turn', 'aria-hidden': true } as const;
/** A drawing is a plain function (lucide-icon.tsx). Called as one: a component costs the server as much as what it draws, and a page has fifty. */
const drawn = (of: LucideIcon, attributes: SVGProps<SVGSVGElement>): ReactNode => (of as unknown as (given: SVGProps<SVGSVGElement>) => ReactNode)(attributes);

/** The arch window, the mark of the house. Lit means: something here waits for you. Nothing else. */
export function Window({ of, lit, children }: { of?: LucideIcon; lit?: boolean; children?: ReactNode }) {
  return <span className={lit ? 'w lit' : 'w'}>{of ? <Icon of={of} /> : children}</span>;
}
