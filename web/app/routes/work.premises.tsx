// The card of a premises, kept by the organization in charge (HOME-1), and who has owned it (HOME-4).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getPremises, HOUSING_STATUSES, PREMISES_CARD_FIELDS, PREMISES_CONDITIONS, PREMISES_KINDS, premisesCardWords, savePremises } from '#contract/housing';
import { groundWords, listWorkOwners, workOwnerColumns } from '#contract/owners';
import type { Premises } from '#features/home/premises.tsx';
import { CONDITION_WORDS, PREMISES_WORDS, STATUS_WORDS } from '#features/home/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Field = (typeof PREMISES_CARD_FIELDS)[number];
const idsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId'] ?? '', premisesId: params['premisesId'] ?? '' });

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const asked = { ...listQueryOf(request, workOwnerColumns), premisesId: idsOf(params).premisesId };
  const [premises, { rows, count, previous, next }] = await Promise.all([load(context, getPremises, { params: idsOf(params) }), load(context, listWorkOwners, { query: asked })]);
  const owners = rows.map((row) => ({ ...row, how: groundWords[row.ground as keyof typeof groundWords] }));
  return { premises, owners, count, previous, next, asked, isSaved: new URL(request.url).searchParams.has('saved') };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const typed = Object.fromEntries(PREMISES_CARD_FIELDS.map((field) => [field, textOf(form, field)])) as Record<Field, string>;
  const done = await attempt(context, savePremises, { params: idsOf(params), body: { version: Number(textOf(form, 'version')), ...typed } }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/premises/${idsOf(params).houseId}/${idsOf(params).premisesId}?saved`, 303) : refused(done.problem, form);
}

const NOT_CHOSEN = { value: '', name: 'Выберите' };
const choices = (codes: readonly string[], words: Readonly<Record<string, string>>) => [NOT_CHOSEN, ...codes.map((value) => ({ value, name: words[value] ?? value }))];
const CHOICES: Partial<Record<Field, { value: string; name: string }[]>> = { kind: choices(PREMISES_KINDS, PREMISES_WORDS), condition: choices(PREMISES_CONDITIONS, CONDITION_WORDS), housingStatus: choices(HOUSING_STATUSES, STATUS_WORDS) };
const HINTS: Partial<Record<Field, string>> = { cadastralNumber: 'Как 66:41:0000001:1017', areaTotal: 'Квадратные метры, как 54,30', areaLiving: 'Не больше общей' };
const named = (field: Field): string => premisesCardWords[field].charAt(0).toUpperCase() + premisesCardWords[field].slice(1);
/** What is kept as absent is shown as people mark it. */
const kept = (premises: Premises, field: Field): string => (premises[field] === null ? (CHOICES[field] ? '' : 'нет') : String(premises[field]).replace('.', ','));

type Owner = Awaited<ReturnType<typeof loader>>['owners'][number];
const columns: readonly Column<Owner>[] = [
  { key: 'name', name: 'Собственник', head: true, cell: (row) => (row.name === null ? <span className="mut">Прежний собственник</span> : <>{row.name}{row.inn !== null && <><br /><span className="mut sml">{`ИНН ${row.inn}`}</span></>}</>) },
  { key: 'share', name: 'Доля', half: true, cell: (row) => row.share },
  { key: 'fromDay', name: 'С какого дня', sortable: true, cell: (row) => <Day day={row.fromDay} /> },
  { key: 'toDay', name: 'По какой день', sortable: true, cell: (row) => (row.toDay === null ? 'сейчас' : <Day day={row.toDay} />) },
  { key: 'ground', name: 'Основание', cell: (row) => row.how },
  { key: 'registrationDay', name: 'Регистрация', sortable: true, cell: (row) => <>{row.registrationDay !== null && <Day day={row.registrationDay} />}{row.registrationNumber !== null && <><br /><span className="mut sml">{row.registrationNumber}</span></>}{row.notes !== null && <><br /><span className="mut sml">{row.notes}</span></>}</> },
];

export default function WorkPremises() {
  const { premises, owners, count, previous, next, asked, isSaved } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  const isChanged = answer?.problem.code === 'object.changed';
  return (
    <Page title="Карточка помещения" heading={unbroken(premises.address)} problem={answer?.problem} back={{ to: '/work/accounts', name: 'Лицевые счета' }}>
      <ErrorSummary problem={answer?.problem} />
      {isSaved && !answer && <Notice tone="ok" announce><p>Записано. Следующий расчёт возьмёт эти сведения.</p></Notice>}
      <p className="lead">По карточке считают плату. Чего у помещения нет, отметьте словом «нет».</p>
      <Card heading="Сведения">
        <Form method="post" noValidate className="stack">
          <FormKey />
          <input type="hidden" name="version" value={isChanged ? premises.version : (answer?.values['version'] ?? premises.version)} />
          {PREMISES_CARD_FIELDS.map((field) => {
            const given = { name: field, label: named(field), hint: HINTS[field], error: errors[field], defaultValue: answer?.values[field] ?? kept(premises, field) };
            const options = CHOICES[field];
            return options ? <Select key={field} {...given} options={options} /> : <TextInput key={field} {...given} short={field !== 'cadastralNumber'} maxLength={50} autoComplete="off" />;
          })}
          <Actions><Button>Сохранить</Button></Actions>
        </Form>
      </Card>
      <DataTable caption="История владения" columns={columns} rows={owners} rowKey={(row) => row.id} sort={query.get('sort') ?? 'fromDay'} />
      {owners.length < count && <Pager previous={previous} next={next}>{`Показано ${owners.length} из ${count}`}</Pager>}
      <p className="mut sml">Имена прежних собственников видят только нынешние. Названные здесь узнают о просмотре из своего журнала.</p>
      <Downloads formats={['csv', 'pdf']} href={(format) => exportAddress('/api/v1/work/owners/export', asked, format)} />
    </Page>
  );
}
