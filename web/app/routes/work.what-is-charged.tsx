// «Услуги»: what organizations charge for; the portal's operator adds, renames and closes them, everybody sees who did (CALC-1).
import { Fragment } from 'react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { addService, changeService, getServices, OPEN_BLOCKS, type Service, serviceBlocks, serviceUnits } from '#contract/what-is-charged';
import { formatDay } from '#contract/russian';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { REVISION_WORDS } from '#features/calculation/price-words.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Answer = AnswerOf<typeof getServices>;

export const loader = ({ context }: LoaderFunctionArgs) => load(context, getServices, {});

/** The code of a service is no secret. */
const OPEN = ['code'];

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [code, toDay, sort] = [textOf(form, 'code'), textOf(form, 'toDay'), Number(textOf(form, 'sort'))];
  const words = { name: textOf(form, 'name'), shortName: textOf(form, 'shortName'), sort };
  const wrong = {
    ...(words.name.length < 3 && { name: 'Напишите название: не короче трёх букв' }),
    ...(words.shortName.length < 2 && { shortName: 'Напишите, как назвать коротко' }),
    ...((!Number.isInteger(sort) || sort < 1 || sort > 9_999) && { sort: 'Введите целое число от 1 до 9999' }),
    ...(!/^[a-z][a-z0-9_]{2,40}$/.test(code) && { code: 'Латинские буквы, цифры и подчёркивание, от трёх знаков. Первая буква' }),
  };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form, OPEN);
  if (textOf(form, 'version') === '') {
    const body = {
      code,
      ...words,
      unit: textOf(form, 'unit') as BodyOf<typeof addService>['unit'],
      block: textOf(form, 'block') as BodyOf<typeof addService>['block'],
    };
    const done = await attempt(context, addService, { body }, { key: keyOf(form) });
    return done.ok ? redirect('/work/services?done=added', 303) : refused(done.problem, form, OPEN);
  }
  const done = await attempt(
    context,
    changeService,
    { params: { code }, body: { version: Number(textOf(form, 'version')), ...words, toDay: toDay === '' ? null : toDay } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect('/work/services?done=changed', 303) : refused(done.problem, form);
}

const DONE: Readonly<Record<string, string>> = {
  added: 'Добавили. Начислять по услуге начнут, когда организация введёт тариф.',
  changed: 'Изменили. Проведённые начисления остались как были.',
};

export default function Services() {
  const { services, revisions, can } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const editing = can.edit ? services.find(({ code }) => code === query.get('edit')) : undefined;
  const isNew = can.edit && query.has('new');
  const said = answer ? undefined : DONE[query.get('done') ?? ''];
  return (
    <Page title="Услуги" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      {!can.edit && <Tabs label="Справочники" tabs={DIRECTORY_TABS} />}
      <ErrorSummary problem={answer?.problem} />
      {said && (
        <Notice tone="ok" announce>
          <p>{said}</p>
        </Notice>
      )}
      {editing && <ServiceForm key={editing.code} service={editing} answer={answer} />}
      {isNew && <ServiceForm answer={answer} />}
      {can.edit && !isNew && !editing && (
        <Actions>
          <ButtonLink to="?new=1">Новая услуга</ButtonLink>
        </Actions>
      )}
      {!can.edit && <p>Список общий для всех организаций, его ведёт оператор портала.</p>}
      <DataTable caption="Услуги в порядке квитанции" columns={can.edit ? [...columns, edit] : columns} rows={services} rowKey={({ code }) => code} />
      {revisions.length > 0 && <DataTable caption="Кто что менял" columns={history} rows={revisions} rowKey={({ id }) => id} />}
    </Page>
  );
}

const columns: readonly Column<Service>[] = [
  {
    key: 'name',
    name: 'Услуга',
    head: true,
    cell: ({ name, shortName }) => (
      <>
        {name}
        <br />
        <span className="mut sml">{shortName}</span>
      </>
    ),
  },
  { key: 'block', name: 'Раздел', cell: ({ block }) => serviceBlocks[block] },
  { key: 'unit', name: 'Единица', half: true, cell: ({ unit }) => unit },
  {
    key: 'code',
    name: 'Код для файлов',
    cell: ({ code }) => (
      <span className="code">
        {code.split('_').map((word, n) =>
          n === 0 ? (
            word
          ) : (
            <Fragment key={n}>
              _<wbr />
              {word}
            </Fragment>
          ),
        )}
      </span>
    ),
  },
  { key: 'toDay', name: 'Действует', plain: true, cell: ({ toDay }) => (toDay === null ? 'без срока' : `по ${formatDay(toDay)}`) },
];
const edit: Column<Service> = {
  key: 'act',
  name: 'Что сделать',
  silent: true,
  plain: true,
  cell: ({ code, name }) => (
    <Link to={`?edit=${code}`}>
      Изменить<span className="vh">{`: ${name}`}</span>
    </Link>
  ),
};

const history: readonly Column<Answer['revisions'][number]>[] = [
  { key: 'at', name: 'Когда', cell: ({ at }) => <When instant={at} timeZone="Europe/Moscow" /> },
  { key: 'service', name: 'Услуга', head: true, cell: ({ service }) => service },
  { key: 'action', name: 'Что', cell: ({ action: what }) => REVISION_WORDS[what] },
  { key: 'before', name: 'Было', cell: ({ before }) => before ?? '' },
  { key: 'after', name: 'Стало', cell: ({ after }) => after ?? '' },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
];

/** Of a service that is there the code, the unit and the block stay: bills and files know them. */
function ServiceForm({ service, answer }: { service?: Service; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values: Partial<Record<string, string | undefined>> = {
    name: service?.name,
    shortName: service?.shortName,
    sort: String(service?.sort ?? 450),
    toDay: service?.toDay ?? '',
    ...answer?.values,
  };
  return (
    <Card heading={service ? `${service.name}: изменить` : 'Новая услуга'}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <TextInput name="name" label="Название на квитанции" maxLength={200} defaultValue={values['name']} error={errors['name']} />
        <TextInput name="shortName" label="Короткое название" maxLength={60} defaultValue={values['shortName']} error={errors['shortName']} />
        <TextInput
          name="sort"
          label="Место на квитанции"
          hint="Чем меньше число, тем выше строка"
          inputMode="numeric"
          short
          defaultValue={values['sort']}
          error={errors['sort']}
        />
        {service ? (
          <>
            <input type="hidden" name="version" value={service.version} />
            <input type="hidden" name="code" value={service.code} />
            <TextInput
              name="toDay"
              type="date"
              label="Последний день действия"
              hint="Пусто: без срока. За месяцы после этого дня услугу не начисляют"
              short
              defaultValue={values['toDay']}
              error={errors['toDay']}
            />
          </>
        ) : (
          <>
            <Select
              name="block"
              label="Раздел"
              hint="Коммунальные услуги и общие нужды считают по формулам закона: их список не меняется"
              defaultValue={values['block']}
              error={errors['block']}
              options={OPEN_BLOCKS.map((value) => ({ value, name: serviceBlocks[value] }))}
            />
            <Select
              name="unit"
              label="За что начисляют"
              defaultValue={values['unit']}
              error={errors['unit']}
              options={Object.entries(serviceUnits).map(([value, name]) => ({ value, name }))}
            />
            <TextInput
              name="code"
              label="Код для файлов"
              hint="Латиницей, например: video. Потом не меняется"
              short
              autoComplete="off"
              defaultValue={values['code']}
              error={errors['code']}
            />
          </>
        )}
        <Actions>
          <Button>Сохранить</Button>
          <Link className="go" to="/work/services">
            {service ? 'Не менять' : 'Не добавлять'}
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
