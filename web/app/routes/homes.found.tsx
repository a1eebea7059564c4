// The card of a house that was found, and adding it to one's homes (ADDR-2, ADDR-5).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { ADDED_ROLES, addHome, getAddress } from '#contract/addresses';
import { getBills } from '#contract/billing';
import { openHouseCase } from '#contract/cases';
import { getAccounts, getHomes, getHouseSuppliers } from '#contract/ledger';
import { listSubmissions } from '#contract/meters';
import { submissionStatuses } from '#contract/statuses/meters';
import { type OwnPart, OwnPartOfHouse } from '#features/addresses/own-part.tsx';
import { TellOrganization } from '#features/addresses/tell-organization.tsx';
import { ADDED_ROLE_WORDS } from '#features/addresses/words.ts';
import { SupplierTables } from '#features/home/passport.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { PhoneLink } from '#ui/phone.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const MONTHS_SHOWN = 6;
type Context = LoaderFunctionArgs['context'];

/** What is out of the caller's reach is not shown, and no fault. */
async function reached<Value>(reading: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Response && (error.status === 403 || error.status === 404)) return otherwise;
    throw error;
  }
}

/** Accounts, bills and readings of the caller in this house. */
async function ownPart(context: Context, houseId: string): Promise<OwnPart> {
  const [{ accounts }, { bills }, { homes }] = await Promise.all([
    reached(load(context, getAccounts, {}), { accounts: [], requests: [] }),
    reached(load(context, getBills, { query: { months: MONTHS_SHOWN } }), { bills: [], unpaid: { count: 0, leftKopecks: 0 } }),
    load(context, getHomes, {}),
  ]);
  const home = homes.find((one) => one.houseId === houseId);
  const handedIn = home && (await reached(load(context, listSubmissions, { params: { houseId, premisesId: home.premisesId }, query: { limit: 3 } }), null));
  const here = <Row extends { houseId: string }>(rows: readonly Row[]): Row[] => rows.filter((row) => row.houseId === houseId);
  return {
    accounts: here(accounts),
    bills: here(bills),
    submissions: (handedIn?.submissions ?? []).map(({ submissionId, at, countsFor, status }) => ({
      id: submissionId,
      at,
      countsFor,
      state: submissionStatuses[status].word.toLowerCase(),
    })),
    timeZone: handedIn?.timeZone ?? 'Europe/Moscow',
  };
}

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const flat = new URL(request.url).searchParams.get('flat') ?? '';
  const card = await load(context, getAddress, { params: { key: params['key']! }, query: flat === '' ? {} : { flat: flat.slice(0, 20) } });
  const { houseId } = card;
  const suppliers = houseId === null ? null : await load(context, getHouseSuppliers, { params: { houseId } });
  return { card, flat, suppliers, own: houseId !== null && card.isYours ? await ownPart(context, houseId) : null };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  if (textOf(form, 'intent') === 'tell') {
    const told = await attempt(
      context,
      openHouseCase,
      {
        params: { houseId: params['key']!.replace(/^h-/u, '') },
        body: { kind: textOf(form, 'kind') === 'error' ? 'error' : 'request', text: textOf(form, 'text') },
      },
      { key: keyOf(form) },
    );
    return told.ok ? redirect(`/cases/${told.value.houseId}/${told.value.caseId}?sent`, 303) : refused(told.problem, form);
  }
  const role = ADDED_ROLES.find((one) => one === textOf(form, 'role')) ?? 'owner';
  const flat = textOf(form, 'flat');
  const done = await attempt(context, addHome, { body: { key: params['key']!, role, ...(flat !== '' && { flat }) } }, { key: keyOf(form) });
  return done.ok ? redirect('/homes?added', 303) : refused(done.problem, form);
}

export default function FoundHome() {
  const { card, flat, suppliers, own } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const { manager } = card;
  const services = [...new Set((suppliers?.tariffs ?? []).map(({ service }) => service.charAt(0).toLowerCase() + service.slice(1)))];
  const facts = [
    ['Индекс', card.postalCode],
    ['Год постройки', card.yearBuilt],
    ['Этажей', card.floors],
    ['Квартир', card.flats],
    ['Кадастровый номер', card.cadastralNumber],
    ['Кто управляет, по открытым данным', card.company],
  ] as const;
  return (
    <Page title={card.address} problem={answer?.problem} back={{ to: '/homes/add', name: 'Поиск дома' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">{card.place}</p>
      {card.flat === 'absent' && (
        <Notice tone="wait" heading={`В этом доме нет квартиры ${flat}`}>
          <p>{card.flats ? `По нашим данным квартир ${card.flats}. ` : ''}Проверьте номер.</p>
        </Notice>
      )}
      <Card heading="Что известно о доме">
        <DefinitionList items={facts.flatMap(([name, value]) => (value === null || value === 0 ? [] : [{ name, value }]))} />
        {services.length > 0 && <p>Подключены услуги: {services.join(', ')}.</p>}
        {card.houseId === null ? (
          <p>Этот дом ещё не подключён к порталу: счета и заявки здесь пока не появятся.</p>
        ) : (
          <p>
            <Link className="go" to={`/houses/${card.houseId}`}>
              Паспорт дома
            </Link>
          </p>
        )}
      </Card>
      {manager && (
        <Card heading={manager.shortName}>
          <DefinitionList
            items={[
              { name: 'Телефон', value: <PhoneLink phone={manager.phone} /> },
              ...(manager.dispatchPhone ? [{ name: 'Диспетчер', value: <PhoneLink phone={manager.dispatchPhone} /> }] : []),
              { name: 'Адрес', value: unbroken(manager.address) },
              ...(manager.hours ? [{ name: 'Часы работы', value: manager.hours }] : []),
            ]}
          />
          <p>
            <Link className="go" to="/accounts/add">
              Добавить лицевой счёт этой организации
            </Link>
          </p>
        </Card>
      )}
      {own && <OwnPartOfHouse {...own} />}
      {suppliers && <SupplierTables suppliers={suppliers} />}
      {card.can.add && manager && (
        <TellOrganization
          organization={manager.shortName}
          dispatchPhone={manager.dispatchPhone}
          typed={answer?.values}
          error={errorsOf(answer?.problem)['text']}
        />
      )}
      {card.can.add ? (
        <Form method="post" noValidate className="stack">
          <FormKey />
          <Card heading={card.isYours ? 'Добавить ещё одно жильё здесь' : 'Добавить в мои дома'}>
            <div className="stack">
              <TextInput
                name="flat"
                label="Квартира"
                hint="Если дом частный, оставьте пустым"
                short
                autoComplete="off"
                maxLength={20}
                defaultValue={answer?.values['flat'] ?? flat}
                error={errorsOf(answer?.problem)['flat']}
              />
              <RadioGroup
                name="role"
                label="Кто вы здесь"
                chosen={answer?.values['role'] ?? 'owner'}
                choices={ADDED_ROLES.map((value) => ({ value, name: ADDED_ROLE_WORDS[value] }))}
              />
              <p className="hint">До подтверждения вам видны только открытые сведения о доме.</p>
            </div>
          </Card>
          <Actions>
            <Button>Добавить дом</Button>
          </Actions>
        </Form>
      ) : (
        <Notice heading="Чтобы добавить дом, войдите">
          <ButtonLink to={`/sign-in?next=${encodeURIComponent(`/homes/add/${card.key}`)}`}>Войти</ButtonLink>
        </Notice>
      )}
    </Page>
  );
}
