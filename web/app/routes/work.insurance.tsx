// «Страхование»: what voluntary insurance an organization offers with its bills, in all houses or in one; who set it (BILL-1).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { getInsuranceOffers, insuranceWays, offerInsurance } from '#contract/insurance';
import { formatDay, formatKopecks, formatSum } from '#contract/russian';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { MoneyInput, Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, kopecksOf, refused, type Refused, textOf } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

type Answer = AnswerOf<typeof getInsuranceOffers>;
type Row = Answer['set'][number];
const ID = /^[0-9a-f-]{36}$/;

export const loader = ({ context, request }: LoaderFunctionArgs) => {
  const organizationId = new URL(request.url).searchParams.get('organization') ?? '';
  return load(context, getInsuranceOffers, { query: { ...soughtHouseOf(request), ...(ID.test(organizationId) && { organizationId }) } });
};

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [organizationId, houseId, fromDay, way] = [textOf(form, 'organizationId'), textOf(form, 'houseId'), textOf(form, 'fromDay'), textOf(form, 'way')];
  const sum = way === 'none' ? { kopecks: 0 } : kopecksOf(form, 'terms.kopecks');
  const wrong = {
    ...(fromDay === '' && { fromDay: 'Введите первый день' }),
    ...('error' in sum && { 'terms.kopecks': sum.error }),
  };
  if ('error' in sum || Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const given = (name: string): string => textOf(form, `terms.${name}`);
  const body = {
    version: Number(textOf(form, 'version')),
    houseId: houseId === '' ? null : houseId,
    way: way as BodyOf<typeof offerInsurance>['way'],
    terms: way === 'none' ? null : { name: given('name'), insurer: given('insurer'), kopecks: sum.kopecks, payTo: given('payTo') },
    fromDay,
    toDay: textOf(form, 'toDay') || null,
    document: textOf(form, 'document'),
  };
  const done = await attempt(context, offerInsurance, { params: { organizationId }, body }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/insurance?organization=${organizationId}&done=1`, 303) : refused(done.problem, form);
}

export default function Insurance() {
  const answer = useLoaderData<typeof loader>();
  const { organizationId, organizations, more, set } = answer;
  const done = useActionData<Refused>();
  const [query] = useSearchParams();
  const isNew = query.has('new') && organizationId !== null;
  return (
    <Page title="Страхование в счетах" problem={done?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Справочники" tabs={DIRECTORY_TABS} />
      <ErrorSummary problem={done?.problem} />
      {!done && query.has('done') && (
        <Notice tone="ok" announce>
          <p>Сохранили. Так будет в счетах этого дня и позже.</p>
        </Notice>
      )}
      <p>
        Добровольное страхование стоит в счёте отдельной строкой: в сумму к оплате, долг и код для банка оно не входит. Кто хочет, платит страховщику сам. Жилец
        может скрыть предложение.
      </p>
      {organizations.length > 1 && (
        <Filters label="Чьё предложение" summary={organizations.find(({ id }) => id === organizationId)?.name ?? ''} keep={[]}>
          <Select
            name="organization"
            label="Организация"
            defaultValue={organizationId ?? undefined}
            options={organizations.map(({ id, name }) => ({ value: id, name }))}
          />
        </Filters>
      )}
      {isNew && <HouseFinder more={more} keep={['organization', 'new']} />}
      {isNew && <NewOffer answer={answer} done={done} />}
      {!isNew && organizationId !== null && (
        <Actions>
          <ButtonLink to={`?organization=${organizationId}&new=1`}>Изменить предложение</ButtonLink>
        </Actions>
      )}
      {set.length === 0 ? (
        <p>Страхование в счетах не предлагают.</p>
      ) : (
        <DataTable caption="Что предлагали, новое сверху" columns={columns} rows={set.map((one, place) => ({ ...one, place }))} rowKey={({ place }) => place} />
      )}
    </Page>
  );
}

const offerWords = ({ way, terms }: Row): string =>
  terms === null
    ? insuranceWays.none
    : `${terms.name} (${terms.insurer}): ${way === 'area' ? `${formatKopecks(terms.kopecks)} за м²` : formatKopecks(terms.kopecks)} в месяц`;

const columns: readonly Column<Row & { place: number }>[] = [
  {
    key: 'offer',
    name: 'Предложение',
    head: true,
    cell: (row) => (
      <>
        {offerWords(row)}
        <br />
        <span className="mut sml">{[row.house ?? 'Все дома', row.terms?.payTo].filter(Boolean).join(', ')}</span>
      </>
    ),
  },
  { key: 'days', name: 'Действует', cell: ({ fromDay, toDay }) => `с ${formatDay(fromDay)}${toDay === null ? '' : ` по ${formatDay(toDay)}`}` },
  {
    key: 'who',
    name: 'Кто и когда',
    cell: ({ who, at, document }) => (
      <>
        {who}, <When instant={at} timeZone="Europe/Moscow" />
        <br />
        <span className="mut sml">{document}</span>
      </>
    ),
  },
];

function NewOffer({ answer: { organizationId, houses, version, today, set }, done }: { answer: Answer; done: Refused | undefined }) {
  const errors = errorsOf(done?.problem);
  const last = set[0]?.terms;
  const values: Partial<Record<string, string>> = {
    way: set[0]?.way === 'area' ? 'area' : 'sum',
    fromDay: today,
    ...(last && { 'terms.name': last.name, 'terms.insurer': last.insurer, 'terms.payTo': last.payTo, 'terms.kopecks': formatSum(last.kopecks) }),
    ...done?.values,
  };
  const field = (name: string) => ({ name, defaultValue: values[name], error: errors[name] });
  return (
    <Card heading="Что предложить">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="organizationId" value={organizationId ?? ''} />
        <input type="hidden" name="version" value={version} />
        <Select
          label="Где действует"
          hint="Предложение одному дому важнее общего"
          {...field('houseId')}
          options={[{ value: '', name: 'Во всех домах' }, ...houses.map(({ houseId, address }) => ({ value: houseId, name: address }))]}
        />
        <Select label="Сколько стоит" {...field('way')} options={Object.entries(insuranceWays).map(([value, name]) => ({ value, name }))} />
        <TextInput label="Что страхуют" hint="Например: Страхование квартиры" maxLength={120} {...field('terms.name')} />
        <TextInput label="Страховщик" hint="Название и номер лицензии" maxLength={160} {...field('terms.insurer')} />
        <MoneyInput label="Сумма в месяц" hint="За жильё или за один метр" {...field('terms.kopecks')} />
        <TextInput label="Как заплатить страховщику" hint="Адрес сайта или телефон" maxLength={200} {...field('terms.payTo')} />
        <div className="two">
          <TextInput type="date" label="С какого дня" hint="Счета, выставленные в этот день и позже" short min={today} {...field('fromDay')} />
          <TextInput type="date" label="По какой день" hint="Пусто, если срока нет" short min={today} {...field('toDay')} />
        </div>
        <TextInput label="Договор" hint="Например: договор со страховщиком № 12 от 01.11.2026" maxLength={300} {...field('document')} />
        <Actions>
          <Button>Сохранить</Button>
          <Link className="go" to={`?organization=${organizationId ?? ''}`}>
            Не менять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
