import { BillLines, DueCard, Receipt } from '#ui/bill.tsx';
import { Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Figure } from '#ui/figure.tsx';

const months = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];
const now = [5.9, 5.4, 6.2, 5.6, 4.8, 4.1, 3.9, 4.4, 5.2, 5.73, null, null];
const before = [6.2, 5.8, 6, 5.7, 5.1, 4.6, 3.2, 4.2, 5.5, 5.9, 5.6, 6.4];
const said = (value: number | null): string => (value === null ? 'нет' : String(value).replace('.', ','));

/** A bill, a receipt and a chart. */
export function Charts() {
  return (
    <>
      <DueCard
        heading="К оплате за октябрь"
        kopecks={919661}
        actions={
          <>
            <Button kind="alt" type="button">
              Оплатить
            </Button>
            <ButtonLink kind="bare" to="/ui">
              Почему столько?
            </ButtonLink>
          </>
        }
      >
        <p>
          <b>До понедельника, 16 ноября.</b> Осталось 4 дня.
        </p>
      </DueCard>
      <div className="two">
        <Card heading="Кому платим">
          <BillLines
            lines={[
              { name: 'Теплосеть', kopecks: 546713 },
              { name: 'Водоканал', kopecks: 64140 },
              { name: 'УК «Липовый двор»', kopecks: 173696, says: 'Содержание и вода на общие нужды' },
              { name: 'Комиссия', kopecks: 0 },
            ]}
            total={{ name: 'Спишем всего', kopecks: 784549 }}
          />
        </Card>
        <Receipt
          heading="Чек № 118"
          actions={
            <ButtonLink kind="alt" to="/ui">
              К платежам
            </ButtonLink>
          }
        >
          <p className="sum mid">9 196,61 ₽</p>
          <DefinitionList
            items={[
              { name: 'Когда', value: '12 ноября 2026, 14:22' },
              { name: 'Откуда', value: 'Система быстрых платежей' },
              { name: 'Номер', value: <span className="code">A6K-2291-0047</span> },
            ]}
          />
        </Receipt>
      </div>
      <Card heading="Холодная вода за год">
        <Figure
          takeaway="За 10 месяцев вы потратили 51,2 м³, на 1 м³ меньше, чем годом раньше."
          unit="м³"
          names={{ label: 'Месяц', now: '2026', before: '2025' }}
          bars={months.map((label, place) => ({
            label,
            now: now[place] ?? null,
            before: before[place] ?? null,
            nowText: said(now[place] ?? null),
            beforeText: said(before[place] ?? null),
          }))}
        />
      </Card>
    </>
  );
}
