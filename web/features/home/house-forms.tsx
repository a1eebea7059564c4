// Forms of the manager's house pages: the passport, a work, a member of the council (HOME-1, HOME-5). One of them stands on the page at a time.
import type { ReactNode } from 'react';
import { Form } from 'react-router';
import {
  HOUSE_FIELDS,
  houseCardWords,
  type HouseField,
  houseWorkKinds,
  houseWorkWords,
  heatingWords,
  repairAccountWords,
  timeZoneWords,
} from '#contract/house-keeping';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day } from '#ui/format.tsx';
import { Select, TextArea, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';
import { capital } from './words.ts';

type Given = { answer: Refused | undefined; values: Readonly<Record<string, string>>; intent: string; button: string; cancel: string; children?: ReactNode };
const optionsOf = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, name]) => ({ value, name }));
const NOT_CHOSEN = { value: '', name: 'Выберите' };

const HOUSE_CHOICES: Partial<Record<HouseField, Readonly<Record<string, string>>>> = {
  timeZone: timeZoneWords,
  heating: heatingWords,
  repairAccount: repairAccountWords,
};
const HOUSE_HINTS: Partial<Record<HouseField, string>> = {
  region: 'Как «Свердловская область»',
  district: 'Или «нет»',
  street: 'Вместе с видом: «улица Липовая», «проспект Ленина»',
  number: 'Как 14, 3А или 7/9',
  building: 'Или «нет»',
  postalCode: 'Шесть цифр или «нет»',
  cadastralNumber: 'Как 66:41:0000001:1017 или «нет»',
  areaTotal: 'Всех помещений, м²',
  areaCommon: 'Лестницы, подвал, чердак, м²',
  series: 'Или «нет»',
  walls: 'Как «панель» или «кирпич»',
  energyClass: 'От A++ до G или «нет»',
  lifts: 'Если их нет, 0',
  condition: 'Как «удовлетворительное; крыша требует ремонта»',
};
const HOUSE_PARTS: readonly { name: string; from: HouseField; to: HouseField }[] = [
  { name: 'Адрес', from: 'region', to: 'cadastralNumber' },
  { name: 'Здание', from: 'yearBuilt', to: 'condition' },
  { name: 'Как платят', from: 'heating', to: 'repairAccount' },
];
const LONG: readonly HouseField[] = ['region', 'district', 'city', 'street', 'cadastralNumber', 'walls', 'condition'];

function Sheet({ answer, intent, button, cancel, children, heading }: Omit<Given, 'values'> & { heading: string }) {
  return (
    <Card heading={heading}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        {children}
        <Actions>
          <Button name="intent" value={intent}>
            {button}
          </Button>
          <ButtonLink kind="bare" to={cancel}>
            {answer ? 'Не записывать' : 'Назад'}
          </ButtonLink>
        </Actions>
      </Form>
    </Card>
  );
}

/** `children`: what stands before the fields. */
export function HouseForm({ answer, values, children, ...rest }: Given) {
  const errors = errorsOf(answer?.problem);
  return (
    <Sheet heading="Паспорт дома" answer={answer} {...rest}>
      {children}
      {HOUSE_PARTS.map(({ name, from, to }) => (
        <fieldset key={name} className="stack">
          <legend>
            <h3>{name}</h3>
          </legend>
          <div className="two">
            {HOUSE_FIELDS.slice(HOUSE_FIELDS.indexOf(from), HOUSE_FIELDS.indexOf(to) + 1).map((field) => {
              const given = {
                name: field,
                label: capital(houseCardWords[field]),
                hint: HOUSE_HINTS[field],
                error: errors[field],
                defaultValue: answer?.values[field] ?? values[field] ?? '',
              };
              const choices = HOUSE_CHOICES[field];
              return choices ? (
                <Select key={field} {...given} options={[...(values[field] ? [] : [NOT_CHOSEN]), ...optionsOf(choices)]} />
              ) : (
                <TextInput key={field} {...given} short={!LONG.includes(field)} maxLength={300} autoComplete="off" />
              );
            })}
          </div>
        </fieldset>
      ))}
    </Sheet>
  );
}

