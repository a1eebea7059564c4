// The public check of a document that the portal gave out (DOCS-3): by its code, and whether a file is the same. No sign-in, nothing personal.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { compareIssued, documentKinds, getIssued } from '#contract/documents';
import { certificateStates } from '#contract/statuses/identity';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Day } from '#ui/format.tsx';
import { FileInput, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { addressOf, load } from '#web/api.ts';
import { type Refused, refused, textOf } from '#web/form.ts';

const MOST_LETTERS = 40;
/** Of a code as it is printed: it stays in one line. */
const CODE_LETTERS = 14;
const COMPARED: Readonly<Record<string, { tone: 'ok' | 'bad'; heading: string; text: string }>> = {
  same: { tone: 'ok', heading: 'Файл не изменён', text: 'Это тот самый файл, который выдал портал: совпали все байты.' },
  other: {
    tone: 'bad',
    heading: 'Это другой файл',
    text: 'Файл не тот, что выдан под этим кодом, или его меняли. Снимок и скан тоже не совпадут: сравнивайте сам скачанный файл.',
  },
  'file.missing': { tone: 'bad', heading: 'Файл не сверили', text: 'Выберите файл и нажмите «Сверить файл».' },
  'file.empty': { tone: 'bad', heading: 'Файл не сверили', text: 'Файл пустой. Выберите другой.' },
  'file.tooLarge': { tone: 'bad', heading: 'Файл не сверили', text: 'Файл больше 60 МБ: таких портал не выдаёт.' },
};

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const code = params['code']?.slice(0, MOST_LETTERS) ?? '';
  const compared = new URL(request.url).searchParams.get('file');
  return {
    code,
    compared: compared === null ? null : (COMPARED[compared] ?? null),
    document: code === '' ? null : (await load(context, getIssued, { params: { code } })).document,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const typed = textOf(form, 'document');
  return typed === ''
    ? refused(wrongFields({ document: 'Введите код, он напечатан на документе' }), form)
    : redirect(`/check/${encodeURIComponent(typed.slice(0, MOST_LETTERS))}`);
}

type Issued = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>['document']>;

export default function Check() {
  const { code, document, compared } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Проверить документ" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} />
      {code !== '' && document === null && (
        <Notice tone="bad" heading="Такого документа нет" announce>
          <p>
            Документа с кодом {code.length <= CODE_LETTERS ? <span className="nw">«{code}»</span> : `«${code}»`} портал не выдавал. Сверьте код: двенадцать букв
            и цифр.
          </p>
        </Notice>
      )}
      {document && compared && (
        <Notice tone={compared.tone} heading={compared.heading} announce>
          <p>{compared.text}</p>
        </Notice>
      )}
      {document && <Found code={code} document={document} isCompared={compared !== null} />}
      <Card heading="Код документа">
        <Form className="stack" method="post" noValidate>
          <TextInput
            name="document"
            label="Код"
            hint="Например, 7K4M-92QD-X0B3. Большие или маленькие буквы, не важно"
            autoComplete="off"
            short
            defaultValue={code}
            error={errorsOf(answer?.problem)['document']}
          />
          <Actions>
            <Button kind={document ? 'alt' : 'main'}>Проверить</Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}

function Found({ code, document, isCompared }: { code: string; document: Issued; isCompared: boolean }) {
  const { title, number, kind, on, sha256, withdrawnOn, withdrawnWhy } = document;
  return (
    <>
      {!isCompared &&
        (withdrawnOn === null ? (
          <Notice tone="ok" heading="Документ настоящий" announce />
        ) : (
          <Notice tone="bad" heading="Документ больше не действует" announce>
            <p>Его выдал портал, потом отозвал. Причина: {withdrawnWhy}.</p>
          </Notice>
        ))}
      <Card heading={title} aside={<StatusOf rows={certificateStates} is={withdrawnOn === null ? 'active' : 'revoked'} />}>
        <DefinitionList
          items={[
            { name: 'Номер', value: <span className="num nw">{number}</span> },
            { name: 'Вид', value: documentKinds[kind] },
            { name: 'Выдан', value: <Day day={on} /> },
            ...(withdrawnOn === null ? [] : [{ name: 'Отозван', value: <Day day={withdrawnOn} /> }]),
            { name: 'Хеш файла (SHA-256)', value: <span className="code">{sha256 ?? 'файла пока нет'}</span> },
          ]}
        />
      </Card>
      {sha256 !== null && (
        <form
          className="card stack"
          method="post"
          encType="multipart/form-data"
          action={addressOf(compareIssued, { params: { code } })}
          aria-label="Сверка файла"
        >
          <FileInput name="file" label="Сверить файл" hint="Скажем, тот ли это файл и не меняли ли его. Мы его не сохраним" required />
          <Actions>
            <Button>Сверить файл</Button>
          </Actions>
        </form>
      )}
    </>
  );
}
