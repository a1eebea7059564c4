// The card of a premises as staff fill it in: one that is kept, or a new one (HOME-1).
import type { ReactNode } from 'react';
import { Form } from 'react-router';
import { HOUSING_STATUSES, PREMISES_CARD_FIELDS, PREMISES_CONDITIONS, PREMISES_KINDS, premisesCardWords } from '#contract/housing';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';
import type { Premises } from './premises.tsx';
import { capital, CONDITION_WORDS, PREMISES_WORDS, STATUS_WORDS } from './words.ts';

type Field = (typeof PREMISES_CARD_FIELDS)[number];
const NOT_CHOSEN = { value: '', name: 'Выберите' };
const choices = (codes: readonly string[], words: Readonly<Record<string, string>>) => [
  NOT_CHOSEN,
  ...codes.map((value) => ({ value, name: words[value] ?? value })),
];
const CHOICES: Partial<Record<Field, { value: string; name: string }[]>> = {
  kind: choices(PREMISES_KINDS, PREMISES_WORDS),
  condition: choices(PREMISES_CONDITIONS, CONDITION_WORDS),
  housingStatus: choices(HOUSING_STATUSES, STATUS_WORDS),
};
const HINTS: Partial<Record<Field, string>> = {
  number: 'Например: 37, 44-1 или Н2; у жилого дома «нет»',
  cadastralNumber: 'Например: 66:41:0000001:1017',
  areaTotal: 'В квадратных метрах, например 54,30',
  areaLiving: 'Не больше общей',
  areaHeated: 'По плану, если отличается от общей; иначе «нет»',
};
/** What is kept as absent is shown as people mark it. */
function kept(premises: Premises, field: Field): string {
  if (field === 'number' && premises.kind === 'detached_house') return 'нет';
  if (premises[field] === null) return CHOICES[field] ? '' : 'нет';
  return String(premises[field]).replace('.', ',');
}

/** `premises`: null for a new one. `children` stand beside the button. */
export function PremisesForm({ premises, answer, children }: { premises: Premises | null; answer: Refused | undefined; children?: ReactNode }) {
  const errors = errorsOf(answer?.problem);
  const isChanged = answer?.problem.code === 'object.changed';
  return (
    <Card heading="Сведения">
      <Form method="post" noValidate className="stack">
        <FormKey />
        {premises && <input type="hidden" name="version" value={isChanged ? premises.version : (answer?.values['version'] ?? premises.version)} />}
        <div className="two">
          {PREMISES_CARD_FIELDS.map((field) => {
            const given = {
              name: field,
              label: capital(premisesCardWords[field]),
              hint: HINTS[field],
              error: errors[field],
              defaultValue: answer?.values[field] ?? (premises === null ? (field === 'areaHeated' ? 'нет' : '') : kept(premises, field)),
            };
            const options = CHOICES[field];
            return options ? (
              <Select key={field} {...given} options={options} />
            ) : (
              <TextInput key={field} {...given} short={field !== 'cadastralNumber'} maxLength={50} autoComplete="off" />
            );
          })}
        </div>
        <Actions>
          <Button name="intent" value="premises">
            {premises ? 'Сохранить' : 'Добавить помещение'}
          </Button>
          {children}
        </Actions>
      </Form>
    </Card>
  );
}
