// Payments that banks' registers brought onto an account, and taking off the one that is not its own (PAY-7).
import { Form, Link } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { formatDay, formatKopecks } from '#contract/russian';
import type { getBankPayments } from '#contract/unmatched';
import { Actions, Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, Money } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';

// One object: the form keeps its key while another of the page is refused.
const NO_ANSWER = {};

type Payment = AnswerOf<typeof getBankPayments>['payments'][number];

const columns: readonly Column<Payment>[] = [
  { key: 'paidOn', name: 'Оплачено', head: true, cell: (row) => <Day day={row.paidOn} /> },
  { key: 'operation', name: 'Операция банка', cell: (row) => <span className="code">{row.operation}</span> },
  {
    key: 'file',
    name: 'Реестр',
    cell: (row) => (
      <>
        <Link to={`/work/registers/${row.loadId}`}>{row.file}</Link>
        {row.isReturned && (
          <>
            <br />
            <span className="mut sml">Вернули плательщику</span>
          </>
        )}
      </>
    ),
  },
  { key: 'kopecks', name: 'Сумма', numeric: true, cell: (row) => <Money kopecks={row.kopecks} /> },
];

export function BankPayments({ payments, answer }: { payments: readonly Payment[]; answer: Refused | undefined }) {
  const movable = payments.filter(({ can }) => can.takeOff);
  return (
    <>
      <DataTable caption="Платежи из банков" columns={columns} rows={payments} rowKey={(row) => row.paymentId} />
      {movable.length > 0 && <TakeOff payments={movable} answer={answer} />}
    </>
  );
}

function TakeOff({ payments, answer }: { payments: readonly Payment[]; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  const options = payments.map(({ paymentId, paidOn, kopecks, operation }) => ({
    value: paymentId,
    name: `${formatDay(paidOn)}, ${formatKopecks(kopecks)}, операция ${operation}`,
  }));
  return (
    <details className="card more" open={answer !== undefined}>
      <summary>Платёж попал сюда по ошибке</summary>
      <Form method="post" noValidate className="stack">
        <FormKey answer={answer ?? NO_ANSWER} />
        <Select
          name="paymentId"
          label="Какой платёж"
          defaultValue={values['paymentId']}
          error={errors['paymentId']}
          options={payments.length > 1 ? [{ value: '', name: 'Выберите' }, ...options] : options}
        />
        <TextInput
          name="reason"
          label="Причина"
          hint="Например: ошиблись в номере счёта. Останется в журнале"
          maxLength={300}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        <p>Платёж уйдёт в невыясненные, долг откроется снова.</p>
        <Actions>
          <Button kind="bad">Снять со счёта</Button>
        </Actions>
      </Form>
    </details>
  );
}
