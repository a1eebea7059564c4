// The public check of a receipt by its number (PAY-8): no sign-in, nothing personal.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { checkReceipt } from '#contract/payments';
import { formatKopecks } from '#contract/russian';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Day } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { load } from '#web/api.ts';
import { type Refused, refused, textOf } from '#web/form.ts';

const MOST_LETTERS = 40;

export async function loader({ context, params }: LoaderFunctionArgs) {
  const code = params['code']?.slice(0, MOST_LETTERS);
  return { code: code ?? '', checked: code ? await load(context, checkReceipt, { params: { code } }) : null };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const code = textOf(form, 'number');
  if (code === '') return refused(wrongFields({ number: 'Введите номер чека, он стоит под суммой' }), form);
  return redirect(`/receipts/${encodeURIComponent(code.slice(0, MOST_LETTERS))}`);
}

export default function ReceiptCheck() {
  const { code, checked } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Проверить чек" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} />
      {checked &&
        (checked.receipt ? (
          <Genuine receipt={checked.receipt} />
        ) : (
          <Notice tone="bad" heading="Такого чека нет" announce>
            <p>{`Чека с номером «${code}» портал не выдавал. Сверьте номер: буквы и цифры, без пробелов.`}</p>
          </Notice>
        ))}
      <Card heading="Номер чека">
        <Form className="stack" method="post" noValidate>
          <TextInput
            name="number"
            label="Номер"
            hint="Например, 7K3F-9Q2D0-XH4M. Большие или маленькие буквы, не важно"
            autoComplete="off"
            defaultValue={code}
            error={errorsOf(answer?.problem)['number']}
          />
          <Actions>
            <Button>Проверить</Button>
          </Actions>
        </Form>
      </Card>
    </Page>
  );
}

type Known = NonNullable<NonNullable<ReturnType<typeof useLoaderData<typeof loader>>['checked']>['receipt']>;

function verdictOf({ isReturn, kopecks, refundedKopecks }: Known): string {
  if (isReturn) return 'Чек возврата настоящий';
  if (refundedKopecks === 0) return 'Чек настоящий';
  return `Чек настоящий, но ${refundedKopecks < kopecks ? formatKopecks(refundedKopecks) : 'деньги'} вернули плательщику`;
}

function Genuine({ receipt }: { receipt: Known }) {
  const { fiscal } = receipt;
  return (
    <>
      <Notice tone={receipt.refundedKopecks > 0 ? 'wait' : 'ok'} heading={verdictOf(receipt)} announce />
      <Card heading={`Чек № ${receipt.number}`}>
        <p className="sum mid">{formatKopecks(receipt.kopecks)}</p>
        <DefinitionList
          items={[
            { name: receipt.isReturn ? 'Деньги вернули' : 'Оплачен', value: <Day day={receipt.paidOn} /> },
            { name: receipt.isReturn ? 'Кто вернул' : 'Кому', value: receipt.payees.join(', ') },
            ...(fiscal
              ? [
                  { name: 'ФН', value: <span className="code">{fiscal.drive}</span> },
                  { name: 'ФД', value: <span className="code">{fiscal.document}</span> },
                  { name: 'ФПД', value: <span className="code">{fiscal.sign}</span> },
                ]
              : []),
          ]}
        />
      </Card>
    </>
  );
}
