// The start page of a person: the answer first (how much, till when), then what to do, then the homes.
import { Building2, ChartColumn, CreditCard, Gauge, type LucideIcon, Plus, ReceiptText, WalletCards } from 'lucide-react';
import { Link } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getStart } from '#contract/overview';
import { counted, formatKopecks, formatWeekday, inMonth } from '#contract/russian';
import { ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Money, unbroken } from '#ui/format.tsx';
import { Window } from '#ui/icon.tsx';
import { Page } from '#ui/page.tsx';
import { FlatSign, HousePicture } from '#ui/pictures.tsx';
import type { Me } from '#web/me.ts';
import { OpenToYou } from './open-to-you.tsx';
import type { Desk } from './role-desks.ts';
import { AreaItems, litAreas } from './waiting-areas.tsx';

type StartData = AnswerOf<typeof getStart>;
type Due = StartData['due'];
type Task = StartData['tasks'][number];

export function PersonStart({ start, desk, me, name }: { start: StartData; desk: Desk | null; me: Me; name: string }) {
  const flat = /кв\. \S+$/.exec(me.homes[0]?.address ?? '')?.[0];
  const matters = start.tasks.length + litAreas(start.work).length;
  // What is due stands in its own card, with the button.
  const others = start.tasks.filter(({ kind }) => kind !== 'pay' && kind !== 'pay_overdue');
  return (
    <Page title="Главная" heading={null}>
      <div className="hero">
        <div>
          <h1>{`Здравст\u00adвуйте, ${name}`}</h1>
          <p>{matters > 0 ? `В окнах горит свет: у вас ${counted(matters, ['дело', 'дела', 'дел'])}.` : 'Всё спокойно: сейчас от вас ничего не нужно.'}</p>
        </div>
        <HousePicture>{flat && <FlatSign text={flat} />}</HousePicture>
      </div>
      <div className="cols">
        <div className="stack wide">
          {start.homes.length > 0 && <DueCard due={start.due} />}
          {others.length > 0 && <TasksCard tasks={others} more={start.due.dueKopecks > 0} />}
          {start.homes.length > 0 && <Quick lit={me.lit} />}
          {start.homes.length === 0 && (me.work.length > 0 ? <WorkCard work={me.work} waiting={start.work} /> : desk === null && <NoHome />)}
          {desk && <OpenToYou desk={desk} />}
        </div>
        {start.homes.length > 0 && (
          <div className="stack wide">
            <HomesCard homes={start.homes} />
            {me.work.length > 0 && <WorkCard work={me.work} waiting={start.work} />}
          </div>
        )}
      </div>
    </Page>
  );
}

