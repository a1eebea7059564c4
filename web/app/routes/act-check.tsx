// The public check of an act by the code printed on it (MTR-3): no sign-in, nothing personal.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { checkAct } from '#contract/meters';
import { submissionStatuses } from '#contract/statuses/meters';
import { countersignedWords } from '#features/meters/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Day, Month } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { type Refused, refused, textOf } from '#web/form.ts';

const MOST_LETTERS = 40;
/** Of a code as it is printed: it stays in one line. */
const CODE_LETTERS = 14;

export async function loader({ context, params }: LoaderFunctionArgs) {
  const code = params['code']?.slice(0, MOST_LETTERS) ?? '';
  return { code, act: code === '' ? null : (await load(context, checkAct, { params: { code } })).act };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const typed = textOf(form, 'act');
  return typed === ''
    ? refused(wrongFields({ act: 'Введите код, он стоит внизу акта' }), form)
    : redirect(`/acts/${encodeURIComponent(typed.slice(0, MOST_LETTERS))}`);
}

export default function ActCheck() {
  const { code, act } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Проверить акт" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} />
      {code !== '' && act === null && (
        <Notice tone="bad" heading="Такого акта нет" announce>
          <p>
            Акта с кодом {code.length <= CODE_LETTERS ? <span className="nw">«{code}»</span> : `«${code}»`} портал не выдавал. Сверьте код: двенадцать букв и
            цифр.
          </p>
        </Notice>
      )}
      {act && (
        <>
          <Notice tone="ok" heading="Акт настоящий" announce />
          <Card heading={`Акт о передаче показаний № ${act.number}`} aside={<StatusOf rows={submissionStatuses} is={act.status} />}>
            <DefinitionList
              items={[
                { name: 'Дата', value: <Day day={act.on} /> },
                { name: 'За месяц', value: <Month month={act.countsFor} /> },
                { name: 'Подписала', value: act.organization },
                { name: 'Сертификат', value: <span className="code">{act.certificateNumber ?? 'акт ещё готовится'}</span> },
                { name: 'Хеш содержания (SHA-256)', value: <span className="code">{act.contentHash ?? '—'}</span> },
                ...(act.countersigned === null ? [] : [{ name: 'Подписал и житель', value: countersignedWords(act.countersigned.by) }]),
              ]}
            />
            <p className="mut">Сверьте номер, сертификат и хеш с тем, что напечатано.</p>
          </Card>
        </>
      )}
      <Card heading="Код акта">
        <Form className="stack" method="post" noValidate>
          <TextInput
            name="act"
            label="Код"
            hint="Например, 7K4M-92QD-X0B3. Большие или маленькие буквы, не важно"
            autoComplete="off"
            short
            defaultValue={code}
            error={errorsOf(answer?.problem)['act']}
          />
          <Actions>
            <Button>Проверить</Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}
