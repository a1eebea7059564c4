// «Пределы показаний»: above what use of a month a reading is not taken (MTR-2). The operator sets it for everybody, an accountant a lower one of the organization.
import { Fragment } from 'react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { BodyOf } from '#contract/endpoint';
import { getReadingLimits, LIMIT_BOUNDS, type ReadingLimits, setReadingLimit } from '#contract/reading-limits';
import { formatDay, formatDecimal, numberErrorText, parseDecimal } from '#contract/russian';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { NumberInput, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Limit = ReadingLimits['limits'][number];

export const loader = ({ context }: LoaderFunctionArgs) => load(context, getReadingLimits, {});

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [organizationId, fromDay, reason, value] = [
    textOf(form, 'organizationId'),
    textOf(form, 'fromDay'),
    textOf(form, 'reason'),
    parseDecimal(textOf(form, 'value'), 3),
  ];
  const wrong = {
    ...(typeof value !== 'string' && { value: numberErrorText(value.error, 3) }),
    ...(fromDay === '' && { fromDay: 'Введите первый день' }),
    ...(reason.length < 3 && { reason: 'Напишите, почему предел такой' }),
    ...(typeof value === 'string' && (Number(value) < LIMIT_BOUNDS.least || Number(value) > LIMIT_BOUNDS.most) && { value: 'Введите число от 1 до 1 000 000' }),
  };
  if (typeof value !== 'string' || Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const body = {
    organizationId: organizationId === '' ? null : organizationId,
    service: textOf(form, 'service') as BodyOf<typeof setReadingLimit>['service'],
    version: Number(textOf(form, 'version')),
    fromDay,
    value,
    reason,
  };
  const done = await attempt(context, setReadingLimit, { body }, { key: keyOf(form) });
  return done.ok ? redirect('/work/reading-limits?done=1', 303) : refused(done.problem, form);
}

const amount = ({ value, unit }: { value: string; unit: string }): string => `${formatDecimal(value)}\u00a0${unit}`;

export default function Limits() {
  const { lists } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  return (
    <Page title="Пределы показаний" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      {!lists[0]!.can.set && <Tabs label="Справочники" tabs={DIRECTORY_TABS} />}
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.has('done') && (
        <Notice tone="ok" announce>
          <p>Сохранили. Показания с этого дня проверяем по новому пределу.</p>
        </Notice>
      )}
      <p>
        Показание не примем, если по нему за месяц вышло больше предела: столько квартира не расходует, значит, ошиблись в цифрах. За несколько месяцев предел
        во столько же раз больше.
      </p>
      {lists.map((list) => (
        <OneList key={list.organizationId ?? ''} list={list} answer={answer} />
      ))}
    </Page>
  );
}

function OneList({ list, answer }: { list: ReadingLimits; answer: Refused | undefined }) {
  const [query] = useSearchParams();
  const { organizationId, organization, limits, set, can } = list;
  const heading = organization ?? 'Для всех организаций';
  const changed = can.set && (query.get('of') ?? '') === (organizationId ?? '') ? limits.find(({ service }) => service === query.get('set')) : undefined;
  const shown = organizationId === null ? general : own;
  return (
    <Fragment>
      {changed && <Change list={list} limit={changed} answer={answer} />}
      <DataTable
        caption={organizationId === null ? heading : `Свои пределы: ${heading}`}
        columns={can.set ? [...shown, change] : shown}
        rows={limits.map((limit) => ({ ...limit, organizationId, heading }))}
        rowKey={({ service }) => service}
      />
      {set.length > 0 && (
        <DataTable caption={`Кто менял: ${heading}`} columns={history} rows={set} rowKey={({ at, service, fromDay }) => `${at} ${service} ${fromDay}`} />
      )}
    </Fragment>
  );
}

type Row = Limit & { organizationId: string | null; heading: string };
const columns = (absent: string): readonly Column<Row>[] => [
  { key: 'name', name: 'Услуга', head: true, cell: ({ name }) => name },
  { key: 'value', name: 'За месяц не больше', numeric: true, half: true, cell: ({ value, unit }) => (value === null ? absent : amount({ value, unit })) },
  { key: 'fromDay', name: 'Действует с', half: true, cell: ({ fromDay }) => (fromDay === null ? '' : formatDay(fromDay)) },
];
const [general, own] = [columns('без предела'), columns('как для всех')];
const change: Column<Row> = {
  key: 'act',
  name: 'Что сделать',
  silent: true,
  plain: true,
  cell: ({ organizationId, heading, service, name }) => (
    <Link to={`?${organizationId === null ? '' : `of=${organizationId}&`}set=${service}`}>
      Изменить<span className="vh">{`: ${heading}, ${name}`}</span>
    </Link>
  ),
};

const history: readonly Column<ReadingLimits['set'][number]>[] = [
  { key: 'at', name: 'Когда', cell: ({ at }) => <When instant={at} timeZone="Europe/Moscow" /> },
  { key: 'service', name: 'Услуга', head: true, cell: ({ service }) => service },
  { key: 'value', name: 'Предел', numeric: true, half: true, cell: amount },
  { key: 'fromDay', name: 'С какого дня', half: true, cell: ({ fromDay }) => formatDay(fromDay) },
  { key: 'reason', name: 'Почему', cell: ({ reason }) => <span className="sml">{reason}</span> },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
];

function Change({
  list: { organizationId, organization },
  limit: { service, name, unit, value, version },
  answer,
}: {
  list: ReadingLimits;
  limit: Limit;
  answer: Refused | undefined;
}) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Card heading={organization === null ? `${name}: предел для всех` : `${name}: предел для ${organization}`}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="organizationId" value={organizationId ?? ''} />
        <input type="hidden" name="service" value={service} />
        <input type="hidden" name="version" value={version} />
        <NumberInput
          name="value"
          label="За месяц не больше"
          unit={unit}
          hint={organization === null ? 'Слишком низкий предел не даст людям передать верные показания' : 'Не выше общего предела'}
          defaultValue={values['value'] ?? (value === null ? '' : formatDecimal(value))}
          error={errors['value']}
        />
        <TextInput
          name="fromDay"
          type="date"
          label="С какого дня"
          hint="Проверяем показания, снятые в этот день и позже"
          short
          defaultValue={values['fromDay']}
          error={errors['fromDay']}
        />
        <TextInput
          name="reason"
          label="Почему"
          hint="Например: приказ № 7 от 20.11.2026"
          maxLength={300}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        <Actions>
          <Button>Сохранить предел</Button>
          <Link className="go" to="/work/reading-limits">
            Не менять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
