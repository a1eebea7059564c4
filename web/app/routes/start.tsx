// The first page. A guest learns what the portal is; a person sees which windows are lit.
import { CircleHelp, Eye, Gauge, ReceiptText, ShieldCheck, WalletCards, type LucideIcon } from 'lucide-react';
import { Link } from 'react-router';
import { counted, plural } from '#contract/russian';
import { type Me, useRootData } from '#web/me.ts';
import { menu } from '#web/menu.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Formula } from '#ui/formula.tsx';
import { Icon, Window } from '#ui/icon.tsx';
import { Page } from '#ui/page.tsx';
import { FlatSign, HousePicture } from '#ui/pictures.tsx';

export default function Start() {
  const { me } = useRootData();
  return me.person === null ? <GuestStart /> : <PersonStart me={me} name={me.person.shortName} />;
}

function PersonStart({ me, name }: { me: Me; name: string }) {
  const flat = /кв\. \S+$/.exec(me.homes[0]?.address ?? '')?.[0];
  const quick = menu.filter((item) => item.key !== 'home' && (item.who === 'resident' || me.work.length > 0));
  const waiting = quick.reduce((sum, item) => sum + (me.lit[item.key] ?? 0), 0);
  return (
    <Page title="Главная" heading={null}>
      <div className="hero">
        <div>
          <h1>{`Здравст\u00adвуйте, ${name}`}</h1>
          <p>{waiting > 0 ? `В окнах горит свет: вас ${plural(waiting, ['ждёт', 'ждут', 'ждут'])} ${counted(waiting, ['дело', 'дела', 'дел'])}.` : 'Всё спокойно: сейчас от вас ничего не нужно.'}</p>
        </div>
        <HousePicture>{flat && <FlatSign text={flat} />}</HousePicture>
      </div>
      <section className="stack" aria-labelledby="quick">
        <h2 id="quick">Разделы</h2>
        <ul className="quick">
          {quick.map((item) => (
            <li key={item.key}>
              <Link to={item.href} className={me.lit[item.key] ? 'lit' : undefined}><Window of={item.icon} />{item.name}{me.lit[item.key] ? <span className="vh"> (ждёт вас)</span> : null}</Link>
            </li>
          ))}
        </ul>
        <p className="mut sml">Свет в окне значит: здесь что-то ждёт вас.</p>
      </section>
    </Page>
  );
}

const offers: readonly { icon: LucideIcon; name: string; text: string }[] = [
  { icon: WalletCards, name: 'Один счёт вместо пачки', text: 'Сколько, кому и до какого дня. Все получатели на одном листе, за все ваши квартиры.' },
  { icon: CircleHelp, name: 'Почему столько?', text: 'У каждой суммы ответ: объём, тариф, что изменилось с прошлого года и кому звонить.' },
  { icon: Gauge, name: 'Показания за минуту', text: 'Прошлое число перед глазами. Если ошиблись цифрой, спросим, а не откажем.' },
  { icon: ReceiptText, name: 'Ничего не теряется', text: 'Платежи, чеки и начисления за прошлые годы. Скачать можно таблицей или листом для печати.' },
];

function GuestStart() {
  return (
    <Page title="Начало" heading={null}>
      <div className="hero tall">
        <div>
          <h1>Дом, в котором всё понятно</h1>
          <p className="lead">Счета, счётчики и платежи вашей квартиры в одном месте. И каждая сумма умеет объяснить себя сама.</p>
          <Actions><ButtonLink to="/sign-in" big>Войти</ButtonLink></Actions>
        </div>
        <HousePicture />
      </div>
      <section className="stack" aria-labelledby="what">
        <h2 id="what">Что здесь можно</h2>
        <ul className="offers">
          {offers.map(({ icon, name, text }) => <li key={name}><Window of={icon} /><h3>{name}</h3><p>{text}</p></li>)}
        </ul>
      </section>
      <div className="cols">
        <Example />
        <div className="stack">
          <section className="card" aria-labelledby="see">
            <h2 id="see">Вам мелко или ярко?</h2>
            <p>Крупный текст, просторные строки и контрастные цвета: одним нажатием, без входа.</p>
            <form action="/view" method="post">
              <input type="hidden" name="next" value="/" />
              <Actions><Button kind="alt" name="preset" value="low-vision"><Icon of={Eye} />Версия для слабовидящих</Button></Actions>
            </form>
            <p className="mut sml">Точная настройка: кнопка «Вид» наверху, на каждой странице.</p>
          </section>
          <section className="card" aria-labelledby="safe">
            <h2 id="safe"><Icon of={ShieldCheck} /> Как мы бережём ваше</h2>
            <p>Чужую квартиру не увидеть. Кто и когда открывал ваши данные, видно в журнале действий. Код из сообщения мы не спрашиваем по телефону никогда.</p>
          </section>
        </div>
      </div>
    </Page>
  );
}

function Example() {
  return (
    <section className="card" aria-labelledby="why">
      <header><h2 id="why">Почему за отопление 4 837,99 ₽</h2><span className="tag">Пример</span></header>
      <p>Общий счётчик показал, сколько тепла взял весь дом. Доля квартиры считается по площади.</p>
      <Formula parts={[
        { value: '182,450 Гкал', says: 'взял весь дом за октябрь' },
        { sign: '×', value: '54,3 м²', says: 'квартира' },
        { sign: '÷', value: '4 812,6 м²', says: 'все квартиры и помещения' },
        { sign: '×', value: '2 350,18 ₽', says: 'тариф за 1 Гкал' },
        { sign: '=', value: '4 837,99 ₽', says: 'за октябрь' },
      ]} />
      <p><b>Что изменилось.</b> Вырос тариф: был 2 138,42 ₽, с 1 октября 2 350,18 ₽.</p>
    </section>
  );
}
