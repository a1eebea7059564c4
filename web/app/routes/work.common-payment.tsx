// «Общее имущество»: by the house meter each month, by its average of a year or by the norm, house by house, with who changed it (CALC-1).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { type CommonHouse, commonWays, getCommonPayment, setCommonPayment } from '#contract/common-payment';
import type { AnswerOf } from '#contract/endpoint';
import { formatDay } from '#contract/russian';
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
  return load(context, getCommonPayment, { query: { ...soughtHouseOf(request), ...(ID.test(houseId) && { houseId }) } });
};

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [way, reason] = [textOf(form, 'way') as CommonHouse['way'], textOf(form, 'reason')];
  if (reason.length < 3) return refused(wrongFields({ reason: 'Напишите, чьё это решение: протокол собрания, его номер и число' }), form);
  const done = await attempt(
    context,
    setCommonPayment,
    { params: { houseId: textOf(form, 'houseId') }, body: { version: Number(textOf(form, 'version')), way, reason } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect('/work/common-payment?done=1', 303) : refused(done.problem, form);
}

const columns: readonly Column<CommonHouse>[] = [
  { key: 'address', name: 'Дом', head: true, cell: ({ address }) => address },
  { key: 'way', name: 'Как платят', cell: ({ way }) => commonWays[way] },
  {
    key: 'act',
    name: 'Что сделать',
    silent: true,
    plain: true,
    cell: ({ houseId, address }) => (
      <Link to={`?edit=${houseId}`}>
        Изменить<span className="vh">{`: ${address}`}</span>
      </Link>
    ),
  },
];

const history: readonly Column<AnswerOf<typeof getCommonPayment>['revisions'][number]>[] = [
  { key: 'at', name: 'Когда', cell: ({ at }) => <When instant={at} timeZone="Europe/Moscow" /> },
  { key: 'address', name: 'Дом', head: true, cell: ({ address }) => address },
  { key: 'before', name: 'Было', cell: ({ before }) => commonWays[before] },
  {
    key: 'after',
    name: 'Стало',
    cell: ({ after, reason }) => (
      <>
        {commonWays[after]}
        <br />
        <span className="mut sml">{reason}</span>
      </>
    ),
  },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
];

export default function CommonPayment() {
  const { houses, more, revisions } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const editing = houses.find(({ houseId }) => houseId === query.get('edit'));
  return (
    <Page title="Плата за общее имущество" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Справочники" tabs={DIRECTORY_TABS} />
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.get('done') && (
        <Notice tone="ok" announce>
          <p>Изменили. Проведённые месяцы остались как были, черновики расчётов дома надо посчитать заново.</p>
        </Notice>
      )}
      <p>
        Как платить за воду и свет для подъездов и лестниц, решает собрание собственников. Плату по среднему раз в год сверяем с общим счётчиком: разница придёт
        в первом квартале.
      </p>
      {editing && <Change key={editing.houseId} house={editing} answer={answer} />}
      <HouseFinder more={more} />
      <DataTable caption="Дома" columns={columns} rows={houses} rowKey={({ houseId }) => houseId} />
      {revisions.length > 0 && <DataTable caption="Кто что менял" columns={history} rows={revisions} rowKey={({ id }) => id} />}
    </Page>
  );
}

const WAYS: readonly { value: CommonHouse['way']; name: string }[] = [
  { value: 'fact', name: 'По общему счётчику каждый месяц' },
  { value: 'average', name: 'По среднему за прошлый год, с корректировкой' },
  { value: 'norm', name: 'По нормативу' },
];

function Change({ house, answer }: { house: CommonHouse; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Card heading={house.address}>
      {house.openFrom !== null && <p>{`Будет действовать с ${formatDay(house.openFrom)}: раньше месяцы уже проведены.`}</p>}
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="houseId" value={house.houseId} />
        <input type="hidden" name="version" value={house.version} />
        <Select name="way" label="Как платят" defaultValue={values['way'] ?? house.way} options={WAYS} />
        <TextInput
          name="reason"
          label="Чьё решение"
          hint="Например: Протокол собрания № 3 от 12.10.2026"
          maxLength={300}
          defaultValue={values['reason']}
          error={errors['reason']}
        />
        <Actions>
          <Button>Сохранить</Button>
          <Link className="go" to="/work/common-payment">
            Не менять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
