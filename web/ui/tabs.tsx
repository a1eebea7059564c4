import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';

export type Tab = { to: string; name: ReactNode; count?: number };

/** Parts of one subject, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const { pathname, search } = useLocation();
  return (
    <nav aria-label={label}>
      <ul className="tabs">
        {tabs.map(({ to, name, count }) => (
          <li key={to}>
            <Link to={to} preventScrollReset aria-current={to === pathname || to === pathname + search || to === search ? 'page' : undefined}>
              {name}
              {count ? <span className="count">{count}</span> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
