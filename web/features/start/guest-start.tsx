// What a guest sees first: what the portal is, and that it can be read large, before anybody signs in.
import { CircleHelp, Eye, Gauge, ReceiptText, ShieldCheck, WalletCards, type LucideIcon } from 'lucide-react';
import { formatKopecks } from '#contract/russian';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Formula } from '#ui/formula.tsx';
import { Icon, Window } from '#ui/icon.tsx';
import { Page } from '#ui/page.tsx';
import { HousePicture } from '#ui/pictures.tsx';

const offers: readonly { icon: LucideIcon; name: string; text: string }[] = [
  { icon: WalletCards, name: 'Один счёт вместо пачки', text: 'Сколько, кому и до какого дня. Все получатели на одном листе, за все ваши квартиры.' },
  { icon: CircleHelp, name: 'Почему столько?', text: 'У каждой суммы ответ: объём, тариф, что изменилось с прошлого года и кому звонить.' },
  { icon: Gauge, name: 'Показания за минуту', text: 'Прошлое число перед глазами. Если ошиблись цифрой, спросим, а не откажем.' },
  { icon: ReceiptText, name: 'Ничего не теряется', text: 'Платежи, чеки и начисления за прошлые годы. Скачать можно таблицей или листом для печати.' },
];

/** What the portal is, in a page that asks for nothing. */
export function GuestStart() {
  return (
    <Page title="Начало" heading={null}>
      <div className="hero tall">
        <div>
          <h1>Дом, в котором всё понятно</h1>
          <p className="lead">Счета, счётчики и платежи вашей квартиры в одном месте. И каждая сумма умеет объяснить себя сама.</p>
          <Actions>
            <ButtonLink to="/sign-in" big>
              Войти
            </ButtonLink>
          </Actions>
        </div>
        <HousePicture />
      </div>
      <section className="stack" aria-labelledby="what">
        <h2 id="what">Что здесь можно</h2>
        <ul className="offers">
          {offers.map(({ icon, name, text }) => (
            <li key={name}>
              <Window of={icon} />
              <h3>{name}</h3>
              <p>{text}</p>
            </li>
          ))}
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
              <Actions>
                <Button kind="alt" name="preset" value="low-vision">
                  <Icon of={Eye} />
                  Версия для слабовидящих
                </Button>
              </Actions>
            </form>
            <p className="mut sml">Точная настройка: кнопка «Вид» наверху, на каждой странице.</p>
          </section>
          <section className="card" aria-labelledby="safe">
            <h2 id="safe">
              <Icon of={ShieldCheck} /> Как мы бережём ваше
            </h2>
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
      <header>
        <h2 id="why">{`Почему за отопление ${formatKopecks(483_799)}`}</h2>
        <span className="tag">Пример</span>
      </header>
      <p>Общий счётчик показал, сколько тепла взял весь дом. Доля квартиры считается по площади.</p>
      <Formula
        parts={[
          { value: '182,450 Гкал', says: 'взял весь дом за октябрь' },
          { sign: '×', value: '54,3 м²', says: 'квартира' },
          { sign: '÷', value: '4 812,6 м²', says: 'все квартиры и помещения' },
          { sign: '×', value: '2 350,18 ₽', says: 'тариф за 1 Гкал' },
          { sign: '=', value: '4 837,99 ₽', says: 'за октябрь' },
        ]}
      />
      <p>
        <b>Что изменилось.</b> Вырос тариф: был {formatKopecks(213_842)}, с 1 октября {formatKopecks(235_018)}.
      </p>
    </section>
  );
}
