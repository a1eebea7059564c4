// A contract is begun: by a template or from a PDF (SIGN-2).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { agreementTemplates, type TemplateField, type TemplateKind } from '#contract/agreement-templates';
import { draftAgreement, listAgreements } from '#contract/agreements';
import { refusals, type RefusalText } from '#contract/errors';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { FileInput, Select, TextArea, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const templateOf = (typed: string | null): TemplateKind => (typed === 'free' ? 'free' : 'rent');

function uploadProblem(code: string | null) {
  if (code === null) return undefined;
  const { text }: RefusalText = code in refusals ? refusals[code as keyof typeof refusals] : refusals['input.invalid'];
  return wrongFields({ file: text({ limit: '15 МБ', accepted: 'PDF' }) });
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const { organizations } = await load(context, listAgreements, {});
  return { organizations, template: templateOf(query.get('template')), problem: uploadProblem(query.get('refused')) };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const template = templateOf(textOf(form, 'template'));
  const organizationId = textOf(form, 'organizationId');
  const fields = Object.fromEntries(agreementTemplates[template].fields.map(({ name }) => [name, textOf(form, name)]));
  const done = await attempt(
    context,
    draftAgreement,
    { body: { template, ...fields, ...(organizationId !== '' && { organizationId }) } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/agreements/${done.value.id}`, 303) : refused(done.problem, form);
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function NewAgreement() {
  const { organizations, template, problem: uploaded } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const problem = answer?.problem ?? uploaded;
  const errors = errorsOf(problem);
  const other = template === 'rent' ? 'free' : 'rent';
  return (
    <Page title="Новый договор" problem={problem} back={{ to: '/agreements', name: 'Договоры' }}>
      <ErrorSummary problem={problem} />
      <Card heading={agreementTemplates[template].name}>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <input type="hidden" name="template" value={template} />
          {agreementTemplates[template].fields.map((field) => (
            <Field key={field.name} field={field} error={errors[field.name]} value={answer?.values[field.name]} />
          ))}
          <OnBehalf organizations={organizations} chosen={answer?.values['organizationId']} />
          <Actions>
            <Button>Составить</Button>
            <ButtonLink kind="alt" to={`/agreements/new?template=${other}`}>
              {agreementTemplates[other].name}
            </ButtonLink>
          </Actions>
        </Form>
      </Card>
      <Card heading="Готовый PDF">
        <form className="stack" method="post" encType="multipart/form-data" action="/api/v1/agreements/files">
          <FormKey />
          <OnBehalf organizations={organizations} />
          <FileInput name="file" label="Файл договора" hint="PDF без подписей, до 15 МБ" accept=".pdf,application/pdf" error={errors['file']} />
          <Actions>
            <Button kind="alt">Загрузить договор</Button>
          </Actions>
        </form>
      </Card>
    </Page>
  );
}

function Field({ field: { name, label, hint, kind }, error, value }: { field: TemplateField; error: string | undefined; value: string | undefined }) {
  const given = { name, label, hint, error, defaultValue: value };
  if (kind === 'text') return <TextArea {...given} rows={8} maxLength={20_000} />;
  return kind === 'day' ? <TextInput {...given} type="date" short /> : <TextInput {...given} maxLength={300} autoComplete="off" />;
}

function OnBehalf({ organizations, chosen }: Pick<Data, 'organizations'> & { chosen?: string | undefined }) {
  if (organizations.length === 0) return null;
  return (
    <Select
      name="organizationId"
      label="От чьего имени"
      defaultValue={chosen}
      options={[{ value: '', name: 'От своего' }, ...organizations.map(({ id, name }) => ({ value: id, name }))]}
    />
  );
}
