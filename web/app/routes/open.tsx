// The first page of whoever has a part of the portal: a representative, a child.
import { House } from 'lucide-react';
import { Link, type LoaderFunctionArgs, redirect } from 'react-router';
import { getMe } from '#contract/me';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { unbroken } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';
import { useRootData } from '#web/me.ts';
import { menuOf } from '#web/menu.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const { limits } = await load(context, getMe, {});
  return limits ? null : redirect('/');
}

/** What is open, as links. Out of hours the line above says when to come. */
export default function Open() {
  const { me } = useRootData();
  const isChild = me.limits?.kind === 'child';
  const isHomeOpen = me.limits?.areas.includes('home') === true && me.homes.length > 0;
  const open = menuOf(me).filter(({ key }) => key !== 'home');
  return (
    <Page title="Мой дом" heading={isChild ? `Привет, ${me.person?.shortName.split(' ')[0] ?? ''}!` : 'Что открыто по доверенности'}>
      {!isHomeOpen && open.length === 0 && (
        <EmptyState icon={House} heading="Пока здесь ничего не открыто">
          <p>Когда что-то откроют, оно появится здесь.</p>
        </EmptyState>
      )}
      {isHomeOpen && (
        <Card heading="Дом">
          <ul className="plain stack">
            {me.homes.map(({ premisesId, address }) => (
              <li key={premisesId}>
                <Link className="go" to="/home">
                  {unbroken(address)}
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {open.length > 0 && (
        <Card heading="Разделы">
          <ul className="plain stack">
            {open.map(({ key, name, href }) => (
              <li key={key}>
                <Link className="go" to={href}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  );
}
