// Forms of decisions: who was away, what was switched off, whose benefit is taken off.
import { Form, Link } from 'react-router';
import { breakKinds, decisionKinds, type getDecisions } from '#contract/decisions';
import type { AnswerOf } from '#contract/endpoint';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { NumberInput, Select, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';

export type DecisionKind = keyof typeof decisionKinds;
type Answer = AnswerOf<typeof getDecisions>;
type Fields = { values: Partial<Record<string, string>>; errors: Partial<Record<string, string>>; answer: Answer };

/** A field of the command stands under `facts` there and by its own name here. */
const byField = (errors: Partial<Record<string, string>>) => Object.fromEntries(Object.entries(errors).map(([name, text]) => [name.replace(/^facts\./, ''), text]));
export const withoutFacts = <P extends { fields?: readonly { pointer: string }[] }>(problem: P): P => ({ ...problem, fields: problem.fields?.map((field) => ({ ...field, pointer: field.pointer.replace('/facts/', '/') })) });

export function DecisionForm({ kind, directory, refusal }: { kind: DecisionKind; directory: Answer; refusal: Refused | undefined }) {
  const fields: Fields = { values: refusal?.values ?? {}, errors: byField(errorsOf(refusal?.problem)), answer: directory };
  const { values, errors } = fields;
  const { organizations } = directory;
  return (
    <Card heading={decisionKinds[kind]}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="kind" value={kind} />
        {organizations.length > 1
          ? <Select name="organizationId" label="Организация" defaultValue={values['organizationId']} options={organizations.map(({ id, name }) => ({ value: id, name }))} />
          : <input type="hidden" name="organizationId" value={organizations[0]?.id ?? ''} />}
        {kind === 'absence' && <AbsenceFields {...fields} />}
        {kind === 'break' && <BreakFields {...fields} />}
        {kind === 'benefit' && <BenefitFields {...fields} />}
        <TextInput name="document" label="Документ" hint={DOCUMENTS[kind]} maxLength={300} defaultValue={values['document']} error={errors['document']} />
        <Actions><Button>Внести</Button><Link className="go" to="/work/decisions">Не вносить</Link></Actions>
      </Form>
    </Card>
  );
}

const DOCUMENTS: Readonly<Record<DecisionKind, string>> = { absence: 'Заявление и чем подтверждено: билеты, справка', break: 'Акт: номер и дата', benefit: 'Удостоверение или решение: номер и дата' };

function Account({ values, errors, hint }: Fields & { hint?: string }) {
  return <TextInput name="account" label="Лицевой счёт" {...(hint && { hint })} short autoComplete="off" defaultValue={values['account']} error={errors['account']} />;
}

function Date({ name, label, hint, values, errors }: Fields & { name: string; label: string; hint?: string }) {
  return <TextInput name={name} type="date" label={label} {...(hint && { hint })} short defaultValue={values[name]} error={errors[name]} />;
}

const AbsenceFields = (fields: Fields) => (
  <>
    <Account {...fields} />
    <NumberInput name="persons" label="Сколько человек уезжало" defaultValue={fields.values['persons'] ?? '1'} error={fields.errors['persons']} />
    <Date {...fields} name="leftOn" label="День отъезда" hint="Он и день возвращения не считаются; полных дней нужно больше пяти" />
    <Date {...fields} name="returnedOn" label="День возвращения" />
    <Date {...fields} name="appliedOn" label="Когда подали заявление" hint="До отъезда или в течение 30 дней после возвращения" />
  </>
);

const BreakFields = (fields: Fields) => (
  <>
    <Select name="houseId" label="Дом" defaultValue={fields.values['houseId']} error={fields.errors['houseId']} options={fields.answer.houses.map(({ houseId, address }) => ({ value: houseId, name: address }))} />
    <Account {...fields} hint="Пусто: весь дом" />
    <Select name="serviceCode" label="Услуга" defaultValue={fields.values['serviceCode']} error={fields.errors['serviceCode']} options={fields.answer.services.map(({ code, name }) => ({ value: code, name }))} />
    <Select name="breakKind" label="Вид перерыва" hint="От него зависит, сколько часов допустимо" defaultValue={fields.values['breakKind']} error={fields.errors['breakKind']} options={Object.entries(breakKinds).map(([value, name]) => ({ value, name }))} />
    <TextInput name="fromAt" type="datetime-local" label="Начало" hint="По московскому времени: когда записал диспетчер" short defaultValue={fields.values['fromAt']} error={fields.errors['fromAt']} />
    <TextInput name="toAt" type="datetime-local" label="Конец" short defaultValue={fields.values['toAt']} error={fields.errors['toAt']} />
  </>
);

const BenefitFields = (fields: Fields) => (
  <>
    <Account {...fields} />
    <TextInput name="title" label="Название льготы" hint="Например: Ветеран труда" maxLength={200} defaultValue={fields.values['title']} error={fields.errors['title']} />
    <NumberInput name="percent" label="Скидка" unit="%" defaultValue={fields.values['percent'] ?? '50'} error={fields.errors['percent']} />
    <NumberInput name="holders" label="У скольких человек" defaultValue={fields.values['holders'] ?? '1'} error={fields.errors['holders']} />
    <Checkbox name="family" label="Действует на всю семью" checked={(fields.values['family'] ?? '') !== ''} />
    <NumberInput name="areaStandard" label="Стандарт площади" hint="Пусто: без предела. Обычно 33, 42 или 18 м² на человека" unit="м²" defaultValue={fields.values['areaStandard']} error={fields.errors['areaStandard']} />
    <fieldset className="stack near">
      <legend>На какие услуги</legend>
      {fields.errors['services'] && <p className="err" id="services">{fields.errors['services']}</p>}
      {fields.answer.services.map(({ code, name }) => <label key={code} className="check"><input type="checkbox" name="services" value={code} /><span>{name}</span></label>)}
    </fieldset>
    <Date {...fields} name="fromDay" label="Действует с" />
    <Date {...fields} name="toDay" label="По какой день" hint="Пусто: без срока" />
  </>
);
