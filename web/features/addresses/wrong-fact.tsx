// «Сообщить об ошибке»: a wrong fact of a house goes to its managing organization as a case (ADDR-5).
import { ChevronDown } from 'lucide-react';
import { Form } from 'react-router';
import { Button } from '#ui/button.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextArea } from '#ui/inputs.tsx';

export const WrongFact = ({ organization, typed, error }: { organization: string; typed: string | undefined; error: string | undefined }) => (
  <details className="more" open={error !== undefined}>
    <summary>Сообщить об ошибке в данных<Icon of={ChevronDown} turn /></summary>
    <Form method="post" noValidate className="stack">
      <FormKey />
      <input type="hidden" name="intent" value="report" />
      <TextArea name="text" label="Что не так и как правильно" hint={`${organization} ответит за пять рабочих дней`} rows={3} maxLength={4_000} defaultValue={typed} error={error} />
      <div className="row"><Button kind="alt">Отправить</Button></div>
    </Form>
  </details>
);
