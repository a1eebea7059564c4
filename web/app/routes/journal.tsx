// «Журнал действий»: who did what with the person's data and home.
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { getJournal, journalColumns } from '#contract/journal';
import { JournalTable } from '#features/journal/journal-table.tsx';
import { load } from '#web/api.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';
import { Page } from '#ui/page.tsx';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, journalColumns);
  return { journal: await load(context, getJournal, { query }), asked: query };
}

export default function Journal() {
  const { journal, asked } = useLoaderData<typeof loader>();
  return (
    <Page title="Журнал действий">
      <p className="lead">Кто и когда что-то делал с вашими данными, счетами и домом. Записи нельзя изменить или удалить.</p>
      <JournalTable journal={journal} timeZone="Europe/Moscow" download={(format) => exportAddress('/api/v1/journal/export', asked, format)} />
    </Page>
  );
}
