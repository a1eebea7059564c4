// The living page of the look, continued: together they would weigh more than a page may.
import { useLoaderData } from 'react-router';
import { statusTable } from '#contract/statuses/all';
import { Charts } from '#features/look/charts.tsx';
import { Words } from '#features/look/words.tsx';
import { Page } from '#ui/page.tsx';

/** The table stays on the server: all its words would weigh too much here. */
export const loader = () => ({ statuses: statusTable.map(({ name, rows }) => ({ name, rows })) });

export default function LookOfBills() {
  const { statuses } = useLoaderData<typeof loader>();
  return (
    <Page title="Слова, счета и графики">
      <Words statuses={statuses} />
      <Charts />
    </Page>
  );
}
