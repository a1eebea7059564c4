import { CircleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Problem } from '#contract/errors';
import { Icon } from './icon.tsx';
import { fieldName } from './problem.ts';

/**
 * What has to be mended, above the form. After a refusal the focus comes here; each line leads to its field. Nothing without a problem.
 * `secret`: what was typed is a password or a code, which is not shown again.
 */
export function ErrorSummary({ problem, secret }: { problem: Problem | undefined; secret?: boolean }) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);
  if (!problem) return null;
  const fields = problem.fields ?? [];
  return (
    <div ref={summary} className="note errors" role="alert" tabIndex={-1} aria-labelledby="errors-heading" data-tone="bad">
      <Icon of={CircleAlert} />
      <div>
        <h2 id="errors-heading">{problem.title}</h2>
        {problem.detail && <p>{problem.detail}</p>}
        {fields.length > 0 && (
          <ul className="plain">
            {fields.map(({ pointer, detail }) => (
              <li key={pointer + detail}>
                <a href={`#${fieldName(pointer)}`}>{detail}</a>
              </li>
            ))}
          </ul>
        )}
        {!secret && <p className="mut sml">Введённое осталось на месте, набирать заново не нужно.</p>}
      </div>
    </div>
  );
}
