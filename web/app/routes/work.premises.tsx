// The card of a premises, kept by the organization in charge (HOME-1), and who has owned it (HOME-4).
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getPremisesHistory } from '#contract/house-keeping';
import { getPremises, PREMISES_CARD_FIELDS, savePremises, setOwnHeating } from '#contract/housing';
import { groundWords, listWorkOwners, workOwnerColumns } from '#contract/owners';
import { Corrections } from '#features/home/corrections.tsx';
import { OwnHeatingForm } from '#features/home/own-heating.tsx';
import { PremisesForm } from '#features/home/premises-form.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Field = (typeof PREMISES_CARD_FIELDS)[number];
const idsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId'] ?? '', premisesId: params['premisesId'] ?? '' });

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const asked = { ...listQueryOf(request, workOwnerColumns), premisesId: idsOf(params).premisesId };
  const [premises, history, { rows, count, previous, next }] = await Promise.all([
    load(context, getPremises, { params: idsOf(params) }),
    load(context, getPremisesHistory, { params: idsOf(params) }),
    load(context, listWorkOwners, { query: asked }),
  ]);
  const owners = rows.map((row) => ({ ...row, how: groundWords[row.ground as keyof typeof groundWords] }));
  return { premises, history, owners, count, previous, next, asked, isSaved: new URL(request.url).searchParams.has('saved') };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = textOf(form, 'intent');
  if (intent.startsWith('heating')) {
    const ownHeating = intent === 'heatingBack' ? null : { fromDay: textOf(form, 'fromDay'), toDay: textOf(form, 'toDay'), paper: textOf(form, 'paper') };
    const told = await attempt(
      context,
      setOwnHeating,
      { params: idsOf(params), body: { version: Number(textOf(form, 'version')), ownHeating } },
      { key: keyOf(form) },
    );
    return told.ok ? redirect(`/work/premises/${idsOf(params).houseId}/${idsOf(params).premisesId}?saved`, 303) : refused(told.problem, form);
  }
  const typed = Object.fromEntries(PREMISES_CARD_FIELDS.map((field) => [field, textOf(form, field)])) as Record<Field, string>;
  const done = await attempt(
    context,
    savePremises,
    { params: idsOf(params), body: { version: Number(textOf(form, 'version')), ...typed } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/work/premises/${idsOf(params).houseId}/${idsOf(params).premisesId}?saved`, 303) : refused(done.problem, form);
}

type Owner = Awaited<ReturnType<typeof loader>>['owners'][number];
const columns: readonly Column<Owner>[] = [
  {
    key: 'name',
    name: 'Собственник',
    head: true,
    cell: (row) =>
      row.name === null ? (
        <span className="mut">Прежний собственник</span>
      ) : (
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
  { key: 'ground', name: 'Основание', cell: (row) => row.how },
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
];

export default function WorkPremises() {
  const { premises, history, owners, count, previous, next, asked, isSaved } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const answer = useActionData<Refused>();
  return (
    <Page
      title="Карточка помещения"
      heading={unbroken(premises.address)}
      problem={answer?.problem}
      back={{ to: `/work/houses/${premises.houseId}`, name: 'К дому' }}
    >
      <ErrorSummary problem={answer?.problem} />
      {isSaved && !answer && (
        <Notice tone="ok" announce>
          <p>Записано. Следующий расчёт возьмёт эти сведения.</p>
        </Notice>
      )}
      <p className="lead">По карточке считают плату: новая площадь войдёт в следующий расчёт. Чего у помещения нет, отметьте словом «нет».</p>
      <PremisesForm premises={premises} answer={answer} />
      {premises.can.leaveHeating && <OwnHeatingForm key={premises.version} premises={premises} answer={answer} />}
      <Corrections {...history} />
      <DataTable caption="История владения" columns={columns} rows={owners} rowKey={(row) => row.id} sort={query.get('sort') ?? 'fromDay'} />
      {owners.length < count && <Pager previous={previous} next={next}>{`Показано ${owners.length} из ${count}`}</Pager>}
      <p className="mut sml">Имена прежних собственников видят только нынешние. Названные здесь узнают о просмотре из своего журнала.</p>
      <Downloads formats={['csv', 'pdf']} href={(format) => exportAddress('/api/v1/work/owners/export', asked, format)} />
    </Page>
  );
}