export function WorkForm({ answer, values: kept, children, ...rest }: Given) {
  const [errors, values] = [errorsOf(answer?.problem), { ...kept, ...answer?.values }];
  return (
    <Sheet heading="Работа в доме" answer={answer} {...rest}>
      {children}
      <Select name="kind" label="Вид" options={optionsOf(houseWorkKinds)} defaultValue={values['kind']} error={errors['kind']} />
      <TextArea
        name="title"
        label="Что делают"
        hint="Как «Замена стояков холодной воды, подъезд 2»"
        rows={2}
        maxLength={300}
        defaultValue={values['title']}
        error={errors['title']}
      />
      <TextInput
        name="assignee"
        label="Кто делает"
        hint="Организация, бригада или должность. Без имён и телефонов: это видят все"
        maxLength={200}
        autoComplete="off"
        defaultValue={values['assignee']}
        error={errors['assignee']}
      />
      <div className="two">
        <TextInput name="fromDay" type="date" label="Начало" short defaultValue={values['fromDay']} error={errors['fromDay']} />
        <TextInput name="toDay" type="date" label="Срок" hint="К какому дню закончат" short defaultValue={values['toDay']} error={errors['toDay']} />
      </div>
      <Select name="state" label="Состояние" options={optionsOf(houseWorkWords)} defaultValue={values['state']} error={errors['state']} />
      <TextInput
        name="doneOn"
        type="date"
        label="Когда сделали"
        hint="Только для сделанной работы"
        short
        defaultValue={values['doneOn']}
        error={errors['doneOn']}
      />
    </Sheet>
  );
}

/** Who pays for what common property takes over the norm. */
export function OverNormForm({ answer, values: kept, children, ...rest }: Given) {
  const [errors, values] = [errorsOf(answer?.problem), { ...kept, ...answer?.values }];
  return (
    <Sheet heading="Сверх норматива на общие нужды" answer={answer} {...rest}>
      {children}
      <p>Что дом потратил сверх норматива, платит управляющая организация, пока собственники не решили иначе.</p>
      <div className="two">
        <TextInput
          name="fromDay"
          type="date"
          label="Собственники платят с какого дня"
          hint="Неполный месяц считаем как раньше"
          short
          defaultValue={values['fromDay']}
          error={errors['fromDay']}
        />
        <TextInput
          name="toDay"
          type="date"
          label="По какой день"
          hint="Пусто, если решение действует"
          short
          defaultValue={values['toDay']}
          error={errors['toDay']}
        />
      </div>
      <TextInput
        name="minutes"
        label="Протокол собрания"
        hint="Например: № 3 от 12.10.2026"
        maxLength={300}
        autoComplete="off"
        defaultValue={values['minutes']}
        error={errors['minutes']}
      />
      {kept['fromDay'] !== undefined && <Checkbox name="back" label="Записали по ошибке: убрать запись" checked={values['back'] !== undefined} />}
    </Sheet>
  );
}

export function MemberForm({ answer, values: kept, ...rest }: Given) {
  const [errors, values] = [errorsOf(answer?.problem), { ...kept, ...answer?.values }];
  return (
    <Sheet heading="Вписать в совет дома" answer={answer} {...rest}>
      <p className="mut">Совет выбирают собственники из своего числа. Его увидят только жители дома.</p>
      <TextInput name="premises" label="Номер помещения" short maxLength={20} autoComplete="off" defaultValue={values['premises']} error={errors['premises']} />
      <TextInput
        name="name"
        label="Имя собственника"
        hint="Полностью, как в реестре собственников"
        maxLength={300}
        autoComplete="off"
        defaultValue={values['name']}
        error={errors['name']}
      />
      <Checkbox name="isChair" label="Председатель совета" checked={values['isChair'] === 'on'} />
      <TextInput name="fromDay" type="date" label="С какого дня" hint="День собрания" short defaultValue={values['fromDay']} error={errors['fromDay']} />
      <TextInput
        name="minutes"
        label="Протокол собрания"
        hint="Например: № 3 от 12.10.2026"
        maxLength={200}
        autoComplete="off"
        defaultValue={values['minutes']}
        error={errors['minutes']}
      />
    </Sheet>
  );
}

/** `leftOn`: the last day on which the member owned anything in the house. */
export function EndForm({ answer, values, who, leftOn, ...rest }: Given & { who: string; leftOn: string | null }) {
  return (
    <Sheet heading={`Закончить срок: ${who}`} answer={answer} {...rest}>
      {leftOn !== null && (
        <p className="mut">
          Владение жильём в этом доме закончилось <Day day={leftOn} />. Жителям это имя уже не показываем.
        </p>
      )}
      <TextInput
        name="lastDay"
        type="date"
        label="Последний день"
        short
        defaultValue={answer?.values['lastDay'] ?? values['lastDay']}
        error={errorsOf(answer?.problem)['lastDay']}
      />
    </Sheet>
  );
}
