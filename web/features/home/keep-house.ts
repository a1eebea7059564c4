// What the forms of a house's page do. Runs on the server.
import { type ActionFunctionArgs, redirect } from 'react-router';
import {
  addCouncilMember,
  addHouseWork,
  addPremises,
  endCouncilMember,
  HOUSE_FIELDS,
  type HouseField,
  type HouseWorkField,
  houseWorkFields,
  saveHouse,
  saveHouseWork,
  setOverNorm,
} from '#contract/house-keeping';
import { PREMISES_CARD_FIELDS } from '#contract/housing';
import { attempt } from '#web/api.ts';
import { keyOf, refused, textOf } from '#web/form.ts';

/** `intent` says which form, `of` in the address which work or member. */
export async function keepHouse({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const houseId = params['houseId'] ?? '';
  const of = new URL(request.url).searchParams.get('of');
  const key = { key: keyOf(form) };
  const text = (name: string): string => textOf(form, name);
  const typed = <Field extends string>(fields: readonly Field[]) => Object.fromEntries(fields.map((field) => [field, text(field)])) as Record<Field, string>;
  const send = {
    passport: () => attempt(context, saveHouse, { params: { houseId }, body: { version: Number(text('version')), ...typed<HouseField>(HOUSE_FIELDS) } }, key),
    premises: () => attempt(context, addPremises, { params: { houseId }, body: typed(PREMISES_CARD_FIELDS) }, key),
    work: () => {
      const body = typed(Object.keys(houseWorkFields) as HouseWorkField[]);
      return of === null
        ? attempt(context, addHouseWork, { params: { houseId }, body }, key)
        : attempt(context, saveHouseWork, { params: { houseId, workId: of }, body: { version: Number(text('version')), ...body } }, key);
    },
    overNorm: () =>
      attempt(
        context,
        setOverNorm,
        {
          params: { houseId },
          body: {
            version: Number(text('version')),
            overNorm: form.has('back') ? null : { fromDay: text('fromDay'), toDay: text('toDay'), minutes: text('minutes') },
          },
        },
        key,
      ),
    member: () =>
      attempt(
        context,
        addCouncilMember,
        {
          params: { houseId },
          body: { premises: text('premises'), name: text('name'), isChair: form.has('isChair'), fromDay: text('fromDay'), minutes: text('minutes') },
        },
        key,
      ),
    end: () => attempt(context, endCouncilMember, { params: { houseId, memberId: of ?? '' }, body: { lastDay: text('lastDay') } }, key),
  };
  const intent = (Object.keys(send) as (keyof typeof send)[]).find((one) => one === text('intent')) ?? 'work';
  const done = await send[intent]();
  return done.ok ? redirect(`/work/houses/${houseId}?saved=${intent}`, 303) : refused(done.problem, form);
}
