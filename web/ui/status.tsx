// Word, icon and colour always together: without the colour the meaning stays.
import { BellDot, CircleCheck, CircleDashed, Clock, type LucideIcon, Send, TriangleAlert } from 'lucide-react';
import { type Side, type Standing, standingOf, type StatusRows } from '#contract/statuses/standing';
import { Icon } from './icon.tsx';

/** lit: it waits for you; wait: to be done; go: under way (also «Уточняем у банка», never «Ошибка»); ok: done; bad: refused or late; none: quiet. */
export type Tone = 'lit' | 'wait' | 'go' | 'ok' | 'bad' | 'none';

const usual: Readonly<Record<Tone, LucideIcon>> = { lit: BellDot, wait: Clock, go: Send, ok: CircleCheck, bad: TriangleAlert, none: CircleDashed };

export function Status({ tone, icon, children }: { tone: Tone; icon?: LucideIcon; children: string }) {
  return (
    <span className="tag" data-tone={tone === 'none' ? undefined : tone}>
      <Icon of={icon ?? usual[tone]} />
      {children}
    </span>
  );
}

const tones: Readonly<Record<Standing, Tone>> = { processing: 'go', approved: 'ok', rejected: 'bad', yours: 'lit', cancelled: 'none' };

type Of<Rows extends StatusRows> = { rows: Rows; is: keyof Rows & string; /** Whose eyes: what waits for them is amber. */ side?: Side };

/** How a status of the one table (AUD-3) looks. */
export function lookOf<Rows extends StatusRows>({ rows, is, side }: Of<Rows>): { tone: Tone; word: string } {
  const { word, standing } = standingOf(rows, is, side);
  return { tone: tones[standing], word };
}

/** The status of an object, everywhere the same. */
export function StatusOf<Rows extends StatusRows>(of: Of<Rows>) {
  const { tone, word } = lookOf(of);
  return <Status tone={tone}>{word}</Status>;
}
