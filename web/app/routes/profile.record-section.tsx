// One section of «Сведения о вас», edited whole; below what stood there before.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { fieldWords, sectionWords } from '#contract/record-words';
import { forgetRecordSection, getRecordSection, RECORD_SECTIONS, type RecordField, type RecordSection, saveRecordSection } from '#contract/records';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const sectionOf = (text: string | undefined): RecordSection => RECORD_SECTIONS.find((section) => section === text) ?? notFound();
const notFound = (): never => {
  throw new Response(null, { status: 404 });
};
const fieldsOf = (section: RecordSection) =>
  Object.entries(fieldWords[section]) as [RecordField, NonNullable<(typeof fieldWords)[RecordSection][RecordField]>][];

export const loader = async ({ context, params }: LoaderFunctionArgs) => load(context, getRecordSection, { params: { section: sectionOf(params['section']) } });

export async function action({ context, params, request }: ActionFunctionArgs) {
  const section = sectionOf(params['section']);
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const isForgotten = textOf(form, 'intent') === 'forget';
  const values = Object.fromEntries(fieldsOf(section).map(([field]) => [field, textOf(form, `values.${field}`)]));
  const done = isForgotten
    ? await attempt(context, forgetRecordSection, { params: { section } }, key)
    : await attempt(context, saveRecordSection, { params: { section }, body: { version: Number(textOf(form, 'version')), values } }, key);
  return done.ok ? redirect(`/profile/records?done=${isForgotten ? 'forgotten' : 'saved'}`, 303) : refused(done.problem, form);
}

type Row = { id: string; at: string; field: RecordField; was: string | null };

export default function RecordSectionPage() {
  const { section, version, values, history } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  const { title, why } = sectionWords[section];
  const rows: Row[] = history.flatMap(({ id, at, changes }) => changes.map((change) => ({ id: `${id} ${change.field}`, at, ...change })));
  return (
    <Page title={title} problem={answer?.problem} back={{ to: '/profile/records', name: 'Сведения о вас' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">{why}.</p>
      <Card heading="Как сейчас">
        <Form method="post" noValidate className="stack" autoComplete="off">
          <FormKey />
          <input type="hidden" name="version" value={answer?.problem.code === 'object.changed' ? version : (answer?.values['version'] ?? version)} />
          {fieldsOf(section).map(([field, { name, hint, look, choices }]) => {
            const given = { name: `values.${field}`, label: name, hint, error: errors[`values.${field}`] };
            const value = answer?.values[`values.${field}`] ?? values[field];
            if (look === 'choice')
              return (
                <RadioGroup
                  key={field}
                  {...given}
                  chosen={value}
                  choices={Object.entries(choices ?? {}).map(([code, word]) => ({ value: code, name: word }))}
                />
              );
            return <TextInput key={field} {...given} type={look === 'day' ? 'date' : 'text'} short={look !== 'long'} maxLength={500} defaultValue={value} />;
          })}
          <Actions>
            <Button>Сохранить</Button>
            <ButtonLink kind="alt" to="/profile/records">
              Не менять
            </ButtonLink>
          </Actions>
        </Form>
      </Card>
      {rows.length > 0 && (
        <section className="stack" aria-labelledby="history">
          <h2 id="history">Что менялось</h2>
          <DataTable caption="Изменения, по московскому времени" columns={columnsOf(section)} rows={rows} rowKey={(row) => row.id} />
        </section>
      )}
      {version > 0 && (
        <Form method="post">
          <FormKey answer={{}} />
          <Actions>
            <Button kind="bare" name="intent" value="forget">
              Удалить раздел вместе с историей
            </Button>
          </Actions>
        </Form>
      )}
    </Page>
  );
}

const columnsOf = (section: RecordSection): readonly Column<Row>[] => [
  { key: 'at', name: 'Когда', head: true, cell: (row) => <When instant={row.at} timeZone="Europe/Moscow" /> },
  { key: 'field', name: 'Что', cell: (row) => fieldWords[section][row.field]?.name ?? row.field },
  { key: 'was', name: 'Было', cell: (row) => (row.was === null ? 'пусто' : fieldWords[section][row.field]?.look === 'day' ? <Day day={row.was} /> : row.was) },
];
