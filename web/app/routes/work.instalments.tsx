// «Рассрочки»: what is paid by parts, a new one, one ended early (BILL-1).
import { CalendarRange } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { endInstalment, getInstalmentChoices, instalmentColumns, listInstalments, makeInstalment } from '#contract/instalments';
import { counted, formatDecimal, formatKopecks, formatMonth, parseDecimal } from '#contract/russian';
import { instalmentStates } from '#contract/statuses/calculation';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Downloads } from '#ui/downloads.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Money, When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { exportAddress, listQueryOf } from '#web/list-query.ts';

type Row = AnswerOf<typeof listInstalments>['rows'][number];
type Choices = AnswerOf<typeof getInstalmentChoices>;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = listQueryOf(request, instalmentColumns);
  const [list, choices] = await Promise.all([load(context, listInstalments, { query }), load(context, getInstalmentChoices, {})]);
  return { list, choices, asked: query, filtered: Object.keys(query).length > 0 };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const instalmentId = textOf(form, 'end');
  if (instalmentId !== '') {
    const ended = await attempt(context, endInstalment, { params: { houseId: textOf(form, 'houseId'), instalmentId }, body: {} }, { key: keyOf(form) });
    return ended.ok ? redirect(`/work/instalments?done=ended&kopecks=${ended.value.leftKopecks}`, 303) : refused(ended.problem, form);
  }
  const [parts, percent, month] = [Number(textOf(form, 'parts')), parseDecimal(textOf(form, 'percent'), 4), textOf(form, 'month')];
  const wrong = {
    ...(textOf(form, 'account') === '' && { account: 'Введите номер счёта' }),
    ...(!/^\d{4}-\d\d$/.test(month) && { month: 'Выберите месяц' }),
    ...((!Number.isInteger(parts) || parts < 2 || parts > 36) && { parts: 'Введите число от 2 до 36' }),
    ...((typeof percent !== 'string' || percent.startsWith('-')) && { percent: 'Введите число, например 12,5. Без процентов: 0' }),
    ...(textOf(form, 'document').length < 3 && { document: 'Назовите соглашение: номер и число' }),
  };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const body = {
    organizationId: textOf(form, 'organizationId'),
    account: textOf(form, 'account'),
    serviceCode: textOf(form, 'serviceCode'),
    month,
    parts,
    percent: percent as string,
    document: textOf(form, 'document'),
  };
  const made = await attempt(context, makeInstalment, { body }, { key: keyOf(form) });
  return made.ok ? redirect(`/work/instalments?done=made&kopecks=${made.value.kopecks}&from=${made.value.firstMonth}`, 303) : refused(made.problem, form);
}

const columns: readonly Column<Row>[] = [
  { key: 'account', name: 'Счёт', head: true, cell: (row) => <Link to={`/work/accounts/${row.houseId}/${row.accountId}`}>{row.account}</Link> },
  { key: 'service', name: 'За что', cell: (row) => `${row.service}, ${formatMonth(row.month.slice(0, 7))}` },
  { key: 'kopecks', name: 'Сумма', numeric: true, sortable: true, cell: (row) => <Money kopecks={row.kopecks} /> },
  { key: 'parts', name: 'Начислено', cell: (row) => `${row.charged} из ${row.parts}, ${formatDecimal(row.percent)}\u00a0% годовых` },
  { key: 'state', name: 'Состояние', plain: true, cell: (row) => <StatusOf rows={instalmentStates} is={row.state} /> },
  {
    key: 'document',
    name: 'Соглашение',
    cell: (row) => (
      <>
        <span className="sml">{row.document}</span>
        <br />
        <span className="mut sml">
          <When instant={row.madeAt} timeZone="Europe/Moscow" />
        </span>
      </>
    ),
  },
  { key: 'end', name: 'Что сделать', silent: true, plain: true, cell: (row) => row.state === 'running' && <EndEarly row={row} /> },
];

function EndEarly({ row }: { row: Row }) {
  return (
    <Form method="post">
      <FormKey />
      <input type="hidden" name="houseId" value={row.houseId} />
      <Button kind="bare" name="end" value={row.id}>
        Закончить раньше<span className="vh">{`: счёт ${row.account}, ${row.service}`}</span>
      </Button>
    </Form>
  );
}

