// All homes of the person and what is owed for each and together (HOME-6).
import { House } from 'lucide-react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getAddedHomes, removeAddedHome } from '#contract/addresses';
import type { AnswerOf } from '#contract/endpoint';
import { getHomes } from '#contract/ledger';
import { AddedHomes } from '#features/addresses/added-homes.tsx';
import { PREMISES_WORDS } from '#features/home/words.ts';
import { DueCard } from '#ui/bill.tsx';
import { Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Money, unbroken } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const [homes, added] = await Promise.all([load(context, getHomes, {}), load(context, getAddedHomes, {})]);
  return { ...homes, added: added.homes, isAdded: new URL(request.url).searchParams.has('added') };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, removeAddedHome, { params: { id: textOf(form, 'id') } }, { key: keyOf(form) });
  return done.ok ? redirect('/homes', 303) : refused(done.problem, form);
}

const columns: readonly Column<AnswerOf<typeof getHomes>['homes'][number]>[] = [
  { key: 'address', name: 'Адрес', head: true, cell: (row) => unbroken(row.address) },
  { key: 'kind', name: 'Вид', cell: (row) => PREMISES_WORDS[row.kind] },
  { key: 'accounts', name: 'Счетов', numeric: true, cell: (row) => row.accounts },
  { key: 'penalty', name: 'Из них пени', numeric: true, cell: (row) => <Money kopecks={row.penaltyKopecks} /> },
  { key: 'advance', name: 'Вперёд', numeric: true, cell: (row) => <Money kopecks={row.advanceKopecks} /> },
  { key: 'due', name: 'К оплате', numeric: true, cell: (row) => <Money kopecks={row.dueKopecks} /> },
  { key: 'open', name: 'Открыть', silent: true, cell: (row) => <OpenHome premisesId={row.premisesId} address={row.address} /> },
];

export default function Homes() {
  const { homes, total, added, isAdded } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const more = <AddedHomes homes={added} isAdded={isAdded} />;
  const find = <GoLink to="/homes/add">Найти дом по адресу</GoLink>;
  if (homes.length === 0) {
    return (
      <Page title="Мои дома" problem={answer?.problem} action={find}>
        <ErrorSummary problem={answer?.problem} />
        <EmptyState icon={House} heading="Домов пока нет" actions={<ButtonLink to="/accounts/add">Добавить лицевой счёт</ButtonLink>}>
          <p>Добавьте лицевой счёт из квитанции или найдите дом по адресу.</p>
        </EmptyState>
        {more}
      </Page>
    );
  }
  return (
    <Page title="Мои дома" problem={answer?.problem} action={find}>
      <ErrorSummary problem={answer?.problem} />
      <DueCard
        heading="За все дома к оплате"
        kopecks={total.dueKopecks}
        actions={
          total.dueKopecks > 0 && (
            <ButtonLink to="/pay" big>
              Выбрать, что оплатить
            </ButtonLink>
          )
        }
      >
        {total.reservedKopecks > 0 && (
          <p>
            Ещё в пути: <Money kopecks={total.reservedKopecks} />
          </p>
        )}
        {total.advanceKopecks > 0 && (
          <p>
            Заплачено вперёд: <Money kopecks={total.advanceKopecks} />
          </p>
        )}
      </DueCard>
      <DataTable
        caption="По каждому дому"
        rows={homes}
        rowKey={(row) => row.premisesId}
        columns={columns.filter(({ key }) => (key !== 'penalty' || total.penaltyKopecks > 0) && (key !== 'advance' || total.advanceKopecks > 0))}
        totals={{
          penalty: <Money kopecks={total.penaltyKopecks} />,
          advance: <Money kopecks={total.advanceKopecks} />,
          due: <Money kopecks={total.dueKopecks} />,
        }}
      />
      {more}
    </Page>
  );
}

/** Makes it the chosen home of every page. */
const OpenHome = ({ premisesId, address }: { premisesId: string; address: string }) => (
  <form action="/choose-home" method="post">
    <input type="hidden" name="next" value="/home" />
    <Button kind="bare" name="home" value={premisesId}>
      Открыть<span className="vh"> {address}</span>
    </Button>
  </form>
);
