// «Договоры» (SIGN-2): what was begun and what waits to be signed.
import { FileText } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { listAgreements } from '#contract/agreements';
import type { AnswerOf } from '#contract/endpoint';
import { agreementStatuses } from '#contract/statuses/agreements';
import { ZONE } from '#features/agreements/words.ts';
import { Actions, ButtonLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { When } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';

type Row = AnswerOf<typeof listAgreements>['agreements'][number];

export const loader = ({ context }: LoaderFunctionArgs) => load(context, listAgreements, {});

const columns: readonly Column<Row>[] = [
  {
    key: 'title',
    name: 'Договор',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/agreements/${row.id}`}>{row.title}</Link>
        <br />
        <span className="mut sml">{row.author}</span>
      </>
    ),
  },
  {
    key: 'status',
    name: 'Состояние',
    half: true,
    plain: true,
    cell: (row) => <StatusOf rows={agreementStatuses} is={row.status} side={row.isMyTurn ? 'person' : undefined} />,
  },
  {
    key: 'signed',
    name: 'Подписали',
    half: true,
    cell: (row) => (row.parties === 0 ? <span className="mut">ещё не отправлен</span> : `${row.signed} из ${row.parties}`),
  },
  {
    key: 'until',
    name: 'Когда',
    cell: (row) =>
      row.until !== null && row.status === 'signing' ? (
        <>
          подписать до <When instant={row.until} timeZone={ZONE} />
        </>
      ) : (
        <>
          составлен <When instant={row.madeAt} timeZone={ZONE} />
        </>
      ),
  },
];

export default function Agreements() {
  const { agreements } = useLoaderData<typeof loader>();
  const own = <ButtonLink to="/agreements/new">Составить договор</ButtonLink>;
  return (
    <Page title="Договоры">
      {agreements.length === 0 ? (
        <EmptyState icon={FileText} heading="Договоров пока нет" actions={own}>
          <p>Составьте договор по образцу или возьмите свой PDF, назовите тех, кто подписывает. Каждый подпишет у себя, ходить никуда не нужно.</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={<span className="vh">Договоры</span>} columns={columns} rows={agreements} rowKey={(row) => row.id} />
          <Actions>{own}</Actions>
        </>
      )}
    </Page>
  );
}
