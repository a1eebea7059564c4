// From a home's card: what was applied for, extracts to take, papers of the house (HOME-6).
import { ChevronDown } from 'lucide-react';
import { Link } from 'react-router';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Status, type Tone } from '#ui/status.tsx';

export type Application = { to: string; what: string; at: string; tone: Tone; word: string };
/** `more`: a page about it. */
export type PaperLink = { href: string; name: string; says: string; more?: { to: string; name: string } };

const columns: readonly Column<Application>[] = [
  { key: 'what', name: 'Что', head: true, cell: (row) => <Link to={row.to}>{row.what}</Link> },
  { key: 'at', name: 'Изменено', half: true, cell: (row) => <When instant={row.at} timeZone="Europe/Moscow" /> },
  { key: 'status', name: 'Состояние', plain: true, half: true, cell: (row) => <Status tone={row.tone}>{row.word}</Status> },
];

const SHOWN = 3;
const ApplicationTable = ({ caption, rows }: { caption: string; rows: readonly Application[] }) => (
  <DataTable caption={<span className="vh">{caption}</span>} rows={rows} rowKey={({ to, what }) => `${to} ${what}`} columns={columns} />
);

/** The newest in sight, the rest one press away. `begin`: what may be asked for. */
export function HomeApplications({ applications, begin }: { applications: readonly Application[]; begin: readonly { to: string; name: string }[] }) {
  const [newest, before] = [applications.slice(0, SHOWN), applications.slice(SHOWN)];
  return (
    <>
      <h2>Заявления</h2>
      {newest.length > 0 ? <ApplicationTable caption="Заявления" rows={newest} /> : <p className="mut">По этому дому вы ещё ни о чём не просили.</p>}
      {before.length > 0 && (
        <details className="more">
          <summary>
            Более ранние: {before.length}
            <Icon of={ChevronDown} turn />
          </summary>
          <ApplicationTable caption="Более ранние заявления" rows={before} />
        </details>
      )}
      {begin.length > 0 && (
        <p className="row">
          {begin.map(({ to, name }) => (
            <Link key={to} className="go" to={to}>
              {name}
            </Link>
          ))}
        </p>
      )}
    </>
  );
}

/** `all`: where the rest is. Nothing where there are none. */
export function PaperList({ heading, papers, all }: { heading: string; papers: readonly PaperLink[]; all?: { to: string; name: string } }) {
  if (papers.length === 0) return null;
  return (
    <Card heading={heading}>
      <ul className="stack near">
        {papers.map(({ href, name, says, more }) => (
          <li key={href}>
            {href.startsWith('/api/') ? (
              <a href={href} download>
                {name}
              </a>
            ) : (
              <Link to={href}>{name}</Link>
            )}
            <br />
            <span className="mut sml">
              {says}
              {more && (
                <>
                  .{' '}
                  <Link to={more.to}>
                    {more.name}
                    <span className="vh">: {name}</span>
                  </Link>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {all && (
        <p>
          <Link className="go" to={all.to}>
            {all.name}
          </Link>
        </p>
      )}
    </Card>
  );
}
