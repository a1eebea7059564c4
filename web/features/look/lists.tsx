import { useSearchParams } from 'react-router';
import { formatKopecks } from '#contract/russian';
import { Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { Filters } from '#ui/filters.tsx';
import { Formula } from '#ui/formula.tsx';
import { Select } from '#ui/inputs.tsx';
import { Pager } from '#ui/pager.tsx';
import { Status, type Tone } from '#ui/status.tsx';
import { Tabs } from '#ui/tabs.tsx';

type Charge = { id: string; service: string; receiver: string; how: string; kopecks: number; before: number; status: { tone: Tone; word: string } };
const charges: readonly Charge[] = [
  {
    id: 'heat',
    service: 'Отопление',
    receiver: 'Теплосеть',
    how: '2,0586 Гкал × 2 350,18 ₽',
    kopecks: 483799,
    before: 440212,
    status: { tone: 'wait', word: 'К оплате' },
  },
  {
    id: 'upkeep',
    service: 'Содержание дома',
    receiver: 'УК «Липовый двор»',
    how: '54,3 м² × 31,85 ₽',
    kopecks: 172946,
    before: 163334,
    status: { tone: 'wait', word: 'К оплате' },
  },
  {
    id: 'power',
    service: 'Электричество',
    receiver: 'Энергосбыт',
    how: 'день 112, ночь 58 кВт·ч',
    kopecks: 90112,
    before: 85477,
    status: { tone: 'ok', word: 'Оплачено' },
  },
  {
    id: 'gas',
    service: 'Газ, плита',
    receiver: 'Горгаз',
    how: '2 чел. × 10 м³ × 8,25 ₽',
    kopecks: 16500,
    before: 14820,
    status: { tone: 'go', word: 'Платёж в пути' },
  },
];
const sum = (pick: (charge: Charge) => number): string => formatKopecks(charges.reduce((all, charge) => all + pick(charge), 0));

function columnsWith(why: string | null): Column<Charge>[] {
  return [
    {
      key: 'service',
      name: 'Услуга',
      head: true,
      sortable: true,
      cell: ({ service, receiver }) => (
        <>
          {service}
          <br />
          <span className="mut sml">{receiver}</span>
        </>
      ),
    },
    { key: 'how', name: 'Как посчитали', cell: ({ how }) => <span className="sml">{how}</span> },
    { key: 'sum', name: 'Октябрь 2026', numeric: true, sortable: true, cell: ({ kopecks }) => <b>{formatKopecks(kopecks)}</b> },
    { key: 'before', name: 'Октябрь 2025', numeric: true, cell: ({ before }) => <span className="mut">{formatKopecks(before)}</span> },
    { key: 'status', name: 'Статус', plain: true, cell: ({ status }) => <Status tone={status.tone}>{status.word}</Status> },
    {
      key: 'why',
      name: 'Пояснение',
      silent: true,
      cell: ({ id, service }) => (
        <GoLink to={why === id ? '?' : `?why=${id}`} preventScrollReset aria-expanded={why === id}>
          Почему столько?<span className="vh">{` ${service}`}</span>
        </GoLink>
      ),
    },
  ];
}

/** Tabs, filters, a table with totals, an opened explanation and ticks, pages, downloads. */
export function Lists() {
  const [query] = useSearchParams();
  const why = query.get('why');
  const explain = ({ id }: Charge) => id === (why ?? 'heat') && <Why />;
  return (
    <section className="stack" aria-labelledby="lists">
      <h2 id="lists">Списки</h2>
      <Tiles
        tiles={[
          { name: 'Начислено', value: '10 262,73 ₽' },
          { name: 'Оплачено и в пути', value: '1 066,12 ₽' },
          { name: 'Осталось до 16 ноября', value: '9 196,61 ₽' },
        ]}
      />
      <Tabs
        label="Части списка"
        tabs={[
          { to: '/ui', name: 'Все' },
          { to: '/ui?tab=due', name: 'К оплате', count: 2 },
          { to: '/ui?tab=paid', name: 'Оплаченные' },
        ]}
      />
      <Filters label="Отбор начислений" summary="Октябрь, все услуги">
        <Select
          name="month"
          label="Месяц"
          defaultValue={query.get('month') ?? undefined}
          options={[
            { value: '2026-10', name: 'Октябрь 2026' },
            { value: '2026-09', name: 'Сентябрь 2026' },
          ]}
        />
        <Select
          name="status"
          label="Статус"
          defaultValue={query.get('status') ?? undefined}
          options={[
            { value: '', name: 'Любой' },
            { value: 'due', name: 'К оплате' },
          ]}
        />
      </Filters>
      <DataTable
        caption="4 начисления, квартира 37"
        columns={columnsWith(why)}
        rows={charges}
        rowKey={({ id }) => id}
        sort={query.get('sort') ?? '-sum'}
        totals={{ sum: sum(({ kopecks }) => kopecks), before: sum(({ before }) => before) }}
        under={explain}
      />
      <Pager previous="a" next="b">
        Показано 4 из 1 204
      </Pager>
      <Downloads href={(format) => `/ui?format=${format}`} />
      <form className="stack" method="get" aria-label="Выбор счетов">
        <DataTable
          caption="Счета: отметьте, что оплатить"
          columns={columnsWith(null)
            .slice(0, 3)
            .map((column) => ({ ...column, sortable: false }))}
          rows={charges.slice(0, 2)}
          rowKey={({ id }) => id}
          choose={{ name: 'pay', value: ({ id }) => id, says: ({ service }) => `Оплатить: ${service}` }}
          totals={{ sum: '6 567,45 ₽' }}
        />
        <div className="row acts">
          <Button kind="alt">Выбрать отмеченные</Button>
        </div>
      </form>
    </section>
  );
}

function Why() {
  return (
    <section className="explain" aria-labelledby="why-heat">
      <h3 id="why-heat">Почему за отопление 4 837,99 ₽</h3>
      <p>Общий счётчик показал, сколько тепла взял весь дом. Ваша часть считается по площади квартиры.</p>
      <Formula
        parts={[
          { value: '182,450 Гкал', says: 'взял весь дом за октябрь' },
          { sign: '×', value: '54,3 м²', says: 'ваша квартира' },
          { sign: '÷', value: '4 812,6 м²', says: 'все квартиры и помещения' },
          { sign: '×', value: '2 350,18 ₽', says: 'тариф за 1 Гкал' },
          { sign: '=', value: '4 837,99 ₽', says: 'за октябрь' },
        ]}
      />
      <DefinitionList
        items={[
          { name: 'Откуда тариф', value: 'Постановление комиссии по тарифам № 118-ПК от 18.09.2026' },
          { name: 'Кто ответит', value: 'Расчётный отдел «Теплосети»' },
        ]}
      />
      <p className="row">
        <ButtonLink kind="alt" to="/ui">
          Попросить перерасчёт
        </ButtonLink>
      </p>
    </section>
  );
}
