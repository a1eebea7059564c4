// What stands around every page: top bar, windows of the menu, bottom bar of a phone, the street.
import { Bell, ChevronDown, House, LogIn, Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { type Me, useRootData } from '#web/me.ts';
import { isAt, menuOf, type MenuItem } from '#web/menu.ts';
import { Mark } from './brand.tsx';
import { unbroken } from './format.tsx';
import { Icon, Window } from './icon.tsx';
import { Kept } from './kept.tsx';
import { Street } from './pictures.tsx';
import { ViewPanel } from './view-panel.tsx';

/** A phone's width; «Ещё» is the fifth. */
const MOST_IN_BAR = 4;

/** `status` is the line under the top bar. */
export function Shell({ children, status }: { children: ReactNode; status?: ReactNode }) {
  const { me } = useRootData();
  const { pathname } = useLocation();
  const items = menuOf(me);
  const given = { items, lit: me.lit, at: items.find((item) => isAt(item, pathname))?.key };
  const working = isAt({ href: '/work' }, pathname);
  return (
    <>
      <a className="skip" href="#main">
        К содержанию
      </a>
      <div className={working ? 'page work' : 'page'}>
        <div className={items.length > 0 ? 'shell' : 'shell alone'}>
          <TopBar me={me} />
          {items.length > 0 && <SideWindows {...given} />}
          <main className="main" id="main" tabIndex={-1}>
            <div className="statusline" role="status">
              {status}
            </div>
            {me.limits && <Limits limits={me.limits} />}
            {children}
          </main>
          <Foot items={items} />
          {items.length > 0 && <BottomBar {...given} />}
        </div>
      </div>
    </>
  );
}

/** Whose eyes these are, on every page while they are not one's own. */
const Limits = ({ limits: { kind, words } }: { limits: NonNullable<Me['limits']> }) => (
  <form className="note" method="post" action={kind === 'power' ? '/acting' : '/sign-out'}>
    <p>{words}.</p>
    <button className="btn alt">{kind === 'power' ? 'Вернуться к себе' : 'Выйти'}</button>
  </form>
);

function TopBar({ me }: { me: Me }) {
  return (
    <header className="top">
      <div>
        <Link className="brand" to="/" aria-label="Мой дом, на главную">
          <Mark />
          <span>Мой дом</span>
        </Link>
        {me.homes.length > 0 ? <HomeSwitcher homes={me.homes} /> : <span className="grow" />}
        <ViewPanel />
        {me.person === null ? (
          <Link className="ibtn enter" to="/sign-in">
            <Icon of={LogIn} />
            <span>Войти</span>
          </Link>
        ) : (
          me.limits === null && (
            <>
              <Link className="ibtn bell" to="/notices">
                <Icon of={Bell} />
                <span className="vh">Уведомления</span>
                {me.unread > 0 && (
                  <>
                    <span className="count">{me.unread > 99 ? '99+' : me.unread}</span>
                    <span className="vh"> новых</span>
                  </>
                )}
              </Link>
              <Link className="ibtn me" to="/profile">
                <span className="ava" aria-hidden="true">
                  {me.person.initials}
                </span>
                <span className="vh">{`Профиль: ${me.person.shortName}`}</span>
              </Link>
            </>
          )
        )}
      </div>
    </header>
  );
}

function HomeSwitcher({ homes }: { homes: Me['homes'] }) {
  const { home } = useRootData();
  const { pathname, search } = useLocation();
  const current = homes.find(({ premisesId }) => premisesId === home) ?? homes[0]!;
  return (
    <details className="pop start grow">
      <summary>
        <span className="vh">Дом: </span>
        <span>{unbroken(current.address)}</span>
        <Icon of={ChevronDown} turn />
      </summary>
      <div>
        <p className="lbl">Ваши дома</p>
        <form method="post" action="/choose-home">
          <input type="hidden" name="next" value={pathname + search} />
          <ul className="plain homes">
            {homes.map(({ premisesId, address, role }) => (
              <li key={premisesId}>
                <button name="home" value={premisesId} aria-current={premisesId === current.premisesId || undefined}>
                  <Window of={House} />
                  <span>
                    <b>{unbroken(address)}</b>
                    <br />
                    <span className="sml mut">{role}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </form>
      </div>
    </details>
  );
}

function Waits({ count }: { count: number | undefined }) {
  if (!count) return null;
  return (
    <span className="count">
      {count}
      <span className="vh"> ждёт вас</span>
    </span>
  );
}

/** `at`: the key of the item whose area the page is in. */
type Given = { items: readonly MenuItem[]; lit: Me['lit']; at: string | undefined };

const SideWindows = (given: Given) => (
  <Kept as="nav" className="side" aria-label="Разделы" of={given}>
    <Windows {...given} />
  </Kept>
);

const Windows = ({ items, lit, at }: Given) => (
  <ul>
    {items.map((item) => (
      <li key={item.key}>
        <Link to={item.href} aria-current={item.key === at ? 'page' : undefined}>
          <Window of={item.icon} />
          {item.name}
          <Waits count={lit[item.key]} />
        </Link>
      </li>
    ))}
  </ul>
);

const BottomBar = (given: Given) => (
  <Kept as="nav" className="bar" aria-label="Главное" of={given}>
    <Spots {...given} />
  </Kept>
);

const Spots = ({ items, lit, at }: Given) => (
  <ul>
    {items
      .filter((item) => item.short)
      .slice(0, MOST_IN_BAR)
      .map((item) => (
        <li key={item.key}>
          <Link to={item.href} aria-current={item.key === at ? 'page' : undefined}>
            <span className="spot">
              <Icon of={item.icon} />
              <Waits count={lit[item.key]} />
            </span>
            <span>{item.short}</span>
          </Link>
        </li>
      ))}
    <li>
      <a href="#menu">
        <span className="spot">
          <Icon of={Menu} />
        </span>
        <span>Ещё</span>
      </a>
    </li>
  </ul>
);

type Items = Pick<Given, 'items'>;

const Foot = ({ items }: Items) => (
  <Kept as="footer" className="foot" id="menu" tabIndex={-1} of={items}>
    <FootInside items={items} />
  </Kept>
);

const FootInside = ({ items }: Items) => (
  <>
    <Street />
    <div>
      {items.length > 0 && (
        <nav aria-label="Все разделы">
          <ul>
            {items.map((item) => (
              <li key={item.key}>
                <Link to={item.href}>
                  <Icon of={item.icon} />
                  {item.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <p>
        Запах газа: <a href="tel:104">104</a>. Пожар, потоп, угроза жизни: <a href="tel:112">112</a>. Круглосуточно, бесплатно.
      </p>
      <p>
        <Link to="/privacy">Как мы обращаемся с данными</Link>
      </p>
    </div>
  </>
);
