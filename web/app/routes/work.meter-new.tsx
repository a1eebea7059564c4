// A meter is put in (MTR-1): the house first, then the flat or the house itself, then what stands on the meter.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { MeteredService } from '#contract/meter-words';
import { getMeterPlaces } from '#contract/meters-park';
import { addMeter } from '#contract/meters-work';
import { NewMeterFields, newMeterOf, serviceOptions } from '#features/meters/new-meter-fields.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

const HOUSE_ITSELF = 'house';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const houseId = new URL(request.url).searchParams.get('houseId') ?? '';
  const places = await load(context, getMeterPlaces, { query: { ...soughtHouseOf(request), ...(houseId !== '' && { houseId }) } });
  return { ...places, house: places.houses.find((one) => one.houseId === houseId) ?? null };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const premises = textOf(form, 'premisesId');
  if (premises === '') return refused(wrongFields({ premisesId: 'Выберите квартиру или сам дом' }), form);
  const body = {
    ...newMeterOf(form),
    houseId: textOf(form, 'houseId'),
    premisesId: premises === HOUSE_ITSELF ? null : premises,
    organizationId: textOf(form, 'organizationId'),
    service: textOf(form, 'service') as MeteredService,
    place: textOf(form, 'place'),
  };
  const done = await attempt(context, addMeter, { body }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/meters/${done.value.houseId}/${done.value.meterId}?put`, 303) : refused(done.problem, form);
}

export default function NewMeter() {
  const { organizations, houses, more, premises, house, today } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Page
      title="Поставить счётчик"
      heading={house ? `Новый счётчик: ${house.address}` : undefined}
      problem={answer?.problem}
      back={{ to: '/work/meters', name: 'Счётчики' }}
    >
      <ErrorSummary problem={answer?.problem} />
      {house === null && <HouseFinder more={more} />}
      {house === null ? (
        houses.length === 0 ? (
          <p>Таких домов у вашей организации нет.</p>
        ) : (
          <Form method="get" className="card stack">
            <Select name="houseId" label="Дом" options={houses.map(({ houseId, address }) => ({ value: houseId, name: address }))} />
            <Actions>
              <Button>Дальше</Button>
            </Actions>
          </Form>
        )
      ) : (
        <Form method="post" noValidate className="card stack">
          <FormKey />
          <input type="hidden" name="houseId" value={house.houseId} />
          {organizations.length === 1 ? (
            <input type="hidden" name="organizationId" value={organizations[0]!.id} />
          ) : (
            <Select
              name="organizationId"
              label="Кто принимает показания"
              options={organizations.map(({ id, name }) => ({ value: id, name }))}
              defaultValue={values['organizationId']}
            />
          )}
          <div className="two">
            <Select
              name="premisesId"
              label="Где стоит"
              defaultValue={values['premisesId']}
              error={errors['premisesId']}
              options={[
                { value: '', name: 'Выберите' },
                { value: HOUSE_ITSELF, name: 'Весь дом (общедомовой)' },
                ...premises.map(({ premisesId, number }) => ({ value: premisesId, name: `Помещение ${number}` })),
              ]}
            />
            <Select name="service" label="Услуга" defaultValue={values['service']} error={errors['service']} options={serviceOptions} />
            <TextInput name="place" label="Место" hint="Например: ванная, подвал" defaultValue={values['place']} error={errors['place']} />
          </div>
          <NewMeterFields errors={errors} values={values} today={today} />
          <Actions>
            <Button>Поставить счётчик</Button>
          </Actions>
        </Form>
      )}
    </Page>
  );
}
