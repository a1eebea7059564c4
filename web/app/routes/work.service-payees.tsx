// «Получатели»: who else is paid for a service, in all houses or in one, from a day on; who set it (BILL-1).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { formatDay } from '#contract/russian';
import { getServicePayees, payeeWays, setServicePayee } from '#contract/service-payees';
import { DIRECTORY_TABS } from '#features/calculation/directory-tabs.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Filters } from '#ui/filters.tsx';
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

type Answer = AnswerOf<typeof getServicePayees>;
type Said = Pick<Answer['set'][number], 'way' | 'payee'>;
const ID = /^[0-9a-f-]{36}$/;

export const loader = ({ context, request }: LoaderFunctionArgs) => {
  const organizationId = new URL(request.url).searchParams.get('organization') ?? '';
  return load(context, getServicePayees, { query: { ...soughtHouseOf(request), ...(ID.test(organizationId) && { organizationId }) } });
};

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [organizationId, houseId, fromDay, reason] = [textOf(form, 'organizationId'), textOf(form, 'houseId'), textOf(form, 'fromDay'), textOf(form, 'reason')];
  if (fromDay === '') return refused(wrongFields({ fromDay: 'Введите первый день' }), form);
  const way = textOf(form, 'way') as BodyOf<typeof setServicePayee>['way'];
  const given = (name: string): string => textOf(form, `payee.${name}`);
  const payee = {
    name: given('name'),
    inn: given('inn'),
    kpp: given('kpp') || null,
    bankName: given('bankName'),
    bic: given('bic'),
    settlementAccount: given('settlementAccount'),
    correspondentAccount: given('correspondentAccount') || null,
  };
  const body = {
    version: Number(textOf(form, 'version')),
    serviceCode: textOf(form, 'serviceCode'),
    houseId: houseId === '' ? null : houseId,
    fromDay,
    way,
    payee: way === 'other' ? payee : null,
    reason,
  };
  const done = await attempt(context, setServicePayee, { params: { organizationId }, body }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/service-payees?organization=${organizationId}&done=1`, 303) : refused(done.problem, form);
}

export default function ServicePayees() {
  const answer = useLoaderData<typeof loader>();
  const { organizationId, organizations, more, holds, set } = answer;
  const done = useActionData<Refused>();
  const [query] = useSearchParams();
  const isNew = query.has('new') && organizationId !== null;
  return (
    <Page title="Кому платят за услуги" problem={done?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <Tabs label="Справочники" tabs={DIRECTORY_TABS} />
      <ErrorSummary problem={done?.problem} />
      {!done && query.has('done') && (
        <Notice tone="ok" announce>
          <p>Сохранили. Счета этого дня и позже назовут нового получателя.</p>
        </Notice>
      )}
      <p>
        За услугу могут платить не организации, а другому получателю: например, фонду или поставщику. Тогда в счёте будет таблица «Кому платить». Долг, аванс и
        пени всегда платят организации. Что заплатили через портал, приходит организации целиком, чужую часть она передаёт сама.
      </p>
      {organizations.length > 1 && (
        <Filters label="Чьи получатели" summary={organizations.find(({ id }) => id === organizationId)?.name ?? ''} keep={[]}>
          <Select
            name="organization"
            label="Организация"
            defaultValue={organizationId ?? undefined}
            options={organizations.map(({ id, name }) => ({ value: id, name }))}
          />
        </Filters>
      )}
      {isNew && <HouseFinder more={more} keep={['organization', 'new', 'service', 'house']} />}
      {isNew && <NewPayee answer={answer} done={done} />}
      {!isNew && organizationId !== null && (
        <Actions>
          <ButtonLink to={`?organization=${organizationId}&new=1`}>Назначить получателя</ButtonLink>
        </Actions>
      )}
      {holds.length === 0 ? (
        <p>Сейчас за все услуги платят организации.</p>
      ) : (
        <DataTable
          caption="Кому платят сейчас"
          columns={columnsOf(organizationId ?? '')}
          rows={holds}
          rowKey={({ serviceCode, houseId }) => `${serviceCode} ${houseId}`}
        />
      )}
      {set.length > 0 && (
        <DataTable caption="Кто что менял" columns={history} rows={set.map((one, place) => ({ ...one, place }))} rowKey={({ place }) => place} />
      )}
    </Page>
  );
}

const where = (house: string | null): string => house ?? 'Все дома';
const shown = ({ way, payee }: Said) =>
  payee === null ? (
    payeeWays[way]
  ) : (
    <>
      {payee.name}
      <br />
      <span className="mut sml">{`ИНН ${payee.inn}${payee.kpp === null ? '' : `, КПП ${payee.kpp}`}, ${payee.bankName}, БИК ${payee.bic}, р/с\u00a0${payee.settlementAccount}${payee.correspondentAccount === null ? '' : `, к/с\u00a0${payee.correspondentAccount}`}`}</span>
    </>
  );

const columnsOf = (organizationId: string): readonly Column<Answer['holds'][number]>[] => [
  {
    key: 'service',
    name: 'Услуга',
    head: true,
    cell: ({ service, house }) => (
      <>
        {service}
        <br />
        <span className="mut sml">{where(house)}</span>
      </>
    ),
  },
  { key: 'payee', name: 'Получатель', cell: shown },
  { key: 'fromDay', name: 'Действует с', cell: ({ fromDay }) => formatDay(fromDay) },
  {
    key: 'act',
    name: 'Что сделать',
    silent: true,
    plain: true,
    cell: ({ serviceCode, houseId, service, house }) => (
      <Link to={`?organization=${organizationId}&new=1&service=${serviceCode}&house=${houseId ?? ''}`}>
        Изменить<span className="vh">{`: ${service}, ${where(house)}`}</span>
      </Link>
    ),
  },
];

const history: readonly Column<Answer['set'][number] & { place: number }>[] = [
  { key: 'at', name: 'Когда', cell: ({ at }) => <When instant={at} timeZone="Europe/Moscow" /> },
  {
    key: 'service',
    name: 'Услуга',
    head: true,
    cell: ({ service, house }) => (
      <>
        {service}
        <br />
        <span className="mut sml">{where(house)}</span>
      </>
    ),
  },
  { key: 'payee', name: 'Получатель', cell: shown },
  {
    key: 'fromDay',
    name: 'С какого дня',
    cell: ({ fromDay, reason }) => (
      <>
        {formatDay(fromDay)}
        <br />
        <span className="mut sml">{reason}</span>
      </>
    ),
  },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
];

function NewPayee({ answer: { organizationId, services, houses, holds, version, today }, done }: { answer: Answer; done: Refused | undefined }) {
  const [query] = useSearchParams();
  const [service, house] = [query.get('service'), query.get('house') ?? ''];
  const changed = holds.find(({ serviceCode, houseId }) => serviceCode === service && (houseId ?? '') === house);
  const errors = errorsOf(done?.problem);
  const values: Partial<Record<string, string>> = {
    serviceCode: service ?? '',
    houseId: house,
    way: changed?.way ?? 'other',
    fromDay: today,
    ...Object.fromEntries(Object.entries(changed?.payee ?? {}).map(([name, value]) => [`payee.${name}`, value ?? ''])),
    ...done?.values,
  };
  const field = (name: string) => ({ name, defaultValue: values[name], error: errors[name] });
  const places = [
    ...(changed?.houseId && !houses.some(({ houseId }) => houseId === changed.houseId) ? [{ houseId: changed.houseId, address: changed.house ?? '' }] : []),
    ...houses,
  ];
  return (
    <Card heading={changed ? `${changed.service}: другой получатель` : 'Кто получатель'}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="organizationId" value={organizationId ?? ''} />
        <input type="hidden" name="version" value={version} />
        <Select label="Услуга" {...field('serviceCode')} options={services.map(({ code, name }) => ({ value: code, name }))} />
        <Select
          label="Где действует"
          {...field('houseId')}
          options={[{ value: '', name: 'Во всех домах' }, ...places.map(({ houseId, address }) => ({ value: houseId, name: address }))]}
        />
        <Select
          label="Кому платят"
          hint="«Как во всех домах» убирает то, что назначили одному дому"
          {...field('way')}
          options={Object.entries(payeeWays).map(([value, name]) => ({ value, name }))}
        />
        <fieldset className="stack">
          <legend>Реквизиты другого получателя</legend>
          <TextInput label="Название" hint="Как в договоре с банком" maxLength={160} {...field('payee.name')} />
          <div className="two">
            <TextInput label="ИНН" inputMode="numeric" short autoComplete="off" {...field('payee.inn')} />
            <TextInput label="КПП" hint="У предпринимателя его нет" short autoComplete="off" {...field('payee.kpp')} />
          </div>
          <TextInput label="Банк" maxLength={160} {...field('payee.bankName')} />
          <TextInput label="БИК" inputMode="numeric" short autoComplete="off" {...field('payee.bic')} />
          <TextInput label="Расчётный счёт" hint="20 цифр, сверим с БИК" inputMode="numeric" autoComplete="off" {...field('payee.settlementAccount')} />
          <TextInput
            label="Корреспондентский счёт"
            hint="20 цифр. Пусто, если у банка его нет"
            inputMode="numeric"
            autoComplete="off"
            {...field('payee.correspondentAccount')}
          />
        </fieldset>
        <TextInput
          type="date"
          label="С какого дня"
          hint="Счета, выставленные в этот день и позже. Прежние не изменятся"
          short
          min={today}
          {...field('fromDay')}
        />
        <TextInput label="Основание" hint="Например: договор № 12 от 01.11.2026" maxLength={300} {...field('reason')} />
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
