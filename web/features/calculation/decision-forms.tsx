// Forms of decisions: who was away, what was switched off or came poor, whose benefit or subsidy is taken off.
import { ChevronDown } from 'lucide-react';
import { Form, Link } from 'react-router';
import { breakKinds, decisionKinds, defectKinds, type getDecisions, roomNorms, subsidyKinds } from '#contract/decisions';
import type { AnswerOf } from '#contract/endpoint';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { MoneyInput, NumberInput, Select, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';

export type DecisionKind = keyof typeof decisionKinds;
type Answer = AnswerOf<typeof getDecisions>;
type Fields = { values: Partial<Record<string, string>>; errors: Partial<Record<string, string>>; answer: Answer };

/** A field of the command stands under `facts` there and by its own name here. */
const byField = (errors: Partial<Record<string, string>>) =>
  Object.fromEntries(Object.entries(errors).map(([name, text]) => [name.replace(/^facts\./, ''), text]));
export const withoutFacts = <P extends { fields?: readonly { pointer: string }[] }>(problem: P): P => ({
  ...problem,
  fields: problem.fields?.map((field) => ({ ...field, pointer: field.pointer.replace('/facts/', '/') })),
});

export function DecisionForm({ kind, directory, refusal }: { kind: DecisionKind; directory: Answer; refusal: Partial<Refused> | undefined }) {
  const fields: Fields = { values: refusal?.values ?? {}, errors: byField(errorsOf(refusal?.problem)), answer: directory };
  const { values, errors } = fields;
  const { organizations } = directory;
  return (
    <Card heading={decisionKinds[kind]}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="kind" value={kind} />
        {organizations.length > 1 ? (
          <Select
            name="organizationId"
            label="Организация"
            defaultValue={values['organizationId']}
            options={organizations.map(({ id, name }) => ({ value: id, name }))}
          />
        ) : (
          <input type="hidden" name="organizationId" value={organizations[0]?.id ?? ''} />
        )}
        {kind === 'absence' && <AbsenceFields {...fields} />}
        {kind === 'break' && <BreakFields {...fields} />}
        {kind === 'quality' && <QualityFields {...fields} />}
        {kind === 'benefit' && <BenefitFields {...fields} />}
        {kind === 'subsidy' && <SubsidyFields {...fields} />}
        <TextInput name="document" label="Документ" hint={DOCUMENTS[kind]} maxLength={300} defaultValue={values['document']} error={errors['document']} />
        <Actions>
          <Button kind="alt" name="step" value="preview">
            Посмотреть, что изменится
          </Button>
          <Button name="step" value="make">
            Внести
          </Button>
          <Link className="go" to="/work/decisions">
            Не вносить
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}

const DOCUMENTS: Readonly<Record<DecisionKind, string>> = {
  absence: 'Заявление и чем подтверждено: билеты, справка',
  break: 'Акт: номер и дата',
  quality: 'Акт замера: номер и дата',
  subsidy: 'Решение соцзащиты или работодателя: номер и дата',
  benefit: 'Удостоверение или решение: номер и дата',
};

function Account({ values, errors, hint }: Fields & { hint?: string }) {
  return (
    <TextInput
      name="account"
      label="Лицевой счёт"
      {...(hint && { hint })}
      short
      autoComplete="off"
      defaultValue={values['account']}
      error={errors['account']}
    />
  );
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
    <Place {...fields} />
    <Select
      name="breakKind"
      label="Вид перерыва"
      hint="От него зависит, сколько часов допустимо"
      defaultValue={fields.values['breakKind']}
      error={fields.errors['breakKind']}
      options={options(breakKinds)}
    />
    <Hours {...fields} />
  </>
);

const Place = (fields: Fields & { services?: readonly string[] }) => (
  <>
    <Select
      name="houseId"
      label="Дом"
      defaultValue={fields.values['houseId']}
      error={fields.errors['houseId']}
      options={fields.answer.houses.map(({ houseId, address }) => ({ value: houseId, name: address }))}
    />
    <Account {...fields} hint="Пусто: весь дом" />
    <Select
      name="serviceCode"
      label="Услуга"
      defaultValue={fields.values['serviceCode']}
      error={fields.errors['serviceCode']}
      options={fields.answer.services.filter(({ code }) => fields.services?.includes(code) ?? true).map(({ code, name }) => ({ value: code, name }))}
    />
  </>
);

const Hours = ({ values, errors }: Fields) => (
  <>
    <TextInput
      name="fromAt"
      type="datetime-local"
      label="Начало"
      hint="По времени дома: когда записал диспетчер"
      short
      defaultValue={values['fromAt']}
      error={errors['fromAt']}
    />
    <TextInput name="toAt" type="datetime-local" label="Конец" short defaultValue={values['toAt']} error={errors['toAt']} />
  </>
);

const options = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, name]) => ({ value, name }));

