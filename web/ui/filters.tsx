import { ChevronDown, ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { Form, Link, useLocation, useSearchParams } from 'react-router';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

type Given = {
  /** For screen readers: «Отбор начислений». */ label: string;
  /** The filter in words: «Октябрь, все услуги». */ summary: string;
  /** Members of the query that stay, as hidden fields. */ keep?: readonly string[];
  children: ReactNode;
};

/** What the list shows. On a phone one line of words that opens; where there is room the fields themselves. A GET form, so a filter is an address. */
export function Filters({ label, summary, keep = ['sort'], children }: Given) {
  const [query] = useSearchParams();
  const { pathname, search } = useLocation();
  return (
    <Form method="get" aria-label={label} preventScrollReset key={search}>
      {keep.map((name) => query.has(name) && <input key={name} type="hidden" name={name} value={query.get(name) ?? ''} />)}
      <details className="card sift more">
        <summary>
          <Icon of={ListFilter} />
          {summary}
          <Icon of={ChevronDown} turn />
        </summary>
        <div className="filters">
          {children}
          <div className="row">
            <Button kind="alt">Показать</Button>
            {search !== '' && (
              <Link className="go" to={pathname}>
                Сбросить
              </Link>
            )}
          </div>
        </div>
      </details>
    </Form>
  );
}
