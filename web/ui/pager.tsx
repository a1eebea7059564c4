import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from './icon.tsx';
import { useQueryLink } from './query-link.ts';

type Given = {
  /** Marks of the list's answer; null where there is nothing more. */ previous?: string | null;
  next?: string | null;
  /** «Показано 50 из 1 204»: said where there are pages. */ children?: ReactNode;
};

/** Pages by mark, not by number: a row that appears meanwhile moves nothing. */
export function Pager({ previous, next, children }: Given) {
  const link = useQueryLink();
  if (!previous && !next) return null;
  return (
    <nav className="row apart noprint" aria-label="Страницы">
      <ul className="pages">
        {previous && (
          <li>
            <Link rel="prev" to={link({ before: previous, after: null })}>
              <Icon of={ChevronLeft} />
              Назад
            </Link>
          </li>
        )}
        {next && (
          <li>
            <Link rel="next" to={link({ after: next, before: null })}>
              Дальше
              <Icon of={ChevronRight} />
            </Link>
          </li>
        )}
      </ul>
      {children && <p className="mut">{children}</p>}
    </nav>
  );
}
