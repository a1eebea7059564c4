// «Журнал действий»: who did what with the person's data and home.
import { type LoaderFunctionArgs, useLoaderData, useLocation } from 'react-router';
import { getJournal, journalColumns } from '#contract/journal';
import { JournalTable } from '#features/journal/journal-table.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';
import { Page } from '#ui/page.tsx';

export function loader({ context, request }: LoaderFunctionArgs) {
  return load(context, getJournal, { query: listQueryOf(request, journalColumns) });
}

export default function Journal() {
  const { search } = useLocation();
  return (
    <Page title="Журнал действий">
      <p className="lead">Кто и когда что-то делал с вашими данными, счетами и домом. Записи нельзя изменить или удалить.</p>
      <JournalTable journal={useLoaderData<typeof loader>()} timeZone="Europe/Moscow" download={(format) => exportAddress('/api/v1/journal/export', search, format)} />
    </Page>
  );
}
