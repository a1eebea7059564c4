// Two ways to find a state bill: by the number on the paper, or by a document once and for all.
import { Form } from 'react-router';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox, RadioGroup } from '#ui/choice.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import type { StateBills } from './state-bill-sheet.tsx';

type Given = { values: Partial<Record<string, string>> | undefined; errors: Partial<Record<string, string>> };
type Document = StateBills['documents'][number];

const DOCUMENTS: readonly { value: Document['kind']; name: string; hint: string }[] = [
  { value: 'inn', name: 'ИНН', hint: 'Налоги и часть пошлин' },
  { value: 'snils', name: 'СНИЛС', hint: 'Штрафы и долги по постановлениям' },
  { value: 'licence', name: 'Водительское удостоверение', hint: 'Штрафы водителю' },
  { value: 'vehicle', name: 'Свидетельство о регистрации машины', hint: 'Штрафы с камер' },
];

export function FindByNumber({ values, errors }: Given) {
  return (
    <Card heading="Найти по УИН">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <TextInput
          name="number"
          label="УИН"
          hint="20 или 25 цифр в постановлении или квитанции"
          inputMode="numeric"
          autoComplete="off"
          maxLength={40}
          defaultValue={values?.['number']}
          error={errors['number']}
        />
        <Actions>
          <Button kind="alt" name="intent" value="find">
            Найти
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

export function Documents({ documents, values, errors }: Given & { documents: readonly Document[] }) {
  return (
    <Card heading="Искать по документам">
      {documents.length > 0 && (
        <ul className="plain stack near">
          {documents.map(({ id, kind, ending, addedOn }) => {
            const name = `${DOCUMENTS.find((one) => one.value === kind)!.name} •• ${ending}`;
            return (
              <li key={id} className="row apart">
                <span>
                  {name}
                  <br />
                  <span className="hint">
                    Добавлен <Day day={addedOn} />
                  </span>
                </span>
                <Form method="post">
                  <FormKey />
                  <input type="hidden" name="id" value={id} />
                  <Button kind="bare" name="intent" value="remove">
                    Убрать<span className="vh">{` ${name}`}</span>
                  </Button>
                </Form>
              </li>
            );
          })}
        </ul>
      )}
      <details className="more" open={errors['document'] !== undefined || errors['consent'] !== undefined || documents.length === 0}>
        <summary>Добавить документ</summary>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <RadioGroup name="kind" label="Какой документ" chosen={values?.['kind'] ?? 'inn'} choices={DOCUMENTS} error={errors['kind']} />
          <TextInput name="document" label="Номер" autoComplete="off" maxLength={40} defaultValue={values?.['document']} error={errors['document']} short />
          <Checkbox
            name="consent"
            label="Согласен, чтобы портал хранил номер и искал по нему мои начисления"
            hint="Номер лежит зашифрованным. Уберёте его — поиск прекратится"
            checked={values?.['consent'] !== undefined}
            error={errors['consent']}
          />
          <Actions>
            <Button kind="alt" name="intent" value="add">
              Добавить и найти
            </Button>
          </Actions>
        </Form>
      </details>
    </Card>
  );
}
