// The card of a house that was found, and adding it to one's homes (ADDR-2, ADDR-5).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { ADDED_ROLES, addHome, getAddress } from '#contract/addresses';
import { ADDED_ROLE_WORDS } from '#features/addresses/words.ts';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { PhoneLink } from '#ui/phone.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  return { card: await load(context, getAddress, { params: { key: params['key']! } }), flat: new URL(request.url).searchParams.get('flat') ?? '' };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const role = ADDED_ROLES.find((one) => one === textOf(form, 'role')) ?? 'owner';
  const flat = textOf(form, 'flat');
  const done = await attempt(context, addHome, { body: { key: params['key']!, role, ...(flat !== '' && { flat }) } }, { key: keyOf(form) });
  return done.ok ? redirect('/homes?added', 303) : refused(done.problem, form);
}

export default function FoundHome() {
  const { card, flat } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const { manager } = card;
  const facts = [['Индекс', card.postalCode], ['Год постройки', card.yearBuilt], ['Этажей', card.floors], ['Квартир', card.flats], ['Кадастровый номер', card.cadastralNumber], ['Кто управляет, по открытым данным', card.company]] as const;
  return (
    <Page title={card.address} problem={answer?.problem} back={{ to: '/homes/add', name: 'Поиск дома' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">{card.place}</p>
      <Card heading="Что известно о доме">
        <DefinitionList items={facts.flatMap(([name, value]) => (value === null || value === 0 ? [] : [{ name, value }]))} />
        {card.houseId === null ? <p>Этот дом ещё не подключён к порталу: счета и заявки здесь пока не появятся.</p> : <p><Link className="go" to={`/houses/${card.houseId}`}>Паспорт дома и поставщики услуг</Link></p>}
        {card.isYours && <p><Link className="go" to="/homes">Ваше жильё в этом доме: счета, тарифы и показания</Link></p>}
      </Card>
      {manager && (
        <Card heading={manager.shortName}>
          <DefinitionList items={[{ name: 'Телефон', value: <PhoneLink phone={manager.phone} /> }, ...(manager.dispatchPhone ? [{ name: 'Диспетчер', value: <PhoneLink phone={manager.dispatchPhone} /> }] : []), { name: 'Адрес', value: manager.address }, ...(manager.hours ? [{ name: 'Часы работы', value: manager.hours }] : [])]} />
          <p><Link className="go" to="/accounts/add">Добавить лицевой счёт этой организации</Link></p>
        </Card>
      )}
      {card.can.add ? (
        <Form method="post" noValidate className="stack">
          <FormKey />
          <Card heading="Добавить в мои дома">
            <div className="stack">
              <TextInput name="flat" label="Квартира" hint="Если дом частный, оставьте пустым" short autoComplete="off" maxLength={20} defaultValue={answer?.values['flat'] ?? flat} error={errorsOf(answer?.problem)['flat']} />
              <RadioGroup name="role" label="Кто вы здесь" chosen={answer?.values['role'] ?? 'owner'} choices={ADDED_ROLES.map((value) => ({ value, name: ADDED_ROLE_WORDS[value] }))} />
              <p className="hint">До подтверждения вам видны только открытые сведения о доме.</p>
            </div>
          </Card>
          <Actions><Button>Добавить дом</Button></Actions>
        </Form>
      ) : <Notice heading="Чтобы добавить дом, войдите"><ButtonLink to={`/sign-in?next=${encodeURIComponent(`/homes/add/${card.key}`)}`}>Войти</ButtonLink></Notice>}
    </Page>
  );
}