/** How much and till when, in the words a person would say it. */
function DueCard({ due }: { due: Due }) {
  if (due.dueKopecks === 0) {
    return (
      <Card heading="Всё оплачено">
        <p>
          {due.advanceKopecks > 0 ? (
            <>
              Вперёд внесено <Money kopecks={due.advanceKopecks} />. Мы зачтём это в следующем счёте.
            </>
          ) : (
            'Долгов нет. Новые счета придут в начале месяца.'
          )}
        </p>
      </Card>
    );
  }
  const onlyLate = due.dueOn === null;
  return (
    <section className="card due" aria-labelledby="due">
      <div className="stack near">
        <h2 id="due">К оплате</h2>
        <p className="sum">{formatKopecks(due.dueKopecks)}</p>
        <p>
          {onlyLate && <b>Срок оплаты прошёл: чем раньше, тем меньше пени. </b>}
          {due.dueOn !== null && <b>{capital(formatWeekday(due.dueOn, 'until'))}. </b>}
          {due.daysLeft !== null && `${due.daysLeft === 0 ? 'Сегодня последний день' : `Осталось ${counted(due.daysLeft, ['день', 'дня', 'дней'])}`}. `}
          {due.payees > 1 && `${counted(due.payees, ['получатель', 'получателя', 'получателей'])}, одним платежом. `}
          {due.overdueKopecks > 0 && !onlyLate && (
            <>
              Из них просрочено <Money kopecks={due.overdueKopecks} />.
            </>
          )}
        </p>
        {due.reservedKopecks > 0 && (
          <p>
            В пути <Money kopecks={due.reservedKopecks} />: ждём ответа банка.
          </p>
        )}
        {due.month && <p className="mut sml">{monthWords(due.month)}</p>}
      </div>
      <div className="stack near acts">
        <ButtonLink to="/pay" big>
          Оплатить
        </ButtonLink>
        <ButtonLink to="/charges" kind="bare">
          Почему столько?
        </ButtonLink>
      </div>
    </section>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function monthWords({ period, chargedKopecks, yearAgoKopecks }: NonNullable<Due['month']>): string {
  const charged = `Начислено ${inMonth(period)} ${formatKopecks(chargedKopecks)}.`;
  if (yearAgoKopecks === null) return charged;
  const more = chargedKopecks - yearAgoKopecks;
  if (more === 0) return `${charged} Столько же, сколько год назад.`;
  return `${charged} Это на ${formatKopecks(Math.abs(more))} ${more > 0 ? 'больше' : 'меньше'}, чем год назад.`;
}

const taskIcon: Readonly<Record<Task['kind'], LucideIcon>> = {
  pay_overdue: WalletCards,
  pay: CreditCard,
  readings: Gauge,
  payment_unknown: CreditCard,
  link_waiting: Building2,
};

function TasksCard({ tasks, more }: { tasks: readonly Task[]; more: boolean }) {
  return (
    <Card heading={more ? 'Что ещё сделать' : 'Что сделать'}>
      <div>
        {tasks.map((task) => (
          <div className="item" key={`${task.kind} ${task.text}`}>
            <Window of={taskIcon[task.kind]} lit />
            <div className="stack near">
              <h3>
                <Link to={task.href}>{task.title}</Link>
              </h3>
              <p>{task.text}</p>
            </div>
          </div>
        ))}
      </div>
    </Card>
  );
}

/** What people come for, one press away. A lit window waits. */
const quick: readonly { name: string; to: string; icon: LucideIcon; lit?: string }[] = [
  { name: 'Оплатить счета', to: '/pay', icon: WalletCards, lit: 'bills' },
  { name: 'Передать показания', to: '/meters', icon: Gauge, lit: 'meters' },
  { name: 'Посмотреть квитанции', to: '/bills', icon: ReceiptText },
  { name: 'Сравнить расход', to: '/meters/history', icon: ChartColumn },
  { name: 'Найти чек', to: '/payments', icon: CreditCard },
  { name: 'Добавить счёт', to: '/accounts/add', icon: Plus },
];

function Quick({ lit }: { lit: Me['lit'] }) {
  return (
    <section className="stack" aria-labelledby="quick">
      <h2 id="quick">Быстрые действия</h2>
      <ul className="quick">
        {quick.map(({ name, to, icon, lit: key }) => {
          const waits = key !== undefined && Boolean(lit[key]);
          return (
            <li key={to}>
              <Link to={to} className={waits ? 'lit' : undefined}>
                <Window of={icon} />
                {name}
                {waits && <span className="vh"> (ждёт вас)</span>}
              </Link>
            </li>
          );
        })}
      </ul>
      <p className="mut sml">Свет в окне значит: здесь что-то ждёт вас.</p>
    </section>
  );
}

/** The way of staff to their work, and what waits for them there. */
function WorkCard({ work, waiting }: { work: Me['work']; waiting: StartData['work'] }) {
  const areas = litAreas(waiting);
  return (
    <Card heading="Рабочее место">
      <ul className="plain stack near">
        {work.map(({ organizationId, name, role }) => (
          <li key={organizationId}>
            <b>{name}</b>
            {role !== '' && `, ${role}`}
          </li>
        ))}
      </ul>
      {areas.length > 0 && <AreaItems areas={areas} />}
      <div className="row acts">
        <ButtonLink to="/work">Перейти к работе</ButtonLink>
      </div>
    </Card>
  );
}

function HomesCard({ homes }: { homes: StartData['homes'] }) {
  return (
    <Card heading={homes.length === 1 ? 'Ваш дом' : 'Ваши дома'} aside={homes.length > 1 ? <Link to="/homes">Все вместе</Link> : undefined}>
      <div>
        {homes.map((home) => (
          <div className="item" key={home.premisesId}>
            <Window of={Building2} />
            <div className="stack near">
              <h3>
                <Link to={`/home?premises=${home.premisesId}`}>{unbroken(home.address)}</Link>
              </h3>
              <p className="mut sml">{home.role}</p>
              <p>
                {home.dueKopecks > 0 ? (
                  <>
                    К оплате <Money kopecks={home.dueKopecks} />
                  </>
                ) : (
                  'Всё оплачено'
                )}
                {home.metersWaiting > 0 && `. ${counted(home.metersWaiting, ['счётчик ждёт', 'счётчика ждут', 'счётчиков ждут'])} показаний`}
              </p>
            </div>
          </div>
        ))}
      </div>
    </Card>
  );
}

function NoHome() {
  return (
    <Card heading="Добавьте свой дом">
      <p>Найдите лицевой счёт по номеру с квитанции, и здесь появятся начисления, счета и счётчики.</p>
      <div className="row acts">
        <ButtonLink to="/accounts/add">Добавить лицевой счёт</ButtonLink>
      </div>
    </Card>
  );
}
