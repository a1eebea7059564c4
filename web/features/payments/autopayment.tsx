// Paying by itself on the screen: how it stands with its one tap, the terms, the months.
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { type getAutopayment, MOST_NOTICE_DAYS } from '#contract/autopayments';
import { formatDayShort, formatSum } from '#contract/russian';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Month } from '#ui/format.tsx';
import { MoneyInput, Select, TextInput } from '#ui/inputs.tsx';
import { Status, type Tone } from '#ui/status.tsx';
import { termOf } from './method-choice.tsx';

export type AutopaymentPage = AnswerOf<typeof getAutopayment>;
type Autopayment = NonNullable<AutopaymentPage['autopayment']>;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What happens next, in a sentence. */
function nextWords({ next, state, method }: Autopayment, isSuspended: boolean): string {
  if (state === 'paused') return 'Ничего не списываем, пока не возобновите';
  if (isSuspended) return 'Счёт приостановлен, поэтому ничего не списываем';
  if (method === null) return 'Способ оплаты убран. Выберите другой, иначе списать не сможем';
  if (next === null) return '';
  return `Следующий платёж ${formatDayShort(next.payOn)}${next.noticeOn === null ? '' : `, предупредим ${formatDayShort(next.noticeOn)}`}`;
}

/** How it stands, on the account's page and on its own. `action`: the page whose action switches. */
export function AutopaymentCard({ page: { autopayment, account }, action, setUp }: { page: AutopaymentPage; action: string; setUp?: string }) {
  if (autopayment === null) {
    return setUp === undefined ? null : <Card heading="Автоплатёж"><p>Портал сам оплатит счёт в срок и заранее предупредит.</p><Actions><ButtonLink kind="alt" to={setUp}>Настроить автоплатёж</ButtonLink></Actions></Card>;
  }
  const { state, words, method, can, version } = autopayment;
  return (
    <Card heading="Автоплатёж" aside={state === 'paused' ? <Status tone="wait">На паузе</Status> : account.isSuspended || method === null ? <Status tone="bad">Не спишет</Status> : <Status tone="ok">Включён</Status>}>
      <p>{capital(words)}.{method !== null && ` ${method.title}.`}</p>
      <p><b>{nextWords(autopayment, account.isSuspended)}.</b></p>
      <Form method="post" action={action}>
        <FormKey />
        <input type="hidden" name="version" value={version} />
        <Actions>
          {can.pause && <Button kind="alt" name="intent" value="paused">Поставить на паузу</Button>}
          {can.resume && <Button kind="alt" name="intent" value="active">Возобновить</Button>}
          {setUp === undefined ? <Button kind="bare" name="intent" value="ended">Отключить</Button> : <GoLink to={setUp}>Изменить</GoLink>}
        </Actions>
      </Form>
    </Card>
  );
}

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
        <RadioGroup name="methodId" label="Откуда списывать" error={errors['methodId']} chosen={value('methodId', now?.method?.id ?? good[0]!.id)} choices={good.map((method) => ({ value: method.id, name: method.title, hint: termOf(method) }))} />
        <RadioGroup name="when" label="Когда" chosen={value('when', now?.monthDay ? 'day' : 'due')} choices={[{ value: 'due', name: 'В последний день оплаты счёта' }, { value: 'day', name: 'Каждый месяц по числам' }]} />
        <TextInput name="monthDay" label="Какого числа" hint="Если выбрали по числам. В коротком месяце это последний день" inputMode="numeric" maxLength={2} short defaultValue={value('monthDay', String(now?.monthDay ?? ''))} error={errors['monthDay']} />
        <RadioGroup name="amount" label="Сколько" chosen={value('amount', now?.fixedKopecks ? 'fixed' : 'debt')} choices={[{ value: 'debt', name: 'Весь долг' }, { value: 'fixed', name: 'Часть долга' }]} />
        <MoneyInput name="fixedKopecks" label="Какую часть" hint="Если выбрали часть. Больше долга не спишем" defaultValue={value('fixedKopecks', roubles(now?.fixedKopecks))} error={errors['fixedKopecks']} />
        <MoneyInput name="limitKopecks" label="Предел за один раз" hint="Если выйдет больше, ничего не спишем и скажем вам" defaultValue={value('limitKopecks', roubles(now?.limitKopecks ?? Math.ceil((account.toPayKopecks * 2) / HUNDRED_ROUBLES) * HUNDRED_ROUBLES))} error={errors['limitKopecks']} />
        <Select name="noticeDays" label="Предупредить заранее" defaultValue={value('noticeDays', String(now?.noticeDays ?? 3))} options={[{ value: '0', name: 'Не предупреждать' }, { value: '1', name: 'За день' }, ...[2, 3, 4].map((n) => ({ value: String(n), name: `За ${n} дня` })), ...[5, 7, MOST_NOTICE_DAYS].map((n) => ({ value: String(n), name: `За ${n} дней` }))]} />
        <p className="hint">Если банк откажет, скажем почему и повторим через день и через три дня. Дальше — только в следующем месяце.</p>
        <Actions><Button name="intent" value="code">Получить код</Button></Actions>
      </Form>
    </Card>
  );
}

const tones: Readonly<Record<AutopaymentPage['months'][number]['state'], Tone>> = { noticed: 'wait', paying: 'go', retry: 'bad', paid: 'ok', skipped: 'none', failed: 'bad' };
const columns: readonly Column<AutopaymentPage['months'][number]>[] = [
  { key: 'period', name: 'Месяц', head: true, cell: (row) => <Month month={row.period} /> },
  { key: 'state', name: 'Что было', cell: (row) => <Status tone={tones[row.state]}>{row.words}</Status> },
  { key: 'payment', name: 'Платёж', plain: true, cell: (row) => (row.paymentId === null ? 'не было' : <GoLink to={`/payments/${row.paymentId}`}>Открыть</GoLink>) },
];

export function AutopaymentMonths({ months }: { months: AutopaymentPage['months'] }) {
  return months.length === 0 ? null : <Card heading="Прошлые месяцы"><DataTable caption="Автоплатежи по месяцам" columns={columns} rows={months} rowKey={(row) => row.period} /></Card>;
}
