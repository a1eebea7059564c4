// Adding an account from the paper bill (ACC-2).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getOrganizations, ORGANIZATIONS_OFFERED } from '#contract/housing';
import { addAccount, getHouseSuppliers } from '#contract/ledger';
import { getMe } from '#contract/me';
import { numberErrorText, parseKopecks } from '#contract/russian';
import { ORGANIZATION_WORDS } from '#features/home/words.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { MoneyInput, Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { chosenHome } from '#web/home.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { q } = soughtHouseOf(request);
  const [found, { homes }] = await Promise.all([load(context, getOrganizations, { query: q === undefined ? {} : { q } }), load(context, getMe, {})]);
  const home = chosenHome(homes, request.headers.get('cookie'));
  // Who charges in the home comes first: of all organizations of the country most people need these.
  const near = home && q === undefined ? (await load(context, getHouseSuppliers, { params: { houseId: home.houseId } })).suppliers : [];
  const [, address = '', flat = ''] = /^(.*?)(?:, кв\. (\S+))?$/.exec(home?.address ?? '') ?? [];
  const organizations = [...near, ...found.organizations.filter(({ id }) => !near.some((one) => one.id === id))];
  return { known: { address, flat }, q, more: found.more, organizations: organizations.map(({ id, kind, shortName }) => ({ id, kind, shortName })) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const typed = textOf(form, 'lastBillKopecks');
  const sum = typed === '' ? undefined : parseKopecks(typed);
  if (typeof sum === 'object') return refused(wrongFields({ lastBillKopecks: numberErrorText(sum.error, 2) }), form);
  if (sum !== undefined && sum <= 0n) return refused(wrongFields({ lastBillKopecks: 'Введите сумму больше нуля или оставьте поле пустым' }), form);
  if (textOf(form, 'organizationId') === '') return refused(wrongFields({ organizationId: 'Выберите организацию: её имя стоит в квитанции сверху' }), form);
  const contract = textOf(form, 'contract');
  const body = {
    organizationId: textOf(form, 'organizationId'),
    address: textOf(form, 'address'),
    flat: textOf(form, 'flat'),
    number: textOf(form, 'number'),
    ...(sum !== undefined && { lastBillKopecks: Number(sum) }),
    ...(contract !== '' && { contract }),
  };
  const done = await attempt(context, addAccount, { body }, { key: keyOf(form) });
  if (!done.ok) return refused(done.problem, form);
  return redirect(done.value.status === 'linked' ? '/accounts?linked' : `/accounts?asked=${done.value.decideBy}`, 303);
}

export default function AddAccount() {
  const { organizations, known, q, more } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  // The home that the person looks at: most add its other accounts.
  const values: Readonly<Record<string, string | undefined>> = answer?.values ?? known;
  const options = [
    { value: '', name: 'Выберите' },
    ...organizations.map(({ id, kind, shortName }) => ({ value: id, name: `${shortName} · ${ORGANIZATION_WORDS[kind] ?? ''}` })),
  ];
  return (
    <Page title="Добавить лицевой счёт" problem={answer?.problem} back={{ to: '/accounts', name: 'Лицевые счета' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">Возьмите последнюю квитанцию. Счёт своей подтверждённой квартиры откроется сразу, счёт другой – если сойдутся номер и сумма.</p>
      {(more || q !== undefined) && (
        <Form method="get" role="search" aria-label="Поиск организации" className="row finder" key={q}>
          <TextInput
            name="q"
            label="Название или ИНН организации"
            type="search"
            maxLength={100}
            defaultValue={q}
            {...(more && { hint: `Показаны первые ${ORGANIZATIONS_OFFERED} по алфавиту` })}
          />
          <Button kind="alt">Найти организацию</Button>
        </Form>
      )}
      <Form method="post" noValidate className="stack">
        <FormKey />
        <Card heading="Что стоит в квитанции">
          <div className="stack">
            <Select
              name="organizationId"
              label="Кто прислал квитанцию"
              options={options}
              defaultValue={values['organizationId']}
              error={errors['organizationId']}
            />
            <TextInput
              name="number"
              label="Номер лицевого счёта"
              hint="Или единый лицевой счёт (ЕЛС), или номер квитанции"
              autoComplete="off"
              defaultValue={values['number']}
              error={errors['number']}
            />
            <TextInput
              name="address"
              label="Улица и дом"
              hint="Например: Липовая, 14"
              autoComplete="street-address"
              defaultValue={values['address']}
              error={errors['address']}
            />
            <TextInput
              name="flat"
              label="Квартира"
              hint="Если дом частный, оставьте пустым"
              short
              autoComplete="off"
              defaultValue={values['flat']}
              error={errors['flat']}
            />
            <MoneyInput
              name="lastBillKopecks"
              label="Сумма последней квитанции"
              hint="Для своей квартиры не нужна. Для другой без суммы ответит организация, за пять рабочих дней"
              defaultValue={values['lastBillKopecks']}
              error={errors['lastBillKopecks']}
            />
            <TextInput name="contract" label="Номер договора, если есть" autoComplete="off" defaultValue={values['contract']} error={errors['contract']} />
          </div>
        </Card>
        <Actions>
          <Button big>Добавить счёт</Button>
          <ButtonLink kind="bare" to="/accounts">
            Не сейчас
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  );
}