const QualityFields = (fields: Fields) => (
  <>
    <Place {...fields} services={['heating', 'hot_water', 'hot_water_heat', 'cold_water']} />
    <Select name="defect" label="Что измерили" defaultValue={fields.values['defect']} error={fields.errors['defect']} options={options(defectKinds)} />
    <NumberInput
      name="measured"
      label="Сколько оказалось"
      hint="Градусы или мегапаскали, как в акте: 15,5 или 0,02"
      defaultValue={fields.values['measured']}
      error={fields.errors['measured']}
    />
    <Select
      name="roomNorm"
      label="Сколько должно быть в комнате"
      hint="Только для температуры в комнате"
      defaultValue={fields.values['roomNorm']}
      error={fields.errors['roomNorm']}
      options={options(roomNorms)}
    />
    <NumberInput
      name="coldPrice"
      label="Цена холодной воды"
      hint="Только если горячая вода холоднее 40 °C: тогда её считают как холодную"
      unit="₽/м³"
      defaultValue={fields.values['coldPrice']}
      error={fields.errors['coldPrice']}
    />
    <Hours {...fields} />
  </>
);

const SubsidyFields = (fields: Fields) => (
  <>
    <Account {...fields} />
    <Select name="what" label="Что назначили" defaultValue={fields.values['what']} error={fields.errors['what']} options={options(subsidyKinds)} />
    <TextInput
      name="title"
      label="Название"
      hint="Например: Субсидия на оплату жилья. Его увидит житель в квитанции"
      maxLength={200}
      defaultValue={fields.values['title']}
      error={fields.errors['title']}
    />
    <Select
      name="by"
      label="Сколько"
      defaultValue={fields.values['by']}
      options={[
        { value: 'sum', name: 'Сумма в месяц' },
        { value: 'share', name: 'Доля начисленного' },
      ]}
    />
    <MoneyInput
      name="sum"
      label="Сумма в месяц"
      hint="Если назначена сумма"
      defaultValue={fields.values['sum']}
      error={fields.errors['sum'] ?? fields.errors['amount']}
    />
    <NumberInput name="percent" label="Доля" hint="Если назначена доля" unit="%" defaultValue={fields.values['percent']} error={fields.errors['percent']} />
    <Services {...fields} />
    <TextInput
      name="fromMonth"
      type="month"
      label="С месяца"
      hint="Например, 2026-12"
      short
      defaultValue={fields.values['fromMonth']}
      error={fields.errors['fromMonth']}
    />
    <TextInput
      name="toMonth"
      type="month"
      label="По месяц"
      hint="Субсидию назначают не больше чем на шесть месяцев; компенсация может быть без срока"
      short
      defaultValue={fields.values['toMonth']}
      error={fields.errors['toMonth']}
    />
  </>
);

/** Several ticks come back as their codes with spaces between. */
/** Services with a price of the organization's first; those of others are behind a word, open when one of them is ticked. */
function Services({ values, errors, answer }: Fields) {
  const ticked = new Set((values['services'] ?? '').split(' '));
  const box = ({ code, name }: Fields['answer']['services'][number]) => (
    <label key={code} className="check">
      <input type="checkbox" name="services" value={code} defaultChecked={ticked.has(code)} />
      <span>{name}</span>
    </label>
  );
  const [own, others] = [answer.services.filter(({ priced }) => priced), answer.services.filter(({ priced }) => !priced)];
  return (
    <fieldset className="stack near">
      <legend>На какие услуги</legend>
      {errors['services'] && (
        <p className="err" id="services">
          {errors['services']}
        </p>
      )}
      {own.map(box)}
      {others.length > 0 && (
        <details className="more" open={own.length === 0 || others.some(({ code }) => ticked.has(code))}>
          <summary>
            Услуги без вашей цены
            <Icon of={ChevronDown} turn />
          </summary>
          <div className="stack near">{others.map(box)}</div>
        </details>
      )}
    </fieldset>
  );
}

const BenefitFields = (fields: Fields) => (
  <>
    <Account {...fields} />
    <TextInput
      name="title"
      label="Название льготы"
      hint="Например: Ветеран труда"
      maxLength={200}
      defaultValue={fields.values['title']}
      error={fields.errors['title']}
    />
    <NumberInput name="percent" label="Скидка" unit="%" defaultValue={fields.values['percent'] ?? '50'} error={fields.errors['percent']} />
    <NumberInput name="holders" label="У скольких человек" defaultValue={fields.values['holders'] ?? '1'} error={fields.errors['holders']} />
    <Checkbox name="family" label="Действует на всю семью" checked={(fields.values['family'] ?? '') !== ''} />
    <NumberInput
      name="areaStandard"
      label="Стандарт площади"
      hint="Пусто: без предела. Обычно 33, 42 или 18 м² на человека"
      unit="м²"
      defaultValue={fields.values['areaStandard']}
      error={fields.errors['areaStandard']}
    />
    <Services {...fields} />
    <Date {...fields} name="fromDay" label="Действует с" />
    <Date {...fields} name="toDay" label="По какой день" hint="Пусто: без срока" />
  </>
);
