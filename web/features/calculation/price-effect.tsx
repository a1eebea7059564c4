// What a price would do to a flat and its house in the last posted month.
import type { previewPrice } from '#contract/directories';
import type { AnswerOf } from '#contract/endpoint';
import { counted, formatKopecks, formatMonth } from '#contract/russian';
import { Card, Tiles } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { signed } from './signed.ts';

type Preview = AnswerOf<typeof previewPrice>;
const FLATS = ['счёт', 'счёта', 'счетов'] as const;

const columns: readonly Column<Preview['flatEffects'][number]>[] = [
  { key: 'service', name: 'Услуга', head: true, cell: ({ service }) => service },
  { key: 'before', name: 'Было', numeric: true, cell: ({ beforeKopecks }) => formatKopecks(beforeKopecks) },
  { key: 'now', name: 'Будет', numeric: true, cell: ({ kopecks }) => formatKopecks(kopecks) },
  { key: 'difference', name: 'Разница', numeric: true, cell: ({ beforeKopecks, kopecks }) => signed(kopecks - beforeKopecks) },
  { key: 'formula', name: 'Как посчитали', cell: ({ formula }) => <span className="num sml">{formula}</span> },
];

export function Effect({ effect }: { effect: Preview }) {
  const { month, address, flat, account, flatEffects, flats, beforeKopecks, kopecks } = effect;
  return (
    <section className="stack" aria-label="Что изменится" role="status">
      <Card heading="Что изменится" due>
        <p>{`Посчитали ${formatMonth(month)} заново, будто новое значение действовало весь месяц. Дом: ${address}. Ничего не записали.`}</p>
        <Tiles
          tiles={[
            { name: 'Сейчас по дому', value: formatKopecks(beforeKopecks) },
            { name: 'Будет', value: formatKopecks(kopecks) },
            { name: 'Разница', value: signed(kopecks - beforeKopecks) },
            { name: 'Изменится', value: counted(flats, FLATS) },
          ]}
        />
        {flatEffects.length === 0 && (
          <p>{account === null ? 'Суммы не изменятся: в этом доме по такому значению никому не считают.' : `У счёта ${account} ничего не изменится.`}</p>
        )}
      </Card>
      {flatEffects.length > 0 && (
        <DataTable
          caption={`Счёт ${account ?? ''}${flat === null ? '' : `, кв. ${flat}`}`}
          columns={columns}
          rows={flatEffects}
          rowKey={({ service }) => service}
        />
      )}
    </section>
  );
}
