import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { Tuck } from './tuck.tsx';

export type Tab = { to: string; name: ReactNode; count?: number };

/** More of them than so fill a phone before what they lead to: there they are one line that names where one is. */
const AT_SIGHT = 6;

/** Parts of one subject, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const { pathname, search } = useLocation();
  const isHere = ({ to }: Tab): boolean => to === pathname || to === pathname + search || to === search;
  const list = (
    <ul className="tabs">
      {tabs.map((tab) => (
        <li key={tab.to}>
          <Link to={tab.to} preventScrollReset aria-current={isHere(tab) ? 'page' : undefined}>
            {tab.name}
            {tab.count ? <span className="count">{tab.count}</span> : null}
          </Link>
        </li>
      ))}
    </ul>
  );
  const here = tabs.find(isHere);
  return (
    <nav aria-label={label} key={here?.to}>
      {tabs.length > AT_SIGHT ? (
        <Tuck
          name={
            <>
              {label}
              {here && <>: {here.name}</>}
            </>
          }
        >
          {list}
        </Tuck>
      ) : (
        list
      )}
    </nav>
  );
}
