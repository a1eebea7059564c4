// Whether a premises is heated by its house: what staff write by the act, and how the people of the home read it (CALC-1).
import { Form } from 'react-router';
import { formatDay } from '#contract/russian';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';
import type { Premises } from './premises.tsx';

/** «Отключено от общего с 12 мая 2026. Акт № 7 от 12.05.2026». */
export const ownHeatingWords = ({ fromDay, toDay, paper }: NonNullable<Premises['ownHeating']>): string =>
  `отключено от общего с ${formatDay(fromDay)}${toDay === null ? '' : ` по ${formatDay(toDay)}`}. ${paper}`;

export function OwnHeatingForm({ premises, answer }: { premises: Premises; answer: Refused | undefined }) {
  const { ownHeating } = premises;
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Card heading="Отопление">
      <p>
        {ownHeating
          ? 'Помещение отключено от общего отопления и платит только за тепло общих мест.'
          : 'Помещение греет дом. Если его отключили от общего отопления, запишите акт: дальше оно платит только за тепло общих мест.'}
      </p>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="version" value={answer?.problem.code === 'object.changed' ? premises.version : (values['version'] ?? premises.version)} />
        <div className="two">
          <TextInput
            name="fromDay"
            type="date"
            label="Отключено с какого дня"
            hint="Как в акте. Платим целыми месяцами: неполный месяц считаем как раньше"
            short
            defaultValue={values['fromDay'] ?? ownHeating?.fromDay}
            error={errors['fromDay']}
          />
          <TextInput
            name="toDay"
            type="date"
            label="По какой день"
            hint="Пусто, если не подключали обратно"
            short
            defaultValue={values['toDay'] ?? ownHeating?.toDay ?? ''}
            error={errors['toDay']}
          />
        </div>
        <TextInput
          name="paper"
          label="Документ о переустройстве"
          hint="Например: Акт приёмочной комиссии от 12.05.2026 № 7"
          maxLength={300}
          defaultValue={values['paper'] ?? ownHeating?.paper}
          error={errors['paper']}
        />
        <Actions>
          <Button kind="alt" name="intent" value="heating">
            Записать отключение
          </Button>
          {ownHeating && (
            <Button kind="bare" name="intent" value="heatingBack">
              Убрать запись
            </Button>
          )}
        </Actions>
      </Form>
    </Card>
  );
}
