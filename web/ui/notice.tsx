import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

type Tone = 'info' | 'ok' | 'wait' | 'bad';
const icons: Readonly<Record<Tone, LucideIcon>> = { info: Info, ok: CircleCheck, wait: TriangleAlert, bad: CircleAlert };

type Given = { tone?: Tone; heading?: string; /** Said aloud when it appears: «Показания приняты». */ announce?: boolean; children?: ReactNode };

/** What the person should know before going on; what happened, then what to do. A warning never stops the sending. */
export function Notice({ tone = 'info', heading, announce, children }: Given) {
  return (
    <div className="note" data-tone={tone === 'info' ? undefined : tone} role={announce ? 'status' : undefined}>
      <Icon of={icons[tone]} />
      <div>
        {heading && <h2>{heading}</h2>}
        {children}
      </div>
    </div>
  );
}