const DONE: Readonly<Record<string, (query: URLSearchParams) => string>> = {
  made: (query) =>
    `Оформили: ${formatKopecks(BigInt(query.get('kopecks') ?? '0'))} по частям. Первая придёт в счёте за ${formatMonth(query.get('from') ?? '')}`,
  ended: (query) =>
    query.get('kopecks') === '0'
      ? 'Закончили: отложить ничего не успели'
      : `Закончили: ${formatKopecks(BigInt(query.get('kopecks') ?? '0'))} придут в следующем расчёте, без новых процентов`,
};
const said = (query: URLSearchParams): string | null =>
  /^\d{1,15}$/.test(query.get('kopecks') ?? '') ? (DONE[query.get('done') ?? '']?.(query) ?? null) : null;

export default function Instalments() {
  const { list, choices, asked, filtered } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const words = counted(list.count, ['рассрочка', 'рассрочки', 'рассрочек']);
  const done = answer ? null : said(query);
  return (
    <Page title="Рассрочки" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Справочники" tabs={DIRECTORY_TABS} />
      <ErrorSummary problem={answer?.problem} />
      {done !== null && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p>
        Долг за услугу делим на равные части. Каждую оплачивают со счётом её месяца: до его срока пени на неё не начисляют. Рассрочку обязаны предложить, когда
        плата выросла больше чем на четверть против того же месяца прошлого года.
      </p>
      {query.has('new') || (answer && !answer.values?.['end']) ? (
        <MakeInstalment choices={choices} answer={answer} />
      ) : (
        <Actions>
          <ButtonLink to="?new=1" kind="alt">
            Оформить рассрочку
          </ButtonLink>
        </Actions>
      )}
      {(filtered || list.count > 0) && (
        <Filters label="Отбор" summary={filtered ? `Отобрано: ${words}` : 'Все'}>
          <TextInput name="search" label="Счёт, услуга или соглашение" defaultValue={query.get('search') ?? undefined} />
          <Select
            name="state"
            label="Состояние"
            defaultValue={query.get('state') ?? undefined}
            options={[{ value: '', name: 'Любое' }, ...Object.entries(instalmentColumns.state.words).map(([value, name]) => ({ value, name }))]}
          />
        </Filters>
      )}
      {list.rows.length === 0 ? (
        <EmptyState icon={CalendarRange} heading={filtered ? 'Таких нет' : 'Рассрочек нет'}>
          <p>{filtered ? 'Измените отбор.' : 'Оформленные рассрочки появятся здесь.'}</p>
        </EmptyState>
      ) : (
        <>
          <DataTable caption={words} columns={columns} rows={list.rows} rowKey={(row) => row.id} sort={query.get('sort') ?? '-madeAt'} />
          <Downloads href={(format) => exportAddress('/api/v1/work/instalments/export', asked, format)} />
          {list.rows.length < list.count && <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>}
        </>
      )}
    </Page>
  );
}

function MakeInstalment({ choices, answer }: { choices: Choices; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Card heading="Новая рассрочка">
      <Form method="post" noValidate className="stack">
        <FormKey />
        {choices.organizations.length === 1 ? (
          <input type="hidden" name="organizationId" value={choices.organizations[0]!.id} />
        ) : (
          <Select
            name="organizationId"
            label="Организация"
            defaultValue={values['organizationId']}
            error={errors['organizationId']}
            options={choices.organizations.map(({ id, name }) => ({ value: id, name }))}
          />
        )}
        <TextInput name="account" label="Лицевой счёт" short autoComplete="off" maxLength={30} defaultValue={values['account']} error={errors['account']} />
        <Select
          name="serviceCode"
          label="За какую услугу"
          defaultValue={values['serviceCode']}
          error={errors['serviceCode']}
          options={choices.services.map(({ code, name }) => ({ value: code, name }))}
        />
        <TextInput
          name="month"
          type="month"
          label="За какой месяц"
          hint="Например, 2026-10. Разделим всё, что за него не оплачено"
          short
          defaultValue={values['month']}
          error={errors['month']}
        />
        <TextInput name="parts" label="На сколько месяцев" inputMode="numeric" short defaultValue={values['parts'] ?? '12'} error={errors['parts']} />
        <TextInput
          name="percent"
          label="Процентов годовых"
          hint={`Сегодня по закону не больше ${formatDecimal(choices.mostPercent)}. Без процентов: 0`}
          inputMode="decimal"
          short
          defaultValue={values['percent']}
          error={errors['percent']}
        />
        <TextInput
          name="document"
          label="Соглашение"
          hint="Например: Соглашение № 8 от 12.11.2026"
          maxLength={300}
          defaultValue={values['document']}
          error={errors['document']}
        />
        <Actions>
          <Button>Оформить</Button>
          <Link className="go" to="/work/instalments">
            Не оформлять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
