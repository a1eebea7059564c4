// The living page of the look, continued: together they would weigh more than a page may.
import { Charts } from '#features/look/charts.tsx';
import { Words } from '#features/look/words.tsx';
import { Page } from '#ui/page.tsx';

export default function LookOfBills() {
  return (
    <Page title="Слова, счета и графики">
      <Words />
      <Charts />
    </Page>
  );
}
