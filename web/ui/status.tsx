// Word, icon and colour always together: without the colour the meaning stays.
import { BellDot, CircleCheck, CircleDashed, Clock, type LucideIcon, Send, TriangleAlert } from 'lucide-react';
import { Icon } from './icon.tsx';

/** lit: it waits for you; wait: to be done; go: under way (also «Уточняем у банка», never «Ошибка»); ok: done; bad: refused or late; none: quiet. */
export type Tone = 'lit' | 'wait' | 'go' | 'ok' | 'bad' | 'none';

const usual: Readonly<Record<Tone, LucideIcon>> = { lit: BellDot, wait: Clock, go: Send, ok: CircleCheck, bad: TriangleAlert, none: CircleDashed };

export function Status({ tone, icon, children }: { tone: Tone; icon?: LucideIcon; children: string }) {
  return <span className="tag" data-tone={tone === 'none' ? undefined : tone}><Icon of={icon ?? usual[tone]} />{children}</span>;
}
