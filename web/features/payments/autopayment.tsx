// Paying by itself on the screen: the terms and the months.
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { type getAutopayment, MOST_NOTICE_DAYS } from '#contract/autopayments';
import { formatSum } from '#contract/russian';
import { autopaymentMonthStates } from '#contract/statuses/payments';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Month } from '#ui/format.tsx';
import { MoneyInput, Select, TextInput } from '#ui/inputs.tsx';
import { lookOf, Status } from '#ui/status.tsx';
import { AskCode } from '#features/identity/code-field.tsx';
import { termOf } from './method-choice.tsx';

export type AutopaymentPage = AnswerOf<typeof getAutopayment>;

const HUNDRED_ROUBLES = 10_000;
type Values = Partial<Record<string, string>>;

/** The terms of a new consent, filled in by the one in force. */
export function TermsForm({ page: { autopayment, methods, account }, values, errors }: { page: AutopaymentPage; values: Values | undefined; errors: Values }) {
  const now = autopayment;
  const value = (name: string, usual: string): string => values?.[name] ?? usual;
  const good = methods.filter((method) => !method.expired);
  const roubles = (kopecks: number | null | undefined): string => (kopecks ? formatSum(kopecks) : '');
  return (
    <Card heading={now === null ? 'На что вы соглашаетесь' : 'Изменить условия'}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <RadioGroup
          name="methodId"
          label="Откуда списывать"
          error={errors['methodId']}
          chosen={value('methodId', now?.method?.id ?? good[0]!.id)}
          choices={good.map((method) => ({ value: method.id, name: method.title, hint: termOf(method) }))}
        />
        <RadioGroup
          name="when"
          label="Когда"
          chosen={value('when', now?.monthDay ? 'day' : 'due')}
          choices={[
            { value: 'due', name: 'В последний день оплаты счёта' },
            { value: 'day', name: 'Каждый месяц по числам' },
          ]}
        />
        <TextInput
          name="monthDay"
          label="Какого числа"
          hint="Если выбрали по числам. В коротком месяце это последний день"
          inputMode="numeric"
          maxLength={2}
          short
          defaultValue={value('monthDay', String(now?.monthDay ?? ''))}
          error={errors['monthDay']}
        />
        <RadioGroup
          name="amount"
          label="Сколько"
          chosen={value('amount', now?.fixedKopecks ? 'fixed' : 'debt')}
          choices={[
            { value: 'debt', name: 'Весь долг' },
            { value: 'fixed', name: 'Часть долга' },
          ]}
        />
        <MoneyInput
          name="fixedKopecks"
          label="Какую часть"
          hint="Если выбрали часть. Больше долга не спишем"
          defaultValue={value('fixedKopecks', roubles(now?.fixedKopecks))}
          error={errors['fixedKopecks']}
        />
        <MoneyInput
          name="limitKopecks"
          label="Предел за один раз"
          hint="Если выйдет больше, ничего не спишем и скажем вам"
          defaultValue={value('limitKopecks', roubles(now?.limitKopecks ?? Math.ceil((account.toPayKopecks * 2) / HUNDRED_ROUBLES) * HUNDRED_ROUBLES))}
          error={errors['limitKopecks']}
        />
        <Select
          name="noticeDays"
          label="Предупредить заранее"
          defaultValue={value('noticeDays', String(now?.noticeDays ?? 3))}
          options={[
            { value: '0', name: 'Не предупреждать' },
            { value: '1', name: 'За день' },
            ...[2, 3, 4].map((n) => ({ value: String(n), name: `За ${n} дня` })),
            ...[5, 7, MOST_NOTICE_DAYS].map((n) => ({ value: String(n), name: `За ${n} дней` })),
          ]}
        />
        <p className="hint">Если банк откажет, скажем почему и повторим через день и через три дня. Дальше — только в следующем месяце.</p>
        <Actions>
          <Button name="intent" value="code">
            <AskCode />
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

const columns: readonly Column<AutopaymentPage['months'][number]>[] = [
  { key: 'period', name: 'Месяц', head: true, cell: (row) => <Month month={row.period} /> },
  { key: 'state', name: 'Что было', cell: (row) => <Status tone={lookOf({ rows: autopaymentMonthStates, is: row.state }).tone}>{row.words}</Status> },
  {
    key: 'payment',
    name: 'Платёж',
    plain: true,
    cell: (row) => (row.paymentId === null ? 'не было' : <GoLink to={`/payments/${row.paymentId}`}>Открыть</GoLink>),
  },
];

export function AutopaymentMonths({ months }: { months: AutopaymentPage['months'] }) {
  return months.length === 0 ? null : (
    <Card heading="Прошлые месяцы">
      <DataTable caption="Автоплатежи по месяцам" columns={columns} rows={months} rowKey={(row) => row.period} />
    </Card>
  );
}
