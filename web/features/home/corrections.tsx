import { ChevronDown } from 'lucide-react';
import type { Correction } from '#contract/house-keeping';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';

/** What was corrected in a card, the newest first; nothing where nothing was. */
export function Corrections({ corrections, timeZone }: { corrections: readonly Correction[]; timeZone: string }) {
  if (corrections.length === 0) return null;
  return (
    <details className="more">
      <summary>
        Что исправляли в сведениях
        <Icon of={ChevronDown} turn />
      </summary>
      <ul className="stack near">
        {corrections.map(({ at, changes }) => (
          <li key={at}>
            <When instant={at} timeZone={timeZone} />: {changes.map(({ name, before, after }) => `${name} ${before} → ${after}`).join(', ')}
          </li>
        ))}
      </ul>
    </details>
  );
}
