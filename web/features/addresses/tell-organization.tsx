// «Написать управляющей организации»: a request about a house that was found, or a wrong fact of it, becomes a case (ADDR-5).
import { ChevronDown } from 'lucide-react';
import { Form } from 'react-router';
import { Button } from '#ui/button.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextArea } from '#ui/inputs.tsx';
import { PhoneLink } from '#ui/phone.tsx';

type Given = { organization: string; dispatchPhone: string | null; typed: Partial<Record<string, string>> | undefined; error: string | undefined };

export const TellOrganization = ({ organization, dispatchPhone, typed, error }: Given) => (
  <details className="more" open={error !== undefined}>
    <summary>
      Написать управляющей организации
      <Icon of={ChevronDown} turn />
    </summary>
    <Form method="post" noValidate className="stack">
      <FormKey />
      <input type="hidden" name="intent" value="tell" />
      <RadioGroup
        name="kind"
        label="О чём"
        chosen={typed?.['kind'] ?? 'request'}
        choices={[
          { value: 'request', name: 'Поломка или просьба', hint: 'Ответят за десять рабочих дней' },
          { value: 'error', name: 'Ошибка в данных о доме', hint: 'Ответят за пять рабочих дней' },
        ]}
      />
      <TextArea
        name="text"
        label="Что случилось или что не так"
        hint={`Прочтут в ${organization}`}
        rows={3}
        maxLength={4_000}
        defaultValue={typed?.['text']}
        error={error}
      />
      {dispatchPhone && (
        <p>
          Авария не ждёт письма: звоните диспетчеру, <PhoneLink phone={dispatchPhone} />.
        </p>
      )}
      <div className="row">
        <Button kind="alt">Отправить</Button>
      </div>
    </Form>
  </details>
);
