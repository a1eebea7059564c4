// What a mark of tampering would charge, by months, and the way to put it: nobody marks without having seen the sum.
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { previewTampering } from '#contract/meter-faults';
import { counted, formatDay, formatKopecks, formatMonth, formatMonthGenitive } from '#contract/russian';
import { signed } from '#features/calculation/signed.ts';
import { ACCOUNTS } from '#features/calculation/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card, Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Hidden } from './work-meter-forms.tsx';

type Effect = AnswerOf<typeof previewTampering>;
type Line = Effect['lines'][number];
const DAYS = ['день', 'дня', 'дней'] as const;

const columns: readonly Column<Line>[] = [
  {
    key: 'month',
    name: 'Месяц',
    head: true,
    cell: ({ month, posted }) => (
      <>
        {formatMonth(month)}
        <br />
        <span className="mut sml">{posted ? 'перерасчёт' : 'начисление'}</span>
      </>
    ),
  },
  {
    key: 'service',
    name: 'Услуга',
    cell: ({ service, account }) => (
      <>
        {service}
        <br />
        <span className="mut sml">{`счёт ${account}`}</span>
      </>
    ),
  },
  { key: 'days', name: 'Дней', numeric: true, cell: ({ days }) => days },
  { key: 'kopecks', name: 'Изменится', numeric: true, cell: ({ kopecks }) => signed(kopecks) },
  { key: 'formula', name: 'Как посчитали', cell: ({ formula }) => <span className="sml">{formula}</span> },
];

type Given = { effect: Effect; version: number; values: Partial<Record<string, string>> };

export function TamperingEffect({ effect, version, values }: Given) {
  const { fromDay, days, to, kopecks, lines, others, uncounted } = effect;
  const asked = values['tampering.fromDay'] ?? '';
  return (
    <section className="stack" aria-label="Сколько доначислим" role="status">
      <Card heading="Сколько доначислим" due>
        <p>
          {lines.length === 0
            ? 'Суммы не изменятся: эту услугу квартире начисляет не ваша организация или начислений за эти дни нет.'
            : `Считаем с ${formatDay(fromDay)} по конец ${formatMonthGenitive(to)}: норматив с коэффициентом 10 вместо начисленного. Отметки ещё нет.`}
          {asked !== '' && asked < fromDay && ` Раньше ${formatDay(fromDay)} считать нельзя.`}
        </p>
        <Tiles
          tiles={[
            { name: 'Квартире', value: signed(kopecks) },
            { name: 'За сколько дней', value: counted(days, DAYS) },
            ...(others.accounts === 0 ? [] : [{ name: `Остальным в доме, ${counted(others.accounts, ACCOUNTS)}`, value: signed(others.kopecks) }]),
          ]}
        />
        {uncounted && <p>Часть посчитать нельзя: нет тарифа или норматива. Добавьте их в справочники и посмотрите ещё раз.</p>}
        <Form method="post" className="stack">
          <Hidden what="tampering" version={version} />
          {['tampering.foundOn', 'tampering.fromDay', 'tampering.act'].map((name) => (
            <input key={name} type="hidden" name={name} value={values[name] ?? ''} />
          ))}
          <p>Жители получат уведомление с актом. Пока вмешательство не устранят, так же посчитаем и следующие месяцы.</p>
          <Actions>
            <Button name="step" value="mark">
              {kopecks > 0 ? `Отметить и доначислить ${formatKopecks(kopecks)}` : 'Отметить вмешательство'}
            </Button>
          </Actions>
        </Form>
      </Card>
      {lines.length > 0 && (
        <DataTable caption="По месяцам" columns={columns} rows={lines} rowKey={({ account, service, month }) => `${account} ${service} ${month}`} />
      )}
    </section>
  );
}
