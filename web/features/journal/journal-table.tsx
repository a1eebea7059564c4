import { ScrollText } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getJournal } from '#contract/journal';
import { actionWords } from '#contract/action-words';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads, type Format } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Pager } from '#ui/pager.tsx';

type Journal = AnswerOf<typeof getJournal>;
type Line = Journal['rows'][number];

const columns = (timeZone: string): Column<Line>[] => [
  { key: 'at', name: 'Когда', head: true, sortable: true, cell: ({ at }) => <When instant={at} timeZone={timeZone} /> },
  {
    key: 'action',
    name: 'Что сделано',
    sortable: true,
    cell: ({ action, details }) => (
      <>
        {wordsOf(action)}
        {details && (
          <>
            <br />
            <span className="mut sml">{details}</span>
          </>
        )}
      </>
    ),
  },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
  {
    key: 'from',
    name: 'Откуда',
    cell: ({ ip, session }) => (
      <span className="sml">
        {ip === null ? '—' : `IP ${ip}`}
        {session && (
          <>
            <br />
            <Link to={`?session=${session}`}>{`сеанс ${session}`}</Link>
          </>
        )}
      </span>
    ),
  },
];

const wordsOf = (action: string): string => (actionWords as Readonly<Record<string, string>>)[action] ?? 'Другое действие';
const whose = [
  { value: '', name: 'Все' },
  { value: 'me', name: 'Мои' },
  { value: 'person', name: 'Других людей' },
  { value: 'machine', name: 'Программ организаций' },
  { value: 'system', name: 'Портала' },
];

/** The journal with its filter, pages and downloads. */
export function JournalTable({ journal, timeZone, download }: { journal: Journal; timeZone: string; download: (format: Format) => string }) {
  const [query] = useSearchParams();
  const value = (name: string): string => query.get(name) ?? '';
  const actions = Object.entries(actionWords)
    .map(([value, name]) => ({ value, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  return (
    <>
      <Filters label="Отбор действий" summary={value('session') ? `Сеанс ${value('session')}` : value('action') ? wordsOf(value('action')) : 'Все действия'}>
        <TextInput name="atFrom" label="С какого дня" type="date" defaultValue={value('atFrom')} />
        <TextInput name="atTo" label="По какой день" type="date" defaultValue={value('atTo')} />
        <Select name="by" label="Чьи действия" defaultValue={value('by')} options={whose} />
        <Select name="action" label="Что сделано" defaultValue={value('action')} options={[{ value: '', name: 'Любое действие' }, ...actions]} />
        <TextInput name="session" label="Сеанс" hint="Восемь знаков из столбца «Откуда»" defaultValue={value('session')} />
        <TextInput name="search" label="Найти в подробностях" defaultValue={value('search')} />
      </Filters>
      {journal.rows.length === 0 ? (
        <EmptyState icon={ScrollText} heading="Ничего не нашли">
          <p>Измените отбор: например, возьмите больше дней.</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={`Записей: ${journal.count}`}
          columns={columns(timeZone)}
          rows={journal.rows}
          rowKey={({ id }) => id}
          sort={query.get('sort') ?? '-at'}
        />
      )}
      <Pager previous={journal.previous} next={journal.next}>{`Показано ${journal.rows.length} из ${journal.count}`}</Pager>
      <Downloads href={download} />
    </>
  );
}
