// Tariffs, norms or key rates from a spreadsheet: pasted or read from a CSV file, looked through, loaded whole or without the wrong rows (CALC-1, CALC-3).
import type { ChangeEvent } from 'react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getPrices, importPrices, previewImport, priceKinds } from '#contract/directories';
import type { AnswerOf } from '#contract/endpoint';
import { getKeyRates, importKeyRates, previewKeyRates } from '#contract/rates';
import { counted } from '#contract/russian';
import { importedRowStates } from '#contract/statuses/calculation';
import { IMPORT_HEADINGS } from '#features/calculation/price-words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Field } from '#ui/field.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Select, TextArea } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Row = AnswerOf<typeof previewImport>['rows'][number];
type Done = Partial<Refused> & { rows?: readonly Row[] };
const TITLES = { tariff: 'Загрузка тарифов', norm: 'Загрузка нормативов', rate: 'Загрузка ключевых ставок' } as const;
type What = keyof typeof TITLES;
const whatOf = (given: string | undefined): What => (given === 'norm' || given === 'rate' ? given : 'tariff');

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const what = whatOf(params['what']);
  const chosen = new URL(request.url).searchParams.get('organization');
  const { organizations } =
    what === 'rate' ? { ...(await load(context, getKeyRates, {})), organizations: [] } : await load(context, getPrices, { params: { kind: what }, query: {} });
  return { what, chosen, organizations };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const what = whatOf(params['what']);
  const [step, table, organizationId] = [textOf(form, 'step'), textOf(form, 'table'), textOf(form, 'organizationId')];
  if (table === '') return refused(wrongFields({ table: 'Вставьте таблицу или выберите файл' }), form);
  const key = { key: keyOf(form) };
  if (step === 'all' || step === 'good') {
    const done =
      what === 'rate'
        ? await attempt(context, importKeyRates, { body: { table, choice: step } }, key)
        : await attempt(context, importPrices, { params: { kind: what }, body: { organizationId, table, choice: step } }, key);
    if (!done.ok) return refused(done.problem, form);
    return redirect(
      what === 'rate' ? `/work/key-rates?loaded=${done.value.added}` : `/work/directories/${what}?organization=${organizationId}&loaded=${done.value.added}`,
      303,
    );
  }
  const seen =
    what === 'rate'
      ? await attempt(context, previewKeyRates, { body: { table } }, key)
      : await attempt(context, previewImport, { params: { kind: what }, body: { organizationId, table } }, key);
  return seen.ok ? data<Done>({ rows: seen.value.rows, values: { table, organizationId } }) : refused(seen.problem, form);
}

const columns: readonly Column<Row>[] = [
  { key: 'row', name: 'Строка', head: true, numeric: true, cell: ({ row }) => row },
  {
    key: 'said',
    name: 'Что в ней',
    cell: ({ said, problems }) => (
      <>
        {said}
        {problems.map(({ column, detail }) => (
          <span key={column} className="sml">
            <br />
            <b>{column}.</b> {detail}
          </span>
        ))}
      </>
    ),
  },
  { key: 'state', name: 'Что сделаем', plain: true, cell: ({ state }) => <StatusOf rows={importedRowStates} is={state} /> },
];
const ROWS = ['строку', 'строки', 'строк'] as const;

export default function Import() {
  const { what, organizations, chosen } = useLoaderData<typeof loader>();
  const done = useActionData<Done>();
  const values = done?.values ?? {};
  const back = what === 'rate' ? { to: '/work/key-rates', name: 'Ключевая ставка' } : { to: `/work/directories/${what}`, name: priceKinds[what] };
  const count = (state: Row['state']): number => (done?.rows ?? []).filter((row) => row.state === state).length;
  return (
    <Page title={TITLES[what]} problem={done?.problem} back={back}>
      <ErrorSummary problem={done?.problem} />
      <Form method="post" noValidate className="card stack">
        <FormKey />
        {organizations.length > 1 ? (
          <Select
            name="organizationId"
            label="Организация"
            defaultValue={values['organizationId'] ?? chosen ?? undefined}
            options={organizations.map(({ id, name }) => ({ value: id, name }))}
          />
        ) : (
          <input type="hidden" name="organizationId" value={organizations[0]?.id ?? ''} />
        )}
        <Field field={{ name: 'file', label: 'Файл CSV', hint: 'Его текст появится в поле ниже: там же можно исправить ошибки' }}>
          <div className="drop">
            <input type="file" id="file" accept=".csv,.txt,text/csv,text/plain" aria-describedby="file-hint" onChange={readFile} />
          </div>
        </Field>
        <TextArea
          name="table"
          label="Таблица"
          rows={12}
          hint={`Можно скопировать ячейки из Excel. В первой строке названия столбцов: ${IMPORT_HEADINGS[what]}. До 500 строк`}
          defaultValue={values['table']}
          error={errorsOf(done?.problem)['table']}
        />
        <Actions>
          <Button kind={done?.rows ? 'alt' : undefined} name="step" value="preview">
            Проверить
          </Button>
          {count('new') > 0 && count('wrong') === 0 && <Button name="step" value="all">{`Загрузить ${counted(count('new'), ROWS)}`}</Button>}
          {count('new') > 0 && count('wrong') > 0 && <Button name="step" value="good">{`Загрузить ${counted(count('new'), ROWS)} без ошибок`}</Button>}
        </Actions>
      </Form>
      {done?.rows && (
        <DataTable
          caption={`Новых: ${count('new')}, уже есть: ${count('same')}, с ошибками: ${count('wrong')}`}
          columns={columns}
          rows={done.rows}
          rowKey={({ row }) => row}
        />
      )}
    </Page>
  );
}

/** Into the field of the same form, where it is seen before it is sent. Spreadsheets write UTF-8 or windows-1251. */
function readFile({ currentTarget }: ChangeEvent<HTMLInputElement>): void {
  const table = currentTarget.form?.elements.namedItem('table');
  const [file] = currentTarget.files ?? [];
  if (!file || !(table instanceof HTMLTextAreaElement)) return;
  void file.arrayBuffer().then((bytes) => void (table.value = decoded(bytes)));
}

function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}
