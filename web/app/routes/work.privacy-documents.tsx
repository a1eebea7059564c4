// The operator publishes the next version of the policy or of a consent (PRIV-3).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { DOCUMENTS, type DocumentCode, getPrivacyDocument, publishDocument } from '#contract/privacy';
import { Changes } from '#features/privacy/document.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day } from '#ui/format.tsx';
import { TextArea, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const codeOf = (text: string | null): DocumentCode => DOCUMENTS.find((code) => code === text) ?? 'policy';

/** The newest version, in force or not, is what the next one grows from. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const code = codeOf(asked.get('code'));
  const inForce = await Promise.all(DOCUMENTS.map((one) => load(context, getPrivacyDocument, { params: { code: one } })));
  const newest = inForce.find((one) => one.code === code)!.editions[0]!.version;
  return {
    all: inForce.map(({ code: one, title, editions }) => ({ code: one, title, newest: editions[0]! })),
    document: await load(context, getPrivacyDocument, { params: { code }, query: { version: newest } }),
    published: asked.has('published'),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const code = codeOf(textOf(form, 'code'));
  const body = { code, fromDay: textOf(form, 'fromDay'), asksAnew: form.has('asksAnew'), summary: textOf(form, 'summary'), text: textOf(form, 'text') };
  const done = await attempt(context, publishDocument, { body }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/privacy/documents?code=${code}&published`, 303) : refused(done.problem, form);
}

export default function WorkPrivacyDocuments() {
  const { all, document, published } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  const text = document.sections.map(({ heading, paragraphs }) => [`# ${heading}`, ...paragraphs].join('\n\n')).join('\n\n');
  return (
    <Page title="Политика и согласия" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      {published && !answer && (
        <Notice tone="ok" announce>
          <p>Опубликовано. Всем, кто пользуется порталом, уйдёт уведомление.</p>
        </Notice>
      )}
      <Card heading="Тексты">
        <ul className="plain stack near">
          {all.map(({ code, title, newest }) => (
            <li key={code}>
              {code === document.code ? <b>{title}</b> : <Link to={`/work/privacy/documents?code=${code}`}>{title}</Link>},{' '}
              <span className="mut">
                версия {newest.version} с <Day day={newest.fromDay} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
      {document.changes.length > 0 && (
        <Card heading={`Что изменила версия ${document.version}`}>
          <Changes changes={document.changes} />
        </Card>
      )}
      <Card heading={`Следующая версия: ${document.title}`}>
        <Form method="post" noValidate className="stack" key={document.code + document.version}>
          <FormKey />
          <input type="hidden" name="code" value={document.code} />
          <TextInput short name="fromDay" label="С какого дня действует" type="date" defaultValue={answer?.values['fromDay']} error={errors['fromDay']} />
          <TextArea
            name="summary"
            label="Что изменилось, одной-двумя фразами"
            hint="Это прочитает каждый в уведомлении"
            rows={2}
            maxLength={2_000}
            defaultValue={answer?.values['summary']}
            error={errors['summary']}
          />
          <TextArea
            name="text"
            label="Полный текст"
            hint="Раздел начинается со знака # и названия, абзацы разделяет пустая строка"
            rows={16}
            maxLength={60_000}
            defaultValue={answer?.values['text'] ?? text}
            error={errors['text']}
          />
          <Checkbox
            name="asksAnew"
            label="Спросить решение заново: прежнее перестанет действовать в этот день"
            checked={answer?.values['asksAnew'] !== undefined}
          />
          <Actions>
            <Button>Опубликовать</Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}
