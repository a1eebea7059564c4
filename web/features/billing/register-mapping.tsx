// What the columns and names of a register mean, said once and remembered for files with the same headings.
import { ChevronDown } from 'lucide-react';
import { Form } from 'react-router';
import type { Register } from '#contract/registers';
import { Actions, Button } from '#ui/button.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';

type Given = { register: Register; services: readonly { code: string; name: string }[]; answer: Refused | undefined };

export function RegisterMapping({ register, services, answer }: Given) {
  const { columns, fields, unknownServices, headings, version } = register;
  const errors = errorsOf(answer?.problem);
  const typed = answer?.values ?? {};
  const known = services.map(({ code, name }) => ({ value: code, name }));
  const needed = unknownServices.length > 0 || register.summary === null || register.rows === 0;
  return (
    <details className="more card noprint" open={needed}>
      <summary>
        Что значат колонки и услуги
        <Icon of={ChevronDown} turn />
      </summary>
      <Form className="stack" method="post">
        <FormKey />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="what" value="map" />
        {unknownServices.map((name, place) => (
          <Select
            key={name}
            name={`service:${name}`}
            label={`Услуга «${name}»`}
            defaultValue={typed[`service:${name}`]}
            error={errors[`services.${place}.code`]}
            options={[{ value: '', name: 'Не знаю такой' }, ...known]}
          />
        ))}
        {headings !== null && (
          <div className="two">
            {columns.map(({ heading, field }) => (
              <Select
                key={heading}
                name={`column:${heading}`}
                label={`Колонка «${heading}»`}
                defaultValue={typed[`column:${heading}`] ?? field}
                options={[
                  { value: '', name: 'Не узнали' },
                  { value: 'pass', name: 'Не нужна' },
                  ...fields.map((one) => ({ value: one.field, name: one.name })),
                ]}
              />
            ))}
          </div>
        )}
        <div className="two">
          <TextInput
            name="period"
            type="month"
            label="Месяц, если его нет в файле"
            hint="Например, 2026-10"
            short
            defaultValue={typed['period'] ?? register.period ?? undefined}
            error={errors['period']}
          />
          <Select
            name="service"
            label="Услуга, если её нет в файле"
            defaultValue={typed['service']}
            error={errors['service']}
            options={[{ value: '', name: 'Есть в файле' }, ...known]}
          />
        </div>
        <Actions>
          <Button kind="alt">Проверить ещё раз</Button>
        </Actions>
      </Form>
    </details>
  );
}
