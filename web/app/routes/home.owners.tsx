// «Собственники»: the whole history of the chosen home, what burdens the rights, agreements on shares (HOME-3, HOME-4).
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { Problem } from '#contract/errors';
import { askSharesCode, getHomeOwners, groundWords, listOwners, ownerColumns, proposeShares, refuseShares, signShares } from '#contract/owners';
import { ProposalCard, ProposeShares } from '#features/ownership/share-cards.tsx';
import { givenSignature } from '#features/signing/given-signature.ts';
import type { AskedCode } from '#features/signing/sign-content.tsx';
import { GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, textOf } from '#web/form.ts';
import { chosenHome } from '#web/home.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';
import { loadHomes } from '#web/load-homes.ts';

type Row = Awaited<ReturnType<typeof loader>>['list']['rows'][number];
type OwnersAnswer = { problem?: Problem; key?: string; asked?: AskedCode; typed?: string[]; why?: string };

// The words stay on the server.
const DONE: Readonly<Record<string, string>> = {
  proposed: 'Предложили новые доли. Подпишите и вы: доли сменятся, когда подпишут все.',
  signed: 'Вы подписали. Ждём остальных.',
  agreed: 'Все подписали, доли изменены.',
  refused: 'От соглашения отказались, доли прежние.',
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const home = chosenHome(await loadHomes(context), request.headers.get('cookie'));
  if (!home) throw redirect('/home');
  const { houseId, premisesId, address } = home;
  const query = { ...listQueryOf(request, ownerColumns), premisesId };
  const [list, today] = await Promise.all([load(context, listOwners, { query }), load(context, getHomeOwners, { params: { houseId, premisesId } })]);
  const rows = list.rows.map((row) => ({
    ...row,
    how: `${groundWords[row.ground as keyof typeof groundWords]}${row.before === null ? '' : `, от кого: ${row.before}`}`,
  }));
  return {
    list: { ...list, rows },
    today,
    home: { houseId, premisesId, address },
    asked: query,
    done: DONE[new URL(request.url).searchParams.get('done') ?? ''] ?? null,
  };
}

/** `intent`: propose; code, sign and refuse are about the proposal named in the form. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [intent, key] = [textOf(form, 'intent'), { key: keyOf(form) }];
  const back = (said: string) => redirect(`/home/owners?done=${said}`, 303);
  const refusedBy = (problem: Problem, more: OwnersAnswer = {}) => data({ problem, key: key.key, ...more } satisfies OwnersAnswer, { status: problem.status });
  if (intent === 'propose') {
    const ids = form.getAll('ownershipId').filter((id) => typeof id === 'string');
    const typed = ids.map((_, n) => textOf(form, `shares.${n}.share`));
    const done = await attempt(
      context,
      proposeShares,
      {
        params: { houseId: textOf(form, 'houseId'), premisesId: textOf(form, 'premisesId') },
        body: { shares: ids.map((ownershipId, n) => ({ ownershipId, share: typed[n]! })) },
      },
      key,
    );
    return done.ok ? back('proposed') : refusedBy(done.problem, { typed });
  }
  const params = { houseId: textOf(form, 'houseId'), proposalId: textOf(form, 'proposalId') };
  if (intent === 'refuse') {
    const done = await attempt(context, refuseShares, { params, body: { reason: textOf(form, 'reason') } }, key);
    return done.ok ? back('refused') : refusedBy(done.problem, { why: textOf(form, 'reason') });
  }
  if (intent === 'code') {
    const asked = await attempt(context, askSharesCode, { params, body: {} }, key);
    return asked.ok
      ? data({ asked: { confirmationId: asked.value.confirmationId, sentTo: asked.value.sentTo } } satisfies OwnersAnswer)
      : refusedBy(asked.problem);
  }
  const given = givenSignature(form);
  const done = await attempt(context, signShares, { params, body: given }, key);
  return done.ok
    ? back(done.value.status === 'agreed' ? 'agreed' : 'signed')
    : refusedBy(done.problem, 'confirmationId' in given ? { asked: { confirmationId: given.confirmationId } } : {});
}

const columnsOf = ({ houseId, premisesId }: { houseId: string; premisesId: string }): readonly Column<Row>[] => [
  {
    key: 'name',
    name: 'Собственник',
    head: true,
    sortable: true,
    cell: (row) => (
      <>
        {row.name}
        {row.inn !== null && (
          <>
            <br />
            <span className="mut sml">{`ИНН ${row.inn}`}</span>
          </>
        )}
      </>
    ),
  },
  { key: 'share', name: 'Доля', half: true, cell: (row) => row.share },
  { key: 'fromDay', name: 'С какого дня', sortable: true, cell: (row) => <Day day={row.fromDay} /> },
  { key: 'toDay', name: 'По какой день', sortable: true, cell: (row) => (row.toDay === null ? <span className="nw">сейчас</span> : <Day day={row.toDay} />) },
  { key: 'before', name: 'Как перешло', cell: (row) => row.how },
  {
    key: 'registrationDay',
    name: 'Регистрация',
    sortable: true,
    cell: (row) => (
      <>
        {row.registrationDay !== null && <Day day={row.registrationDay} />}
        {row.registrationNumber !== null && (
          <>
            <br />
            <span className="mut sml">{row.registrationNumber}</span>
          </>
        )}
        {row.notes !== null && (
          <>
            <br />
            <span className="mut sml">{row.notes}</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'minutes',
    name: 'Подписи',
    cell: (row) => (
      <GoLink away to={`/api/v1/ownership/homes/${houseId}/${premisesId}/records/${row.id}/minutes`}>
        Протокол<span className="vh">{`: ${row.name}`}</span>
      </GoLink>
    ),
  },
];

export default function HomeOwners() {
  const { list, today, home, asked, done } = useLoaderData<typeof loader>();
  const answer = useActionData<OwnersAnswer>();
  const [query] = useSearchParams();
  return (
    <Page title="Собственники" heading={unbroken(home.address)} problem={answer?.problem} back={{ to: '/home', name: 'Мой дом' }}>
      <ErrorSummary problem={answer?.problem} />
      {!answer && done !== null && (
        <Notice tone="ok" announce>
          <p>{done}</p>
        </Notice>
      )}
      {today.proposals.map((proposal) => (
        <ProposalCard key={proposal.proposalId} proposal={proposal} answer={answer} />
      ))}
      <DataTable caption="История владения" columns={columnsOf(home)} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? 'fromDay'} />
      <Downloads formats={['csv', 'pdf']} href={(format) => exportAddress('/api/v1/owners/export', asked, format)} />
      {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
      <Card heading="Залоги, аресты, ограничения">
        {today.burdens.length === 0 ? (
          <p>Реестр о них не сообщал.</p>
        ) : (
          <ul>
            {today.burdens.map(({ number, words, fromDay, toDay }) => (
              <li key={number}>
                {words}, <Day day={fromDay} />
                {toDay === null ? (
                  ''
                ) : (
                  <>
                    {' '}
                    – <Day day={toDay} />
                  </>
                )}{' '}
                <span className="mut sml">{number}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {today.can.propose && <ProposeShares home={home} owners={today.owners} answer={answer} />}
    </Page>
  );
}
