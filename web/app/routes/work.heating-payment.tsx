// «Оплата отопления»: in the season or evenly over the year, house by house, with who changed it (CALC-1).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { getHeatingPayment, type HeatedHouse, setHeatingPayment } from '#contract/heating-payment';
import { counted, formatDay } from '#contract/russian';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

const ID = /^[0-9a-f-]{36}$/;

export const loader = ({ context, request }: LoaderFunctionArgs) => {
  const houseId = new URL(request.url).searchParams.get('edit') ?? '';
  return load(context, getHeatingPayment, { query: { ...soughtHouseOf(request), ...(ID.test(houseId) && { houseId }) } });
};

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [way, months, reason] = [textOf(form, 'way'), Number(textOf(form, 'heatingMonths')), textOf(form, 'reason')];
  const wrong = {
    ...(way === 'year' && (!Number.isInteger(months) || months < 1 || months > 12) && { heatingMonths: 'Введите число от 1 до 12' }),
    ...(reason.length < 3 && { reason: 'Напишите, чьё это решение: орган, число и номер' }),
  };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const done = await attempt(
    context,
    setHeatingPayment,
    {
      params: { houseId: textOf(form, 'houseId') },
      body: {
        version: Number(textOf(form, 'version')),
        heatingMonths: way === 'year' ? months : null,
        ...(form.has('meterDueFrom') && { meterDueFrom: textOf(form, 'meterDueFrom') || null }),
        reason,
      },
    },
    { key: keyOf(form) },
  );
  return done.ok ? redirect('/work/heating-payment?done=1', 303) : refused(done.problem, form);
}

const WAYS: Readonly<Record<HeatedHouse['heating'], string>> = { house_meter: 'по общему счётчику', norm: 'по нормативу', own_boiler: 'своя котельная' };
const payment = (months: number | null): string =>
  months === null ? 'в отопительный сезон' : `поровну весь год, в сезоне ${counted(months, ['месяц', 'месяца', 'месяцев'])}`;

const columns: readonly Column<HeatedHouse>[] = [
  { key: 'address', name: 'Дом', head: true, cell: ({ address }) => address },
  {
    key: 'heating',
    name: 'Как считают',
    cell: ({ heating, meterDueFrom }) => (meterDueFrom === null ? WAYS[heating] : `${WAYS[heating]}, счётчик обязателен с ${formatDay(meterDueFrom)}`),
  },
  { key: 'months', name: 'Как платят', cell: ({ heating, heatingMonths }) => (heating === 'own_boiler' ? 'отдельно не платят' : payment(heatingMonths)) },
  {
    key: 'act',
    name: 'Что сделать',
    silent: true,
    plain: true,
    cell: ({ houseId, address, can }) =>
      can.change && (
        <Link to={`?edit=${houseId}`}>
          Изменить<span className="vh">{`: ${address}`}</span>
        </Link>
      ),
  },
];

const history: readonly Column<AnswerOf<typeof getHeatingPayment>['revisions'][number]>[] = [
  { key: 'at', name: 'Когда', cell: ({ at }) => <When instant={at} timeZone="Europe/Moscow" /> },
  { key: 'address', name: 'Дом', head: true, cell: ({ address }) => address },
  { key: 'before', name: 'Было', cell: ({ before }) => payment(before) },
  {
    key: 'after',
    name: 'Стало',
    cell: ({ after, meterDueFrom, reason }) => (
      <>
        {payment(after)}
        {meterDueFrom !== null && `, счётчик обязателен с ${formatDay(meterDueFrom)}`}
        <br />
        <span className="mut sml">{reason}</span>
      </>
    ),
  },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
];

export default function HeatingPayment() {
  const { houses, more, revisions } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const editing = houses.find(({ houseId, can }) => can.change && houseId === query.get('edit'));
  return (
    <Page title="Оплата отопления" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Справочники" tabs={DIRECTORY_TABS} />
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.get('done') && (
        <Notice tone="ok" announce>
          <p>Изменили. Проведённые месяцы остались как были, черновики расчётов дома надо посчитать заново.</p>
        </Notice>
      )}
      <p>Платить за тепло в сезон или поровну весь год, решает регион. Оплату поровну раз в год сверяем с общим счётчиком: разница придёт в первом квартале.</p>
      {editing && <Change key={editing.houseId} house={editing} answer={answer} />}
      <HouseFinder more={more} />
      <DataTable caption="Дома" columns={columns} rows={houses} rowKey={({ houseId }) => houseId} />
      {revisions.length > 0 && <DataTable caption="Кто что менял" columns={history} rows={revisions} rowKey={({ id }) => id} />}
    </Page>
  );
}

function Change({ house, answer }: { house: HeatedHouse; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Card heading={house.address}>
      {house.openFrom !== null && <p>{`Будет действовать с ${formatDay(house.openFrom)}: раньше месяцы уже проведены.`}</p>}
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="houseId" value={house.houseId} />
        <input type="hidden" name="version" value={house.version} />
        <Select
          name="way"
          label="Как платят"
          defaultValue={values['way'] ?? (house.heatingMonths === null ? 'season' : 'year')}
          options={[
            { value: 'season', name: 'В отопительный сезон' },
            { value: 'year', name: 'Поровну весь год' },
          ]}
        />
        <TextInput
          name="heatingMonths"
          label="Месяцев в отопительном сезоне"
          hint="Нужно при оплате поровну"
          inputMode="numeric"
          short
          defaultValue={values['heatingMonths'] ?? String(house.heatingMonths ?? '')}
          error={errors['heatingMonths']}
        />
        {house.heating === 'norm' && (
          <TextInput
            name="meterDueFrom"
            type="date"
            label="С какого дня общий счётчик обязателен"
            hint="Если его всё нет, плату по нормативу умножаем на 1,5. Пусто: не обязателен"
            short
            defaultValue={values['meterDueFrom'] ?? house.meterDueFrom ?? ''}
            error={errors['meterDueFrom']}
          />
        )}
        <TextInput
          name="reason"
          label="Чьё решение"
          hint="Например: Постановление правительства области от 12.05.2026 № 300"
          maxLength={300}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        <Actions>
          <Button>Сохранить</Button>
          <Link className="go" to="/work/heating-payment">
            Не менять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
