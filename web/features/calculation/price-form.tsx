// Forms of the directories: a new price, and the change of one that stands.
import { Form, Link } from 'react-router';
import { type getPrices, normBases, type Price, tariffZones } from '#contract/directories';
import type { AnswerOf } from '#contract/endpoint';
import { formatDay, formatDecimal } from '#contract/russian';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { NumberInput, Select, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';
import type { PriceKind } from './price-words.ts';

type Answer = Partial<Refused> | undefined;
const options = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, name]) => ({ value, name }));

/** The first button, which Enter presses, only looks. */
export function NewPrice({ kind, directory, answer }: { kind: PriceKind; directory: AnswerOf<typeof getPrices>; answer: Answer }) {
  const { organizationId, houses, services, openFrom } = directory;
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  const isTariff = kind === 'tariff';
  return (
    <Card heading={isTariff ? 'Новый тариф' : 'Свой норматив'}>
      {openFrom !== null && <p>{`Начать можно с ${formatDay(openFrom)}: раньше месяцы уже проведены, их исправляет перерасчёт.`}</p>}
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="organizationId" value={organizationId ?? ''} />
        <Select
          name="serviceCode"
          label="Услуга"
          defaultValue={values['serviceCode']}
          error={errors['serviceCode']}
          options={services.map(({ code, name, unit }) => ({ value: code, name: `${name}, ${unit}` }))}
        />
        <Select
          name="houseId"
          label="Где действует"
          defaultValue={values['houseId']}
          error={errors['houseId']}
          options={[{ value: '', name: 'Во всех домах' }, ...houses.map(({ houseId, address }) => ({ value: houseId, name: address }))]}
        />
        <Select
          name="way"
          label={isTariff ? 'Время суток' : 'На что норма'}
          {...(!isTariff && { hint: 'У газа бывают две: на человека для плиты и на м² для отопления. С соцнормы начинается второй тариф услуги' })}
          defaultValue={values['way']}
          error={errors['way']}
          options={options(isTariff ? tariffZones : normBases)}
        />
        <div className="two">
          {isTariff && (
            <NumberInput
              name="fromVolume"
              label="С какого объёма в месяц"
              hint="0, если цена не зависит от объёма"
              defaultValue={values['fromVolume'] ?? '0'}
              error={errors['fromVolume']}
            />
          )}
          <NumberInput
            name="value"
            label={isTariff ? 'Цена за единицу' : 'Сколько в месяц'}
            {...(isTariff && { unit: '₽' })}
            defaultValue={values['value']}
            error={errors['value']}
          />
        </div>
        <Force values={values} errors={errors} />
        <TextInput
          name="account"
          label="На каком счёте посмотреть"
          hint="Номер счёта. Пусто: возьмём первый, у которого сумма изменится"
          short
          autoComplete="off"
          defaultValue={values['account']}
          error={errors['account']}
        />
        <Actions>
          <Button kind="alt" name="step" value="preview">
            Посмотреть, что изменится
          </Button>
          <Button name="step" value="add">
            Сохранить
          </Button>
          <Link className="go" to={`?organization=${organizationId ?? ''}`}>
            Не добавлять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}

function Force({ values, errors }: { values: Partial<Record<string, string>>; errors: Partial<Record<string, string>> }) {
  return (
    <>
      <div className="two">
        <TextInput name="fromDay" type="date" label="Действует с" short defaultValue={values['fromDay']} error={errors['fromDay']} />
        <TextInput name="toDay" type="date" label="По какой день" hint="Пусто: пока не сменят" short defaultValue={values['toDay']} error={errors['toDay']} />
      </div>
      <TextInput
        name="decision"
        label="Чьё решение"
        hint="Например: Постановление тарифной комиссии от 17.09.2026 № 118-Т"
        maxLength={300}
        defaultValue={values['decision']}
        error={errors['decision']}
      />
    </>
  );
}

/** Of a price that posted months have used only the last day may move. */
export function EditPrice({ price, organizationId, answer }: { price: Price; organizationId: string; answer: Answer }) {
  const errors = errorsOf(answer?.problem);
  const { id, version, value, fromDay, toDay, decision, can, service } = price;
  const values = { value: formatDecimal(value), fromDay, toDay: toDay ?? '', decision, ...answer?.values };
  const hidden = (
    <>
      <FormKey />
      <input type="hidden" name="organizationId" value={organizationId} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
    </>
  );
  return (
    <Card heading={`${service}: ${can.change ? 'изменить' : 'последний день'}`}>
      <Form method="post" noValidate className="stack">
        {hidden}
        {can.change ? (
          <>
            <NumberInput name="value" label="Значение" defaultValue={values.value} error={errors['value']} />
            <Force values={values} errors={errors} />
          </>
        ) : (
          <>
            <p>По этому значению месяцы уже проведены: его нельзя изменить, можно только закончить.</p>
            <input type="hidden" name="value" value={value} />
            <input type="hidden" name="fromDay" value={fromDay} />
            <input type="hidden" name="decision" value={decision} />
            <TextInput name="toDay" type="date" label="Последний день" short defaultValue={values.toDay} error={errors['toDay'] ?? errors['fromDay']} />
          </>
        )}
        <Actions>
          <Button name="step" value="change">
            Сохранить
          </Button>
          {can.remove && (
            <Button kind="bad" name="step" value="remove">
              Убрать
            </Button>
          )}
          <Link className="go" to={`?organization=${organizationId}`}>
            Не менять
          </Link>
        </Actions>
      </Form>
    </Card>
  );
}
